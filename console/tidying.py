"""Python's full collections, each in an event of its own."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 20_000
DUE = 10
"""Collections of the middle generation since the last full one; with fewer there is little to find."""


class Tidying(QObject):
    """Looks through all there is for garbage when nothing else is being done.

    A full collection stops the window for some 40 ms. Left to itself it begins wherever an object happens to
    be made, in the middle of another theme or a screen's making, and two bearable pauses are one that is
    felt. `starting.over` has it begin nowhere else.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collects where enough has been made since the last time."""
        if gc.get_count()[2] >= DUE:
            gc.collect()
