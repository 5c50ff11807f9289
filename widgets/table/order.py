"""Row order as pure arithmetic: sorting by several keys, and the smallest set of steps a batch of changes
needs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Keys = Sequence[NDArray[Any]]
"""Sort keys by slot, the first weighs most, each already turned so that ascending is the order wanted."""


def ascending_key(key: NDArray[Any], ascending: bool) -> NDArray[Any]:
    """The key turned so that ascending order is the order wanted; NaN stays last either way."""
    if ascending:
        return key
    if key.dtype.kind == "b":
        return ~key
    # Bitwise not reverses integers without the overflow that the negative of the smallest would have.
    return ~key if key.dtype.kind == "i" else -key


def sorted_rows(rows: Rows, keys: Keys) -> Rows:
    """`rows` (ascending slots) in the order of the keys; ties stand by slot."""
    if not keys:
        return rows
    if len(keys) == 1:
        return rows[np.argsort(keys[0][rows], kind="stable")]
    if keys[0].dtype.itemsize <= 2:
        # Sixteen bits are sorted by their digits, in a tenth of the time that comparing takes.
        rest = sorted_rows(rows, keys[1:])
        return rest[np.argsort(keys[0][rest], kind="stable")]
    return rows[np.lexsort([key[rows] for key in reversed(keys)])]


def _gaps(base: Rows, rows: Rows, keys: Keys) -> NDArray[np.int64]:
    """For each of `rows` how many of `base` (in order) stand before it; ties stand by slot.

    All of `rows` are looked for at once, halving what is left of `base` for each: a key that few values
    share out among many rows (a group, a state) costs no more than one that tells them all apart.
    """
    low = np.zeros(len(rows), dtype=np.int64)
    high = np.full(len(rows), len(base), dtype=np.int64)
    wanted = [key[rows] for key in keys]
    while True:
        open_ = np.flatnonzero(low < high)
        if not len(open_):
            return low
        middle = (low[open_] + high[open_]) // 2
        there = base[middle]
        before = there < rows[open_]
        for key, mine in zip(reversed(keys), reversed(wanted), strict=True):
            theirs, own = key[there], mine[open_]
            # NaN stands last and is equal to itself, as in `sorted_rows`.
            less = (theirs < own) | ((own != own) & (theirs == theirs))
            alike = (theirs == own) | ((own != own) & (theirs != theirs))
            before = less | (alike & before)
        low[open_[before]] = middle[before] + 1
        high[open_[~before]] = middle[~before]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Indices of a longest strictly rising subsequence."""
    tails: list[int] = []
    tail_indices: list[int] = []
    before: list[int] = []
    for i, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(tail_indices[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            tail_indices.append(i)
        else:
            tails[place] = value
            tail_indices[place] = i
    chain: list[int] = []
    i = tail_indices[-1] if tail_indices else -1
    while i >= 0:
        chain.append(i)
        i = before[i]
    return chain[::-1]


def runs(positions: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ascending positions as ranges (first, last), both included."""
    if not len(positions):
        return []
    breaks = np.flatnonzero(np.diff(positions) != 1)
    firsts = np.concatenate(([0], breaks + 1))
    lasts = np.concatenate((breaks, [len(positions) - 1]))
    return [(int(positions[a]), int(positions[b])) for a, b in zip(firsts, lasts, strict=True)]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps from one order to another, to be taken in this sequence; every position is that of its own
    moment.
    """

    removals: list[tuple[int, int]]
    """Ranges to take out, last first."""
    moves: list[tuple[int, int]]
    """Where a row is, and where it is once taken out and put back."""
    insertions: list[tuple[int, Rows]]
    """Where rows come in, first first."""
    touched: list[tuple[int, int]]
    """Ranges of the final order whose rows changed but were there before."""
    arrived: Rows
    """The rows that come in."""
    final: Rows
    """The order all of it ends in."""

    def steps(self) -> int:
        return len(self.removals) + len(self.moves) + len(self.insertions)


def plan(order: Rows, changed: Rows, shown: NDArray[np.bool_], keys: Keys, size: int) -> Plan:
    """What a batch of changed rows does to an order.

    `order`: the slots now shown. `changed`: distinct slots that changed, ascending. `shown`: for each of
    them, whether it is to be shown. `keys` hold the new values. All rows not in `changed` must stand in the
    order of the keys.
    """
    is_changed = np.zeros(size, dtype=np.bool_)
    is_changed[changed] = True
    to_show = np.zeros(size, dtype=np.bool_)
    to_show[changed[shown]] = True
    hit = is_changed[order]
    places = np.flatnonzero(hit)
    there = order[places]
    stays = to_show[there]
    removed = places[~stays]
    kept = there[stays]
    kept_places = places[stays] - np.searchsorted(removed, places[stays])
    base = order[~hit]

    was_there = np.zeros(size, dtype=np.bool_)
    was_there[there] = True
    moving_in = sorted_rows(changed[shown], keys)
    gaps = _gaps(base, moving_in, keys)
    final = np.insert(base, gaps, moving_in)
    final_places = gaps + np.arange(len(moving_in))
    old_here = was_there[moving_in]

    moves = _moves(kept, kept_places, moving_in[old_here], gaps[old_here])
    arrived_places = final_places[~old_here]
    insertions = [(a, final[a : b + 1]) for a, b in runs(arrived_places)]
    return Plan(
        removals=runs(removed)[::-1],
        moves=moves,
        insertions=insertions,
        touched=runs(final_places[old_here]),
        arrived=moving_in[~old_here],
        final=final,
    )


def _moves(
    kept: Rows, kept_places: NDArray[np.int64], target: Rows, gaps: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Moves that bring the changed rows into order once the removed ones are gone.

    `kept` stand at `kept_places`; `target` are the same rows in their final order, each behind `gaps`
    unchanged rows.
    """
    count = len(kept)
    if not count:
        return []
    rank = {int(row): i for i, row in enumerate(target)}
    ranks = [rank[int(row)] for row in kept]
    old_gaps = kept_places - np.arange(count)
    candidates = [i for i in range(count) if old_gaps[i] == gaps[ranks[i]]]
    staying = {candidates[i] for i in _longest_rising([ranks[i] for i in candidates])}
    movers = [i for i in range(count) if i not in staying]
    if not movers:
        return []
    # Movers are settled in their final order. `ahead[j]`: how many settled rows stand before the j-th mover
    # now.
    ahead = kept_places[movers] - np.arange(len(movers))
    waiting = np.ones(len(movers), dtype=np.bool_)
    moves = []
    for j in sorted(range(len(movers)), key=lambda j: ranks[movers[j]]):
        final_rank = ranks[movers[j]]
        settled_before = int(gaps[final_rank]) + final_rank
        source = int(ahead[j]) + int(np.count_nonzero(waiting[:j]))
        waiting[j] = False
        destination = settled_before + int(np.count_nonzero(waiting & (ahead < settled_before)))
        ahead[ahead >= settled_before] += 1
        if source != destination:
            moves.append((source, destination))
    return moves
