"""The replica in memory: one slot per ticket, one numpy array per fact that is sorted, filtered or counted by.

What the columns and `ticket()` show is the projected row: the backend's, with the operator's waiting acts laid
over it. A slot stays a ticket's own while it lives; after its death it is given to another only when the
death has been announced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from contract.clock import Clock
from contract.ticket import Claim, Ticket

Bools = NDArray[np.bool_]
Slots = NDArray[np.int64]
D = TypeVar("D", bound=np.generic)

NONE, GREEN, AMBER, RED = 0, 1, 2, 3
"""Lights as `Columns.lights` gives them."""
DECODED = 4096
"""Whole rows kept decoded."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one signal says: slots (ascending) and ids of tickets that came, changed or went. Which of the
    three it was, `Columns.alive` tells."""

    slots: Slots
    ids: frozenset[str]


class Lean(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns need of a stored ticket; decoding it skips the rest."""

    id: str
    number: str
    version: int
    seq: int
    state: str
    channel: str
    title: str
    reported_at: int
    changed_at: int
    kind: str = "event"
    category: str = ""
    item: str = ""
    item_name: str = ""
    area_path: str = ""
    area_name: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    unit_path: str = ""
    unit_name: str = ""
    stage: Clock | None = None
    responsibility: Clock | None = None
    bounces: int = 0
    reworks: int = 0
    urges: int = 0
    satisfaction: str = ""
    claim: Claim | None = None


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
        return self.values[self._codes[slot]]

    def where(self, keep: Callable[[str], bool]) -> Bools:
        """By slot, whether its text is kept; asks once per different text."""
        kept = np.fromiter((keep(v) for v in self.values), np.bool_, len(self.values))
        chosen: Bools = kept[self.codes]
        return chosen

    def resize(self, capacity: int, size: int) -> None:
        """For `Columns` alone."""
        if capacity > len(self._codes):
            grown = np.zeros(capacity, np.int32)
            grown[: len(self._codes)] = self._codes
            self._codes = grown
        self._size = size

    def set(self, slot: int, text: str) -> None:
        """For `Columns` alone."""
        self._codes[slot] = self.code(text)

    def fill(self, start: int, texts: Sequence[str]) -> None:
        """For `Columns` alone."""
        index = self._index
        for text in set(texts):
            self.code(text)
        self._codes[start : start + len(texts)] = [index[t] for t in texts]


class _Plain(Generic[D]):
    """A numpy column: reading the attribute gives a view of the slots in use."""

    def __init__(self, dtype: type[D], empty: Any = 0) -> None:
        self.dtype, self.empty = dtype, empty

    def __set_name__(self, owner: type[Columns], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Columns]) -> _Plain[D]: ...
    @overload
    def __get__(self, instance: Columns, owner: type[Columns]) -> NDArray[D]: ...
    def __get__(self, instance: Columns | None, owner: type[Columns]) -> _Plain[D] | NDArray[D]:
        if instance is None:
            return self
        return instance.arrays[self.name][: instance.size]


class Columns:
    """By slot 0 … size-1. Instants are ms (NaN where there is none in float columns). Not to be written to."""

    alive = _Plain(np.bool_)
    pending = _Plain(np.bool_)
    """Whether an act of the operator's waits on it."""
    due = _Plain(np.float64, np.nan)
    """Due instant of the clock a queue shows (the running one that is due first)."""
    amber = _Plain(np.float64, np.nan)
    working = _Plain(np.bool_)
    """Whether that clock counts working time."""
    reported_at = _Plain(np.int64)
    changed_at = _Plain(np.int64)
    claim_until = _Plain(np.int64)
    """0 without a claim."""
    version = _Plain(np.int32)
    seq = _Plain(np.int64)
    number_key = _Plain(np.int64)
    """The digits of the number, for sorting."""
    lon = _Plain(np.float64, np.nan)
    lat = _Plain(np.float64, np.nan)
    bounces = _Plain(np.int16)
    reworks = _Plain(np.int16)
    urges = _Plain(np.int16)

    def __init__(self) -> None:
        self.size = 0
        self.arrays: dict[str, NDArray[Any]] = {}
        self.state = Coded()
        self.channel = Coded()
        self.kind = Coded()
        self.category = Coded()
        self.item = Coded()
        self.item_name = Coded()
        self.area_path = Coded()
        self.area_name = Coded()
        self.unit_path = Coded()
        self.unit_name = Coded()
        self.satisfaction = Coded()
        self.claim_by = Coded()
        """Account id of who is in it."""
        self.ids: list[str] = []
        self.number: list[str] = []
        self.title: list[str] = []
        self.place: list[str] = []

    # --- reading -----------------------------------------------------------------------------------------
    def slot(self, ticket_id: str) -> int:
        """Where a ticket lives, -1 where the replica does not have it."""
        raise NotImplementedError

    def ticket(self, slot: int) -> Ticket:
        """The whole projected row. Raises KeyError for a slot that never lived."""
        raise NotImplementedError

    def get(self, ticket_id: str) -> Ticket | None:
        """The whole projected row of an id."""
        raise NotImplementedError

    def server_row(self, ticket_id: str) -> Ticket | None:
        """The backend's row, without what waits in the outbox."""
        raise NotImplementedError

    def count(self) -> int:
        """Tickets that live."""
        raise NotImplementedError

    def lights(self, now: int, slots: Slots | None = None) -> NDArray[np.int8]:
        """NONE, GREEN, AMBER or RED by slot (or for the slots given) at an instant."""
        raise NotImplementedError

    def within(self, column: Coded, prefix: str) -> Bools:
        """By slot, whether a path column lies at or below a prefix."""
        raise NotImplementedError

    def matches(self, words: str) -> Bools:
        """By slot, whether number, title, item, place, grid or unit hold every word; a word of Latin letters
        also matches pinyin initials of title, item, grid and unit."""
        raise NotImplementedError

    def find_number(self, words: str, limit: int = 20) -> list[str]:
        """Ids of tickets whose number ends with or contains the words, newest first."""
        raise NotImplementedError

    # --- writing: the replica alone ----------------------------------------------------------------------
    def remove(self, ids: Iterable[str]) -> list[int]:
        """Ends the life of tickets; gives their slots."""
        raise NotImplementedError
