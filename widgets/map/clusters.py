"""Marks that stand close are counted together, by a cell of the ground: it stays where it is whatever comes
and goes in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

APART = 72.0
"""Px at 100 % that cells are wide at least; less than twice as many at most."""
APART_MOST = 0.15
"""How far from its cell's middle a cluster stands at most, in cells: two of them are 0.7 cells apart."""
CLOSE, CLOSE_APART = 0.8, 0.2
"""Px a Mercator metre from which cells are so many times as wide: near by, only marks that would hide one
another are counted together, those of one place at any zoom."""


def level_of(scale: float, apart: float = APART) -> int:
    """The level of cells at so many px a Mercator metre: cells are 2^level metres wide."""
    return math.ceil(math.log2(apart * (CLOSE_APART if scale >= CLOSE else 1.0) / scale))


def cells_of(x: NDArray[np.float64], y: NDArray[np.float64], level: int) -> NDArray[np.int64]:
    """The cell of each place in Mercator metres, as one number."""
    column = np.floor(x / 2.0**level).astype(np.int64)
    row = np.floor(y / 2.0**level).astype(np.int64)
    return (column << 32) + row


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The cells of a level that hold something, in the order of their numbers."""

    level: int
    cell: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    """Where a cluster stands, Mercator metres."""
    count: NDArray[np.int64]
    light: NDArray[np.int8]
    """The most urgent among those in it."""
    of: NDArray[np.int64]
    """By mark: the place of its cell in these columns."""

    def alone(self) -> NDArray[np.bool_]:
        """By mark: whether its cell holds no other."""
        found: NDArray[np.bool_] = self.count[self.of] == 1
        return found


def clustered(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    light: NDArray[np.int8],
    level: int,
    before: Clusters | None = None,
) -> Clusters:
    """The clusters of those marks. A cell that held something before, at this level, has its cluster where it
    was; another's stands among its marks, near the cell's middle."""
    cell, of, count = np.unique(cells_of(x, y, level), return_inverse=True, return_counts=True)
    of = of.reshape(-1)
    many = len(cell)
    worst = np.zeros(many, np.int8)
    np.maximum.at(worst, of, light)
    width = 2.0**level
    # The lower half is signed: a row south of the equator has borrowed from the column.
    row = (cell & 0xFFFFFFFF).astype(np.uint32).astype(np.int32).astype(np.int64)
    middle_x = (((cell - row) >> 32) + 0.5) * width
    middle_y = (row + 0.5) * width
    reach = APART_MOST * width
    at_x = np.clip(np.bincount(of, x, many) / np.maximum(count, 1), middle_x - reach, middle_x + reach)
    at_y = np.clip(np.bincount(of, y, many) / np.maximum(count, 1), middle_y - reach, middle_y + reach)
    if before is not None and before.level == level and len(before.cell) and many:
        place = np.minimum(np.searchsorted(before.cell, cell), len(before.cell) - 1)
        kept = before.cell[place] == cell
        at_x = np.where(kept, before.x[place], at_x)
        at_y = np.where(kept, before.y[place], at_y)
    return Clusters(level, cell, at_x, at_y, count, worst, of)
