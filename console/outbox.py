"""What the operator did and the backend has not yet confirmed: one row per act, durable before it shows.

A row on a ticket on which the operator's own act still waits *follows* that act: it is sent after it, on the
version that it returns, and held where it comes to nothing. Rows belong to the account that made them and
are never sent as another's.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from contract.action import Act, Action, Answer, Merge, Report, name_of, outcome_of
from contract.problem import Problem
from contract.ticket import Ticket

from .ids import uuid7
from .replica.database import Database
from .replica.rows import Rows

RowState = Literal["queued", "sending", "held", "conflict", "parked", "done", "withdrawn"]
"""queued     waits for its turn, or for the network, or for the next try (`tries` > 0)
sending    is on its way
held       waits for a log-in, or for the row it follows, which is in conflict or parked
conflict   somebody was first (`problem`): re-apply or drop
parked     the backend refused it (`problem`): never sent again by itself, never lost
done, withdrawn   only in `Desk.settled`: the row is gone"""

ALIVE: tuple[RowState, ...] = ("queued", "sending")
"""States in which an act is still on its way, so that another may follow it and the projection shows it."""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `follows` is the action_id of the operator's own act before it on the same ticket, where
    that was still waiting. `done_at` is the backend's time as estimated when it was done.

    `base_version` is the version that the person saw; it moves on with the answer to the row it follows.
    `tries` counts posts begun: a row with none was never seen by the backend.
    """

    n: int
    action_id: str
    account: str
    ticket_id: str
    base_version: int
    follows: str
    act: Act
    done_at: int
    state: RowState = "queued"
    tries: int = 0
    problem: Problem | None = None

    @property
    def action(self) -> str:
        """The act's name in the table."""
        return name_of(self.act)

    @property
    def outcome(self) -> str:
        """The act's outcome in the table."""
        return outcome_of(self.act)

    def post(self) -> Action:
        """The row as it goes over the wire."""
        return Action(
            action_id=self.action_id,
            ticket_id=self.ticket_id,
            base_version=self.base_version,
            act=self.act,
            done_at=self.done_at,
        )


log = logging.getLogger(__name__)

_act = msgspec.msgpack.Decoder(Act)
_problem = msgspec.msgpack.Decoder(Problem)
_COLUMNS = "n, action_id, account, ticket_id, base_version, follows, act, done_at, state, tries, problem"


def _read(values: tuple[int, str, str, str, int, str, bytes, int, RowState, int, bytes | None]) -> OutboxRow:
    n, action_id, account, ticket_id, base_version, follows, act, done_at, state, tries, problem = values
    return OutboxRow(
        n=n,
        action_id=action_id,
        account=account,
        ticket_id=ticket_id,
        base_version=base_version,
        follows=follows,
        act=_act.decode(act),
        done_at=done_at,
        # What was on its way when the console ended waits again; the same key makes that safe.
        state="queued" if state == "sending" else state,
        tries=tries,
        problem=None if problem is None else _problem.decode(problem),
    )


def _insert(db: sqlite3.Connection, row: OutboxRow) -> OutboxRow:
    """Inside a transaction; the row as it was written."""
    fresh = row
    if row.follows:
        # Its predecessor's answer may have been written since the GUI thread looked.
        held = db.execute("SELECT state FROM outbox WHERE action_id = ?", (row.follows,)).fetchone()
        if held is None:
            fresh = replace(row, follows="")
        elif held[0] not in ALIVE:
            fresh = replace(row, state="held")
    done = db.execute(
        "INSERT INTO outbox (action_id, account, ticket_id, base_version, follows, act, done_at,"
        " state, tries) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            fresh.action_id,
            fresh.account,
            fresh.ticket_id,
            fresh.base_version,
            fresh.follows,
            msgspec.msgpack.encode(fresh.act),
            fresh.done_at,
            fresh.state,
        ),
    )
    return replace(fresh, n=done.lastrowid or 0)


