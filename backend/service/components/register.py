"""Components as they lie in the database: reading them, writing them with a line of their history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.ledger import Ledger
from backend.service.refusal import wrong_input
from backend.store import tables as t
from backend.store.bulk import among, by_key
from contract.account import Actor
from contract.action import Act
from contract.beside import Tied
from contract.component import Component, ComponentChange, FieldWas, Owner, may_see
from contract.ticket import Ticket

HERE = "component"
"""Kind of what a ledger holds beside its tickets."""

_pack = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Component).decode
unpack_change = msgspec.msgpack.Decoder(ComponentChange).decode


async def read(connection: AsyncConnection, district: str, codes: Sequence[str]) -> dict[str, Component]:
    """Components by their codes; those that are not registered are left out."""
    found = await by_key(connection, t.component, "code", district, list(dict.fromkeys(codes)), "body")
    return {one.code: one for one in (unpack(body) for (body,) in found)}


async def fetch(connection: AsyncConnection, ledger: Ledger, codes: Iterable[str]) -> None:
    """Into the ledger what of some codes is registered, None where nothing is."""
    lacking = [code for code in dict.fromkeys(codes) if (HERE, code) not in ledger.beside]
    there = await read(connection, ledger.district, lacking)
    for code in lacking:
        ledger.beside[HERE, code] = there.get(code)


def held(ledger: Ledger, code: str) -> Component | None:
    """A component as it is now in a transaction that has fetched it."""
    found: Component | None = ledger.beside.get((HERE, code))
    return found


def named_by(act: Act) -> str:
    """The code of the component that an act names, "" for none."""
    return getattr(act, "component", None) or ""


def tied(component: Component) -> Tied:
    """What a ticket keeps of its component."""
    owner = component.owner
    return Tied(component.code, component.kind, component.kind_names.zh, owner.unit, owner.name)


def tied_by(ledger: Ledger, act: Act, before: Ticket, actor: Actor) -> Tied | None:
    """What a ticket is going to keep of the component that an act names; None where it names none. Raises
    ServiceRefused (validation) for one that is not registered, stands there no more, or is not in scope."""
    code = named_by(act)
    if not code:
        return None
    one, had = held(ledger, code), before.beside.component
    if one is None or not may_see(one, actor):
        raise wrong_input(
            "act.component",
            "known",
            code,
            "部件登记中没有这一编码",
            "the register has no component of that code",
        )
    if one.state == "removed" and (had is None or had.code != code):
        raise wrong_input("act.component", "standing", code, "该部件已拆除", "that component was removed")
    return tied(one)


def keep(ledger: Ledger, changes: Sequence[tuple[Component, ComponentChange]]) -> None:
    """Write components as they are now, each with its line of history."""
    rows = ledger.whole.setdefault(t.component, {})
    lines = ledger.whole.setdefault(t.component_change, {})
    for after, change in changes:
        rows[after.code,] = _row(ledger.district, after)
        lines[after.code, change.version] = _line(ledger.district, after.code, change)
        ledger.beside[HERE, after.code] = after


def _row(district: str, one: Component) -> dict[str, Any]:
    names = one.kind_names
    words = (one.code, one.place, names.zh, names.en, one.owner.name, one.area_name)
    return {
        "district": district,
        "code": one.code,
        "kind": one.kind,
        "state": one.state,
        "owner_unit": one.owner.unit,
        "ownerless": one.ownerless,
        "area_path": one.area_path,
        "lon": one.lon,
        "lat": one.lat,
        "words": " ".join(words).lower(),
        "version": one.version,
        "body": _pack(one),
    }


def _line(district: str, code: str, change: ComponentChange) -> dict[str, Any]:
    body = _pack(change)
    return {"district": district, "code": code, "version": change.version, "at": change.at, "body": body}


def difference(before: Component, after: Component) -> tuple[FieldWas, ...]:
    """What is other in one than in the other, as the history says it."""
    pairs = (
        ("kind", before.kind, after.kind),
        ("place", before.place, after.place),
        ("point", _point(before), _point(after)),
        ("area", before.area, after.area),
        ("owner", _owner(before.owner), _owner(after.owner)),
        ("state", before.state, after.state),
    )
    return tuple(FieldWas(field, was, now) for field, was, now in pairs if was != now)


def _point(one: Component) -> str:
    return f"{one.lon:.6f}, {one.lat:.6f}"


def _owner(owner: Owner) -> str:
    # A unit of the same name as somebody outside is another owner.
    return f"{owner.name} ({owner.unit})" if owner.unit else owner.name


async def last_change(connection: AsyncConnection, district: str, code: str) -> ComponentChange | None:
    """The last line of a component's history."""
    h = t.component_change.c
    query = select(h.body).where(h.district == district, h.code == code).order_by(h.version.desc()).limit(1)
    body = await connection.scalar(query)
    return None if body is None else unpack_change(body)


async def open_tickets(connection: AsyncConnection, district: str, codes: Sequence[str]) -> dict[str, int]:
    """How many tickets that are tied to each of some components are open."""
    if not codes:
        return {}
    c = t.ticket.c
    query = (
        select(c.component, func.count())
        .where(
            c.district == district,
            c.component != "",
            among(connection.dialect.name, c.component, list(codes)),
            c.ended_at.is_(None),
        )
        .group_by(c.component)
    )
    return {code: int(count) for code, count in await connection.execute(query)}
