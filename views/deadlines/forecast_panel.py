"""The forecast beside the lanes: what turns red before close of work, by unit, with what each unit handled in
the same hours of past working days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.deadlines_forecast import Forecast, UnitAhead
from views import words
from views.context import Context
from views.deadlines.phrases import by_state, moment
from views.filtering.saying import unit_words
from widgets import theme
from widgets.elided import ElidedLabel
from widgets.light import Light
from widgets.table import Column, ColumnKind, ColumnTableModel, Slots, TableView, text_key

translate = QCoreApplication.translate

_NOBODY = UnitAhead("", 0, (), 0)
_LOW = 220
"""Px at 100 % below which the table has no room to spare."""


class UnitRows:
    """A `RowSource` over units by their path."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._slots = Slots[UnitAhead]()

    def put(self, units: tuple[UnitAhead, ...]) -> list[int]:
        """Takes the units as they are now; gives the rows that came, changed or went."""
        return self._slots.put({unit.unit: unit for unit in units})

    def unit(self, row: int) -> str:
        """The path of a row's unit, "" for the centre."""
        return (self._slots.row(row) or _NOBODY).unit

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def pending(self, row: int) -> bool:
        del row
        return False

    def sort_key(self, column: str) -> NDArray[Any]:
        units = [unit or _NOBODY for unit in self._slots.rows]
        match column:
            case "unit":
                return np.array([text_key(self._name(unit)) for unit in units], np.int64)
            case "handle":
                return np.array([unit.to_handle for unit in units], np.int64)
            case "before":
                return np.array([max(unit.handled, default=-1) for unit in units], np.int64)
            case _:
                return np.array([unit.due for unit in units], np.int64)

    def cell(self, row: int, column: str) -> object:
        unit = self._slots.row(row) or _NOBODY
        match column:
            case "unit":
                return (Light.AMBER if unit.more_than_ever else Light.NONE), self._name(unit)
            case "due":
                return str(unit.due)
            case "handle":
                return str(unit.to_handle)
            case "before":
                return " ".join(map(str, unit.handled)) if unit.handled else "–"
            case _:
                return by_state(unit.states, self._context)

    def _name(self, unit: UnitAhead) -> str:
        if not unit.unit:
            return translate("Deadlines", "At the centre")
        return unit_words(unit.unit, self._context.reference)


class ForecastPanel(QWidget):
    """The panel. `unit_chosen(path)` when a person opens a unit's row ("" for the centre)."""

    unit_chosen = Signal(str)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.forecast")
        theme.set_surface(self, "panel")
        self._context = context
        self._rows = UnitRows(context)
        self._said = ElidedLabel("", self)
        self._said.setObjectName(f"{name}.forecast.said")
        self._states = ElidedLabel("", self)
        self._states.setObjectName(f"{name}.forecast.states")
        theme.set_role(self._states, "dim")
        self._counted = ElidedLabel("", self)
        self._counted.setObjectName(f"{name}.forecast.counted")
        theme.set_role(self._counted, "caption")
        columns = (
            Column("unit", self.tr("Unit"), ColumnKind.LIGHT, 172),
            Column("due", self.tr("Red"), ColumnKind.COUNT, 56),
            Column("handle", self.tr("To handle"), ColumnKind.COUNT, 76),
            Column("before", self.tr("Handled then"), ColumnKind.COUNT, 112),
            Column("states", self.tr("Not done yet"), ColumnKind.TEXT, 120, stretch=True, sortable=False),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("due", False)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName(f"{name}.forecast.table")
        self.table.setAccessibleName(self.tr("What turns red before close of work, by unit"))
        self.table.activated_row.connect(lambda row: self.unit_chosen.emit(self._rows.unit(row)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        for label in (self._said, self._states, self._counted):
            label.setContentsMargins(12, 0, 12, 0)
            label.setProperty("free_text", True)
            layout.addWidget(label)
        layout.addWidget(self.table, 1)

    def show_forecast(self, found: Forecast) -> None:
        """What is foretold now; rows that stay keep their places and the cursor."""
        changed = self._rows.put(found.units)
        if changed:
            self._model.changed(changed)
        when = moment(found.until, self._context)
        if found.due:
            text = self.tr("By close of work {when}, if nothing is done, {n} turn red; past already: {past}")
        else:
            text = self.tr("By close of work {when} nothing turns red; past already: {past}")
        self._said.setText(text.format(n=found.due, when=when, past=found.past))
        self._states.setText(by_state(found.states, self._context))
        self._make_room()
        self._counted.setText(self._counting(found))
        self.table.set_empty(
            self.tr("Nothing falls due until then"),
            self.tr("Units with tickets that turn red by close of work stand here."),
        )

    def _make_room(self) -> None:
        """In a low panel the lines above the table give way to it: each row says the same of its unit."""
        low = self.height() < theme.current().px(_LOW)
        self._states.setVisible(bool(self._states.text()) and not low)
        self._said.setToolTip(self._states.text() if low else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _counting(self, found: Forecast) -> str:
        """Where the figures come from."""
        if not found.days:
            return self.tr("What was handled on the days before is not known here")
        more = sum(unit.more_than_ever for unit in found.units)
        text = self.tr("Handled then: the same hours of the last {n} working days, latest first")
        marked = self.tr("◆ more to handle than on any of them: {n}").format(n=more) if more else ""
        return words.dotted((marked, text.format(n=found.days)))