class Outbox:
    """The rows of one account at a time, in memory as on disk. Everything here runs on the GUI thread; the
    disk is the worker's. A method that changes something returns (or ends) when that is durable."""

    def __init__(self, database: Database, rows: Rows) -> None:
        self._database = database
        self._tickets = rows
        self._rows: dict[str, OutboxRow] = {}
        self.account = ""

    def open(self, account: str) -> None:
        """Takes up the rows of an account ("" for none)."""
        self.account = account
        found = self._database.reader.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE account = ? ORDER BY n",  # noqa: S608
            (account,),
        )
        self._rows = {}
        for values in found:
            try:
                row = _read(values)
            except msgspec.DecodeError:
                # Of another version of the contract: it stays in the file for the console that can read it.
                log.exception("a row of the outbox cannot be read")
            else:
                self._rows[row.action_id] = row

    # --- reading -----------------------------------------------------------------------------------------
    @property
    def rows(self) -> tuple[OutboxRow, ...]:
        """This account's rows, oldest first."""
        return tuple(self._rows.values())

    def get(self, action_id: str) -> OutboxRow | None:
        """One row."""
        return self._rows.get(action_id)

    def of(self, ticket_id: str) -> list[OutboxRow]:
        """A ticket's rows, oldest first."""
        return [row for row in self._rows.values() if row.ticket_id == ticket_id]

    def tickets(self) -> set[str]:
        """Tickets that have rows."""
        return {row.ticket_id for row in self._rows.values()}

    def tail(self, ticket_id: str) -> OutboxRow | None:
        """The row that a new act on a ticket would follow."""
        alive = [row for row in self.of(ticket_id) if row.state in ALIVE]
        return alive[-1] if alive else None

    def after(self, action_id: str) -> Iterator[OutboxRow]:
        """The rows that follow one, directly or through others, in order."""
        chain = {action_id}
        for row in self._rows.values():
            if row.follows in chain:
                chain.add(row.action_id)
                yield row

    def ready(self) -> list[OutboxRow]:
        """Rows that may be posted now, in order: first of their chain, and nothing they name waits itself."""
        fresh = {row.ticket_id for row in self._rows.values() if isinstance(row.act, Report)}
        return [
            row
            for row in self._rows.values()
            if row.state == "queued"
            and not row.follows
            and not (isinstance(row.act, Merge) and row.act.into in fresh)
        ]

    # --- changing ----------------------------------------------------------------------------------------
    def add(self, ticket_id: str, base_version: int, act: Act, done_at: int) -> OutboxRow:
        """A new row, behind the operator's own acts on the ticket."""
        return self.add_many([(ticket_id, base_version, act)], done_at)[0]

    def add_many(self, acts: Sequence[tuple[str, int, Act]], done_at: int) -> list[OutboxRow]:
        """New rows (ticket_id, base_version, act) in one transaction, in their order; each behind the
        operator's own acts on its ticket, those before it in `acts` among them."""
        tails: dict[str, str] = {}
        for waiting in self._rows.values():
            if waiting.state in ALIVE:
                tails[waiting.ticket_id] = waiting.action_id
        rows: list[OutboxRow] = []
        for ticket_id, base_version, act in acts:
            row = OutboxRow(
                n=0,
                action_id=uuid7(),
                account=self.account,
                ticket_id=ticket_id,
                base_version=base_version,
                follows=tails.get(ticket_id, ""),
                act=act,
                done_at=done_at,
            )
            tails[ticket_id] = row.action_id
            rows.append(row)

        added = self._database.write_now(lambda db: [_insert(db, row) for row in rows])
        for row in added:
            self._rows[row.action_id] = row
        return added

    async def sending(self, row: OutboxRow) -> OutboxRow:
        """Marks that a post begins, before it does: from here on the backend may know the row."""

        def mark(db: sqlite3.Connection) -> None:
            db.execute(
                "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE action_id = ?", (row.action_id,)
            )

        await self._database.write(mark)
        return self._keep(replace(row, state="sending", tries=row.tries + 1))

    async def again(self, row: OutboxRow) -> OutboxRow:
        """No answer came: it waits for the next try with the same key."""

        def mark(db: sqlite3.Connection) -> None:
            db.execute("UPDATE outbox SET state = 'queued' WHERE action_id = ?", (row.action_id,))

        await self._database.write(mark)
        return self._keep(replace(row, state="queued"))

    async def answered(self, row: OutboxRow, answer: Answer) -> list[Ticket]:
        """Applied and removed in one transaction; what follows moves onto the version returned. Gives the
        row of the ticket where it is newer than the replica's."""
        version = answer.ticket.version

        def apply(db: sqlite3.Connection) -> list[Ticket]:
            taken = self._tickets.upsert(db, [answer.ticket])
            db.execute("DELETE FROM outbox WHERE action_id = ?", (row.action_id,))
            db.execute(
                "UPDATE outbox SET follows = '', base_version = ? WHERE follows = ?", (version, row.action_id)
            )
            return taken

        taken = await self._database.write(apply)
        self._rows.pop(row.action_id, None)
        for follower in self.rows:
            if follower.follows == row.action_id:
                self._keep(replace(follower, follows="", base_version=version))
        return taken

    async def refused(
        self,
        row: OutboxRow,
        state: Literal["conflict", "parked"],
        problem: Problem,
        now: Ticket | None = None,
    ) -> tuple[OutboxRow, list[Ticket]]:
        """It comes to nothing as it is; what follows it is held. `now` is the row that the refusal showed.

        Gives the row and, where it is newer than the replica's, that of the ticket.
        """

        def mark(db: sqlite3.Connection) -> list[Ticket]:
            db.execute(
                "UPDATE outbox SET state = ?, problem = ? WHERE action_id = ?",
                (state, msgspec.msgpack.encode(problem), row.action_id),
            )
            db.execute(
                "WITH RECURSIVE later(id) AS (SELECT action_id FROM outbox WHERE follows = ? UNION"
                " SELECT o.action_id FROM outbox o JOIN later ON o.follows = later.id)"
                " UPDATE outbox SET state = 'held' WHERE action_id IN (SELECT id FROM later)",
                (row.action_id,),
            )
            return [] if now is None else self._tickets.upsert(db, [now])

        taken = await self._database.write(mark)
        for follower in list(self.after(row.action_id)):
            self._keep(replace(follower, state="held"))
        return self._keep(replace(row, state=state, problem=problem)), taken

    def drop(self, row: OutboxRow) -> list[OutboxRow]:
        """Takes a row and what follows it out; gives them, in order."""
        return self.drop_many([row])

    def drop_many(self, rows: Iterable[OutboxRow]) -> list[OutboxRow]:
        """The same for several rows in one transaction."""
        gone = {late.action_id: late for row in rows for late in (row, *self.after(row.action_id))}
        ids = [(action_id,) for action_id in gone]

        def delete(db: sqlite3.Connection) -> None:
            db.executemany("DELETE FROM outbox WHERE action_id = ?", ids)

        self._database.write_now(delete)
        for action_id in gone:
            del self._rows[action_id]
        return [replace(row, state="withdrawn") for row in gone.values()]

    def renew(self, row: OutboxRow, base_version: int, done_at: int) -> OutboxRow:
        """The same act as a new action in the same place; what followed it follows the new one."""
        fresh = replace(
            row,
            action_id=uuid7(),
            base_version=base_version,
            done_at=done_at,
            follows="",
            state="queued",
            tries=0,
            problem=None,
        )
        later = list(self.after(row.action_id))

        def change(db: sqlite3.Connection) -> None:
            db.execute(
                "UPDATE outbox SET action_id = ?, base_version = ?, done_at = ?, follows = '',"
                " state = 'queued', tries = 0, problem = NULL WHERE action_id = ?",
                (fresh.action_id, base_version, done_at, row.action_id),
            )
            db.execute("UPDATE outbox SET follows = ? WHERE follows = ?", (fresh.action_id, row.action_id))
            db.executemany(
                "UPDATE outbox SET state = 'queued' WHERE action_id = ?", [(r.action_id,) for r in later]
            )

        self._database.write_now(change)
        waiting = {r.action_id for r in later}
        renewed: dict[str, OutboxRow] = {}
        for held in self._rows.values():
            if held.action_id == row.action_id:
                held = fresh
            elif held.action_id in waiting:
                follows = fresh.action_id if held.follows == row.action_id else held.follows
                held = replace(held, state="queued", follows=follows)
            renewed[held.action_id] = held
        self._rows = renewed
        return fresh

    def _keep(self, row: OutboxRow) -> OutboxRow:
        if row.action_id in self._rows:
            self._rows[row.action_id] = row
        return row
