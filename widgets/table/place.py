"""Keeping a table's place and selection through a batch of changes: nothing that changed takes them from
under the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker

from widgets.table.order import Rows, runs

if TYPE_CHECKING:
    from widgets.table.view import TableView


class HeldPlace:
    """What a view holds by row id while its rows move: the selection, the current row, and a row's place on
    screen.
    """

    def __init__(self, view: TableView) -> None:
        self._view = view
        self._ids: Rows = np.empty(0, dtype=np.int32)
        self._current: int | None = None
        self._selected: Rows = np.empty(0, dtype=np.int32)
        self._anchors: list[tuple[int, int]] = []

    def take(self, current: int | None, changed: set[int]) -> None:
        """Looks at the view before the batch; `changed` rows may go anywhere, so they hold nothing."""
        self._ids = self._view.rows.order()
        self._current = current
        self._anchors = self._find_anchors(changed)
        # Qt carries a selection through every single step, cell by cell: with all of 100,000 rows selected
        # a batch would take minutes. It is put down here and taken up again at the end, by id.
        self._selected = self._view.selected_rows()
        if len(self._selected):
            with QSignalBlocker(self._view.selectionModel()):
                self._view.selectionModel().clearSelection()

    def _find_anchors(self, changed: set[int]) -> list[tuple[int, int]]:
        """Rows that should stay where they are on screen, with their y; the first still shown afterwards is
        held.

        The row under the mouse comes first, then the current one, then the top one; a list at its very top
        that nobody points into is not held, so that the most urgent row comes in in sight.
        """
        view = self._view
        first, last = view.rows_in_sight()
        if last < first:
            return []
        offset = view.verticalScrollBar().value()
        height = view.row_height()
        by_choice = []
        if view.viewport().underMouse():
            by_choice.append(view.rowAt(view.viewport().mapFromGlobal(view.cursor().pos()).y()))
        # Arriving in the table makes its first row current; only one that was chosen is somebody's place.
        if view.has_chosen():
            by_choice.append(view.currentIndex().row())
        wanted = [row for row in by_choice if first <= row <= last]
        if offset > 0 or wanted:
            near = wanted[0] if wanted else first
            wanted += sorted(range(first, last + 1), key=lambda row: abs(row - near))
        return [(int(self._ids[r]), r * height - offset) for r in wanted if int(self._ids[r]) not in changed]

    def give_back(self) -> bool:
        """Puts the selection, the current row and the held one back where they were; tells whether some of
        the selection has gone.
        """
        self._restore_current()
        whole = self._restore_selection()
        view = self._view
        places = view.rows.view_rows([row_id for row_id, _ in self._anchors])
        for row, (_, y) in zip(places, self._anchors, strict=True):
            if row >= 0:
                view.verticalScrollBar().setValue(row * view.row_height() - y)
                break
        return not whole

    def _restore_selection(self) -> bool:
        view, rows = self._view, self._view.rows
        if not len(self._selected):
            return True
        places = rows.places(self._selected)
        places = places[places >= 0]
        with QSignalBlocker(view.selectionModel()):
            view.selectionModel().select(self.ranges(places), QItemSelectionModel.SelectionFlag.Select)
        return len(places) == len(self._selected)

    def ranges(self, places: Sequence[int] | NDArray[np.int64]) -> QItemSelection:
        """View rows as a selection of whole rows, in as few ranges as there are."""
        rows = self._view.rows
        last = len(rows.columns) - 1
        found = QItemSelection()
        for first, end in runs(np.sort(np.asarray(places, dtype=np.int64))):
            found.select(rows.index(first, 0), rows.index(end, last))
        return found

    def _restore_current(self) -> None:
        """Makes the current row the one it was; if it has gone, the next one that was below it,
        unselected.
        """
        if self._current is None:
            return
        view, rows = self._view, self._view.rows
        row = rows.view_row(self._current)
        if row < 0 and rows.is_folded_away(self._current):
            row = rows.view_row(rows.header_of(self._current))
        if row < 0 and rows.count():
            before = np.flatnonzero(self._ids == self._current)
            below = self._ids[int(before[0]) + 1 :] if len(before) else self._ids[:0]
            survivors = below[np.isin(below, rows.order())][:1]
            row = rows.view_row(int(survivors[0])) if len(survivors) else rows.count() - 1
        if row != view.currentIndex().row():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(rows.index(row, 0), flag)
