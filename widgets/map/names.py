"""Words on the map: none over another, none that comes and goes while the map is moved."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
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
_FRESH = 20
"""So many words are drawn for the first time in one frame."""
_ZOOMED_S = 0.15
"""Between two layouts while the map is zoomed."""
_MORE_S = 0.06
"""Until those are laid out, too, whose place was not yet known."""
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
    that stood before come first, whatever marks have come under them since. While the map is zoomed, those
    that come to lie over others go at once, and others come a few times a second.
    """

    def __init__(self) -> None:
        self.shown: list[Name] = []
        self._places = np.empty((0, 2), np.float64)
        """Of those, Mercator metres."""
        self._sizes = np.empty((0, 2), np.float64)
        """Of their boxes, px."""
        self._beside = np.empty(0, np.float64)
        self._window: Window | None = None
        """What they are laid out for."""
        self._laid_at = 0.0
        self.incomplete = False
        """Whether some names were left for later."""
        self._pictures: dict[tuple[str, str], QPixmap] = {}
        self._widths: dict[str, float] = {}
        self._look: tuple[float, float] = (0.0, 0.0)
        self._font = QFont()
        self._high = 0.0
        self.fit: Callable[[str], float] = len
        """How wide words are, px; another function when the font is another."""

    def forget_look(self) -> None:
        """Theme or text scale are others."""
        self._look = (0.0, 0.0)
        self._window = None

    def drop(self) -> None:
        """Names or what they keep off have changed: they are laid out anew, those that stood first."""
        self._window = None

    def fits(self, window: Window, scale: float, *, zooming: bool) -> bool:
        """Whether the words stand for that window; while it is zoomed, well enough. `scale` is how much
        larger than at a desk they are."""
        self._dress(scale, self._look[1])
        laid = self._window
        waited = time.monotonic() - self._laid_at
        if laid is None or (self.incomplete and waited > _MORE_S):
            return False
        if laid.scale == window.scale:
            outer, inner = laid.bounds(), window.bounds()
            return (
                outer[0] <= inner[0]
                and outer[1] <= inner[1]
                and outer[2] >= inner[2]
                and outer[3] >= inner[3]
            )
        if not zooming or waited > _ZOOMED_S:
            return False
        if window.scale < laid.scale:
            self._thin_out(window)
        return True

    @staticmethod
    def region(window: Window) -> Window:
        """The window that words are laid out for, to show that one."""
        return Window(
            window.x, window.y, window.scale, window.width + 2 * _BEYOND, window.height + 2 * _BEYOND
        )

    def lay_out(self, region: Window, names: Iterable[Name], blocked: Sequence[Blocked]) -> None:
        """Finds who has room."""
        stood = {(name.text, name.x, name.y) for name in self.shown}
        ranked = sorted(names, key=lambda n: (n.rank // 10, (n.text, n.x, n.y) not in stood, n.rank))
        taken, held = LabelRoom(region), LabelRoom(region)
        for block in blocked:
            x = (block.x - region.x) * region.scale + region.width / 2
            y = (region.y - block.y) * region.scale + region.height / 2
            held.occupy(x, y, block.reach)
        found = []
        for name, box in zip(ranked, self._boxes(ranked, region), strict=True):
            if name.wide * region.scale < (box.width() - 8) * 1.25 or not taken.free(box):
                continue
            if name.rank > 0 and (name.text, name.x, name.y) not in stood and not held.free(box):
                continue
            taken.put(box)
            found.append(name)
        self._keep(found)
        self._window, self._laid_at = region, time.monotonic()

    def _thin_out(self, window: Window) -> None:
        """Drops those that lie over others at that scale."""
        taken = LabelRoom(window)
        boxes = self._boxes(self.shown, window)
        found = [name for name, box in zip(self.shown, boxes, strict=True) if taken.take(box)]
        if len(found) < len(self.shown):
            self._keep(found)

    def _keep(self, names: list[Name]) -> None:
        self.shown = names
        self._places = np.array([(n.x, n.y) for n in names], np.float64).reshape(-1, 2)
        self._sizes = np.array([self._size(n) for n in names], np.float64).reshape(-1, 2)
        self._beside = np.array([n.beside for n in names], np.float64)

    def _size(self, name: Name) -> tuple[float, float]:
        width = self._widths.get(name.text)
        if width is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            width = self._widths[name.text] = self.fit(name.text)
        return width + 8, self._high + 4

    def _boxes(self, names: list[Name], window: Window) -> list[QRectF]:
        found = []
        for name in names:
            width, height = self._size(name)
            x, y = window.to_screen(name.x, name.y)
            left = x + name.beside if name.beside else x - width / 2
            found.append(QRectF(left, y - height / 2, width, height))
        return found

    def paint(self, painter: QPainter, window: Window, ratio: float, *, hurried: bool) -> bool:
        """Draws those in the window; false when some are left for the next frame, which happens to new ones
        where it is `hurried`. The painter's units are device px."""
        self._dress(self._look[0], ratio)
        if not self.shown:
            return True
        width, height = self._sizes.T
        x = (self._places[:, 0] - window.x) * window.scale + window.width / 2
        y = (window.y - self._places[:, 1]) * window.scale + window.height / 2 - height / 2
        x += np.where(self._beside > 0, self._beside, -width / 2)
        inside = (x + width > 0) & (x < window.width) & (y + height > 0) & (y < window.height)
        left, top = np.rint(x * ratio).tolist(), np.rint(y * ratio).tolist()
        fresh = 0
        for index in np.flatnonzero(inside).tolist():
            name = self.shown[index]
            picture = self._pictures.get((name.text, name.ink))
            if picture is None:
                if hurried and fresh == _FRESH:
                    return False
                fresh += 1
                picture = self._picture(name, ratio)
            painter.drawPixmap(QPointF(left[index], top[index]), picture)
        return True

    def _dress(self, scale: float, ratio: float) -> None:
        if self._look == (scale, ratio):
            return
        self._look = (scale, ratio)
        self._font = QFont(theme.font("small"))
        self._font.setPixelSize(round(self._font.pixelSize() * max(scale, 0.1)))
        metrics = QFontMetricsF(self._font)
        self._high = metrics.height()
        self.fit = metrics.horizontalAdvance
        self._widths.clear()
        self._pictures.clear()

    def _picture(self, name: Name, ratio: float) -> QPixmap:
        width, height = self._size(name)
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
