"""What stands at the map's edges: scale bar, north, coordinates, legends, notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from widgets import theme
from widgets.map.areas import Measure
from widgets.map.projection import Window, ground_scale, to_degrees


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a legend: a colour, what it stands for."""

    fill: QColor
    text: str


def measure_rows(measure: Measure) -> list[Row]:
    """The fills of a measure in words, the most first, and what is not known where something is not."""
    say, steps = measure.say, measure.steps
    rows = [Row(measure.fill_of(len(steps)), f"≥ {say(steps[-1])}")] if steps else []
    rows += [
        Row(measure.fill_of(place), f"{say(steps[place - 1])} – {say(steps[place])}")
        for place in range(len(steps) - 1, 0, -1)
    ]
    if steps:
        rows.append(Row(measure.fill_of(0), f"< {say(steps[0])}"))
    if any(value is None or math.isnan(value) for value in measure.values.values()):
        rows.append(Row(theme.color("map_area"), QCoreApplication.translate("Map", "not known")))
    return rows


class Furniture:
    """Painted over the map, in px of the window."""

    def __init__(self) -> None:
        self.note = ""
        self.legend_title = ""
        self.legend: Sequence[Row] = ()
        self.scale = 1.0
        """How much larger than at a desk."""
        self.pointer: tuple[float, float] | None = None
        """Mercator metres under the pointer or the cross."""
        self.words = ""
        """What a tool says, at the upper edge."""

    def paint(self, painter: QPainter, window: Window) -> None:
        font = QFont(theme.font("small", tabular=True))
        font.setPixelSize(round(font.pixelSize() * self.scale))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        right = self._scale_bar(painter, window, metrics)
        self._coordinates(painter, window, metrics, right)
        foot = self._note(painter, window, metrics)
        self._legend(painter, window, metrics, foot)
        self._north(painter, window)
        self._words(painter, window, metrics)

    def foot(self) -> float:
        """How high what is said of scale and pointer reaches, px from below."""
        return self._px(40)

    def _px(self, length: float) -> float:
        return theme.current().px(length) * self.scale

    def _back(self, painter: QPainter, box: QRectF) -> None:
        """Dims what lies under words in a corner, so that they read over any name."""
        ground = QColor(theme.color("map_ground"))
        ground.setAlpha(248)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _scale_bar(self, painter: QPainter, window: Window, metrics: QFontMetricsF) -> float:
        """A measure in the lower left corner; where it ends, px."""
        px = self._px
        foot = window.height - px(12)
        metres, length = round_measure(window, px(110))
        text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        wide = max(length, metrics.horizontalAdvance(text))
        self._back(
            painter,
            QRectF(px(6), foot - metrics.height() - px(8), wide + px(12), metrics.height() + px(14)),
        )
        painter.setPen(theme.color("faint"))
        left = px(12)
        painter.drawText(QPointF(left, foot - px(6)), text)
        painter.drawLine(QPointF(left, foot), QPointF(left + length, foot))
        painter.drawLine(QPointF(left, foot - px(4)), QPointF(left, foot))
        painter.drawLine(QPointF(left + length, foot - px(4)), QPointF(left + length, foot))
        return left + wide + px(6)

    def _coordinates(self, painter: QPainter, window: Window, metrics: QFontMetricsF, left: float) -> None:
        if self.pointer is None:
            return
        px = self._px
        lon, lat = to_degrees(*self.pointer)
        text = f"{abs(lat):.5f}° {'N' if lat >= 0 else 'S'}   {abs(lon):.5f}° {'E' if lon >= 0 else 'W'}"
        wide = metrics.horizontalAdvance(text)
        box = QRectF(
            left + px(6), window.height - metrics.height() - px(12), wide + px(12), metrics.height() + px(6)
        )
        noted = metrics.horizontalAdvance(self.note) + px(24) if self.note else 0
        if box.right() + noted > window.width:
            return
        self._back(painter, box)
        painter.setPen(theme.color("faint"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _note(self, painter: QPainter, window: Window, metrics: QFontMetricsF) -> float:
        """The faint words in the lower right corner; where they begin from above, px."""
        px = self._px
        foot = window.height - px(12)
        if not self.note:
            return foot
        width = metrics.horizontalAdvance(self.note)
        box = QRectF(window.width - width - px(12), foot - metrics.height(), width + 2, metrics.height())
        self._back(painter, box.adjusted(-px(6), -px(4), px(6), px(6)))
        painter.setPen(theme.color("faint"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.note)
        return box.top() - px(10)

    def _legend(self, painter: QPainter, window: Window, metrics: QFontMetricsF, foot: float) -> None:
        if not self.legend:
            return
        px = self._px
        line = metrics.height() + px(4)
        lines: list[Row | str] = [*([self.legend_title] if self.legend_title else []), *self.legend]
        # Where the map is too low for all lines below each other they go on beside them.
        fit = max(1, int((foot - px(16)) / line))
        columns = [lines[at : at + fit] for at in range(0, len(lines), fit)]
        wide = px(22) + max(
            metrics.horizontalAdvance(one if isinstance(one, str) else one.text) for one in lines
        )
        high, across = len(columns[0]) * line, len(columns) * (wide + px(12)) - px(12)
        box = QRectF(window.width - across - px(14), foot - high - px(4), across, high)
        self._back(painter, box.adjusted(-px(8), -px(6), px(8), px(6)))
        for number, column in enumerate(columns):
            left = box.left() + number * (wide + px(12))
            for place, one in enumerate(column):
                self._legend_line(painter, QRectF(left, box.top() + place * line, wide, line), one)

    def _legend_line(self, painter: QPainter, box: QRectF, one: Row | str) -> None:
        px = self._px
        if isinstance(one, str):
            text = one
        else:
            painter.setPen(theme.color("map_line_strong"))
            painter.setBrush(one.fill)
            painter.drawRect(QRectF(box.left(), box.center().y() - px(5), px(14), px(10)))
            text = one.text
            box = box.adjusted(px(22), 0, px(22), 0)
        painter.setPen(theme.color("dim"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _north(self, painter: QPainter, window: Window) -> None:
        """An arrow in the upper right corner; the map never turns."""
        px = self._px
        if window.height < px(160):
            return
        x, y = window.width - px(20), px(22)
        self._back(painter, QRectF(x - px(12), y - px(16), px(24), px(38)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dim"))
        points = ((0, -11), (5, 4), (0, 1), (-5, 4))
        painter.drawPolygon(QPolygonF([QPointF(x + px(dx), y + px(dy)) for dx, dy in points]))
        painter.setPen(theme.color("faint"))
        painter.drawText(
            QRectF(x - px(12), y + px(5), px(24), px(16)),
            int(Qt.AlignmentFlag.AlignCenter),
            QCoreApplication.translate("Map", "N"),
        )

    def _words(self, painter: QPainter, window: Window, metrics: QFontMetricsF) -> None:
        if not self.words:
            return
        px = self._px
        wide = min(metrics.horizontalAdvance(self.words), window.width - px(80))
        box = QRectF((window.width - wide) / 2, px(10), wide, metrics.height())
        around = box.adjusted(-px(10), -px(5), px(10), px(5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line")))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(around, 6, 6)
        painter.setPen(theme.color("text"))
        shown = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, wide + 1)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


def round_measure(window: Window, longest: float) -> tuple[float, float]:
    """The largest of 1, 2, 5 times a power of ten metres on the ground that is no longer than that many px,
    and its px."""
    per_metre = window.scale / ground_scale(window.y)
    power = 10 ** math.floor(math.log10(longest / per_metre))
    metres = max(step * power for step in (1, 2, 5) if step * power * per_metre <= longest)
    return metres, metres * per_metre
