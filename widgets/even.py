"""A layout of equal columns: side by side while they fit, in several rows where they do not."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class EvenLayout(QLayout):
    """Items of equal width; all items of a row are as high as its highest. `gap` px stand between them both
    ways.
    """

    def __init__(self, parent: QWidget, *, gap: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self._items)
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        width = max((item.minimumSize().width() for item in self._items), default=0)
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def columns(self, width: int) -> int:
        """How many stand side by side in a width of so many px."""
        count = len(self._items)
        least = max((item.minimumSize().width() for item in self._items), default=1) + self.spacing()
        fit = min(max((width + self.spacing()) // max(least, 1), 1), max(count, 1))
        # As few rows as can be, and those as full as each other: four in a room for three stand two by two.
        rows = -(-count // fit) if count else 1
        return -(-count // rows) if count else 1

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Sets the items (or only reckons), and answers the height they take."""
        inner = rect.marginsRemoved(self.contentsMargins())
        columns, gap = self.columns(inner.width()), self.spacing()
        y = inner.top()
        for first in range(0, len(self._items), columns):
            row = self._items[first : first + columns]
            edges = [inner.left() + round((inner.width() + gap) * n / len(row)) for n in range(len(row) + 1)]
            widths = [b - a - gap for a, b in pairwise(edges)]
            height = max(_height(item, width) for item, width in zip(row, widths, strict=True))
            if place:
                for item, x, width in zip(row, edges, widths, strict=False):
                    item.setGeometry(QRect(x, y, width, height))
            y += height + gap
        margins = self.contentsMargins()
        return y - (gap if self._items else 0) - inner.top() + margins.top() + margins.bottom()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
