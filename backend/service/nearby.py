"""Who is near a point: people of the grids around it and the units that cover it.

A position is shown of who is on duty, and then no other than a check-in made on the turn that runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.duty import (
    may_see,
    metres,
    names_of,
    next_due,
    read_holders,
    read_shifts,
    with_masked_phone,
)
from backend.service.duty_board import GRIDS
from backend.service.playback_track import unpack
from backend.service.reading import read_ticket
from backend.service.refusal import wrong_input
from backend.service.scope import in_scope, under
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor, in_path
from contract.clock import DAY
from contract.duty import CheckIn, Holder
from contract.lifecycle_beside import AT_UNIT, IN_HAND
from contract.machine import Names
from contract.nearby import Nearby, NearPerson, NearUnit, OnSpot
from contract.reference import Area, Reference, Unit
from contract.rota import Turn, all_turns

GRIDS_NEAR = 40
"""So many grids around a point are looked at."""
PEOPLE, UNITS = 24, 12
OFF_DUTY = 8
"""Of them, so many at most who are off duty."""

_check_in = msgspec.msgpack.Decoder(CheckIn).decode
_Point = tuple[float, float]


class Load(msgspec.Struct):
    """Tickets in hand."""

    open: int = 0
    overdue: int = 0


async def point_of(connection: AsyncConnection, reference: Reference, actor: Actor, ticket: str) -> _Point:
    """Where a ticket is: its own place, else its area's; raises ServiceRefused (missing, validation)."""
    row = await read_ticket(connection, actor, ticket)
    if row.lon is not None and row.lat is not None:
        return row.lon, row.lat
    area = reference.area(row.area)
    if area is None:
        raise wrong_input("ticket", "placed", ticket, "工单还没有位置", "the ticket has no place yet")
    return area.lon, area.lat


async def near(store: Store, reference: Reference, actor: Actor, at: int, point: _Point, code: str) -> Nearby:
    """Who is near a point (lon, lat); `code` is the area that holds it ("" outside)."""
    district = reference.district.code
    async with store.read() as connection:
        last = await _last(connection, district, at)
        grids = _grids(reference, actor, point, last)
        units = _units(reference, actor, point, code)
        places = [area.code for area in grids] + [unit.code for unit, _, _ in units]
        holders = await read_holders(connection, district, places=places)
        shifts = await read_shifts(connection, district, at, places=places)
        # Somebody of these grids may stand in elsewhere now.
        ids = [one.id for one in holders]
        elsewhere = await read_shifts(connection, district, at, holders=ids) if ids else []
        shifts = [*{(shift.id, shift.version): shift for shift in (*shifts, *elsewhere)}.values()]
        turns = all_turns(shifts, reference.calendar, at, at + DAY)
        others = {id_ for turn in turns for id_ in (turn.holder, turn.for_holder)} - {h.id for h in holders}
        others -= {""}
        if others:
            holders += await read_holders(connection, district, ids=sorted(others), ended=True)
        of_grids = await _tickets(connection, actor, t.ticket.c.area_path, [area.path for area in grids])
        of_units = await _tickets(
            connection, actor, t.ticket.c.unit_path, [unit.path for unit, _, _ in units], AT_UNIT
        )
    ground = _Ground(reference, at, point, {h.id: h for h in holders}, turns, last)
    # Some thousand rows: the loop that serves everybody does not wait for them.
    return await asyncio.to_thread(_told, ground, code, grids, units, of_grids, of_units)


async def _last(connection: AsyncConnection, district: str, at: int) -> dict[str, CheckIn]:
    """The last check-in of every account within a day."""
    c = t.check_in.c
    last = (
        select(c.account, func.max(c.done_at).label("at"))
        .where(c.district == district, c.done_at > at - DAY, c.done_at <= at)
        .group_by(c.account)
        .subquery()
    )
    query = select(c.body).join(last, (c.account == last.c.account) & (c.done_at == last.c.at))
    found = [_check_in(body) for (body,) in await connection.execute(query.where(c.district == district))]
    return {one.account: one for one in found}


