"""The first line of a queue: its pages with their counts, and the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from views.queue_spec import Page, QueueSpec
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.rows_layout import RowsLayout
from widgets.text import SearchField

LEAST, MOST = 120, 220
"""Px at 100 % that the search has beside the pages; in a line of its own it has all there is."""


class _SearchBeside(RowsLayout):
    """The pages and, right of them, the search; below them where the pages leave no room for it."""

    def sizeHint(self) -> QSize:
        pages, search = self.items
        width = pages.sizeHint().width() + self.spacing() + theme.current().px(MOST)
        height = max(pages.sizeHint().height(), search.sizeHint().height())
        return QSize(width, height).grownBy(self.contentsMargins())

    def arrange(self, rect: QRect, *, place: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        pages, search = self.items
        left, top, width, gap = inner.left(), inner.top(), inner.width(), self.spacing()
        high, field = pages.sizeHint().height(), search.sizeHint().height()
        beside = min(width - gap - pages.sizeHint().width(), theme.current().px(MOST))
        if beside >= theme.current().px(LEAST):
            height = max(high, field)
            middle = top + max(height, inner.height()) // 2
            at_pages = QRect(left, middle - high // 2, width - gap - beside, high)
            at_search = QRect(left + width - beside, middle - field // 2, beside, field)
        else:
            high = pages.heightForWidth(width)
            height = high + gap + field
            at_pages, at_search = QRect(left, top, width, high), QRect(left, top + high + gap, width, field)
        if place:
            pages.setGeometry(at_pages)
            search.setGeometry(at_search)
        return height + rect.height() - inner.height()


class QueueHead(QWidget):
    """`turned(Page)` and `to_table` (Down or Enter in the search) come from a person; `search` is the line
    itself.
    """

    turned = Signal(object)
    to_table = Signal()

    def __init__(self, spec: QueueSpec, parent: QWidget | None = None) -> None:
        self._made = False
        super().__init__(parent)
        self._spec = spec
        theme.set_property(self, "edge", "bottom")
        self.pages = ChipBar(self, name=self.tr("Pages"))
        self.pages.setObjectName(f"{spec.key}.chips")
        self.pages.set_chips([Chip(page.key, page.text, count=0) for page in spec.pages])
        self.pages.toggled.connect(self._on_page)
        self.search = SearchField(self.tr("Search: number, words, pinyin initials"), self)
        self.search.setObjectName(f"{spec.key}.search")
        self.search.submitted.connect(self.to_table)
        self.search.installEventFilter(self)
        layout = _SearchBeside(self, 8)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self.pages)
        layout.addWidget(self.search)
        self._made = True
        self._fit()

    def show_page(self, page: Page) -> None:
        """Lights the chip of the page shown."""
        for other in self._spec.pages:
            self.pages.set_on(other.key, other is page)

    def _on_page(self, key: str, _on: bool) -> None:
        for page in self._spec.pages:
            if page.key == key:
                self.turned.emit(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the search line for the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and not self.search.composing
        ):
            self.to_table.emit()
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        px = theme.current().px
        self.setMinimumHeight(px(40))
        self.search.setMinimumWidth(px(LEAST))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._made:
            self._fit()
