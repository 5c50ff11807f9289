"""What turns red before close of work, kept while somebody looks: read a few rows at a time."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.deadlines import Placement
from console.deadlines_forecast import Forecast, Handlings, forecast
from console.deadlines_handled import Handled, look_back, same_hours
from console.deadlines_lanes import unit_codes
from console.replica.columns import Slots
from contract.clock import MINUTE
from views.context import Context
from views.filtering.due import close_of_work

_ROWS = 150
"""Whole rows read in one go: about 4 ms."""
_PAUSE_MS = 15


class Foretelling(QObject):
    """Of one board. `told` when `forecast` is another."""

    told = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._placement: Placement | None = None
        self._handlings = Handlings(context.desk.store)
        self._handled = Handled()
        self._handled_from: int | None = None
        self._counted = np.zeros(0, np.bool_)
        """By slot, whether a ticket was there when handlings were last counted."""
        self._asking = False
        self._awake = False
        self._asked_at = 0
        self.forecast = Forecast()
        self._work = QTimer(self)
        self._work.setSingleShot(True)
        self._work.setInterval(_PAUSE_MS)
        self._work.timeout.connect(self._step)

    # --- what it follows ---------------------------------------------------------------------------------
    def follow(self, placement: Placement) -> None:
        """The tickets on the board are those of another filter."""
        self._placement = placement
        self.ask()

    def touched(self, slots: Slots) -> None:
        """These rows changed."""
        self._handlings.forget(slots)
        store, calendar = self._context.desk.store, self._context.reference.calendar
        today = calendar.midnight(calendar.day(self._context.now()))
        held = slots < len(self._counted)
        held[held] = self._counted[slots[held]]
        fresh = slots[~held]
        if (store.alive[fresh] & (store.changed_at[fresh] < today)).any():
            # Rows of days past come in that were not there: what was handled then is counted anew.
            self._handled_from = None

    def forget(self) -> None:
        """The store is another."""
        self._handlings = Handlings(self._context.desk.store)
        self._handled_from = None
        self._handled = Handled()
        self.ask()

    def ask(self) -> None:
        """Something may be otherwise: told again soon, where somebody looks."""
        self._asked_at = 0
        if self._awake and not self._work.isActive():
            self._work.start()

    def tick(self) -> None:
        """A second has passed; hours are counted anew with every minute."""
        if self._awake and self._context.now() - self._asked_at >= MINUTE:
            self.ask()

    def wake(self) -> None:
        """Somebody looks."""
        self._awake = True
        self.ask()

    def rest(self) -> None:
        """Nobody does."""
        self._awake = False
        self._work.stop()

    # --- what it says ------------------------------------------------------------------------------------
    def until(self) -> int:
        """Close of work of the day that runs or comes next."""
        return close_of_work(self._context.now(), self._context.reference.calendar)

    def _step(self) -> None:
        placement = self._placement
        if placement is None:
            return
        now, until, desk = self._context.now(), self.until(), self._context.desk
        slots = placement.due_until(now, until)
        if self._handlings.read(slots, _ROWS):
            self._work.start()
            return
        self._asked_at = now
        self._look_back(now)
        calendar = self._context.reference.calendar
        found = forecast(
            placement,
            desk.store,
            desk.store.unit_path.values,
            unit_codes(desk.store, desk.machine, slots).astype(np.int64),
            self._handlings,
            self._handled,
            self._handled.known(same_hours(now, until, calendar)),
            now,
            until,
        )
        if found != self.forecast:
            self.forecast = found
            self.told.emit()

    def _look_back(self, now: int) -> None:
        since = look_back(now, self._context.reference.calendar)
        if since == self._handled_from or self._asking:
            return
        self._asking = True
        self._handled_from = since
        desk = self._context.desk
        self._counted = desk.store.alive.copy()
        desk.run("count handlings", desk.handled(since), self._on_handled, self._on_failed, owner=self)

    def _on_handled(self, handled: Handled) -> None:
        self._asking = False
        self._handled = handled
        self.ask()

    def _on_failed(self, _error: object) -> None:
        # Without the past the forecast still stands; the file's own fault is told where it is written to.
        self._asking = False
