"""Where marks stand inside their lanes: rows so that none touches another, counts where there is no room.

Rows are given for a level of zoom (`Stretch.level`), at whose smallest scale marks are closest. A mark by
itself stands in the middle row; those that would touch it stand below and above. What is packed keeps its
row for as long as it keeps its place, whatever comes and goes beside it (`repacked`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from widgets.lanes.axis import Places

NO_ROOM = -1
MANY = 1000
"""So many changes are packed anew with all the rest: one by one is for what the feed brings."""

Rows = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Rows by mark; `apart` is how far marks of one row keep from each other, in axis ms; `rows` there are.
    `lane` is the code of its lane, which stays when lanes come and go; -1 has no row.
    """

    key: NDArray[np.int64]
    lane: NDArray[np.int64]
    place: Places
    row: Rows
    apart: float
    rows: int


def middle_out(rows: int) -> NDArray[np.int8]:
    """The rows in the order they are taken: the middle, then below and above it by turns."""
    middle = (rows - 1) // 2
    order = sorted(range(rows), key=lambda row: (abs(row - middle), row < middle))
    return np.array(order, np.int8)


def packed(key: NDArray[np.int64], lane: NDArray[np.int64], place: Places, apart: float, rows: int) -> Packed:
    """All of them from nothing; the same marks stand the same, in whatever order they are given.

    The axis is cut into cells as long as marks keep apart. Marks of the even cells touch none of another
    even cell, so they are placed first, by their key; those of the odd cells find what is left beside them.
    """
    row = np.full(len(key), NO_ROOM, np.int8)
    held = np.flatnonzero(lane >= 0)
    if len(held) and rows:
        cell = np.floor(place[held] / apart).astype(np.int64)
        order = np.lexsort((key[held], cell, lane[held]))
        held, cell = held[order], cell[order]
        first = np.concatenate(([True], (np.diff(cell) != 0) | (np.diff(lane[held]) != 0)))
        group = np.cumsum(first) - 1
        rank = np.arange(len(held)) - np.flatnonzero(first)[group]
        slots = np.full((int(group[-1]) + 3, rows), np.inf)
        # By group and row of the middle-out order: the place of the mark that stands there.
        begin = np.flatnonzero(first)
        near = _neighbours(lane[held][begin], cell[begin])
        odd = (cell & 1).astype(np.bool_)
        for parity in (False, True):
            for turn in range(int(rank.max()) + 1):
                which = np.flatnonzero((rank == turn) & (odd == parity))
                at, own = place[held[which]], group[which]
                free = np.isinf(slots[own])
                if parity:
                    for side in near:
                        free &= np.abs(slots[side[own]] - at[:, None]) >= apart
                found = np.argmax(free, axis=1)
                fits = free[np.arange(len(which)), found]
                slots[own[fits], found[fits]] = at[fits]
                row[held[which[fits]]] = middle_out(rows)[found[fits]]
                if turn >= rows and not fits.any():
                    break
    return Packed(key, lane, place, row, apart, rows)


def _neighbours(
    lane: NDArray[np.int64], cell: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By group, the group of the cell before and that of the cell behind in its lane; where there is none, a
    group in which nothing stands."""
    count = len(lane)
    beside = (np.diff(lane) == 0) & (np.diff(cell) == 1)
    numbers = np.arange(count)
    before = np.where(np.concatenate(([False], beside)), numbers - 1, count)
    behind = np.where(np.concatenate((beside, [False])), numbers + 1, count)
    return before, behind


def repacked(old: Packed, key: NDArray[np.int64], lane: NDArray[np.int64], place: Places) -> Packed:
    """Packed again after changes: what was packed and kept its lane and its place keeps its row. What is
    new or has moved takes the first row that is free, in the order of the keys."""
    order = np.argsort(old.key, kind="stable")
    if len(order):
        found = order[np.minimum(np.searchsorted(old.key[order], key), len(order) - 1)]
        kept = (old.key[found] == key) & (old.lane[found] == lane) & (old.place[found] == place)
        row = np.where(kept, old.row[found], NO_ROOM).astype(np.int8)
    else:
        row = np.full(len(key), NO_ROOM, np.int8)
        kept = np.zeros(len(key), np.bool_)
    fresh = np.count_nonzero(~kept)
    if fresh > MANY:
        return packed(key, lane, place, old.apart, old.rows)
    made = Packed(key, lane, place, row, old.apart, old.rows)
    # What had no room before is looked at with its slice (`counted`).
    _fill(made, np.flatnonzero(~kept & (lane >= 0)))
    return made


def _fill(made: Packed, waiting: NDArray[np.int64]) -> None:
    """Gives each of the waiting the first row that is free beside it, in the order of their keys."""
    if not len(waiting):
        return
    taken, lane, row = middle_out(made.rows).tolist(), made.lane, made.row
    order = np.argsort(made.place, kind="stable")
    sorted_ = made.place[order]
    for index in waiting[np.argsort(made.key[waiting], kind="stable")].tolist():
        at = made.place[index]
        first = np.searchsorted(sorted_, at - made.apart, side="right")
        last = np.searchsorted(sorted_, at + made.apart, side="left")
        near = order[first:last]
        held = set(row[near[lane[near] == lane[index]]].tolist())
        row[index] = next((free for free in taken if free not in held), NO_ROOM)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Slices of lanes that are counted instead of drawn mark by mark. `of` is by mark: which of the counts
    it is in, -1 where it is drawn."""

    lane: NDArray[np.int64]
    begin: Places
    end: Places
    slice: NDArray[np.int64]
    of: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lane)


def counted(made: Packed, cuts: Places) -> tuple[Packed, Counts]:
    """The slices between the cuts that hold more than they have room for, and the others packed without
    what those hold.

    Only a slice that has no room for its own is counted, not one that stands beside it: those find room once
    the counted ones are out of their way. Marks beyond the cuts are left as they are.
    """
    number = np.searchsorted(cuts, made.place, side="right") - 1
    known = (made.lane >= 0) & (number >= 0) & (number < len(cuts) - 1)
    code = np.where(known, made.lane * max(len(cuts), 1) + number, -1)
    crowded = np.unique(code[known & (made.row == NO_ROOM)])
    if not len(crowded):
        nothing = np.empty(0, np.int64)
        return made, Counts(nothing, np.empty(0), np.empty(0), nothing, np.full(len(made.key), -1, np.int64))
    inside = np.flatnonzero(np.isin(code, crowded))
    alone = packed(made.key[inside], code[inside], made.place[inside], made.apart, made.rows)
    full = np.unique(code[inside[alone.row == NO_ROOM]])
    row = np.where(np.isin(code, full), NO_ROOM, made.row).astype(np.int8)
    made = replace(made, row=row)
    waiting = np.flatnonzero(known & (row == NO_ROOM) & ~np.isin(code, full))
    if len(waiting) <= MANY:
        _fill(made, waiting)
    full = np.union1d(full, code[waiting[row[waiting] == NO_ROOM]])
    row[np.isin(code, full)] = NO_ROOM
    of = np.full(len(made.key), -1, np.int64)
    if len(full):
        at = np.minimum(np.searchsorted(full, code), len(full) - 1)
        of = np.where(full[at] == code, at, -1)
    lane, which = full // len(cuts), full % len(cuts)
    return made, Counts(lane, cuts[which], cuts[which + 1], which, of)
