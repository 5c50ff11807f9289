"""Tickets as marks of the map: shape by what kind of matter it is, size by how much hangs on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from console.replica.column import Coded
from console.replica.columns import Columns, Slots
from console.replica.standing import ACCOUNTABLE, FOLLOWED, HAZARD, REPLY_OWED, SUPERVISED, WELFARE
from widgets.map import Marks

EVENT, OTHER, COMPONENT, UNFILED = 0, 1, 2, 3
"""Kinds of marks: an event is its light alone; an appeal or a visit has a ring, a component a square frame;
what is not filed yet is hollow."""
STANDING, PLAIN, WATCHED, URGENT = 0, 1, 2, 3
"""Sizes of marks: its clocks stand; as most; somebody follows it up; somebody may come to harm."""

_WATCHED = SUPERVISED | REPLY_OWED | ACCOUNTABLE | FOLLOWED
_URGENT = HAZARD | WELFARE
_KINDS = {"event": EVENT, "": EVENT, "component": COMPONENT}


def marks_of(store: Columns, slots: Slots, now: int) -> Marks:
    """The marks of tickets that have a place; a mark's key is its ticket's slot."""
    flags = store.beside[slots]
    priority = np.full(len(slots), PLAIN, np.int8)
    priority[_coded(store.state, slots, {"suspended": 1}, 0) == 1] = STANDING
    priority[(flags & _WATCHED) != 0] = WATCHED
    priority[(flags & _URGENT) != 0] = URGENT
    kind = _coded(store.kind, slots, _KINDS, OTHER)
    kind[_coded(store.item, slots, {"": 1}, 0) == 1] = UNFILED
    return Marks(
        slots.astype(np.int64), store.lon[slots], store.lat[slots], store.lights(now, slots), kind, priority
    )


def placed(store: Columns, slots: Slots) -> NDArray[np.bool_]:
    """Which of the tickets have a place."""
    found: NDArray[np.bool_] = np.isfinite(store.lon[slots]) & np.isfinite(store.lat[slots])
    return found


def _coded(column: Coded, slots: Slots, known: dict[str, int], other: int) -> NDArray[np.int8]:
    """The code of each ticket's text; asked once for each different one."""
    by_code = np.fromiter((known.get(value, other) for value in column.values), np.int8, len(column.values))
    found: NDArray[np.int8] = by_code[column.codes[slots]]
    return found
