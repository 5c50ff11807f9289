"""The grids on the map: which one lies at a point, what is picked, what a draft draws, where something is
wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from contract.division import Marked, NewGrid, Outline
from views.area_ground import AreaGround, outlines
from views.context import Context
from views.division.division_words import called
from widgets.map import MapArea, MapCanvas, MapZone, Shape, Tone, shape_of

Rings = list[NDArray[np.float64]]


class GridGround(AreaGround):
    """Areas of every level under the map; the outlines of all are kept."""

    def __init__(self, context: Context, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(context, canvas, parent, every=True)
        self._canvas_of_grids = canvas
        self._reference_of = context
        self._rings: dict[str, Rings] = {}
        self._boxes: dict[str, tuple[float, float, float, float]] = {}

    def levels(self) -> tuple[str, str]:
        """The lowest level, and the streets'."""
        levels = [level.key for level in self._reference_of.reference.district.levels]
        there = {area.level for area in self._reference_of.reference.areas}
        fine = next((key for key in reversed(levels) if key in there), levels[-1])
        return fine, levels[1] if len(levels) > 2 else levels[0]

    def forget(self) -> None:
        """The areas are others now."""
        super().forget()
        self._rings.clear()
        self._boxes.clear()

    def _shapes(self, content: bytes) -> Iterator[Shape | None]:
        reference = self._reference_of.reference
        for code, rings in outlines(content):
            self._rings[code] = rings
            self._boxes[code] = _box(rings)
            yield shape_of(MapArea(code, called(reference.area(code), code), rings))

    def rings(self, code: str) -> Rings:
        """The outline of an area, empty until it came."""
        return self._rings.get(code, [])

    def grid_at(self, lon: float, lat: float, drawn: Iterable[NewGrid], gone: set[str]) -> str:
        """The smallest area at a point as a draft has it, "" outside."""
        for grid in drawn:
            if within(lon, lat, rings_of(grid.outline)):
                return grid.area.code
        reference = self._reference_of.reference
        parents = {area.parent for area in reference.areas}
        for area in reference.areas:
            box = self._boxes.get(area.code)
            if (
                box is not None
                and area.code not in gone
                and area.code not in parents
                and box[0] <= lon <= box[2]
                and box[1] <= lat <= box[3]
                and within(lon, lat, self._rings[area.code])
            ):
                return area.code
        return ""

    def show(self, picked: Sequence[str], drawn: Sequence[NewGrid], marks: Sequence[Marked]) -> None:
        """Draws what is picked, what a draft makes, and what is wrong, over the areas."""
        known = {grid.area.code: grid for grid in drawn}
        zones = [
            MapZone(code, called(grid.area), rings_of(grid.outline), Tone.GREEN)
            for code, grid in known.items()
            if code not in picked and grid.outline
        ]
        for code in picked:
            rings = rings_of(known[code].outline) if code in known else self.rings(code)
            if rings:
                zones.append(MapZone(f"picked {code}", "", rings, Tone.ACCENT))
        for n, mark in enumerate(marks):
            tone = Tone.AMBER if mark.kind == "outside" else Tone.RED
            zones.append(MapZone(f"mark {n}", "", rings_of(mark.outline), tone))
        self._canvas_of_grids.set_zones(zones)


def rings_of(outline: Outline) -> Rings:
    """Rings as the map takes them."""
    return [np.array(ring, np.float64) for polygon in outline for ring in polygon]


def _box(rings: Rings) -> tuple[float, float, float, float]:
    points = np.concatenate(rings)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def within(lon: float, lat: float, rings: Rings) -> bool:
    """Whether a point lies in rings, by how often a ray crosses them."""
    crossed = 0
    for ring in rings:
        x, y = ring[:, 0], ring[:, 1]
        x2, y2 = np.roll(x, -1), np.roll(y, -1)
        over = (y > lat) != (y2 > lat)
        at = x[over] + (lat - y[over]) * (x2[over] - x[over]) / (y2[over] - y[over])
        crossed += int(np.count_nonzero(at > lon))
    return crossed % 2 == 1
