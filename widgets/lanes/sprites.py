"""The pictures marks and counts are stamped from, one of each kind for a look."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF, QStaticText

from widgets import theme
from widgets.lanes.marks import LIGHTS
from widgets.light import Light, draw_light

MARK = 10
"""Px at 100 %: as wide as a mark is."""
APART = 13
"""Px at 100 % from the middle of one mark to the next, in a row and from row to row."""
LABELLED = 18
"""Px at 100 % from row to row where texts stand beside marks and there is room."""
LABELS_FROM = 220
"""Px at 100 % an hour is wide from which they do."""
LABEL = 132
"""Px at 100 % that a text beside a mark may take."""


class Sprites:
    """Made for one theme, text scale and ratio of device px; thrown away when any of them changes."""

    def __init__(self, ratio: float) -> None:
        px = theme.current().px
        self.ratio = ratio
        self.mark = px(MARK)
        self.side = px(MARK) + 4
        """Width and height of a mark's picture in px."""
        self.font = theme.font("small", tabular=True)
        self._metrics = QFontMetricsF(self.font)
        self.pill = (
            math.ceil(self._metrics.horizontalAdvance("000")) + px(MARK) + px(18),
            math.ceil(self._metrics.height()) + 2,
        )
        """Width and height of a count of up to three figures; longer ones are wider."""
        self.marks = [self._mark(light, standing) for standing in (False, True) for light in LIGHTS]
        """By code of light, then once more hollow."""
        self._counts: dict[tuple[int, int], QPixmap] = {}
        self._beyond: dict[tuple[int, int, bool], QPixmap] = {}
        self._labels: dict[int, tuple[QStaticText, float]] = {}

    def count(self, number: int, light: int) -> QPixmap:
        """A count with the most urgent light among what it counts."""
        found = self._counts.get((number, light))
        if found is None:
            found = self._counts[number, light] = self._count(number, LIGHTS[light])
        return found

    def beyond(self, number: int, light: int, strong: bool) -> QPixmap:
        """A count without a ground, its figures at the right edge; the light beside it unless it is none."""
        found = self._beyond.get((number, light, strong))
        if found is None:
            found = self._beyond[number, light, strong] = self._figures(number, LIGHTS[light], strong)
        return found

    def label(self, key: int, text: str) -> tuple[QStaticText, float]:
        """The text beside a mark, elided, and its px; kept until `forget`."""
        found = self._labels.get(key)
        if found is None:
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, theme.current().px(LABEL))
            static = QStaticText(shown)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.prepare(font=self.font)
            found = self._labels[key] = (static, self._metrics.horizontalAdvance(shown))
        return found

    def labelled(self, key: int) -> bool:
        """Whether the text of that mark is kept."""
        return key in self._labels

    def forget(self, keys: list[int]) -> None:
        """The texts of those marks are others."""
        for key in keys:
            self._labels.pop(key, None)

    def _empty(self, width: int, height: int) -> QPixmap:
        pixmap = QPixmap(round(width * self.ratio), round(height * self.ratio))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _mark(self, light: Light, standing: bool) -> QPixmap:
        pixmap = self._empty(self.side, self.side)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QPointF(self.side / 2, self.side / 2)
            if standing:
                _hollow(painter, middle, self.mark - 1.5, light)
            elif light is Light.NONE:
                draw_light(painter, middle, self.mark * 0.8, Light.GREEN, theme.color("faint"))
            else:
                draw_light(painter, middle, self.mark, light)
        return pixmap

    def _figures(self, number: int, light: Light, strong: bool) -> QPixmap:
        px, text = theme.current().px, str(number)
        wide = self._metrics.horizontalAdvance(text)
        width, height = math.ceil(wide) + px(16), self.pill[1]
        pixmap = self._empty(width, height)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_light(painter, QPointF(width - wide - px(9), height / 2), px(9), light)
            painter.setPen(theme.color("text" if strong else "dim"))
            painter.setFont(self.font)
            box = QRectF(0, 0, width, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        return pixmap

    def _count(self, number: int, light: Light) -> QPixmap:
        px = theme.current().px
        width, height = self.pill
        text = str(number)
        width = max(width, math.ceil(self._metrics.horizontalAdvance(text)) + px(MARK) + px(18))
        pixmap = self._empty(width, height)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(QRectF(0, 0, width, height), height / 2, height / 2)
            middle = QPointF(px(6) + px(MARK) / 2, height / 2)
            if light is Light.NONE:
                draw_light(painter, middle, px(MARK) * 0.7, Light.GREEN, theme.color("faint"))
            else:
                draw_light(painter, middle, px(MARK) * 0.9, light)
            painter.setPen(theme.color("text"))
            painter.setFont(self.font)
            box = QRectF(0, 0, width - px(8), height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        return pixmap


def _hollow(painter: QPainter, middle: QPointF, size: float, light: Light) -> None:
    """The light's outline: its clock stands."""
    painter.setPen(QPen(theme.color("faint" if light is Light.NONE else light.value), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, r = middle.x(), middle.y(), size / 2
    if light is Light.AMBER:
        d = r * 1.1
        points = [QPointF(x, y - d), QPointF(x + d, y), QPointF(x, y + d), QPointF(x - d, y)]
        painter.drawPolygon(QPolygonF(points))
    elif light is Light.RED:
        w = r * 1.1
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - r), QPointF(x + w, y + r * 0.9), QPointF(x - w, y + r * 0.9)])
        )
    else:
        painter.drawEllipse(middle, r, r)
