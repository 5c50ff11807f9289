"""Who is on duty: rosters and shifts as they stand in the database, and whom they name at an instant.

`on_duty` is for everybody who needs a person now (a ticket's page, an alarm that becomes a visit); it reads
on whatever connection it is given, also inside a transaction that writes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.refusal import missing
from backend.service.scope import BETWEEN
from backend.service.timeline import masked
from backend.store import tables as t
from contract.account import Actor, in_path
from contract.action import Reporter
from contract.duty import CheckIn, Holder, OnDuty
from contract.machine import Names
from contract.reference import Reference
from contract.rota import Shift, Turn, all_turns

EARTH_M = 6_371_008.8

_holder = msgspec.msgpack.Decoder(Holder).decode
_shift = msgspec.msgpack.Decoder(Shift).decode
_check_in = msgspec.msgpack.Decoder(CheckIn).decode


def names_of(reference: Reference, place: str) -> Names:
    """What a place is called: a grid by what a queue shows, a unit by its name."""
    area = reference.area(place)
    if area is not None:
        return Names(area.short or area.names.zh, area.names.en)
    unit = reference.unit(place)
    return unit.names if unit is not None else Names(place, place)


def path_of(reference: Reference, place: str) -> str:
    """The path of the area that a place is, or lies in ("" for a unit that covers none); raises
    ServiceRefused (missing)."""
    area = reference.area(place)
    if area is None:
        unit = reference.unit(place)
        if unit is None:
            raise missing()
        area = reference.area(unit.area)
    return area.path if area is not None else ""


def may_see(actor: Actor, reference: Reference, place: str) -> bool:
    """Whether a place's roster is somebody's to see: a unit its own and those beneath it, a grid worker the
    grid's, the others what lies in their area. Who is on duty now everybody may ask."""
    unit = reference.unit(place) if reference.area(place) is None else None
    if actor.role == "handler":
        return unit is not None and in_path(unit.path, actor.unit_path)
    if actor.area_path == actor.district:
        return True
    if actor.role == "grid" and unit is not None:
        return False
    return in_path(path_of(reference, place), actor.area_path)


def may_set(actor: Actor, reference: Reference, place: str) -> bool:
    """Whether somebody sets the roster and the shifts of a place."""
    return actor.role in ("duty", "admin", "handler") and may_see(actor, reference, place)


def with_masked_phone(holder: Holder) -> Holder:
    """A holder as everybody may see it."""
    if not holder.private or not holder.phone:
        return holder
    return msgspec.structs.replace(holder, phone=masked(Reporter(phone=holder.phone)).phone)


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The distance of two points of WGS-84 (degrees) along the sphere."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


# ---- reading ----
async def read_holders(
    connection: AsyncConnection,
    district: str,
    *,
    places: Sequence[str] | None = None,
    ids: Sequence[str] | None = None,
    account: str | None = None,
    ended: bool = False,
) -> list[Holder]:
    """People on rosters, by place and post's order of entry; phones in full. `ended`: those gone, too."""
    h = t.duty_holder.c
    query = select(h.body).where(h.district == district)
    if places is not None:
        query = query.where(h.place.in_(places))
    if ids is not None:
        query = query.where(h.id.in_(ids))
    if account is not None:
        query = query.where(h.account == account)
    if not ended:
        query = query.where(h.ended_at.is_(None))
    return [_holder(body) for (body,) in await connection.execute(query.order_by(h.place, h.id))]


async def read_shifts(
    connection: AsyncConnection,
    district: str,
    at: int,
    *,
    places: Sequence[str] | None = None,
    holders: Sequence[str] | None = None,
) -> list[Shift]:
    """Shifts that are in force at an instant or later; of `holders`, those that they stand in for, too."""
    s = t.duty_shift.c
    query = select(s.body, s.place, s.id, s.version).where(
        s.district == district, or_(s.ended_at.is_(None), s.ended_at > at)
    )
    if places is not None:
        query = query.where(s.place.in_(places))
    asked = [query]
    if holders is not None:
        # Two questions, each by an index of its own, whose condition has to be said in its own words.
        stands_in = [s.stand_ins.contains(f"{BETWEEN}{one}{BETWEEN}", autoescape=True) for one in holders]
        stood_in = query.where(text("stand_ins <> ''"), or_(*stands_in))
        asked = [query.where(s.holder.in_(holders)), stood_in]
    found = {row[1:]: row.body for one in asked for row in await connection.execute(one)}
    return [_shift(found[key]) for key in sorted(found)]


