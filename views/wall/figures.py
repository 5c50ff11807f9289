"""What the wall says, counted from the replica, and rows that keep their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.replica.columns import RED, Columns
from contract.lifecycle import OPEN_STATES, is_open
from views.filters import LIGHTS
from widgets.light import Light


@dataclass(frozen=True, slots=True)
class Figures:
    """Open tickets in scope at one instant. `past` are those past their limit, the longest past first, `soon`
    those whose limit comes next; both by ticket id, at most as many as asked for."""

    open: int = 0
    lights: dict[Light, int] = field(default_factory=dict)
    states: tuple[tuple[str, int], ...] = ()
    past: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()


def open_slots(store: Columns) -> NDArray[np.int64]:
    """The slots of all open tickets in scope."""
    if not store.size:
        return np.empty(0, np.int64)
    return np.flatnonzero(store.alive & store.state.where(is_open))


def figures(store: Columns, now: int, most: int, order: Sequence[str] = OPEN_STATES) -> Figures:
    """Counts at an instant (backend's time, ms). States come in the lifecycle's order; those without a ticket
    are left out."""
    slots = open_slots(store)
    lights = store.lights(now, slots)
    codes = np.bincount(store.state.codes[slots], minlength=len(store.state.values))
    states = dict.fromkeys((*order, *filter(is_open, store.state.values[1:])))
    by_state = {state: int(codes[store.state.code(state)]) for state in states if state in store.state.values}
    due = store.due[slots]
    timed = ~np.isnan(due)
    red = lights == RED
    return Figures(
        len(slots),
        {light: int((lights == code).sum()) for light, code in LIGHTS.items()},
        tuple((state, count) for state, count in by_state.items() if count),
        tuple(store.ids[slot] for slot in _first(slots[red], due[red], most)),
        tuple(store.ids[slot] for slot in _first(slots[timed & ~red], due[timed & ~red], most)),
    )


def _first(slots: NDArray[np.int64], due: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """The slots due first, in order."""
    if len(slots) > most:
        near = np.argpartition(due, most - 1)[:most]
        slots, due = slots[near], due[near]
    return slots[np.lexsort((slots, due))]


class SteadyRows:
    """Rows of a list that a room reads from afar: one that stays in the list stays in its row. What comes in
    takes the row of what went, however urgent it is; nothing else moves."""

    def __init__(self) -> None:
        self.rows: list[str | None] = []

    def show(self, wanted: Sequence[str], count: int) -> bool:
        """Shows the first `count` of what is wanted; whether a row is another now. Rows that are no longer
        there are left out from the end."""
        wanted = wanted[:count]
        before = list(self.rows)
        keep = set(wanted)
        rows = [row if row in keep else None for row in self.rows[:count]]
        rows += [None] * (count - len(rows))
        placed = set(rows)
        coming = iter([row for row in wanted if row not in placed])
        self.rows = [row if row is not None else next(coming, None) for row in rows]
        return self.rows != before
