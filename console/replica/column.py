"""One column of the replica: plain values, or few different texts by their codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .columns import Columns

Bools = NDArray[np.bool_]
D = TypeVar("D", bound=np.generic)


def grown(array: NDArray[D], size: int, least: int = 256) -> NDArray[D]:
    """The array with room for `size`: where it must grow, by a quarter at least, filled with zeros."""
    if size <= len(array):
        return array
    out = np.zeros(max(size, len(array) + len(array) // 4, least), array.dtype)
    out[: len(array)] = array
    return out


class Coded:
    """A column of few different texts: `codes[slot]` is an index into `values`; index 0 is ""."""

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self._index: dict[str, int] = {"": 0}
        self._codes: NDArray[np.int32] = np.zeros(0, np.int32)
        self._size = 0

    @property
    def codes(self) -> NDArray[np.int32]:
        """By slot."""
        return self._codes[: self._size]

    def code(self, text: str) -> int:
        """The index of a text, given out if it is new."""
        found = self._index.get(text)
        if found is None:
            found = self._index[text] = len(self.values)
            self.values.append(text)
        return found

    def at(self, slot: int) -> str:
        """The text in a slot."""
        return self.values[int(self._codes[slot])]

    def where(self, keep: Callable[[str], bool]) -> Bools:
        """By slot, whether its text is kept; asks once per different text."""
        kept = np.fromiter((keep(v) for v in self.values), np.bool_, len(self.values))
        chosen: Bools = kept[self.codes]
        return chosen

    def resize(self, size: int) -> None:
        """For `console.replica.columns.Columns` alone."""
        self._codes = grown(self._codes, size)
        self._size = size

    def set_many(self, slots: Sequence[int], texts: Iterable[str]) -> None:
        """For `console.replica.columns.Columns` alone."""
        self._codes[slots] = [self.code(text) for text in texts]

    def load(self, values: list[str], codes: NDArray[np.int32]) -> None:
        """For `console.replica.columns.Columns` alone."""
        self.values = values
        self._index = {value: code for code, value in enumerate(values)}
        self._codes = codes.copy()
        self._size = len(codes)


class Plain(Generic[D]):
    """A numpy column: reading the attribute gives a view of the slots in use."""

    def __init__(self, dtype: type[D]) -> None:
        self.dtype = dtype

    def __set_name__(self, owner: type[Columns], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Columns]) -> Plain[D]: ...
    @overload
    def __get__(self, instance: Columns, owner: type[Columns]) -> NDArray[D]: ...
    def __get__(self, instance: Columns | None, owner: type[Columns]) -> Plain[D] | NDArray[D]:
        if instance is None:
            return self
        return instance.arrays[self.name][: instance.size]
