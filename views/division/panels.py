"""A plain list of the screen: divisions, changes of the draft, grids that a division changes, findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from views.catalogue.plain_rows import PlainRows
from views.narrow_columns import without_room
from widgets import theme
from widgets.countdown import Ticker
from widgets.hearing import hear
from widgets.table import Column, ColumnTableModel, TableView


class ListPanel(QWidget):
    """Rows by their keys. `cell(row, column)` is what a cell shows, `weigh(row, column)` what it is sorted
    by; `least` are columns that go, in that order, where there is no room for all. `chosen(key)` when the
    cursor comes to one, "" for none."""

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
        least: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._keys: dict[int, str] = {}
        self._columns, self._least = tuple(columns), tuple(least)
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
        self.table.installEventFilter(self)
        hear(theme.current(), "changed()", self, "_fit()")

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    @Slot()
    def _fit(self) -> None:
        if self._least:
            # The last pixels are the scroll bar's.
            room = self.table.width() - theme.current().px(12)
            self.table.header.leave_out(without_room(self._columns, self._least, room))
            self.table.header.stretch(self.table.viewport().width())

    def _on_current(self, slot: object) -> None:
        self.chosen.emit(self._keys.get(slot, "") if isinstance(slot, int) else "")
