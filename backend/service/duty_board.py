"""What screens ask of duty: all places of a scope as they stand, one place whole, and one's own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import func, select

from backend.service.duty import (
    last_check_in,
    may_see,
    may_set,
    next_due,
    read_holders,
    read_shifts,
    told,
    with_masked_phone,
)
from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.clock import DAY, MINUTE
from contract.duty import Board, CheckIn, Filled, Holder, MyDuty, PlaceDuty, PlaceNow
from contract.reference import Reference
from contract.rota import Shift, Turn, all_turns, gaps
from contract.staffing import Post

GRIDS = ("grid", "dedicated_grid")
"""Kinds of areas that are staffed."""
BACK_DAYS = 2
"""Check-ins of so many days stand on a place's page."""
CHECK_INS = 50

_check_in = msgspec.msgpack.Decoder(CheckIn).decode


def posts_of(reference: Reference, place: str) -> tuple[Post, ...]:
    """The posts that a place is to have: those of a grid, those of a unit, none of another area."""
    staffing, area = reference.district.staffing, reference.area(place)
    if area is None:
        return staffing.unit
    return staffing.grid if area.kind in GRIDS else ()


def filled(posts: Iterable[Post], holders: Iterable[Holder]) -> tuple[Filled, ...]:
    """How many people of each post there are."""
    held: defaultdict[str, int] = defaultdict(int)
    for holder in holders:
        held[holder.post] += 1
    return tuple(Filled(post.key, held[post.key], post.count) for post in posts)


def uncovered(
    reference: Reference, unit: bool, found: Sequence[Turn], at: int
) -> tuple[tuple[int, int], ...]:
    """Stretches from an instant to the local midnight that are to be covered and are not."""
    staffing, calendar = reference.district.staffing, reference.calendar
    midnight = calendar.midnight(calendar.day(at))
    empty: list[tuple[int, int]] = []
    for begin, end in staffing.unit_cover if unit else staffing.cover:
        since, until = max(midnight + begin * MINUTE, at), midnight + end * MINUTE
        if since < until:
            empty += gaps(found, since, until)
    return tuple(empty)


def places_of(reference: Reference, actor: Actor) -> list[tuple[str, bool]]:
    """The grids and units of somebody's scope in the order of the reference; True for a unit."""
    found = [(area.code, False) for area in reference.areas if area.kind in GRIDS]
    found += [(unit.code, True) for unit in reference.units]
    return [(code, unit) for code, unit in found if may_see(actor, reference, code)]


class Ground(msgspec.Struct, frozen=True):
    """What a board is worked out from: rosters, shifts, and when each account checked in last."""

    holders: list[Holder]
    shifts: list[Shift]
    checked: dict[str, int]


async def board(store: Store, reference: Reference, actor: Actor, at: int) -> Board:
    """All grids and units of somebody's scope at an instant."""
    district, c = reference.district.code, t.check_in.c
    async with store.read() as connection:
        holders = await read_holders(connection, district)
        shifts = await read_shifts(connection, district, at)
        query = (
            select(c.account, func.max(c.done_at))
            .where(c.district == district, c.done_at > at - BACK_DAYS * DAY, c.done_at <= at)
            .group_by(c.account)
        )
        checked = {account: int(last) for account, last in await connection.execute(query)}
    ground = Ground(holders, shifts, checked)
    # Thousands of shifts: the loop that serves everybody does not wait for them.
    return await asyncio.to_thread(worked_out, reference, actor, at, ground)


def worked_out(reference: Reference, actor: Actor, at: int, ground: Ground) -> Board:
    """A board from what was read."""
    calendar = reference.calendar
    horizon = calendar.midnight(calendar.day(at) + 2)
    by_place: defaultdict[str, list[Holder]] = defaultdict(list)
    shifts_of: defaultdict[str, list[Shift]] = defaultdict(list)
    for holder in ground.holders:
        by_place[holder.place].append(holder)
    for shift in ground.shifts:
        shifts_of[shift.place].append(shift)
    people = {holder.id: holder for holder in ground.holders}
    said = []
    for place, unit in places_of(reference, actor):
        turns = all_turns(shifts_of.get(place, ()), calendar, at, horizon)
        said.append(
            _place(reference, place, unit, by_place.get(place, []), turns, people, ground.checked, at)
        )
    return Board(at=at, places=tuple(said))


