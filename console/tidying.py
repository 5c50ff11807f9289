"""Python's collections, in events of the GUI thread and in no other."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000
FULL_AFTER = 20
"""Looks from one full collection to the next at the soonest."""
DUE = (700, 10, 10)
"""By generation, what must have come since its last: objects, then collections of the one before it."""


class Tidying(QObject):
    """Looks for garbage when nothing else is being done.

    Left to itself a collection begins wherever an object happens to be made. On a worker it would end timers
    and windows of Qt's in a thread that is not theirs, which Qt forbids and a program may die of; in the
    middle of another theme the 40 ms of a full one make one felt pause of two bearable ones.
    `starting.begin` turns Python's own ones off.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since_full = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collects what is due, the oldest generation for which enough has come."""
        self._since_full += 1
        found = due()
        if found == 2 and self._since_full < FULL_AFTER:
            found = 1
        if found >= 0:
            gc.collect(found)
        if found == 2:
            self._since_full = 0


def due() -> int:
    """The oldest generation that is to be collected, -1 for none."""
    enough = [have >= wanted for have, wanted in zip(gc.get_count(), DUE, strict=True)]
    return max((generation for generation, is_due in enumerate(enough) if is_due), default=-1)
