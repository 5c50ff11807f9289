"""Another calendar: open clocks are counted anew, each ticket once, whoever comes to it and however often
the work is broken off.

A change of what a district counts by (its announced days, its hours, the days that are built in) is one row
of `calendar_change`, written in the transaction of the change. From then on every step counts by the new
calendar; the clocks that were running are walked through by ticket id. What would change is found without
any lock; some tickets at a time are then counted anew under the district's lock, and in the same transaction
the row says how far the walk has come.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import msgspec
import structlog
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.clock import Clock
from backend.service.housekeeping import FAULTS, reason_of
from backend.service.joint.holding import fetch as fetch_joints
from backend.service.joint.recounting import counted_otherwise, recount
from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.reckoned import moment
from backend.service.reference import References, read_calendar
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.engine import Store
from backend.tasks import finish, spawn
from contract.calendar import Calendar
from contract.feed import Entry
from contract.recalendar import Moved, moved, recalculated
from contract.ticket import Ticket

ACTION = "calendar"
HOURS = "hours"
DAYS = "days"
"""Changes that are no year's: the district's working hours; the days that are built in."""
AT_ONCE = 100
"""Tickets of one transaction: others wait for it no longer than for any batch."""
PAGE = 200
"""Rows looked at in one read."""
AGAIN_SECONDS = 5.0

_CLOCKS = {
    "accept": "受理立案",
    "dispatch": "派遣",
    "sign_in": "签收",
    "arrive": "到场",
    "handle": "处置",
    "verify": "核查结案",
    "evaluate": "回访评价",
    "responsibility": "责任时限",
    "make_safe": "先行处置",
    "repair": "修复",
    "restore": "恢复",
    "collect": "代办收件",
    "hand_in": "代办送办",
    "bring_back": "代办送达",
}

log = structlog.get_logger("calendar")

_C = t.calendar_change.c
_unpack = msgspec.msgpack.Decoder(Ticket).decode


def digest_of(calendar: Calendar) -> str:
    """SHA-256 (hex) of what a calendar counts by."""
    return hashlib.sha256(msgspec.json.Encoder(order="deterministic").encode(calendar)).hexdigest()


async def noted(connection: AsyncConnection, district: str, calendar: Calendar, name: str, at: int) -> None:
    """Note a change of calendar, inside the transaction that makes it and under the district's lock; nothing
    where it is what clocks count by already. A change that was not walked through goes on as part of it."""
    digest = digest_of(calendar)
    query = select(t.calendar_change).where(_C.district == district).order_by(_C.n)
    rows = (await connection.execute(query)).all()
    if rows and rows[-1].digest == digest:
        return
    # Where nothing is known of an earlier one: an empty district, or one from before changes were noted.
    first = not rows and (name == DAYS or not await _has_tickets(connection, district))
    names = [part for row in rows if not row.done for part in row.name.split(",")]
    left = (_C.district == district, _C.done.is_(False))
    await connection.execute(update(t.calendar_change).where(*left).values(done=True))
    await connection.execute(
        insert(t.calendar_change).values(
            district=district,
            n=rows[-1].n + 1 if rows else 1,
            at=at,
            name=",".join(dict.fromkeys([*names, name])),
            digest=digest,
            body=msgspec.msgpack.encode(calendar),
            done=first,
        )
    )


async def _has_tickets(connection: AsyncConnection, district: str) -> bool:
    query = select(t.ticket.c.id).where(t.ticket.c.district == district).limit(1)
    return await connection.scalar(query) is not None


class Portion(msgspec.Struct, frozen=True):
    """Tickets of a change that were found to count otherwise, those with ids up to `upto`; seen again under
    the lock. `upto` is empty at the end of the walk, where all `joints` are that count otherwise."""

    n: int
    since: str
    upto: str
    tickets: tuple[str, ...]
    joints: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The change as it stands, and the tickets."""
        query = select(t.calendar_change).where(_C.district == ledger.district, _C.n == self.n)
        row = (await connection.execute(query)).one()
        # Where another replica was here meanwhile, there is nothing to do.
        if not row.done and row.cursor == self.since and (ACTION, "") not in ledger.beside:
            ledger.beside[ACTION, ""] = row
            ledger.beside[ACTION, self.since] = row
            await ledger.fetch(connection, self.tickets)
            await fetch_joints(connection, ledger, self.joints)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Count them anew, and say how far the walk has come."""
        row: Any = ledger.beside.pop((ACTION, self.since), None)
        if row is None:
            return Done(204, b"")
        changed = 0
        for id_ in self.tickets:
            kept = ledger.tickets.get(id_)
            if kept is not None:
                changed += _anew(ledger, kept, piece, row.name)
        for id_ in self.joints:
            recount(ledger, piece, id_, row.name, named(row.name))
        ledger.statements.append(
            update(t.calendar_change)
            .where(_C.district == ledger.district, _C.n == self.n)
            .values(cursor=self.upto or row.cursor, changed=row.changed + changed, done=not self.upto)
        )
        if not self.upto:
            ledger.record(piece, ACTION, row.digest, note=f"{row.name}: {row.changed + changed} tickets")
        return Done(204, b"")


def _anew(ledger: Ledger, kept: Kept, piece: Pending, name: str) -> bool:
    before, at, actor = kept.ticket, piece.received_at, piece.actor
    after = recalculated(before, ledger.reference.calendar)
    if after is before:
        return False
    _, row = ledger.place(kept, after, at)
    moves = moved(before, after)
    entry = Entry(
        n=kept.entries + 1,
        action=ACTION,
        source=before.state,
        target=before.state,
        by=actor.id,
        name=actor.name,
        role=actor.role,
        at=at,
        received_at=at,
        words=words(name, moves, ledger.reference.calendar),
        calendar=name,
        moved=moves,
    )
    ledger.enter(kept, entry, actor.id, None)
    ledger.record(piece, ACTION, before.id, version=before.version, row=row, note=name)
    return True


def named(name: str) -> str:
    """A change in words: 2027年放假安排、工作时间."""
    kinds = {HOURS: "工作时间", DAYS: "放假安排"}
    return "、".join(kinds.get(part, f"{part}年放假安排") for part in name.split(","))


def words(name: str, moves: tuple[Moved, ...], calendar: Calendar) -> str:
    """What happened to a ticket's clocks, as a timeline keeps it: 2027年放假安排：处置时限 … → …"""
    what = named(name)

    def due(at: int | None) -> str:
        return moment(at, calendar) if at is not None else "暂停中"

    said = []
    for one in moves:
        clock = one.unit + _CLOCKS.get(one.clock, one.clock)
        if one.was != one.now:
            said.append(f"{clock} {due(one.was)} → {due(one.now)}")
        else:
            said.append(f"{clock} {due(one.now)}{'（暂定）' if one.provisional else '（已确定）'}")
    return f"{what}变更：{'；'.join(said)}" if said else f"{what}变更"


