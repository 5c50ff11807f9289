"""Draws a district's register of components: a schematic one, since no real register is published.

Every dry grid gets a line through it that stands for a street, named as one of the district's roads, with a
few components along it. Kinds, owners and states are drawn by weights; a few per cent have no owner. Seeded:
the same areas and words give the same register.
"""

from __future__ import annotations

import csv
import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, radians, sin
from pathlib import Path

import shapely
import shapely.geometry
from places import METRES_PER_DEGREE
from shapely.geometry.base import BaseGeometry

COLUMNS = ["部件编码", "类别", "位置描述", "经度", "纬度", "权属单位", "状态"]
OF_A_GRID = {"urban": (3, 6), "town": (2, 5), "park": (3, 5), "rural": (1, 2)}
"""From how many to how many components a grid gets, by its setting."""
ASIDE = 9.0
"""Metres from the middle of the line to where things stand."""
STATES = (("完好", 92.0), ("破损", 4.5), ("维修中", 2.5), ("缺失", 1.0))


@dataclass(frozen=True)
class Kind:
    """A kind: the four digits of its class in a component's code, its name, how common it is in built-up
    places and elsewhere, the roles that own it, who owns it where no unit of the district does, the share of
    them that have no owner."""

    digits: str
    name: str
    built: float
    country: float
    roles: tuple[str, ...]
    outside: str = ""
    ownerless: float = 0.02


KINDS = (
    Kind("0101", "上水井盖", 6, 3, ("water_supply",), "供水公司", 0.05),
    Kind("0102", "污水井盖", 9, 2, ("drainage", "municipal"), "", 0.06),
    Kind("0103", "雨水井盖", 10, 3, ("drainage", "municipal"), "", 0.06),
    Kind("0104", "雨水箅子", 9, 2, ("drainage", "municipal")),
    Kind("0105", "电力井盖", 5, 2, ("power",), "供电公司", 0.05),
    Kind("0107", "通信井盖", 6, 2, ("telecom",), "通信运营商", 0.09),
    Kind("0110", "热力井盖", 2, 0, ("heating",)),
    Kind("0111", "燃气井盖", 4, 1, ("gas",), "燃气公司", 0.03),
    Kind("0113", "消火栓", 4, 2, ("water_supply", "fire"), "供水公司"),
    Kind("0115", "通信交接箱", 3, 1, ("telecom",), "通信运营商", 0.04),
    Kind("0116", "电力设施箱", 3, 2, ("power",), "供电公司"),
    Kind("0117", "立杆", 5, 8, ("telecom", "power"), "通信运营商", 0.10),
    Kind("0118", "路灯", 16, 8, ("lighting", "municipal", "urban_management")),
    Kind("0124", "健身设施", 2, 2, ("culture", "community_station"), "", 0.05),
    Kind("0129", "监控设施", 3, 2, ("police",)),
    Kind("0201", "公交站亭", 2, 1, ("bus", "transport"), "公交公司"),
    Kind("0205", "非机动车停放设施", 2, 0, ("urban_management",), "", 0.04),
    Kind("0210", "交通标志牌", 5, 4, ("traffic_police",)),
    Kind("0211", "交通信号灯", 2, 0.5, ("traffic_police",), "", 0.0),
    Kind("0213", "交通护栏", 4, 1, ("traffic_police", "municipal"), "", 0.03),
    Kind("0215", "阻车桩", 3, 0.5, ("municipal", "urban_management"), "", 0.08),
    Kind("0220", "充电设施", 2, 0.5, ("power", "housing"), "充电运营商"),
    Kind("0301", "公共厕所", 1, 1, ("sanitation",), "", 0.0),
    Kind("0303", "果皮箱", 5, 2, ("sanitation",)),
    Kind("0306", "户外广告牌", 3, 1, ("urban_management",), "广告公司", 0.07),
    Kind("0310", "路名牌", 3, 2, ("civil_affairs",)),
    Kind("0402", "行道树", 8, 5, ("greening", "urban_management"), "", 0.01),
    Kind("0407", "座椅", 2, 1, ("greening", "municipal")),
)


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of components.csv, from what else lies in a district's folder."""
    profile = tomllib.loads((folder / "profile.toml").read_text("utf-8"))
    roads = tomllib.loads((folder / "phrases.toml").read_text("utf-8"))["places"]["roads"]
    areas = _read(folder / "areas.csv")
    parents = {area["parent"] for area in areas}
    features = json.loads((folder / "areas.geojson").read_text("utf-8"))["features"]
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    units = _owners(folder)
    counts: dict[str, int] = {}
    for area in areas:
        if area["kind"] not in ("grid", "dedicated_grid") or area["setting"] not in OF_A_GRID:
            continue
        chance = random.Random(f"{profile['key']} components {area['code']}")
        shape = shapes[area["code"]]
        leaves = [shapes[a["code"]] for a in areas if a["parent"] == area["code"]]
        within = shapely.union_all(leaves) if area["code"] in parents else shape
        places = list(_along(within, chance, chance.randint(*OF_A_GRID[area["setting"]])))
        road, built = chance.choice(roads), area["setting"] != "rural"
        for nth, (lon, lat) in enumerate(places):
            kind = chance.choices(KINDS, [k.built if built else k.country for k in KINDS])[0]
            owner = _owner(kind, units, chance)
            if owner is None:
                continue
            counts[kind.digits] = counts.get(kind.digits, 0) + 1
            code = f"{profile['code']}{kind.digits}{counts[kind.digits]:06d}"
            values = [
                *(code, kind.name, _words(area, road, nth, chance), f"{lon:.6f}", f"{lat:.6f}", owner),
                chance.choices([s for s, _ in STATES], [w for _, w in STATES])[0],
            ]
            yield dict(zip(COLUMNS, values, strict=True))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _owners(folder: Path) -> dict[str, str]:
    """The district's own units by role: those that there is one of."""
    found: dict[str, list[str]] = {}
    for unit in _read(folder / "organisations.csv"):
        found.setdefault(unit["role"], []).append(unit["code"])
    return {role: codes[0] for role, codes in found.items() if len(codes) == 1}


