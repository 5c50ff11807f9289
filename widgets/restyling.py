"""Puts another style sheet in force without stopping a window: what is in sight first, the rest in turns."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

AT_ONCE = 100
"""So many widgets are looked at in one event: some 10 ms out of sight, 20 in sight, laid out as well."""


class Restyling(QObject):
    """Sets the application's sheet and has every widget look at it, once each.

    `QApplication.setStyleSheet` has every widget looked at within itself, once for each of its ancestors
    (Qt 6.9, QStyleSheetStyle::updateObjects): 1.6 s in a seat's window. It knows the widgets by the rules it
    keeps of them; a style that has let go of the application keeps none. So the sheet is put in place, and
    the looking is done here, a few widgets an event: the window worked in, the others in sight, then what is
    out of sight. A window paints nothing until all of it that is in sight has looked: it is never half one
    theme and half another. `done` after the last turn: a font that a widget was given before its turn came
    has been taken back by the sheet.
    """

    done = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.app = app
        self._waiting: list[tuple[QWidget | None, list[QWidget]]] = []
        """Widgets that wait, and the window that may paint once they have looked."""
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._next)

    def put(self, sheet: str) -> None:
        """The sheet holds from now on; whatever is painted next has it."""
        if self.app.styleSheet():
            self.app.style().unpolish(self.app)
        self.app.setStyleSheet(sheet)
        self._waiting = self._portions()
        # In the next event: in this one the fonts and the sheet have gone to everybody.
        self._turns.start()

    def busy(self) -> bool:
        """Whether widgets still wait for the sheet."""
        return bool(self._waiting)

    def _portions(self) -> list[tuple[QWidget | None, list[QWidget]]]:
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
        found: list[tuple[QWidget | None, list[QWidget]]] = []
        for window in sorted(windows, key=lambda window: window is not active):
            window.setUpdatesEnabled(False)
            parts = _cut(windows[window])
            found += [(None, part) for part in parts[:-1]]
            found.append((window, parts[-1]))
        return found + [(None, part) for part in _cut(unseen)]

    def _next(self) -> None:
        if self._waiting:
            whole, widgets = self._waiting.pop(0)
            self._look(widgets)
            if whole is not None and shiboken6.isValid(whole):
                whole.setUpdatesEnabled(True)
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


def _cut(widgets: list[QWidget]) -> list[list[QWidget]]:
    return [widgets[at : at + AT_ONCE] for at in range(0, len(widgets), AT_ONCE)]
