"""The quiet notice at the bottom: what has been done, and the key that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from widgets import theme
from widgets.action_bar import KeyedButton


@dataclass(frozen=True, slots=True)
class _Notice:
    text: str
    action: str
    key: str
    token: object


class ToastHost(QFrame):
    """Shows one notice at a time over the foot of a window, without taking the focus or anybody's
    clicks but its own.

    `acted(token)` when the button is used; the key shown is bound by the window (`act` does the same).
    """

    acted = Signal(object)

    def __init__(self, window: QWidget, *, above: int = 76) -> None:
        super().__init__(window)
        self._window = window
        self._above = above
        self._shown: _Notice | None = None
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = QLabel(self)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._button = KeyedButton("", "", self)
        self._button.setObjectName("toast.action")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setProperty("flat", True)
        self._button.clicked.connect(self.act)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        window.installEventFilter(self)
        self.hide()

    def notify(
        self, text: str, action: str = "", key: str = "", token: object = None, seconds: float = 8.0
    ) -> None:
        """Says what was done, for `seconds`. The newest act is the one a person means to take back: what
        stands gives way.
        """
        self._shown = _Notice(text, action, key, token)
        self._text.setText(text)
        self._button.set_content(action, key)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)
        self._timer.start(round(seconds * 1000))
        self._place()
        self.show()
        self.raise_()

    def withdraw(self, token: object) -> None:
        """Takes a notice away: what it says is no longer so."""
        if self._shown is not None and self._shown.token == token:
            self.end()

    def act(self) -> None:
        """Does what the button does; nothing when there is none."""
        if self._shown is not None and self._shown.action:
            token = self._shown.token
            self.end()
            self.acted.emit(token)

    def text(self) -> str:
        """What is said now, "" when nothing is."""
        return self._shown.text if self._shown is not None else ""

    def end(self) -> None:
        """Takes away what stands."""
        self._shown = None
        self._timer.stop()
        self.hide()

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person takes it over, with what it says now."""
        self._window.removeEventFilter(self)
        self._window = window
        self.setParent(window)
        window.installEventFilter(self)
        if self._shown is not None:
            self._place()
            self.show()
            self.raise_()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._shown is not None:
            # What it says needs another room: the text has another size.
            self._place()
        return handled

    def _place(self) -> None:
        window = self._window
        self.setMaximumWidth(window.width() - 32)
        self.adjustSize()
        bottom = window.height() - theme.current().px(self._above)
        self.move((window.width() - self.width()) // 2, bottom - self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._shown is not None:
            self._place()
        return super().eventFilter(watched, event)
