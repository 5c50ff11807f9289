"""What stands beside the lanes: their names with counts and lights, and what is out of sight at both ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from widgets import theme
from widgets.lanes.layout import Layout
from widgets.lanes.marks import LIGHTS, Lane
from widgets.lanes.pills import Tallies
from widgets.lanes.sprites import Sprites
from widgets.lanes.words import open_count
from widgets.light import Light, draw_light

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def widest(lanes: Sequence[Lane]) -> float:
    """Px that the widest of the names, or of the lines under them with their lights, takes."""
    body, small = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("small", tabular=True))
    lights = 2 * _light_width(small)
    return max(
        (
            max(
                body.horizontalAdvance(lane.name),
                small.horizontalAdvance(lane.detail or open_count(888)) + lights,
            )
            for lane in lanes
        ),
        default=0.0,
    )


def _light_width(metrics: QFontMetricsF) -> float:
    """A light with a count of up to two figures."""
    return metrics.horizontalAdvance("00") + theme.current().px(20)


def paint_heads(
    painter: QPainter,
    lanes: Sequence[Lane],
    counts: Tallies,
    place: Layout,
    scrolled: int,
    marked: int,
) -> None:
    """Names in the order of the lanes; an edge marks the lane of that number as the one worked in."""
    px = theme.current().px
    area = place.heads
    body, small = theme.font("body"), theme.font("small", tabular=True)
    name_metrics, metrics = QFontMetricsF(body), QFontMetricsF(small)
    high, line = name_metrics.height(), metrics.height()
    painter.save()
    painter.setClipRect(area)
    for number, lane in enumerate(lanes):
        top = place.top(number, scrolled)
        if top + place.lane < area.top() or top > area.bottom():
            continue
        painter.fillRect(QRect(area.left(), top + place.lane - 1, area.width(), 1), theme.color("line_soft"))
        if number == marked:
            painter.fillRect(QRect(area.left(), top + 2, 3, place.lane - 5), theme.color("accent"))
        left, right = area.left() + px(12), area.right() - px(8)
        first = top + (place.lane - high - line) / 2
        painter.setPen(theme.color("text"))
        painter.setFont(body)
        name = name_metrics.elidedText(lane.name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRectF(left, first, right - left, high), _LEFT, name)
        painter.setFont(small)
        edge = float(right)
        for code in (2, 3):
            number_of = int(counts[number, code])
            if number_of:
                text = str(number_of)
                painter.setPen(theme.color("text"))
                painter.drawText(QRectF(edge - px(60), first + high, px(60), line), _RIGHT, text)
                wide = metrics.horizontalAdvance(text)
                draw = QPointF(edge - wide - px(8), first + high + line / 2)
                _light(painter, draw, px(8), LIGHTS[code])
            edge -= max(_light_width(metrics), metrics.horizontalAdvance(str(number_of)) + px(18))
        painter.setPen(theme.color("dim"))
        detail = lane.detail or open_count(int(counts[number].sum()))
        shown = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, edge - left)
        painter.drawText(QRectF(left, first + high, edge - left, line), _LEFT, shown)
    painter.restore()


def _light(painter: QPainter, middle: QPointF, size: float, light: Light) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_light(painter, middle, size, light)
    painter.restore()


def paint_edge(
    painter: QPainter,
    area: QRect,
    counts: Tallies,
    place: Layout,
    scrolled: int,
    stamps: Sprites,
    *,
    before: bool,
) -> None:
    """How many of each lane are out of sight on that side, with the most urgent light among them. On the
    right a light is shown only where it is not green: there is time."""
    right = area.right() - theme.current().px(6)
    painter.save()
    painter.setClipRect(area)
    foot = place.foot(len(counts), scrolled)
    painter.fillRect(area.left(), area.top(), area.width(), foot - area.top(), theme.color("folded"))
    for number, of_lane in enumerate(counts.tolist()):
        top = place.top(number, scrolled)
        if top + place.lane < area.top() or top > area.bottom():
            continue
        painter.fillRect(area.left(), top + place.lane - 1, area.width(), 1, theme.color("line_soft"))
        total = sum(of_lane)
        if total:
            worst = max(code for code in range(4) if of_lane[code])
            picture = stamps.beyond(total, worst if before or worst > 1 else 0, before or worst > 1)
            size = picture.deviceIndependentSize().toSize()
            painter.drawPixmap(right - size.width(), top + (place.lane - size.height()) // 2, picture)
    painter.restore()


def edge_title(*, before: bool) -> str:
    """What stands over the counts of what is out of sight."""
    translate = QCoreApplication.translate
    return translate("Lanes", "earlier") if before else translate("Lanes", "later")
