"""What stands over the lanes: days, hours, the pill of the present moment, and the load ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from widgets import theme
from widgets.lanes.axis import HOUR, MINUTE, Axis
from widgets.lanes.cuts import DAY, HALF_DAY, STEPS, Days, slice_name, slices, step_for
from widgets.lanes.hours import Hours
from widgets.lanes.layout import Layout
from widgets.lanes.marks import Load
from widgets.lanes.stretch import Stretch

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Bar:
    """So many due from one place to the other, `late` of them too late; `name` says the slice."""

    begin: float
    end: float
    count: int
    late: int
    name: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars and how long their slices are; `summed` where that is longer than what was given."""

    bars: tuple[Bar, ...] = ()
    step: int = 0
    summed: bool = False


def each(step: int) -> str:
    """What bars of that step show."""
    translate = QCoreApplication.translate
    if step >= DAY:
        days = step // DAY
        if days == 1:
            return translate("Lanes", "Due each day")
        return translate("Lanes", "Due each {n} days").format(n=days)
    if step == HALF_DAY:
        return translate("Lanes", "Due each half day")
    if step >= HOUR:
        hours = step // HOUR
        if hours == 1:
            return translate("Lanes", "Due each hour")
        return translate("Lanes", "Due each {n} hours").format(n=hours)
    return translate("Lanes", "Due each {n} min").format(n=step // MINUTE)


def bars(load: Load, axis: Axis, days: Days, scale: float, least: float) -> Bars:
    """The load in slices at least so many px wide: what is given finer is summed up."""
    if not len(load.begin):
        return Bars()
    own = int(np.median(load.end - load.begin))
    given = next((step for step in STEPS if step >= own), STEPS[-1])
    step = max(step_for(axis, scale, least), given)
    edges = axis.place(axis.gaps())
    narrow = step >= DAY or (len(edges) > 0 and float((edges[:, 1] - edges[:, 0]).min()) * scale < least)
    cuts = slices(axis, days, int(load.begin[0]), int(load.end[-1]), step, narrow)
    at = np.searchsorted(cuts, load.begin, side="right") - 1
    inside = (at >= 0) & (at < len(cuts) - 1)
    count = np.bincount(at[inside], load.count[inside], len(cuts)).astype(np.int64)
    late = np.bincount(at[inside], load.late[inside], len(cuts)).astype(np.int64)
    places = axis.place(cuts).tolist()
    found = tuple(
        Bar(
            places[n], places[n + 1], int(count[n]), int(late[n]),
            slice_name(days, int(cuts[n]), int(cuts[n + 1])),
        )
        for n in np.flatnonzero(count).tolist()
        if n + 1 < len(places)
    )  # fmt: skip
    return Bars(found, step, step > given)


def bar_text(bar: Bar) -> str:
    """What the pointer is told over a bar."""
    translate = QCoreApplication.translate
    if bar.late:
        return translate("Lanes", "{slice}: {n} due, {late} of them expected past their limit").format(
            slice=bar.name, n=bar.count, late=bar.late
        )
    return translate("Lanes", "{slice}: {n} due").format(slice=bar.name, n=bar.count)


def now_box(place: Layout, x: float, text: str) -> QRectF:
    """Where the pill of the present moment stands, about its line's x, in the row of the hours."""
    px = theme.current().px
    metrics = QFontMetricsF(theme.font("small", tabular=True))
    width, high = metrics.horizontalAdvance(text) + px(12), metrics.height() + 2
    middle = place.scale.bottom() - px(3) - high / 2
    return QRectF(x - width / 2, middle - high / 2, width, high)


def paint_scale(
    painter: QPainter, hours: Hours, stretch: Stretch, place: Layout, pill: QRectF | None
) -> None:
    """Days in one row, hours and gaps in the one below; nothing is written where the pill stands."""
    px = theme.current().px
    font = theme.font("small", tabular=True)
    metrics = QFontMetricsF(font)
    line = metrics.height()
    left, right = place.plot.left(), place.plot.right()
    painter.setFont(font)
    upper = QRectF(0, place.scale.top() + px(3), 1, line)
    lower = QRectF(0, place.scale.bottom() - px(4) - line, 1, line)
    painter.fillRect(
        QRect(place.scale.left(), place.scale.bottom(), place.scale.width(), 1), theme.color("line")
    )
    painter.save()
    painter.setClipRect(QRect(left, place.scale.top(), right - left + 1, place.scale.height()))
    painter.setPen(theme.color("faint"))
    for begin, end, name in hours.gaps:
        x, width = left + stretch.x_of(begin), (end - begin) * stretch.scale
        if x <= right and x + width >= left:
            painter.fillRect(
                QRectF(x, lower.top() - px(2), width, place.scale.bottom() - lower.top() + px(2)),
                theme.color("folded"),
            )
            box = QRectF(x, lower.top(), width, line)
            if name and not _meets(pill, box) and left <= x and x + width <= right:
                painter.drawText(box, _MIDDLE, name)
    painter.setPen(theme.color("dim"))
    for at, text in hours.labels:
        x = left + stretch.x_of(at)
        if left - px(60) < x < right:
            box = QRectF(x + px(4), lower.top(), metrics.horizontalAdvance(text), line)
            if not _meets(pill, box) and left <= box.left() and box.right() <= right:
                painter.drawText(box, _LEFT, text)
            painter.fillRect(QRect(round(x), round(lower.top()), 1, 2 * round(line)), theme.color("line"))
    ends = [left + stretch.x_of(day.place) for day in hours.days[1:]] + [float("inf")]
    for day, end in zip(hours.days, ends, strict=True):
        x = left + stretch.x_of(day.place)
        if x > right or end < left:
            continue
        if x >= left:
            painter.fillRect(
                QRect(round(x), place.scale.top() + px(3), 1, place.scale.height() - px(3)),
                theme.color("line"),
            )
        if day.text:
            # The day's name stays in sight for as long as the day does.
            width = metrics.horizontalAdvance(day.text)
            at = min(max(x, left) + px(4), end - width - px(8))
            if at < left or at + width > right:
                continue
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(at, upper.top(), width, line), _LEFT, day.text)
    painter.restore()


