"""The command line: what is typed, and beside it, before Enter, what it will do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from widgets import theme
from widgets.elided import ElidedLabel
from widgets.text import TextField

HEIGHT = 36
"""Px at 100 %."""

KEPT = 200
"""Commands remembered for the arrow keys."""


class _Line(TextField):
    left = Signal()
    recalled = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.composing:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                self.left.emit()
                return
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                self.recalled.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
                return
        super().keyPressEvent(event)


class CommandLine(QWidget):
    """A prompt, the command, its preview. Enter that ends a composition never submits; Up and Down recall
    earlier ones.
    """

    edited = Signal(str)
    submitted = Signal(str)
    cancelled = Signal()
    """Escape: the line is empty again, the focus is the owner's to put back."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: list[str] = []
        self._place = 0
        self._wrong = False
        theme.set_surface(self, "raised")
        self.setProperty("edge", "top")
        self.setAccessibleName(self.tr("Command line"))
        prompt = QLabel("›", self)
        theme.set_role(prompt, "caption")
        self.line = _Line(placeholder, self, name=self.tr("Command"))
        self.line.setProperty("bare", True)
        self.line.textChanged.connect(self._text_changed)
        self.line.submitted.connect(self._submit)
        self.line.left.connect(self._cancel)
        self.line.recalled.connect(self._recall)
        self._preview = ElidedLabel(parent=self)
        theme.set_role(self._preview, "dim")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(prompt)
        layout.addWidget(self.line)
        layout.addWidget(self._preview, 1)
        self.setFocusProxy(self.line)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Puts a command into the line, as a key of a panel may."""
        self.line.setText(text)

    def set_preview(self, text: str, *, wrong: bool = False) -> None:
        """Says what Enter will do, or what is wrong with what is typed and what would do."""
        self._preview.setText(text)
        self.line.setAccessibleDescription(text)
        if wrong != self._wrong:
            self._wrong = wrong
            theme.set_role(self._preview, "wrong" if wrong else "dim")

    def preview(self) -> str:
        return self._preview.text()

    def _text_changed(self, text: str) -> None:
        self._fit()
        self.edited.emit(text)

    def _fit(self) -> None:
        """The line is as wide as its text, so that the preview stands beside it."""
        metrics = QFontMetrics(self.line.font())
        shown = self.line.text() or self.line.placeholderText()
        least = theme.current().px(120)
        self.line.setFixedWidth(max(least, metrics.horizontalAdvance(shown) + theme.current().px(16)))

    def _submit(self) -> None:
        command = self.line.text().strip()
        if not command:
            return
        if not self._history or self._history[-1] != command:
            self._history = [*self._history[-KEPT + 1 :], command]
        self._place = len(self._history)
        self.submitted.emit(command)

    def clear(self) -> None:
        """Empties line and preview: the command is done."""
        self.line.clear()
        self.set_preview("")

    def _cancel(self) -> None:
        self.clear()
        self._place = len(self._history)
        self.cancelled.emit()

    def _recall(self, step: int) -> None:
        self._place = min(max(self._place + step, 0), len(self._history))
        self.line.setText(self._history[self._place] if self._place < len(self._history) else "")

    def _theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.line.setFont(theme.current().mono_font("body"))
        self._fit()
