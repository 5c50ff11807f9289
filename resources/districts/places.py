"""What a layout is made of: areas in a tree, a plane of metres, an outline that is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, pi, radians
from typing import Any

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry
from topology import SCALE

METRES_PER_DEGREE = 111_320.0


@dataclass
class Area:
    """A row of areas.csv in the making; a leaf's polygon is in metres before the lattice gives its shape."""

    code: str
    parent: str
    level: str
    kind: str
    short: str
    name_zh: str
    name_en: str
    official_zh: str = ""
    setting: str = ""
    weight: float = 0.0
    workers: int = 0
    households: int = 0
    note: str = ""
    schematic: int = 1
    plane: Polygon = field(default_factory=Polygon)
    shape: BaseGeometry = field(default_factory=Polygon)
    mainland: BaseGeometry = field(default_factory=Polygon)
    children: list[Area] = field(default_factory=list)

    def walk(self) -> Iterator[Area]:
        """This area and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def below(self, level: str) -> list[Area]:
        return [area for area in self.walk() if area.level == level]


class Plane:
    """Metres about a point against degrees; true enough over one district."""

    def __init__(self, lon: float, lat: float) -> None:
        self._lon, self._lat = lon, lat
        self._scale = (METRES_PER_DEGREE * cos(radians(lat)), METRES_PER_DEGREE)

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self._lon) * self._scale[0], (lat - self._lat) * self._scale[1]

    def polygon(self, degrees: BaseGeometry) -> BaseGeometry:
        x, y = self._scale
        return affine_transform(degrees, [x, 0, 0, y, -self._lon * x, -self._lat * y])

    def lattice(self, metres: BaseGeometry) -> BaseGeometry:
        x, y = SCALE / self._scale[0], SCALE / self._scale[1]
        return affine_transform(metres, [x, 0, 0, y, self._lon * SCALE, self._lat * SCALE])


def drawn_outline(plan: dict[str, Any], rng: np.random.Generator) -> Polygon:
    """A closed curve of the right size that wanders as a district's border does (metres)."""
    angles = np.linspace(0.0, 2.0 * pi, 900, endpoint=False)
    radius = np.ones_like(angles)
    for wave in range(2, 130):
        # Borders have no scale of their own: long bends are strong, short ones weak, none is missing.
        strength = plan["rough"] * (1.0 + 0.35 * rng.normal()) / wave**1.27
        radius += strength * np.cos(wave * angles + rng.uniform(0.0, 2.0 * pi))
    curve = Polygon(np.stack([radius * np.cos(angles) * plan["stretch"], radius * np.sin(angles)], axis=1))
    scale = float(np.sqrt(plan["area_km2"] * 1e6 / curve.area))
    return shapely.simplify(affine_transform(curve, [scale, 0, 0, scale, 0, 0]), 55.0)


def apportion(total: int, weights: Sequence[float], least: int = 1) -> list[int]:
    """Whole numbers in proportion that sum to ``total`` (largest remainder), none below ``least``."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} do not give {len(weights)} parts {least} each")
    exact = [spare * weight / sum(weights) for weight in weights]
    whole = [int(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: spare - sum(whole)]:
        whole[at] += 1
    return [least + value for value in whole]
