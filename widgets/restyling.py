"""Puts another style sheet in force without stopping a window: what is in sight first, the rest in turns."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

AT_ONCE = 100
"""So many widgets out of sight are looked at in one event: some 10 ms."""


class Restyling(QObject):
    """Sets the application's sheet and has every widget look at it, once each.

    `QApplication.setStyleSheet` has every widget looked at within itself, once for each of its ancestors
    (Qt 6.9, QStyleSheetStyle::updateObjects): 1.6 s in a seat's window. It knows the widgets by the rules it
    keeps of them; a style that has let go of the application keeps none. So the sheet is put in place, and
    the looking is done here: the window worked in before `put` returns, each further one in sight in an event
    of its own, and then what is out of sight, a few at a time. `done` after the last of these turns: a font
    that a widget was given before its turn came has been taken back by the sheet.
    """

    done = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.app = app
        self._waiting: list[list[QWidget]] = []
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._next)

    def put(self, sheet: str) -> None:
        """The sheet holds from now on; what is painted next in the window worked in has it."""
        if self.app.styleSheet():
            self.app.style().unpolish(self.app)
        self.app.setStyleSheet(sheet)
        self._waiting = self._portions()
        self._next()

    def busy(self) -> bool:
        """Whether widgets still wait for the sheet."""
        return bool(self._waiting)

    def _portions(self) -> list[list[QWidget]]:
        """The widgets of each window in sight, that worked in first; then those out of sight."""
        windows: dict[QWidget, list[QWidget]] = {}
        unseen: list[QWidget] = []
        # Not by findChildren: what it makes in Python of Qt's own children outlives them.
        for widget in self.app.allWidgets():
            if widget.isVisible():
                windows.setdefault(widget.window(), []).append(widget)
            else:
                unseen.append(widget)
        active = self.app.activeWindow()
        seen = sorted(windows, key=lambda window: window is not active)
        rest = [unseen[at : at + AT_ONCE] for at in range(0, len(unseen), AT_ONCE)]
        return [windows[window] for window in seen] + rest

    def _next(self) -> None:
        if self._waiting:
            self._look(self._waiting.pop(0))
        if self._waiting:
            self._turns.start()
        elif self._turns.isActive():
            self._turns.stop()
            self.done.emit()

    def _look(self, widgets: list[QWidget]) -> None:
        for widget in widgets:
            # One that goes while it waits needs no look; one never shown is looked at when it is.
            if not shiboken6.isValid(widget):
                continue
            if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                widget.style().polish(widget)
            self.app.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
