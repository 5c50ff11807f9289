"""A table view whose rows are equally high, so that what Qt keeps per row need not be kept."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from widgets.table.header import TableHeader
from widgets.table.header_model import HeaderModel
from widgets.table.model import ColumnTableModel
from widgets.table.needs import needed_widths


class RowTable(QTableView):
    """Rows, columns, keyboard and pointer of a table over a `ColumnTableModel`; what it shows is its heirs'
    business.
    """

    def __init__(self, model: ColumnTableModel, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.rows = model
        self.hovered = -1
        self.setAccessibleName(name)
        self._set_up_view()
        self._set_up_header()
        self._row_count = HeaderModel([column.title for column in model.columns], self)
        self.setModel(model)
        self.verticalHeader().setModel(self._row_count)
        self.header.setModel(self._row_count)
        self.count_rows()
        model.sort_changed.connect(self._show_order)
        self._show_order()

    def _set_up_view(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setAutoScroll(False)

    def _set_up_header(self) -> None:
        self.header = TableHeader(self.rows.columns, self)
        self.header.setAccessibleName(self.tr("Columns"))
        self.setHorizontalHeader(self.header)
        self.header.sectionClicked.connect(self._sort_clicked)
        self.header.shown_changed.connect(self.fit_columns)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(8)

    # -- rows ------------------------------------------------------------------------------------------------

    def row_height(self) -> int:
        """Px; all rows are equally high."""
        return self.verticalHeader().defaultSectionSize()

    def rows_in_sight(self) -> tuple[int, int]:
        """First and last view row of which a pixel shows; last < first when there are none."""
        height = self.row_height()
        offset = self.verticalScrollBar().value()
        return offset // height, min(self.rows.count() - 1, (offset + self.viewport().height() - 1) // height)

    def count_rows(self) -> None:
        """Takes up how many rows the model shows now."""
        self._row_count.set_count(self.rows.count())
        # The scroll range follows the header lazily; a place kept by row needs it now.
        self.updateGeometries()

    def selected_spans(self) -> list[tuple[int, int]]:
        """Ranges of selected view rows, first and last, ascending."""
        selection = self.selectionModel().selection()
        parts = (selection.at(i) for i in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    # -- columns ---------------------------------------------------------------------------------------------

    def save_columns(self) -> bytes:
        """Widths, places and hiding of the columns, for `restore_columns`."""
        return self.header.save()

    def restore_columns(self, saved: bytes) -> bool:
        """Takes up what `save_columns` gave; false when it can't be read."""
        return self.header.restore(saved, self.viewport().width())

    def fit_columns(self) -> None:
        """Shares the width out among the columns, by what their cells say now. Not at every change of the
        rows: columns keep their places while somebody reads."""
        if self.isVisible():
            self.header.set_needed(needed_widths(self.rows))
        self.header.stretch(self.viewport().width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit_columns()

    def _sort_clicked(self, section: int) -> None:
        column = self.rows.columns[section]
        if not column.sortable:
            return
        order = self.rows.sort_order()
        was = next((up for key, up in order if key == column.key), None)
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            if was is None:
                order.append((column.key, True))
            else:
                order = [(key, not up if key == column.key else up) for key, up in order]
        else:
            first = bool(order) and order[0][0] == column.key
            order = [(column.key, not was if first else True)]
        self.rows.sort_by(order)

    def _show_order(self) -> None:
        self.header.set_order(self.rows.sort_order())

    # -- keyboard and mouse ----------------------------------------------------------------------------------

    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        action = QAbstractItemView.CursorAction
        last = self.rows.count() - 1
        if last < 0:
            return QModelIndex()
        row = self.currentIndex().row()
        page = max(1, self.viewport().height() // self.row_height() - 1)
        target = {
            action.MoveHome: 0,
            action.MoveEnd: last,
            action.MoveUp: row - 1 if row >= 0 else 0,
            action.MovePrevious: row - 1,
            action.MoveDown: row + 1,
            action.MoveNext: row + 1,
            action.MovePageUp: row - page,
            action.MovePageDown: row + page,
        }.get(cursorAction, row)
        return self.rows.index(min(max(target, 0), last), 0)

    def keyboardSearch(self, search: str) -> None:
        """Letters are actions here, never a search for a row."""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove:
            self._set_hover(self.rowAt(cast("QMouseEvent", event).position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self._set_hover(-1)
        return super().viewportEvent(event)

    def _set_hover(self, row: int) -> None:
        if row != self.hovered:
            old, self.hovered = self.hovered, row
            for changed in (old, row):
                if changed >= 0:
                    y = changed * self.row_height() - self.verticalScrollBar().value()
                    self.viewport().update(0, y, self.viewport().width(), self.row_height())
