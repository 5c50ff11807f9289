"""Rows of a list that is given anew as a whole: each keeps its slot for as long as it lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


class Slots(Generic[T]):
    """What a `RowSource` over a short list stands on. `rows` has one place a slot, None in those that are
    free: selection, scroll and focus go by slot, and stay when anything else changes."""

    def __init__(self) -> None:
        self.rows: list[T | None] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []

    def put(self, fresh: Mapping[str, T]) -> list[int]:
        """Takes the rows as they are now, by key; gives the slots that came, changed or went."""
        changed: list[int] = []
        for key in self._slots.keys() - fresh.keys():
            slot = self._slots.pop(key)
            self.rows[slot] = None
            changed.append(slot)
        # A slot is given to another only at the next change, when its death has been told.
        gone = list(changed)
        for key, row in fresh.items():
            slot = self._slots.get(key, -1)
            if slot < 0:
                slot = self._slots[key] = self._free.pop() if self._free else len(self.rows)
                if slot == len(self.rows):
                    self.rows.append(None)
            elif self.rows[slot] == row:
                continue
            self.rows[slot] = row
            changed.append(slot)
        self._free += gone
        return changed

    def slot(self, key: str) -> int:
        """Where a row stands, -1 for nowhere."""
        return self._slots.get(key, -1)

    def row(self, slot: int) -> T | None:
        """The row in a slot, None in one that is free or was never there."""
        return self.rows[slot] if 0 <= slot < len(self.rows) else None

    def alive(self) -> NDArray[np.bool_]:
        """Which slots have a row (`RowSource.alive`)."""
        return np.array([row is not None for row in self.rows], dtype=np.bool_)
