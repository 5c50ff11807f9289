"""A schematic register, derived from a district's folder: doors along its streets, crossings where they meet,
estates, buildings and places in its grids. For demos alone; the same folder gives the same entries.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import NamedTuple

from backend.service.coordinates import METRES_PER_DEGREE
from contract.address import Address, Street
from contract.component import fine

from . import streets

WANTED = 20_000
ASIDE = 14.0
"""Metres from a street's middle to its doors."""
BUILT = ("urban", "town", "park")
HOUSES = 3
"""Buildings of an estate in each of its grids."""
IN_TOWN = ("小学", "菜市场", "公交站", "服务中心", "停车场", "中心花园", "商业街", "幼儿园", "卫生服务站")
IN_COUNTRY = ("小学", "卫生室", "文化广场", "便民服务点")
"""Places that every community has, as its people call them."""


class Block(NamedTuple):
    """A leaf of the area tree: its community's name, its setting, its label point, the place that it is kept
    for ("" for none)."""

    name: str
    setting: str
    lon: float
    lat: float
    note: str


def entries(folder: Path, wanted: int = WANTED) -> list[Address]:
    """About `wanted` entries of a folder's streets and areas; none where it has no streets."""
    lines = streets.of_folder(folder)
    if not lines:
        return []
    made = list(_crossings(lines))
    made += _blocks(_leaves(folder))
    made += _doors(lines, max(wanted - len(made), 1))
    return [
        Address(
            code=f"s:{n}",
            kind=one.kind,
            name=one.name,
            lon=fine(one.lon),
            lat=fine(one.lat),
            road=one.road,
            road2=one.road2,
            number=one.number,
            place=one.place,
            building=one.building,
            schematic=True,
        )
        for n, one in enumerate(made, start=1)
    ]


def _entry(
    kind: str,
    name: str,
    lon: float,
    lat: float,
    *,
    road: str = "",
    road2: str = "",
    place: str = "",
    building: str = "",
) -> Address:
    return Address(
        code="",
        kind=kind,
        name=name,
        lon=lon,
        lat=lat,
        road=road,
        road2=road2,
        place=place,
        building=building,
    )


def _points(line: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(line[::2], line[1::2], strict=True))


def _crossings(lines: Sequence[Street]) -> Iterator[Address]:
    """One entry where two streets share a point."""
    at: dict[tuple[float, float], list[str]] = defaultdict(list)
    for one in lines:
        for line in one.lines:
            for point in dict.fromkeys(_points(line)):
                at[point].append(one.names.zh)
    seen: set[tuple[str, str]] = set()
    for (lon, lat), names in at.items():
        for a, b in pairwise(sorted(set(names))):
            if (a, b) not in seen:
                seen.add((a, b))
                yield _entry("crossing", f"{a}与{b}交叉口", lon, lat, road=a, road2=b)


def _leaves(folder: Path) -> list[Block]:
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    parents = {row["parent"] for row in rows.values()}
    found = []
    for code, row in rows.items():
        if code in parents or row["setting"] == "water":
            continue
        at = code
        while at and rows[at]["kind"] != "community":
            at = rows[at]["parent"]
        name = rows[at]["name_zh"] if at else row["name_zh"]
        found.append(Block(name, row["setting"], float(row["lon"]), float(row["lat"]), row["note"]))
    return found


def _blocks(leaves: Sequence[Block]) -> Iterator[Address]:
    """What stands in the blocks between the streets."""
    nth: dict[str, int] = defaultdict(int)
    seen: set[str] = set()
    for leaf in leaves:
        name = leaf.name
        n = nth[name]
        nth[name] += 1
        built = leaf.setting in BUILT
        if leaf.note and leaf.note not in seen:
            seen.add(leaf.note)
            yield _entry("place", leaf.note, *_moved(leaf, 5), place=leaf.note)
        if not n:
            yield _entry("community", name, leaf.lon, leaf.lat, place=name)
        if built:
            for house in range(HOUSES):
                mark = f"{HOUSES * n + house + 1}号楼"
                at = _moved(leaf, house)
                yield _entry("building", f"{name}{mark}", *at, place=name, building=mark)
        else:
            yield _entry("place", f"{name}{n + 1}组", *_moved(leaf, 3), place=f"{name}{n + 1}组")
        places = IN_TOWN if built else IN_COUNTRY
        if n < len(places):
            yield _entry("place", f"{name}{places[n]}", *_moved(leaf, 4), place=f"{name}{places[n]}")


_AROUND = ((0.0, 0.0), (22.0, 9.0), (-18.0, 14.0), (10.0, -16.0), (-12.0, -20.0), (16.0, 20.0))


def _moved(leaf: Block, nth: int) -> tuple[float, float]:
    east, north = _AROUND[nth % len(_AROUND)]
    scale = METRES_PER_DEGREE * cos(radians(leaf.lat))
    return leaf.lon + east / scale, leaf.lat + north / METRES_PER_DEGREE


def _doors(lines: Sequence[Street], wanted: int) -> Iterator[Address]:
    """Doors on both sides of every street, odd numbers on its left, evenly far from each other, about as many
    as are wanted."""
    total = sum(_length(line) for one in lines for line in one.lines)
    step = max(2.0 * total / wanted, 4.0)
    for one in lines:
        name, number = one.names.zh, 0
        for line in one.lines:
            for lon, lat, east, north in _along(line, step):
                number += 1
                scale = METRES_PER_DEGREE * cos(radians(lat))
                for side, shown in ((1.0, 2 * number - 1), (-1.0, 2 * number)):
                    x = lon - side * north * ASIDE / scale
                    y = lat + side * east * ASIDE / METRES_PER_DEGREE
                    yield Address(
                        code="", kind="door", name=f"{name}{shown}号", lon=x, lat=y, road=name, number=shown
                    )


def _length(line: Sequence[float]) -> float:
    return sum(
        hypot((b[0] - a[0]) * cos(radians(a[1])), b[1] - a[1]) * METRES_PER_DEGREE
        for a, b in pairwise(_points(line))
    )


def _along(line: Sequence[float], step: float) -> Iterator[tuple[float, float, float, float]]:
    """Points on a line, `step` metres apart, the first half a step in, each with the line's direction."""
    left = step / 2
    for a, b in pairwise(_points(line)):
        east = (b[0] - a[0]) * cos(radians(a[1])) * METRES_PER_DEGREE
        north = (b[1] - a[1]) * METRES_PER_DEGREE
        metres = hypot(east, north)
        while left <= metres and metres > 0:
            share = left / metres
            lon, lat = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            yield lon, lat, east / metres, north / metres
            left += step
        left -= metres
