"""The map widget: areas by level, markers, one area and one marker chosen; drawn along, zoomed, clicked."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from widgets import theme
from widgets.map.crowd import CrowdLayer
from widgets.map.layers import AreaLayer, LabelRoom, Level, MarkerLayer
from widgets.map.picture import Picture
from widgets.map.projection import (
    Window,
    fitting,
    ground_scale,
    point_to_metres,
    to_degrees,
)
from widgets.map.shapes import MapArea, MapMarker, Shape, shape_of

REACH = 12
"""Px at 100 % within which a click means a marker."""

_STEP = 80


class MapCanvas(QWidget):
    """Shows areas and markers. What is in view moves only when told to, or by hand."""

    clicked = Signal(float, float)
    """Longitude and latitude of a click."""
    area_clicked = Signal(str, str)
    """Level and key of the finest filled area under a click that met no marker."""
    marker_clicked = Signal(str)
    moved_by_hand = Signal()
    """A person drew the map along or zoomed it: what is in view is theirs now."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name or self.tr("Map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setMouseTracking(True)
        self._areas = AreaLayer()
        self._markers = MarkerLayer()
        self._crowd = CrowdLayer()
        self._scale = 1.0
        self._chosen_area: tuple[str, str] | None = None
        self._chosen_marker: str | None = None
        self._note = ""
        self._window = Window(0.0, 0.0, 0.01, max(self.width(), 1), max(self.height(), 1))
        self._fit: tuple[float, float, float, float] | None = None
        self._fit_margin = 0.0
        self._ground = Picture(self._paint_ground)
        self._top = Picture(self._paint_top)
        self._press: QPointF | None = None
        self._dragging = False
        # While the wheel turns, the kept picture is stretched; it is painted anew when the wheel has stopped.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(90)
        self._settle.timeout.connect(self._renew)
        theme.current().changed.connect(self._renew)

    # -- what is shown ---------------------------------------------------------------------------------------

    def set_areas(self, level: str, areas: Sequence[MapArea], *, outline_only: bool = False) -> None:
        """The areas of a level, in place of those it had; `outline_only` levels are drawn over the others."""
        shapes = [shape for area in areas if (shape := shape_of(area)) is not None]
        self.set_shapes(level, shapes, outline_only=outline_only)

    def set_shapes(self, level: str, shapes: Sequence[Shape], *, outline_only: bool = False) -> None:
        """The same of areas made ready by `shape_of`, as many at a time as the caller has time for."""
        self._areas.levels[level] = Level({shape.area.key: shape for shape in shapes}, outline_only)
        self._renew()

    def set_markers(self, markers: Sequence[MapMarker]) -> None:
        """All markers, in place of those there were."""
        if not self._markers.holds(markers):
            self._markers.set(markers)
            self._top.drop()
            self.update()

    def set_crowd(self, lon_lat: NDArray[np.float64], lights: NDArray[np.int8]) -> None:
        """Many places with a light each, in place of those there were, under the markers: (n, 2) degrees of
        longitude and latitude, (n,) codes 0 none, 1 green, 2 amber, 3 red."""
        if self._crowd.set(lon_lat, lights):
            self._top.drop()
            self.update()

    def set_scale(self, scale: float) -> None:
        """How much larger than at a desk crowd, names and measure are, for those who stand far off."""
        if scale != self._scale:
            self._scale = scale
            self._renew()

    def highlight(self, level: str, key: str | None) -> None:
        """Marks one area as the one spoken of; None marks none. One that is not there yet is marked when it
        comes.
        """
        chosen = None if key is None else (level, key)
        if chosen != self._chosen_area:
            self._chosen_area = chosen
            self._top.drop()
            self.update()

    def select_marker(self, key: str | None) -> None:
        """Puts a ring about one marker; None about none."""
        if key != self._chosen_marker:
            self._chosen_marker = key
            self.update()

    def set_note(self, text: str) -> None:
        """The faint words in the lower right corner: where the outlines come from, what is schematic."""
        self._note = text
        self.update()

    # -- what is in view -------------------------------------------------------------------------------------

    def fit_areas(self, level: str, keys: Sequence[str] | None = None) -> bool:
        """Shows those areas of the level (all without keys) whole; false when there are none."""
        held = self._areas.levels.get(level)
        bounds = held.bounds(keys) if held is not None else None
        if bounds is None:
            return False
        self._fit_bounds(bounds)
        return True

    def fit_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Shows those places (longitude, latitude) all at once, at least 400 m across."""
        if points:
            places = [point_to_metres(lon, lat) for lon, lat in points]
            xs, ys = [x for x, _ in places], [y for _, y in places]
            grow = 200 / ground_scale(ys[0])
            self._fit_bounds((min(xs) - grow, min(ys) - grow, max(xs) + grow, max(ys) + grow))

    def fit_crowd(self) -> bool:
        """Shows the whole crowd, at least 400 m across; false when there is none."""
        bounds = self._crowd.bounds()
        if bounds is None:
            return False
        grow = 200 / ground_scale(bounds[1])
        self._fit_bounds((bounds[0] - grow, bounds[1] - grow, bounds[2] + grow, bounds[3] + grow))
        return True

    def centre_on(self, lon: float, lat: float, metres_across: float) -> None:
        """Shows that place in the middle, the window as wide as so many metres on the ground."""
        x, y = point_to_metres(lon, lat)
        half = metres_across / 2 / ground_scale(y)
        self._fit_bounds((x - half, y, x + half, y), margin=0.0)

    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return to_degrees(self._window.x, self._window.y)

    def metres_across(self) -> float:
        """Width of the window on the ground."""
        return self._window.width / self._window.scale * ground_scale(self._window.y)

    def _fit_bounds(self, bounds: tuple[float, float, float, float], margin: float = 0.06) -> None:
        # Kept until somebody moves the map by hand, so that a fit asked for before the widget has its size
        # still holds.
        self._fit = bounds
        self._fit_margin = margin
        self._look(fitting(bounds, max(self.width(), 1), max(self.height(), 1), margin))

    def _look(self, window: Window) -> None:
        self._window = window
        self.update()

    def _by_hand(self, window: Window) -> None:
        self._fit = None
        if window.scale != self._window.scale:
            self._settle.start()
        self._look(window)
        self.moved_by_hand.emit()

    def _renew(self) -> None:
        self._ground.drop()
        self._top.drop()
        self.update()

    # -- painting --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme.color("map_ground"))
        for picture in (self._ground, self._top):
            if not picture.fits(self._window) and not (self._settle.isActive() and picture.kept()):
                picture.renew(self._window, self.devicePixelRatioF())
            picture.show(painter, self._window)
        self._paint_selection(painter)
        self._paint_scale(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_ground(self, painter: QPainter, window: Window) -> None:
        self._areas.paint(painter, window)

    def _paint_top(self, painter: QPainter, window: Window) -> None:
        """The chosen area, names and markers: what changes while the ground does not."""
        room = LabelRoom(window)
        chosen = self._chosen_shape()
        if chosen is not None:
            self._areas.paint_chosen(painter, window, chosen)
        self._crowd.paint(painter, window, room, self._scale)
        self._markers.paint(painter, window, room)
        self._areas.paint_names(painter, window, room, chosen, self._scale)

    def _chosen_shape(self) -> Shape | None:
        if self._chosen_area is None:
            return None
        level = self._areas.levels.get(self._chosen_area[0])
        return level.shapes.get(self._chosen_area[1]) if level is not None else None

    def _paint_selection(self, painter: QPainter) -> None:
        place = self._markers.place(self._chosen_marker) if self._chosen_marker is not None else None
        if place is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = theme.current().px(12)
            painter.drawEllipse(QPointF(*self._window.to_screen(*place)), radius, radius)

    def _paint_scale(self, painter: QPainter) -> None:
        """A measure in the lower left corner, and the note in the lower right one."""
        px = theme.current().px
        font = QFont(theme.font("small", tabular=True))
        font.setPixelSize(round(font.pixelSize() * self._scale))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        foot = self.height() - px(12)
        metres, length = self._round_measure(px(110) * self._scale)
        text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        self._back(
            painter,
            QRectF(
                px(6),
                foot - metrics.height() - px(8),
                max(length, metrics.horizontalAdvance(text)) + px(12),
                metrics.height() + px(14),
            ),
        )
        painter.setPen(theme.color("faint"))
        painter.drawText(QPointF(px(12), foot - px(6)), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        left = px(12)
        painter.drawLine(QPointF(left, foot), QPointF(left + length, foot))
        painter.drawLine(QPointF(left, foot - px(4)), QPointF(left, foot))
        painter.drawLine(QPointF(left + length, foot - px(4)), QPointF(left + length, foot))
        if self._note:
            width = metrics.horizontalAdvance(self._note)
            box = QRectF(self.width() - width - px(12), foot - metrics.height(), width + 2, metrics.height())
            self._back(painter, box.adjusted(-px(6), -px(4), px(6), px(6)))
            painter.setPen(theme.color("faint"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self._note)

    def _back(self, painter: QPainter, box: QRectF) -> None:
        """Dims what lies under words in a corner, so that they read over any name."""
        ground = QColor(theme.color("map_ground"))
        ground.setAlpha(225)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _round_measure(self, longest: float) -> tuple[float, float]:
        """The largest of 1, 2, 5 times a power of ten metres that is no longer than that many px, and its
        px.
        """
        per_metre = self._window.scale / ground_scale(self._window.y)
        power = 10 ** math.floor(math.log10(longest / per_metre))
        metres = max(step * power for step in (1, 2, 5) if step * power * per_metre <= longest)
        return metres, metres * per_metre

    # -- by hand ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = max(self.width(), 1), max(self.height(), 1)
        if self._fit is not None:
            self._look(fitting(self._fit, width, height, self._fit_margin))
        else:
            self._look(self._window.resized(width, height))

    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        self._by_hand(self._window.zoomed(1.0015 ** event.angleDelta().y(), place.x(), place.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            near = self._markers.at(
                self._window, event.position().x(), event.position().y(), theme.current().px(REACH)
            )
            self.setToolTip(near.label if near is not None else "")
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if near is not None else Qt.CursorShape.ArrowCursor
            )
            return
        moved = event.position() - self._press
        if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self._press = event.position()
            self._by_hand(self._window.moved(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        self._press = None
        if not self._dragging:
            self._click(event.position())

    def _click(self, place: QPointF) -> None:
        marker = self._markers.at(self._window, place.x(), place.y(), theme.current().px(REACH))
        x, y = self._window.to_map(place.x(), place.y())
        if marker is not None:
            self.marker_clicked.emit(marker.key)
        else:
            hit = self.area_at(*to_degrees(x, y))
            if hit is not None:
                self.area_clicked.emit(*hit)
        self.clicked.emit(*to_degrees(x, y))

    def area_at(self, lon: float, lat: float) -> tuple[str, str] | None:
        """Level and key of the smallest filled area that holds the place."""
        x, y = point_to_metres(lon, lat)
        found: list[tuple[float, str, str]] = []
        for name, level in self._areas.levels.items():
            if level.outline_only:
                continue
            for key, shape in level.shapes.items():
                west, south, east, north = shape.bounds
                if west <= x <= east and south <= y <= north and shape.path.contains(QPointF(x, -y)):
                    found.append(((east - west) * (north - south), name, key))
        return min(found)[1:] if found else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        middle = self.width() / 2, self.height() / 2
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._by_hand(self._window.zoomed(1.4, *middle))
        elif key == Qt.Key.Key_Minus:
            self._by_hand(self._window.zoomed(1 / 1.4, *middle))
        elif key == Qt.Key.Key_Left:
            self._by_hand(self._window.moved(_STEP, 0))
        elif key == Qt.Key.Key_Right:
            self._by_hand(self._window.moved(-_STEP, 0))
        elif key == Qt.Key.Key_Up:
            self._by_hand(self._window.moved(0, _STEP))
        elif key == Qt.Key.Key_Down:
            self._by_hand(self._window.moved(0, -_STEP))
        else:
            super().keyPressEvent(event)