def _grids(reference: Reference, actor: Actor, point: _Point, last: dict[str, CheckIn]) -> list[Area]:
    """The grids nearest to a point, by their middles or by who checked in there."""
    nearest: dict[str, float] = {}
    for one in last.values():
        far = metres(one.lon, one.lat, *point)
        nearest[one.area] = min(far, nearest.get(one.area, far))
    found = [
        (min(metres(area.lon, area.lat, *point), nearest.get(area.code, 1e9)), n, area)
        for n, area in enumerate(reference.areas)
        if area.kind in GRIDS and may_see(actor, reference, area.code)
    ]
    return [area for _, _, area in sorted(found, key=lambda one: one[:2])[:GRIDS_NEAR]]


def _units(reference: Reference, actor: Actor, point: _Point, code: str) -> list[tuple[Unit, Area, bool]]:
    """Units with the areas they cover: those around the point first, the smallest area before the larger."""
    here = reference.area(code)
    found = []
    for n, unit in enumerate(reference.units):
        area = reference.area(unit.area)
        if area is None or not may_see(actor, reference, unit.code):
            continue
        covers = here is not None and in_path(here.path, area.path)
        far = metres(area.lon, area.lat, *point)
        found.append(((not covers, -area.path.count("/"), far, n), unit, area, covers))
    return [(unit, area, covers) for _, unit, area, covers in sorted(found, key=lambda one: one[0])[:UNITS]]


async def _tickets(
    connection: AsyncConnection,
    actor: Actor,
    column: Any,
    paths: Sequence[str],
    states: Sequence[str] | None = None,
) -> Sequence[Any]:
    """Open tickets at or below paths."""
    if not paths:
        return ()
    c = t.ticket.c
    query = select(c.id, c.number, c.state, c.lon, c.lat, c.area_path, c.unit_path, c.track).where(
        in_scope(t.ticket, actor), c.ended_at.is_(None), or_(*(under(column, path) for path in paths))
    )
    if states is not None:
        query = query.where(c.state.in_(states))
    return (await connection.execute(query)).all()


class _Ground(msgspec.Struct, frozen=True):
    """What is told from: people by id, the turns of a day from now on, last check-ins by account."""

    reference: Reference
    at: int
    point: _Point
    people: dict[str, Holder]
    turns: list[Turn]
    last: dict[str, CheckIn]


def _told(
    ground: _Ground,
    code: str,
    grids: Sequence[Area],
    units: Sequence[tuple[Unit, Area, bool]],
    of_grids: Sequence[Any],
    of_units: Sequence[Any],
) -> Nearby:
    loads = _loads(((row.area_path, row) for row in of_grids), [a.path for a in grids], ground.at)
    people = _people(ground, {area.code: (area, loads[area.path]) for area in grids})
    loads = _loads(((row.unit_path, row) for row in of_units), [u.path for u, _, _ in units], ground.at)
    return Nearby(
        at=ground.at,
        lon=ground.point[0],
        lat=ground.point[1],
        area=code,
        people=people,
        units=tuple(
            _unit(ground, unit, area, covers, loads[unit.path], of_units) for unit, area, covers in units
        ),
    )


def _loads(rows: Iterable[tuple[str, Any]], paths: Sequence[str], at: int) -> dict[str, Load]:
    """Open and overdue tickets by the deepest of the paths that holds each."""
    loads = {path: Load() for path in paths}
    for path, row in rows:
        while path and path not in loads:
            path = path.rpartition("/")[0]
        if path:
            load, track = loads[path], unpack(row.track)
            due = track.moments[-1].due if track.moments else None
            load.open += 1
            load.overdue += due is not None and at > due
    return loads