def _meets(pill: QRectF | None, box: QRectF) -> bool:
    return pill is not None and pill.adjusted(-3, 0, 3, 0).intersects(box)


def paint_now(painter: QPainter, foot: int, x: float, pill: QRectF, text: str) -> None:
    """The line from the pill through the lanes, which end at `foot`, and the pill."""
    accent = theme.color("accent")
    top = round(pill.bottom())
    painter.fillRect(QRect(round(x), top, 2, foot - top), accent)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_fill"))
    painter.drawRoundedRect(pill, 4, 4)
    painter.setPen(theme.color("on_accent"))
    painter.setFont(theme.font("small", tabular=True))
    painter.drawText(pill, _MIDDLE, text)


def paint_load(painter: QPainter, found: Sequence[Bar], stretch: Stretch, place: Layout) -> None:
    """Bars from the lower edge, the highest as high as there is room, with their counts over them."""
    px = theme.current().px
    area = place.load
    font = theme.font("small", tabular=True)
    metrics = QFontMetricsF(font)
    line = metrics.height()
    painter.save()
    painter.setClipRect(area)
    painter.setFont(font)
    highest = max((bar.count for bar in found), default=1)
    room = area.height() - line - px(6)
    late = QColor(theme.color("amber"))
    late.setAlpha(150)
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.color("line"))
    for bar in found:
        left, right = area.left() + stretch.x_of(bar.begin), area.left() + stretch.x_of(bar.end)
        if right < area.left() or left > area.right():
            continue
        high = max(2, round(room * bar.count / highest))
        box = QRect(round(left) + 3, area.bottom() - high, max(round(right) - round(left) - 5, 2), high)
        painter.fillRect(box, theme.color("chart_bar"))
        if bar.late:
            part = max(2, round(high * bar.late / bar.count))
            painter.fillRect(QRect(box.left(), box.top(), box.width(), part), late)
        text = str(bar.count)
        # In the middle of what is in sight of the bar, where it has room to be whole.
        seen = box & area
        if metrics.horizontalAdvance(text) <= seen.width() + 4 and seen.width() > 0:
            painter.setPen(theme.color("text" if bar.late else "dim"))
            x = seen.center().x() - metrics.horizontalAdvance(text) / 2 + 0.5
            x = min(max(x, area.left()), area.right() - metrics.horizontalAdvance(text))
            painter.drawText(QPointF(x, box.top() - px(3)), text)
    painter.restore()


def bar_at(found: Sequence[Bar], place: float) -> Bar | None:
    """The bar that stands there."""
    return next((bar for bar in found if bar.begin <= place < bar.end), None)
