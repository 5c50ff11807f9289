"""The unit each row of a list shows: the one that has the ticket or, before that, the one it would go to."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from console.desk import Desk
from contract.reference import Unit
from contract.ticket import Ticket

UNSENT = ("filed", "returned", "escalated", "reopened", "reported", "accepted")
"""States in which a ticket has no unit yet, or needs another: a list shows where it would go."""
_NOBODY = 0


class ShownUnits(QObject):
    """By slot a code of the unit shown; `paths[code]` is its path, "" for none.

    Reckoned for all rows when it is first asked for, then for those that change: `touched` is to be told of
    them before anybody reads.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._likely: dict[tuple[str, str, str], Unit | None] = {}
        self._codes: NDArray[np.int32] | None = None
        self._several: set[str] | None = None
        self.paths: list[str] = [""]
        self._index: dict[str, int] = {"": _NOBODY}
        desk.reference_changed.connect(self.forget)
        desk.reloaded.connect(self.forget)

    def forget(self) -> None:
        """All is reckoned anew when it is next asked for."""
        self._likely.clear()
        self._codes = None
        self._several = None
        self.paths = [""]
        self._index = {"": _NOBODY}

    def likely(self, item: str, version: str, area: str) -> Unit | None:
        """The unit that an item names for a place; a version that is not known counts as the one in force."""
        reference = self._desk.reference
        if reference is None or not item:
            return None
        key = (item, version, area)
        if key not in self._likely:
            found = reference.item(item, version) or reference.item_at(item, self._desk.clock.now())
            self._likely[key] = reference.responsible(found, area) if found is not None else None
        return self._likely[key]

    def likely_of(self, ticket: Ticket) -> Unit | None:
        """The unit that a ticket's item names for its place."""
        return self.likely(ticket.item, ticket.item_version, ticket.area)

    def codes(self) -> NDArray[np.int32]:
        """By slot, for as many slots as the store has."""
        size = self._desk.store.size
        held = self._codes
        if held is None:
            held = self._codes = self._reckoned(np.arange(size))
        elif len(held) < size:
            held = self._codes = np.concatenate((held, self._reckoned(np.arange(len(held), size))))
        return held[:size]

    def touched(self, slots: NDArray[np.int64]) -> None:
        """These rows changed."""
        if self._codes is not None and len(slots):
            self.codes()
            self._codes[slots] = self._reckoned(slots)

    def _code(self, path: str) -> int:
        found = self._index.get(path)
        if found is None:
            found = self._index[path] = len(self.paths)
            self.paths.append(path)
        return found

    def _reckoned(self, slots: NDArray[np.int64]) -> NDArray[np.int32]:
        store = self._desk.store
        sent = np.fromiter((self._code(path) for path in store.unit_path.values), np.int32)
        found: NDArray[np.int32] = sent[store.unit_path.codes[slots]]
        states = np.fromiter((s in UNSENT for s in store.state.values), np.bool_)
        waiting = np.flatnonzero(states[store.state.codes[slots]])
        if not len(waiting):
            return found
        rows = slots[waiting]
        # Tickets of one item in one area would go to one unit: it is looked up once for all of them.
        pairs = store.item.codes[rows].astype(np.int64) * len(store.area_path.values)
        pairs += store.area_path.codes[rows]
        each, place = np.unique(pairs, return_inverse=True)
        codes = np.empty(len(each), np.int32)
        turned = self._turned()
        for n, pair in enumerate(each.tolist()):
            item, area = divmod(pair, len(store.area_path.values))
            unit = self.likely(store.item.values[item], "", store.area_path.values[area].rpartition("/")[2])
            codes[n] = self._code(unit.path) if unit is not None else _NOBODY
        found[waiting] = codes[place]
        if turned:
            exact = np.fromiter((value in turned for value in store.item.values), np.bool_)
            self._read(found, waiting[exact[store.item.codes[rows]]], slots)
        return found

    def _read(self, found: NDArray[np.int32], places: Iterable[int], slots: NDArray[np.int64]) -> None:
        """From the whole rows, where the item's version decides."""
        for place in places:
            ticket = self._desk.store.ticket(int(slots[place]))
            unit = self.likely_of(ticket) if ticket is not None else None
            found[place] = self._code(unit.path) if unit is not None else _NOBODY

    def _turned(self) -> set[str]:
        """Items whose unit is another in another version."""
        reference = self._desk.reference
        if self._several is None:
            handlers: dict[str, set[str]] = {}
            for item in reference.items if reference is not None else ():
                handlers.setdefault(item.code, set()).add(item.handler)
            self._several = {code for code, units in handlers.items() if len(units) > 1}
        return self._several
