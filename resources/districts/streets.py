"""Draws a district's streets: a schematic net along the lines by which its areas are cut.

Where areas meet, there a street runs: edges of the coverage are joined at their junctions into lines that go
on as straight as they can. The longest and most important ones bear the names of the district's roads, the
others those of the communities that they pass, with a kind. Seeded by nothing: the areas alone make them.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, radians
from pathlib import Path

import shapely
import shapely.geometry
from naming import english, pinyin
from places import METRES_PER_DEGREE
from shapely.geometry.base import BaseGeometry

STRAIGHT = 50.0
"""Degrees by which a street may turn at a junction and be the same street."""
SHORTEST = {1: 900.0, 2: 450.0, 3: 260.0}
"""Metres below which a line is no street of its rank."""
TOLERANCE = 4.0
"""Metres by which a line may be drawn beside where it lies."""
ROAD_KINDS = (
    ("大道", "Avenue"),
    ("大街", "Street"),
    ("路", "Road"),
    ("街", "Street"),
    ("巷", "Lane"),
)
LOCAL = ("路", "街", "中路", "支路", "一巷", "二巷", "三巷", "四巷", "五巷", "六巷", "七巷", "八巷", "九巷")
"""What is put behind a community's name, in the order in which its own streets are named."""

Point = tuple[float, float]


@dataclass
class Edge:
    """A line between two junctions, with the rank of what it divides."""

    points: list[Point]
    rank: int


@dataclass
class Line:
    """A street in the making."""

    points: list[Point]
    rank: int
    metres: float
    name: str = ""


def rows(folder: Path) -> list[Line]:
    """The streets of a district, from what else lies in its folder."""
    areas = _read(folder / "areas.csv")
    features = json.loads((folder / "areas.geojson").read_text("utf-8"))["features"]
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    phrases = tomllib.loads((folder / "phrases.toml").read_text("utf-8"))
    lines = _named(_strokes(_edges(areas, shapes)), phrases["places"]["roads"], areas, shapes)
    return sorted(lines, key=lambda line: (line.rank, -line.metres, line.points[0]))


def _simple(lines: Sequence[Line]) -> None:
    """Takes out vertices that a line hardly needs, but none at which another one meets it."""
    counts: dict[Point, int] = defaultdict(int)
    for line in lines:
        for point in dict.fromkeys(line.points):
            counts[point] += 1
    for line in lines:
        kept = [line.points[0]]
        piece = [line.points[0]]
        for point in line.points[1:]:
            piece.append(point)
            if counts[point] > 1 or point == line.points[-1]:
                less = shapely.LineString(piece).simplify(TOLERANCE / METRES_PER_DEGREE)
                kept += [(x, y) for x, y in less.coords][1:]
                piece = [point]
        line.points = kept


