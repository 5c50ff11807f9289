"""How a queue's table follows the replica: what changed, what nobody saw change, what time alone turned."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.replica.columns import Changes, Slots
from views.context import Context
from views.filters import Sieve
from views.rows import TicketRows
from widgets.table import ColumnTableModel, TableView

MANY = 50
"""So many changed rows at once wait for a moment where nobody sees them."""
NOTHING: Slots = np.zeros(0, np.int64)
RECOUNT_MS = 250


class Follower(QObject):
    """Of one table. `recount` when counts may be others, `filled` when rows came into an empty list,
    `renewed` when the store is another."""

    recount = Signal()
    filled = Signal()
    renewed = Signal()

    def __init__(self, context: Context, rows: TicketRows, table: TableView, model: ColumnTableModel) -> None:
        super().__init__(table)
        self._context = context
        self._rows = rows
        self._table = table
        self._model = model
        self._sieve: Sieve | None = None
        self._judged_at = context.now()
        self.applying = False
        """Whether rows are being moved by what others did: the table's cursor moves on then, but not what is
        being read."""
        self._late: Slots = NOTHING
        """Slots that changed while this queue was not seen, and that the model has not heard of."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        self._soon.timeout.connect(self.recount)
        context.ticker.tick.connect(self._on_tick)
        context.desk.changed.connect(self._on_changed)
        context.desk.reloaded.connect(self._on_reloaded)
        context.desk.searchable.connect(self._on_searchable)

    def sift(self, sieve: Sieve) -> None:
        """Shows what fits another filter."""
        self._sieve = sieve
        self._judged_at = self._context.now()
        self._model.set_filter(sieve)

    def listed(self) -> int:
        """Rows that the page keeps, whatever the filter says: those that an act of this seat is moving out of
        it, too, for as long as they stand there."""
        if self._sieve is None:
            return 0
        return int(self._sieve.on_page(np.flatnonzero(self._context.desk.store.alive)).sum())

    def catch_up(self) -> None:
        """Takes over what changed while nobody saw this queue."""
        slots, self._late = self._late, NOTHING
        if not len(slots):
            return
        was_empty = self._model.count() == 0
        self._take(slots)
        if was_empty and self._table.isVisible():
            self.filled.emit()

    def _take(self, slots: Slots) -> None:
        self.applying = True
        self._model.changed(slots.tolist())
        self.applying = False

    def _on_changed(self, changes: Changes) -> None:
        self._rows.touched(changes.slots)
        if not self._soon.isActive():
            self._soon.start()
        self._late = np.union1d(self._late, changes.slots)
        # What nobody sees waits for what somebody does; the slot of one that has gone may be another's soon.
        alive = self._context.desk.store.alive
        if self._table.isVisible() or len(self._late) < MANY or not alive[changes.slots].all():
            self.catch_up()

    def _on_reloaded(self) -> None:
        self._late = NOTHING
        self._model.reload()
        self.renewed.emit()

    def _on_searchable(self) -> None:
        """What was searched for before all texts were there may be in more rows."""
        if self._sieve is not None:
            self._model.set_filter(self._sieve)
            self.recount.emit()

    def _on_tick(self) -> None:
        """A light turns, an hour comes nearer, a claim runs out, without any change from the backend."""
        if not self._table.isVisible() or self._sieve is None:
            return
        now = self._context.now()
        turned = self._sieve.turning(self._judged_at, now)
        self._judged_at = now
        if len(turned):
            self._take(turned)
            self.recount.emit()
