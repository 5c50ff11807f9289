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

from contract.action import Act, Answer, Merge, Report
from contract.problem import Problem
from contract.ticket import Ticket

from .ids import uuid7
from .outbox_row import ALIVE, SELECT, OutboxRow, RowState, insert, read, write
from .replica.database import Database
from .replica.rows import Rows

log = logging.getLogger(__name__)

New = tuple[str, int, Act, Ticket | None]
"""An act to be added: ticket_id, base_version, act, and the ticket as the person saw it."""
__all__ = ["ALIVE", "Outbox", "OutboxRow", "RowState"]


class Outbox:
    """The rows of one account at a time, in memory as on disk. Everything here runs on the GUI thread; the
    disk is the worker's. A method that changes something returns (or ends) when that is durable."""

    def __init__(self, database: Database, rows: Rows) -> None:
        self._database = database
        self._tickets = rows
        self._rows: dict[str, OutboxRow] = {}
        self._dropped: dict[str, list[OutboxRow]] = {}
        self.account = ""

    def open(self, account: str) -> None:
        """Takes up the rows of an account ("" for none)."""
        if account != self.account:
            self._dropped.clear()
        self.account = account
        found = self._database.reader.execute(SELECT, (account,))
        self._rows = {}
        for values in found:
            try:
                row = read(values)
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

    @property
    def dropped(self) -> tuple[OutboxRow, ...]:
        """Rows that this operator gave up since sitting down and may bring back, in that order."""
        return tuple(chain[0] for chain in self._dropped.values())

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
    def add(
        self, ticket_id: str, base_version: int, act: Act, done_at: int, seen: Ticket | None = None
    ) -> OutboxRow:
        """A new row, behind the operator's own acts on the ticket."""
        return self.add_many([(ticket_id, base_version, act, seen)], done_at)[0]

    def add_many(self, acts: Sequence[New], done_at: int) -> list[OutboxRow]:
        """New rows in one transaction, in their order; each behind the operator's own acts on its ticket,
        those before it in `acts` among them."""
        tails: dict[str, str] = {}
        for waiting in self._rows.values():
            if waiting.state in ALIVE:
                tails[waiting.ticket_id] = waiting.action_id
        rows: list[OutboxRow] = []
        for ticket_id, base_version, act, seen in acts:
            row = OutboxRow(
                n=0,
                action_id=uuid7(),
                account=self.account,
                ticket_id=ticket_id,
                base_version=base_version,
                follows=tails.get(ticket_id, ""),
                act=act,
                done_at=done_at,
                seen=seen,
            )
            tails[ticket_id] = row.action_id
            rows.append(row)

        added = self._database.write_now(lambda db: [insert(db, row) for row in rows])
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
        """Takes a row and what follows it out; gives them, in order. `restore` brings them back for as long
        as this operator sits here."""
        gone = [row, *self.after(row.action_id)]
        dropped = self.drop_many([row])
        self._dropped[row.action_id] = gone
        return dropped

    def drop_many(self, rows: Iterable[OutboxRow]) -> list[OutboxRow]:
        """Takes rows and what follows them out for good, in one transaction."""
        gone = {late.action_id: late for row in rows for late in (row, *self.after(row.action_id))}
        ids = [(action_id,) for action_id in gone]

        def delete(db: sqlite3.Connection) -> None:
            db.executemany("DELETE FROM outbox WHERE action_id = ?", ids)

        self._database.write_now(delete)
        for action_id in gone:
            del self._rows[action_id]
        return [replace(row, state="withdrawn") for row in gone.values()]

    def restore(self, action_id: str) -> list[OutboxRow]:
        """Brings back a row that was dropped, and what followed it, each in its place; gives them. Where what
        it followed itself is gone meanwhile it goes by itself, on the version that it was made for."""
        back = self._dropped[action_id]
        head = back[0]
        if head.follows and head.follows not in self._rows:
            back = [replace(row, state="queued") if row.state == "held" else row for row in back]
            back[0] = replace(back[0], follows="")

        def insert_all(db: sqlite3.Connection) -> None:
            for row in back:
                write(db, row)

        self._database.write_now(insert_all)
        del self._dropped[action_id]
        held = [*self._rows.values(), *back]
        self._rows = {row.action_id: row for row in sorted(held, key=lambda row: row.n)}
        return back

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