def write(folder: Path) -> None:
    """Writes streets.geojson of a district."""
    profile = tomllib.loads((folder / "profile.toml").read_text("utf-8"))
    together: dict[str, list[Line]] = {}
    drawn = rows(folder)
    _simple(drawn)
    for line in drawn:
        together.setdefault(line.name, []).append(line)
    features = []
    for n, (name, lines) in enumerate(together.items(), start=1):
        said = {
            "code": f"{profile['code']}-R{n:04d}",
            "name": name,
            "name_en": _english(name),
            "rank": lines[0].rank,
            "schematic": True,
        }
        text = ",".join("[" + ",".join(f"[{x:.5f},{y:.5f}]" for x, y in one.points) + "]" for one in lines)
        features.append(
            f'{{"type":"Feature","properties":{json.dumps(said, ensure_ascii=False, separators=(",", ":"))},'
            f'"geometry":{{"type":"MultiLineString","coordinates":[{text}]}}}}'
        )
    body = ",\n".join(features)
    (folder / "streets.geojson").write_text(
        f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', "utf-8"
    )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _leaf_grids(areas: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Grids, whatever lies in them: micro-grids are no blocks of streets."""
    yield from (area for area in areas if area["kind"] in ("grid", "dedicated_grid"))


def _rings(shape: BaseGeometry) -> Iterator[list[Point]]:
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            yield [(round(x, 6), round(y, 6)) for x, y in ring.coords]


def _edges(areas: Sequence[dict[str, str]], shapes: dict[str, BaseGeometry]) -> list[Edge]:
    """Shared edges of grids, cut at junctions, each with its rank: 1 between streets or towns, 2 between
    communities, 3 between the grids of a built-up community."""
    by_code = {area["code"]: area for area in areas}

    def above(code: str, level: int) -> str:
        chain = [code]
        while by_code[chain[-1]]["parent"]:
            chain.append(by_code[chain[-1]]["parent"])
        chain.reverse()
        return chain[min(level, len(chain) - 1)]

    depth = {area["code"]: 0 for area in areas}
    for area in areas:
        if area["parent"]:
            depth[area["code"]] = depth[area["parent"]] + 1
    owners: dict[tuple[Point, Point], list[str]] = defaultdict(list)
    for grid in _leaf_grids(areas):
        for ring in _rings(shapes[grid["code"]]):
            for a, b in pairwise(ring):
                owners[min(a, b), max(a, b)].append(grid["code"])
    ranks: dict[tuple[Point, Point], int] = {}
    for segment, codes in owners.items():
        settings = {by_code[code]["setting"] for code in codes}
        if len(codes) != 2 or settings & {"water"}:
            continue
        first, second = codes
        if above(first, 1) != above(second, 1):
            ranks[segment] = 1
        elif by_code[first]["parent"] != by_code[second]["parent"]:
            ranks[segment] = 2
        elif settings <= {"urban", "town"}:
            ranks[segment] = 3
    return _cut(ranks)


def _cut(ranks: dict[tuple[Point, Point], int]) -> list[Edge]:
    """Segments joined into edges that run from junction to junction."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sorted(ranks):
        beside[a].append(b)
        beside[b].append(a)

    def rank(a: Point, b: Point) -> int:
        return ranks[min(a, b), max(a, b)]

    def junction(at: Point) -> bool:
        around = beside[at]
        return len(around) != 2 or rank(at, around[0]) != rank(at, around[1])

    edges: list[Edge] = []
    seen: set[tuple[Point, Point]] = set()
    for start in sorted(beside):
        if not junction(start):
            continue
        for onward in beside[start]:
            if (start, onward) in seen:
                continue
            points = [start, onward]
            while not junction(points[-1]):
                one, other = beside[points[-1]]
                points.append(other if one == points[-2] else one)
            seen.add((points[0], points[1]))
            seen.add((points[-1], points[-2]))
            edges.append(Edge(points, rank(points[0], points[1])))
    return edges


def _strokes(edges: Sequence[Edge]) -> list[Line]:
    """Edges joined into streets: at every junction those two go on in one another that turn least, the more
    important ones first."""
    at: dict[Point, list[tuple[int, int]]] = defaultdict(list)
    for n, edge in enumerate(edges):
        at[edge.points[0]].append((n, 0))
        at[edge.points[-1]].append((n, 1))
    joined: dict[tuple[int, int], tuple[int, int]] = {}
    for point in sorted(at):
        pairs = []
        for i, one in enumerate(at[point]):
            for other in at[point][i + 1 :]:
                if one[0] == other[0]:
                    continue
                turn = _turn(edges, one, other)
                if turn <= STRAIGHT:
                    worst = max(edges[one[0]].rank, edges[other[0]].rank)
                    unlike = abs(edges[one[0]].rank - edges[other[0]].rank)
                    pairs.append((unlike, worst, turn, one, other))
        taken: set[tuple[int, int]] = set()
        for unlike, _, _, one, other in sorted(pairs):
            if unlike > 1 or one in taken or other in taken:
                continue
            taken |= {one, other}
            joined[one], joined[other] = other, one
    lines: list[Line] = []
    used: set[int] = set()
    for n in range(len(edges)):
        if n in used:
            continue
        begin = (n, 0)
        walked = {n}
        while begin in joined and joined[begin][0] not in walked:
            other = joined[begin]
            walked.add(other[0])
            begin = (other[0], 1 - other[1])
        lines.append(_walk(edges, joined, begin, used))
    return lines


def _walk(
    edges: Sequence[Edge],
    joined: dict[tuple[int, int], tuple[int, int]],
    begin: tuple[int, int],
    used: set[int],
) -> Line:
    points: list[Point] = []
    weights: dict[int, float] = defaultdict(float)
    at: tuple[int, int] | None = begin
    while at is not None and at[0] not in used:
        n, end = at
        used.add(n)
        piece = edges[n].points if end == 0 else edges[n].points[::-1]
        weights[edges[n].rank] += _length(piece)
        points += piece if not points else piece[1:]
        at = joined.get((n, 1 - end))
    total = sum(weights.values())
    rank = 1 if weights[1] > 0.4 * total else 2 if weights[1] + weights[2] > 0.4 * total else 3
    return Line(points, rank, total)


def _turn(edges: Sequence[Edge], one: tuple[int, int], other: tuple[int, int]) -> float:
    """By how many degrees a way turns that comes by one edge's end and goes on by another's."""
    a, b = _heading(edges[one[0]].points, one[1]), _heading(edges[other[0]].points, other[1])
    return abs(degrees(abs((a - b + pi) % (2 * pi) - pi)) - 180.0)


def _heading(points: Sequence[Point], end: int) -> float:
    """The direction in which an edge leaves its end, some way along."""
    line = list(points) if end == 0 else list(points)[::-1]
    x, y = line[0]
    scale = cos(radians(y))
    for px, py in line[1:]:
        if hypot((px - x) * scale, py - y) * METRES_PER_DEGREE > 60.0:
            break
    return atan2(py - y, (px - x) * scale)


def _length(points: Sequence[Point]) -> float:
    scale = cos(radians(points[0][1]))
    return METRES_PER_DEGREE * sum(hypot((b[0] - a[0]) * scale, b[1] - a[1]) for a, b in pairwise(points))


def _named(
    lines: Sequence[Line],
    roads: Sequence[str],
    areas: Sequence[dict[str, str]],
    shapes: dict[str, BaseGeometry],
) -> list[Line]:
    """The streets with names: the district's roads for the longest ones, communities' for the others."""
    kept = [line for line in lines if line.metres >= SHORTEST[line.rank]]
    kept.sort(key=lambda line: (-line.metres * (1.6, 1.0, 0.4)[line.rank - 1], line.points[0]))
    real = [line for line in kept if line.rank < 3][: len(roads)]
    # 大道 are the longest of them.
    wanted = sorted(roads, key=lambda name: (not name.endswith(("大道", "大街", "国道")), roads.index(name)))
    for line, name in zip(real, wanted, strict=False):
        line.name = name
        line.rank = min(line.rank, 2)
    communities = [area for area in areas if area["kind"] == "community"]
    tree = shapely.STRtree([shapes[area["code"]] for area in communities])
    counts: dict[str, int] = defaultdict(int)
    named = [line for line in kept if line.name]
    for line in kept:
        if line.name:
            continue
        middle = shapely.LineString(line.points).interpolate(0.5, normalized=True)
        near = communities[int(tree.nearest(middle))]
        stem = _stem(near["name_zh"])
        nth = counts[stem]
        if nth >= len(LOCAL):
            continue
        counts[stem] += 1
        line.name = stem + LOCAL[nth]
        named.append(line)
    return named


def _stem(name: str) -> str:
    for end in ("社区居委会", "居委会", "社区", "村委会", "村"):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name.removesuffix(end)
    return name


def _english(name: str) -> str:
    if name.endswith("国道") and name.removesuffix("国道").isdecimal():
        return f"National Road {name.removesuffix('国道')}"
    for kind, word in ROAD_KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            return f"{pinyin(name.removesuffix(kind))} {word}"
    return english(name)
