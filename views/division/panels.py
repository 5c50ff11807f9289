"""A plain list of the screen: divisions, changes of the draft, grids that a division changes, findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from views.catalogue.plain_rows import PlainRows
from widgets.countdown import Ticker
from widgets.table import Column, ColumnTableModel, TableView


class ListPanel(QWidget):
    """Rows by their keys. `cell(row, column)` is what a cell shows, `weigh(row, column)` what it is sorted
    by. `chosen(key)` when the cursor comes to one, "" for none."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        caption: str,
        columns: Sequence[Column],
        cell: Callable[[Any, str], object],
        weigh: Callable[[Any, str], str | float],
        ticker: Ticker,
        parent: QWidget | None = None,
        *,
        sort: tuple[str, bool],
        empty: tuple[str, str],
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._keys: dict[int, str] = {}
        self._rows = PlainRows[Any](cell, weigh)
        self._model = ColumnTableModel(self._rows, tuple(columns), self)
        self._model.sort_by([sort])
        self.table = TableView(self._model, ticker, self)
        self.table.setObjectName(f"{name}.table")
        self.table.setAccessibleName(caption)
        self.table.set_empty(*empty)
        self.table.current_changed.connect(self._on_current)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)

    def show_rows(self, rows: Mapping[str, Any]) -> None:
        """Shows these by their keys."""
        changed = self._rows.put(rows)
        self._keys = {self._rows.slot(key): key for key in rows}
        if changed:
            self._model.changed(changed)

    def current(self) -> str:
        """The key of the row under the cursor, "" for none."""
        slot = self.table.current_id()
        return self._keys.get(slot, "") if slot is not None else ""

    def select(self, key: str) -> bool:
        """Puts the cursor on a row; False where it is not here."""
        slot = self._rows.slot(key)
        return slot >= 0 and self.table.select_row(slot)

    def _on_current(self, slot: object) -> None:
        self.chosen.emit(self._keys.get(slot, "") if isinstance(slot, int) else "")
