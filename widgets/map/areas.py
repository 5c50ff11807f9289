"""Areas by level: their ground, their fill by a measure, their outlines as far as the zoom allows."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from widgets import theme
from widgets.map.layer import Bounds, Name
from widgets.map.projection import Window, point_to_metres
from widgets.map.shapes import Shape

STEPS = 5
"""Fills of a measure, from least to most: tokens `map_step_1` … `map_step_5`."""
_OUTLINED_FROM = 9.0
"""Px that a level's areas are wide, in the middle of them, from which their outlines are drawn."""
_OUTLINES = (1.2, 1.8, 2.4)
"""Px of the outlines of levels without ground, from the finest that is shown."""
_PLACED = 12
"""So many names have their place found in one go: 0.1 ms each."""
OUTLINE_RANK, AREA_RANK = 20, 40


Fit = Callable[[str], float]
"""How wide a name is, px; another one for another font."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A fill by a figure of each area. `steps` rise; below the first is the palest fill. `say` puts a step
    into words; `title` says what is measured."""

    values: Mapping[str, float | None]
    steps: tuple[float, ...]
    say: Callable[[float], str]
    title: str = ""

    def fill(self, key: str) -> QColor | None:
        """The fill of an area; None where its figure is not known."""
        value = self.values.get(key)
        if value is None or math.isnan(value):
            return None
        return self.fill_of(bisect_right(self.steps, value))

    def fill_of(self, place: int) -> QColor:
        """The fill of the figures from step `place - 1` to step `place`."""
        last = max(len(self.steps), 1)
        return theme.color(f"map_step_{1 + round(place * (STEPS - 1) / last)}")


