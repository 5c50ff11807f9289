"""A rate beside its targets: how many in ten minutes, where that is good, where it is too much."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets import theme
from widgets.light import Light, draw_light
from widgets.status_bar import HEIGHT

TRACK = 84
"""Px at 100 %."""


class RateGauge(QAbstractButton):
    """Caption, a light with a count, a track with a mark at each target, and the rate in words.

    `steady` and `flood` are where the track is marked; it ends half as far again beyond `flood`. Nothing is
    said by colour alone: the light has its shape, the rate its number and its word.
    """

    def __init__(self, steady: int, flood: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steady = steady
        self._flood = flood
        self._shown = ("", Light.NONE, "", 0, "")
        self._twins: list[RateGauge] = []
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.current().changed.connect(self._theme_changed)

    def show_rate(
        self, caption: str, light: Light, waiting: str, rate: int, text: str, hint: str = ""
    ) -> None:
        """Caption, light and words of what waits ("" for nothing), the rate and what is to be read of it."""
        shown = (caption, light, waiting, rate, text)
        for twin in self._twins:
            twin.show_rate(*shown, hint)
        if shown == self._shown and hint == self.toolTip():
            return
        self._shown = shown
        self.setToolTip(hint)
        self.setAccessibleName(", ".join(part for part in (caption, waiting, text) if part))
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def twin(self, parent: QWidget) -> RateGauge:
        """A gauge that says the same in another window for as long as that lives; a click there counts as one
        here."""
        twin = RateGauge(self._steady, self._flood, parent)
        twin.setObjectName(self.objectName())
        twin.show_rate(*self._shown, self.toolTip())
        twin.clicked.connect(self.clicked)
        self._twins.append(twin)
        twin.destroyed.connect(lambda: self._twins.remove(twin))
        return twin

    def text_shown(self) -> tuple[str, str]:
        """What waits, and the rate, in words."""
        return self._shown[2], self._shown[4]

    def sizeHint(self) -> QSize:
        px = theme.current().px
        caption, light, waiting, _, text = self._shown
        metrics = QFontMetricsF(theme.font("small", tabular=True))
        width = metrics.horizontalAdvance(caption) + px(6)
        if waiting:
            width += metrics.horizontalAdvance(waiting) + px(10)
        if light is not Light.NONE:
            width += px(15)
        return QSize(round(width + px(TRACK) + px(6) + metrics.horizontalAdvance(text) + 1), px(HEIGHT) - 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _place(self, rate: int) -> float:
        """Share of the track at a rate."""
        return min(rate / (1.5 * self._flood), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme.current().px
        caption, light, waiting, rate, text = self._shown
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        box = QRectF(self.rect())
        painter.setFont(theme.font("small", tabular=True))
        metrics = painter.fontMetrics()
        quiet = theme.color("text" if self.underMouse() or self.hasFocus() else "dim")
        painter.setPen(quiet)
        painter.drawText(box, middle, caption)
        box.setLeft(box.left() + metrics.horizontalAdvance(caption) + px(6))
        if light is not Light.NONE:
            draw_light(painter, QPointF(box.left() + px(5), box.center().y() + 0.5), px(9), light)
            box.setLeft(box.left() + px(15))
        if waiting:
            painter.setPen(theme.color(light.value) if light is not Light.NONE else quiet)
            painter.drawText(box, middle, waiting)
            box.setLeft(box.left() + metrics.horizontalAdvance(waiting) + px(10))
        track = QRectF(box.left(), box.center().y() - px(3), px(TRACK), px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(track, px(2), px(2))
        if rate:
            filled = QRectF(track)
            filled.setWidth(max(track.width() * self._place(rate), px(3)))
            level = "green" if rate <= self._steady else "amber" if rate < self._flood else "red"
            painter.setBrush(theme.color(level))
            painter.drawRoundedRect(filled, px(2), px(2))
        painter.setPen(QPen(theme.color("dim"), 1))
        for target in (self._steady, self._flood):
            x = round(track.left() + track.width() * self._place(target)) + 0.5
            painter.drawLine(QPointF(x, track.top() - px(3)), QPointF(x, track.bottom() + px(3)))
        box.setLeft(track.right() + px(6))
        painter.setPen(quiet)
        painter.drawText(box, middle, text)
