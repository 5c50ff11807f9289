"""When the next limit passes while nobody looks at the board: its number is told anew then, not before."""

from __future__ import annotations

import math

from console.replica.columns import Columns, Slots


class Falling:
    """Over the columns of one seat; instants are the backend's time, ms."""

    def __init__(self, store: Columns) -> None:
        self._store = store
        self._next = -math.inf
        self._looked_at = 0

    def anew(self) -> None:
        """The columns were filled anew: all of them are looked at when it is asked next."""
        self._next = -math.inf

    def note(self, slots: Slots) -> None:
        """These changed: one of them may fall due before what was the next."""
        due = self._store.due[slots[slots < self._store.size]]
        ahead = due[due >= self._looked_at]
        if len(ahead):
            self._next = min(self._next, float(ahead.min()))

    def falls(self, now: int) -> bool:
        """Whether a limit has passed since it was asked last, or the clock was set back; a look at all rows
        only then."""
        before, self._looked_at = self._looked_at, now
        if before <= now <= self._next:
            return False
        ahead = self._store.due[self._store.due >= now]
        self._next = float(ahead.min()) if len(ahead) else math.inf
        return True
