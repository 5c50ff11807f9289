"""Crowds: many conditions of one kind that are heard of at one time stand as one alarm with a count.

Who sits down to a replica of 100,000 tickets, or comes back from half a day off line, finds thousands of
conditions that stand. EEMUA 191 and ISA-18.2 want such a flood grouped by where it comes from: a crowd is one
alarm on the board, is called, acknowledged, shelved and written down once, and its members are slots in an
array. A member gets an alarm of its own, in the state that the crowd has, when something becomes of it alone:
it gets worse, another is in it, the operator takes it. One whose condition ends leaves without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from console.replica.column import Bools, grown
from console.replica.columns import Columns, Slots

from .alarm import Alarm
from .kinds import RULES, STALE, Kind
from .lines import Size

MANY_AT_ONCE = 50
"""From so many of one kind at one time on they are a crowd."""
FAMILIES = ("limit", "new")
"""Families of which there can be thousands; what came back to the operator is few, and theirs alone."""
_KEY = "crowd"
_KINDS: dict[str, Kind] = {kind: kind for kind in RULES}
ALL = "*"
NOWHERE = "-"


def key_of(kind: Kind, as_of: int, source: str) -> str:
    """The key of a crowd that was heard of at an instant (ms); `source` is a unit's path, ``-`` for what is
    with no unit, ``*`` for all."""
    return f"{_KEY} {kind} {as_of} {source}"


def is_crowd(key: str) -> bool:
    """Whether a key is that of a crowd."""
    return key.startswith(f"{_KEY} ")


class Crowds:
    """Which slots belong to which crowd, over one filling of the columns. `by_report`: something is new since
    it was reported, not since it was changed last."""

    def __init__(self, store: Columns, *, by_report: bool) -> None:
        self._store = store
        self._by_report = by_report
        self._keys: list[str] = [""]
        self._of: dict[str, NDArray[np.int16]] = {f: np.zeros(store.size, np.int16) for f in FAMILIES}
        self._counts: dict[str, int] = {}
        self.single = np.zeros(store.size, np.bool_)
        """Slots of which the board holds alarms of their own, or once did."""

    def grow(self) -> None:
        """Follows the columns' size."""
        size = self._store.size
        self.single = grown(self.single, size)
        self._of = {family: grown(members, size) for family, members in self._of.items()}

    @property
    def new_since(self) -> NDArray[np.int64]:
        """By slot: since when a ticket is new here, ms."""
        return self._store.reported_at if self._by_report else self._store.changed_at

    # --- membership --------------------------------------------------------------------------------------
    def key(self, family: str, slot: int) -> str:
        """The crowd that a slot belongs to with its condition of a family, "" for none."""
        members = self._of.get(family)
        return self._keys[members[slot]] if members is not None else ""

    def inside(self, family: str, slots: Slots) -> Bools:
        """Which of the slots belong to a crowd of the family."""
        found: Bools = self._of[family][slots] != 0
        return found

    def of_kind(self, family: str, kind: Kind, slots: Slots) -> Bools:
        """Which of the slots belong to a crowd of the family that is of this kind."""
        same = np.fromiter((key.startswith(f"{_KEY} {kind} ") for key in self._keys), np.bool_)
        found: Bools = same[self._of[family][slots]]
        return found

    def add(self, key: str, family: str, slots: Slots) -> None:
        """Slots that are in no crowd of the family come into one."""
        if key not in self._keys:
            # The number of a crowd that is gone is given out again; 0 is nobody's.
            if "" in self._keys[1:]:
                self._keys[self._keys.index("", 1)] = key
            else:
                self._keys.append(key)
        self._of[family][slots] = self._keys.index(key)
        self._counts[key] = self._counts.get(key, 0) + len(slots)

    def leave(self, family: str, slots: Slots) -> list[str]:
        """Slots are in no crowd of the family any more; gives the keys of the crowds that are empty now."""
        members = self._of[family]
        numbers, counts = np.unique(members[slots], return_counts=True)
        members[slots] = 0
        empty = []
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            if number:
                key = self._keys[number]
                self._counts[key] -= count
                if not self._counts[key]:
                    del self._counts[key]
                    self._keys[number] = ""
                    empty.append(key)
        return empty

    def count(self, key: str) -> int:
        """How many members a crowd has; 0 where it is none."""
        return self._counts.get(key, 0)

    def members(self, key: str) -> tuple[str, Slots]:
        """A crowd's family and slots, the longest standing first."""
        number = self._keys.index(key)
        for family, members in self._of.items():
            slots = np.flatnonzero(members == number)
            if len(slots):
                return family, slots[np.argsort(self.since(kind_of(key), slots), kind="stable")]
        return FAMILIES[0], np.zeros(0, np.int64)

    def since(self, kind: Kind, slots: Slots) -> NDArray[np.float64]:
        """Since when the condition stands in these slots, ms."""
        store = self._store
        column = store.due if kind == "past" else store.amber if kind == "near" else self.new_since
        found: NDArray[np.float64] = column[slots].astype(np.float64)
        return found

    def sizes(self, now: int) -> dict[str, Size]:
        """By key."""
        found = {}
        for key, count in self._counts.items():
            _, slots = self.members(key)
            found[key] = Size(count, int((now - self.since(kind_of(key), slots) > STALE).sum()))
        return found

    # --- forming -----------------------------------------------------------------------------------------
    def kept(self, alarms: dict[str, Alarm], kind: Kind) -> Iterator[tuple[str, int, str]]:
        """The crowds of a kind that are on the board, the oldest first: key, instant, source."""
        found = []
        for key in alarms:
            if is_crowd(key) and kind_of(key) == kind:
                _, _, as_of, source = key.split(" ", 3)
                found.append((key, int(as_of), source))
        return iter(sorted(found, key=lambda one: one[1]))

    def by_source(self, slots: Slots, most: int) -> list[tuple[str, Slots]]:
        """The slots by their unit's path while that is `most` parts at most, else all of them as ``*``."""
        codes = self._store.unit_path.codes[slots]
        different = np.unique(codes)
        if len(different) > most:
            return [(ALL, slots)]
        values = self._store.unit_path.values
        return [(values[code] or NOWHERE, slots[codes == code]) for code in different.tolist()]

    def is_from(self, source: str, slots: Slots) -> Bools:
        """Which of the slots come from a source."""
        if source == ALL:
            return np.ones(len(slots), np.bool_)
        wanted = "" if source == NOWHERE else source
        found: Bools = self._store.unit_path.where(wanted.__eq__)[slots]
        return found


def kind_of(key: str) -> Kind:
    """The kind of a crowd's members."""
    return _KINDS[key.split(" ", 2)[1]]
