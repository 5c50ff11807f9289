"""What stands in the street comes to the grid that its place lies in after a division, some at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.components import register
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.component import Component, ComponentChange

AT_ONCE = 200
"""Components of one transaction: others wait for it no longer than for any batch."""
PATHS = 300
"""Paths in one statement."""

AreaAt = Callable[[str, float, float, int], str]

_C = t.component.c
_unpack = msgspec.msgpack.Decoder(Component).decode


class Moved(msgspec.Struct, frozen=True):
    """How far it has come: the last code of a component, "" at the end; how many came to another grid."""

    upto: str
    moved: int


class Moving(msgspec.Struct, frozen=True):
    """Components of grids that a division withdrew or redrew, those with codes after `since`. Gives `Moved`
    as JSON."""

    division: str
    since: str
    area_at: AreaAt

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The next of them."""
        held = ledger.held.at(piece.received_at)
        step = next((step for step in held.divided.steps if step.id == self.division), None)
        areas = [held.reference.area(row.code) for row in step.rows] if step is not None else []
        paths = sorted({area.path for area in areas if area is not None})
        found: list[Component] = []
        for begin in range(0, len(paths), PATHS):
            query = select(_C.body).where(
                _C.district == ledger.district,
                _C.code > self.since,
                _C.area_path.in_(paths[begin : begin + PATHS]),
            )
            bodies = await connection.scalars(query.order_by(_C.code).limit(AT_ONCE))
            found += [_unpack(body) for body in bodies]
        found.sort(key=lambda one: one.code)
        ledger.beside["division", "moving"] = found[:AT_ONCE]

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Put them where they lie."""
        found: list[Component] = ledger.beside.pop(("division", "moving"), [])
        at, reference = piece.received_at, ledger.reference
        changes: list[tuple[Component, ComponentChange]] = []
        for one in found:
            area = reference.area(self.area_at(ledger.district, one.lon, one.lat, at))
            if area is None or area.path == one.area_path:
                continue
            name = area.short or area.names.zh
            place: dict[str, Any] = {"area": area.code, "area_path": area.path, "area_name": name}
            after = replace(one, version=one.version + 1, changed_at=at, **place)
            change = ComponentChange(
                version=after.version,
                action="changed",
                by=piece.actor.id,
                by_name=piece.actor.name,
                at=at,
                reason=f"网格重划 {self.division}",
                fields=register.difference(one, after),
            )
            changes.append((after, change))
        if changes:
            register.keep(ledger, changes)
            ledger.announce("component", at)
            note = f"{len(changes)} components"
            ledger.record(piece, "division_components", self.division, note=note)
        upto = found[-1].code if len(found) == AT_ONCE else ""
        return Done(200, msgspec.json.encode(Moved(upto, len(changes))))
