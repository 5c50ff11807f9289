"""The palette: one line over the window that finds every action, screen, ticket and place, and goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.match_list import MatchList
from widgets.matching import Candidate, Match, match
from widgets.text import TextField

WIDTH, ROWS = 640, 12
"""Px at 100 %, and rows shown before the list scrolls."""


class _Line(TextField):
    moved = Signal(int)
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Another window, or this line's own menu, is not elsewhere in this one.
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS,
            Qt.Key.Key_PageUp: -ROWS,
        }.get(Qt.Key(event.key()))
        if not self.composing and step is not None:
            event.accept()
            self.moved.emit(step)
        elif not self.composing and event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Palette(QFrame):
    """Asks `provider` on every edit for candidates (`code` is the key shown, `reason` the kind of thing it
    is).

    `chosen(data)` on Enter or a click; Escape, or a click elsewhere, closes it and puts the focus back
    where it was.
    """

    chosen = Signal(object)

    def __init__(self, window: QWidget, provider: Callable[[str], Sequence[Candidate]]) -> None:
        super().__init__(window)
        self._window = window
        self._provider = provider
        self._before: QWidget | None = None
        self.setProperty("floating", True)
        self.setAccessibleName(self.tr("Palette"))
        self._line = _Line(self.tr("Find an action, a screen, a number, a place"), self)
        self._line.textChanged.connect(self._find)
        self._line.submitted.connect(self._take)
        self._line.moved.connect(self._move)
        self._line.left.connect(self.end)
        self._list = MatchList(self, name=self.tr("Found"))
        self._list.picked.connect(self._pick)
        self._nothing = QLabel(self.tr("Nothing of that name. Try fewer letters, or pinyin initials."), self)
        theme.set_role(self._nothing, "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._line)
        layout.addWidget(self._list)
        layout.addWidget(self._nothing)
        self.setFocusProxy(self._line)
        self.hide()

    def begin(self, text: str = "") -> None:
        """Opens it, with a beginning typed already."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._line.setText(text)
        self._find(text)
        self.show()
        self.raise_()
        self._line.setFocus()
        self._window.installEventFilter(self)

    def renew(self) -> None:
        """What can be found is more than it was: an open palette asks again."""
        if self.isVisible():
            self._find(self._line.text())

    def end(self) -> None:
        """Closes it and gives the focus back."""
        if not self.isVisible():
            return
        self._window.removeEventFilter(self)
        held = self._line.hasFocus()
        self.hide()
        if held and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it; it is closed in the one before."""
        self.end()
        self._window = window
        self.setParent(window)

    def matches(self) -> list[Match]:
        """What is found, best first."""
        return self._list.matches()

    def _find(self, text: str) -> None:
        found = [next(iter(match(text, (c,))), Match(c, 0)) for c in self._provider(text)]
        self._list.show_matches(found)
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._place()

    def _move(self, step: int) -> None:
        self._list.highlight(self._list.highlighted() + step)

    def _take(self) -> None:
        self._pick(self._list.highlighted())

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._list.matches()):
            data = self._list.matches()[row].candidate.data
            self.end()
            self.chosen.emit(data)

    def _place(self) -> None:
        px = theme.current().px
        window = self._window
        rows = min(max(len(self._list.matches()), 1), ROWS) * theme.current().row_height
        width = min(px(WIDTH), window.width() - 32)
        top = px(72)
        height = min(self._line.sizeHint().height() + rows + 30, window.height() - top - 16)
        self.setGeometry((window.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
