"""The command line: what is typed, and beside it, before Enter, what it will do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from widgets import theme
from widgets.elided import ElidedLabel
from widgets.match_list import DropList
from widgets.matching import Match
from widgets.text import ENTER_KEYS, TextField

HEIGHT = 36
"""Px at 100 %."""

LIST_WIDTH = 620
"""Px at 100 %: a name and the reason behind it stand side by side."""
LEAST = 120
"""Px at 100 % that the line has whatever stands in it."""
WIDEST = 0.7
"""It takes at most this share of the width; what is longer is scrolled in it."""
KEPT = 200
"""Commands remembered for the arrow keys."""


class _Line(TextField):
    left = Signal()
    moved = Signal(int)
    """Up or Down."""
    took = Signal()
    """Tab: what is highlighted."""
    lost = Signal()

    def __init__(self, placeholder: str, owner: CommandLine, name: str) -> None:
        super().__init__(placeholder, owner, name=name)
        self._owner = owner
        self._wanted = 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def ask_for(self, width: int) -> None:
        """So many px, where there are as many."""
        self._wanted = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._wanted, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and not self.composing:
            # A screen binds Escape, too, and Tab is a focus change before it is a key press.
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if (
                event.type() == QEvent.Type.KeyPress
                and event.key() == Qt.Key.Key_Tab
                and self._owner.completing()
            ):
                event.accept()
                self.took.emit()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.composing:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                self.left.emit()
                return
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
                return
            if event.key() in ENTER_KEYS and not self.owns_enter() and self._owner.picked():
                event.accept()
                self.took.emit()
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.lost.emit()


class CommandLine(QWidget):
    """A prompt, the command, its preview, and over it a list of what may come next.

    Enter that ends a composition never submits. Tab takes what is highlighted in the list; Down and Up move
    in it, and Enter then takes it, too. In an empty or recalled line they recall earlier commands.
    """

    edited = Signal(str)
    submitted = Signal(str)
    completed = Signal(object)
    """The data of the completion taken."""
    cancelled = Signal()
    """Escape: the line is empty again, the focus is the owner's to put back."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: list[str] = []
        self._place = 0
        self._recalling = False
        self._picked = False
        self._wrong = False
        theme.set_surface(self, "raised")
        self.setProperty("edge", "top")
        self.setAccessibleName(self.tr("Command line"))
        prompt = QLabel("›", self)
        theme.set_role(prompt, "strong")
        self.line = _Line(placeholder, self, name=self.tr("Command"))
        self.line.setProperty("bare", True)
        self.line.textChanged.connect(self._text_changed)
        self.line.textEdited.connect(self._stop_recalling)
        self.line.submitted.connect(self._submit)
        self.line.left.connect(self._cancel)
        self.line.moved.connect(self._move)
        self.line.took.connect(self._take)
        self.line.lost.connect(self.close_list)
        self._list = DropList(self.tr("What may come next"), self)
        self._list.setObjectName("command.list")
        self._list.picked.connect(self._take_row)
        self.destroyed.connect(self._list.deleteLater)
        self._preview = ElidedLabel(parent=self)
        # What is typed has its room first, however much there is to say of it.
        self._preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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

    def history(self) -> list[str]:
        """Commands submitted, the latest last."""
        return list(self._history)

    def set_history(self, commands: Sequence[str]) -> None:
        """Takes up what was submitted in earlier runs."""
        self._history = list(commands[-KEPT:])
        self._place = len(self._history)

    # --- what may come next ------------------------------------------------------------------------------
    def set_completions(self, matches: Sequence[Match]) -> None:
        """Shows what may come next while the line has the focus; none hides the list."""
        self._picked = False
        if matches and self.line.hasFocus() and not self._recalling:
            self._list.show_below(self.line, matches, LIST_WIDTH)
        else:
            self._list.hide()

    def completing(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    def completions(self) -> list[Match]:
        """What the list offers now."""
        return self._list.matches() if self.completing() else []

    def picked(self) -> bool:
        """Whether a person has moved in the list, so that Enter takes from it."""
        return self._picked and self.completing()

    def close_list(self) -> None:
        """Takes the list away; the command stays."""
        self._picked = False
        self._list.hide()

    def _take(self) -> None:
        self._take_row(self._list.highlighted())

    def _take_row(self, row: int) -> None:
        matches = self._list.matches()
        self.close_list()
        if 0 <= row < len(matches):
            self.completed.emit(matches[row].candidate.data)

    def _move(self, step: int) -> None:
        if self.completing() and not self._recalling:
            self._list.highlight(self._list.highlighted() + step)
            self._picked = True
        else:
            self._recall(step)

    def _text_changed(self, text: str) -> None:
        self._fit()
        self.edited.emit(text)

    def _stop_recalling(self) -> None:
        self._recalling = False

    def _fit(self) -> None:
        """The line is as wide as its text, so that the preview stands beside it, and has its room however
        long the text is."""
        px = theme.current().px
        metrics = QFontMetrics(self.line.font())
        shown = self.line.text() or self.line.placeholderText()
        wanted = metrics.horizontalAdvance(shown) + px(16)
        self.line.ask_for(max(px(LEAST), min(wanted, round(self.width() * WIDEST))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _submit(self) -> None:
        command = self.line.text().strip()
        if not command:
            return
        if not self._history or self._history[-1] != command:
            self._history = [*self._history[-KEPT + 1 :], command]
        self._place = len(self._history)
        self.close_list()
        self.submitted.emit(command)

    def clear(self) -> None:
        """Empties line and preview: the command is done."""
        self._recalling = False
        self.close_list()
        self.line.clear()
        self.set_preview("")

    def _cancel(self) -> None:
        if self.completing():
            self.close_list()
            return
        self.clear()
        self._place = len(self._history)
        self.cancelled.emit()

    def _recall(self, step: int) -> None:
        self._place = min(max(self._place + step, 0), len(self._history))
        self._recalling = True
        self.line.setText(self._history[self._place] if self._place < len(self._history) else "")

    def _theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.line.setFont(theme.current().mono_font("body"))
        self.line.setMinimumWidth(theme.current().px(LEAST))
        self._fit()
