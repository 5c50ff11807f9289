"""The painted parts of the wall: head, counts, and lists of deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.wall.type import unit, wall_font
from widgets import theme
from widgets.countdown import Remaining, draw_still, format_remaining, spoken
from widgets.light import Light, draw_light, light_name

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_COLUMNS = 3
_HEADING, _ROW, _FOOT = 46, 60, 8
"""Px of a list's heading, of a row and of the room below on a 1080 px high wall."""
_CLOCK = 176
"""Px that a row's time has."""
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class Board(QWidget):
    """A part that paints itself in the wall's measures."""

    def __init__(self, surface: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, surface)
        theme.current().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme.color("panel"))
            self.draw(painter, unit(self))

    def draw(self, painter: QPainter, u: float) -> None:
        """Paints; `u` is px per px of a 1080 px high wall."""
        raise NotImplementedError


class WallHead(Board):
    """Whose wall it is, how the link stands, and the backend's time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._said = ("", "", "", Light.NONE, "")

    def say(self, centre: str, scope: str, link: str, light: Light, time: str) -> None:
        """The centre, what it sees, the link in words with its light, the time."""
        said = (centre, scope, link, light, time)
        if said != self._said:
            self._said = said
            self.setAccessibleName(" · ".join(part for part in (centre, scope, link, time) if part))
            self.update()

    def _width(self, u: float) -> float:
        """Px that the head takes with all but its scope."""
        centre, _, link, _, time = self._said
        parts = ((centre, wall_font(30 * u, semibold=True)), (link, wall_font(22 * u)))
        wide = sum(QFontMetricsF(font).horizontalAdvance(text) for text, font in parts)
        return wide + QFontMetricsF(wall_font(36 * u, semibold=True)).horizontalAdvance(time) + 110 * u

    def draw(self, painter: QPainter, u: float) -> None:
        centre, scope, link, light, time = self._said
        box = QRectF(self.rect()).adjusted(28 * u, 0, -28 * u, 0)
        # Large type on a narrow wall: all of it smaller, before the centre loses its name.
        u *= min(1.0, box.width() / self._width(u))
        painter.setFont(wall_font(36 * u, semibold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(box, _RIGHT, time)
        right = painter.fontMetrics().horizontalAdvance(time) + 40 * u
        painter.setFont(wall_font(22 * u))
        wide = painter.fontMetrics().horizontalAdvance(link)
        at = box.right() - right - wide
        painter.setPen(theme.color("dim" if light in (Light.GREEN, Light.NONE) else light.value))
        painter.drawText(QRectF(at, box.top(), wide + 2, box.height()), _MIDDLE, link)
        draw_light(painter, QPointF(at - 18 * u, box.center().y()), 16 * u, light)
        box.setRight(at - 44 * u)
        painter.setFont(wall_font(30 * u, semibold=True))
        painter.setPen(theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(centre, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE, shown)
        box.setLeft(box.left() + metrics.horizontalAdvance(shown) + 20 * u)
        painter.setFont(wall_font(22 * u))
        painter.setPen(theme.color("dim"))
        scope = QFontMetricsF(painter.font()).elidedText(
            scope, Qt.TextElideMode.ElideRight, max(box.width(), 0)
        )
        painter.drawText(box, _MIDDLE, scope)


class LightBoard(Board):
    """How many are past their limit, near it, in time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._counts: tuple[tuple[Light, int], ...] = ()

    def show_counts(self, counts: Sequence[tuple[Light, int]]) -> None:
        """The lights, from left to right."""
        if tuple(counts) != self._counts:
            self._counts = tuple(counts)
            self.setAccessibleName(", ".join(f"{light_name(light)} {n}" for light, n in counts))
            self.update()

    def draw(self, painter: QPainter, u: float) -> None:
        width = (self.width() - 56 * u) / max(len(self._counts), 1)
        for place, (light, count) in enumerate(self._counts):
            left = 28 * u + place * width
            draw_light(painter, QPointF(left + 15 * u, 52 * u), 28 * u, light)
            if light is Light.NONE:
                draw_light(painter, QPointF(left + 15 * u, 52 * u), 22 * u, Light.GREEN, theme.color("faint"))
            painter.setFont(wall_font(54 * u, semibold=True))
            painter.setPen(theme.color(light.value if light in (Light.RED, Light.AMBER) else "text"))
            painter.drawText(QRectF(left + 42 * u, 16 * u, width, 72 * u), _MIDDLE, str(count))
            painter.setFont(wall_font(20 * u))
            painter.setPen(theme.color("dim"))
            words = QFontMetricsF(painter.font()).elidedText(
                light_name(light), Qt.TextElideMode.ElideRight, width - 8 * u
            )
            painter.drawText(QRectF(left, 90 * u, width, 30 * u), _MIDDLE, words)


