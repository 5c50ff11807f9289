"""Areas by date: what stands at an instant, worked out of the profile's areas and the divisions since.

A process that holds this knows ahead what will stand after the next division, so that it takes effect at its
very instant, in every process alike, whoever announces it.
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.store import tables as t
from contract.reference import Area, Former, Share

_area = msgspec.msgpack.Decoder(Area).decode
_shares = msgspec.msgpack.Decoder(tuple[Share, ...]).decode


class Redrawn(msgspec.Struct, frozen=True):
    """What a division makes of one code: the area that it is from then on, or None and into what it went."""

    code: str
    area: Area | None
    into: tuple[Share, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """A division that was adopted. `told`: every console has heard that it has begun."""

    id: str
    effective_from: int
    told: bool
    rows: tuple[Redrawn, ...]


class Divided:
    """The areas of one district, at any instant. `base` are the profile's, in its order."""

    def __init__(self, base: tuple[Area, ...], steps: tuple[Step, ...] = ()) -> None:
        self.base = base
        self.steps = tuple(sorted(steps, key=lambda step: step.effective_from))
        self._beginnings = [step.effective_from for step in self.steps]
        self._made: dict[int, tuple[tuple[Area, ...], tuple[Former, ...]]] = {0: (base, ())}

    @property
    def marks(self) -> tuple[tuple[str, int], ...]:
        """Every division by name and instant."""
        return tuple((step.id, step.effective_from) for step in self.steps)

    def begun(self, at: int) -> int:
        """How many divisions have begun at an instant."""
        return bisect_right(self._beginnings, at)

    def span(self, begun: int) -> tuple[int, float]:
        """From when until when so many have begun."""
        since = self._beginnings[begun - 1] if begun else -(1 << 62)
        until = self._beginnings[begun] if begun < len(self._beginnings) else float("inf")
        return since, until

    def areas(self, begun: int) -> tuple[tuple[Area, ...], tuple[Former, ...]]:
        """The areas in force after so many divisions, and those that were withdrawn until then."""
        made = self._made.get(begun)
        if made is None:
            before, former = self.areas(begun - 1)
            made = self._made[begun] = _stepped(before, former, self.steps[begun - 1])
        return made

    @property
    def untold(self) -> tuple[Step, ...]:
        """Divisions of which it is not told yet that they have begun."""
        return tuple(step for step in self.steps if not step.told)


def _stepped(
    before: tuple[Area, ...], former: tuple[Former, ...], step: Step
) -> tuple[tuple[Area, ...], tuple[Former, ...]]:
    changed = {row.code: row for row in step.rows}
    known = {area.code for area in before}
    fresh: dict[str, list[Area]] = {}
    for row in step.rows:
        if row.area is not None and row.code not in known:
            fresh.setdefault(row.area.parent, []).append(row.area)
    # A new grid stands after the last of its parent's children, or after the parent.
    last: dict[str, str] = {}
    for area in before:
        last[area.code] = last.get(area.code, area.code)
        last[area.parent] = area.code
    after: dict[str, list[Area]] = {}
    for parent, areas in fresh.items():
        after.setdefault(last.get(parent, parent), []).extend(areas)
    out: list[Area] = []
    gone: list[Former] = []
    for area in before:
        new = changed.get(area.code)
        if new is None:
            out.append(area)
        elif new.area is not None:
            out.append(new.area)
        else:
            gone.append(Former(area, step.effective_from, new.into))
        out += after.pop(area.code, [])
    return tuple(out), (*former, *gone)


async def read_divided(connection: AsyncConnection, district: str) -> Divided:
    """The profile's areas and every division of a district."""
    a, d, r = t.area.c, t.division.c, t.division_area.c
    bodies = await connection.scalars(select(a.body).where(a.district == district).order_by(a.place))
    base = tuple(_area(body) for body in bodies)
    heads = await connection.execute(select(d.id, d.effective_from, d.told).where(d.district == district))
    rows: dict[str, list[Redrawn]] = {}
    query = select(r.division, r.code, r.body, r.into).where(r.district == district).order_by(r.place)
    for division, code, body, into in await connection.execute(query):
        area = _area(body) if body is not None else None
        rows.setdefault(division, []).append(Redrawn(code, area, _shares(into) if into is not None else ()))
    steps = [Step(id_, begins, told, tuple(rows.get(id_, ()))) for id_, begins, told in heads]
    return Divided(base, tuple(steps))


class Outlines:
    """The outlines (WKB, WGS-84) of one district at any instant, by code; withdrawn ones stay known."""

    def __init__(self, base: dict[str, bytes], steps: tuple[tuple[int, dict[str, bytes]], ...] = ()) -> None:
        """`steps` are divisions' instants and what they draw anew, oldest first."""
        self._base = base
        self._steps = steps

    def at(self, instant: int) -> dict[str, bytes]:
        """As they are at an instant."""
        out = dict(self._base)
        for begins, drawn in self._steps:
            if begins <= instant:
                out.update(drawn)
        return out


async def read_outlines(connection: AsyncConnection, district: str) -> Outlines:
    """The outlines of a district's areas, and what its divisions draw anew."""
    g, d, r = t.area_geometry.c, t.division.c, t.division_area.c
    rows = await connection.execute(select(g.code, g.wkb).where(g.district == district))
    base = {row.code: row.wkb for row in rows}
    heads = await connection.execute(
        select(d.id, d.effective_from).where(d.district == district).order_by(d.effective_from)
    )
    drawn: dict[str, dict[str, bytes]] = {}
    query = select(r.division, r.code, r.wkb).where(r.district == district, r.wkb.is_not(None))
    for division, code, wkb in await connection.execute(query):
        drawn.setdefault(division, {})[code] = wkb
    return Outlines(base, tuple((begins, drawn.get(id_, {})) for id_, begins in heads))
