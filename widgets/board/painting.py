"""The board as it is painted: headings, hairlines, and the cards that lie in what is asked for."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.board.card_painter import CardPainter, Look
from widgets.board.cards import BoardColumn, Card
from widgets.board.drag import Drag
from widgets.board.ground import Ask, Ground
from widgets.board.layout import Lane
from widgets.board.standing import Seen
from widgets.countdown import Ticker
from widgets.empty import paint_words
from widgets.light import Light, draw_light

MARK_SECONDS = 8.0
"""For so long a card that came into a column keeps its mark."""
BARRED = 0.4
"""How much is seen of cards in a column that the card in the hand may not go to."""
FOCUS = 2
"""Px of the line at the upper edge of a board that has the keyboard and no card chosen."""
MARKED_AT_ONCE = 30
"""More than this in one change are a board being filled, not news."""


def _two_lines(title: str) -> list[str]:
    """A title broken between its words where its halves are most alike; one line where it is one word."""
    words = title.split()
    broken = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return list(min(broken, key=lambda pair: max(map(len, pair)), default=(title,)))


class Painting(Ground):
    """The board without its hands. `painted` counts the px painted so far, for those who want to know what a
    change costs."""

    def __init__(
        self,
        ticker: Ticker | None = None,
        remaining: Ask | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(ticker, remaining, parent, name=name)
        self._cards = CardPainter()
        self._drag: Drag | None = None
        self._marks: dict[str, float] = {}
        self._columns_were: dict[str, str] = {}
        self._fading = QTimer(self)
        self._fading.setInterval(250)
        self._fading.timeout.connect(self._fade)
        self.painted = 0

    # --- marks of what came -------------------------------------------------------------------------------
    def _took(self, changed: list[Card], gone: list[str]) -> None:
        filled = bool(self._columns_were)
        came = [card for card in changed if self._columns_were.get(card.key) != card.column]
        self._columns_were.update((card.key, card.column) for card in changed)
        for key in gone:
            self._columns_were.pop(key, None)
            self._marks.pop(key, None)
        if filled and 0 < len(came) <= MARKED_AT_ONCE:
            now = time.monotonic()
            self._marks.update((card.key, now) for card in came)
            self._fading.start()

    def _strength(self, key: str) -> float:
        came = self._marks.get(key)
        return 0.0 if came is None else max(0.0, 1 - (time.monotonic() - came) / MARK_SECONDS)

    def _fade(self) -> None:
        for key in self._marks:
            box = self.card_rect(key)
            self.viewport().update(QRect(box.left(), box.top(), theme.current().px(4), box.height()))
        oldest = time.monotonic() - MARK_SECONDS
        self._marks = {key: came for key, came in self._marks.items() if came > oldest}
        if not self._marks:
            self._fading.stop()

    # --- painting -----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self.viewport()) as painter:
            for part in event.region():  # type: ignore[attr-defined]
                self.painted += part.width() * part.height()
                painter.setClipRect(part)
                self._paint(painter, part)

    def _paint(self, painter: QPainter, part: QRect) -> None:
        painter.fillRect(part, theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, lane in zip(self._held.columns, self._lanes, strict=True):
            if self._lane_rect(lane).intersects(part):
                self._paint_lane(painter, column, lane, part)
        if self.hasFocus() and self._current is None:
            # The keyboard is here, though on no card yet.
            painter.fillRect(0, 0, self.viewport().width(), FOCUS, theme.color("accent"))
        if not self._held.cards and self._empty[0]:
            body = self.viewport().rect().adjusted(0, self._measures.heading, 0, 0)
            paint_words(painter, body, *self._empty)

    def _paint_lane(self, painter: QPainter, column: BoardColumn, lane: Lane, part: QRect) -> None:
        rect = self._lane_rect(lane)
        self._paint_target(painter, column.key, rect)
        # On an empty board the columns end at their headings, so that its words stand free.
        high = rect.height() if self._held.cards or not self._empty[0] else self._measures.heading
        painter.fillRect(rect.right(), rect.top(), 1, high, theme.color("line"))
        count, red = self._held.count(column.key), self._red(column.key)
        if part.top() < self._measures.heading:
            self._paint_heading(painter, rect, column, count, red)
        body = self._body(lane)
        cards = self._seen_in(column.key, lane, part)
        if not cards:
            return
        painter.save()
        painter.setClipRect(body & part)
        if self._barred(column.key):
            painter.setOpacity(BARRED)
        for seen in cards:
            self._paint_card(painter, seen, body, part)
        painter.restore()
        if self._scrolled(column.key):
            painter.fillRect(rect.left(), body.top(), rect.width() - 1, 1, theme.color("line"))

    def _red(self, column: str) -> int:
        return sum(1 for key in self._held.keys(column) if self._light(key) is Light.RED)

    def _barred(self, column: str) -> bool:
        drag = self._drag
        return drag is not None and column != drag.home and column not in drag.allowed

    def _paint_target(self, painter: QPainter, column: str, rect: QRect) -> None:
        """While a card is in the hand: where it may go, and where it would go now."""
        drag = self._drag
        if drag is None or column not in drag.allowed:
            return
        frame = QRectF(rect).adjusted(2.5, 2.5, -3.5, -2.5)
        painter.setPen(theme.color("accent"))
        painter.setBrush(theme.color("selection") if drag.over == column else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 4, 4)

    def _paint_card(self, painter: QPainter, seen: Seen, clip: QRect, part: QRect) -> None:
        key = seen.card.key
        held = self._drag is not None and self._drag.key == key
        if held:
            self._paint_gap(painter, seen.box)
            return
        look = Look(
            chosen=key == self._current,
            hovered=key == self._hovered and self._drag is None,
            focused=self.hasFocus(),
            mark=self._strength(key),
        )
        self._cards.paint(painter, seen.box, seen.card, seen.left, look, self._measures, clip, part)

    def _paint_gap(self, painter: QPainter, box: QRect) -> None:
        """Where the card in the hand was taken from, and goes back to."""
        pen = painter.pen()
        pen.setColor(theme.color("faint"))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_heading(
        self, painter: QPainter, rect: QRect, column: BoardColumn, count: int, red: int
    ) -> None:
        px = theme.current().px
        left, middle = rect.left() + self._measures.inset + 2, self._measures.heading / 2
        right = float(rect.right() - px(10))
        if red:
            right -= self._paint_red(painter, right, middle, red)
        barred = self._barred(column.key)
        number = self._cards.layouts.lay(str(count), right - left, "small", tabular=True)
        room = right - left - number.width - px(8)
        size, lines = "body", [column.title]
        if self._cards.layouts.lay(column.title, room, size, semibold=True).elided:
            size, lines = "small", _two_lines(column.title)
        titles = [self._cards.layouts.lay(line, room, size, semibold=True) for line in lines]
        painter.setFont(theme.font(size, semibold=True))
        painter.setPen(theme.color("faint" if barred else "dim"))
        y = round(middle - sum(title.height for title in titles) / 2)
        for title in titles:
            painter.drawStaticText(QPointF(left, y), title.text)
            y += round(title.height)
        width = max(title.width for title in titles)
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(theme.color("faint"))
        at = QPointF(left + width + px(8), round(middle - number.height / 2) + 1)
        painter.drawStaticText(at, number.text)

    def _paint_red(self, painter: QPainter, right: float, middle: float, red: int) -> float:
        px = theme.current().px
        text = self._cards.layouts.lay(str(red), 10_000, "small", tabular=True)
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(theme.color("red"))
        painter.drawStaticText(QPointF(right - text.width, round(middle - text.height / 2)), text.text)
        draw_light(painter, QPointF(right - text.width - px(9), middle), px(9), Light.RED)
        return text.width + px(22)

    def _picture(self, key: str) -> QPixmap:
        """A card by itself, as it is in the hand."""
        box = self.card_rect(key)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(box.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(0, 0, 0, 0))
        whole = QRect(QPoint(0, 0), box.size())
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = Look(chosen=True, focused=True)
            card = self._held.cards[key]
            self._cards.paint(painter, whole, card, self._left.get(key), look, self._measures, whole, whole)
        return picture

    def _theme_changed(self) -> None:
        self._cards.clear()
        super()._theme_changed()