def _people(ground: _Ground, grids: dict[str, tuple[Area, Load]]) -> tuple[NearPerson, ...]:
    running: dict[str, Turn] = {}
    coming: dict[str, int] = {}
    for turn in ground.turns:
        if turn.since <= ground.at < turn.until:
            running.setdefault(turn.holder, turn)
        elif turn.since > ground.at:
            coming[turn.holder] = min(turn.since, coming.get(turn.holder, turn.since))
    on: list[NearPerson] = []
    off: list[NearPerson] = []
    for holder in ground.people.values():
        now = running.get(holder.id)
        place = now.place if now is not None else holder.place
        if place not in grids or (now is None and holder.ended_at is not None):
            continue
        found = _person(ground, holder, now, coming.get(holder.id), *grids[place])
        (on if now is not None else off).append(found)
    on.sort(key=lambda one: (one.distance, one.open, one.name))
    off.sort(key=lambda one: (one.distance, one.next_at or 2**62, one.name))
    off = off[: min(OFF_DUTY, max(0, PEOPLE - len(on)))]
    return (*on[: PEOPLE - len(off)], *off)


def _person(
    ground: _Ground, holder: Holder, turn: Turn | None, next_at: int | None, grid: Area, load: Load
) -> NearPerson:
    reference, staffing = ground.reference, ground.reference.district.staffing
    holder = with_masked_phone(holder)
    post = staffing.post(holder.post)
    patrols = post is not None and post.patrols
    seen = ground.last.get(holder.account) if turn is not None and holder.account else None
    if seen is not None and turn is not None and seen.done_at < turn.since:
        seen = None
    lon, lat = (seen.lon, seen.lat) if seen is not None else (grid.lon, grid.lat)
    due = None
    if turn is not None and patrols:
        due = next_due(turn, seen.done_at if seen is not None else None, staffing.patrol)
    instead = ground.people.get(turn.for_holder) if turn is not None else None
    return NearPerson(
        holder=holder.id,
        account=holder.account,
        name=holder.name,
        post=holder.post,
        post_names=post.names if post is not None else Names(holder.post, holder.post),
        phone=holder.phone,
        private=holder.private,
        patrols=patrols,
        place=grid.code,
        place_names=names_of(reference, grid.code),
        on=turn is not None,
        since=turn.since if turn is not None else None,
        until=turn.until if turn is not None else None,
        next_at=None if turn is not None else next_at,
        for_name=instead.name if instead is not None else "",
        lon=lon,
        lat=lat,
        source="grid" if seen is None else "post" if seen.at_post else "check_in",
        seen_at=seen.done_at if seen is not None else None,
        late=due is not None and ground.at > due,
        distance=metres(lon, lat, *ground.point),
        open=load.open,
        overdue=load.overdue,
    )


def _unit(ground: _Ground, unit: Unit, area: Area, covers: bool, load: Load, rows: Sequence[Any]) -> NearUnit:
    turns = [turn for turn in ground.turns if turn.place == unit.code]
    running = [turn for turn in turns if turn.since <= ground.at < turn.until]
    names = [
        ground.people[turn.holder].name if turn.holder in ground.people else unit.names.zh for turn in running
    ]
    return NearUnit(
        unit=unit.code,
        names=unit.names,
        area_names=names_of(ground.reference, area.code),
        covers=covers,
        on=tuple(dict.fromkeys(names)),
        until=max((turn.until for turn in running), default=None),
        next_at=None
        if running
        else min((turn.since for turn in turns if turn.since > ground.at), default=None),
        lon=area.lon,
        lat=area.lat,
        distance=metres(area.lon, area.lat, *ground.point),
        open=load.open,
        overdue=load.overdue,
        spot=_spot(ground, unit, rows),
    )


def _spot(ground: _Ground, unit: Unit, rows: Sequence[Any]) -> OnSpot | None:
    """The nearest ticket on whose spot a unit is at work."""
    found: list[OnSpot] = []
    for row in rows:
        if row.state not in IN_HAND or row.lon is None or not in_path(row.unit_path, unit.path):
            continue
        came = [moment.at for moment in unpack(row.track).moments if moment.state == "on_site"]
        if came:
            far = metres(row.lon, row.lat, *ground.point)
            found.append(OnSpot(row.id, row.number, came[-1], row.lon, row.lat, far))
    return min(found, key=lambda one: one.distance, default=None)
