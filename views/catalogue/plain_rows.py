"""A short list as a table's rows: each has a key, and its cells are what a function says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from widgets.table import Slots, text_key

T = TypeVar("T")


class PlainRows(Generic[T]):
    """A `RowSource`. `cell(row, column)` is what a cell shows, `weigh(row, column)` what it is sorted by: a
    text or a number."""

    def __init__(self, cell: Callable[[T, str], object], weigh: Callable[[T, str], str | float]) -> None:
        self._cell = cell
        self._weigh = weigh
        self._slots = Slots[T]()

    def put(self, fresh: Mapping[str, T]) -> list[int]:
        """Takes the list as it is now; gives the slots that came, changed or went."""
        return self._slots.put(fresh)

    def row(self, slot: int | None) -> T | None:
        """The row in a slot."""
        return None if slot is None else self._slots.row(slot)

    def slot(self, key: str) -> int:
        """Where a row stands, -1 for nowhere."""
        return self._slots.slot(key)

    def rows(self) -> list[T]:
        """All rows, in no order."""
        return [row for row in self._slots.rows if row is not None]

    def fit(self, slots: NDArray[np.int64], wanted: Callable[[T], bool]) -> NDArray[np.bool_]:
        """Which of these are wanted."""
        found = (self._slots.row(slot) for slot in slots.tolist())
        return np.array([row is not None and wanted(row) for row in found], dtype=np.bool_)

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def pending(self, row: int) -> bool:
        del row
        return False

    def sort_key(self, column: str) -> NDArray[Any]:
        weights = ["" if row is None else self._weigh(row, column) for row in self._slots.rows]
        if any(isinstance(weight, str) and weight for weight in weights):
            return np.array([text_key(str(weight)) for weight in weights], dtype=np.int64)
        return np.array([np.nan if weight == "" else weight for weight in weights], dtype=np.float64)

    def cell(self, row: int, column: str) -> object:
        found = self._slots.row(row)
        return "" if found is None else self._cell(found, column)
