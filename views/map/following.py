"""How the map follows the replica: which tickets the queue's page and filter leave, as marks; told at once,
then a few times a second at most, and not at all where nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from console.replica.column import Bools, grown
from console.replica.columns import Changes, Slots
from views.context import Context
from views.filters import Sieve
from views.map.marks import marks_of, placed
from views.queue import QueuePanel
from views.queue.following import NOTHING, RECOUNT_MS
from widgets.map import MapCanvas, Marks


class MarksFollower(QObject):
    """Of one canvas. `recount` when figures may be others; `came(slots)` what entered by itself, of those
    that have a place."""

    recount = Signal()
    came = Signal(object)

    def __init__(
        self, context: Context, canvas: MapCanvas, queue: QueuePanel, looked_at: Callable[[], bool]
    ) -> None:
        super().__init__(canvas)
        self._context = context
        self._canvas = canvas
        self._queue = queue
        self._looked_at = looked_at
        self._sieve: Sieve | None = None
        self._fits: Bools = np.zeros(0, np.bool_)
        """By slot, whether page and filter leave it; without what was picked by hand."""
        self._on: Bools = np.zeros(0, np.bool_)
        """By slot, whether its mark stands on the map."""
        self._shown = True
        self._stale = True
        self._touched: Slots = NOTHING
        self._judged_at = context.now()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        self._soon.timeout.connect(self._on_soon)
        desk = context.desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self.anew)
        desk.searchable.connect(self.anew)
        desk.reference_changed.connect(self.anew)
        context.ticker.tick.connect(self._on_tick)
        queue.narrowed.connect(self.anew)

    # --- what stands there -------------------------------------------------------------------------------
    def slots(self) -> Slots:
        """All that page and filter leave, whether they have a place or not."""
        self._catch_up()
        return np.flatnonzero(self._fits[: self._context.desk.store.size])

    def marked(self) -> Slots:
        """Those of them that have a place."""
        slots = self.slots()
        return slots[placed(self._context.desk.store, slots)]

    def show(self, shown: bool) -> None:
        """Takes the marks off the map (what fits is known all the same), or puts them back."""
        if shown != self._shown:
            self._shown = shown
            self.anew()

    # --- following ---------------------------------------------------------------------------------------
    def anew(self) -> None:
        """Everything may be otherwise."""
        self._stale = True
        self._sieve = None
        if self._looked_at():
            self._catch_up()

    def catch_up(self) -> None:
        """Somebody looks: what nobody saw is put in as a whole."""
        self._catch_up()

    def _judge(self) -> Sieve:
        if self._sieve is None:
            # What was picked by hand narrows the list alone: the map keeps what lies around it.
            self._sieve = self._queue.sieve(replace(self._queue.narrowed_by(), picked=()))
        return self._sieve

    def _catch_up(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._touched = NOTHING
        store, now = self._context.desk.store, self._context.now()
        self._judged_at = now
        self._fits = np.zeros(store.size, np.bool_)
        slots = np.flatnonzero(store.alive)
        self._fits[slots[self._judge()(slots)]] = True
        found = np.flatnonzero(self._fits)
        found = found[placed(store, found)] if self._shown else NOTHING
        self._on = np.zeros(store.size, np.bool_)
        self._on[found] = True
        self._canvas.set_marks(marks_of(store, found, now) if len(found) else Marks.none())
        self.recount.emit()

    def _on_changed(self, changes: Changes) -> None:
        if self._stale or not self._looked_at():
            self._stale = True
            return
        self._tell(changes.slots)

    def _tell(self, slots: Slots) -> None:
        self._touched = np.union1d(self._touched, slots)
        if not self._soon.isActive():
            self._flush()
            self._soon.start()

    def _on_soon(self) -> None:
        if len(self._touched):
            self._flush()
            self._soon.start()
        self.recount.emit()

    def _flush(self) -> None:
        slots, self._touched = self._touched, NOTHING
        if self._stale or not len(slots):
            return
        store, now = self._context.desk.store, self._context.now()
        self._fits, self._on = grown(self._fits, store.size), grown(self._on, store.size)
        fits = store.alive[slots]
        fits[fits] = self._judge()(slots[fits])
        entered = slots[fits & ~self._fits[slots]]
        self._fits[slots] = fits
        stands = fits & placed(store, slots) & self._shown
        gone = slots[self._on[slots] & ~stands]
        self._on[slots] = stands
        staying = slots[stands]
        if len(staying) or len(gone):
            self._canvas.change_marks(marks_of(store, staying, now), gone=gone.tolist())
        entered = entered[self._on[entered]]
        if len(entered):
            self.came.emit(entered)

    def _on_tick(self) -> None:
        """Lights turn, an hour comes nearer, a claim runs out, without any change from the backend."""
        now = self._context.now()
        if self._stale or not self._looked_at():
            return
        before, self._judged_at = self._judged_at, now
        store = self._context.desk.store
        turned = self._judge().turning(before, now)
        on = np.flatnonzero(self._on[: store.size])
        lit = _between(store.due[on], before - 1, now) | _between(store.amber[on], before, now)
        turned = np.union1d(turned, on[lit])
        if len(turned):
            self._tell(turned)


def _between(instants: NDArray[np.float64], before: float, now: float) -> Bools:
    found: Bools = (instants > before) & (instants <= now)
    return found
