"""A layout that sets its widgets in lines, like words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from widgets.rows_layout import RowsLayout


class FlowLayout(RowsLayout):
    """Widgets side by side, in as many lines as the width needs; `spacing` px between them both ways."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent, spacing)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self.items)
        height = max((item.sizeHint().height() for item in self.items), default=0)
        return QSize(width, height)

    def arrange(self, rect: QRect, *, place: bool) -> int:
        """Sets the items (or only reckons), and answers the height they take."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self.items:
            if item.widget().isHidden():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
