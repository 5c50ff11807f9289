"""Where rows and steps are, in px."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF

from widgets import theme
from widgets.light import Light
from widgets.matrix.cells import At, Crossings, MatrixRow, MatrixStep, Said

NAMES = (128, 340)
"""Px at 100 %: the least and the most that titles of rows take."""
LEAST = 88
"""Px at 100 %: a step is no narrower."""
MOST = 220
"""Px at 100 %: beyond that words end in …"""
PAD = 8
_PART = 40


@dataclass(frozen=True, slots=True)
class Places:
    """`names` px of the titles, which stay in sight; `lefts` and `widths` of the steps, from the first one's
    left edge; `row` and `heading` are heights.
    """

    names: int
    lefts: tuple[int, ...]
    widths: tuple[int, ...]
    row: int
    heading: int

    @property
    def across(self) -> int:
        """Width of all steps."""
        return self.lefts[-1] + self.widths[-1] if self.lefts else 0

    def box(self, row: int, step: int, dx: int, dy: int) -> QRect:
        """A cell scrolled by so much, in the viewport."""
        return QRect(
            self.names + self.lefts[step] - dx,
            self.heading + row * self.row - dy,
            self.widths[step],
            self.row,
        )


def placed(held: Crossings, width: int) -> Places:
    """Of a matrix so wide: steps equally wide where each has room for its words, else by what they need; a
    step that is to be narrower than its words has room for them where there is some over."""
    look = theme.current()
    pad = look.px(PAD)
    names = max((_name_width(row) for row in held.rows), default=0.0)
    wants = [_wanted(held, step) for step in held.steps]
    needs = [min(want, look.px(step.most or MOST)) for want, step in zip(wants, held.steps, strict=True)]
    # By whole parts, so that a figure that ticks does not move the titles.
    over = (width - sum(needs)) // look.px(_PART) * look.px(_PART)
    most = min(look.px(NAMES[1]), max(width * 0.34, over, 1))
    # Two roundings lie between this and the title as it is laid out.
    name_width = round(min(max(math.ceil(names) + 2 * pad + 2, look.px(NAMES[0])), most))
    room = width - name_width
    widths = shared(granted(needs, wants, room), room)
    lefts = tuple(sum(widths[:n]) for n in range(len(widths)))
    small = QFontMetricsF(theme.font("small")).height()
    return Places(name_width, lefts, tuple(widths), look.row_height, math.ceil(small) + look.px(12))


def granted(needs: Sequence[int], wants: Sequence[int], room: int) -> list[int]:
    """What steps need, or what they would rather have where there is room for it: whoever lacks least comes
    first, so that the words of as many as can be are whole. Where what they need has no room either, they are
    scrolled, and nothing is gained by cutting words."""
    found, over = list(needs), room - sum(needs)
    if over < 0:
        return list(wants)
    for n in sorted(range(len(needs)), key=lambda n: wants[n] - needs[n]):
        if wants[n] - needs[n] <= over:
            over -= wants[n] - needs[n]
            found[n] = wants[n]
    return found


def shared(needs: Sequence[int], room: int) -> list[int]:
    """Widths of steps that need so much each: even ones where that is enough, else what is over is shared."""
    if not needs:
        return []
    number = len(needs)
    even = [room // number + (n < room % number) for n in range(number)]
    if all(given >= need for given, need in zip(even, needs, strict=True)):
        return even
    spare = max(0, room - sum(needs))
    return [need + spare // number + (n < spare % number) for n, need in enumerate(needs)]


def _name_width(row: MatrixRow) -> float:
    title = QFontMetricsF(theme.font("body", semibold=row.strong)).horizontalAdvance(row.title)
    note = QFontMetricsF(theme.font("small")).horizontalAdvance(row.note) + theme.current().px(8)
    return title + (note if row.note else 0)


def _wanted(held: Crossings, step: MatrixStep) -> int:
    """Px that the words of a step take, within reason."""
    px = theme.current().px
    widest = QFontMetricsF(theme.font("small")).horizontalAdvance(step.title)
    for row in held.rows:
        widest = max(widest, said_width(held.shown((row.key, step.key))))
    return min(max(math.ceil(widest) + 2 * px(PAD), px(LEAST)), px(max(step.most, MOST)))


def said_width(shown: Said) -> float:
    """Px that light, words and figure of a cell take."""
    px = theme.current().px
    metrics = QFontMetricsF(theme.font("body", tabular=True))
    width = metrics.horizontalAdvance(shown.figure)
    width += px(18) if shown.light is not Light.NONE else 0
    width += metrics.horizontalAdvance(shown.caption) + px(6) if shown.caption else 0
    return width + (0 if shown.running else px(14))


def fits(held: Crossings, places: Places, at: At) -> bool:
    """Whether a cell's words have room where they stand, or would be cut however wide a step may be."""
    step = held.step(at[1])
    if step < 0 or held.row(at[0]) < 0:
        return True
    px = theme.current().px
    most = px(max(held.steps[step].most, MOST))
    return min(math.ceil(said_width(held.shown(at))) + 2 * px(PAD), most) <= places.widths[step]
