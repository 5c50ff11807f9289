"""The table's model: a sorted, filtered order of a source's rows, changed step by step by what the feed
brings.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from widgets.countdown import Remaining, format_remaining, spoken
from widgets.light import Light, light_name, symbol
from widgets.moments import day_time
from widgets.table.order import Plan, Rows, ascending_key, plan, sorted_rows
from widgets.table.source import Column, ColumnKind, Pill, RowSource

Index = QModelIndex | QPersistentModelIndex
RowFilter = Callable[[NDArray[np.int64]], NDArray[np.bool_]]
"""Row ids in, a mask of the same length out: whether each is to be shown."""

BULK = 2000
"""More steps than this in one batch (hours of missed events at once) are applied as one change of layout,
which keeps
selection and current row too, rather than step by step."""

_NOWHERE = QModelIndex()


class ColumnTableModel(QAbstractTableModel):
    """Rows of a `RowSource` in the order asked for. A row id is the source's slot."""

    batch_begins = Signal(object)
    """Before the first step of a batch, with the ids it changes (an int32 array; empty for sort and
    filter): whoever keeps
    a place by row looks at it now."""
    batch_ended = Signal(object)
    """After the last step, with the ids that came in by a feed change (an int32 array; empty for sort and
    filter).
    """
    count_changed = Signal(int)
    sort_changed = Signal()

    def __init__(self, source: RowSource, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.columns = tuple(columns)
        self._sort: list[tuple[str, bool]] = []
        self._filter: RowFilter | None = None
        # An array grows and shrinks in place by one memory move; a numpy array would be copied at every step.
        self._order = array("i", sorted_rows(self._all_shown(), ()).tobytes())

    # -- what stands where -----------------------------------------------------------------------------------

    def count(self) -> int:
        """Rows shown."""
        return len(self._order)

    def row_id(self, view_row: int) -> int:
        """The id of the row shown there; raises `IndexError` outside."""
        return self._order[view_row]

    def view_row(self, row_id: int) -> int:
        """Where the row is shown, -1 when it is not."""
        found = np.flatnonzero(self.visible_ids() == row_id)
        return int(found[0]) if len(found) else -1

    def view_rows(self, row_ids: Sequence[int]) -> list[int]:
        """`view_row` for several at once."""
        if not row_ids:
            return []
        place = np.full(self.source.size(), -1, dtype=np.int64)
        place[self.visible_ids()] = np.arange(len(self._order))
        return [int(row) for row in place[list(row_ids)]]

    def visible_ids(self) -> Rows:
        """The ids of all rows shown, in their order; a copy."""
        return np.array(self._order, dtype=np.int32)

    def column_place(self, key: str) -> int:
        """Where a column stands in `columns`; raises `KeyError`."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)

    # -- order -----------------------------------------------------------------------------------------------

    def sort_order(self) -> list[tuple[str, bool]]:
        """Column keys and whether ascending, the first weighs most."""
        return list(self._sort)

    def sort_by(self, order: Sequence[tuple[str, bool]]) -> None:
        """Sorts by columns (key, ascending); rows alike in all of them stand by id. Raises `KeyError` for
        no such column.
        """
        for key, _ in order:
            self.column_place(key)
        self._sort = list(order)
        self.batch_begins.emit(_NO_ROWS)
        self._permute(sorted_rows(np.sort(self.visible_ids()), self._keys()))
        self.batch_ended.emit(_NO_ROWS)
        self.sort_changed.emit()

    def set_filter(self, wanted: RowFilter | None) -> None:
        """Shows the rows the function answers true for; None shows all. It is asked again for every changed
        row.
        """
        self._filter = wanted
        self.refilter()

    def refilter(self) -> None:
        """Asks the filter about all rows again, and sorts: what it depends on has changed, or all rows
        have.
        """
        if self._order and max(self._order) >= self.source.size():
            # Fewer slots than there were: the ids held name nothing any more.
            self.reload()
            return
        self.batch_begins.emit(_NO_ROWS)
        self._arrange(sorted_rows(self._all_shown(), self._keys()))
        self.batch_ended.emit(_NO_ROWS)

    def reload(self) -> None:
        """The source was filled anew, its ids name other rows: forgets all of them, and with them what was
        held by id.
        """
        before = len(self._order)
        self.beginResetModel()
        self._order = array("i", sorted_rows(self._all_shown(), self._keys()).tobytes())
        self.endResetModel()
        if len(self._order) != before:
            self.count_changed.emit(len(self._order))

    def _keys(self) -> list[NDArray[Any]]:
        return [ascending_key(self.source.sort_key(key), ascending) for key, ascending in self._sort]

    def _all_shown(self) -> Rows:
        rows = np.flatnonzero(self.source.alive()).astype(np.int32)
        return rows[self._filter(rows.astype(np.int64))] if self._filter is not None else rows

    # -- changes ---------------------------------------------------------------------------------------------

    def changed(self, ids: Iterable[int]) -> None:
        """Applies what the feed brought for these row ids: rows come in, go, move or are painted anew,
        never a reset.
        """
        rows = np.unique(np.fromiter(ids, dtype=np.int32))
        if not len(rows):
            return
        shown = self.source.alive()[rows]
        if self._filter is not None:
            shown = shown & self._filter(rows.astype(np.int64))
        steps = plan(self.visible_ids(), rows, shown, self._keys(), self.source.size())
        self.batch_begins.emit(rows)
        if steps.steps() > BULK:
            self._arrange(steps.final)
        else:
            self._walk(steps)
        last = len(self.columns) - 1
        for first, end in steps.touched:
            self.dataChanged.emit(self.index(first, 0), self.index(end, last))
        self.batch_ended.emit(steps.arrived)

    def repaint_rows(self, ids: Iterable[int]) -> None:
        """Says of rows shown that they look different without having moved: a claim, an age."""
        last = len(self.columns) - 1
        for row_id in ids:
            row = self.view_row(row_id)
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def _walk(self, steps: Plan) -> None:
        order = self._order
        before = len(order)
        for first, last in steps.removals:
            self.beginRemoveRows(_NOWHERE, first, last)
            del order[first : last + 1]
            self.endRemoveRows()
        for source, destination in steps.moves:
            # Qt names the row the moved one will stand before, counted while it is still in its old place.
            before_row = destination if destination < source else destination + 1
            self.beginMoveRows(_NOWHERE, source, source, _NOWHERE, before_row)
            order.insert(destination, order.pop(source))
            self.endMoveRows()
        for first, rows in steps.insertions:
            self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
            order[first:first] = array("i", rows.tobytes())
            self.endInsertRows()
        if len(order) != before:
            self.count_changed.emit(len(order))

    def _arrange(self, final: Rows) -> None:
        """Goes to a wholly new order: who leaves is taken to the end and cut off, who comes is put at the
        end and sorted in.
        """
        before = len(self._order)
        stays = np.zeros(self.source.size(), dtype=np.bool_)
        stays[final] = True
        now = self.visible_ids()
        leaving = now[~stays[now]]
        here = np.zeros(self.source.size(), dtype=np.bool_)
        here[now] = True
        kept = final[here[final]]
        coming = final[~here[final]]
        if len(leaving):
            self._permute(np.concatenate((kept, leaving)))
            self.beginRemoveRows(_NOWHERE, len(kept), len(now) - 1)
            del self._order[len(kept) :]
            self.endRemoveRows()
        if len(coming):
            self.beginInsertRows(_NOWHERE, len(kept), len(final) - 1)
            self._order.frombytes(coming.tobytes())
            self.endInsertRows()
        self._permute(final)
        if len(final) != before:
            self.count_changed.emit(len(final))

    def _permute(self, final: Rows) -> None:
        if np.array_equal(final, self.visible_ids()):
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self._order[index.row()] for index in held]
        self._order = array("i", final.tobytes())
        if held:
            place = np.empty(self.source.size(), dtype=np.int64)
            place[final] = np.arange(len(final))
            self.changePersistentIndexList(
                held,
                [
                    self.index(int(place[row_id]), index.column())
                    for row_id, index in zip(ids, held, strict=True)
                ],
            )
        self.layoutChanged.emit()

    # -- Qt's model, for screen readers, copying and tests; painting asks the source itself ------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self.source.cell(self._order[index.row()], column.key))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_cell(self.source.cell(self._order[index.row()], column.key))
        if role == Qt.ItemDataRole.ToolTipRole and column.kind is ColumnKind.PILL:
            cell = self.source.cell(self._order[index.row()], column.key)
            return cell.hint if isinstance(cell, Pill) and cell.hint else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


_NO_ROWS: Rows = np.empty(0, dtype=np.int32)


def cell_text(cell: object) -> str:
    """A cell as plain text: for copying, and for what reads the model as Qt's."""
    if cell is None:
        return ""
    if isinstance(cell, Remaining):
        return f"{symbol(cell.light)} {format_remaining(cell)}".strip()
    if isinstance(cell, Pill):
        return cell.text
    if isinstance(cell, datetime):
        return day_time(cell)
    if isinstance(cell, tuple):
        if cell and isinstance(cell[0], Light):
            cell = (symbol(cell[0]), *cell[1:])
            return " ".join(str(part) for part in cell if part)
        return " · ".join(str(part) for part in cell if part)
    return str(cell)


def spoken_cell(cell: object) -> str:
    """A cell as a screen reader says it."""
    if isinstance(cell, Remaining):
        return spoken(cell)
    if isinstance(cell, Pill):
        return cell.hint or cell.text
    if isinstance(cell, tuple) and cell and isinstance(cell[0], Light):
        return ", ".join([light_name(cell[0]), *(str(part) for part in cell[1:])])
    return cell_text(cell)
