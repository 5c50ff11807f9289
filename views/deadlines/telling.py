"""How the lanes hear of what changed: at once, then a few times a second at most, and not at all where nobody
looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.replica.column import Bools
from console.replica.columns import Slots
from views.queue.following import NOTHING, RECOUNT_MS
from widgets.lanes import LaneBoard, Marks


class Shown(Protocol):
    """What the lanes are to show, by slot."""

    def slots(self) -> Slots:
        """All that is to be seen."""

    def shows(self, slots: Slots) -> Bools:
        """Which of these are to be seen."""

    def marks(self, slots: Slots) -> Marks:
        """Their marks."""

    def offer_lanes(self, *, counted: bool) -> None:
        """Lays out the lanes; without `counted` only where there are new ones."""


class Telling(QObject):
    """Of one board. `recount` when figures may be others."""

    recount = Signal()

    def __init__(self, board: LaneBoard, shown: Shown, looked_at: Callable[[], bool]) -> None:
        super().__init__(board)
        self._board = board
        self._shown = shown
        self._looked_at = looked_at
        self.applying = False
        """Whether marks are being moved by what others did."""
        self._stale = True
        self._touched: Slots = NOTHING
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        self._soon.timeout.connect(self._on_soon)

    def tell(self, slots: Slots) -> None:
        """These rows came, moved, turned or went."""
        if self._stale or not self._looked_at():
            self._stale = True
        else:
            self._touched = np.union1d(self._touched, slots)
        if not self._soon.isActive():
            self._flush()
            self._soon.start()

    def anew(self) -> None:
        """Everything may be otherwise."""
        self._stale = True
        self.catch_up()

    def catch_up(self) -> None:
        """What nobody saw is put in as a whole; what looks the same is not painted again."""
        if self._stale and self._looked_at():
            self._stale = False
            self._touched = NOTHING
            with self.moving():
                self._shown.offer_lanes(counted=True)
                self._board.set_marks(self._shown.marks(self._shown.slots()))

    def _flush(self) -> None:
        slots, self._touched = self._touched, NOTHING
        if not len(slots):
            return
        shows = self._shown.shows(slots)
        with self.moving():
            self._shown.offer_lanes(counted=False)
            self._board.change(self._shown.marks(slots[shows]), gone=slots[~shows].tolist())

    def _on_soon(self) -> None:
        if len(self._touched):
            self._flush()
            self._soon.start()
        self.recount.emit()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """What happens to the cursor inside is nobody's choice."""
        self.applying = True
        try:
            yield
        finally:
            self.applying = False
