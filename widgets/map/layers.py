"""The map's layers: areas with their names, and markers. Each paints itself for a window onto the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTransform

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.projection import Window, to_metres
from widgets.map.shapes import MapMarker, MarkerKind, Shape


class LabelRoom:
    """Where something stands already, in squares of a few px: a name that would lie on it is left out."""

    SQUARE = 4

    def __init__(self, window: Window) -> None:
        shape = window.height // self.SQUARE + 2, window.width // self.SQUARE + 2
        self._taken = np.zeros(shape, dtype=np.bool_)

    def _squares(self, box: QRectF) -> NDArray[np.bool_]:
        top, left = max(0, int(box.top()) // self.SQUARE), max(0, int(box.left()) // self.SQUARE)
        bottom, right = int(box.bottom()) // self.SQUARE + 1, int(box.right()) // self.SQUARE + 1
        return self._taken[top : max(bottom, top), left : max(right, left)]

    def take(self, box: QRectF) -> bool:
        """Whether the place was free; it is taken then."""
        squares = self._squares(box)
        if squares.any():
            return False
        squares[:] = True
        return True

    def occupy(self, x: NDArray[np.float64], y: NDArray[np.float64], reach: float) -> None:
        """Takes the squares within `reach` px about many points at once, free or not."""
        rows, columns = self._taken.shape
        grow = math.ceil(reach / self.SQUARE)
        # A square each, on ground wider by the reach; then every square spreads: a hundred thousand points
        # cost no more for a long reach than for a short one.
        marks = np.zeros((rows + 2 * grow, columns + 2 * grow), dtype=np.bool_)
        row = (y // self.SQUARE).astype(np.int64) + grow
        column = (x // self.SQUARE).astype(np.int64) + grow
        inside = (row >= 0) & (row < marks.shape[0]) & (column >= 0) & (column < marks.shape[1])
        marks[row[inside], column[inside]] = True
        wide = np.zeros((marks.shape[0], columns), dtype=np.bool_)
        for step in range(2 * grow + 1):
            wide |= marks[:, step : step + columns]
        for step in range(2 * grow + 1):
            self._taken |= wide[step : step + rows]


@dataclass(slots=True)
class Level:
    """The areas of one level; `outline_only` ones are drawn over the others, without ground."""

    shapes: dict[str, Shape]
    outline_only: bool

    def bounds(self, keys: Sequence[str] | None = None) -> tuple[float, float, float, float] | None:
        """West, south, east, north of those areas in Mercator metres, None when there are none."""
        found = [s.bounds for key, s in self.shapes.items() if keys is None or key in keys]
        if not found:
            return None
        table = np.array(found)
        west, south = table[:, :2].min(axis=0)
        east, north = table[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)


def transform_of(window: Window) -> QTransform:
    """From shapes (Mercator metres, y downwards) to the window's px."""
    transform = QTransform()
    transform.translate(
        window.width / 2 - window.x * window.scale, window.height / 2 + window.y * window.scale
    )
    transform.scale(window.scale, window.scale)
    return transform


