"""The table's model: a sorted, filtered order of a source's rows, changed step by step by what the feed
brings.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

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

from widgets.table.groups import GroupHead, Groups, header_id
from widgets.table.order import Plan, Rows, ascending_key, plan, sorted_rows
from widgets.table.source import Column, ColumnKind, GroupSource, Pill, RowSource
from widgets.table.spoken import cell_text, spoken_cell, spoken_head

Index = QModelIndex | QPersistentModelIndex
RowFilter = Callable[[NDArray[np.int64]], NDArray[np.bool_]]
"""Row ids in, a mask of the same length out: whether each is to be shown."""

BULK = 2000
"""More steps than this in one batch (hours of missed events at once) are applied as one change of layout,
which keeps selection and current row too, rather than step by step."""

_NOWHERE = QModelIndex()


class ColumnTableModel(QAbstractTableModel):
    """Rows of a `RowSource` in the order asked for. A row id is the source's slot.

    In groups (`group_by`) a header stands above the rows of each; its row id is negative.
    """

    batch_begins = Signal(object)
    """Before the first step of a batch, with the ids it changes (an int32 array; empty for sort and filter):
    whoever keeps a place by row looks at it now."""
    batch_ended = Signal(object)
    """After the last step, with the ids that came in by a feed change (an int32 array; empty for sort and
    filter).
    """
    count_changed = Signal(int)
    sort_changed = Signal()
    group_changed = Signal()
    """Rows are grouped by another column, or no longer."""

    def __init__(self, source: RowSource, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.columns = tuple(columns)
        self._sort: list[tuple[str, bool]] = []
        self._filter: RowFilter | None = None
        self._groups: Groups | None = None
        # An array grows and shrinks in place by one memory move; a numpy array would be copied at every step.
        self._order = array("i", sorted_rows(self._all_shown(), ()).tobytes())

    # -- what stands where -----------------------------------------------------------------------------------

    def count(self) -> int:
        """Rows shown, headers of groups among them."""
        return len(self._order)

    def matching(self) -> int:
        """Rows that fit the filter, those folded away included, headers not."""
        return len(self._order) if self._groups is None else self._groups.matching()

    def row_id(self, view_row: int) -> int:
        """The id of the row shown there, negative for a group's header; raises `IndexError` outside."""
        return self._order[view_row]

    def view_row(self, row_id: int) -> int:
        """Where the row is shown, -1 when it is not."""
        found = np.flatnonzero(self.order() == row_id)
        return int(found[0]) if len(found) else -1

    def view_rows(self, row_ids: Sequence[int]) -> list[int]:
        """`view_row` for several at once."""
        if not row_ids:
            return []
        return [int(row) for row in self.places(np.asarray(row_ids, dtype=np.int64))]

    def places(self, row_ids: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """`view_row` for many at once."""
        place = np.full(self._extent(), -1, dtype=np.int64)
        place[self.order()] = np.arange(len(self._order))
        found: NDArray[np.int64] = place[row_ids]
        return found

    def visible_ids(self) -> Rows:
        """The ids of all rows shown, in their order, without headers of groups; a copy."""
        order = self.order()
        return order if self._groups is None else order[order >= 0]

    def order(self) -> Rows:
        """The ids of all rows shown with the headers of groups, by view row; a copy."""
        return np.array(self._order, dtype=np.int32)

    def _extent(self) -> int:
        """Length of an array by row id."""
        return self.source.size() if self._groups is None else self._groups.extent()

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
        self._permute(sorted_rows(np.sort(self.order()), self._keys()))
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
        headers = self._extent() - self.source.size()
        if self._order and (max(self._order) >= self.source.size() or min(self._order) < -headers):
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
        keys = [ascending_key(self.source.sort_key(key), ascending) for key, ascending in self._sort]
        return keys if self._groups is None else self._groups.keys(keys)

    def _all_shown(self) -> Rows:
        rows = np.flatnonzero(self.source.alive()).astype(np.int32)
        if self._filter is not None:
            rows = rows[self._filter(rows.astype(np.int64))]
        return rows if self._groups is None else self._groups.take(rows)

    # -- groups ----------------------------------------------------------------------------------------------

    def grouped_by(self) -> str:
        """The key the rows are grouped by, "" for none."""
        return self._groups.key if self._groups is not None else ""

    def group_by(self, key: str) -> None:
        """Puts the rows into groups by one of the source's keys, "" for none.

        Raises `KeyError` where the source has no such key, `TypeError` where it has no groups at all.
        """
        if key == self.grouped_by():
            return
        if key and not isinstance(self.source, GroupSource):
            raise TypeError(f"{type(self.source).__name__} has no groups")
        made = Groups(cast("GroupSource", self.source), key) if key else None
        if made is not None:
            made.take(_NO_ROWS)
        self.batch_begins.emit(_NO_ROWS)
        # Headers of other groups may have the ids of these: they go before the new ones come.
        order = self.order()
        rows = order[order >= 0]
        if len(rows) < len(order):
            self._arrange(rows)
        self._groups = made
        self._arrange(sorted_rows(self._all_shown(), self._keys()))
        self.batch_ended.emit(_NO_ROWS)
        self.group_changed.emit()

    def head(self, header: int) -> GroupHead:
        """What a header shows; raises `IndexError` for the id of a row."""
        if self._groups is None or header >= 0:
            raise IndexError(header)
        return self._groups.head(self._groups.code_of(header))

    def header_of(self, row_id: int) -> int:
        """The header that a row stands under (its own id for a header); 0 while rows are in no groups."""
        return header_id(self._groups.code_of(row_id)) if self._groups is not None else 0

    def fold(self, header: int, folded: bool) -> None:
        """Folds a group's rows away, or shows them again."""
        if self._groups is None or self.head(header).folded == folded:
            return
        code = self._groups.code_of(header)
        rows = self._groups.rows_of(code)
        self._groups.fold(code, folded)
        above = self.view_row(header)
        self.batch_begins.emit(_NO_ROWS)
        if above >= 0 and len(rows):
            if folded:
                self._take_out(above + 1, above + len(rows))
            else:
                self._put_in(above + 1, sorted_rows(rows, self._keys()))
            self.repaint_rows([header])
            self.count_changed.emit(len(self._order))
        self.batch_ended.emit(_NO_ROWS)

    def fold_all(self, folded: bool) -> None:
        """Folds all groups, or none."""
        if self._groups is not None:
            self._groups.fold_all(folded)
            self.refilter()

    def is_folded_away(self, row_id: int) -> bool:
        """Whether the row fits the filter and is not shown only because its group is folded."""
        groups = self._groups
        return groups is not None and groups.matches(row_id) and groups.is_folded(groups.code_of(row_id))

    def pass_time(self) -> None:
        """Moves rows whose group turned with time, and has the headers painted whose lights did."""
        if self._groups is not None:
            moved = self._groups.moved()
            turned = self._groups.lights_turned()
            if len(moved):
                self.changed(moved.tolist())
            self.repaint_rows(header_id(code) for code in turned)

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
        if self._groups is not None:
            rows, shown = self._groups.change(rows, shown)
        steps = plan(self.order(), rows, shown, self._keys(), self._extent())
        self.batch_begins.emit(rows)
        if steps.steps() > BULK:
            self._arrange(steps.final)
        else:
            self._walk(steps)
        last = len(self.columns) - 1
        # `createIndex`, for `index` asks for the number of rows and columns each time.
        for first, end in steps.touched:
            self.dataChanged.emit(self.createIndex(first, 0), self.createIndex(end, last))
        self.batch_ended.emit(steps.arrived[steps.arrived >= 0])

    def repaint_rows(self, ids: Iterable[int]) -> None:
        """Says of rows shown that they look different without having moved: a claim, an age."""
        last = len(self.columns) - 1
        for row in self.view_rows(list(ids)):
            if row >= 0:
                self.dataChanged.emit(self.createIndex(row, 0), self.createIndex(row, last))

    def _walk(self, steps: Plan) -> None:
        order = self._order
        before = len(order)
        for first, last in steps.removals:
            self._take_out(first, last)
        for source, destination in steps.moves:
            # Qt names the row the moved one will stand before, counted while it is still in its old place.
            before_row = destination if destination < source else destination + 1
            self.beginMoveRows(_NOWHERE, source, source, _NOWHERE, before_row)
            order.insert(destination, order.pop(source))
            self.endMoveRows()
        for first, rows in steps.insertions:
            self._put_in(first, rows)
        if len(order) != before:
            self.count_changed.emit(len(order))

    def _take_out(self, first: int, last: int) -> None:
        self.beginRemoveRows(_NOWHERE, first, last)
        del self._order[first : last + 1]
        self.endRemoveRows()

    def _put_in(self, first: int, rows: Rows) -> None:
        self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
        self._order[first:first] = array("i", rows.tobytes())
        self.endInsertRows()

    def _arrange(self, final: Rows) -> None:
        """Goes to a wholly new order: who leaves is taken to the end and cut off, who comes is put at the
        end and sorted in.
        """
        before = len(self._order)
        stays = np.zeros(self._extent(), dtype=np.bool_)
        stays[final] = True
        now = self.order()
        leaving = now[~stays[now]]
        here = np.zeros(self._extent(), dtype=np.bool_)
        here[now] = True
        kept = final[here[final]]
        coming = final[~here[final]]
        if len(leaving):
            self._permute(np.concatenate((kept, leaving)))
            self._take_out(len(kept), len(now) - 1)
        if len(coming):
            self._put_in(len(kept), coming)
        self._permute(final)
        if len(final) != before:
            self.count_changed.emit(len(final))

    def _permute(self, final: Rows) -> None:
        if np.array_equal(final, self.order()):
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self._order[index.row()] for index in held]
        self._order = array("i", final.tobytes())
        if held:
            place = np.empty(self._extent(), dtype=np.int64)
            place[final] = np.arange(len(final))
            self.changePersistentIndexList(
                held,
                [
                    self.createIndex(int(place[row_id]), index.column())
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
        if self._order[index.row()] < 0:
            return self._header_data(self._order[index.row()], index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self.source.cell(self._order[index.row()], column.key))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_cell(self.source.cell(self._order[index.row()], column.key))
        if role == Qt.ItemDataRole.ToolTipRole and column.kind is ColumnKind.PILL:
            cell = self.source.cell(self._order[index.row()], column.key)
            return cell.hint if isinstance(cell, Pill) and cell.hint else None
        return None

    def _header_data(self, header: int, column: int, role: int) -> str | None:
        if column == 0 and role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_head(self.head(header))
        return self.head(header).name if column == 0 and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._order[index.row()] < 0:
            # The keyboard may stand on a header, but it is nothing to act on.
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


_NO_ROWS: Rows = np.empty(0, dtype=np.int32)
