"""Splitting, merging, moving borders: whatever is done, the grids cover their ground once."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from backend.service.division.metres import square_metres
from contract.division import Cede, Change, GridName, Merge, Rename, Split
from contract.reference import Area

from .ground import IMPORT, RESOURCES, after, collection, district, grids

TINY = Path(__file__).parents[1] / "data" / "tiny"
ONE, TWO = "990001001001-01", "990001001001-02"
OTHER = "990001001002-01"


def covers(reference_shapes: dict[str, BaseGeometry], shapes: dict[str, BaseGeometry]) -> None:
    """The same ground, once: shared edges, no overlap, the sum of areas."""
    assert shapely.coverage_is_valid(list(shapes.values()))
    before = sum(float(shape.area) for shape in reference_shapes.values())
    assert sum(float(shape.area) for shape in shapes.values()) == pytest.approx(before, rel=1e-9)


def drawn(shape: BaseGeometry, rng: random.Random) -> tuple[tuple[float, float], ...]:
    """A line through a grid from beyond one side to beyond the other, with a bend or two."""
    west, south, east, north = shape.bounds
    wide, high = east - west, north - south
    inner = shape.representative_point()
    bends = [
        (inner.x + rng.uniform(-0.1, 0.1) * wide, inner.y + rng.uniform(-0.1, 0.1) * high)
        for _ in range(rng.randint(1, 2))
    ]
    if rng.random() < 0.5:
        return ((west - wide, rng.uniform(south, north)), *bends, (east + wide, rng.uniform(south, north)))
    return ((rng.uniform(west, east), south - high), *bends, (rng.uniform(west, east), north + high))


def neighbours(shapes: dict[str, BaseGeometry], areas: dict[str, Area], code: str) -> list[str]:
    """Grids of the same parent that share a border with one."""
    return [
        other
        for other, area in areas.items()
        if other != code
        and area.parent == areas[code].parent
        and float(shapely.intersection(shapes[code].boundary, shapes[other].boundary).length) > 1e-6
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), folder=st.sampled_from(["tiny", "baohe"]))
def test_whatever_is_cut_and_merged_the_ground_is_covered_once(seed: int, folder: str) -> None:
    reference, outlines = district(TINY if folder == "tiny" else RESOURCES / folder)
    rng = random.Random(seed)
    first = {area.code: shapely.from_wkb(outlines[area.code]) for area in grids(reference)}
    shapes, areas = dict(first), {area.code: area for area in grids(reference)}
    changes: list[Change] = []
    for _ in range(4):
        near = [code for code, area in areas.items() if area.parent == next(iter(areas.values())).parent]
        code = rng.choice(near)
        change: Change = Split(grid=code, line=drawn(shapes[code], rng))
        beside = neighbours(shapes, areas, code)
        if beside and rng.random() < 0.4:
            change = Merge(grids=(code, rng.choice(beside)))
        elif beside and rng.random() < 0.4:
            west, south, east, north = shapes[code].bounds
            ring = ((west, south), (east, south), (east, north), (west, north))
            grown = [((x - 117.3) * 1.01 + 117.3, (y - 31.7) * 1.01 + 31.7) for x, y in ring]
            change = Cede(to=code, ring=tuple(grown))
        worked, now, standing = after(reference, outlines, *changes, change)
        if worked.faults:
            assert worked.rows == ()
            assert all(one.zh and one.en for one in worked.faults)
            assert {one.rule for one in worked.faults} <= {"crosses", "tiny", "apart", "nothing", "swallowed"}
            continue
        changes.append(change)
        shapes, areas = now, standing
        covers(first, shapes)
        assert worked.after == len(areas)
        for gone in worked.gone:
            assert sum(share.share for share in gone.into) == pytest.approx(1.0, abs=2e-3)
            assert gone.area.code not in areas


def test_parts_are_named_after_the_grid_or_as_it_is_said() -> None:
    reference, outlines = district(TINY)
    line = ((117.19, 31.72), (117.23, 31.72))
    worked, _, areas = after(reference, outlines, Split(grid=ONE, line=line))
    assert [(g.area.code[-2:], g.area.short, g.area.names.zh, g.area.names.en) for g in worked.grids] == [
        ("03", "东门 01-03", "柳树社区第3网格", "Liushu grid 3"),
        ("04", "东门 01-04", "柳树社区第4网格", "Liushu grid 4"),
    ]
    assert areas["990001001001-03"].path == "990001/990001001/990001001001/990001001001-03"
    assert areas["990001001001-03"].initials == "dm0103"
    named = (GridName(code="N-1", zh="北片", en="North", short="东门北"), GridName(code="S-1", zh="南片"))
    worked, _, areas = after(reference, outlines, Split(grid=ONE, line=line, into=named))
    assert (areas["N-1"].names.en, areas["N-1"].short, areas["S-1"].short) == ("North", "东门北", "南片")
    # A name, and a second look at it, without any change of ground.
    worked, _, areas = after(reference, outlines, Rename(grid=ONE, zh="柳树社区河东网格"))
    assert [one.fresh for one in worked.grids] == [False]
    assert areas[ONE].names.zh == "柳树社区河东网格"
    assert [row.wkb for row in worked.rows] == [None]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (Split(grid="nowhere", line=((117.0, 31.0), (118.0, 32.0))), "known"),
        (Split(grid="990001001001", line=((117.0, 31.72), (118.0, 31.72))), "lowest"),
        (Split(grid=ONE, line=((117.205, 31.72), (117.215, 31.72))), "crosses"),
        (Split(grid=ONE, line=((117.19, 31.7000001), (117.23, 31.7000001))), "tiny"),
        (Split(grid=ONE, line=((117.19, 31.72), (117.23, 31.72)), into=(GridName(),)), "parts"),
        (
            Split(grid=ONE, line=((117.19, 31.72), (117.23, 31.72)), into=(GridName(code=TWO), GridName())),
            "taken",
        ),
        (Merge(grids=(ONE, OTHER)), "parent"),
        (Merge(grids=(ONE, ONE)), "several"),
        (Cede(to=ONE, ring=((117.25, 31.7), (117.26, 31.7), (117.26, 31.71))), "nothing"),
        (
            Cede(to=ONE, ring=((117.21, 31.69), (117.25, 31.69), (117.25, 31.75), (117.21, 31.75))),
            "swallowed",
        ),
        (Cede(to=ONE, ring=((117.23, 31.71), (117.235, 31.71), (117.235, 31.715))), "apart"),
        (Rename(grid=ONE), "nothing"),
    ],
)
def test_what_cannot_be_is_refused_with_its_rule(change: Change, rule: str) -> None:
    reference, outlines = district(TINY)
    worked, _, _ = after(reference, outlines, change)
    assert {one.rule for one in worked.faults} == {rule}
    assert worked.rows == ()
    assert all(one.change == 1 for one in worked.faults)


def test_holes_overlaps_and_what_lies_outside_are_marked_with_their_ground() -> None:
    reference, outlines = district(TINY)
    features = []
    for area in grids(reference):
        west, south, east, north = shapely.from_wkb(outlines[area.code]).bounds
        if area.code == ONE:
            east -= 0.002
        if area.code == OTHER:
            east += 0.001
        features.append(
            ({"code": f"{area.code}n", "parent": area.parent}, shapely.box(west, south, east, north))
        )
    worked, _, _ = after(reference, outlines, IMPORT, file=collection(*features))
    assert sorted(mark.kind for mark in worked.marks) == ["hole", "overlap"]
    hole, overlap = sorted(worked.marks, key=lambda mark: mark.kind)
    assert hole.m2 == pytest.approx(square_metres(shapely.box(117.218, 31.7, 117.22, 31.74)), rel=1e-3)
    assert 117.218 < hole.lon < 117.22
    assert overlap.grids == (f"{OTHER}n", "990001001002-02n")
    assert {one.rule for one in worked.faults} == {"hole", "overlap"}
    assert shapely.Polygon(hole.outline[0][0]).area == pytest.approx(0.002 * 0.04)


def test_baohe_goes_from_779_to_630_and_from_630_to_779() -> None:
    """149 pairs of neighbours are merged; then the division of 779 comes in as a file over the 630."""
    reference, outlines = district(RESOURCES / "baohe")
    first = {area.code: shapely.from_wkb(outlines[area.code]) for area in grids(reference)}
    areas = {area.code: area for area in grids(reference)}
    below: dict[str, list[str]] = defaultdict(list)
    for area in areas.values():
        below[area.parent].append(area.code)
    merges: list[Merge] = []
    taken: set[str] = set()
    for codes in below.values():
        for code in codes:
            if len(merges) < 149 and code not in taken and areas[code].kind == "grid":
                beside = [n for n in codes if n not in taken and n != code and areas[n].kind == "grid"]
                other = next((n for n in beside if first[code].intersection(first[n]).length > 1e-4), None)
                if other is not None:
                    merges.append(Merge(grids=(code, other)))
                    taken |= {code, other}
    worked, shapes, standing = after(reference, outlines, *merges)
    assert worked.faults == ()
    assert (worked.before, worked.after, len(shapes)) == (779, 630, 630)
    covers(first, shapes)
    # The file holds the old ground of the merged ones under new codes, the others under their own.
    file = collection(
        *(
            (
                {
                    "code": f"{code}x" if code in taken else code,
                    "name_zh": area.names.zh,
                    "parent": area.parent,
                },
                first[code],
            )
            for code, area in areas.items()
        )
    )
    again, shapes, standing = after(reference, outlines, *merges, IMPORT, file=file)
    assert again.faults == ()
    assert again.after == len(standing) == 779
    covers(first, shapes)
    assert len(again.gone) == 298
    assert all(one.into[0].share == 1.0 for one in again.gone)


def test_the_micro_grids_of_tongnan_cover_their_grids() -> None:
    reference, outlines = district(RESOURCES / "tongnan")
    micro = grids(reference, "micro_grid")
    assert len(micro) == 2_216
    file = collection(
        *(
            (
                {"code": f"{a.code}n", "name_zh": a.names.zh, "parent": a.parent},
                shapely.from_wkb(outlines[a.code]),
            )
            for a in micro
        )
    )
    worked, shapes, standing = after(reference, outlines, IMPORT, file=file)
    assert worked.faults == ()
    assert worked.marks == ()
    assert worked.repairs == ()
    assert sum(area.level == "micro_grid" for area in standing.values()) == 2_216
    assert shapely.coverage_is_valid(list(shapes.values()))
    border = shapely.from_wkb(outlines[reference.district.code])
    assert square_metres(shapely.union_all(list(shapes.values())).symmetric_difference(border)) < 1
