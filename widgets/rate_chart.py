"""Counts over time as steps, with lines at the targets: axis, unit, source; labels stand at the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets import theme

HEIGHT = 188
"""Px at 100 %."""


@dataclass(frozen=True, slots=True)
class Target:
    """A line across the chart at a value; `tone` is a colour token."""

    value: float
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A place on the time axis: which step it stands before, and what is written there."""

    step: int
    label: str


class RateChart(QWidget):
    """Steps of equal length. `unit` stands over the value axis, `source` under the chart; `said` is what a
    screen reader hears of it, `step_texts` what the pointer is told over a step.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[int, ...] = ()
        self._marks: tuple[TimeMark, ...] = ()
        self._targets: tuple[Target, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._unit = self._source = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._theme_changed)

    def show_counts(
        self,
        values: Sequence[int],
        marks: Sequence[TimeMark],
        targets: Sequence[Target],
        *,
        unit: str,
        source: str,
        said: str,
        step_texts: Sequence[str] = (),
    ) -> None:
        """Shows other counts; the same again paints nothing."""
        shown = (tuple(values), tuple(marks), tuple(targets), tuple(step_texts), unit, source)
        self.setAccessibleName(said)
        if shown == (self._values, self._marks, self._targets, self._texts, self._unit, self._source):
            return
        self._values, self._marks, self._targets, self._texts, self._unit, self._source = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(360), theme.current().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(HEIGHT))

    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    # --- where things stand ------------------------------------------------------------------------------
    def _axis(self) -> tuple[int, int]:
        """The highest value of the axis, above all counts and targets, and its round steps."""
        highest = max([*self._values, *(math.ceil(t.value) for t in self._targets), 1])
        rounds = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
        far = 10 ** math.floor(math.log10(highest))
        step = next((step for step in rounds if highest / step <= 5), far)
        return (math.floor(highest * 1.08 / step) + 1) * step, step

    def _plot(self) -> QRectF:
        px = theme.current().px
        metrics = QFontMetricsF(theme.font("small", tabular=True))
        left = metrics.horizontalAdvance(str(self._axis()[0])) + px(10)
        labels = max((metrics.horizontalAdvance(t.label) for t in self._targets), default=0.0)
        line = metrics.height()
        return QRectF(
            left, line + px(6), self.width() - left - labels - px(10), self.height() - 3 * line - px(20)
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._texts:
            plot = self._plot()
            step = math.floor((event.pos().x() - plot.left()) / max(plot.width(), 1) * len(self._values))
            if 0 <= step < len(self._texts):
                QToolTip.showText(event.globalPos(), self._texts[step], self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # --- painting ----------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setFont(theme.font("small", tabular=True))
            plot = self._plot()
            top, step = self._axis()
            self._paint_axes(painter, plot, top, step)
            self._paint_steps(painter, plot, top)
            self._paint_targets(painter, plot, top)

    def _paint_axes(self, painter: QPainter, plot: QRectF, top: int, step: int) -> None:
        px = theme.current().px
        metrics = painter.fontMetrics()
        line = metrics.height()
        painter.setPen(theme.color("dim"))
        painter.drawText(QPointF(0, metrics.ascent()), self._unit)
        # Where the lines lie closer than letters are high, not every one has its figure.
        every = math.ceil(line / max(plot.height() * step / top, 1))
        for value in range(0, top + 1, step):
            y = round(plot.bottom() - plot.height() * value / top)
            painter.setPen(theme.color("line" if value == 0 else "line_soft"))
            painter.drawLine(round(plot.left()), y, round(plot.right()), y)
            if value // step % every:
                continue
            painter.setPen(theme.color("dim"))
            label = QRectF(0, y - line / 2, plot.left() - px(6), line)
            painter.drawText(
                label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(value)
            )
        free = plot.left() - px(40)
        for mark in self._marks:
            x = plot.left() + plot.width() * mark.step / max(len(self._values), 1)
            width = metrics.horizontalAdvance(mark.label)
            at = min(max(x - width / 2, 0), self.width() - width)
            if at < free + px(8):
                continue
            free = at + width
            painter.setPen(theme.color("line"))
            painter.drawLine(round(x), round(plot.bottom()), round(x), round(plot.bottom()) + px(4))
            painter.setPen(theme.color("dim"))
            painter.drawText(QPointF(at, plot.bottom() + px(4) + line), mark.label)
        painter.setPen(theme.color("faint"))
        source = metrics.elidedText(self._source, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QPointF(0, self.height() - metrics.descent() - 1), source)

    def _paint_steps(self, painter: QPainter, plot: QRectF, top: int) -> None:
        count = len(self._values)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        gap = 1 if count and plot.width() / count >= 4 else 0
        for n, value in enumerate(self._values):
            if value:
                left = plot.left() + plot.width() * n / count
                width = max(plot.width() / count - gap, 1.0)
                high = plot.height() * value / top
                painter.drawRect(QRectF(left, plot.bottom() - high, width, high))

    def _paint_targets(self, painter: QPainter, plot: QRectF, top: int) -> None:
        px = theme.current().px
        metrics = painter.fontMetrics()
        below = math.inf
        for target in sorted(self._targets, key=lambda t: t.value):
            y = round(plot.bottom() - plot.height() * target.value / top)
            pen = QPen(theme.color(target.tone), 1)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(round(plot.left()), y, round(plot.right()), y)
            painter.setPen(theme.color(target.tone))
            # Labels of lines that lie close stand above each other.
            below = min(y + metrics.ascent() / 2 - 1, below - metrics.height() + 2)
            painter.drawText(QPointF(plot.right() + px(6), below), target.label)
