"""A layout of equal columns: side by side while they fit, in several rows where they do not."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from widgets.rows_layout import RowsLayout


class EvenLayout(RowsLayout):
    """Items of equal width; all items of a row are as high as its highest. `gap` px stand between them both
    ways.
    """

    def __init__(self, parent: QWidget, *, gap: int = 0) -> None:
        super().__init__(parent, gap)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self.items)
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), self.minimumSize().height())

    def columns(self, width: int) -> int:
        """How many stand side by side in a width of so many px."""
        count = len(self.items)
        least = max((item.minimumSize().width() for item in self.items), default=1) + self.spacing()
        fit = min(max((width + self.spacing()) // max(least, 1), 1), max(count, 1))
        # As few rows as can be, and those as full as each other: four in a room for three stand two by two.
        rows = -(-count // fit) if count else 1
        return -(-count // rows) if count else 1

    def arrange(self, rect: QRect, *, place: bool) -> int:
        """Sets the items (or only reckons), and answers the height they take."""
        inner = rect.marginsRemoved(self.contentsMargins())
        columns, gap = self.columns(inner.width()), self.spacing()
        y = inner.top()
        for first in range(0, len(self.items), columns):
            row = self.items[first : first + columns]
            edges = [inner.left() + round((inner.width() + gap) * n / len(row)) for n in range(len(row) + 1)]
            widths = [b - a - gap for a, b in pairwise(edges)]
            height = max(_height(item, width) for item, width in zip(row, widths, strict=True))
            if place:
                for item, x, width in zip(row, edges, widths, strict=False):
                    item.setGeometry(QRect(x, y, width, height))
            y += height + gap
        margins = self.contentsMargins()
        return y - (gap if self.items else 0) - inner.top() + margins.top() + margins.bottom()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
