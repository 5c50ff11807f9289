"""Whether somebody sits here, and Enter on a button.

Both listen to the windows, not to the application: a filter on the application is asked for every event of
every widget, hundreds of thousands of times in a working hour, each time by way of Python.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from widgets.action_bar import KeyedButton

AWAKE_MS = 240_000
"""So long after the last key or click somebody is taken to sit here."""

_SIGNS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Presence(QObject):
    """Follows whichever of this program's windows has the focus, panels torn off included."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWindow | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(AWAKE_MS)
        self._idle.start()
        # By the widget in focus: of focusWindowChanged every listener is let go (`docks._forget_focus`).
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._watch(QGuiApplication.focusWindow())

    @property
    def awake(self) -> bool:
        """Whether a key, a click or a turn of the wheel came lately."""
        return self._idle.isActive()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        window = now.window().windowHandle() if now is not None else None
        if window is not self._watched:
            self._watch(window)

    def _watch(self, window: QWindow | None) -> None:
        # A window that went says so too late: the focus has come to another one by then.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def end(self) -> None:
        """Listens no longer."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._on_focus)
        self._watch(None)
        self._idle.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes signs of life; Enter presses the button in focus. With Ctrl it is a form's: on an
        answer, or on what adds a file, it sends what was given."""
        if event.type() in _SIGNS:
            self._idle.start()
            if isinstance(event, QKeyEvent) and event.key() in _ENTER:
                button = QApplication.focusWidget()
                sends = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                if not isinstance(button, QAbstractButton) or (sends and not isinstance(button, KeyedButton)):
                    return super().eventFilter(watched, event)
                if button.isEnabled():
                    button.click()
                    return True
        return super().eventFilter(watched, event)
