"""All seats of a scope for who watches over them: state, since when, and how the day went so far."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.seat import ABSENT, STATES, SeatNow
from views import words
from views.context import Context
from views.on_line import nothing_here, why_not
from views.screen import Screen
from views.seat_state.telling import light_of, running, state_name, total
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.table import Column, ColumnKind, ColumnTableModel, Slots, TableView, text_key

translate = QCoreApplication.translate

_ORDER = (*STATES, ABSENT)
_NOBODY = SeatNow(account="", name="", seat="", state=ABSENT, since=0, day_from=0, today={})
"""What stands in a row that nobody has any more; it is not shown."""


class SeatRows:
    """A `RowSource` over seats by account."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._slots = Slots[SeatNow]()

    def put(self, seats: tuple[SeatNow, ...]) -> list[int]:
        """Takes the list as it is now; gives the rows that came, changed or went."""
        return self._slots.put({seat.account: seat for seat in seats})

    def there(self) -> list[int]:
        """Rows of seats whose time runs."""
        return [n for n, seat in enumerate(self._slots.rows) if seat is not None and seat.state != ABSENT]

    def counts(self) -> dict[str, int]:
        """How many seats are in each state."""
        found = dict.fromkeys(_ORDER, 0)
        for seat in self._slots.rows:
            if seat is not None:
                found[seat.state] = found.get(seat.state, 0) + 1
        return found

    def are_in(self, rows: NDArray[np.int64], state: str) -> NDArray[np.bool_]:
        """Which of these rows are in a state."""
        seats = map(self._slots.row, rows.tolist())
        return np.array([seat is not None and seat.state == state for seat in seats], dtype=np.bool_)

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def pending(self, row: int) -> bool:
        del row
        return False

    def sort_key(self, column: str) -> NDArray[Any]:
        now, seats = self._context.now(), [seat or _NOBODY for seat in self._slots.rows]
        match column:
            case "seat" | "name":
                return np.array([text_key(getattr(seat, column)) for seat in seats], dtype=np.int64)
            case "state":
                known = {state: n for n, state in enumerate(_ORDER)}
                return np.array([known.get(seat.state, len(_ORDER)) for seat in seats], dtype=np.int64)
            case "since" | "for":
                return np.array([seat.since for seat in seats], dtype=np.int64)
            case _:
                return np.array([seat.total(column, now) for seat in seats], dtype=np.int64)

    def cell(self, row: int, column: str) -> object:
        seat, now = self._slots.row(row) or _NOBODY, self._context.now()
        match column:
            case "seat":
                return seat.seat
            case "name":
                return seat.name
            case "state":
                return light_of(seat.state), state_name(self._context.desk, seat.state)
            case "for":
                return running(now - seat.since) if seat.since and seat.state != ABSENT else ""
            case "since":
                return self._moment(seat)
            case _:
                return total(seat.total(column, now))

    def _moment(self, seat: SeatNow) -> datetime | None:
        return words.local(seat.since, self._context.reference) if seat.since else None


class SeatsScreen(Screen):
    """The screen. The chips count the states and show only those seats."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "seats", "")
        self.title = self.tr("Seats")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self._state = ""
        self._rows = SeatRows(context)
        desk = context.desk
        names = {state: state_name(desk, state) for state in _ORDER}
        self._chips = ChipBar(self)
        self._chips.setObjectName("seats.chips")
        self._chips.set_chips([Chip(state, names[state]) for state in _ORDER])
        bar = QWidget(self)
        theme.set_property(bar, "edge", "bottom")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 12, 6)
        head.addWidget(self._chips, 1)
        columns = (
            Column("seat", self.tr("Seat"), ColumnKind.NUMBER, 64),
            Column("name", self.tr("Who"), ColumnKind.TEXT, 160),
            Column("state", self.tr("State"), ColumnKind.LIGHT, 128),
            Column("for", self.tr("For"), ColumnKind.COUNT, 88),
            Column("since", self.tr("Since"), ColumnKind.TIME, 96),
            *(
                Column(state, self.tr("{state} today").format(state=names[state]), ColumnKind.COUNT, 132)
                for state in STATES
            ),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("state", True), ("seat", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("seats.table")
        self.table.setAccessibleName(self.title)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        self.fill(whole)
        self._chips.toggled.connect(self._on_chip)
        for number, state in enumerate(_ORDER, 1):
            self.keys.bind(str(number), partial(self._choose, state), names[state])
        desk.seats_changed.connect(self._refresh)
        desk.connection_changed.connect(self._say_empty)
        context.ticker.tick.connect(self._on_tick)
        self._refresh()

    def count(self) -> int | None:
        """Seats at which somebody sits, None before the centre has said it."""
        if not self.context.desk.seats:
            return None
        return sum(n for state, n in self._rows.counts().items() if state != ABSENT)

    def enter(self) -> None:
        """The list takes the keys."""
        super().enter()
        self.table.setFocus()

    def _refresh(self) -> None:
        changed = self._rows.put(self.context.desk.seats)
        if changed:
            self._model.changed(changed)
        heard = bool(self.context.desk.seats)
        for state, number in self._rows.counts().items():
            if state in _ORDER:
                self._chips.set_count(state, number if heard else None)
        self._say_empty()
        self.count_changed.emit()

    def _say_empty(self) -> None:
        desk = self.context.desk
        nobody = self.tr("Seats of your scope stand here with their states.")
        heard = bool(desk.seats) or not why_not(desk)
        self.table.set_empty(*nothing_here(desk, heard, self.tr("No seats here"), nobody))

    def _on_tick(self) -> None:
        if self.isVisible():
            self._model.repaint_rows(self._rows.there())

    def _on_chip(self, state: str, _on: bool) -> None:
        self._choose(state)

    def _choose(self, state: str) -> None:
        """Shows the seats in one state; the same again shows all."""
        self._state = "" if state == self._state else state
        for one in _ORDER:
            self._chips.set_on(one, one == self._state)
        if self._state:
            wanted = self._state
            self._model.set_filter(lambda rows: self._rows.are_in(rows, wanted))
        else:
            self._model.set_filter(None)

    def escape(self) -> None:
        """All seats again."""
        if self._state:
            self._choose(self._state)
