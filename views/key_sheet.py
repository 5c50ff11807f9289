"""The keys of the screen in front, over it, until any key or click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets import theme
from widgets.key_columns import GAP, KeyColumns, Lettering
from widgets.keys import Binding
from widgets.veil import Veil

_SHARE = 0.94
"""The part of the window that the card may take."""
_ROWS = 14
"""A group of fewer keys has a column of its own."""
_APART_PX = 24
"""Px between columns, beside what grows with the letters."""
_APART = 4
"""Columns that stand side by side at most, one for a group."""
_SCROLLS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Space: QAbstractSlider.SliderAction.SliderPageStepAdd,
}
"""Keys that scroll a sheet which is higher than its window; every other closes it."""


def _columns(groups: Sequence[tuple[str, Sequence[Binding]]], most: int) -> list[list[str | Binding]]:
    """Headings and keys in even columns of at most `most` rows. Few keys stand a group to a column; where
    there are many, a group goes on in the next column, and no heading ends one."""
    total = sum(len(bindings) + 1 for _, bindings in groups)
    apart = all(len(bindings) < _ROWS for _, bindings in groups) and len(groups) <= _APART
    least = 1 if most > total else 2
    rows = most if apart else min(-(-(total + 1) // max(least, -(-(total + 1) // most))), most)
    columns: list[list[str | Binding]] = [[]]
    for name, bindings in groups:
        if columns[-1] and (apart or len(columns[-1]) + 2 > rows):
            columns.append([])
        columns[-1].append(name)
        for binding in bindings:
            if len(columns[-1]) >= rows:
                columns.append([])
            columns[-1].append(binding)
    return [column for column in columns if column]


class KeySheet(Veil):
    """Covers its window; lists keys by heading in columns."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, density=0.72)
        self.setObjectName("keys.sheet")
        self._back: QWidget | None = None
        self._card: QWidget | None = None
        self._scroll: QScrollArea | None = None

    def open(self, title: str, groups: Sequence[tuple[str, Sequence[Binding]]]) -> None:
        """Shows the keys; the focus comes back to where it was."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
        window = self.window()
        self._back = window.focusWidget()
        self._card = self._make(title, groups)
        self.setAccessibleName(title)
        self.cover()
        self._place()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it; it is closed in the one before."""
        if self.isVisible():
            self.dismiss()
        self.setParent(window)

    def _make(self, title: str, groups: Sequence[tuple[str, Sequence[Binding]]]) -> QWidget:
        card = QFrame(self)
        card.setObjectName("keys.sheet.card")
        theme.set_surface(card, "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        head = QLabel(title, card)
        theme.set_role(head, "title")
        layout.addWidget(head)
        shown = [(name, bindings) for name, bindings in groups if bindings]
        columns, letters = self._columns_that_read(shown)
        even = self._room() // max(len(columns), 1) - self._apart()
        most = None if self._reads(columns, letters) else even
        inside = KeyColumns(columns, letters, self._apart(), most, card)
        scroll = QScrollArea(card)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole, window = inside.sizeHint(), self.parentWidget() or self
        bar = scroll.verticalScrollBar().sizeHint().width()
        lowest = int(window.height() * _SHARE) - head.sizeHint().height() - 2 * 18 - 12 - 4
        scroll.setMinimumSize(whole.width() + bar, min(whole.height(), lowest))
        self._scroll = scroll
        layout.addWidget(scroll)
        card.show()
        return card

    def _columns_that_read(
        self, shown: Sequence[tuple[str, Sequence[Binding]]]
    ) -> tuple[list[list[str | Binding]], Lettering]:
        """All of it at once where no word is lost by that, in small letters if need be; else in as many
        columns as their words allow, to be scrolled."""
        letters, small = Lettering("body"), Lettering("small")
        columns = _columns(shown, self._rows_that_fit(letters))
        if self._reads(columns, letters):
            return columns, letters
        rows, total = self._rows_that_fit(small), sum(len(bindings) + 1 for _, bindings in shown)
        letters, columns = small, _columns(shown, rows)
        while rows <= total and not self._reads(columns, letters):
            rows += 4
            columns = _columns(shown, rows)
        return columns, letters

    def _room(self) -> int:
        """Px that all columns together may take."""
        return round((self.parentWidget() or self).width() * _SHARE) - 2 * 24 - 24

    def _apart(self) -> int:
        return _APART_PX + theme.current().px(GAP)

    def _reads(self, columns: Sequence[Sequence[str | Binding]], letters: Lettering) -> bool:
        """Whether no word is cut where each column takes what it wants: one of long words, more."""
        return sum(letters.wanted(column) + self._apart() for column in columns) <= self._room()

    def _rows_that_fit(self, letters: Lettering) -> int:
        window = self.parentWidget() or self
        return max(8, int((window.height() * _SHARE - theme.current().px(84)) / letters.row))

    def _place(self) -> None:
        if self._card is not None:
            size = self._card.sizeHint().boundedTo(self.size() * _SHARE)
            self._card.resize(size)
            self._card.move((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)

    def dismiss(self) -> None:
        """Closes the sheet."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        step = _SCROLLS.get(Qt.Key(event.key()))
        bar = self._scroll.verticalScrollBar() if self._scroll is not None else None
        if step is not None and bar is not None and bar.maximum():
            bar.triggerAction(step)
        else:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.dismiss()