class StateBoard(Board):
    """How many stand in which state, in the lifecycle's order, column by column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._counts: tuple[tuple[str, int], ...] = ()

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """State names and how many."""
        if tuple(counts) != self._counts:
            lines = self.lines()
            self._counts = tuple(counts)
            self.setAccessibleName(", ".join(f"{name} {n}" for name, n in counts))
            if self.lines() != lines:
                self.updateGeometry()
            self.update()

    def lines(self) -> int:
        """Lines that are needed."""
        return -(-len(self._counts) // _COLUMNS)

    def high(self, u: float) -> int:
        """Px that are needed."""
        return round((self.lines() * 32 + 20) * u)

    def draw(self, painter: QPainter, u: float) -> None:
        lines = self.lines()
        width = (self.width() - 56 * u - 28 * u * (_COLUMNS - 1)) / _COLUMNS
        fit = min(1.0, width / max((self._width(name, count, u) for name, count in self._counts), default=1))
        for place, (name, count) in enumerate(self._counts):
            column, line = divmod(place, lines)
            box = QRectF(28 * u + column * (width + 28 * u), (8 + line * 32) * u, width, 32 * u)
            painter.setFont(wall_font(20 * u * fit, semibold=True))
            painter.setPen(theme.color("text"))
            painter.drawText(box, _RIGHT, str(count))
            painter.setFont(wall_font(20 * u * fit))
            painter.setPen(theme.color("dim"))
            painter.drawText(box, _MIDDLE, name)

    def _width(self, name: str, count: int, u: float) -> float:
        """Px that a state's name and number take side by side."""
        number = QFontMetricsF(wall_font(20 * u, semibold=True)).horizontalAdvance(str(count))
        return QFontMetricsF(wall_font(20 * u)).horizontalAdvance(name) + 14 * u + number


@dataclass(frozen=True, slots=True)
class WallRow:
    """A row of a list: what is left, then the words of two lines."""

    left: Remaining | None
    title: str
    under: str


class DeadlineBoard(Board):
    """A list of deadlines in large type. `row_of(id)` is asked for every row shown, once a second."""

    def __init__(self, title: str, empty: str, row_of: Callable[[str], WallRow | None]) -> None:
        super().__init__("panel")
        self._title = title
        self._empty = empty
        self._row_of = row_of
        self.setProperty("free_text", True)
        self._rows: tuple[WallRow | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(1)

    def sizeHint(self) -> QSize:
        return QSize(100, 100)

    def capacity(self) -> int:
        """Rows there is room for."""
        u = unit(self)
        return max(1, int((self.height() - (_HEADING + _FOOT) * u) // (_ROW * u)))

    def _row_height(self, u: float) -> float:
        """Rows share the room there is."""
        return (self.height() - (_HEADING + _FOOT) * u) / self.capacity()

    def show_rows(self, ids: Sequence[str | None]) -> None:
        """Shows the rows in their places; None is an empty one."""
        rows = tuple(self._row_of(key) if key is not None else None for key in ids)
        if rows != self._rows:
            self._rows = rows
            said = [
                f"{spoken(r.left) if r.left else '—'}, {r.title}, {r.under}" for r in rows if r is not None
            ]
            self.setAccessibleName(self._title)
            self.setAccessibleDescription("; ".join(said) or self._empty)
            self.update()

    def draw(self, painter: QPainter, u: float) -> None:
        painter.setFont(wall_font(20 * u, semibold=True))
        painter.setPen(theme.color("dim"))
        painter.drawText(QRectF(28 * u, 8 * u, self.width() - 56 * u, 34 * u), _MIDDLE, self._title)
        if not any(self._rows):
            painter.setFont(wall_font(22 * u))
            painter.setPen(theme.color("faint"))
            painter.drawText(
                QRectF(28 * u, _HEADING * u, self.width() - 56 * u, 40 * u), _MIDDLE, self._empty
            )
            return
        clocks = wall_font(self._clock_size(u, (_CLOCK - 30) * u), semibold=True)
        # Just made lower, the wall still has rows for the room that it had.
        for place, row in enumerate(self._rows[: self.capacity()]):
            if row is not None:
                self._draw_row(painter, u, _HEADING * u + place * self._row_height(u), row, clocks)

    def _clock_size(self, u: float, room: float) -> float:
        """The size in which the longest time of the list has room: one list, one size."""
        size = 34 * u
        texts = [format_remaining(row.left) for row in self._rows if row is not None and row.left is not None]
        while size > 16 * u:
            metrics = QFontMetricsF(wall_font(size, semibold=True))
            if all(metrics.horizontalAdvance(text) <= room for text in texts):
                break
            size -= u
        return size

    def _draw_row(self, painter: QPainter, u: float, top: float, row: WallRow, clocks: QFont) -> None:
        high = self._row_height(u)
        painter.fillRect(QRectF(28 * u, top, self.width() - 56 * u, max(1.0, u)), theme.color("line_soft"))
        clock = QRectF(28 * u, top, _CLOCK * u, high)
        text = format_remaining(row.left) if row.left is not None else "—"
        light = row.left.light if row.left is not None else Light.NONE
        painter.setFont(clocks)
        painter.setPen(theme.color(light.value if light in (Light.RED, Light.AMBER) else "text"))
        painter.drawText(clock, _RIGHT, text)
        if row.left is not None and not row.left.running:
            draw_still(
                painter, QPointF(clock.left() + 24 * u, clock.center().y()), 14 * u, theme.color("faint")
            )
        draw_light(painter, QPointF(clock.left() + 8 * u, clock.center().y()), 15 * u, light)
        left = clock.right() + 20 * u
        room = self.width() - 28 * u - left
        top += (high - _ROW * u) / 2
        for size, ink, text, y in ((23, "text", row.title, 4), (17, "dim", row.under, 33)):
            painter.setFont(wall_font(size * u))
            painter.setPen(theme.color(ink))
            shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top + y * u, room, 28 * u), _MIDDLE, shown)
