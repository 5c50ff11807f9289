"""Finding components: by code, words, kind, state, owner, area, around a point or in a rectangle; and one
with its history and its tickets."""

from __future__ import annotations

import math
from collections.abc import Collection

import msgspec
from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.coordinates import METRES_PER_DEGREE, metres
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.scope import in_scope, under
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.component import (
    FAR,
    KINDS,
    NEAR,
    STATES,
    Component,
    ComponentDetail,
    ComponentFound,
    ComponentPage,
    may_see,
)
from contract.reference import Reference
from contract.ticket import Ticket

from . import register

MAX_PAGE = 500
TICKETS = 100
"""Tickets that a component's own page shows at most."""
_ticket = msgspec.msgpack.Decoder(Ticket).decode


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a search asks for; empty fields ask for nothing. Around a point the nearest come first, else the
    order is by code. `bbox` is west, south, east, north."""

    code: str = ""
    text: str = ""
    kind: str = ""
    area: str = ""
    state: str = ""
    owner: str = ""
    ownerless: bool = False
    removed: bool = False
    lon: float | None = None
    lat: float | None = None
    within: float = NEAR
    bbox: tuple[float, float, float, float] | None = None
    limit: int = 100
    cursor: str = ""


def scope(actor: Actor) -> ColumnElement[bool]:
    """`contract.component.may_see` in SQL."""
    c = t.component.c
    whole = actor.role == "handler" or actor.area_path == actor.district
    own = true() if whole else under(c.area_path, actor.area_path)
    return and_(c.district == actor.district, own)


def _wanted(query: Query, actor: Actor, reference: Reference) -> list[ColumnElement[bool]]:
    c = t.component.c
    wanted = [scope(actor)]
    if query.code:
        # Codes are written in capitals or not: the words hold them in small letters, first of all.
        wanted.append(c.words.startswith(query.code.lower(), autoescape=True))
    wanted += [c.words.contains(word.lower(), autoescape=True) for word in query.text.split()]
    if query.kind:
        wanted.append(c.kind.in_(_known("kind", query.kind, KINDS)))
    if query.state:
        wanted.append(c.state.in_(_known("state", query.state, STATES)))
    elif not query.removed:
        wanted.append(c.state != "removed")
    if query.owner:
        wanted.append(c.owner_unit == query.owner)
    if query.ownerless:
        wanted.append(c.ownerless.is_(True))
    if query.area:
        area = reference.area(query.area)
        if area is None:
            raise wrong_input(
                "area", "known", query.area, "没有这个网格或区域编码", "no such area or grid code"
            )
        wanted.append(under(c.area_path, area.path))
    if query.bbox is not None:
        west, south, east, north = query.bbox
        wanted += [c.lat.between(south, north), c.lon.between(west, east)]
    return wanted


def _known(field: str, given: str, known: Collection[str]) -> list[str]:
    keys = given.split(",")
    for key in keys:
        if key not in known:
            raise wrong_input(field, "known", key, "没有这个取值", "there is no such value")
    return keys


async def search(store: Store, reference: Reference, actor: Actor, query: Query) -> ComponentPage:
    """A page of components; raises ServiceRefused (validation)."""
    if (query.lon is None) is not (query.lat is None):
        raise wrong_input(
            "lat" if query.lat is None else "lon", "required", "", "经纬度须成对", "both or neither"
        )
    wanted = _wanted(query, actor, reference)
    async with store.read() as connection:
        if query.lon is not None and query.lat is not None:
            return await _around(connection, actor, query, query.lon, query.lat, wanted)
        return await _by_code(connection, actor, query, wanted)


async def _by_code(
    connection: AsyncConnection, actor: Actor, query: Query, wanted: list[ColumnElement[bool]]
) -> ComponentPage:
    c = t.component.c
    total = await connection.scalar(select(func.count()).select_from(t.component).where(*wanted)) or 0
    if query.cursor:
        wanted = [*wanted, c.code > query.cursor]
    rows = await connection.execute(select(c.body).where(*wanted).order_by(c.code).limit(query.limit + 1))
    found = [register.unpack(body) for (body,) in rows]
    more, found = len(found) > query.limit, found[: query.limit]
    page = await _counted(connection, actor.district, [(one, None) for one in found])
    return ComponentPage(found=page, total=total, cursor=found[-1].code if more else "")


async def _around(
    connection: AsyncConnection,
    actor: Actor,
    query: Query,
    lon: float,
    lat: float,
    wanted: list[ColumnElement[bool]],
) -> ComponentPage:
    c, within = t.component.c, min(query.within, FAR)
    high = within / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(min(abs(lat) + high, 89.9))), 0.01)
    wanted = [*wanted, c.lat.between(lat - high, lat + high), c.lon.between(lon - wide, lon + wide)]
    places = await connection.execute(select(c.code, c.lon, c.lat).where(*wanted))
    far = sorted((metres(lon, lat, x, y), code) for code, x, y in places)
    near = [(away, code) for away, code in far if away <= within]
    begin = 0
    if query.cursor:
        if not (query.cursor.isascii() and query.cursor.isdecimal()):
            raise wrong_input("cursor", "format", query.cursor, "翻页位置无效", "not a cursor of ours")
        begin = int(query.cursor)
    end = begin + query.limit
    here = {code: away for away, code in near[begin:end]}
    there = await register.read(connection, actor.district, list(here))
    page = await _counted(
        connection, actor.district, [(there[code], away) for code, away in here.items() if code in there]
    )
    return ComponentPage(found=page, total=len(near), cursor=str(end) if end < len(near) else "")


async def _counted(
    connection: AsyncConnection, district: str, found: list[tuple[Component, float | None]]
) -> tuple[ComponentFound, ...]:
    counts = await register.open_tickets(connection, district, [one.code for one, _ in found])
    return tuple(
        ComponentFound(
            component=one,
            open_tickets=counts.get(one.code, 0),
            metres=None if away is None else round(away, 1),
        )
        for one, away in found
    )


async def read_component(connection: AsyncConnection, actor: Actor, code: str) -> Component:
    """A component in scope; raises ServiceRefused (missing)."""
    one = (await register.read(connection, actor.district, [code])).get(code)
    if one is None or not may_see(one, actor):
        raise missing()
    return one


async def detail(store: Store, actor: Actor, code: str) -> ComponentDetail:
    """A component's own page; raises ServiceRefused (missing)."""
    async with store.read() as connection:
        one = await read_component(connection, actor, code)
        h, k = t.component_change.c, t.ticket.c
        lines = await connection.execute(
            select(h.body).where(h.district == actor.district, h.code == code).order_by(h.version.desc())
        )
        history = tuple(register.unpack_change(body) for (body,) in lines)
        rows = await connection.execute(
            select(k.row)
            .where(in_scope(t.ticket, actor), k.component != "", k.component == code)
            .order_by(k.reported_at.desc(), k.id.desc())
            .limit(TICKETS)
        )
        tickets = tuple(_ticket(row) for (row,) in rows)
        counts = await register.open_tickets(connection, actor.district, [code])
    return ComponentDetail(component=one, history=history, tickets=tickets, open_tickets=counts.get(code, 0))


async def find(store: Store, actor: Actor, code: str) -> Component | None:
    """A component in scope by its code, None where there is none to be seen."""
    async with store.read() as connection:
        try:
            return await read_component(connection, actor, code)
        except ServiceRefused:
            return None


async def whole(store: Store, actor: Actor) -> tuple[Component, ...]:
    """All that somebody may see, by code, those that were removed, too."""
    c = t.component.c
    async with store.read() as connection:
        rows = await connection.execute(select(c.body).where(scope(actor)).order_by(c.code))
        return tuple(register.unpack(body) for (body,) in rows)
