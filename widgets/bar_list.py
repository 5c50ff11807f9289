"""Counts as bars that lie, one a line: the name before it, the number at its end; no legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets import theme
from widgets.hearing import hear

LINE = 22
"""Px at 100 % from bar to bar."""
_THICK = 10
_LEAST = 0.25
"""Of the width, at least, for the longest bar: names have what they need of the rest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its count; `said` is what the pointer is told."""

    name: str
    value: int
    said: str = ""


class BarList(QWidget):
    """As many bars as there is room for, the longest first where they are given so; the last line says how
    many more there are. `unit` stands over them, `source` below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._unit = self._source = self._more = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hear(theme.current(), "changed()", self, "_restyle()")

    def show_bars(
        self, bars: Sequence[Bar], *, unit: str, source: str = "", more: str = "{n}", said: str = ""
    ) -> None:
        """Shows other bars; `more` has {n} for how many are left out, `said` is for a screen reader."""
        self._bars, self._unit, self._source, self._more = tuple(bars), unit, source, more
        self.setAccessibleName(said or unit)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(320), theme.current().px(188))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(188))

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    # --- where things stand ------------------------------------------------------------------------------
    def _top(self) -> float:
        return QFontMetricsF(theme.font("small")).height() + theme.current().px(6)

    def shown(self) -> tuple[Bar, ...]:
        """The bars for which there is room."""
        foot = QFontMetricsF(theme.font("small")).height() if self._source else 0.0
        room = int((self.height() - self._top() - foot) / theme.current().px(LINE))
        return self._bars if len(self._bars) <= room else self._bars[: max(room - 1, 0)]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            n = int((event.pos().y() - self._top()) // theme.current().px(LINE))
            shown = self.shown()
            if event.pos().y() >= self._top() and 0 <= n < len(shown) and shown[n].said:
                QToolTip.showText(event.globalPos(), shown[n].said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # --- painting ----------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font("small", tabular=True))
            metrics = QFontMetricsF(painter.font())
            painter.setPen(theme.color("dim"))
            painter.drawText(QPointF(0, metrics.ascent()), self._unit)
            self._paint_bars(painter, metrics)
            painter.setPen(theme.color("faint"))
            source = metrics.elidedText(self._source, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QPointF(0, self.height() - metrics.descent() - 1), source)

    def _paint_bars(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        px = theme.current().px
        shown = self.shown()
        if not shown:
            return
        most = max(1, *(bar.value for bar in self._bars))
        named = max(metrics.horizontalAdvance(bar.name) for bar in shown)
        figures = metrics.horizontalAdvance(str(most)) + px(8)
        names = min(named, self.width() * (1 - _LEAST) - px(8) - figures) + 1
        room = max(self.width() - names - px(8) - figures, 1.0)
        y, line = self._top(), px(LINE)
        left = names + px(8)
        for bar in shown:
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(0, y, names, line), flags, name)
            long = room * bar.value / most
            painter.fillRect(
                QRectF(left, y + (line - px(_THICK)) / 2, long, px(_THICK)), theme.color("accent")
            )
            painter.setPen(theme.color("dim"))
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(left + long + px(6), y, figures, line), flags, str(bar.value))
            y += line
        left_out = len(self._bars) - len(shown)
        if left_out:
            painter.setPen(theme.color("faint"))
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(left, y, room, line), flags, self._more.format(n=left_out))
