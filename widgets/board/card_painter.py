"""Painting of one card: its title, its lines, and at its foot the light with its figure and the badges."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from widgets import theme
from widgets.board.cards import Badge, Card
from widgets.board.layout import Measures
from widgets.countdown import Remaining, draw_still, format_remaining
from widgets.light import Light, draw_light
from widgets.table.cells import LaidOut, TextLayouts

RADIUS = 6
"""Px of a card's corners."""
TITLES = 1000
"""So many titles are kept as they were broken into lines."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a card stands there: chosen, under the pointer, on a board that has the keyboard; `mark` 1 … 0 is
    how strong the mark of what just came still is."""

    chosen: bool = False
    hovered: bool = False
    focused: bool = False
    mark: float = 0.0


def light_of(card: Card, left: Remaining | None) -> tuple[Light, str, str, bool]:
    """Light, words before the figure, figure, and whether it runs."""
    if card.ticking and left is not None:
        return left.light, card.light_text, format_remaining(left), left.running
    return card.light, "", card.light_text, True


class CardPainter:
    """Paints one card after another; texts are laid out once and kept. `clip` is what is in sight of the
    column: lines that are all but out of it are left out, and so are those out of `part`, which is what is
    painted anew. `cut` says whether the last card lost text."""

    def __init__(self) -> None:
        self.layouts = TextLayouts()
        self._titles: dict[tuple[str, int, bool], tuple[str, str]] = {}
        self.cut = False
        self._clip = self._part = QRect()

    def paint(
        self,
        painter: QPainter,
        box: QRect,
        card: Card,
        left: Remaining | None,
        look: Look,
        measures: Measures,
        clip: QRect,
        part: QRect,
    ) -> None:
        """One card into `box`."""
        self.cut = False
        self._clip, self._part = clip, part
        self._ground(painter, box, look)
        inside = box.adjusted(measures.side, measures.pad, -measures.side, -measures.pad)
        if part.right() < inside.left():
            return
        italic = card.pending
        ink = theme.color("dim" if card.pending else "text")
        top = inside.top()
        for line in self._title(card, inside.width(), box.height() > measures.height(card, 1)):
            self._line(painter, inside, top, measures.title, line, ink, "body", italic)
            top += measures.title
        top += measures.lead
        for line in card.lines:
            self._line(painter, inside, top, measures.line, line, theme.color("dim"), "small", italic)
            top += measures.line
        if card.footed:
            foot = QRect(
                inside.left(), box.bottom() + 1 - measures.pad - measures.foot, inside.width(), measures.foot
            )
            self._foot(painter, foot, card, left)

    def _title(self, card: Card, width: int, double: bool) -> tuple[str, ...]:
        """The title, or its two lines: the second is all that the first has no room for."""
        if not double:
            return (card.title,)
        key = card.title, width, card.pending
        found = self._titles.get(key)
        if found is None:
            if len(self._titles) > TITLES:
                self._titles.clear()
            layout = QTextLayout(card.title, theme.font("body", italic=card.pending, tabular=True))
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            line = layout.createLine()
            line.setLineWidth(width - 2)
            end = line.textLength()
            layout.endLayout()
            found = self._titles[key] = card.title[:end].rstrip(), card.title[end:].lstrip()
        return found

    def clear(self) -> None:
        """Another look: nothing laid out is as it was."""
        self.layouts.clear()
        self._titles.clear()

    def _ground(self, painter: QPainter, box: QRect, look: Look) -> None:
        edge = theme.color("line")
        if look.chosen:
            edge = theme.color("accent" if look.focused else "faint")
        elif look.hovered:
            edge = theme.color("faint")
        painter.setPen(edge)
        painter.setBrush(theme.color("selection" if look.chosen else "raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if look.mark > 0:
            colour = QColor(theme.color("accent"))
            colour.setAlphaF(look.mark)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            px = theme.current().px
            painter.drawRoundedRect(
                QRectF(box.left(), box.top() + RADIUS, px(3), box.height() - 2 * RADIUS), 1.5, 1.5
            )

    def _line(
        self,
        painter: QPainter,
        box: QRect,
        top: int,
        height: int,
        text: str,
        ink: QColor,
        size: str,
        italic: bool,
    ) -> None:
        if self._in_sight(top, height):
            laid = self.layouts.lay(text, box.width(), size, italic=italic, tabular=True)
            self._put(painter, box.left(), top + height / 2, laid, ink, size, italic)
            self.cut = self.cut or laid.elided

    def _in_sight(self, top: int, height: int) -> bool:
        """Whether a third of a line can be seen, and something of it is painted anew."""
        if top > self._part.bottom() or top + height <= self._part.top():
            return False
        seen = min(top + height, self._clip.bottom() + 1) - max(top, self._clip.top())
        return seen * 3 >= height

    def _put(
        self, painter: QPainter, x: float, middle: float, laid: LaidOut, ink: QColor, size: str, italic: bool
    ) -> None:
        painter.setFont(theme.font(size, italic=italic, tabular=True))
        painter.setPen(ink)
        painter.drawStaticText(QPointF(x, round(middle - laid.height / 2)), laid.text)

    def _foot(self, painter: QPainter, box: QRect, card: Card, left: Remaining | None) -> None:
        if not self._in_sight(box.top(), box.height()):
            return
        px = theme.current().px
        light, caption, figure, running = light_of(card, left)
        middle, x = box.top() + box.height() / 2, float(box.left())
        if light is not Light.NONE:
            draw_light(painter, QPointF(x + px(5), middle), px(10), light)
            x += px(16)
        ink = theme.color("dim" if light is Light.NONE or card.pending else light.value)
        figures = self.layouts.lay(figure, box.right() - x, "small", italic=card.pending, tabular=True)
        if caption:
            words = self.layouts.lay(
                caption, box.right() - x - figures.width - px(6), "small", italic=card.pending, tabular=True
            )
            self._put(painter, x, middle, words, theme.color("dim"), "small", card.pending)
            self.cut = self.cut or words.elided
            x += words.width + px(6)
        self._put(painter, x, middle, figures, ink, "small", card.pending)
        self.cut = self.cut or figures.elided
        x += figures.width
        if not running:
            draw_still(painter, QPointF(x + px(8), middle), px(8), theme.color("dim"))
            x += px(14)
        self._badges(painter, QRectF(x + px(8), box.top(), box.right() + 1 - x - px(8), box.height()), card)

    def _badges(self, painter: QPainter, box: QRectF, card: Card) -> None:
        """From the right edge; those that have no room are counted."""
        if not card.badges:
            return
        px = theme.current().px
        gap = px(4)
        shown = list(card.badges)
        laid = [self._lay_badge(badge) for badge in shown]
        more = 0
        while shown and sum(text.width + px(12) for text in laid) + gap * (len(laid) - 1) > box.width():
            more += 1
            shown = [*card.badges[: len(card.badges) - more], Badge(f"+{more}")]
            laid = [self._lay_badge(badge) for badge in shown]
            if len(shown) == 1:
                break
        self.cut = self.cut or more > 0
        right = box.right()
        for badge, text in zip(reversed(shown), reversed(laid), strict=True):
            width = text.width + px(12)
            self._badge(
                painter, QRectF(right - width, box.top(), width, box.height()), badge, text, card.pending
            )
            right -= width + gap

    def _lay_badge(self, badge: Badge) -> LaidOut:
        return self.layouts.lay(badge.text, 10_000, "small", tabular=True)

    def _badge(self, painter: QPainter, box: QRectF, badge: Badge, text: LaidOut, pending: bool) -> None:
        px = theme.current().px
        high = px(18)
        frame = QRectF(box.left(), box.center().y() - high / 2, box.width(), high).adjusted(
            0.5, 0.5, -0.5, -0.5
        )
        ink = theme.color("dim" if pending else badge.tone.value)
        painter.setPen(theme.color("faint") if ink == theme.color("dim") else ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, px(3), px(3))
        self._put(painter, box.left() + px(6), box.center().y(), text, ink, "small", False)