@dataclass(slots=True)
class Level:
    """The areas of one level; `outline_only` ones are drawn over the others, without ground."""

    shapes: dict[str, Shape]
    outline_only: bool
    shown: bool = True
    measure: Measure | None = None
    held: list[Shape] = field(init=False)
    _bounds: NDArray[np.float64] = field(init=False)
    _fit: Fit | None = None
    _words: NDArray[np.float64] = field(init=False)
    """Px of the names, in the font that they were last measured in."""
    wide: float = field(init=False)
    """Of the area in the middle by width, Mercator metres."""

    def __post_init__(self) -> None:
        self.held = list(self.shapes.values())
        self._bounds = np.array([s.bounds for s in self.held], np.float64).reshape(-1, 4)
        widths = self._bounds[:, 2] - self._bounds[:, 0]
        self.wide = float(np.median(widths)) if len(widths) else 0.0

    def bounds(self, keys: Sequence[str] | None = None) -> Bounds | None:
        """West, south, east, north of those areas in Mercator metres, None when there are none."""
        table = self._bounds
        if keys is not None:
            wanted = set(keys)
            table = table[[i for i, s in enumerate(self.held) if s.area.key in wanted]]
        if not len(table):
            return None
        west, south = table[:, :2].min(axis=0)
        east, north = table[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

    def _met(self, bounds: Bounds) -> NDArray[np.bool_]:
        west, south, east, north = self._bounds.T
        found: NDArray[np.bool_] = (west <= bounds[2]) & (bounds[0] <= east)
        found &= (south <= bounds[3]) & (bounds[1] <= north)
        return found

    def meeting(self, bounds: Bounds) -> Iterator[Shape]:
        """The areas whose bounds meet those."""
        for index in np.flatnonzero(self._met(bounds)).tolist():
            yield self.held[index]

    def naming(self, bounds: Bounds, scale: float, fit: Fit) -> Iterator[Shape]:
        """Those of them that are wide enough for their names. Of a district's hundreds few are, and all are
        measured: once for a font."""
        if self._fit is not fit:
            self._fit = fit
            self._words = np.array([fit(s.area.label) if s.area.label else np.inf for s in self.held])
        wide = (self._bounds[:, 2] - self._bounds[:, 0]) * scale
        for index in np.flatnonzero(self._met(bounds) & (wide >= self._words * 1.25)).tolist():
            yield self.held[index]


def transform_of(window: Window) -> QTransform:
    """From shapes (Mercator metres, y downwards) to the window's px."""
    transform = QTransform()
    transform.translate(
        window.width / 2 - window.x * window.scale, window.height / 2 + window.y * window.scale
    )
    transform.scale(window.scale, window.scale)
    return transform


def cosmetic(ink: QColor, width: float) -> QPen:
    """A pen of that many px at any zoom."""
    pen = QPen(ink, width)
    pen.setCosmetic(True)
    return pen


class AreaLayer:
    """Grounds and outlines by level."""

    def __init__(self) -> None:
        self.levels: dict[str, Level] = {}
        self.over_pictures = False
        """Whether pictures of the ground lie under the areas, which have to show through them."""
        self.unnamed = False

    def ordered(self) -> list[Level]:
        """The levels that are shown, as they are drawn: grounds first, outlines over them, the coarsest
        last."""
        shown = [level for level in self.levels.values() if level.shown]
        return sorted(shown, key=lambda level: (level.outline_only, level.wide))

    def paint_ground(self, painter: QPainter, window: Window) -> None:
        """Fills the areas that meet the window; over pictures of the ground only those that are measured, so
        that the pictures show through."""
        painter.save()
        painter.setTransform(transform_of(window), combine=True)
        painter.setPen(Qt.PenStyle.NoPen)
        bounds, plain, over_pictures = window.bounds(), theme.color("map_area"), self.over_pictures
        for level in self.ordered():
            measure = level.measure
            if (level.outline_only and measure is None) or (over_pictures and measure is None):
                continue
            # Neighbours filled smoothly would let the ground through along their common edge.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setOpacity(0.6 if over_pictures else 1.0)
            painter.setBrush(plain)
            for shape in level.meeting(bounds):
                fill = measure.fill(shape.area.key) if measure is not None else plain
                if measure is not None:
                    if fill is None and over_pictures:
                        continue
                    painter.setBrush(fill or plain)
                painter.drawPath(shape.path)
        painter.restore()

    def paint_outlines(self, painter: QPainter, window: Window) -> None:
        """Draws the outlines of those levels whose areas are large enough to be told apart."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(window), combine=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bounds, outer = window.bounds(), 0
        for level in self.ordered():
            if level.wide * window.scale < _OUTLINED_FROM and len(level.held) > 1:
                continue
            strong = level.outline_only
            width = _OUTLINES[min(outer, len(_OUTLINES) - 1)] if strong else 1.0
            outer += strong
            ink = theme.color("map_line_strong" if strong else "map_line")
            if self.over_pictures:
                ink = QColor(theme.color("dim"))
                ink.setAlpha(210 if strong else 130)
            painter.setPen(cosmetic(ink, width))
            for shape in level.meeting(bounds):
                painter.drawPath(shape.path)
        painter.restore()

    def paint_chosen(self, painter: QPainter, window: Window, shape: Shape) -> None:
        """Paints one area as the one spoken of."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(window), combine=True)
        fill = QColor(theme.color("map_area_chosen"))
        measured = any(level.measure is not None for level in self.levels.values())
        fill.setAlpha(120 if measured or self.over_pictures else 255)
        painter.setPen(cosmetic(theme.color("accent"), 1.4))
        painter.setBrush(fill)
        painter.drawPath(shape.path)
        painter.restore()

    def names(self, window: Window, first: Shape | None, fit: Fit, *, hurried: bool) -> Iterator[Name]:
        """The names of the areas in the window that are wide enough for them, the first before all. Where
        they stand is found for a few of them in one go, where it is `hurried`: `unnamed` says that there are
        more."""
        bounds, found = window.bounds(), 0
        self.unnamed = False
        if first is not None and first.area.label:
            yield Name(first.area.label, *first.label_at, 0, "text")
        coarsest = OUTLINE_RANK
        for level in reversed(self.ordered()):
            rank = coarsest if level.outline_only else AREA_RANK
            coarsest += level.outline_only
            ink = "dim" if level.outline_only else "faint"
            if any(other.measure is not None for other in self.levels.values()):
                ink = "text"
            for shape in level.naming(bounds, window.scale, fit):
                if shape is first:
                    continue
                if not shape.placed:
                    if hurried and found == _PLACED:
                        self.unnamed = True
                        continue
                    found += 1
                yield Name(shape.area.label, *shape.label_at, rank, ink)

    def find(self, level: str, key: str) -> Shape | None:
        """The area of that key."""
        held = self.levels.get(level)
        return held.shapes.get(key) if held is not None else None

    def at(self, lon: float, lat: float) -> tuple[str, str] | None:
        """Level and key of the smallest filled area that holds the place."""
        x, y = point_to_metres(lon, lat)
        found: list[tuple[float, str, str]] = []
        for name, level in self.levels.items():
            if level.outline_only:
                continue
            for shape in level.meeting((x, y, x, y)):
                west, south, east, north = shape.bounds
                if shape.path.contains(QPointF(x, -y)):
                    found.append(((east - west) * (north - south), name, shape.area.key))
        return min(found)[1:] if found else None
