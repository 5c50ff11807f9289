"""A layer painted once for a window larger than the one shown, so that moving the map only moves a
picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from widgets.map.projection import Window

MARGIN = 0.35
"""How much more than the window is painted, as a share of it, on every side."""
MOST = 6_000_000
"""Device px that the margin may bring a picture to: to clear and copy more costs a large screen more than it
saves when the map is drawn along."""


class Picture:
    """Keeps what `paint` drew. `show` draws it where it belongs, at another size until it is painted anew."""

    def __init__(self, paint: Callable[[QPainter, Window], None]) -> None:
        self._paint = paint
        self._pixmap: QPixmap | None = None
        self._window: Window | None = None

    def drop(self) -> None:
        """What it shows has changed."""
        self._pixmap = None

    def kept(self) -> bool:
        """Whether there is a picture at all, of any place and size."""
        return self._pixmap is not None

    def fits(self, window: Window) -> bool:
        """Whether the kept picture has the window's scale and covers it."""
        if self._pixmap is None or self._window is None or self._window.scale != window.scale:
            return False
        kept, shown = self._window.bounds(), window.bounds()
        return kept[0] <= shown[0] and kept[1] <= shown[1] and kept[2] >= shown[2] and kept[3] >= shown[3]

    def renew(self, window: Window, ratio: float) -> None:
        """Paints it for this window and some way round it; `ratio` is device px per px."""
        own = window.width * window.height * ratio**2
        wide = window.widened(min(MARGIN, max(0.0, (math.sqrt(MOST / own) - 1) / 2)))
        pixmap = QPixmap(round(wide.width * ratio), round(wide.height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._paint(painter, wide)
        painter.end()
        self._pixmap, self._window = pixmap, wide

    def show(self, painter: QPainter, window: Window) -> None:
        """Draws the kept picture; nothing when there is none."""
        if self._pixmap is None or self._window is None:
            return
        kept = self._window
        west, _, _, north = kept.bounds()
        x, y = window.to_screen(west, north)
        if kept.scale == window.scale:
            painter.drawPixmap(QPointF(round(x), round(y)), self._pixmap)
        else:
            factor = window.scale / kept.scale
            target = QRectF(x, y, kept.width * factor, kept.height * factor)
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
