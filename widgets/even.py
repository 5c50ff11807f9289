"""A layout of even columns: side by side while they fit, in several rows where they do not."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from widgets.rows_layout import RowsLayout


class EvenLayout(RowsLayout):
    """Items of equal width where that is enough for each; all items of a row are as high as its highest.
    `gap` px stand between them both ways.
    """

    def __init__(self, parent: QWidget, *, gap: int = 0) -> None:
        super().__init__(parent, gap)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self.items)
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), self.minimumSize().height())

    def rows(self, width: int) -> list[list[QLayoutItem]]:
        """What stands side by side in a width of so many px: as few rows as can be, and those as full as each
        other, so that four in a room for three stand two by two."""
        count = len(self.items)
        for rows in range(1, count + 1):
            each = -(-count // rows)
            cut = [self.items[n : n + each] for n in range(0, count, each)]
            if all(self._least(row) <= width for row in cut):
                return cut
        return [[item] for item in self.items]

    def _least(self, row: list[QLayoutItem]) -> int:
        return sum(item.minimumSize().width() for item in row) + self.spacing() * (len(row) - 1)

    def _widths(self, row: list[QLayoutItem], width: int) -> list[int]:
        """Equal ones where all fit so, else to each what it needs and an equal part of the rest."""
        room = width - self.spacing() * (len(row) - 1)
        least = [item.minimumSize().width() for item in row]
        if max(least) <= room // len(row):
            least = [0] * len(row)
        spare = max(0, room - sum(least))
        edges = [round(spare * n / len(row)) for n in range(len(row) + 1)]
        return [own + b - a for own, (a, b) in zip(least, pairwise(edges), strict=True)]

    def arrange(self, rect: QRect, *, place: bool) -> int:
        """Sets the items (or only reckons), and answers the height they take."""
        inner = rect.marginsRemoved(self.contentsMargins())
        gap, y = self.spacing(), inner.top()
        for row in self.rows(inner.width()):
            widths = self._widths(row, inner.width())
            height = max(_height(item, width) for item, width in zip(row, widths, strict=True))
            x = inner.left()
            for item, width in zip(row, widths, strict=True):
                if place:
                    item.setGeometry(QRect(x, y, width, height))
                x += width + gap
            y += height + gap
        margins = self.contentsMargins()
        return y - (gap if self.items else 0) - inner.top() + margins.top() + margins.bottom()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
