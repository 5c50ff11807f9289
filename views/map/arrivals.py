"""Rings about what has just come onto the map: they fade, and the map under them keeps still."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.map import MapCanvas
from widgets.map.projection import Window, to_metres

LASTS_S = 6.0
STEP_MS = 120
_RADIUS, _GROWS = 9.0, 5.0
"""Px at 100 %: the ring's size at first, and by how much it widens."""
MOST = 60
"""More at once are no news but another part of the day: they get no ring."""


class Arrivals(QWidget):
    """Lies over a canvas, lets every click through. Nothing of it runs while nothing is new."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("map.arrivals")
        self._places: NDArray[np.float64] = np.zeros((0, 2), np.float64)
        """Mercator metres."""
        self._since: NDArray[np.float64] = np.zeros(0, np.float64)
        self._beat = QTimer(self)
        self._beat.setInterval(STEP_MS)
        self._beat.timeout.connect(self._on_beat)
        canvas.installEventFilter(self)
        self.hide()

    def show_new(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
        """Rings about these places."""
        if not len(lon) or len(lon) > MOST or not self._canvas.isVisible():
            return
        self._places = np.concatenate((self._places, to_metres(np.column_stack((lon, lat)))))
        self._since = np.concatenate((self._since, np.full(len(lon), time.monotonic())))
        self.setGeometry(self._canvas.rect())
        self.show()
        self._beat.start()
        self.update()

    def clear(self) -> None:
        """None is new any more."""
        self._places, self._since = self._places[:0], self._since[:0]
        self._beat.stop()
        self.hide()

    def count(self) -> int:
        """How many rings there are."""
        return len(self._since)

    def _on_beat(self) -> None:
        young = time.monotonic() - self._since < LASTS_S
        self._places, self._since = self._places[young], self._since[young]
        if not len(self._since):
            self.clear()
            return
        for x, y in self._on_screen():
            half = theme.current().px(_RADIUS + _GROWS) + 3
            self.update(QRect(round(x) - half, round(y) - half, 2 * half, 2 * half))

    def _window(self) -> Window:
        west, south, east, north = self._canvas.bounds()
        corners = to_metres(np.array([[west, south], [east, north]]))
        (left, low), (right, high) = corners.tolist()
        width, height = max(self._canvas.width(), 1), max(self._canvas.height(), 1)
        scale = width / max(right - left, 1e-9)
        return Window((left + right) / 2, (low + high) / 2, scale, width, height)

    def _on_screen(self) -> list[tuple[float, float]]:
        window = self._window()
        return [window.to_screen(x, y) for x, y in self._places.tolist()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = time.monotonic()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for (x, y), since in zip(self._on_screen(), self._since.tolist(), strict=True):
                age = min((now - since) / LASTS_S, 1.0)
                ink = QColor(theme.color("accent"))
                ink.setAlphaF(1.0 - age)
                painter.setPen(QPen(ink, 2))
                radius = theme.current().px(_RADIUS + _GROWS * age)
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the canvas."""
        if watched is self._canvas and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)
