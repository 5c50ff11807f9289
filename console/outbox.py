"""What the operator did and the backend has not yet confirmed: one row per act, durable before it shows.

A row on a ticket on which the operator's own act still waits *follows* that act: it is sent after it, on the
version that it returns, and held where it comes to nothing. Acts on joint actions are rows of the same kind,
in the same order: `OutboxRow.object_id` is the id of either. Rows belong to the account that made them and
are never sent as another's.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from contract.action import Act, Merge, Report
from contract.joint.joint import Joint
from contract.problem import Problem
from contract.ticket import Ticket

from .ids import uuid7
from .outbox_row import ALIVE, SELECT, OutboxRow, RowState, insert, read, write
from .replica import joint_rows
from .replica.database import Database
from .replica.rows import Rows

if TYPE_CHECKING:
    from contract.joint.action import JointAct

log = logging.getLogger(__name__)
Held = TypeVar("Held", bound=Ticket | Joint)

New = tuple[str, int, "Act | JointAct", Ticket | Joint | None]
"""An act to be added: the object's id, base_version, act, and the object as the person saw it."""
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
        if self._database.reader.execute(_ALONE).fetchone() is not None:
            self._database.write_now(_first_again)
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

    def of(self, object_id: str) -> list[OutboxRow]:
        """The rows of a ticket or of a joint action, oldest first."""
        return [row for row in self._rows.values() if row.object_id == object_id]

    def objects(self) -> set[str]:
        """Ids of tickets and joint actions that have rows."""
        return {row.object_id for row in self._rows.values()}

    def tail(self, object_id: str) -> OutboxRow | None:
        """The row that a new act would follow."""
        alive = [row for row in self.of(object_id) if row.state in ALIVE]
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
            if row.state == "queued" and not row.follows and fresh.isdisjoint(_names(row))
        ]

    # --- changing ----------------------------------------------------------------------------------------
    def add(
        self,
        object_id: str,
        base_version: int,
        act: Act | JointAct,
        done_at: int,
        seen: Ticket | Joint | None = None,
    ) -> OutboxRow:
        """A new row, behind the operator's own acts on the same ticket or joint action."""
        return self.add_many([(object_id, base_version, act, seen)], done_at)[0]

    def add_many(self, acts: Sequence[New], done_at: int) -> list[OutboxRow]:
        """New rows in one transaction, in their order; each behind the operator's own acts on its object,
        those before it in `acts` among them."""
        tails: dict[str, str] = {}
        for waiting in self._rows.values():
            if waiting.state in ALIVE:
                tails[waiting.object_id] = waiting.action_id
        rows: list[OutboxRow] = []
        for object_id, base_version, act, seen in acts:
            row = OutboxRow(
                n=0,
                action_id=uuid7(),
                account=self.account,
                object_id=object_id,
                base_version=base_version,
                follows=tails.get(object_id, ""),
                act=act,
                done_at=done_at,
                seen=seen if isinstance(seen, Ticket) else None,
                seen_joint=seen if isinstance(seen, Joint) else None,
            )
            tails[object_id] = row.action_id
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

    async def answered(self, row: OutboxRow, now: Held) -> list[Held]:
        """Applied and removed in one transaction; what follows moves onto the version returned. Behind an
        event of a joint action, which goes onto whatever others made of it, it stays on what the person saw.
        `now` is the row of the ticket or joint action that the answer brought; it is given where it is newer
        than the replica's."""
        versioned = row.versioned
        known = now.version if versioned else row.base_version

        def apply(db: sqlite3.Connection) -> bool:
            newer = self._take(db, now)
            db.execute("DELETE FROM outbox WHERE action_id = ?", (row.action_id,))
            db.execute(
                "UPDATE outbox SET follows = '', base_version = iif(?, ?, max(base_version, ?))"
                " WHERE follows = ?",
                (versioned, known, known, row.action_id),
            )
            return newer

        newer = await self._database.write(apply)
        self._rows.pop(row.action_id, None)
        for follower in self.rows:
            if follower.follows == row.action_id:
                base = known if versioned else max(follower.base_version, known)
                self._keep(replace(follower, follows="", base_version=base))
        return [now] if newer else []

    def _take(self, db: sqlite3.Connection, now: Ticket | Joint) -> bool:
        """Inside a transaction: a row into the replica's file; whether it was newer."""
        if isinstance(now, Joint):
            return bool(joint_rows.upsert(db, [now]))
        return bool(self._tickets.upsert(db, [now]))

    async def refused(
        self,
        row: OutboxRow,
        state: Literal["conflict", "parked"],
        problem: Problem,
        now: Held | None = None,
    ) -> tuple[OutboxRow, list[Held]]:
        """It comes to nothing as it is; what follows it is held. `now` is the row that the refusal showed.

        Gives the row and, where it is newer than the replica's, that of the ticket or joint action.
        """

        def mark(db: sqlite3.Connection) -> bool:
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
            return now is not None and self._take(db, now)

        newer = await self._database.write(mark)
        for follower in list(self.after(row.action_id)):
            self._keep(replace(follower, state="held"))
        taken = [now] if newer and now is not None else []
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


_ALONE = "SELECT 1 FROM outbox WHERE follows <> '' AND follows NOT IN (SELECT action_id FROM outbox) LIMIT 1"


def _first_again(db: sqlite3.Connection) -> None:
    """What was added while the answer to the row before it was being taken in follows a row that is gone:
    nothing would ever send it."""
    db.execute(
        "UPDATE outbox SET follows = '', state = iif(state = 'held', 'queued', state)"
        " WHERE follows <> '' AND follows NOT IN (SELECT action_id FROM outbox)"
    )


def _names(row: OutboxRow) -> set[str]:
    """The tickets that an act names beside its own object: the backend must have them before it."""
    if isinstance(row.act, Merge):
        return {row.act.into}
    if row.is_joint:
        return {*getattr(row.act, "tickets", ()), getattr(row.act, "ticket", "")}
    return set()
