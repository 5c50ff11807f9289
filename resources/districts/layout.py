"""Lays a district out as a tree of areas: streets, 管区, communities, grids of every kind, micro-grids."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np
import shapely
from cutting import RURAL, TOWN, URBAN, Field, Site, Style, parts, placed, told
from naming import common, english, pinyin, stem
from places import Area, Plane, apportion, drawn_outline
from settled import settle
from shapely import Polygon
from shapely.geometry.base import BaseGeometry
from topology import coverage, union

STYLES = {"urban": URBAN, "town": TOWN, "rural": RURAL}
# What a place of a setting weighs in area and in residents against an urban community.
AREA = {"urban": 1.0, "town": 1.8, "rural": 3.4}
PEOPLE = {"urban": 2.6, "town": 1.7, "rural": 1.0}
# Reports per grid against an urban one: fewer people, or people who write less.
LOUDNESS = {"urban": 1.0, "town": 0.7, "rural": 0.4, "park": 0.35, "water": 0.03}
# Institutions that have their own grid where a source names a number and no places.
INSTITUTIONS = (
    ("中心小学", "Central Primary School", 0.8),
    ("中学", "Middle School", 0.9),
    ("卫生院", "Health Centre", 0.6),
    ("农贸市场", "Market", 0.6),
    ("工业园区", "Industrial Park", 1.4),
    ("敬老院", "Home for the Aged", 0.6),
    ("客运站", "Bus Station", 0.6),
    ("粮库", "Granary", 0.8),
    ("商贸街", "Shopping Street", 0.7),
    ("文化广场", "Culture Square", 0.7),
    ("供电所", "Power Supply Station", 0.5),
    ("农业产业园", "Farm Park", 1.6),
    ("建材市场", "Building-Materials Market", 0.8),
    ("物流园", "Logistics Park", 1.2),
    ("幼儿园", "Kindergarten", 0.5),
    ("便民服务中心", "Service Centre", 0.5),
    ("新材料产业园", "New-Materials Park", 1.4),
)


class Layout:
    """One district, from the outline down. ``outline`` is the real one in degrees, None where it is drawn."""

    def __init__(
        self, plan: dict[str, Any], divisions: Sequence[dict[str, str]], outline: BaseGeometry | None
    ):
        self._plan = plan
        self._divisions = divisions
        self._rng = np.random.default_rng(plan["seed"])
        self.islands: list[Polygon] = []
        if outline is None:
            self.plane = Plane(*plan["outline"]["centre"])
            self._main = drawn_outline(plan["outline"], self._rng)
        else:
            middle = outline.centroid
            self.plane = Plane(middle.x, middle.y)
            pieces = sorted(
                shapely.get_parts(self.plane.polygon(outline)), key=lambda part: -float(part.area)
            )
            self._main, self.islands = pieces[0], pieces[1:]
        self._fields = {
            name: Field(self._rng, plan["angle"], plan["bend"] * more, plan["wavelength"] * size)
            for name, more, size in (("urban", 0.8, 1.0), ("town", 1.1, 0.8), ("rural", 1.7, 0.6))
        }
        self.root = Area(
            plan["code"],
            "",
            "district",
            "district",
            stem(plan["name_zh"]),
            plan["name_zh"],
            plan["name_en"],
            schematic=1 if outline is None else 0,
        )

    def build(self) -> Area:
        land, lake = self._split_lake()
        self._cut_streets(land)
        self._cut_grids()
        self._cut_lake(lake)
        self._cut_micro_grids()
        self._weigh()
        self._staff()
        self._settle()
        settle(self.root, self._plan["seed"])
        return self.root

    def _how(self, setting: str) -> tuple[Field, Style]:
        return self._fields[setting], STYLES[setting]

    def _split_lake(self) -> tuple[Polygon, Polygon | None]:
        water = self._plan.get("water")
        if not water:
            return self._main, None
        line = shapely.LineString([self.plane.metres(*point) for point in water["shore"]])
        fine = np.array([line.interpolate(at).coords[0] for at in np.linspace(0.0, line.length, 260)])
        fine[:, 1] += 70.0 * np.sin(fine[:, 0] / 310.0) + 45.0 * np.sin(fine[:, 0] / 117.0 + 1.0)
        fine = np.array(shapely.simplify(shapely.LineString(fine), 18.0).coords)
        low = self._main.bounds[1] - 1e4
        south = Polygon([*fine, (fine[-1][0], low), (fine[0][0], low)])
        lake = max(shapely.get_parts(self._main.intersection(south)), key=lambda part: float(part.area))
        land = max(shapely.get_parts(self._main.difference(lake)), key=lambda part: float(part.area))
        return land, self._main.difference(land)

    def _cut_streets(self, land: Polygon) -> None:
        plans = {street["code"]: street for street in self._plan["streets"]}
        sites = [
            Site(code, *self.plane.metres(*plan["at"]), plan["area"]) for code, plan in sorted(plans.items())
        ]
        # Borders between streets run straighter than lanes do.
        border = self._plan.get("border", "town")
        how = (
            Field(self._rng, self._plan["angle"], self._plan["bend"] * 0.4, self._plan["wavelength"]),
            STYLES[border],
        )
        if "cuts" in self._plan:
            cut = told(land, self._plan["cuts"], {site.key: site.weight for site in sites}, *how, self._rng)
        else:
            cut = placed(land, sites, *how, self._rng, fidelity=5.0)
        for row in self._divisions:
            if row["parent"] != self.root.code:
                continue
            code, name = row["code"], row["official_zh"]
            street = Area(code, self.root.code, "street", "street", stem(name), name, english(name), name)
            street.plane, street.setting, street.weight = (
                cut[code],
                plans[code]["setting"],
                plans[code]["people"],
            )
            self.root.children.append(street)
            self._cut_communities(street)
            self._group(street)

    def _cut_communities(self, street: Area) -> None:
        seat = street.plane.representative_point()
        reach = float(np.sqrt(street.plane.area / pi))
        sites = []
        for row in self._divisions:
            if row["parent"] != street.code:
                continue
            name = common(row["official_zh"])
            village = name.endswith("村")
            setting = (
                {"urban": "town", "town": "rural", "rural": "rural"}
                if village
                else {"urban": "urban", "town": "urban", "rural": "town"}
            )
            home = Area(
                row["code"],
                street.code,
                "community",
                "community",
                stem(name),
                name,
                english(name),
                row["official_zh"],
                setting[street.setting],
            )
            spread = float(np.exp(self._rng.normal(0.0, 0.26)))
            home.weight = PEOPLE[home.setting] * spread**0.5
            far = 0.95 if village or street.setting == "urban" else 0.5
            radius, turn = reach * far * float(np.sqrt(self._rng.random())), self._rng.uniform(0.0, 2.0 * pi)
            at = (seat.x + radius * float(np.cos(turn)), seat.y + radius * float(np.sin(turn)))
            known = self._plan.get("near", {}).get(name)
            if known:
                at = self.plane.metres(*known)
            sites.append(Site(home.code, *at, AREA[home.setting] * spread))
            street.children.append(home)
        field_, style = self._how(street.setting)
        cut = placed(street.plane, sites, field_, style, self._rng)
        total = sum(home.weight for home in street.children)
        for home in street.children:
            home.plane = cut[home.code]
            home.weight *= street.weight / total

    def _group(self, street: Area) -> None:
        """Puts communities that lie together into 管区, where the district has that level."""
        count = self._plan.get("areas_per_street", {}).get(street.code, 0)
        rest = list(street.children) if count else []
        groups: list[list[Area]] = []
        for number in range(count):
            size = len(rest) // (count - number)
            # Begin at the outermost that is left and take its nearest neighbours, so that none is stranded.
            middle = shapely.union_all([home.plane for home in rest]).centroid
            group = [max(rest, key=lambda home: float(home.plane.distance(middle)))]
            rest.remove(group[0])
            while len(group) < size:
                whole = shapely.union_all([home.plane for home in group])
                touching = [home for home in rest if home.plane.distance(whole) < 1.0] or rest
                group.append(
                    min(touching, key=lambda home: float(home.plane.centroid.distance(whole.centroid)))
                )
                rest.remove(group[-1])
            groups.append(sorted(group, key=lambda home: home.code))
        if groups:
            street.children = []
        for number, group in enumerate(groups, 1):
            # Called after the community that the street is called after, else after the oldest of the group.
            lead = next((home for home in group if home.short == street.short), group[0])
            name = self._plan.get("area_names", {}).get(lead.short, lead.short) + "管区"
            area = Area(
                f"{street.code}-G{number}", street.code, "area", "area", lead.short, name, english(name)
            )
            area.setting, area.children = street.setting, group
            for home in group:
                home.parent = area.code
            street.children.append(area)

    def _dedicated(self) -> dict[str, list[dict[str, Any]]]:
        """Dedicated grids by the code of their community."""
        homes = self.root.below("community")
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._plan.get("dedicated", []):
            home = next(home for home in homes if home.name_zh == row["community"])
            found.setdefault(home.code, []).append(row)
        wanted = self._plan.get("dedicated_total", 0)
        for number in range(wanted):
            street = self.root.children[number % len(self.root.children)]
            ending, kind, size = INSTITUTIONS[number // len(self.root.children)]
            name, at = street.short + ending, number // len(self.root.children)
            ranked = sorted(street.below("community"), key=lambda home: (home.setting == "rural", home.code))
            row = {"zh": name, "en": f"{pinyin(street.short)} {kind}", "size": size}
            found.setdefault(ranked[at % len(ranked)].code, []).append(row)
        return found

    def _cut_grids(self) -> None:
        dedicated = self._dedicated()
        homes = self.root.below("community")
        waters = len(self._plan.get("water", {}).get("names_zh", []))
        own = sum(len(rows) for rows in dedicated.values())
        counts = dict(
            zip(
                [home.code for home in homes],
                apportion(self._plan["grids"] - waters - own, [home.weight for home in homes]),
                strict=True,
            )
        )
        for street in self.root.children:
            for ordinal, home in enumerate(sorted(street.below("community"), key=lambda home: home.code), 1):
                rows = dedicated.get(home.code, [])
                sizes = [float(np.exp(self._rng.normal(0.0, 0.30))) for _ in range(counts[home.code])]
                sizes += [row["size"] for row in rows]
                order = self._rng.permutation(len(sizes))
                cut = parts(home.plane, [sizes[at] for at in order], *self._how(home.setting), self._rng)
                planes = dict(zip((int(at) for at in order), cut, strict=True))
                # Numbered from north-west to south-east, as a map is read; dedicated grids come last.
                plain = sorted(
                    range(counts[home.code]),
                    key=lambda at: planes[at].centroid.x - 1.6 * planes[at].centroid.y,
                )
                for number, at in enumerate([*plain, *range(counts[home.code], len(sizes))], 1):
                    row = rows[at - counts[home.code]] if at >= counts[home.code] else None
                    home.children.append(self._grid(home, street, ordinal, number, planes[at], row))

    def _grid(
        self, home: Area, street: Area, ordinal: int, number: int, plane: Polygon, row: dict[str, Any] | None
    ) -> Area:
        short = f"{street.short} {ordinal:02d}-{number:02d}"
        english_short = f"{pinyin(street.short)} {ordinal:02d}-{number:02d}"
        grid = Area(
            f"{home.code}-{number:02d}",
            home.code,
            "grid",
            "grid",
            short,
            f"{home.name_zh}第{number}网格",
            f"{english_short} ({pinyin(home.short)} grid {number})",
            setting=home.setting,
        )
        grid.plane = plane
        if row:
            grid.kind, grid.note, grid.setting = "dedicated_grid", row["zh"], row.get("setting", home.setting)
            grid.name_zh, grid.name_en = f"{row['zh']}专属网格", f"{row['en']} (dedicated grid)"
        return grid

    def _cut_lake(self, lake: Polygon | None) -> None:
        water = self._plan.get("water")
        if lake is None or not water:
            return
        cut = parts(lake, [1.0] * len(water["names_zh"]), *self._how("rural"), self._rng)
        cut.sort(key=lambda part: float(part.centroid.x))
        for part, zh, en in zip(cut, water["names_zh"], water["names_en"], strict=True):
            homes = [
                (home, street, number)
                for street in self.root.children
                if street.code in water["streets"]
                for number, home in enumerate(
                    sorted(street.below("community"), key=lambda home: home.code), 1
                )
            ]
            # A lake grid belongs to the community with the longest shore on it, or else to the nearest.
            home, street, ordinal = max(
                homes,
                key=lambda it: (
                    float(it[0].plane.buffer(1.0).intersection(part).area),
                    -float(it[0].plane.distance(part)),
                ),
            )
            grid = self._grid(home, street, ordinal, len(home.children) + 1, part, None)
            grid.name_zh, grid.name_en, grid.setting, grid.note = f"{zh}网格", f"{en} (water)", "water", zh
            home.children.append(grid)

    def _cut_micro_grids(self) -> None:
        wanted = self._plan.get("micro_grids", 0)
        if not wanted:
            return
        rank = {"urban": 0, "town": 1, "rural": 2}
        plain = [grid for grid in self.root.below("grid") if grid.kind == "grid" and grid.setting in rank]
        # Where many households share few hectares a grid is parted; four or five micro-grids each.
        plain.sort(key=lambda grid: (rank[grid.setting], float(grid.plane.area)))
        chosen = plain[: wanted * 2 // 9]
        for grid, count in zip(
            chosen, apportion(wanted, [self._rng.uniform(0.6, 1.4) for _ in chosen], 3), strict=True
        ):
            cut = parts(
                grid.plane,
                [float(np.exp(self._rng.normal(0.0, 0.2))) for _ in range(count)],
                *self._how(grid.setting),
                self._rng,
            )
            cut.sort(key=lambda part: float(part.centroid.x - 1.6 * part.centroid.y))
            for number, part in enumerate(cut, 1):
                micro = Area(
                    f"{grid.code}-{number:02d}",
                    grid.code,
                    "micro_grid",
                    "micro_grid",
                    f"{grid.short}-{number}",
                    f"{grid.name_zh}{number}号微网格",
                    f"{grid.name_en.split(' (')[0]}-{number} (micro-grid)",
                    setting=grid.setting,
                )
                micro.plane = part
                grid.children.append(micro)

    def _weigh(self) -> None:
        for home in self.root.below("community"):
            grids = home.children
            loud = [LOUDNESS[grid.setting] * float(np.exp(self._rng.normal(0.0, 0.35))) for grid in grids]
            for grid, share in zip(grids, loud, strict=True):
                grid.weight = share
                for micro in grid.children:
                    micro.weight = share / len(grid.children)
        total = sum(area.weight for area in self.root.walk() if not area.children)
        for area in self.root.walk():
            if not area.children:
                area.weight = max(round(area.weight / total, 7), 1e-7)
        for area in reversed(list(self.root.walk())):
            if area.children:
                area.weight = round(sum(child.weight for child in area.children), 7)

    def _staff(self) -> None:
        plain = [
            g for g in self.root.below("grid") if self._plan.get("staff_dedicated", True) or g.kind == "grid"
        ]
        each, extra = divmod(self._plan["workers"], len(plain))
        ranked = sorted(plain, key=lambda grid: (-grid.weight, grid.code))
        for number, grid in enumerate(ranked):
            grid.workers = each + (1 if number < extra else 0)

    def _settle(self) -> None:
        """Puts every leaf on the lattice and builds the shapes above from them: edges are shared exactly."""
        leaves = [area for area in self.root.walk() if not area.children]
        for leaf, shape in zip(
            leaves, coverage([self.plane.lattice(leaf.plane) for leaf in leaves]), strict=True
        ):
            leaf.shape = leaf.mainland = shape
        for island in self.islands:
            home = min(leaves, key=lambda leaf: float(leaf.plane.distance(island)))
            rounded = shapely.set_precision(self.plane.lattice(island), 1.0)
            home.shape = shapely.MultiPolygon([*shapely.get_parts(home.shape), *shapely.get_parts(rounded)])
        for area in reversed(list(self.root.walk())):
            if area.children:
                area.shape = union([child.shape for child in area.children])
