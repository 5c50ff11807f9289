"""What layouts have in common that set their widgets in rows by the width there is."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class RowsLayout(QLayout):
    """Holds the items; how they stand in a width, `arrange` says. `gap` px stand between them both ways."""

    def __init__(self, parent: QWidget | None, gap: int) -> None:
        if parent is not None:
            super().__init__(parent)
        else:
            super().__init__()
        self.items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    @abstractmethod
    def arrange(self, rect: QRect, *, place: bool) -> int:
        """Sets the items (or only reckons), and answers the height they take."""

    def addItem(self, item: QLayoutItem) -> None:
        self.items.append(item)

    def count(self) -> int:
        return len(self.items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self.items.pop(index) if 0 <= index < len(self.items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self.arrange(rect, place=True)

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        width = max((item.minimumSize().width() for item in self.items), default=0)
        height = max((item.minimumSize().height() for item in self.items), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())
