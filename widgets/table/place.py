"""Keeping a table's place through a batch of changes: nothing that changed takes it from under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QItemSelectionModel

from widgets.table.order import Rows

if TYPE_CHECKING:
    from widgets.table.view import TableView


class HeldPlace:
    """What a view holds by row id while its rows move: the current row, and a row's place on screen."""

    def __init__(self, view: TableView) -> None:
        self._view = view
        self._ids: Rows = np.empty(0, dtype=np.int32)
        self._current: int | None = None
        self._anchors: list[tuple[int, int]] = []

    def take(self, current: int | None, changed: set[int]) -> None:
        """Looks at the view before the batch; `changed` rows may go anywhere, so they hold nothing."""
        self._ids = self._view.rows.visible_ids()
        self._current = current
        self._anchors = self._find_anchors(changed)

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
        if view.selectionModel().isSelected(view.currentIndex()):
            by_choice.append(view.currentIndex().row())
        wanted = [row for row in by_choice if first <= row <= last]
        if offset > 0 or wanted:
            near = wanted[0] if wanted else first
            wanted += sorted(range(first, last + 1), key=lambda row: abs(row - near))
        return [(int(self._ids[r]), r * height - offset) for r in wanted if int(self._ids[r]) not in changed]

    def give_back(self) -> None:
        """Puts the current row and the held one back where they were."""
        self._restore_current()
        view = self._view
        places = view.rows.view_rows([row_id for row_id, _ in self._anchors])
        for row, (_, y) in zip(places, self._anchors, strict=True):
            if row >= 0:
                view.verticalScrollBar().setValue(row * view.row_height() - y)
                break

    def _restore_current(self) -> None:
        """Makes the current row the one it was; if it has gone, the next one that was below it,
        unselected.
        """
        if self._current is None:
            return
        view, rows = self._view, self._view.rows
        row = rows.view_row(self._current)
        if row < 0 and rows.count():
            before = np.flatnonzero(self._ids == self._current)
            below = self._ids[int(before[0]) + 1 :] if len(before) else self._ids[:0]
            survivors = below[np.isin(below, rows.visible_ids())][:1]
            row = rows.view_row(int(survivors[0])) if len(survivors) else rows.count() - 1
        if row != view.currentIndex().row():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(rows.index(row, 0), flag)
