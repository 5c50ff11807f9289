"""The peer of the queue's measurements: Qt's own table over a Python model, sorted and filtered by
QSortFilterProxyModel, on the same rows with the same texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QTableView

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole


class Rows(QAbstractTableModel):
    """Rows of plain values, texts and numbers, as most programs write such a model."""

    def __init__(self, titles: Sequence[str], rows: list[list[str | float]], parent: QObject) -> None:
        super().__init__(parent)
        self._titles = titles
        self.rows = rows

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        return self.rows[index.row()][index.column()] if role == _DISPLAY else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return self._titles[section]
        return None

    def put(self, row: int, values: list[str | float]) -> None:
        """Another content of a row."""
        self.rows[row] = values
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._titles) - 1))


class PeerTable:
    """The table with its proxy, not yet shown."""

    def __init__(self, titles: Sequence[str], rows: list[list[str | float]]) -> None:
        # The models live and end with the view.
        self.view = QTableView()
        self.rows = Rows(titles, rows, self.view)
        self.proxy = QSortFilterProxyModel(self.view)
        self.proxy.setSourceModel(self.rows)
        # As the queue's search: any of the columns.
        self.proxy.setFilterKeyColumn(-1)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view.setModel(self.proxy)
        self.view.setSortingEnabled(False)
