"""What stands on a map: areas with their outlines, and markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath, QPolygonF
from shiboken6 import Shiboken

from widgets.light import Light
from widgets.map.projection import to_metres


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area of a level: rings as (n, 2) arrays of longitude and latitude; what lies in an even number is
    outside.
    """

    key: str
    label: str
    rings: Sequence[NDArray[np.float64]]


class MarkerKind(StrEnum):
    """What a marker stands for, and so its shape."""

    TICKET = "ticket"
    """Its light's own shape."""
    UNIT = "unit"
    """A square: somebody at work."""
    PIN = "pin"
    """A ring with a dot: the place spoken of."""


@dataclass(frozen=True, slots=True)
class MapMarker:
    """A marker at a place; `label` stands beside it where there is room."""

    key: str
    lon: float
    lat: float
    light: Light = Light.NONE
    kind: MarkerKind = MarkerKind.TICKET
    label: str = ""


@dataclass(slots=True)
class Shape:
    """An area made ready for drawing, in Mercator metres with y downwards as screens have it."""

    area: MapArea
    path: QPainterPath
    bounds: tuple[float, float, float, float]
    """West, south, east, north, y northwards."""
    _rings: list[NDArray[np.float64]]
    _label: tuple[float, float] | None = None

    @property
    def placed(self) -> bool:
        """Whether it is known where the label stands."""
        return self._label is not None

    @property
    def label_at(self) -> tuple[float, float]:
        """Where the label stands, y northwards: inside the area, in the middle of its widest part. Found when
        the name is first drawn: a district has hundreds of areas, and few of their names in sight."""
        if self._label is None:
            self._label = _label_point(self._rings, self.bounds)
        return self._label


def shape_of(area: MapArea) -> Shape | None:
    """The area made ready; None when it has no ring of three points."""
    rings = [to_metres(np.asarray(ring, dtype=np.float64)) for ring in area.rings if len(ring) > 2]
    if not rings:
        return None
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        path.addPolygon(polygon(ring))
        path.closeSubpath()
    points = np.concatenate(rings)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    bounds = (float(west), float(south), float(east), float(north))
    return Shape(area, path, bounds, rings)


def polygon(ring: NDArray[np.float64]) -> QPolygonF:
    """The ring as Qt has it, y downwards: written into its memory at once, a point object each is ten times
    slower.
    """
    polygon = QPolygonF()
    polygon.resize(len(ring))
    # The binding's stubs know one of the three arguments it takes.
    memory = cast("Any", Shiboken.VoidPtr)(polygon.data(), ring.nbytes, True)
    np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)[:] = ring * (1.0, -1.0)
    return polygon


def _label_point(
    rings: list[NDArray[np.float64]], bounds: tuple[float, float, float, float]
) -> tuple[float, float]:
    """The middle of the longest stretch inside the area on one of a few level lines about its middle."""
    best = (0.0, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    start = np.concatenate(rings)
    end = np.concatenate([np.concatenate((ring[1:], ring[:1])) for ring in rings])
    rise = end[:, 1] - start[:, 1]
    rise[rise == 0] = 1.0
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = bounds[1] + (bounds[3] - bounds[1]) * share
        crossing = (start[:, 1] > y) != (end[:, 1] > y)
        part = (y - start[crossing, 1]) / rise[crossing]
        met = np.sort(start[crossing, 0] + part * (end[crossing, 0] - start[crossing, 0]))
        for left, right in zip(met[::2], met[1::2], strict=False):
            # A line nearer the middle is preferred unless another is clearly longer.
            length = (right - left) * (1 - abs(share - 0.5))
            if length > best[0]:
                best = (float(length), float(left + right) / 2, float(y))
    return best[1], best[2]
