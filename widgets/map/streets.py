"""Streets under the map's areas: lines by rank, as wide as they are where that can be seen, named where there
is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from widgets import theme
from widgets.map.areas import transform_of
from widgets.map.layer import Bounds, Name
from widgets.map.projection import Window, ground_scale, to_metres
from widgets.map.shapes import polygon


@dataclass(frozen=True, slots=True)
class Look:
    """How streets of a rank look: up to how many metres a px they are drawn and named, how wide they are in
    metres on the ground, in px at least and at most, and the rank of their names."""

    drawn: float
    named: float
    metres: float
    least: float
    most: float
    name_rank: int


LOOKS = {
    1: Look(90.0, 14.0, 26.0, 1.2, 15.0, 24),
    2: Look(22.0, 5.0, 15.0, 1.0, 11.0, 30),
    3: Look(7.0, 2.2, 8.0, 0.8, 8.0, 44),
}
"""By rank: a main road, a road, a lane."""
_EDGED = 3.0
"""From so many px on a street has an edge of its own."""
_BETWEEN = 520.0
"""Px between two of a street's names."""
_MOST_NAMES = 300
_STRETCH = 6
"""Steps of a line that are drawn together."""


@dataclass(frozen=True, slots=True, eq=False)
class Street:
    """A street: `line` is (n, 2) longitude and latitude; `rank` 1 main road, 2 road, 3 lane."""

    name: str
    line: NDArray[np.float64]
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """A street made ready for drawing, in Mercator metres."""

    name: str
    rank: int
    metres: NDArray[np.float64]
    parts: tuple[QPolygonF, ...]
    """The line in stretches, with y downwards as screens have it: what is out of sight is not stroked."""
    boxes: NDArray[np.float64]
    """(n, 4): west, south, east, north of each, y northwards."""
    along: NDArray[np.float64]
    """Metres along the line at each of its points."""


def road_of(street: Street) -> Road | None:
    """The street made ready; None when it has not two points, or its rank is not known."""
    if len(street.line) < 2 or street.rank not in LOOKS:
        return None
    metres = to_metres(np.asarray(street.line, np.float64))
    steps = np.hypot(*np.diff(metres, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    stretches = [metres[at : at + _STRETCH + 1] for at in range(0, len(metres) - 1, _STRETCH)]
    boxes = np.array([(*part.min(axis=0), *part.max(axis=0)) for part in stretches], np.float64)
    parts = tuple(polygon(np.ascontiguousarray(part)) for part in stretches)
    return Road(street.name, street.rank, metres, parts, boxes, along)


class StreetLayer:
    """A `GroundLayer` with `names`."""

    def __init__(self, roads: Sequence[Road]) -> None:
        self._count = len(roads)
        self._roads: dict[int, list[Road]] = {}
        self._boxes: dict[int, NDArray[np.float64]] = {}
        self._parts: dict[int, list[QPolygonF]] = {}
        self._part_boxes: dict[int, NDArray[np.float64]] = {}
        for rank in LOOKS:
            held = self._roads[rank] = [road for road in roads if road.rank == rank]
            self._parts[rank] = [part for road in held for part in road.parts]
            boxes = [road.boxes for road in held]
            self._part_boxes[rank] = np.concatenate(boxes) if boxes else np.empty((0, 4))
            whole = [(*box[:, :2].min(axis=0), *box[:, 2:].max(axis=0)) for box in boxes]
            self._boxes[rank] = np.array(whole, np.float64).reshape(-1, 4)

    def __len__(self) -> int:
        return self._count

    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints what meets the window: lanes first, main roads over them, all edges under all roads."""
        per_px = ground_scale(window.y) / window.scale
        wide = {
            rank: min(max(look.metres / per_px, look.least), look.most)
            for rank, look in LOOKS.items()
            if per_px <= look.drawn
        }
        bounds = window.bounds()
        seen = {
            rank: [
                self._parts[rank][place]
                for place in _meeting(self._part_boxes[rank], bounds, px / window.scale)
            ]
            for rank, px in wide.items()
        }
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setTransform(transform_of(window), combine=True)
        for token, more in (("map_street_edge", 2.0), ("map_street", 0.0)):
            for rank in sorted(wide, reverse=True):
                edged = wide[rank] >= _EDGED
                if more and not edged:
                    continue
                pen = QPen(theme.color(token if edged else "map_street_thin"), wide[rank] + more)
                pen.setCosmetic(True)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                for part in seen[rank]:
                    painter.drawPolyline(part)

    def names(self, window: Window) -> Iterator[Name]:
        """Names at places along their streets: as many as fit a street's length at this scale."""
        per_px = ground_scale(window.y) / window.scale
        left = _MOST_NAMES
        west, south, east, north = window.bounds()
        for rank, look in LOOKS.items():
            if per_px > look.named:
                continue
            for place in _meeting(self._boxes[rank], window.bounds(), 0.0):
                road = self._roads[rank][place]
                if not road.name:
                    continue
                length = float(road.along[-1])
                count = max(1, int(length * window.scale / _BETWEEN))
                for at in (np.arange(count) + 0.5) * (length / count):
                    x = float(np.interp(at, road.along, road.metres[:, 0]))
                    y = float(np.interp(at, road.along, road.metres[:, 1]))
                    if west <= x <= east and south <= y <= north:
                        yield Name(road.name, x, y, look.name_rank, wide=length / count * 1.2)
                        left -= 1
                        if left == 0:
                            return


def _meeting(boxes: NDArray[np.float64], bounds: Bounds, beyond: float) -> list[int]:
    """Which of the boxes come nearer than `beyond` to the bounds."""
    west, south, east, north = bounds
    meets = (boxes[:, 0] <= east + beyond) & (boxes[:, 2] >= west - beyond)
    meets &= (boxes[:, 1] <= north + beyond) & (boxes[:, 3] >= south - beyond)
    found: list[int] = np.flatnonzero(meets).tolist()
    return found