def _meets(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


class AreaLayer:
    """Grounds and outlines by level."""

    def __init__(self) -> None:
        self.levels: dict[str, Level] = {}
        self._font = QFont()
        self._widths: dict[str, float] = {}
        """Px of the names in that font: of a district's hundreds few have room, and all are measured."""

    def ordered(self) -> list[Level]:
        """Levels as they are drawn: grounds first, outlines over them."""
        return sorted(self.levels.values(), key=lambda level: level.outline_only)

    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints all that meets the window."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(window))
        bounds = window.bounds()
        for level in self.ordered():
            pen = QPen(theme.color("map_line_strong" if level.outline_only else "map_line"))
            pen.setWidthF(1.4 if level.outline_only else 1.0)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush if level.outline_only else theme.color("map_area"))
            for shape in level.shapes.values():
                if _meets(shape.bounds, bounds):
                    painter.drawPath(shape.path)
        painter.resetTransform()

    def paint_chosen(self, painter: QPainter, window: Window, shape: Shape) -> None:
        """Paints one area as the one spoken of."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(window))
        pen = QPen(theme.color("accent"))
        pen.setWidthF(1.4)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(theme.color("map_area_chosen"))
        painter.drawPath(shape.path)
        painter.resetTransform()

    def paint_names(
        self, painter: QPainter, window: Window, room: LabelRoom, first: Shape | None, scale: float = 1.0
    ) -> None:
        """Names the areas that are wide enough for their names, the chosen one before all others; `scale`
        times as large as at a desk."""
        font = QFont(theme.font("small"))
        font.setPixelSize(round(font.pixelSize() * scale))
        painter.setFont(font)
        if font != self._font:
            self._font, self._widths = font, {}
        metrics = QFontMetricsF(font)
        bounds = window.bounds()
        if first is not None:
            self._name(painter, window, room, metrics, first, "text", always=True)
        for level in reversed(self.ordered()):
            ink = "dim" if level.outline_only else "faint"
            for shape in level.shapes.values():
                if shape is not first and _meets(shape.bounds, bounds):
                    self._name(painter, window, room, metrics, shape, ink, always=False)

    def _name(
        self,
        painter: QPainter,
        window: Window,
        room: LabelRoom,
        metrics: QFontMetricsF,
        shape: Shape,
        ink: str,
        *,
        always: bool,
    ) -> None:
        width = self._widths.get(shape.area.label)
        if width is None:
            width = self._widths[shape.area.label] = metrics.horizontalAdvance(shape.area.label)
        wide = (shape.bounds[2] - shape.bounds[0]) * window.scale
        if not shape.area.label or (wide < width * 1.25 and not always):
            return
        x, y = window.to_screen(*shape.label_at)
        box = QRectF(x - width / 2 - 4, y - metrics.height() / 2 - 2, width + 8, metrics.height() + 4)
        if room.take(box):
            painter.setPen(theme.color(ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shape.area.label)


_SPRITE = 24
"""Px at 100 % of the square a marker is drawn in."""

_CROWDS = ((600, 11), (3000, 8), (1_000_000_000, 5))
"""Up to so many markers in sight, their size in px at 100 %: a crowd of large ones hides the streets and
itself.
"""

_WEIGHT = {Light.NONE: 0, Light.GREEN: 1, Light.AMBER: 2, Light.RED: 3}


class MarkerLayer:
    """Markers, the most urgent painted last."""

    def __init__(self) -> None:
        self.markers: list[MapMarker] = []
        self._given: tuple[MapMarker, ...] = ()
        self._places = np.empty((0, 2), dtype=np.float64)
        self._by_key: dict[str, int] = {}
        self._looks: list[tuple[MarkerKind, Light]] = []

    def holds(self, markers: Sequence[MapMarker]) -> bool:
        """Whether these are the markers it has."""
        return tuple(markers) == self._given

    def set(self, markers: Sequence[MapMarker]) -> None:
        """All markers, in place of those there were."""
        self._given = tuple(markers)
        self.markers = sorted(markers, key=lambda m: _WEIGHT[m.light])
        degrees = np.array([(m.lon, m.lat) for m in self.markers], dtype=np.float64).reshape(-1, 2)
        self._places = to_metres(degrees)
        self._by_key = {m.key: i for i, m in enumerate(self.markers)}
        self._looks = [(m.kind, m.light) for m in self.markers]

    def place(self, key: str) -> tuple[float, float] | None:
        """Where a marker stands in Mercator metres, None when there is none."""
        index = self._by_key.get(key)
        return None if index is None else (float(self._places[index, 0]), float(self._places[index, 1]))

    def at(self, window: Window, px: float, py: float, reach: float) -> MapMarker | None:
        """The nearest marker within `reach` px, the uppermost of those alike."""
        if not self.markers:
            return None
        x, y = window.to_map(px, py)
        distance = np.hypot(self._places[:, 0] - x, self._places[:, 1] - y) * window.scale
        nearest = int(len(distance) - 1 - np.argmin(distance[::-1]))
        return self.markers[nearest] if distance[nearest] <= reach else None

    def paint(self, painter: QPainter, window: Window, room: LabelRoom) -> None:
        """Paints those in the window, and the words of those that have some where there is room for them."""
        west, south, east, north = window.bounds()
        edge = 12 / window.scale
        x, y = self._places[:, 0], self._places[:, 1]
        seen = np.flatnonzero((x > west - edge) & (x < east + edge) & (y > south - edge) & (y < north + edge))
        px = theme.current().px
        left = (x[seen] - window.x) * window.scale + window.width / 2
        top = (window.y - y[seen]) * window.scale + window.height / 2
        room.occupy(left, top, px(7))
        size = px(next(small for most, small in _CROWDS if len(seen) <= most))
        sprites = self._sprites(painter.device().devicePixelRatioF(), size)
        half = px(_SPRITE) / 2
        for index, at_x, at_y in zip(
            seen.tolist(), (left - half).tolist(), (top - half).tolist(), strict=True
        ):
            painter.drawPixmap(QPointF(at_x, at_y), sprites[self._looks[index]])
        self._paint_words(painter, room, seen, left, top)

    def _sprites(self, ratio: float, size: float) -> dict[tuple[MarkerKind, Light], QPixmap]:
        """Each shape in each colour drawn once; twenty thousand of them are then copied."""
        made = {}
        side = theme.current().px(_SPRITE)
        for look in set(self._looks):
            pixmap = QPixmap(round(side * ratio), round(side * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                _draw_marker(painter, QPointF(side / 2, side / 2), *look, size)
            made[look] = pixmap
        return made

    def _paint_words(
        self,
        painter: QPainter,
        room: LabelRoom,
        seen: NDArray[np.int64],
        left: NDArray[np.float64],
        top: NDArray[np.float64],
    ) -> None:
        px = theme.current().px
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        painter.setPen(theme.color("dim"))
        for place in range(len(seen) - 1, -1, -1):
            words = self.markers[seen[place]].label
            if not words:
                continue
            width = metrics.horizontalAdvance(words)
            box = QRectF(left[place] + px(12), top[place] - metrics.height() / 2, width + 2, metrics.height())
            if room.take(box):
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)


def _draw_marker(painter: QPainter, centre: QPointF, kind: MarkerKind, light: Light, size: float) -> None:
    if kind is MarkerKind.UNIT:
        ink = theme.color("accent" if light is Light.NONE else light.value)
        painter.fillRect(QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size), ink)
    elif kind is MarkerKind.PIN:
        ink = theme.color("accent" if light is Light.NONE else light.value)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, size * 0.8, size * 0.8)
        draw_light(painter, centre, size * 0.55, Light.GREEN, ink)
    elif light is Light.NONE:
        draw_light(painter, centre, size * 0.9, Light.GREEN, theme.color("faint"))
    else:
        draw_light(painter, centre, size, light)
