"""The keys of the screen in front, over it, until any key or click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets import theme
from widgets.keys import Binding

_ROWS = 14


class KeySheet(QWidget):
    """Covers its window; lists keys by heading in columns."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("keys.sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back: QWidget | None = None
        self._card: QWidget | None = None
        self.hide()

    def open(self, title: str, groups: Sequence[tuple[str, Sequence[Binding]]]) -> None:
        """Shows the keys; the focus comes back to where it was."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
        window = self.window()
        self._back = window.focusWidget()
        self._card = self._make(title, groups)
        self.setGeometry(window.rect())
        self._place()
        self.setAccessibleName(title)
        self.show()
        self.raise_()
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
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        column = row = 0
        for name, bindings in groups:
            if not bindings:
                continue
            if row:
                column, row = column + 3, 0
            caption = QLabel(name, inside)
            theme.set_role(caption, "faint")
            grid.addWidget(caption, row, column, 1, 2)
            row += 1
            for binding in bindings:
                if row >= _ROWS:
                    column, row = column + 3, 0
                key = QLabel(binding.key.replace("Escape", "Esc"), inside)
                key.setFont(theme.current().mono_font("body"))
                text = QLabel(binding.text, inside)
                theme.set_role(text, "dim")
                grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignRight)
                grid.addWidget(text, row, column + 1)
                row += 1
        for gap in range(2, column, 3):
            grid.setColumnMinimumWidth(gap, theme.current().px(24))
        scroll = QScrollArea(card)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumSize(inside.sizeHint())
        layout.addWidget(scroll)
        card.show()
        return card

    def _place(self) -> None:
        if self._card is not None:
            size = self._card.sizeHint().boundedTo(self.size() * 0.94)
            self._card.resize(size)
            self._card.move((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)

    def dismiss(self) -> None:
        """Closes the sheet."""
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
            self._back = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = QColor(theme.color("base"))
        veil.setAlphaF(0.72)
        QPainter(self).fillRect(self.rect(), veil)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.dismiss()
