"""Where marks lie close, as heat: how many there are to a square kilometre, smoothed."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets import theme
from widgets.map.projection import Window, ground_scale

CELL = 8
"""Px of the squares that marks are counted in."""
SPREAD = 22.0
"""Px: the standard deviation of the smoothing."""
_REACH = 3
"""Standard deviations that a mark is felt."""
SHADES = 64
_FULLEST = 0.85
MIDDLE = 0.25
"""Of the fullest figure: what the shade in the middle stands for, as shades go by the figure's root."""


@lru_cache(maxsize=8)
def _kernel(cells: int, beyond: int) -> NDArray[np.float32]:
    """(cells, cells + 2 beyond): how much each square of the row gives to each square wanted."""
    wanted = np.arange(cells)[:, None] + beyond
    given = np.arange(cells + 2 * beyond)[None, :]
    weight = np.exp(-0.5 * ((wanted - given) * CELL / SPREAD) ** 2)
    return np.asarray(weight / (SPREAD / CELL * math.sqrt(2 * math.pi)), np.float32)


def density(
    x: NDArray[np.float64], y: NDArray[np.float64], window: Window, beyond: int = 0
) -> NDArray[np.float32]:
    """Marks to a square kilometre of ground in each square of the window, its rows from the north; `beyond`
    more squares on every side. Places are Mercator metres."""
    columns = math.ceil(window.width / CELL) + 2 * beyond
    rows = math.ceil(window.height / CELL) + 2 * beyond
    felt = math.ceil(SPREAD * _REACH / CELL)
    west, _, _, north = window.bounds()
    column = np.floor((x - west) * window.scale / CELL).astype(np.int64) + beyond + felt
    row = np.floor((north - y) * window.scale / CELL).astype(np.int64) + beyond + felt
    wide, high = columns + 2 * felt, rows + 2 * felt
    inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    counted = np.bincount(row[inside] * wide + column[inside], minlength=wide * high)
    counts = counted.reshape(high, wide).astype(np.float32)
    smooth = _kernel(rows, felt) @ counts @ _kernel(columns, felt).T
    side_km = CELL / window.scale * ground_scale(window.y) / 1000
    return np.asarray(smooth / np.float32(side_km**2), np.float32)


def fullest(x: NDArray[np.float64], y: NDArray[np.float64], scale: float) -> float:
    """The figure that the strongest shade stands for at that scale: about the most there is anywhere, as
    1, 2 or 5 times a power of ten, so that it holds while tickets come and go."""
    if not len(x):
        return 1.0
    side = SPREAD * 3 / scale
    cells = np.floor(x / side).astype(np.int64) * (1 << 32) + np.floor(y / side).astype(np.int64)
    most = int(np.unique(cells, return_counts=True)[1].max())
    side_km = side * ground_scale(float(y[0])) / 1000
    found = most / side_km**2
    power = 10.0 ** math.floor(math.log10(found))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= found)


def channels(ink: QColor) -> tuple[float, float, float]:
    """Red, green, blue of 0 to 1."""
    return ink.redF(), ink.greenF(), ink.blueF()


def shade(part: float) -> QColor:
    """The shade of a part of the way, without its clearness."""
    low, high = channels(theme.color("map_heat_low")), channels(theme.color("map_heat_high"))
    return QColor.fromRgbF(*(a + (b - a) * part for a, b in zip(low, high, strict=True)))


def shades() -> NDArray[np.uint32]:
    """The colours from nothing to the fullest, premultiplied ARGB, of the theme in force."""
    found = np.zeros(SHADES, np.uint32)
    for n in range(1, SHADES):
        part = n / (SHADES - 1)
        # Clear where little is, so that the ground shows.
        alpha = _FULLEST * part**1.25
        red, green, blue = (round(one * alpha * 255) for one in channels(shade(part)))
        found[n] = (round(alpha * 255) << 24) | (red << 16) | (green << 8) | blue
    return found


def paint_heat(
    painter: QPainter, window: Window, x: NDArray[np.float64], y: NDArray[np.float64], most: float
) -> None:
    """Paints the heat of a piece, in its px."""
    beyond = 1
    found = density(x, y, window, beyond)
    part = np.clip(np.sqrt(found / most) * (SHADES - 1), 0, SHADES - 1).astype(np.int64)
    if not part.any():
        return
    pixels = np.ascontiguousarray(shades()[part])
    high, wide = pixels.shape
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # With a square beyond each edge, smoothing gives the same colour on both sides of it.
    target = QRectF(-beyond * CELL, -beyond * CELL, wide * CELL, high * CELL)
    painter.drawImage(target, image, QRectF(image.rect()))
