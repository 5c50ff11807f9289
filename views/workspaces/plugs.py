"""Monitors that are plugged in and pulled out while the console runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from views.workspaces.monitors import monitors

REST_MS = 400
"""A desktop that is laid out anew says so in several steps; so long after the last it is taken to be done."""


class Plugs(QObject):
    """Tells of monitors. `going` before the first of some goes, `lost(windows)` when it has gone and Qt has
    put what stood there elsewhere, `settled(more)` when all is at rest, with whether some came."""

    going = Signal()
    lost = Signal(object)
    settled = Signal(bool)

    def __init__(self, windows: Callable[[], list[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._windows = windows
        self._lost: list[QWidget] = []
        self._fewest = len(monitors())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self._app = app
        app.screenRemoved.connect(self._on_removed)
        app.screenAdded.connect(self._on_added)

    def changing(self) -> bool:
        """Whether monitors come and go just now."""
        return self._rest.isActive()

    def end(self) -> None:
        """Listens no longer."""
        self._app.screenRemoved.disconnect(self._on_removed)
        self._app.screenAdded.disconnect(self._on_added)
        self._rest.stop()
        self._lost = []

    def _on_added(self, _screen: QScreen) -> None:
        self._rest.start()

    def _on_removed(self, gone: QScreen) -> None:
        # Called while Qt still has the windows on the monitor that goes; right after, it moves them.
        if not self.changing():
            self.going.emit()
        name = gone.name()
        self._lost += [window for window in self._windows() if window.screen().name() == name]
        # One that flickers was away, too.
        self._fewest = min(self._fewest, len(monitors()))
        self._rest.start()
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        lost, self._lost = self._lost, []
        if lost:
            self.lost.emit(lost)

    def _on_rest(self) -> None:
        before, self._fewest = self._fewest, len(monitors())
        self.settled.emit(self._fewest > before)
