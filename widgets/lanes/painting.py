"""How the board is painted: the kept picture of the lanes, and over and beside it what is drawn each time."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QRegion

from widgets import theme
from widgets.empty import paint_words
from widgets.lanes import heading, heads
from widgets.lanes.body import Scene
from widgets.lanes.holding import Holding
from widgets.lanes.hours import AIR, Hours, hours
from widgets.lanes.pills import beyond, pills, tallies
from widgets.lanes.shown import Shown
from widgets.lanes.stretch import scale_of

BAR_LEAST = 34
"""Px at 100 % of the narrowest bar of the load."""


class Painting(Holding):
    """The board that paints itself."""

    def paintEvent(self, event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter, event.region())

    def _hours_now(self) -> Hours:
        if self._hours is None or not self._hours.covers(self._stretch):
            metrics = QFontMetricsF(theme.font("small", tabular=True))
            self._hours = hours(
                self._axis, self._days, self._stretch, metrics.horizontalAdvance, theme.current().px(AIR)
            )
        return self._hours

    def _bars_now(self) -> heading.Bars:
        if self._load is None:
            return heading.Bars()
        level = self._stretch.level
        if self._bars is None or self._bars[0] != level:
            least = theme.current().px(BAR_LEAST)
            self._bars = level, heading.bars(self._load, self._axis, self._days, scale_of(level), least)
        return self._bars[1]

    def _paint(self, painter: QPainter, dirty: QRegion) -> None:
        place, lanes = self._layout(), len(self._lanes)
        painter.fillRect(dirty.boundingRect(), theme.color("panel"))
        if not lanes:
            paint_words(painter, self.rect(), *self._empty)
            return
        state, stamps = self._state(), self._stamps()
        written = self._hours_now()
        pill = self._now_pill()
        if dirty.intersects(QRect(0, 0, self.width(), place.plot.top())):
            heading.paint_scale(painter, written, self._stretch, place, pill[0] if pill else None)
            self._paint_ends(painter)
            if self._load is not None:
                heading.paint_load(painter, self._bars_now().bars, self._stretch, place)
        if dirty.intersects(place.plot):
            scene = Scene(state, self._stretch, written, place, self._scrolled, lanes)
            picture = self._body.bring(scene, stamps)
            painter.drawPixmap(place.plot.topLeft(), picture)
            self._paint_counts(painter, state)
            self._paint_over(painter, state)
        painter.fillRect(QRect(0, place.plot.top() - 1, self.width(), 1), theme.color("line"))
        x = self._now_x()
        if pill is not None and x is not None:
            foot = place.foot(lanes, self._scrolled)
            heading.paint_now(painter, foot, place.plot.left() + x, *pill)
        self._paint_sides(painter, dirty, state)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_ends(self, painter: QPainter) -> None:
        """What stands over the counts at both ends, and beside the load."""
        px, place = theme.current().px, self._layout()
        font = theme.font("small")
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        painter.setPen(theme.color("faint"))
        top = place.scale.bottom() - px(4) - line
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for area, before in ((place.before, True), (place.behind, False)):
            box = QRectF(area.left(), top, area.width() - px(6), line)
            painter.drawText(box, right, heads.edge_title(before=before))
        shown = self._bars_now()
        if shown.bars:
            caption = heading.each(shown.step) if shown.summed or not self._caption else self._caption
            painter.setPen(theme.color("dim"))
            left = px(12)
            box = QRectF(left, place.load.bottom() - line - px(3), place.plot.left() - left, line)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), caption)

    def _paint_sides(self, painter: QPainter, dirty: QRegion, state: Shown) -> None:
        place, lanes = self._layout(), len(self._lanes)
        if dirty.intersects(place.heads):
            counts = tallies(state.lane, state.light, lanes)
            index = self._index()
            marked = -1 if index is None else int(state.lane[index])
            heads.paint_heads(painter, self._lanes, counts, place, self._scrolled, marked)
        if dirty.intersects(place.before) or dirty.intersects(place.behind):
            found = beyond(state, self._stretch, self._stamps().pill[0])
            before, behind = found.tallies(state, lanes, -1), found.tallies(state, lanes, 1)
            heads.paint_edge(
                painter, place.before, before, place, self._scrolled, self._stamps(), before=True
            )
            heads.paint_edge(
                painter, place.behind, behind, place, self._scrolled, self._stamps(), before=False
            )

    # --- over the lanes -----------------------------------------------------------------------------------
    def _middle(self, state: Shown, index: int) -> QPointF:
        """Where that mark, or the count it is in, stands in the board."""
        place, counted = self._layout(), int(state.counts.of[index])
        if counted >= 0:
            x = float(pills(state, self._stretch, self._stamps().pill[0]).x[counted])
            down = place.lane / 2
        else:
            x = self._stretch.x_of(float(state.place[index]))
            down = place.row_middle(state.level)[int(state.row[index])]
        top = place.top(int(state.lane[index]), self._scrolled)
        return QPointF(place.plot.left() + round(x), top + down)

    def _paint_counts(self, painter: QPainter, state: Shown) -> None:
        """The counts in sight, each whole."""
        place, stamps = self._layout(), self._stamps()
        found = pills(state, self._stretch, stamps.pill[0])
        first, last = (
            place.at(place.plot.top(), self._scrolled),
            place.at(place.plot.bottom(), self._scrolled),
        )
        seen = np.flatnonzero(found.shown & (state.counts.lane >= first) & (state.counts.lane <= last))
        painter.save()
        painter.setClipRect(place.plot)
        for lane, x, number, worst in zip(
            state.counts.lane[seen].tolist(), found.x[seen].tolist(),
            state.number[seen].tolist(), state.worst[seen].tolist(), strict=True,
        ):  # fmt: skip
            picture = stamps.count(number, worst)
            size = picture.deviceIndependentSize()
            top = place.top(lane, self._scrolled) + (place.lane - stamps.pill[1]) // 2
            painter.drawPixmap(round(place.plot.left() + x - size.width() / 2), top, picture)
        painter.restore()

    def _paint_over(self, painter: QPainter, state: Shown) -> None:
        """Rings about the marks spoken of, and about the one worked on with what it says."""
        painter.save()
        painter.setClipRect(self._layout().plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(self._ringed):
            painter.setPen(QPen(theme.color("dim"), 1.5))
            for index in np.flatnonzero(np.isin(state.marks.key, self._ringed) & (state.lane >= 0)).tolist():
                self._ring_about(painter, state, index)
        current = self._index()
        if current is not None and state.lane[current] >= 0:
            painter.setPen(QPen(theme.color("accent"), 2))
            self._ring_about(painter, state, current)
            self._paint_words(painter, state, current)
        painter.restore()

    def _ring_about(self, painter: QPainter, state: Shown, index: int) -> None:
        middle, stamps = self._middle(state, index), self._stamps()
        counted = int(state.counts.of[index])
        if counted >= 0:
            size = stamps.count(int(state.number[counted]), int(state.worst[counted])).deviceIndependentSize()
            box = QRectF(0, 0, size.width() + 4, size.height() + 4)
            box.moveCenter(middle)
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        else:
            radius = stamps.mark * 0.5 + theme.current().px(4)
            painter.drawEllipse(middle, radius, radius)

    def _paint_words(self, painter: QPainter, state: Shown, index: int) -> None:
        """The label of the mark worked on, whatever the zoom."""
        px, stamps, plot = theme.current().px, self._stamps(), self._layout().plot
        text = self._words.label(int(state.marks.key[index]))
        if not text:
            return
        metrics = QFontMetricsF(stamps.font)
        width, high = metrics.horizontalAdvance(text) + px(12), metrics.height() + 4
        middle = self._middle(state, index)
        counted = int(state.counts.of[index])
        away = stamps.pill[0] / 2 + px(6) if counted >= 0 else stamps.mark / 2 + px(8)
        left = middle.x() + away
        if left + width > plot.right():
            left = middle.x() - away - width
        box = QRectF(left, middle.y() - high / 2, width, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("selection"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text"))
        painter.setFont(stamps.font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