def _place(
    reference: Reference,
    place: str,
    unit: bool,
    holders: list[Holder],
    turns: Sequence[Turn],
    people: dict[str, Holder],
    checked: dict[str, int],
    at: int,
) -> PlaceNow:
    staffing = reference.district.staffing
    posts = filled(posts_of(reference, place), holders)
    running = [turn for turn in turns if turn.since <= at < turn.until]
    names, due, seen = [], [], []
    for turn in running:
        person = people.get(turn.holder)
        if person is None:
            continue
        names.append(person.name)
        post = staffing.post(person.post)
        if post is None or not post.patrols:
            continue
        last = checked.get(person.account)
        seen += [last] if last is not None else []
        by = next_due(turn, last, staffing.patrol)
        due += [by] if by is not None and by < at else []
    counted = [one for one in posts if one.count]
    return PlaceNow(
        place=place,
        unit=unit,
        held=sum(min(one.held, one.count) for one in counted),
        wanted=sum(one.count for one in counted),
        on=tuple(dict.fromkeys(names)),
        since=min((turn.since for turn in running), default=None),
        until=max((turn.until for turn in running), default=None),
        next_at=min((turn.since for turn in turns if turn.since > at), default=None),
        gaps=uncovered(reference, unit, turns, at),
        checked_at=max(seen, default=None),
        overdue=min(due, default=None),
    )


async def place_duty(store: Store, reference: Reference, actor: Actor, place: str, at: int) -> PlaceDuty:
    """One place whole; raises ServiceRefused (missing) for one that is not somebody's to see."""
    area = reference.area(place)
    if area is None and reference.unit(place) is None:
        raise missing()
    if not may_see(actor, reference, place):
        raise missing()
    district, calendar, c = reference.district.code, reference.calendar, t.check_in.c
    start = calendar.midnight(calendar.day(at))
    async with store.read() as connection:
        holders = await read_holders(connection, district, places=[place])
        shifts = await read_shifts(connection, district, start, places=[place])
        turns = all_turns(shifts, calendar, start, start + 2 * DAY)
        running = [turn for turn in turns if turn.since <= at < turn.until]
        on = await told(connection, reference, running, at, [place])
        others = {id_ for turn in turns for id_ in (turn.holder, turn.for_holder)} - {h.id for h in holders}
        others |= {change.holder for shift in shifts for change in shift.changes}
        others -= {"", *(holder.id for holder in holders)}
        stand_ins = await read_holders(connection, district, ids=sorted(others), ended=True) if others else []
        query = (
            select(c.body)
            .where(c.district == district, c.area == place, c.done_at > start - (BACK_DAYS - 1) * DAY)
            .order_by(c.done_at.desc())
            .limit(CHECK_INS)
        )
        check_ins = [_check_in(body) for (body,) in await connection.execute(query)] if area else []
    return PlaceDuty(
        place=place,
        at=at,
        may_set=may_set(actor, reference, place),
        filled=filled(posts_of(reference, place), holders),
        holders=tuple(with_masked_phone(holder) for holder in (*holders, *stand_ins)),
        shifts=tuple(shift for shift in shifts if shift.ended_at is None),
        turns=tuple(turns),
        on=on,
        gaps=uncovered(reference, area is None, turns, at),
        check_ins=tuple(check_ins),
    )


async def my_duty(store: Store, reference: Reference, actor: Actor, at: int) -> MyDuty:
    """Somebody's own duty today and tomorrow."""
    district, calendar, staffing = reference.district.code, reference.calendar, reference.district.staffing
    start = calendar.midnight(calendar.day(at))
    async with store.read() as connection:
        holders = await read_holders(connection, district, account=actor.id)
        mine = {holder.id: holder for holder in holders}
        shifts = await read_shifts(connection, district, start, holders=list(mine)) if mine else []
        last = await last_check_in(connection, district, actor.id, at)
    turns = [turn for turn in all_turns(shifts, calendar, start, start + 2 * DAY) if turn.holder in mine]
    due = []
    for turn in turns:
        post = staffing.post(mine[turn.holder].post)
        if turn.since <= at < turn.until and post is not None and post.patrols:
            by = next_due(turn, last.done_at if last is not None else None, staffing.patrol)
            due += [by] if by is not None else []
    return MyDuty(
        at=at,
        holders=tuple(with_masked_phone(holder) for holder in holders),
        turns=tuple(turns),
        last=last,
        next_due=min(due, default=None),
    )


async def full_phone(store: Store, actor: Actor, holder_id: str) -> Holder:
    """A holder with the phone in full, for the caller to record the showing first; raises ServiceRefused
    (missing). Whoever may send a ticket to a place may call who is on duty there: all of the staff."""
    async with store.read() as connection:
        found = await read_holders(connection, actor.district, ids=[holder_id])
    if not found:
        raise missing()
    return found[0]
