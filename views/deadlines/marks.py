"""The tickets of the board as the marks of its lanes; a mark's key is its ticket's slot."""

from __future__ import annotations

import numpy as np

from console.deadlines import Placement
from console.replica.columns import Columns, Slots
from contract.clock import SECOND
from views.deadlines.lanes import STANDING
from widgets.lanes import Marks


def marks_of(placement: Placement, store: Columns, slots: Slots) -> Marks:
    """The marks of those slots, each at its due instant. One that is suspended stands at the instant at which
    it goes on by itself, any other that has no due instant where it last changed."""
    lane, due, amber = placement.lane[slots], placement.due[slots], store.amber[slots]
    until = store.stands_until[slots].astype(np.float64) * SECOND
    at = np.where(until > 0, until, np.where(np.isnan(due), store.changed_at[slots], due))
    return Marks.of(
        key=slots,
        lane=lane,
        at=at.astype(np.int64),
        amber_at=np.where(np.isnan(amber), at, amber).astype(np.int64),
        light=placement.light[slots],
        standing=lane == STANDING,
    )