class Calendars:
    """Walks through the changes that are not through, at the start of a process and whenever there is one."""

    def __init__(self, store: Store, references: References, writer: Writer, clock: Clock) -> None:
        self._store = store
        self._references = references
        self._writer = writer
        self._clock = clock
        self.at_once = AT_ONCE
        self._changed: set[str] = set()
        self._soon = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def heard(self, district: str) -> None:
        """The reference of a district is another one: its calendar may be."""
        self._changed.add(district)
        self._soon.set()

    async def start(self) -> None:
        """Look after every district, then whenever one changes."""
        self._changed.update(self._references.districts)
        self._soon.set()
        self._task = spawn("calendar", self._run(), essential=True)

    async def close(self) -> None:
        """End; what is left is done by another process, or at the next start."""
        await finish(self._task)

    async def _run(self) -> None:
        while True:
            await self._soon.wait()
            self._soon.clear()
            for district in sorted(self._changed):
                self._changed.discard(district)
                try:
                    await self.built_in(district)
                    await self.through(district)
                except FAULTS as error:
                    log.warning("calendar_waits", district=district, reason=reason_of(error))
                    self._changed.add(district)
            if self._changed:
                await self._again()

    async def _again(self) -> None:
        """After a fault: whenever something changes, at the latest in some seconds."""
        try:
            async with asyncio.timeout(AGAIN_SECONDS):
                await self._soon.wait()
        except TimeoutError:
            self._soon.set()

    async def built_in(self, district: str) -> None:
        """Note a change that came with the product: days that are built in now."""
        async with self._store.read() as connection:
            query = select(_C.digest).where(_C.district == district).order_by(_C.n.desc()).limit(1)
            last = await connection.scalar(query)
        if last == digest_of(self._references.get(district).reference.calendar):
            return
        async with self._store.write() as connection:
            query = select(t.district).where(t.district.c.district == district).with_for_update()
            row = (await connection.execute(query)).one()
            calendar = await read_calendar(connection, district, row.spans, row.utc_offset)
            await noted(connection, district, calendar, DAYS, self._clock.now())

    async def last(self, district: str) -> int:
        """The number of the last change there was, 0 for none."""
        async with self._store.read() as connection:
            query = select(_C.n).where(_C.district == district).order_by(_C.n.desc()).limit(1)
            return await connection.scalar(query) or 0

    async def through(self, district: str, since: int | None = None) -> int:
        """Walk through what is left. Gives how many tickets the changes after the one numbered `since` have
        changed, whichever process did it."""
        while (portion := await self._portion(district)) is not None:
            await self._writer.submit(Pending(system(district), self._clock.now(), portion))
        if since is None:
            return 0
        async with self._store.read() as connection:
            query = select(func.sum(_C.changed)).where(_C.district == district, _C.n > since)
            return int(await connection.scalar(query) or 0)

    async def _portion(self, district: str) -> Portion | None:
        """What is to be done next, found without a lock; None where the last change is through."""
        async with self._store.read() as connection:
            query = select(t.calendar_change).where(_C.district == district).order_by(_C.n.desc())
            row = (await connection.execute(query.limit(1))).first()
            if row is None or row.done:
                return None
            head = select(t.district.c.spans, t.district.c.utc_offset).where(
                t.district.c.district == district
            )
            spans, offset = (await connection.execute(head)).one()
            calendar = await read_calendar(connection, district, spans, offset)
            return await _next(connection, district, row, calendar, self.at_once)


async def _next(
    connection: AsyncConnection, district: str, row: Any, calendar: Calendar, at_once: int
) -> Portion:
    """The next tickets of a walk that count otherwise by a calendar."""
    found: list[str] = []
    upto, full = row.cursor, False
    while not full:
        rows = await connection.execute(
            select(t.ticket.c.id, t.ticket.c.row)
            .where(t.ticket.c.district == district, t.ticket.c.id > upto, t.ticket.c.aged.is_(False))
            .order_by(t.ticket.c.id)
            .limit(PAGE)
        )
        seen = 0
        for id_, packed in rows:
            seen += 1
            upto = id_
            ticket = _unpack(packed)
            if recalculated(ticket, calendar) is not ticket:
                found.append(id_)
                if len(found) == at_once:
                    full = True
                    break
        if seen < PAGE and not full:
            if found:
                return Portion(row.n, row.cursor, upto, tuple(found))
            return Portion(row.n, row.cursor, "", (), await counted_otherwise(connection, district, calendar))
    return Portion(row.n, row.cursor, upto, tuple(found))
