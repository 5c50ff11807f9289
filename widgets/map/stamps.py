"""Thousands of small pictures in one call: the same few looks, stamped wherever they stand."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from shiboken6 import Shiboken

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.marks import KINDS, LIGHTS, PRIORITIES

_LARGER = (1.0, 1.15, 1.35, 1.6)
"""A mark's size by its priority, in sizes of the smallest."""
_ROUND_IT = 1.7
"""A look's square, in sizes of its light: the widest shape is 1.15, a kind's frame and the edge come round
it."""
_FIELDS = 10
"""Of a `QPainter.PixmapFragment`: x, y, its part of the picture (left, top, width, height), both scales,
rotation, opacity, all of them doubles."""


def look_of(light: NDArray[np.int8], kind: NDArray[np.int8], priority: NDArray[np.int8]) -> NDArray[np.int64]:
    """The place of each mark's look in a `Stamps`."""
    return (light.astype(np.int64) * KINDS + kind) * PRIORITIES + priority


class Stamps:
    """The looks of marks of one size, drawn once. `size` and all else are device px."""

    def __init__(self, size: float, ratio: float) -> None:
        self.size = size
        # Even, so that its middle lies between px and the stamp is copied px by px.
        self.side = 2 * math.ceil(size * _LARGER[-1] * _ROUND_IT / 2)
        self._picture = QPixmap(self.side * KINDS * PRIORITIES, self.side * len(LIGHTS))
        self._picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self._picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, light in enumerate(LIGHTS):
                for kind in range(KINDS):
                    for priority in range(PRIORITIES):
                        column = kind * PRIORITIES + priority
                        middle = QPointF((column + 0.5) * self.side, (row + 0.5) * self.side)
                        draw_mark(painter, middle, size * _LARGER[priority], light, kind, ratio)

    def fragments(
        self, x: NDArray[np.float64], y: NDArray[np.float64], looks: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """What `stamp` takes: the looks about those places, which are whole numbers."""
        made = np.empty((len(x), _FIELDS), np.float64)
        across = KINDS * PRIORITIES
        made[:, 0], made[:, 1] = x, y
        made[:, 2], made[:, 3] = (looks % across) * self.side, (looks // across) * self.side
        made[:, 4:6] = self.side
        made[:, 6:8] = 1.0
        made[:, 8], made[:, 9] = 0.0, 1.0
        return made

    def stamp(self, painter: QPainter, fragments: NDArray[np.float64]) -> None:
        """Draws them. The painter's units are device px, moved by whole ones."""
        if len(fragments):
            # The binding takes one fragment by pointer; Qt reads on from there, as C++ hands arrays over.
            first = Shiboken.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
            assert isinstance(first, QPainter.PixmapFragment)
            painter.drawPixmapFragments(first, len(fragments), self._picture)


def draw_mark(
    painter: QPainter, middle: QPointF, size: float, light: Light, kind: int, ratio: float = 1.0
) -> None:
    """A mark as it stands on the map: the light's shape, and what its kind adds."""
    ground = QColor(theme.color("map_ground"))
    ground.setAlpha(200)
    ink = theme.color("faint" if light is Light.NONE else light.value)
    shape = Light.GREEN if light is Light.NONE else light
    size = size * 0.85 if light is Light.NONE else size
    # An edge of the ground keeps marks that lie over each other apart.
    draw_light(painter, middle, size + 2 * ratio, shape, ground)
    if kind == 3 and size >= 7 * ratio:
        draw_light(painter, middle, size, shape, ink)
        draw_light(painter, middle, size * 0.5, shape, theme.color("map_ground"))
        return
    draw_light(painter, middle, size, shape, ink)
    if kind in (1, 2) and size >= 7 * ratio:
        painter.setPen(QPen(ink, max(1.0, ratio)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = size * 0.8
        if kind == 1:
            painter.drawEllipse(middle, half, half)
        else:
            painter.drawRect(QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half))
