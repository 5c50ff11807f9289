"""Where the parts of the board are, in px."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF

from widgets import theme
from widgets.lanes.axis import HOUR
from widgets.lanes.sprites import APART, LABELLED, LABELS_FROM
from widgets.lanes.stretch import level_of

MOST_ROWS = 12
MOST = 168
"""Px at 100 % of the highest lane."""
HEAD = (112, 208)
"""Px at 100 %: the least and the most that names of lanes take."""
EDGE = 52
"""Px at 100 %: the zones at both ends in which is counted what is out of sight."""
LOAD = (48, 72)
"""Px at 100 %: the least and the greatest height of the load ahead, its figures included: a tenth of the
board."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`scale` the days and hours, `load` the load ahead (empty without), `plot` the lanes, `before` and
    `behind` the counts of what is out of sight, `heads` the names. `lane` is the height of one.
    """

    scale: QRect
    load: QRect
    heads: QRect
    before: QRect
    plot: QRect
    behind: QRect
    lane: int

    def top(self, lane: int, scrolled: int) -> int:
        """The upper edge of a lane."""
        return self.plot.top() + lane * self.lane - scrolled

    def foot(self, lanes: int, scrolled: int) -> int:
        """Below the last of so many lanes, or of those in sight."""
        return min(self.top(lanes, scrolled), self.plot.bottom() + 1)

    @property
    def rows(self) -> int:
        """How many marks stand one below the other in a lane."""
        px = theme.current().px
        return max(1, min(MOST_ROWS, (self.lane - px(6)) // px(APART)))

    def pitch(self, level: int) -> int:
        """Px from row to row at that level of zoom: where texts stand beside marks, with what room there is
        between them."""
        px = theme.current().px
        wide = px(LABELLED) if labelled(level) else px(APART)
        return max(px(APART), min(wide, (self.lane - px(6)) // self.rows))

    def row_middle(self, level: int) -> list[float]:
        """The middle of each row below the lane's upper edge."""
        pitch = self.pitch(level)
        first = (self.lane - self.rows * pitch) / 2
        return [first + (row + 0.5) * pitch for row in range(self.rows)]

    def at(self, y: float, scrolled: int) -> int:
        """The number of the lane at that height."""
        return int((y - self.plot.top() + scrolled) // self.lane)


def labelled(level: int) -> bool:
    """Whether texts stand beside marks at that level of zoom."""
    return level >= level_of(theme.current().px(LABELS_FROM) / HOUR)


def layout(width: int, height: int, lanes: int, names: float, load: bool, bar: int) -> Layout:
    """Of a board of that size with so many lanes; `names` px is the widest of what stands in the heads,
    `bar` the width of a scroll bar, for which there is room where lanes do not all fit in.
    """
    px = theme.current().px
    line = QFontMetricsF(theme.font("small")).height()
    head = round(min(max(names + px(24), px(HEAD[0])), px(HEAD[1]), width * 0.3))
    scale_height = round(2 * line + px(10))
    load_height = round(min(max(px(LOAD[0]), height / 10), px(LOAD[1])) - px(16) + line) if load else 0
    top = scale_height + load_height
    room = max(height - top, 1)
    name_height = QFontMetricsF(theme.font("body")).height() + line + px(8)
    least = round(max(theme.current().row_height * 1.5, name_height))
    lane = min(max(room // max(lanes, 1), least), max(least, px(MOST)))
    if lane * lanes > room:
        width -= bar
    edge = px(EDGE)
    plot = QRect(head + edge, top, max(width - head - 2 * edge, 1), room)
    return Layout(
        QRect(head, 0, width - head, scale_height),
        QRect(plot.left(), scale_height, plot.width(), load_height),
        QRect(0, top, head, room),
        QRect(head, top, edge, room),
        plot,
        QRect(plot.right() + 1, top, edge, room),
        lane,
    )
