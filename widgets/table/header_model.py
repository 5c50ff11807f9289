"""What the table's two headers need to know of its model: how many rows, and which columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class HeaderModel(QAbstractTableModel):
    """A number of rows and the titles of columns, for the headers of a table whose rows are equally high.

    Told of every step of the real model, a header would go over its sections each time: 100,000 of them in
    the vertical one.
    """

    def __init__(self, titles: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._count = 0

    def set_count(self, count: int) -> None:
        """Makes it that many rows, at the end."""
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def rowCount(self, _parent: _Index = _NOWHERE) -> int:
        return self._count

    def columnCount(self, _parent: _Index = _NOWHERE) -> int:
        return len(self._titles)

    def data(self, _index: _Index, _role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None
