"""The pills that clusters are drawn as: the most urgent light, and how many."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.marks import LIGHTS


class Pills:
    """Made for one theme and text scale; thrown away when either changes."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int, float, float], QPixmap] = {}

    def reach(self, scale: float) -> tuple[float, float]:
        """Half the width and height within which a pill of three figures is met, px."""
        return theme.current().px(24) * scale, theme.current().px(12) * scale

    def pill(self, count: int, light: int, scale: float, ratio: float) -> QPixmap:
        """The pill of so many, `scale` times as large as at a desk, in device px."""
        key = (count, light, scale, ratio)
        found = self._made.get(key)
        if found is None:
            if len(self._made) > 2_000:
                self._made.clear()
            found = self._made[key] = _draw(count, LIGHTS[light], scale, ratio)
        return found


def _draw(count: int, light: Light, scale: float, ratio: float) -> QPixmap:
    def px(length: float) -> float:
        return theme.current().px(length) * scale

    font = QFont(theme.font("small", semibold=True, tabular=True))
    font.setPixelSize(round(font.pixelSize() * scale))
    metrics = QFontMetricsF(font)
    text = str(count)
    height = math.ceil(metrics.height() + px(4))
    mark = px(9)
    width = math.ceil(metrics.horizontalAdvance(text) + mark + px(18))
    pixmap = QPixmap(2 * math.ceil(width * ratio / 2), 2 * math.ceil(height * ratio / 2))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.color("faint" if light is Light.NONE else light.value)
        painter.setPen(QPen(ink, 1.25 if light is not Light.RED else 1.75))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), height / 2 - 1, height / 2 - 1)
        middle = QPointF(px(7) + mark / 2, height / 2)
        draw_light(painter, middle, mark, Light.GREEN if light is Light.NONE else light, ink)
        painter.setPen(theme.color("text"))
        painter.setFont(font)
        box = QRectF(0, 0, width - px(7), height)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
    pixmap.setDevicePixelRatio(1.0)
    return pixmap
