"""How a queue's table is arranged: order, groups, columns, and the list in which a person arranges them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from views import words
from views.filtering.groups import BESIDES, GROUPING, grouping_name
from views.queue.kept import Arrangement, Memory
from views.queue_spec import Page, QueueSpec, without_room
from widgets import theme
from widgets.table import TableView
from widgets.table.chooser import ColumnChooser

Order = tuple[tuple[str, bool], ...]


class Arranger(QObject):
    """Of one table. `arranged` when order or groups are others; `closed` when the list of columns goes."""

    arranged = Signal()
    closed = Signal()

    def __init__(self, table: TableView, spec: QueueSpec, memory: Memory, panel: QWidget) -> None:
        super().__init__(panel)
        self._table = table
        self._spec = spec
        self._memory = memory
        self._panel = panel
        self._groupable = [key for key in spec.columns if key in GROUPING]
        self._elsewhere = spec.columns_elsewhere(spec.pages[0])
        self._chooser: ColumnChooser | None = None
        """Made when it is first opened: a screen does not wait for it."""
        table.rows.sort_changed.connect(self.arranged)
        table.rows.group_changed.connect(self.arranged)
        table.header.shown_changed.connect(self.fit_columns)

    # --- the list of columns -----------------------------------------------------------------------------
    def is_open(self) -> bool:
        """Whether the list of columns is there."""
        return self._chooser is not None and self._chooser.isVisible()

    def open(self, top: int) -> None:
        """It comes, at the right below `top` px."""
        if self._chooser is None:
            self._chooser = self._made()
        chooser = self._chooser
        chooser.open()
        height = min(chooser.height(), self._panel.height() - top - 8)
        chooser.resize(chooser.width(), height)
        chooser.move(QPoint(max(8, self._panel.width() - chooser.width() - 8), top))

    def _made(self) -> ColumnChooser:
        groupings = [(key, grouping_name(key)) for key in BESIDES]
        found = ColumnChooser(self._table, self._groupable, groupings, self._panel)
        found.setObjectName(f"{self._spec.key}.columns")
        found.reset_wanted.connect(self._put_back)
        found.closed.connect(self.closed)
        return found

    def close_list(self) -> None:
        """It goes."""
        if self._chooser is not None:
            self._chooser.close_list()

    # --- order and groups --------------------------------------------------------------------------------
    def order(self) -> Order | None:
        """What the rows are sorted by, None where it is as the queue brings it."""
        order = tuple(self._table.rows.sort_order())
        return None if order == self._spec.sort else order

    def group(self) -> str:
        """What they are grouped by, "" for nothing."""
        return self._table.rows.grouped_by()

    def arrange(self, wanted: Arrangement) -> None:
        """Sorts and groups; columns that this queue does not have are passed over."""
        rows = self._table.rows
        known = {column.key for column in rows.columns if column.sortable}
        order = wanted.sort if wanted.sort is not None else self._spec.sort
        rows.sort_by([(key, up) for key, up in order if key in known])
        rows.group_by(wanted.group if wanted.group in (*self._groupable, *BESIDES) else "")

    def in_words(self) -> tuple[str, str]:
        """What the rows are sorted and what they are grouped by, "" for nothing."""
        rows = self._table.rows
        titles = {column.key: column.title for column in rows.columns}
        order = [f"{titles[key]} {'▲' if up else '▼'}" for key, up in rows.sort_order()]
        key = rows.grouped_by()
        name = titles.get(key) or (grouping_name(key) if key else "")
        return (
            self.tr("sorted by {columns}").format(columns=words.listed(order)) if order else "",
            self.tr("grouped by {column}").format(column=name) if name else "",
        )

    def _put_back(self) -> None:
        """Columns, order and groups as the queue brings them."""
        self._table.header.put_back(self._table.viewport().width())
        self._table.rows.sort_by(list(self._spec.sort))
        self._table.rows.group_by("")
        self.fit_columns()

    # --- columns -----------------------------------------------------------------------------------------
    def restore_columns(self) -> None:
        """As the person left them."""
        columns = self._memory.columns()
        if columns:
            self._table.restore_columns(columns)

    def keep_columns(self) -> None:
        """To be there again at the next start."""
        self._memory.keep_columns(self._table.save_columns())

    def turn_to(self, page: Page) -> None:
        """Another page: the columns that stand on others alone go."""
        self._elsewhere = self._spec.columns_elsewhere(page)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Leaves out the columns that say least while there is no room for all that are wanted."""
        header = self._table.header
        # The last pixels are the scroll bar's.
        room = self._panel.width() - theme.current().px(12)
        here = [column for column in self._table.rows.columns if column.key not in self._elsewhere]
        wanted = [column for column in here if header.is_chosen(column.key)]
        header.keep_away(self._elsewhere)
        header.leave_out(without_room(wanted, room))
        header.stretch(self._table.viewport().width())
