"""Columns of one length whose rows have keys: what boards and maps are told of in great numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class KeyedColumns:
    """The base of such columns: a frozen dataclass whose every field is a column, `key` the first.

    `key` is unique and stays with what it stands for. Raises ValueError where lengths differ or a key comes
    twice.
    """

    key: NDArray[np.int64]

    def __post_init__(self) -> None:
        if any(len(column) != len(self.key) for column in self.columns()):
            raise ValueError("columns of marks differ in length")
        if not np.all(np.diff(np.sort(self.key))):
            raise ValueError("a key stands for one mark")

    def __len__(self) -> int:
        return len(self.key)

    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """All of them, the key first."""
        return tuple(getattr(self, field.name) for field in fields(self))

    def taken(self, which: NDArray[np.generic]) -> Self:
        """Those of a mask or of indices."""
        return type(self)(*(column[which] for column in self.columns()))

    def same(self, other: Self) -> bool:
        """Whether all of it is equal, order and all."""
        return all(np.array_equal(a, b) for a, b in zip(self.columns(), other.columns(), strict=True))

    def changed(self, marks: Self, gone: Iterable[int] = ()) -> Self:
        """With those in place of the ones of the same keys or beside them, and without the gone."""
        left = np.concatenate((marks.key, np.fromiter(gone, np.int64)))
        rest = self.taken(~np.isin(self.key, left))
        pairs = zip(rest.columns(), marks.columns(), strict=True)
        return type(self)(*(np.concatenate(pair) for pair in pairs))
