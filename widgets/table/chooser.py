"""Arranging a table by keys: which columns are shown, what the rows are sorted and grouped by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from widgets import theme
from widgets.table.view import TableView

_SHOWN, _SORTED, _GROUPED = range(3)
_WIDTHS = (190, 96, 96)
_KEY = Qt.ItemDataRole.UserRole


class _List(QTreeWidget):
    """The lines; keys that arrange go to the chooser first."""

    key_pressed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(False)
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters arrange here."""


class ColumnChooser(QFrame):
    """A list of a table's columns, laid over it. Space shows or hides the column, S sorts by it (again: the
    other way; again: not), A adds it to what is sorted by already, G groups by it, Alt with Up and Down moves
    it, R puts all back (`reset_wanted`), Escape closes.

    `groupings` are what else rows can be grouped by, key and name; `columns` those of the table that can.
    """

    arranged = Signal()
    """Something was changed."""
    reset_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        table: TableView,
        columns: Sequence[str],
        groupings: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._groupable = set(columns) | {key for key, _ in groupings}
        self._groupings = tuple(groupings)
        self.setProperty("floating", True)
        self.setAccessibleName(self.tr("Columns, sorting, groups"))
        self._list = _List(self)
        self._list.setObjectName("chooser.list")
        self._list.setAccessibleName(self.tr("Columns"))
        self._list.setColumnCount(3)
        self._list.setHeaderLabels([self.tr("Column"), self.tr("Sorted"), self.tr("Grouped")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._list.header().setStretchLastSection(True)
        self._list.key_pressed.connect(self._on_key)
        self._list.itemClicked.connect(self._on_click)
        keys = QLabel(self.tr("Space show · S sort · A sort also · G group · Alt+↑↓ move · R reset"), self)
        theme.set_role(keys, "caption")
        keys.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._list, 1)
        layout.addWidget(keys)
        self.setFocusProxy(self._list)
        self.hide()

    def open(self) -> None:
        """Shows the list as things stand, and takes the focus."""
        self._fill()
        px = theme.current().px
        for n, width in enumerate(_WIDTHS):
            self._list.setColumnWidth(n, px(width))
        lines = self._list.topLevelItemCount()
        height = self._list.sizeHintForRow(0) * lines + self._list.header().sizeHint().height() + px(74)
        around = self.parentWidget()
        room = around.width() - 16 if around is not None else px(sum(_WIDTHS)) + px(36)
        self.resize(min(px(sum(_WIDTHS)) + px(36), room), height)
        self.show()
        self.raise_()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_list(self) -> None:
        """Takes it away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    # -- what it shows ---------------------------------------------------------------------------------------

    def _fill(self) -> None:
        at = self._current()
        self._list.clear()
        header, rows = self._table.header, self._table.rows
        order = [rows.columns[header.logicalIndex(i)] for i in range(header.count())]
        order = [column for column in order if not header.is_away(column.key)]
        lines = [(column.key, column.title, True) for column in order]
        lines += [(key, name, False) for key, name in self._groupings]
        ranks = {key: (n, up) for n, (key, up) in enumerate(rows.sort_order())}
        for key, title, is_column in lines:
            item = QTreeWidgetItem(self._list)
            item.setData(0, _KEY, key)
            no_room = is_column and header.is_left_out(key)
            item.setText(_SHOWN, self.tr("{column} (no room now)").format(column=title) if no_room else title)
            spoken = [item.text(_SHOWN)]
            if is_column:
                shown = header.is_chosen(key)
                item.setCheckState(_SHOWN, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
                spoken.append(self.tr("shown") if shown else self.tr("hidden"))
            if key in ranks:
                rank, up = ranks[key]
                item.setText(_SORTED, f"{'▲' if up else '▼'} {rank + 1}")
                way = self.tr("ascending") if up else self.tr("descending")
                spoken.append(self.tr("sorted {n}, {way}").format(n=rank + 1, way=way))
            if key == rows.grouped_by():
                item.setText(_GROUPED, "●")
                spoken.append(self.tr("grouped"))
            item.setData(_SHOWN, Qt.ItemDataRole.AccessibleTextRole, ", ".join(spoken))
            if key == at or not self._list.currentIndex().isValid():
                self._list.setCurrentItem(item)

    def _current(self) -> str:
        return str(self._list.currentIndex().siblingAtColumn(0).data(_KEY) or "")

    def _is_column(self, key: str) -> bool:
        return any(column.key == key for column in self._table.rows.columns)

    # -- what a person does ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Keys of the screen around are not meant while this is open.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not control:
                event.accept()
                return True
        return super().event(event)

    def _on_key(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        at = self._current()
        match key:
            case Qt.Key.Key_Escape:
                self.close_list()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if alt:
                self._move(at, -1 if key == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Space:
                self._show_or_hide(at)
            case Qt.Key.Key_S:
                self._sort(at, alone=True)
            case Qt.Key.Key_A:
                self._sort(at, alone=False)
            case Qt.Key.Key_G:
                self._group(at)
            case Qt.Key.Key_R:
                self.reset_wanted.emit()
                self._fill()
            case _:
                return
        event.accept()

    def _on_click(self, item: QTreeWidgetItem, column: int) -> None:
        key = str(item.data(0, _KEY))
        if column == _SHOWN:
            self._show_or_hide(key)
        elif column == _SORTED:
            self._sort(key, alone=True)
        else:
            self._group(key)

    def _done(self) -> None:
        self._fill()
        self.arranged.emit()

    def _show_or_hide(self, key: str) -> None:
        if self._is_column(key):
            self._table.header.choose(key, not self._table.header.is_chosen(key))
            self._done()

    def _sort(self, key: str, *, alone: bool) -> None:
        """Ascending, descending, not: alone, or as what weighs least of several."""
        column = next((c for c in self._table.rows.columns if c.key == key), None)
        if column is None or not column.sortable:
            return
        order = self._table.rows.sort_order()
        was = next((up for held, up in order if held == key), None)
        if alone:
            lone = len(order) == 1
            turned = [] if was is False and lone else [(key, not (was and lone))]
        elif was is None:
            turned = [*order, (key, True)]
        else:
            turned = [(held, False if held == key else up) for held, up in order if held != key or was]
        self._table.rows.sort_by(turned)
        self._done()

    def _group(self, key: str) -> None:
        if key in self._groupable:
            rows = self._table.rows
            rows.group_by("" if rows.grouped_by() == key else key)
            self._done()

    def _move(self, key: str, step: int) -> None:
        header = self._table.header
        if self._is_column(key):
            columns = self._table.rows.columns
            place = header.visualIndex(self._table.rows.column_place(key))
            to = place + step
            while 0 <= to < header.count() and header.is_away(columns[header.logicalIndex(to)].key):
                to += step
            if 0 <= to < header.count():
                header.moveSection(place, to)
                self._done()
