"""What seats are doing: entering a state, and how the day went so far.

A seat's states are intervals that follow each other; between two of them nobody was there. A seat that is
lost sight of and comes back goes on in the state that it was in; who logs in begins ready.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.reference import References
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor, in_path
from contract.clock import Calendar
from contract.machine import Names
from contract.seat import ABSENT, NAMES, NEXT, ROLES, SeatNow, SetSeat

_json = msgspec.json.Encoder().encode


class Interval(msgspec.Struct, frozen=True):
    """One state of one seat: [from_at, to_at), None while it lasts."""

    account: str
    from_at: int
    state: str
    to_at: int | None = None
    lost: bool = False


def _interval(row: Any) -> Interval:
    return Interval(row.account, int(row.from_at), row.state, row.to_at, row.lost)


def day_of(calendar: Calendar, at: int) -> int:
    """When the district's day that holds an instant began."""
    return calendar.midnight(calendar.day(at))


def seat_now(account: str, name: str, seat: str, intervals: Iterable[Interval], day_from: int) -> SeatNow:
    """A seat by its intervals of today and the last one before, oldest first."""
    today: dict[str, int] = {}
    state, since = ABSENT, 0
    for one in intervals:
        if one.to_at is None:
            state, since = one.state, one.from_at
        else:
            state, since = ABSENT, one.to_at
            lasted = one.to_at - max(one.from_at, day_from)
            if lasted > 0:
                today[one.state] = today.get(one.state, 0) + lasted
    return SeatNow(
        account=account, name=name, seat=seat, state=state, since=since, day_from=day_from, today=today
    )


async def read_intervals(
    connection: AsyncConnection, district: str, accounts: Sequence[str], day_from: int
) -> dict[str, list[Interval]]:
    """By account the intervals that reach into a day and the last one before it, oldest first."""
    i = t.seat_interval.c
    found: dict[str, list[Interval]] = {account: [] for account in accounts}
    query = (
        select(t.seat_interval)
        .where(i.district == district, or_(i.to_at.is_(None), i.to_at > day_from), i.account.in_(accounts))
        .order_by(i.from_at)
    )
    for row in await connection.execute(query):
        found[row.account].append(_interval(row))
    before = [account for account, known in found.items() if not known]
    for account, last in (await last_intervals(connection, district, before)).items():
        found[account].append(last)
    return found


async def last_intervals(
    connection: AsyncConnection, district: str, accounts: Collection[str]
) -> dict[str, Interval]:
    """By account the interval that began last, each by the end of its key."""
    if not accounts:
        return {}
    a, i, j = t.account.c, t.seat_interval.c, t.seat_interval.alias("j").c
    newest = select(func.max(j.from_at)).where(j.district == a.district, j.account == a.id)
    last = and_(i.district == a.district, i.account == a.id, i.from_at == newest.scalar_subquery())
    query = select(t.seat_interval).join_from(t.account, t.seat_interval, last)
    rows = await connection.execute(query.where(a.district == district, a.id.in_(accounts)))
    return {row.account: _interval(row) for row in rows}


async def take_up(connection: AsyncConnection, ledger: Ledger, accounts: Sequence[str], at: int) -> None:
    """The intervals of seats into the ledger."""
    day_from = day_of(ledger.reference.calendar, at)
    lacking = [account for account in accounts if ("seat", account) not in ledger.beside]
    if lacking:
        read = await read_intervals(connection, ledger.district, lacking, day_from)
        for account, intervals in read.items():
            ledger.beside["seat", account] = intervals


def enter(
    ledger: Ledger, piece: Pending, account: str, area_path: str, state: str, at: int, *, lost: bool = False
) -> None:
    """A seat's next state from an instant on (ABSENT: none), into the ledger; the feed says so now, also
    where the instant is past."""
    intervals: list[Interval] = ledger.beside["seat", account]
    i = t.seat_interval
    last = intervals[-1] if intervals else None
    if last is not None:
        at = max(at, last.from_at if last.to_at is None else last.to_at)

    def here(one: Interval) -> Any:
        return and_(i.c.district == ledger.district, i.c.account == account, i.c.from_at == one.from_at)

    if last is not None and last.to_at is None:
        last = intervals[-1] = replace(last, to_at=at, lost=lost)
        ledger.statements.append(update(i).where(here(last)).values(to_at=at, lost=lost))
    if state != ABSENT:
        fresh = Interval(account, at, state)
        values = {"state": state, "to_at": None, "lost": False}
        if last is not None and last.from_at == at:
            # What lasted no time has not been.
            intervals[-1] = fresh
            ledger.statements.append(update(i).where(here(fresh)).values(values))
        else:
            intervals.append(fresh)
            row = {"district": ledger.district, "account": account, "from_at": at, **values}
            ledger.statements.append(insert(i).values(row))
    ledger.announce("seat", piece.received_at, account=account, area_path=area_path)


