"""Where the columns of a board are, and the cards in them, in px."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF

from widgets import theme
from widgets.board.cards import Card

LEAST = 168
"""Px at 100 %: a column is no narrower, so that eight stand side by side on 1366 and eleven on 1920."""
BAR = 10
"""Px of a scroll bar, for which there is room beside the cards at all times."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a column is, from the left edge of the board."""

    left: int
    width: int


def spread(width: int, columns: int) -> list[Lane]:
    """So many columns on `width` px, all equally wide, whatever stands in them: what others do moves no
    column under anybody's pointer. Where they would be too narrow to be read they go beyond."""
    whole = max(width, columns * theme.current().px(LEAST))
    # What is left over of the division goes to the first ones.
    widths = [whole // columns + (nth < whole % columns) for nth in range(columns)]
    return [Lane(left, part) for left, part in zip(accumulate(widths, initial=0), widths, strict=False)]


@dataclass(frozen=True, slots=True)
class Measures:
    """What all cards have in common in the look in force, in px."""

    heading: int
    inset: int
    gap: int
    pad: int
    side: int
    title: int
    lead: int
    line: int
    foot: int

    @classmethod
    def now(cls) -> Measures:
        """Those of the theme's fonts and density."""
        look = theme.current()
        pad = round((look.row_height - look.px(16)) / 2)
        small = math.ceil(QFontMetricsF(theme.font("small")).height())
        return cls(
            heading=look.row_height + look.px(4),
            inset=look.px(8),
            gap=pad,
            pad=pad,
            side=look.px(10),
            title=math.ceil(QFontMetricsF(theme.font("body")).height()),
            lead=look.px(2),
            line=small,
            foot=max(look.px(20), small + look.px(2)),
        )

    def height(self, card: Card, rows: int) -> int:
        """Of a card whose title takes so many lines."""
        foot = self.foot + theme.current().px(4) if card.footed else 0
        return 2 * self.pad + rows * self.title + self.lead + len(card.lines) * self.line + foot

    def text_width(self, lane: Lane) -> int:
        """What a line on a card of that column has."""
        return card_box(lane, self, 0, 0).width() - 2 * self.side


@dataclass(frozen=True, slots=True)
class Spot:
    """A card's place in its column: `top` below the upper edge of the column's first card, unscrolled."""

    key: str
    top: int
    height: int


def stacked(cards: Sequence[Card], measures: Measures, width: int) -> list[Spot]:
    """Cards one below the other, whose lines have `width` px: a title that is longer takes two."""
    upright, italic = (QFontMetricsF(theme.font("body", italic=i, tabular=True)) for i in (False, True))
    spots: list[Spot] = []
    top = 0
    for card in cards:
        metrics = italic if card.pending else upright
        # Two roundings lie between this and the line as it is laid out.
        rows = 2 if metrics.horizontalAdvance(card.title) > width - 2 else 1
        height = measures.height(card, rows)
        spots.append(Spot(card.key, top, height))
        top += height + measures.gap
    return spots


def card_box(lane: Lane, measures: Measures, top: int, height: int) -> QRect:
    """The place of a card whose upper edge is at `top`."""
    right = max(measures.inset, BAR)
    return QRect(lane.left + measures.inset, top, lane.width - measures.inset - right - 1, height)
