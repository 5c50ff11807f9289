"""The table's view: keyboard, selection by row id, a place that never jumps, and painting of what is in
sight.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from PySide6.QtCore import (
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
from PySide6.QtWidgets import QAbstractItemView, QWidget

from widgets import theme
from widgets.countdown import Ticker
from widgets.empty import paint_words
from widgets.table.arrivals import MARGIN, MARKED_AT_ONCE, Arrivals, NewAbove
from widgets.table.group_rows import GroupHands, HeadPainter
from widgets.table.model import ColumnTableModel
from widgets.table.order import Rows
from widgets.table.place import HeldPlace
from widgets.table.row_table import RowTable
from widgets.table.rows import RowPainter
from widgets.table.source import ColumnKind
from widgets.table.spoken import cell_text

_Flag = QItemSelectionModel.SelectionFlag


class TableView(RowTable):
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
        super().__init__(model, parent, name=name)
        self._painter = RowPainter(model, ticker)
        self._heads = HeadPainter()
        self._groups = GroupHands(self)
        self._place = HeldPlace(self)
        self._arrivals = Arrivals(self)
        self._arrivals.faded.connect(self._repaint_margin)
        self._empty = ("", "")
        self._in_batch = self._was_empty = False
        self._current_id: int | None = None
        self._above = NewAbove(self.viewport())
        self._above.clicked.connect(self.scrollToTop)
        model.modelReset.connect(self._reloaded)
        model.batch_begins.connect(self._batch_begins)
        model.batch_ended.connect(self._batch_ended)
        self.verticalScrollBar().valueChanged.connect(self._look_at_unseen)
        if ticker is not None:
            ticker.tick.connect(self._on_tick)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    # -- what is chosen --------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows, in the order shown."""
        return [int(row_id) for row_id in self.selected_rows()]

    def selected_rows(self) -> Rows:
        """`selected_ids` as an array."""
        spans = self.selected_spans()
        if not spans:
            return np.empty(0, dtype=np.int32)
        ids = self.rows.order()
        chosen = np.concatenate([ids[first : last + 1] for first, last in spans])
        return chosen[chosen >= 0]

    def selected_count(self) -> int:
        """How many rows are selected."""
        spans = self.selected_spans()
        if self.rows.grouped_by():
            return len(self.selected_rows())
        return sum(last - first + 1 for first, last in spans)

    def current_id(self) -> int | None:
        """Id of the current row: the one the keyboard stands on; None on a group's header."""
        row_id = self.current_row()
        return row_id if row_id is not None and row_id >= 0 else None

    def current_row(self) -> int | None:
        """Id of the current row or header, None for none."""
        row = self.currentIndex().row()
        return self.rows.row_id(row) if 0 <= row < self.rows.count() else None

    def has_chosen(self) -> bool:
        """Whether the current row was chosen by somebody: it is selected, or it is a group's header."""
        row = self.currentIndex().row()
        return row >= 0 and (
            self.rows.row_id(row) < 0 or any(first <= row <= last for first, last in self.selected_spans())
        )

    def select_first(self) -> bool:
        """Makes the first row current and the only one selected; false where none is shown."""
        ids = self.rows.visible_ids()
        return bool(len(ids)) and self.select_row(int(ids[0]))

    def select_rows(self, row_ids: list[int]) -> None:
        """Selects those of the rows that are shown and nothing else; the first is current."""
        places = [row for row in self.rows.view_rows(row_ids) if row >= 0]
        if places:
            first = self.rows.index(places[0], 0)
            self.selectionModel().setCurrentIndex(first, _Flag.ClearAndSelect | _Flag.Rows)
            self.scrollTo(first)
            self.selectionModel().select(self._place.ranges(places), _Flag.Select)

    def stand_on(self, row_id: int) -> None:
        """Moves the keyboard to a row or a header and selects nothing else."""
        row = self.rows.view_row(row_id)
        if row >= 0:
            self.selectionModel().setCurrentIndex(self.rows.index(row, 0), _Flag.ClearAndSelect | _Flag.Rows)
            self.scrollTo(self.currentIndex())

    def select_row(self, row_id: int, *, scroll: bool = True) -> bool:
        """Makes the row current and the only one selected, opening the group it is folded away in; false when
        it is not shown.
        """
        if self.rows.is_folded_away(row_id):
            self.rows.fold(self.rows.header_of(row_id), False)
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
        ids = self.rows.visible_ids()
        here = np.flatnonzero(ids == row_id)
        target = int(here[0]) + step if len(here) else -1
        return int(ids[target]) if 0 <= target < len(ids) else None

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
        current = self.current_row()
        if current != self._current_id:
            self._current_id = current
            self.current_changed.emit(self.current_id())

    # -- batches: nothing that changed takes the place from under the cursor ---------------------------------

    def _batch_begins(self, changed: Rows) -> None:
        self._in_batch = True
        self._was_empty = not self.rows.count()
        self._place.take(self._current_id, set(changed.tolist()))

    def _batch_ended(self, arrived: Rows) -> None:
        self.count_rows()
        if self._was_empty and self.rows.count():
            self.fit_columns()
        lost = self._place.give_back()
        self._in_batch = False
        self._mark(arrived)
        self._tell_current()
        if lost:
            self.selection_changed.emit()
        self.viewport().update()

    def _reloaded(self) -> None:
        """All rows are others: nothing of the old ones is held."""
        self._arrivals.forget()
        self.hovered = -1
        self.count_rows()
        self.fit_columns()
        self._look_at_unseen()
        self._tell_current()
        self.selection_changed.emit()

    # -- rows that came in -----------------------------------------------------------------------------------

    def _mark(self, arrived: Rows) -> None:
        if 0 < len(arrived) <= MARKED_AT_ONCE:
            self._arrivals.add(arrived)
            self._look_at_unseen()

    def _repaint_margin(self) -> None:
        self.viewport().update(0, 0, theme.current().px(MARGIN), self.viewport().height())

    def _look_at_unseen(self) -> None:
        """Counts the rows that came in above what is in sight, and says so at the upper edge."""
        unseen = 0
        if self._arrivals.unseen:
            first, _ = self.rows_in_sight()
            unseen = self._arrivals.keep_unseen(self.rows.order()[:first])
        self._above.tell(unseen)

    # -- keyboard and mouse ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._groups.took_key(event):
            return
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
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        # A click scrolls nothing; the keyboard takes what is in sight along.
        if self.currentIndex().row() != before:
            self.scrollTo(self.currentIndex())

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
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and self._groups.took_click(event.position().toPoint().y()):
            return
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not event.modifiers():
            self.cell_clicked.emit(self.rows.row_id(index.row()), self.rows.columns[index.column()].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        header = self._groups.header_at(event.position().toPoint().y())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and header is None:
            self.activated_row.emit(self.rows.row_id(index.row()))

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        if not index.isValid() or not self.rows.grouped_by():
            return
        # A row is in sight only below the header that is kept at the upper edge.
        hidden = index.row() * self.row_height() - self.verticalScrollBar().value() < self.row_height()
        if hidden and self._groups.kept_header() is not None:
            self.verticalScrollBar().setValue((index.row() - 1) * self.row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
        self._look_at_unseen()

    # -- painting --------------------------------------------------------------------------------------------

    def set_empty(self, title: str, text: str) -> None:
        """What stands in a table without rows: what would be here, and what to do."""
        if (title, text) != self._empty:
            self._empty = (title, text)
            self.viewport().update()

    def cut_off_cells(self) -> list[tuple[int, str]]:
        """Row ids and column keys of the cells now in sight whose text did not fit."""
        first, last = self.rows_in_sight()
        in_sight = set(self.rows.order()[first : last + 1].tolist())
        return [(row_id, key) for row_id, key in self._painter.cut_off if row_id in in_sight]

    def _theme_changed(self) -> None:
        self._painter.clear()
        self._heads.clear()
        self.verticalHeader().setDefaultSectionSize(theme.current().row_height)
        self.fit_columns()
        self.updateGeometries()
        self.viewport().update()

    def _on_tick(self) -> None:
        if not self.isVisible():
            return
        self.rows.pass_time()
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
            paint_words(painter, self.viewport().rect(), *self._empty)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.row_height()
        offset = self.verticalScrollBar().value()
        first = max(0, (event.rect().top() + offset) // height)
        last = min(self.rows.count() - 1, (event.rect().bottom() + offset) // height)
        self._painter.begin(self.header.within(event.rect()), self.viewport().width(), height)
        spans = self.selected_spans()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, last + 1):
            row_id = self.rows.row_id(row)
            if row_id < 0:
                self._paint_head(painter, row_id, row * height - offset, current=row == current)
                continue
            selected = any(top <= row <= bottom for top, bottom in spans)
            self._painter.row(
                painter,
                row_id,
                row * height - offset,
                selected=selected,
                hovered=row == self.hovered,
                current=row == current,
                alone=len(spans) <= 1,
                mark=self._arrivals.strength(row_id),
            )
        kept = self._groups.kept_header()
        if kept is not None:
            self._paint_head(painter, *kept, current=False)

    def _paint_head(self, painter: QPainter, header: int, y: int, *, current: bool) -> None:
        box = QRectF(0, y, self.viewport().width(), self.row_height())
        hovered = 0 <= self.hovered < self.rows.count() and self.rows.row_id(self.hovered) == header
        self._heads.paint(painter, box, self.rows.head(header), hovered=hovered, current=current)
