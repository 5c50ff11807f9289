"""The map's layers: areas with their names, and markers. Each paints itself for a window onto the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTransform

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.projection import Window, to_metres
from widgets.map.shapes import MapArea, MapMarker, MarkerKind, Shape, shape_of


class LabelRoom:
    """Where names stand already: a name that would lie on another is left out."""

    def __init__(self) -> None:
        self._taken: list[QRectF] = []

    def take(self, box: QRectF) -> bool:
        """Whether the place was free; it is taken then."""
        if any(box.intersects(other) for other in self._taken):
            return False
        self._taken.append(box)
        return True


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


def make_level(areas: Sequence[MapArea], outline_only: bool) -> Level:
    """The areas made ready; those without a ring are left out."""
    shapes = (shape_of(area) for area in areas)
    return Level({s.area.key: s for s in shapes if s is not None}, outline_only)


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

    def paint_names(self, painter: QPainter, window: Window, room: LabelRoom, first: Shape | None) -> None:
        """Names the areas that are wide enough for their names, the chosen one before all others."""
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
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
        width = metrics.horizontalAdvance(shape.area.label)
        wide = (shape.bounds[2] - shape.bounds[0]) * window.scale
        if not shape.area.label or (wide < width * 1.25 and not always):
            return
        x, y = window.to_screen(*shape.label_at)
        box = QRectF(x - width / 2 - 4, y - metrics.height() / 2 - 2, width + 8, metrics.height() + 4)
        if room.take(box):
            painter.setPen(theme.color(ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shape.area.label)


_WEIGHT = {Light.NONE: 0, Light.GREEN: 1, Light.AMBER: 2, Light.RED: 3}


class MarkerLayer:
    """Markers, the most urgent painted last."""

    def __init__(self) -> None:
        self.markers: list[MapMarker] = []
        self._given: tuple[MapMarker, ...] = ()
        self._places = np.empty((0, 2), dtype=np.float64)
        self._by_key: dict[str, int] = {}

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        west, south, east, north = window.bounds()
        edge = 12 / window.scale
        x, y = self._places[:, 0], self._places[:, 1]
        seen = (x > west - edge) & (x < east + edge) & (y > south - edge) & (y < north + edge)
        px = theme.current().px
        labelled: list[tuple[MapMarker, QPointF]] = []
        for index in np.flatnonzero(seen):
            marker = self.markers[index]
            centre = QPointF(*window.to_screen(float(x[index]), float(y[index])))
            _draw_marker(painter, centre, marker, px(11))
            room.take(QRectF(centre.x() - px(7), centre.y() - px(7), px(14), px(14)))
            if marker.label:
                labelled.append((marker, centre))
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        painter.setPen(theme.color("dim"))
        for marker, centre in reversed(labelled):
            width = metrics.horizontalAdvance(marker.label)
            box = QRectF(centre.x() + px(11), centre.y() - metrics.height() / 2, width + 2, metrics.height())
            if room.take(box):
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), marker.label)


def _draw_marker(painter: QPainter, centre: QPointF, marker: MapMarker, size: float) -> None:
    if marker.kind is MarkerKind.UNIT:
        ink = theme.color("accent" if marker.light is Light.NONE else marker.light.value)
        painter.fillRect(QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size), ink)
    elif marker.kind is MarkerKind.PIN:
        ink = theme.color("accent" if marker.light is Light.NONE else marker.light.value)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, size * 0.8, size * 0.8)
        draw_light(painter, centre, size * 0.55, Light.GREEN, ink)
    elif marker.light is Light.NONE:
        draw_light(painter, centre, size * 0.9, Light.GREEN, theme.color("faint"))
    else:
        draw_light(painter, centre, size, marker.light)