class Enter(msgspec.Struct, frozen=True):
    """A seat enters a state because its operator says so."""

    command: SetSeat

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The seat's day."""
        await take_up(connection, ledger, [piece.actor.id], piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Enter it."""
        actor, at, state = piece.actor, piece.received_at, self.command.state
        content = content_of(actor, self.command, "seat")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        day_from = day_of(ledger.reference.calendar, at)
        now = _own(ledger, actor, day_from)
        if state != now.state:
            if state not in NEXT[now.state]:
                was, to = NAMES[now.state], NAMES[state]
                zh = f"“{was.zh}”不能直接转为“{to.zh}”"
                raise ServiceRefused(
                    "step", Names(zh, f"a seat that is {was.en} cannot become {to.en} at once")
                )
            enter(ledger, piece, actor.id, actor.area_path, state, at)
            now = _own(ledger, actor, day_from)
        ledger.record(piece, "seat_state", actor.id, key=self.key, content=content.hex(), note=state)
        body = _json(now)
        ledger.answer(self.key, content, 200, body, "", at)
        return Done(200, body, seq=ledger.seq)


def _own(ledger: Ledger, actor: Actor, day_from: int) -> SeatNow:
    return seat_now(actor.id, actor.name, actor.seat, ledger.beside["seat", actor.id], day_from)


class Arrived(msgspec.Struct, frozen=True):
    """Somebody logs in: their seat is ready, unless it was left so shortly before (heard of since an instant)
    that it goes on."""

    heard_before: int

    @property
    def key(self) -> str:
        """None: log-in has no key."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The seat's day, and when it was last heard of."""
        p, account = t.presence.c, piece.actor.id
        await take_up(connection, ledger, [account], piece.received_at)
        seen = select(p.seen_at).where(p.district == ledger.district, p.account == account)
        ledger.beside["arrived", account] = int(await connection.scalar(seen) or 0)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Ready."""
        actor = piece.actor
        intervals: list[Interval] = ledger.beside["seat", actor.id]
        last = intervals[-1] if intervals else None
        if last is not None and last.to_at is None:
            seen: int = max(ledger.beside["arrived", actor.id], last.from_at)
            if seen >= self.heard_before:
                return Done(204, b"")
            enter(ledger, piece, actor.id, actor.area_path, ABSENT, seen, lost=True)
        enter(ledger, piece, actor.id, actor.area_path, "ready", piece.received_at)
        ledger.record(piece, "seat_state", actor.id, note="ready")
        return Done(204, b"")


class Returned(msgspec.Struct, frozen=True):
    """Seats that had been lost sight of are heard again: they are in the state that they were in."""

    actors: tuple[Actor, ...]

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The seats' days."""
        await take_up(connection, ledger, [actor.id for actor in self.actors], piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Go on."""
        for actor in self.actors:
            intervals: list[Interval] = ledger.beside["seat", actor.id]
            if intervals and intervals[-1].to_at is not None and intervals[-1].lost:
                state = intervals[-1].state
                enter(ledger, piece, actor.id, actor.area_path, state, piece.received_at)
                ledger.record(piece, "seat_state", actor.id, note=f"{state}, heard again")
        return Done(204, b"")


class Seats:
    """Reads them."""

    def __init__(self, store: Store, references: References) -> None:
        self._store = store
        self._references = references

    async def own(self, actor: Actor, at: int) -> SeatNow:
        """A person's own seat."""
        day_from = day_of(self._references.get(actor.district).reference.calendar, at)
        async with self._store.read() as connection:
            read = await read_intervals(connection, actor.district, [actor.id], day_from)
        return seat_now(actor.id, actor.name, actor.seat, read[actor.id], day_from)

    async def all(self, actor: Actor, at: int) -> tuple[SeatNow, ...]:
        """The seats in a person's scope, by number and name."""
        reference = self._references.get(actor.district).reference
        day_from = day_of(reference.calendar, at)
        c = t.account.c
        query = select(c.id, c.name, c.seat, c.area).where(
            c.district == actor.district, c.role.in_(ROLES), c.active.is_(True)
        )
        async with self._store.read() as connection:
            rows = (await connection.execute(query.order_by(c.seat, c.name))).all()
            areas = {row.id: reference.area(row.area) for row in rows}
            mine = [
                row for row in rows if (a := areas[row.id]) is not None and in_path(a.path, actor.area_path)
            ]
            read = await read_intervals(connection, actor.district, [row.id for row in mine], day_from)
        return tuple(seat_now(row.id, row.name, row.seat, read[row.id], day_from) for row in mine)
