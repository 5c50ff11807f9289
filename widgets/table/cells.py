"""Painting of table cells, by hand: one painter for all of them, texts laid out once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QStaticText, QTransform

from widgets import theme
from widgets.countdown import Remaining, draw_still, format_remaining
from widgets.light import Light, draw_light
from widgets.moments import day_time, short_time
from widgets.table.source import Column, ColumnKind, Pill, PillTone

PADDING = 8
"""Px at 100 % between a cell's edge and its text."""

_KEPT = 600
"""Laid-out texts of one age: some two screens full."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text ready to be painted: its layout, its width and height in px, and whether its end was cut off."""

    text: QStaticText
    width: float
    height: float
    elided: bool


class TextLayouts:
    """Texts laid out and elided once for a width; painting a kept one costs half of laying it out.

    They are kept in two ages: when there are `_KEPT` young ones they grow old, and the old ones that were not
    asked for meanwhile go. A table that stands ticks away 6,000 texts an hour, 1.5 kB each.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, str, bool, bool, bool], LaidOut] = {}
        self._old: dict[tuple[str, int, str, bool, bool, bool], LaidOut] = {}
        self._metrics: dict[tuple[str, bool, bool, bool], QFontMetricsF] = {}

    def clear(self) -> None:
        """To be called when the fonts change."""
        self._kept.clear()
        self._old.clear()
        self._metrics.clear()

    def lay(
        self,
        text: str,
        width: float,
        size: str = "body",
        *,
        italic: bool = False,
        tabular: bool = False,
        semibold: bool = False,
    ) -> LaidOut:
        """The text in that font within `width` px."""
        key = (text, int(width), size, italic, tabular, semibold)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._old, self._kept = self._kept, {}
            found = self._old.get(key) or self._lay(text, width, size, italic, tabular, semibold)
            self._kept[key] = found
        return found

    def _lay(
        self, text: str, width: float, size: str, italic: bool, tabular: bool, semibold: bool
    ) -> LaidOut:
        font = theme.font(size, italic=italic, tabular=tabular, semibold=semibold)
        metrics = self._metrics.get((size, italic, tabular, semibold))
        if metrics is None:
            metrics = self._metrics[size, italic, tabular, semibold] = QFontMetricsF(font)
        text = text.replace("\n", " ")
        shown = text
        advance = metrics.horizontalAdvance(text)
        if advance > width:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))
            advance = metrics.horizontalAdvance(shown)
        laid = QStaticText(shown)
        laid.setTextFormat(Qt.TextFormat.PlainText)
        laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid.prepare(QTransform(), font)
        return LaidOut(laid, advance, metrics.height(), shown != text)


class CellPainter:
    """Paints one cell after another on a painter handed in; `cut_off` tells whether the last one lost
    text.
    """

    def __init__(self) -> None:
        self.layouts = TextLayouts()
        self.cut_off = False

    def paint(
        self,
        painter: QPainter,
        box: QRectF,
        column: Column,
        cell: object,
        *,
        pending: bool,
        now: float | None,
    ) -> None:
        """Paints the cell into `box`; `now` is POSIX seconds, None when the table has no clock."""
        self.cut_off = False
        if cell is None:
            return
        inside = box.adjusted(theme.current().px(PADDING), 0, -theme.current().px(PADDING), 0)
        ink = theme.color("dim" if pending else "text")
        kind = column.kind
        if kind is ColumnKind.COUNTDOWN:
            assert isinstance(cell, Remaining)
            self._countdown(painter, inside, cell, pending)
        elif kind is ColumnKind.TWO_PART:
            assert isinstance(cell, tuple)
            self._two_part(painter, inside, str(cell[0]), str(cell[1]), ink, pending)
        elif kind is ColumnKind.PILL:
            assert isinstance(cell, Pill)
            self._pill(painter, inside, cell)
        elif kind is ColumnKind.LIGHT:
            assert isinstance(cell, tuple)
            self._light(painter, inside, cell[0], str(cell[1]), pending)
        elif kind is ColumnKind.TIME:
            assert isinstance(cell, datetime)
            self._text(painter, inside, _time_text(cell, now), ink, italic=pending, tabular=True)
        elif kind is ColumnKind.COUNT:
            self._right(painter, inside, str(cell), ink, pending)
        else:
            tabular = kind is ColumnKind.NUMBER
            self._text(painter, inside, str(cell), ink, italic=pending, tabular=tabular)

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        ink: QColor,
        *,
        italic: bool = False,
        tabular: bool = False,
    ) -> float:
        laid = self.layouts.lay(text, box.width(), italic=italic, tabular=tabular)
        self._put(painter, QPointF(box.left(), box.center().y()), laid, ink, italic=italic, tabular=tabular)
        return laid.width

    def _put(
        self,
        painter: QPainter,
        left_middle: QPointF,
        laid: LaidOut,
        ink: QColor,
        size: str = "body",
        *,
        italic: bool = False,
        tabular: bool = False,
    ) -> None:
        painter.setFont(theme.font(size, italic=italic, tabular=tabular))
        painter.setPen(ink)
        painter.drawStaticText(QPointF(left_middle.x(), round(left_middle.y() - laid.height / 2)), laid.text)
        self.cut_off = self.cut_off or laid.elided

    def _right(self, painter: QPainter, box: QRectF, text: str, ink: QColor, pending: bool) -> float:
        laid = self.layouts.lay(text, box.width(), italic=pending, tabular=True)
        left = box.right() - laid.width
        self._put(painter, QPointF(left, box.center().y()), laid, ink, italic=pending, tabular=True)
        return left

    def _countdown(self, painter: QPainter, box: QRectF, cell: Remaining, pending: bool) -> None:
        px = theme.current().px
        lit = theme.color("text") if cell.light is Light.NONE else theme.color(cell.light.value)
        figures = box.adjusted(px(18), 0, -px(10), 0)
        left = self._right(
            painter, figures, format_remaining(cell), theme.color("dim") if pending else lit, pending
        )
        draw_light(painter, QPointF(left - px(13), box.center().y()), px(10), cell.light)
        if not cell.running:
            draw_still(painter, QPointF(box.right() - px(2), box.center().y()), px(8), theme.color("dim"))

    def _two_part(
        self, painter: QPainter, box: QRectF, head: str, rest: str, ink: QColor, pending: bool
    ) -> None:
        used = self._text(painter, box, head, ink, italic=pending)
        if not rest or self.cut_off:
            return
        room = box.adjusted(used, 0, 0, 0)
        if room.width() > theme.current().px(24):
            self._text(painter, room, f" · {rest}" if head else rest, theme.color("dim"), italic=pending)
        else:
            self.cut_off = True

    def _light(self, painter: QPainter, box: QRectF, light: Light, text: str, pending: bool) -> None:
        px = theme.current().px
        ink = theme.color("text") if light is Light.NONE else theme.color(light.value)
        if light is not Light.NONE:
            draw_light(painter, QPointF(box.left() + px(5), box.center().y()), px(10), light)
            box = box.adjusted(px(18), 0, 0, 0)
        self._text(painter, box, text, theme.color("dim") if pending else ink, italic=pending, tabular=True)

    def _pill(self, painter: QPainter, box: QRectF, pill: Pill) -> None:
        px = theme.current().px
        laid = self.layouts.lay(pill.text, box.width() - px(12), "small", tabular=True)
        height = px(20)
        width = max(laid.width + px(14), px(26))
        capsule = QRectF(box.left(), box.center().y() - height / 2, width, height)
        ink = theme.color("text")
        if pill.tone is PillTone.CLAIM:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pill"))
        elif pill.tone is PillTone.MINE:
            ink = theme.color("on_accent")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill"))
        else:
            ink = theme.color("amber" if pill.tone is PillTone.SILENT else "dim")
            painter.setPen(ink if pill.tone is PillTone.SILENT else theme.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            capsule.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(capsule, height / 2, height / 2)
        middle = QPointF(capsule.center().x() - laid.width / 2, capsule.center().y())
        self._put(painter, middle, laid, ink, "small", tabular=True)


def _time_text(moment: datetime, now: float | None) -> str:
    if now is None:
        return day_time(moment)
    return short_time(moment, datetime.fromtimestamp(now, tz=moment.tzinfo))