async def last_check_in(connection: AsyncConnection, district: str, account: str, at: int) -> CheckIn | None:
    """An account's last check-in up to an instant."""
    c = t.check_in.c
    query = (
        select(c.body)
        .where(c.district == district, c.account == account, c.done_at <= at)
        .order_by(c.done_at.desc(), c.id.desc())
        .limit(1)
    )
    body = await connection.scalar(query)
    return None if body is None else _check_in(body)


def next_due(turn: Turn, checked_at: int | None, patrol: int) -> int | None:
    """When somebody on a turn has to have checked in next; None where none falls due before it ends."""
    due = max(turn.since, checked_at or 0) + patrol
    return due if patrol and due <= turn.until else None


# ---- who is on duty ----
async def on_duty(
    connection: AsyncConnection,
    reference: Reference,
    place: str,
    at: int,
    point: tuple[float, float] | None = None,
) -> tuple[OnDuty, ...]:
    """Who is on duty at an instant in an area (a grid up its parents, nearest first) or for a unit.

    In a place those who patrol come first. `point` is (lon, lat): how far from it each checked in last.
    Private phones are masked. Empty where nobody is; raises ServiceRefused (missing) for no such place.
    """
    area = reference.area(place)
    if area is None and reference.unit(place) is None:
        raise missing()
    places = [place] if area is None else list(reversed(area.path.split("/")))
    district = reference.district.code
    shifts = await read_shifts(connection, district, at, places=places)
    running = [
        turn for turn in all_turns(shifts, reference.calendar, at, at + 1) if turn.since <= at < turn.until
    ]
    return await told(connection, reference, running, at, places, point)


async def told(
    connection: AsyncConnection,
    reference: Reference,
    running: Iterable[Turn],
    at: int,
    places: Sequence[str],
    point: tuple[float, float] | None = None,
) -> tuple[OnDuty, ...]:
    """Turns that run at an instant as people: nearest of `places` first, there those who patrol."""
    running = list(running)
    wanted = {id_ for turn in running for id_ in (turn.holder, turn.for_holder) if id_}
    district, staffing = reference.district.code, reference.district.staffing
    found = await read_holders(connection, district, ids=sorted(wanted), ended=True) if wanted else []
    people = {holder.id: with_masked_phone(holder) for holder in found}
    said: list[OnDuty] = []
    for turn in running:
        called, holder = names_of(reference, turn.place), people.get(turn.holder)
        if holder is None:
            said.append(
                OnDuty(
                    place=turn.place, place_names=called, name=called.zh, since=turn.since, until=turn.until
                )
            )
            continue
        post = staffing.post(holder.post)
        patrols = post is not None and post.patrols
        last = await last_check_in(connection, district, holder.account, at) if holder.account else None
        due = next_due(turn, last.done_at if last is not None else None, staffing.patrol) if patrols else None
        instead = people.get(turn.for_holder)
        said.append(
            OnDuty(
                place=turn.place,
                place_names=called,
                holder=holder.id,
                post=holder.post,
                post_names=post.names if post is not None else Names(holder.post, holder.post),
                name=holder.name,
                phone=holder.phone,
                private=holder.private,
                account=holder.account,
                since=turn.since,
                until=turn.until,
                for_name=instead.name if instead is not None else "",
                reason=turn.reason,
                patrols=patrols,
                last=last,
                distance=None if last is None or point is None else metres(last.lon, last.lat, *point),
                next_due=due,
                overdue=due is not None and at > due,
            )
        )
    order = {code: n for n, code in enumerate(places)}
    said.sort(key=lambda one: (order.get(one.place, len(order)), not one.patrols, one.since, one.name))
    return tuple(said)
