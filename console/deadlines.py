"""Which open tickets stand on the deadline board, in which lane, in which light; counted as they change.

The replica's columns say when each is due. What stands on the board is kept beside them by slot, so that a
change of the feed costs what it touches, and a second that passes costs nothing until a light turns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.replica.column import Bools, grown
from console.replica.columns import Columns, Slots
from contract.lifecycle import is_open

LIGHTS = 4
"""None, green, amber, red: the columns of `Placement.counts`."""
Fits = Callable[[Slots], Bools]
LaneCodes = Callable[[Slots], NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Moves:
    """What one change did to the board: slots that came or stand elsewhere or in another light, and slots
    that left it. Both ascending."""

    placed: Slots
    gone: Slots


class Placement:
    """Of one board. `lanes` gives the code of the lane of each of some slots, `fits` says which of them the
    filter keeps; instants are the backend's time, ms.

    By slot: `on` (stands on the board), `lane`, `due` (NaN: no clock runs, it stands), `light`. By lane code
    and light: `counts`. `judged` counts the rows looked at since the start.
    """

    def __init__(self, store: Columns, lanes: LaneCodes, fits: Fits) -> None:
        self._store = store
        self._lanes = lanes
        self._fits = fits
        self._next = np.inf
        self._judged_at = 0
        self.judged = 0
        self._clear()

    def _clear(self) -> None:
        self.on = np.zeros(0, np.bool_)
        self.lane = np.zeros(0, np.int32)
        self.due = np.zeros(0, np.float64)
        self.light = np.zeros(0, np.int8)
        self.counts = np.zeros((0, LIGHTS), np.int64)

    # --- what changes ------------------------------------------------------------------------------------
    def fill(self, now: int) -> None:
        """Everything anew: another store, another filter, other lanes."""
        self._clear()
        self._next = np.inf
        self._judged_at = now
        self.take(np.arange(self._store.size), now)

    def take(self, slots: Slots, now: int) -> Moves:
        """Takes over rows that changed."""
        self._grow()
        slots = slots[slots < self._store.size]
        self.judged += len(slots)
        store = self._store
        on = self._stay(slots)
        lane = self._lanes(slots)
        due = store.due[slots]
        light = store.lights(now, slots)
        was = self.on[slots]
        same = was & on & (self.lane[slots] == lane) & (self.light[slots] == light)
        same &= (self.due[slots] == due) | (np.isnan(self.due[slots]) & np.isnan(due))
        # What looks the same may still say something else (a number, a pending mark), so it is told, too.
        self._count(slots[was & ~same], -1)
        self.on[slots], self.lane[slots], self.due[slots], self.light[slots] = on, lane, due, light
        self._count(slots[on & ~same], 1)
        self._look_ahead(slots[on], now)
        return Moves(slots[on], slots[was & ~on])

    def pass_time(self, now: int) -> Slots:
        """The slots whose light turned since the last look, each in its new light now."""
        before, self._judged_at = self._judged_at, now
        if before <= now < self._next:
            return np.zeros(0, np.int64)
        slots = np.flatnonzero(self.on)
        self.judged += len(slots)
        light = self._store.lights(now, slots)
        turned: Slots = slots[light != self.light[slots]]
        self._count(turned, -1)
        self.light[turned] = self._store.lights(now, turned)
        self._count(turned, 1)
        self._next = np.inf
        self._look_ahead(slots, now)
        return turned

    def _stay(self, slots: Slots) -> Bools:
        store = self._store
        still = np.fromiter((is_open(state) for state in store.state.values), np.bool_)
        keep: Bools = store.alive[slots] & still[store.state.codes[slots]]
        keep[keep] = self._fits(slots[keep])
        return keep

    def _look_ahead(self, slots: Slots, now: int) -> None:
        """The first instant at which the light of one of these turns: amber at its instant, red after its."""
        for instants in (self._store.amber[slots], self._store.due[slots] + 1):
            ahead = instants[instants > now]
            if len(ahead):
                self._next = min(self._next, float(ahead.min()))

    def _grow(self) -> None:
        size = self._store.size
        self.on = grown(self.on, size)
        self.lane = grown(self.lane, size)
        self.due = grown(self.due, size)
        self.light = grown(self.light, size)

    def _count(self, slots: Slots, by: int) -> None:
        if not len(slots):
            return
        lanes = self.lane[slots]
        most = int(lanes.max()) + 1
        if most > len(self.counts):
            more = np.zeros((most - len(self.counts), LIGHTS), np.int64)
            self.counts = np.concatenate((self.counts, more))
        cells = lanes.astype(np.int64) * LIGHTS + self.light[slots]
        self.counts += by * np.bincount(cells, minlength=self.counts.size).reshape(-1, LIGHTS)

    # --- what is asked -----------------------------------------------------------------------------------
    def slots(self) -> Slots:
        """All that stand on the board, ascending."""
        return np.flatnonzero(self.on)

    def total(self) -> int:
        """How many they are."""
        return int(self.counts.sum())

    def lights(self) -> tuple[int, int, int, int]:
        """How many are in each light: none, green, amber, red."""
        none, green, amber, red = (int(n) for n in self.counts.sum(axis=0))
        return none, green, amber, red

    def lane_counts(self, lane: int) -> tuple[int, int, int, int]:
        """How many of a lane are in each light; zeros for a code without any."""
        if lane >= len(self.counts):
            return 0, 0, 0, 0
        none, green, amber, red = (int(n) for n in self.counts[lane])
        return none, green, amber, red

    def lanes_in_use(self, lights: Sequence[int] = range(LIGHTS)) -> list[int]:
        """The codes of the lanes that hold something in one of these lights, ascending."""
        return [int(code) for code in np.flatnonzero(self.counts[:, list(lights)].sum(axis=1))]

    def due_until(self, now: int, until: int) -> Slots:
        """Those that are not past their limit and will be after `until`, due first first."""
        due = self.due
        slots: Slots = np.flatnonzero(self.on & (due >= now) & (due <= until))
        first: Slots = slots[np.lexsort((slots, due[slots]))]
        return first

    def by_due(self) -> Slots:
        """All of them, due first first, those that stand last."""
        slots = self.slots()
        first: Slots = slots[np.lexsort((slots, self.due[slots]))]
        return first
