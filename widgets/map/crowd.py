"""A crowd of tickets on a map, as arrays: any number of them, each its light's shape."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.layers import LabelRoom
from widgets.map.projection import Window, to_metres

LIGHTS = (Light.NONE, Light.GREEN, Light.AMBER, Light.RED)
"""What the codes 0 … 3 stand for, the most urgent last."""

_ROUND_IT = 1.3
"""A light's picture, in sizes of the light: the widest of them is 1.15, its edge is smoothed."""
_SIZES = ((600, 13), (3000, 9), (1_000_000_000, 7))
"""Up to so many in sight, their size in px at 100 %."""
_SQUARE, _FEW = 4, 3000
"""Of those that fall into one square of so many px one is drawn, the most urgent; beyond so many in sight
the squares are as large as what is drawn."""


class CrowdLayer:
    """Places with a light each, the most urgent painted last."""

    def __init__(self) -> None:
        self._places = np.empty((0, 2), np.float64)
        self._lights = np.empty(0, np.int8)
        self._given: tuple[NDArray[np.float64], NDArray[np.int8]] | None = None

    def set(self, lon_lat: NDArray[np.float64], lights: NDArray[np.int8]) -> bool:
        """(n, 2) degrees of longitude and latitude, (n,) codes of lights; whether they are others than
        before."""
        given = self._given
        if given is not None and np.array_equal(given[0], lon_lat) and np.array_equal(given[1], lights):
            return False
        self._given = (lon_lat, lights)
        order = np.argsort(lights, kind="stable")
        self._places = to_metres(lon_lat[order])
        self._lights = lights[order]
        return True

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all in Mercator metres; None without any."""
        if not len(self._places):
            return None
        (west, south), (east, north) = self._places.min(axis=0), self._places.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def paint(self, painter: QPainter, window: Window, room: LabelRoom, scale: float) -> None:
        """Paints those in the window, `scale` times their size at 100 %; names keep off them."""
        px = theme.current().px
        west, south, east, north = window.bounds()
        edge = px(_SIZES[0][1]) * scale / window.scale
        x, y = self._places[:, 0], self._places[:, 1]
        seen = np.flatnonzero((x > west - edge) & (x < east + edge) & (y > south - edge) & (y < north + edge))
        if not len(seen):
            return
        size = next(small for most, small in _SIZES if len(seen) <= most)
        left = (x[seen] - window.x) * window.scale + window.width / 2
        top = (window.y - y[seen]) * window.scale + window.height / 2
        room.occupy(left, top, px(size) * scale / 2)
        # A few may lie half over each other; of a great many, one that lies over another says nothing more.
        square = (_SQUARE if len(seen) <= _FEW else px(size)) * scale
        column = np.floor((left - left.min()) / square).astype(np.int64)
        row = np.floor((top - top.min()) / square).astype(np.int64)
        # Of each square the last is kept, and that is the most urgent: they are in the order of their lights.
        last = np.full((int(row.max()) + 1, int(column.max()) + 1), -1, np.int64)
        last[row, column] = np.arange(len(seen))
        drawn = np.sort(last[last >= 0])
        # No larger than what stands on it: each is copied thousands of times.
        side = math.ceil(px(size) * scale * _ROUND_IT)
        sprites = [
            _sprite(light, side, px(size) * scale, painter.device().devicePixelRatioF()) for light in LIGHTS
        ]
        for at_x, at_y, code in zip(
            (left[drawn] - side / 2).tolist(),
            (top[drawn] - side / 2).tolist(),
            self._lights[seen[drawn]].tolist(),
            strict=True,
        ):
            painter.drawPixmap(QPointF(at_x, at_y), sprites[code])


def _sprite(light: Light, side: float, size: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(side / 2, side / 2)
        if light is Light.NONE:
            draw_light(painter, centre, size * 0.8, Light.GREEN, theme.color("faint"))
        else:
            draw_light(painter, centre, size, light)
    return pixmap
