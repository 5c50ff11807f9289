"""The replica as a whole: file, columns, and the one signal that something in them changed.

What the feed brings is committed first; the columns take it over at most every 100 ms, in portions that leave
the GUI thread free, and each portion is told once. The operator's own acts show at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from contract.feed import Batch
from contract.joint.joint import Joint
from contract.ticket import Ticket

from . import lean, rows
from .columns import Changes, Columns, slots_of
from .database import Database
from .held_joints import HeldJoints

EVERY_S = 0.1
PORTION = 1_500
"""Rows taken over in one go: about 20 ms."""
ANEW = 5_000
"""From so many new rows on in an empty replica the columns are read as at a start."""


class Replica:
    """`over` gives what is to be shown of an id: the projected row (None: as the backend has it) and
    whether an act waits on it. `tell` and `tell_anew` are called on the GUI thread."""

    def __init__(
        self,
        database: Database,
        tickets: rows.Rows,
        over: Callable[[str], tuple[Ticket | None, bool] | None],
        tell: Callable[[Changes], None],
        tell_anew: Callable[[], None],
    ) -> None:
        self._database = database
        self._tickets = tickets
        self._over = over
        self._tell = tell
        self._tell_anew = tell_anew
        self._waiting: dict[str, Ticket | None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self.columns = Columns(
            lambda ticket_id: rows.row(database, ticket_id),
            lambda behind, most: lean.texts(database.reader, behind, most),
        )
        self.joints = HeldJoints(database)
        self.cursor: int | None = None
        self.reached: int | None = None
        """The sequence that the columns have come to: the file's own, or one a moment before it."""
        self.heard_at: int | None = None
        self.scope = ""
        self._unsure = False

    def load(self) -> None:
        """Everything from the file; `reproject` is to follow once it is known who sits here."""
        database = self._database
        if database.meta(rows.LAYOUT, int) != lean.LAYOUT:
            database.write_now(self._tickets.renew_lean)
        if database.meta(rows.CONTRACT, str) != rows.FIELDS:
            database.write_now(self._tickets.renew_all)
        self._hold(lean.read(database.reader))

    def _hold(self, held: lean.Held) -> None:
        database = self._database
        self.cursor = database.meta(rows.CURSOR, int)
        self.heard_at = database.meta(rows.HEARD, int)
        self.scope = database.meta(rows.SCOPE, str) or ""
        self._drop_waiting()
        self.columns.load(*held)
        self.joints.forget()
        self.reached = self.cursor

    def begin(self, scope: str) -> None:
        """A scope to hold: the one in the file is kept where it is the same, else thrown away."""
        if scope != self.scope:
            self._database.write_now(lambda db: self._tickets.clear(db, scope))
            self.load()
            self._tell_anew()

    # --- what comes in -----------------------------------------------------------------------------------
    async def take_batch(self, batch: Batch) -> None:
        """Commits a batch and queues it for the columns. The caller checked that it follows the cursor."""
        # Given up in between, the file may have what the columns have not: `sure` is to follow.
        self._unsure = True
        taken, gone, joints = await self._database.write(lambda db: self._tickets.take_batch(db, batch))
        self._unsure = False
        self.cursor, self.heard_at = batch.seq, batch.at
        self.joints.queue(joints)
        self._queue(taken, gone)

    async def take_snapshot(self, packed: bytes) -> None:
        """Commits a snapshot (msgpack); rows that it does not have go. Raises msgspec.DecodeError."""
        tickets, write = self._tickets, self._database.write
        self._unsure = True
        empty = self.columns.count() == 0
        # Decoded on the worker: 100,000 rows would hold the GUI thread for a third of a second.
        snapshot = await write(lambda db: tickets.begin_snapshot(db, packed))
        anew = empty and len(snapshot.tickets) >= ANEW
        for start in range(0, len(snapshot.tickets), PORTION):
            part = snapshot.tickets[start : start + PORTION]
            taken = await write(partial(tickets.upsert, tickets=part))
            if not anew:
                self._queue(taken, ())
        gone, joints = await write(lambda db: tickets.end_snapshot(db, snapshot))
        if anew:
            await self.settle()
        else:
            self._unsure = False
            self.cursor, self.heard_at = snapshot.seq, snapshot.at
            self.joints.queue(joints)
            self._queue((), gone)

    async def take_rows(self, tickets: list[Ticket]) -> None:
        """Rows that came as an answer to something else than an act, shown at once."""
        taken = await self._database.write(lambda db: self._tickets.upsert(db, tickets))
        fresh = {ticket.id: ticket for ticket in taken}
        # The feed was faster than the answer: the file has the row, and it waits for the columns.
        known = [waiting for t in tickets if t.id not in fresh and (waiting := self._waiting.get(t.id))]
        self.show([*fresh.values(), *known])

    # --- into the columns --------------------------------------------------------------------------------
    def _queue(self, taken: Iterable[Ticket], gone: Iterable[str]) -> None:
        for ticket in taken:
            self._waiting[ticket.id] = ticket
        for ticket_id in gone:
            self._waiting[ticket_id] = None
        if not self._waiting:
            self.reached = self.cursor
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY_S, self._flush)

    def _flush(self) -> None:
        self._timer = None
        portion = [self._waiting.popitem() for _ in range(min(PORTION, len(self._waiting)))]
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_later(EVERY_S / 4, self._flush)
        self._take(portion)
        if not self._waiting:
            self.reached = self.cursor

    def show(self, shown: Iterable[Ticket | Joint]) -> None:
        """Committed rows, told at once."""
        fresh: list[tuple[str, Ticket | None]] = []
        for ticket in shown:
            if isinstance(ticket, Joint):
                self.joints.show(ticket)
                continue
            # What still waits from the feed is older: the file took this one as newer.
            self._waiting.pop(ticket.id, None)
            fresh.append((ticket.id, ticket))
        self._take(fresh)

    def _take(self, portion: Iterable[tuple[str, Ticket | None]]) -> None:
        newest = dict(portion)
        slots = self.columns.put_many([ticket for ticket in newest.values() if ticket is not None])
        for ticket_id, ticket in newest.items():
            if ticket is None:
                self.columns.forget(ticket_id)
            if not self._lay(ticket_id, slots) and ticket is None:
                slots.append(self.columns.remove(ticket_id))
        self._announce(slots, set(newest))

    def reproject(self, ids: Iterable[str]) -> None:
        """The outbox of these tickets and joint actions changed: they are laid anew and told at once."""
        slots: list[int] = []
        told: set[str] = set()
        touched = frozenset(ids)
        for ticket_id in touched:
            known = len(slots)
            if ticket_id in self._waiting:
                # The feed was faster than the answer: without it the former row would flash up.
                fresh = self._waiting.pop(ticket_id)
                if fresh is None:
                    self.columns.forget(ticket_id)
                else:
                    slots.append(self.columns.put(fresh))
            # Laid over what was laid before, never taken away first: a ticket that the backend does not have
            # yet would come back in another slot.
            if not self._lay(ticket_id, slots):
                slots.append(self.columns.unlay(ticket_id))
            if max(slots[known:]) >= 0:
                # Else it is no ticket's id.
                told.add(ticket_id)
        self._announce(slots, told)
        self.joints.relay(touched)

    def _lay(self, ticket_id: str, slots: list[int]) -> bool:
        """Whether something lies over the backend's row."""
        shown, pending = self._over(ticket_id) or (None, False)
        if shown is None:
            return False
        slots.append(self.columns.lay(shown, pending=pending))
        return True

    def _announce(self, slots: list[int], ids: set[str]) -> None:
        if not ids:
            return
        self._tell(Changes(slots_of(slots), frozenset(ids)))
        self.columns.announced()

    async def sure(self) -> None:
        """Before the backend is followed anew: what was given up in the middle is taken from the file."""
        if self._unsure:
            await self.settle()

    async def settle(self) -> None:
        """Columns as the file says, once all that was given to the worker is in it."""
        # Read on the worker: 100,000 rows would hold the GUI thread for a tenth of a second. What is written
        # after it is shown after it.
        held = await self._database.write(lean.read)
        self._unsure = False
        self._hold(held)
        self._tell_anew()

    def _drop_waiting(self) -> None:
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Nothing is told any more. What waits is in the file."""
        self._drop_waiting()
        self.joints.close()
