"""Reading tickets: the snapshot of a scope, a ticket's own page, a search.

Sequence and rows of a snapshot are read in one transaction that sees one state.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint.reading import joints_in_scope
from backend.service.reference import References
from backend.service.refusal import missing, wrong_input
from backend.service.scope import in_scope, under
from backend.service.why import why
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.clock import Clock
from contract.feed import Detail, Entry, OfComponent
from contract.guards import in_scope as may_see
from contract.ticket import Ticket

MAX_PAGE = 500
OF_COMPONENT = 5
"""Other tickets of its component that a ticket's page names at most."""

_ticket = msgspec.msgpack.Decoder(Ticket).decode
_entry = msgspec.msgpack.Decoder(Entry).decode


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a search asks for; empty fields ask for nothing."""

    state: str = ""
    area: str = ""
    unit: str = ""
    text: str = ""
    number: str = ""
    channel: str = ""
    limit: int = 100
    cursor: str = ""


async def snapshot(store: Store, actor: Actor, at: int) -> bytes:
    """msgpack `contract.feed.Snapshot` of an actor's scope."""
    columns = t.ticket.c
    async with store.read() as connection:
        seq = await connection.scalar(select(t.district.c.seq).where(t.district.c.district == actor.district))
        rows = await connection.execute(
            select(columns.row).where(in_scope(t.ticket, actor), columns.aged.is_(False))
        )
        tickets = [msgspec.Raw(row) for (row,) in rows]
        held = await connection.scalars(
            select(t.joint.c.row).where(joints_in_scope(actor), t.joint.c.aged.is_(False))
        )
        joints = [msgspec.Raw(row) for row in held]
    whole = {"district": actor.district, "seq": seq, "at": at, "tickets": tickets, "joints": joints}
    return msgspec.msgpack.encode(whole)


async def read_ticket(connection: AsyncConnection, actor: Actor, ticket: str) -> Ticket:
    """A ticket in scope; raises ServiceRefused (missing)."""
    query = select(t.ticket.c.row).where(t.ticket.c.district == actor.district, t.ticket.c.id == ticket)
    row = await connection.scalar(query)
    found = _ticket(row) if row is not None else None
    if found is None or not may_see(found, actor):
        raise missing()
    return found


async def detail(store: Store, references: References, actor: Actor, ticket: str, now: int) -> Detail:
    """A ticket's own page; raises ServiceRefused (missing)."""
    async with store.read() as connection:
        row = await read_ticket(connection, actor, ticket)
        e = t.entry.c
        bodies = await connection.execute(
            select(e.body).where(e.district == actor.district, e.ticket == ticket).order_by(e.n)
        )
        timeline = tuple(_entry(body) for (body,) in bodies)
        m = t.ticket.c
        merged = await connection.execute(
            select(m.id).where(m.district == actor.district, m.merged_into == ticket).order_by(m.seq)
        )
        others = tuple(id_ for (id_,) in merged)
        tied = row.beside.component
        same = await _of_component(connection, actor, tied.code, ticket) if tied is not None else ()
    reference = references.get(actor.district).reference
    parts = (part.clock for part in row.beside.parts if part.open)
    clocks: list[Clock] = [
        c for c in (row.stage, row.responsibility, *row.beside.staged, *parts) if c is not None
    ]
    return Detail(
        ticket=row,
        timeline=timeline,
        files=tuple({f.sha256: f for entry in timeline for f in entry.files}.values()),
        why=tuple(why(clock, row, reference, now) for clock in clocks),
        merged=others,
        of_component=same,
    )


async def _of_component(
    connection: AsyncConnection, actor: Actor, code: str, but: str
) -> tuple[OfComponent, ...]:
    """The last other tickets of a component that somebody may see, newest first."""
    c = t.ticket.c
    query = (
        select(c.id, c.number, c.state)
        .where(in_scope(t.ticket, actor), c.component != "", c.component == code, c.id != but)
        .order_by(c.reported_at.desc(), c.id.desc())
        .limit(OF_COMPONENT)
    )
    return tuple(OfComponent(*found) for found in await connection.execute(query))


async def search(store: Store, references: References, actor: Actor, query: Query) -> bytes:
    """JSON `contract.feed.Page`; raises ServiceRefused (validation)."""
    c = t.ticket.c
    reference = references.get(actor.district).reference
    wanted = [in_scope(t.ticket, actor)]
    if query.state:
        wanted.append(c.state.in_(query.state.split(",")))
    if query.channel:
        wanted.append(c.channel == query.channel)
    if query.number:
        wanted.append(c.number == query.number)
    if query.area:
        area = reference.area(query.area)
        if area is None:
            raise wrong_input(
                "area", "known", query.area, "没有这个网格或区域编码", "no such area or grid code"
            )
        wanted.append(under(c.area_path, area.path))
    if query.unit:
        unit = reference.unit(query.unit)
        if unit is None:
            raise wrong_input("unit", "known", query.unit, "没有这个单位", "no such unit")
        wanted.append(under(c.unit_path, unit.path))
    wanted += [c.words.contains(word.lower(), autoescape=True) for word in query.text.split()]
    if query.cursor:
        at, _, last = query.cursor.partition(":")
        if not (at.isascii() and at.isdecimal() and len(at) < 18):
            raise wrong_input("cursor", "format", query.cursor, "翻页位置无效", "not a cursor of ours")
        wanted.append(or_(c.reported_at < int(at), and_(c.reported_at == int(at), c.id < last)))
    statement = (
        select(c.row).where(*wanted).order_by(c.reported_at.desc(), c.id.desc()).limit(query.limit + 1)
    )
    async with store.read() as connection:
        tickets = [_ticket(row) for (row,) in await connection.execute(statement)]
    more = len(tickets) > query.limit
    tickets = tickets[: query.limit]
    cursor = f"{tickets[-1].reported_at}:{tickets[-1].id}" if more else ""
    return msgspec.json.encode({"tickets": tickets, "cursor": cursor})
