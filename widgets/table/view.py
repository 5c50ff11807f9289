"""The table's view: keyboard, selection by row id, a place that never jumps, and painting of what is in
sight.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QPushButton, QTableView, QWidget

from widgets import theme
from widgets.countdown import Ticker
from widgets.table.arrivals import MARGIN, Arrivals
from widgets.table.header import TableHeader
from widgets.table.header_model import HeaderModel
from widgets.table.model import ColumnTableModel, cell_text
from widgets.table.order import Rows
from widgets.table.rows import RowPainter
from widgets.table.source import ColumnKind

_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """Shows a `ColumnTableModel`. Rows are selected whole and named by their ids."""

    current_changed = Signal(object)
    """The current row's id, or None."""
    selection_changed = Signal()
    activated_row = Signal(int)
    """Enter or a double click on a row."""
    preview_requested = Signal(int)
    """Space on a row."""
    menu_requested = Signal(list, QPoint)
    """Right click or menu key: the ids selected, and the global point."""
    cell_clicked = Signal(int, str)
    """Row id and column key."""

    def __init__(
        self,
        model: ColumnTableModel,
        ticker: Ticker | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self._painter = RowPainter(model, ticker)
        self._arrivals = Arrivals(self)
        self._arrivals.faded.connect(self._repaint_margin)
        self._hover = -1
        self._empty = ("", "")
        self._in_batch = False
        self._anchors: list[tuple[int, int]] = []
        self._ids_before: Rows = np.empty(0, dtype=np.int32)
        self._selected_before: list[int] = []
        self._current_id: int | None = None
        self.setAccessibleName(name)
        self._set_up_view()
        self._set_up_header()
        self._row_count = HeaderModel([column.title for column in model.columns], self)
        self.setModel(model)
        self.verticalHeader().setModel(self._row_count)
        self.header.setModel(self._row_count)
        self._count_rows()
        self._above = QPushButton(self.viewport())
        self._above.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._above.hide()
        self._above.clicked.connect(self.scrollToTop)
        model.batch_begins.connect(self._batch_begins)
        model.batch_ended.connect(self._batch_ended)
        model.sort_changed.connect(self._show_order)
        self.verticalScrollBar().valueChanged.connect(self._look_at_unseen)
        if ticker is not None:
            ticker.tick.connect(self._on_tick)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

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
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(8)

    # -- what is chosen --------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows, in the order shown."""
        ids = self.rows.visible_ids()
        return [int(row_id) for first, last in self._selected_spans() for row_id in ids[first : last + 1]]

    def _selected_spans(self) -> list[tuple[int, int]]:
        """Ranges of selected view rows, first and last, ascending."""
        selection = self.selectionModel().selection()
        parts = (selection.at(i) for i in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    def current_id(self) -> int | None:
        """Id of the current row: the one the keyboard stands on."""
        row = self.currentIndex().row()
        return self.rows.row_id(row) if 0 <= row < self.rows.count() else None

    def select_row(self, row_id: int, *, scroll: bool = True) -> bool:
        """Makes the row current and the only one selected; false when it is not shown."""
        row = self.rows.view_row(row_id)
        if row < 0:
            return False
        index = self.rows.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        if scroll:
            self.scrollTo(index)
        return True

    def neighbour(self, row_id: int, step: int = 1) -> int | None:
        """Id of the row `step` below (above when negative) that row, None past the ends or when it is not
        shown.
        """
        row = self.rows.view_row(row_id)
        target = row + step
        return self.rows.row_id(target) if row >= 0 and 0 <= target < self.rows.count() else None

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(cast("QModelIndex", current), cast("QModelIndex", previous))
        self._tell_current()

    def selectionChanged(self, selected: Any, deselected: Any) -> None:
        super().selectionChanged(selected, deselected)
        if not self._in_batch:
            self.selection_changed.emit()

    def _tell_current(self) -> None:
        if self._in_batch:
            return
        current = self.current_id()
        if current != self._current_id:
            self._current_id = current
            self.current_changed.emit(current)

    # -- batches: nothing that changed takes the place from under the cursor ---------------------------------

    def _batch_begins(self, changed: Rows) -> None:
        self._in_batch = True
        self._ids_before = self.rows.visible_ids()
        self._selected_before = self.selected_ids()
        self._anchors = self._find_anchors(set(changed.tolist()))

    def _find_anchors(self, changed: set[int]) -> list[tuple[int, int]]:
        """Rows that should stay where they are on screen, with their y; the first still shown afterwards is
        held.

        The row under the mouse comes first, then the current one, then the top one; a list at its very top
        that nobody points into is not held, so that the most urgent row comes in in sight.
        """
        first, last = self._rows_in_sight()
        if last < first:
            return []
        offset = self.verticalScrollBar().value()
        height = self.row_height()
        by_choice = []
        if self.viewport().underMouse():
            by_choice.append(self.rowAt(self.viewport().mapFromGlobal(self.cursor().pos()).y()))
        # Arriving in the table makes its first row current; only one that was chosen is somebody's place.
        if self.selectionModel().isSelected(self.currentIndex()):
            by_choice.append(self.currentIndex().row())
        wanted = [row for row in by_choice if first <= row <= last]
        if offset > 0 or wanted:
            near = wanted[0] if wanted else first
            wanted += sorted(range(first, last + 1), key=lambda row: abs(row - near))
        ids = self._ids_before
        return [(int(ids[r]), r * height - offset) for r in wanted if int(ids[r]) not in changed]

    def _batch_ended(self, arrived: Rows) -> None:
        self._count_rows()
        self._restore_current()
        places = self.rows.view_rows([row_id for row_id, _ in self._anchors])
        for row, (_, y) in zip(places, self._anchors, strict=True):
            if row >= 0:
                self.verticalScrollBar().setValue(row * self.row_height() - y)
                break
        self._in_batch = False
        self._mark(arrived)
        self._tell_current()
        if self._selected_before != self.selected_ids():
            self.selection_changed.emit()
        self.viewport().update()

    def _restore_current(self) -> None:
        """Puts the current row back where its id is now; if it has gone, on the next one that was below it,
        unselected.
        """
        if self._current_id is None:
            return
        row = self.rows.view_row(self._current_id)
        if row < 0 and self.rows.count():
            before = np.flatnonzero(self._ids_before == self._current_id)
            below = self._ids_before[int(before[0]) + 1 :] if len(before) else self._ids_before[:0]
            survivors = below[np.isin(below, self.rows.visible_ids())][:1]
            row = self.rows.view_row(int(survivors[0])) if len(survivors) else self.rows.count() - 1
        if row != self.currentIndex().row():
            self.selectionModel().setCurrentIndex(self.rows.index(row, 0), _Flag.NoUpdate)

    def _count_rows(self) -> None:
        self._row_count.set_count(self.rows.count())
        # The scroll range follows the header lazily; a place kept by row needs it now.
        self.updateGeometries()

    # -- rows that came in -----------------------------------------------------------------------------------

    def _mark(self, arrived: Rows) -> None:
        if len(arrived):
            self._arrivals.add(arrived)
            self._look_at_unseen()

    def _repaint_margin(self) -> None:
        self.viewport().update(0, 0, theme.current().px(MARGIN), self.viewport().height())

    def _look_at_unseen(self) -> None:
        """Counts the rows that came in above what is in sight, and says so at the upper edge."""
        unseen = 0
        if self._arrivals.unseen:
            first, _ = self._rows_in_sight()
            unseen = self._arrivals.keep_unseen(self.rows.visible_ids()[:first])
        self._above.setVisible(unseen > 0)
        if unseen:
            self._above.setText(self.tr("▲ {n} new above").format(n=unseen))
            self._above.adjustSize()
            self._above.move((self.viewport().width() - self._above.width()) // 2, theme.current().px(4))

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current_id()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current is not None:
                self.activated_row.emit(current)
            return
        if plain and event.key() == Qt.Key.Key_Space:
            if current is not None:
                self.preview_requested.emit(current)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        if event.text().isprintable() and event.text() and plain:
            event.ignore()
            return
        super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Puts the selected rows on the clipboard, a line each, cells parted by tabs."""
        places = [self.header.logicalIndex(i) for i in range(self.header.count())]
        keys = [self.rows.columns[i].key for i in places if not self.header.isSectionHidden(i)]
        lines = [
            "\t".join(cell_text(self.rows.source.cell(row_id, key)) for key in keys)
            for row_id in self.selected_ids()
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            point = self.viewport().mapToGlobal(rect.bottomLeft())
        self.menu_requested.emit(self.selected_ids(), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not event.modifiers():
            self.cell_clicked.emit(self.rows.row_id(index.row()), self.rows.columns[index.column()].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.activated_row.emit(self.rows.row_id(index.row()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove:
            self._set_hover(self.rowAt(cast("QMouseEvent", event).position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self._set_hover(-1)
        return super().viewportEvent(event)

    def _set_hover(self, row: int) -> None:
        if row != self._hover:
            old, self._hover = self._hover, row
            for changed in (old, row):
                if changed >= 0:
                    y = changed * self.row_height() - self.verticalScrollBar().value()
                    self.viewport().update(0, y, self.viewport().width(), self.row_height())

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

    # -- columns ---------------------------------------------------------------------------------------------

    def save_columns(self) -> bytes:
        """Widths, places and hiding of the columns, for `restore_columns`."""
        return self.header.save()

    def restore_columns(self, saved: bytes) -> bool:
        """Takes up what `save_columns` gave; false when it can't be read."""
        return self.header.restore(saved, self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit(self.viewport().width())
        self._look_at_unseen()

    # -- painting --------------------------------------------------------------------------------------------

    def row_height(self) -> int:
        """Px; all rows are equally high."""
        return self.verticalHeader().defaultSectionSize()

    def set_empty(self, title: str, text: str) -> None:
        """What stands in a table without rows: what would be here, and what to do."""
        self._empty = (title, text)
        self.viewport().update()

    def cut_off_cells(self) -> list[tuple[int, str]]:
        """Row ids and column keys of the cells now in sight whose text did not fit."""
        first, last = self._rows_in_sight()
        in_sight = set(self.rows.visible_ids()[first : last + 1].tolist())
        return [(row_id, key) for row_id, key in self._painter.cut_off if row_id in in_sight]

    def _rows_in_sight(self) -> tuple[int, int]:
        """First and last view row of which a pixel shows; last < first when there are none."""
        height = self.row_height()
        offset = self.verticalScrollBar().value()
        return offset // height, min(self.rows.count() - 1, (offset + self.viewport().height() - 1) // height)

    def _theme_changed(self) -> None:
        self._painter.clear()
        self.verticalHeader().setDefaultSectionSize(theme.current().row_height)
        self.header.fit(self.viewport().width())
        self.updateGeometries()
        self.viewport().update()

    def _on_tick(self) -> None:
        if not self.isVisible():
            return
        height = self.rows.count() * self.row_height()
        for i, column in enumerate(self.rows.columns):
            if column.kind is ColumnKind.COUNTDOWN and not self.header.isSectionHidden(i):
                x = self.header.sectionViewportPosition(i)
                self.viewport().update(
                    x, 0, self.header.sectionSize(i), min(height, self.viewport().height())
                )

    def paintEvent(self, event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self.viewport()) as painter:
            self._paint(painter, event)

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        painter.fillRect(event.rect(), theme.color("panel"))
        if not self.rows.count():
            self._paint_empty(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.row_height()
        offset = self.verticalScrollBar().value()
        first = max(0, (event.rect().top() + offset) // height)
        last = min(self.rows.count() - 1, (event.rect().bottom() + offset) // height)
        self._painter.begin(self.header.within(event.rect()), self.viewport().width(), height)
        spans = self._selected_spans()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, last + 1):
            row_id = self.rows.row_id(row)
            selected = any(top <= row <= bottom for top, bottom in spans)
            self._painter.row(
                painter,
                row_id,
                row * height - offset,
                selected=selected,
                hovered=row == self._hover,
                current=row == current,
                alone=len(spans) <= 1,
                mark=self._arrivals.strength(row_id),
            )

    def _paint_empty(self, painter: QPainter) -> None:
        title, text = self._empty
        box = QRectF(self.viewport().rect()).adjusted(24, 0, -24, 0)
        middle = box.height() * 0.4
        painter.setPen(theme.color("dim"))
        painter.setFont(theme.font("body", semibold=True))
        centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(box.adjusted(0, middle, 0, 0), centred, title)
        painter.setPen(theme.color("faint"))
        painter.setFont(theme.font("body"))
        painter.drawText(box.adjusted(0, middle + theme.current().px(28), 0, 0), centred, text)
