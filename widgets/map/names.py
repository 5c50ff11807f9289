"""Words on the map: none over another, none that comes and goes while the map is moved."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from widgets import theme
from widgets.map.layer import Name
from widgets.map.projection import Window

_BEYOND = 200
"""Px beyond the window that words are laid out for."""
_FRESH = 40
"""So many words are drawn for the first time in one frame."""
_KEPT = 4_000


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

    def free(self, box: QRectF) -> bool:
        """Whether nothing stands there."""
        return not self._squares(box).any()

    def put(self, box: QRectF) -> None:
        """Takes the place, free or not."""
        self._squares(box)[:] = True

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


@dataclass(frozen=True, slots=True)
class Blocked:
    """What names keep off: points in Mercator metres, and px about them."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    reach: float


class NameLayer:
    """Finds room for words, and keeps those that have some where they are.

    Words are laid out for more than the window, so that moving the map only moves them; laid out anew, those
    that stood before come first, whatever marks have come under them since.
    """

    def __init__(self) -> None:
        self.shown: list[Name] = []
        self._window: Window | None = None
        """What they are laid out for."""
        self._pictures: dict[tuple[str, str], QPixmap] = {}
        self._widths: dict[str, float] = {}
        self._look: tuple[float, float] = (0.0, 0.0)
        self._font = QFont()
        self._metrics: QFontMetricsF | None = None

    def forget_look(self) -> None:
        """Theme or text scale are others."""
        self._look = (0.0, 0.0)
        self._window = None

    def drop(self) -> None:
        """Names or what they keep off have changed: they are laid out anew, those that stood first."""
        self._window = None

    def fits(self, window: Window) -> bool:
        """Whether the words stand for that window."""
        laid = self._window
        if laid is None or laid.scale != window.scale:
            return False
        outer, inner = laid.bounds(), window.bounds()
        return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]

    @staticmethod
    def region(window: Window) -> Window:
        """The window that words are laid out for, to show that one."""
        return Window(
            window.x, window.y, window.scale, window.width + 2 * _BEYOND, window.height + 2 * _BEYOND
        )

    def lay_out(
        self, region: Window, names: Iterable[Name], blocked: Sequence[Blocked], scale: float
    ) -> None:
        """Finds who has room. `scale` is how much larger than at a desk words are."""
        self._dress(scale, self._look[1])
        stood = {(name.text, name.x, name.y) for name in self.shown}
        ranked = sorted(names, key=lambda n: (n.rank >= 10, (n.text, n.x, n.y) not in stood, n.rank))
        taken, held = LabelRoom(region), LabelRoom(region)
        for block in blocked:
            x = (block.x - region.x) * region.scale + region.width / 2
            y = (region.y - block.y) * region.scale + region.height / 2
            held.occupy(x, y, block.reach)
        found = []
        for name in ranked:
            box = self._box(name, region)
            if name.wide * region.scale < (box.width() - 8) * 1.25 or not taken.free(box):
                continue
            if name.rank > 0 and (name.text, name.x, name.y) not in stood and not held.free(box):
                continue
            taken.put(box)
            found.append(name)
        self.shown = found
        self._window = region

    def _box(self, name: Name, window: Window) -> QRectF:
        assert self._metrics is not None
        width = self._widths.get(name.text)
        if width is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            width = self._widths[name.text] = self._metrics.horizontalAdvance(name.text)
        x, y = window.to_screen(name.x, name.y)
        left = x + name.beside - 4 if name.beside else x - width / 2 - 4
        height = self._metrics.height()
        return QRectF(left, y - height / 2 - 2, width + 8, height + 4)

    def paint(self, painter: QPainter, window: Window, ratio: float) -> bool:
        """Draws those in the window; false when some are still to be drawn for the first time. The painter's
        units are device px."""
        self._dress(self._look[0], ratio)
        fresh = 0
        for name in self.shown:
            box = self._box(name, window)
            if box.right() < 0 or box.bottom() < 0 or box.left() > window.width or box.top() > window.height:
                continue
            picture = self._pictures.get((name.text, name.ink))
            if picture is None:
                if fresh == _FRESH:
                    return False
                fresh += 1
                picture = self._picture(name, box.width(), box.height(), ratio)
            painter.drawPixmap(QPointF(round(box.left() * ratio), round(box.top() * ratio)), picture)
        return True

    def _dress(self, scale: float, ratio: float) -> None:
        if self._look == (scale, ratio) and self._metrics is not None:
            return
        self._look = (scale, ratio)
        self._font = QFont(theme.font("small"))
        self._font.setPixelSize(round(self._font.pixelSize() * max(scale, 0.1)))
        self._metrics = QFontMetricsF(self._font)
        self._widths.clear()
        self._pictures.clear()

    def _picture(self, name: Name, width: float, height: float, ratio: float) -> QPixmap:
        if len(self._pictures) > _KEPT:
            self._pictures.clear()
        pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setFont(self._font)
            around = QColor(theme.color("map_ground"))
            around.setAlpha(170)
            painter.setPen(around)
            box, flags = QRectF(0, 0, width, height), int(Qt.AlignmentFlag.AlignCenter)
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                painter.drawText(box.translated(dx, dy), flags, name.text)
            painter.setPen(theme.color(name.ink))
            painter.drawText(box, flags, name.text)
        pixmap.setDevicePixelRatio(1.0)
        self._pictures[name.text, name.ink] = pixmap
        return pixmap
