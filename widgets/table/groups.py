"""Rows in groups: which group a row stands in, how many match, which groups are folded.

A group's header is a row of the order, too. Its id is negative, `header_id(code)`: every array by row id has
its headers' entries at the end, last group first, so that a header's id finds its own from there.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from widgets.table.order import Rows
from widgets.table.source import GroupSource

LIGHTS = 4
"""None, green, amber, red: the values of `GroupSource.lights`, and the places of `GroupHead.lights`."""


@dataclass(frozen=True, slots=True)
class GroupHead:
    """What a group's header says: its name, how many rows match, how many of them show no, a green, an
    amber, a red light, and whether the rows are folded away.
    """

    name: str
    count: int
    lights: tuple[int, int, int, int]
    folded: bool


def header_id(code: int) -> int:
    """The row id of a group's header."""
    return -1 - code


class Groups:
    """The groups of one model by one key of its source.

    Groups of rows are held as they were when the rows were last told of, so that a group that turns with
    time (due within the hour) moves a row only in a step that the views hear of. What is folded is held by
    its value: that outlives a source filled anew, whose codes are others.
    """

    def __init__(self, source: GroupSource, key: str) -> None:
        self._source = source
        self.key = key
        self._folded: set[Hashable] = set()
        self._codes: NDArray[np.int32] = np.zeros(0, np.int32)
        self._matched: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._lights: NDArray[np.int64] | None = None
        self._ranks: NDArray[Any] = np.zeros(0, np.int64)

    # -- what matches ----------------------------------------------------------------------------------------

    def take(self, matched: Rows) -> Rows:
        """All anew: the rows that match, ascending. Gives what is to be shown of them, headers first."""
        size = self._source.size()
        self._codes = self._source.group_codes(self.key).astype(np.int32)
        self._ranks = self._source.group_ranks(self.key)
        self._matched = np.zeros(size, np.bool_)
        self._matched[matched] = True
        self._counts = np.bincount(self._codes[matched], minlength=len(self._ranks)).astype(np.int64)
        self._lights = None
        headers = -1 - np.flatnonzero(self._counts)[::-1]
        open_rows = matched[~self._folded_codes()[self._codes[matched]]]
        return np.concatenate((headers.astype(np.int32), open_rows))

    def change(self, rows: Rows, matches: NDArray[np.bool_]) -> tuple[Rows, NDArray[np.bool_]]:
        """Rows that changed (ascending) and whether each matches. Gives the rows and the headers that look
        different now, and whether each is to be shown."""
        self._grow()
        fresh = self._source.group_codes(self.key)[rows].astype(np.int32)
        self._ranks = self._source.group_ranks(self.key)
        groups = len(self._ranks)
        if groups > len(self._counts):
            self._counts = np.concatenate((self._counts, np.zeros(groups - len(self._counts), np.int64)))
        was = self._matched[rows]
        left = np.bincount(self._codes[rows[was]], minlength=groups)
        came = np.bincount(fresh[matches], minlength=groups)
        had = self._counts > 0
        self._counts += came - left
        self._codes[rows] = fresh
        self._matched[rows] = matches
        self._lights = None
        # A header is told of where one of its rows changed, too: the lights it counts may be others.
        headers = np.flatnonzero(((came > 0) | (left > 0)) & (had | (self._counts > 0)))[::-1]
        shown = matches & ~self._folded_codes()[fresh]
        return (
            np.concatenate(((-1 - headers).astype(np.int32), rows)),
            np.concatenate((self._counts[headers] > 0, shown)),
        )

    def moved(self) -> Rows:
        """Rows that match and whose group is another by now."""
        self._grow()
        fresh = self._source.group_codes(self.key)
        return np.flatnonzero(self._matched & (fresh != self._codes)).astype(np.int32)

    def matching(self) -> int:
        """Rows that match, folded ones included."""
        return int(self._counts.sum())

    def _grow(self) -> None:
        """Slots that were added since are nobody's until they are told of."""
        more = self._source.size() - len(self._codes)
        if more > 0:
            self._codes = np.concatenate((self._codes, np.zeros(more, np.int32)))
            self._matched = np.concatenate((self._matched, np.zeros(more, np.bool_)))

    # -- order -----------------------------------------------------------------------------------------------

    def extent(self) -> int:
        """Length of an array by row id: the source's slots, then the headers."""
        return self._source.size() + len(self._ranks)

    def keys(self, keys: list[NDArray[Any]]) -> list[NDArray[Any]]:
        """Sort keys of the rows, with headers above their rows and groups in the source's order."""
        self._grow()
        ranks = self._ranks
        place = np.empty(len(ranks), np.int32)
        place[np.argsort(ranks, kind="stable")] = np.arange(len(ranks), dtype=np.int32)
        place *= 2
        kind = np.int16 if len(ranks) < 1 << 14 else np.int32
        first = np.concatenate((place[self._codes] + 1, place[::-1])).astype(kind)
        none = np.zeros(len(ranks))
        return [first, *(np.concatenate((key, none.astype(key.dtype))) for key in keys)]

    # -- one group -------------------------------------------------------------------------------------------

    def code_of(self, row_id: int) -> int:
        """The group of a row, or of a header."""
        return -1 - row_id if row_id < 0 else int(self._codes[row_id])

    def matches(self, row_id: int) -> bool:
        """Whether a row is in its group, folded or not."""
        return 0 <= row_id < len(self._matched) and bool(self._matched[row_id])

    def rows_of(self, code: int) -> Rows:
        """The rows of a group that match, ascending."""
        return np.flatnonzero(self._matched & (self._codes == code)).astype(np.int32)

    def _value(self, code: int) -> Hashable:
        return self._source.group_value(self.key, code)

    def is_folded(self, code: int) -> bool:
        return bool(self._folded) and self._value(code) in self._folded

    def fold(self, code: int, folded: bool) -> None:
        """Folds a group, or opens it."""
        (self._folded.add if folded else self._folded.discard)(self._value(code))

    def fold_all(self, folded: bool) -> None:
        """Folds every group that has rows, or none."""
        self._folded.clear()
        if folded:
            self._folded.update(self._value(int(code)) for code in np.flatnonzero(self._counts))

    def head(self, code: int) -> GroupHead:
        """What the group's header says now."""
        none, green, amber, red = (int(n) for n in self._counted()[code])
        name = self._source.group_name(self.key, code)
        return GroupHead(name, int(self._counts[code]), (none, green, amber, red), self.is_folded(code))

    def lights_turned(self) -> list[int]:
        """Groups whose lights are others since they were last asked for; to be called as time goes."""
        before, self._lights = self._lights, None
        if before is None:
            return []
        now = self._counted()
        return [int(code) for code in np.flatnonzero((now[: len(before)] != before).any(axis=1))]

    def _counted(self) -> NDArray[np.int64]:
        """By code, how many rows that match show each light; counted once between two changes."""
        if self._lights is None:
            matched = np.flatnonzero(self._matched)
            both = self._codes[matched].astype(np.int64) * LIGHTS + self._source.lights()[matched]
            self._lights = np.bincount(both, minlength=len(self._counts) * LIGHTS).reshape(-1, LIGHTS)
        return self._lights

    def _folded_codes(self) -> NDArray[np.bool_]:
        """By code, whether the group is folded."""
        groups = len(self._ranks)
        found = np.zeros(groups, np.bool_)
        if self._folded:
            for code in range(groups):
                found[code] = self._value(code) in self._folded
        return found
