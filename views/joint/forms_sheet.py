"""The sheet that a form of a joint action stands on: a card over the window, its title, what is to be known
first, the fields, and at the foot what Enter does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.text import ENTER_KEYS, TextArea
from widgets.veil import Veil
from widgets.yielding import YieldingArea

NARROW, WIDE = 620, 980
"""Px at 100 %: of a few lines, and of a table."""
_LEAST = 96


class FormSheet(Veil):
    """One form at a time. `submitted()` on Enter (Ctrl+Enter where words are written), `left()` on Escape:
    what was typed is its owner's to keep."""

    submitted = Signal()
    left = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, density=0.6)
        self.setObjectName(name)
        self._width = NARROW
        self._fields: QWidget | None = None
        self._back: QWidget | None = None
        self._verb = ""
        self._card = QFrame(self)
        self._card.setObjectName(f"{name}.card")
        theme.set_surface(self._card, "card")
        self._title = QLabel(self._card)
        self._title.setObjectName(f"{name}.head")
        self._title.setWordWrap(True)
        theme.set_role(self._title, "title")
        self._told = QLabel(self._card)
        self._told.setObjectName(f"{name}.told")
        self._warned = QLabel(self._card)
        self._warned.setObjectName(f"{name}.warned")
        self._said = QLabel(self._card)
        self._said.setObjectName(f"{name}.said")
        for label, role in ((self._told, "dim"), (self._warned, "strong"), (self._said, "error")):
            label.setWordWrap(True)
            theme.set_role(label, role)
            label.hide()
        inside = QWidget()
        self._hold = QVBoxLayout(inside)
        self._hold.setContentsMargins(0, 0, 4, 0)
        self._scroll = YieldingArea(inside, self._card, least=_LEAST)
        self._send = KeyedButton("", "", self._card)
        self._send.setObjectName(f"{name}.submit")
        self._send.setProperty("primary", True)
        self._send.clicked.connect(self.submitted)
        self._stop = KeyedButton(self.tr("Back"), "Esc", self._card)
        self._stop.setObjectName(f"{name}.leave")
        self._stop.setProperty("flat", True)
        self._stop.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._send)
        foot.addWidget(self._stop)
        foot.addStretch(1)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(10)
        for part in (self._title, self._told, self._warned, self._scroll, self._said):
            layout.addWidget(part)
        layout.addLayout(foot)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._place)
        inside.installEventFilter(self)

    # --- opening -----------------------------------------------------------------------------------------
    def open(
        self, title: str, verb: str, fields: QWidget, *, told: str = "", warned: str = "", wide: bool
    ) -> None:
        """Shows a form; `told` is what is to be known first, `warned` what weighs."""
        self._clear()
        self._title.setText(title)
        self._verb = verb
        self._width = WIDE if wide else NARROW
        self.setAccessibleName(title)
        self.tell(told, warned)
        self.say("")
        self._fields = fields
        self._hold.addWidget(fields)
        self._say_key()
        window = self.parentWidget()
        assert window is not None
        if not self.isVisible():
            self._back = window.window().focusWidget()
        self.cover()
        self._place()

    def tell(self, told: str, warned: str = "") -> None:
        """Other words over the fields."""
        for label, text in ((self._told, told), (self._warned, warned)):
            label.setText(text)
            label.setVisible(bool(text))
        self._refit.start()

    def name_it(self, verb: str) -> None:
        """What is done is called otherwise now."""
        self._verb = verb
        self._title.setText(verb)
        self._say_key()

    def say(self, text: str) -> None:
        """Why it was not taken; "" for nothing."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._refit.start()

    def focus_foot(self) -> None:
        """The caret has nowhere to go: Enter sends."""
        self._send.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it."""
        if self.parentWidget() is not window:
            self.hide()
            self.setParent(window)

    def dismiss(self) -> None:
        """Goes; the focus comes back to where it was, where that is still there."""
        self.hide()
        self._clear()
        if self._back is not None and isValid(self._back) and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def _clear(self) -> None:
        if self._fields is not None:
            self._hold.removeWidget(self._fields)
            self._fields.hide()
            self._fields.deleteLater()
            self._fields = None

    def _say_key(self) -> None:
        """Where words are written Enter is a new line, on an answer it takes that."""
        fields = self._fields
        taken = fields is not None and bool(fields.findChildren(TextArea) or fields.findChildren(QPushButton))
        self._send.set_content(self._verb, "Ctrl+Enter" if taken else "Enter")

    # --- where it stands ---------------------------------------------------------------------------------
    def _place(self) -> None:
        if not self.isVisible():
            return
        px = theme.current().px
        room = self.size() * 0.94
        width = min(px(self._width), room.width())
        layout = self._card.layout()
        assert layout is not None
        self._card.resize(width, self._card.height())
        layout.activate()
        high = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else self._card.sizeHint().height()
        )
        self._card.resize(width, min(high, room.height()))
        self._card.move((self.width() - width) // 2, (self.height() - self._card.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The fields are higher or lower than before: the card follows."""
        if (
            event.type() == QEvent.Type.LayoutRequest
            and self.isVisible()
            and watched is not self.parentWidget()
        ):
            self._refit.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() in ENTER_KEYS:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()


def paragraphs(parts: Sequence[str]) -> str:
    """Lines under each other, without the empty ones."""
    return "\n".join(part for part in parts if part)