def _owner(kind: Kind, units: dict[str, str], chance: random.Random) -> str | None:
    """Whose one is: a unit's code, a name, "无主"; None where a district has nothing of the kind."""
    here = [units[role] for role in kind.roles if role in units]
    drawn = chance.random()
    if not here and not kind.outside:
        return None
    if drawn < kind.ownerless:
        return "无主"
    if not here or (kind.outside and drawn > 0.85):
        return kind.outside
    return here[0]


def _along(shape: BaseGeometry, chance: random.Random, count: int) -> Iterator[tuple[float, float]]:
    """Points on both sides of a line through an area, all inside it."""
    middle = shape.representative_point()
    x, y = METRES_PER_DEGREE * cos(radians(middle.y)), METRES_PER_DEGREE
    angle = chance.uniform(0.0, pi)
    reach = 4_000.0
    ends = [
        (middle.x + sign * reach * cos(angle) / x, middle.y + sign * reach * sin(angle) / y)
        for sign in (-1, 1)
    ]
    cut = shape.intersection(shapely.LineString(ends))
    parts = [part for part in getattr(cut, "geoms", [cut]) if part.geom_type == "LineString"]
    if not parts:
        return
    line = max(parts, key=lambda part: part.length)
    for nth in range(count):
        share = (nth + chance.uniform(0.25, 0.75)) / count
        on = line.interpolate(share, normalized=True)
        side = chance.choice((-1, 1)) * ASIDE
        lon, lat = on.x - side * sin(angle) / x, on.y + side * cos(angle) / y
        for place in ((lon, lat), (on.x, on.y)):
            rounded = (round(place[0], 6), round(place[1], 6))
            if shape.contains(shapely.Point(rounded)):
                yield rounded
                break


def _words(area: dict[str, str], road: str, nth: int, chance: random.Random) -> str:
    side = chance.choice(("东侧", "西侧", "南侧", "北侧"))
    number = nth * 24 + chance.randrange(2, 24)
    return f"{area['short']} {road}{number}号{side}"
