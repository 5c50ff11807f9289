"""A division worked out: its changes made one after the other, its coverage checked, what it does told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import shapely
from msgspec.structs import replace
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from contract.division import (
    TOLERANCE_M2,
    Cede,
    Change,
    Finding,
    GoneGrid,
    Marked,
    Merge,
    NewGrid,
    Rename,
    Split,
)
from contract.division import Replace as Import
from contract.machine import Names
from contract.reference import Area, Reference, Share

from . import changes as drawn
from .faces import matched
from .fitting import outline, unfitting
from .importing import of_mark, put_file
from .metres import square_metres
from .plan import ChangeRefused, Plan

LEAST_SHARE = 0.0005
"""Of a grid's ground: less than this is a vertex's rounding, not a part that went elsewhere."""


class Row(msgspec.Struct, frozen=True):
    """What is written of one code: the area from then on (None: withdrawn), its outline where it changed."""

    code: str
    area: Area | None
    wkb: bytes | None
    into: tuple[Share, ...] = ()


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """What a division comes to, without what only the database knows."""

    rows: tuple[Row, ...] = ()
    gone: tuple[GoneGrid, ...] = ()
    grids: tuple[NewGrid, ...] = ()
    before: int = 0
    after: int = 0
    repairs: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
    marks: tuple[Marked, ...] = ()
    notices: tuple[Names, ...] = ()
    shapes: dict[str, Any] = {}
    """Outlines of the new and redrawn grids."""


def work(
    changes: tuple[Change, ...],
    reference: Reference,
    outlines: Mapping[str, bytes],
    files: Callable[[str], bytes] = lambda _: b"",
) -> Worked:
    """Work changes out. Takes a second or two for a whole district; nothing of it touches the database."""
    plan = Plan(reference, outlines, files)
    before = _lowest(plan)
    for n, change in enumerate(changes, 1):
        have = len(plan.repairs)
        try:
            _make(plan, change)
        except ChangeRefused as refused:
            # The changes after it stand on it: they are not looked at.
            faults = tuple(replace(one, change=n) for one in refused.findings)
            told = tuple(replace(one, change=n) for one in plan.repairs[have:])
            repairs = (*plan.repairs[:have], *told)
            return Worked(before=before, after=before, faults=faults, marks=refused.marks, repairs=repairs)
        plan.repairs[have:] = [replace(one, change=n) for one in plan.repairs[have:]]
    for code, shape in matched(_leaves(plan), sorted(plan.touched)).items():
        plan.redraw(code, shape)
    marks = _uncovered(plan)
    gone, fresh = _gone(plan), _fresh(plan)
    return Worked(
        rows=_rows(plan, gone),
        gone=gone,
        grids=fresh,
        before=before,
        after=_lowest(plan),
        repairs=tuple(plan.repairs),
        faults=tuple(of_mark(mark) for mark in marks),
        marks=tuple(marks),
        notices=_notices(gone, fresh),
        shapes={one.area.code: plan.shape(one.area.code) for one in fresh},
    )


def _make(plan: Plan, change: Change) -> None:
    match change:
        case Split():
            drawn.split(plan, change)
        case Merge():
            drawn.merge(plan, change)
        case Cede():
            drawn.cede(plan, change)
        case Rename():
            drawn.rename(plan, change)
        case Import():
            put_file(plan, change)


def _lowest(plan: Plan) -> int:
    """How many grids there are: areas with nothing below them."""
    return sum(not plan.children(code) for code in plan.areas)


def _leaves(plan: Plan) -> dict[str, BaseGeometry]:
    return {code: plan.shape(code) for code in plan.areas if not plan.children(code)}


def _uncovered(plan: Plan) -> list[Marked]:
    """Where the grids below a changed parent leave holes, overlap or stick out, and did not before."""
    found: list[Marked] = []
    for parent in sorted(plan.parents & plan.areas.keys()):
        border = plan.shape(parent)
        before = [
            shape
            for area in plan.reference.areas
            if area.parent == parent and (shape := plan.before(area.code)) is not None
        ]
        wrong = _wrong_before(border, before)
        children = [(code, plan.shape(code)) for code in plan.children(parent)]
        if children:
            found += [mark for mark in unfitting(border, children) if not _was(mark, wrong)]
    return found


def _wrong_before(border: BaseGeometry, children: list[BaseGeometry]) -> BaseGeometry | None:
    """Ground that was not covered once before; None where all was well."""
    if not children:
        return None
    covered = shapely.union_all(children)
    wrong = border.symmetric_difference(covered)
    twice = sum(float(child.area) for child in children) - float(covered.area)
    if twice > float(border.area) * 1e-6:
        tree = shapely.STRtree(children)
        left, right = tree.query(children, predicate="overlaps")
        pairs = [
            children[int(a)].intersection(children[int(b)]) for a, b in zip(left, right, strict=True) if a < b
        ]
        wrong = shapely.union_all([wrong, *pairs])
    return wrong if square_metres(wrong) > TOLERANCE_M2 else None


def _was(mark: Marked, wrong: BaseGeometry | None) -> bool:
    if wrong is None:
        return False
    piece = shapely.make_valid(MultiPolygon([(rings[0], rings[1:]) for rings in mark.outline]))
    return square_metres(piece.difference(wrong)) <= TOLERANCE_M2


def _gone(plan: Plan) -> tuple[GoneGrid, ...]:
    """Every grid that is withdrawn, and where its ground goes."""
    codes = [area.code for area in plan.reference.areas if area.code not in plan.areas]
    near = sorted(code for code in plan.touched & plan.areas.keys() if not plan.children(code))
    shapes = [plan.shape(code) for code in near]
    tree = shapely.STRtree(shapes)
    out = []
    for code in codes:
        area, shape = plan.reference.area(code), plan.before(code)
        assert area is not None
        assert shape is not None
        into = []
        for hit in sorted(int(hit) for hit in tree.query(shape, predicate="intersects")):
            share = float(shape.intersection(shapes[hit]).area) / float(shape.area)
            if share >= LEAST_SHARE:
                into.append(Share(near[hit], round(min(share, 1.0), 4)))
        into.sort(key=lambda one: -one.share)
        out.append(GoneGrid(area=area, m2=round(square_metres(shape), 1), into=tuple(into)))
    return tuple(out)


def _fresh(plan: Plan) -> tuple[NewGrid, ...]:
    """Every grid that is new, or other than it was."""
    old = [area for area in plan.reference.areas if area.code in plan.touched]
    befores = [shape for area in old if (shape := plan.before(area.code)) is not None]
    tree = shapely.STRtree(befores)
    out = []
    for code in sorted(plan.touched & plan.areas.keys()):
        area, shape, was = plan.areas[code], plan.shape(code), plan.before(code)
        same = was is not None and square_metres(was.symmetric_difference(shape)) <= TOLERANCE_M2
        if same and area == plan.reference.area(code):
            continue
        comes = []
        for hit in sorted(int(hit) for hit in tree.query(shape, predicate="intersects")):
            before = befores[hit]
            share = float(before.intersection(shape).area) / float(before.area)
            if share >= LEAST_SHARE:
                comes.append(Share(old[hit].code, round(min(share, 1.0), 4)))
        out.append(
            NewGrid(
                area=area,
                m2=round(square_metres(shape), 1),
                fresh=was is None,
                parts=len(shapely.get_parts(shape)),
                comes_from=tuple(comes),
                outline=outline(shape),
            )
        )
    return tuple(out)


def _rows(plan: Plan, gone: tuple[GoneGrid, ...]) -> tuple[Row, ...]:
    rows = [Row(one.area.code, None, None, one.into) for one in gone]
    for code in sorted(plan.touched & plan.areas.keys()):
        shape, was = plan.shape(code), plan.before(code)
        same = was is not None and shape.equals_exact(was, 0.0)
        if same and plan.areas[code] == plan.reference.area(code):
            continue
        rows.append(Row(code, plan.areas[code], None if same else shapely.to_wkb(shape)))
    return tuple(rows)


def _notices(gone: tuple[GoneGrid, ...], fresh: tuple[NewGrid, ...]) -> tuple[Names, ...]:
    found = []
    unknown = [one for one in fresh if one.fresh and not one.area.households]
    if unknown and any(one.area.households for one in gone):
        n = len(unknown)
        found.append(
            Names(f"{n} 个新网格的户数尚未登记", f"the households of {n} new grids are not known yet")
        )
    loose = [one for one in fresh if one.parts > 1]
    if loose:
        codes = "、".join(one.area.short or one.area.code for one in loose[:5])
        en = ", ".join(one.area.code for one in loose[:5])
        found.append(
            Names(f"{len(loose)} 个网格由几块组成：{codes}", f"{len(loose)} grids have several parts: {en}")
        )
    return tuple(found)
