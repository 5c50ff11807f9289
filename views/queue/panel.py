"""The queue itself: which tickets it shows, in which order, and what a person does with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from views import words
from views.context import Context
from views.queue.arranging import Arranger
from views.queue.following import Follower
from views.queue.kept import Arrangement
from views.queue.list_panel import ListPanel
from views.queue.state_line import COLUMNS_KEY
from views.queue_spec import QueueSpec, columns_of
from widgets.frame import HintLine
from widgets.keys import KeyMap
from widgets.table import ColumnTableModel, TableView
from widgets.table.order import Rows


class QueuePanel(ListPanel):
    """The panel: tickets as rows of a table."""

    def __init__(self, context: Context, spec: QueueSpec, parent: QWidget | None = None) -> None:
        super().__init__(context, spec, parent)
        self.model = ColumnTableModel(self._rows, columns_of(spec), self)
        self.model.sort_by(list(spec.sort))
        self.table = TableView(self.model, context.ticker, self)
        self.table.setObjectName(f"{spec.key}.table")
        self.table.setAccessibleName(spec.pages[0].text)
        self._hints = HintLine(spec.hints(), self)
        self._stand(self.table, self._hints)
        self._arranger = Arranger(self.table, spec, self._memory, self)

        self._follower = Follower(context, self._rows, self.table, self.model)
        self._restore()
        self._connect()
        self._refresh_hints()

    def _connect(self) -> None:
        self._listen()
        self._line.columns_wanted.connect(self.open_columns)
        self._arranger.arranged.connect(self._on_arranged)
        self._arranger.closed.connect(self._to_ground)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(lambda row: self.opened.emit(self.id_of(row)))
        self.table.preview_requested.connect(lambda row: self.previewed.emit(self.id_of(row)))
        self.table.cell_clicked.connect(self._on_cell)
        self.table.menu_requested.connect(self._on_menu)
        self.table.selection_changed.connect(self._refresh_hints)
        self.table.selection_changed.connect(self.selection_changed)
        self._follower.recount.connect(self._refresh_counts)
        self._follower.filled.connect(self.begin)
        self._follower.renewed.connect(self._on_renewed)

    def bind(self, keys: KeyMap) -> None:
        super().bind(keys)
        keys.bind(COLUMNS_KEY, self.open_columns, self.tr("Columns, sorting, groups"))

    # --- what is shown -----------------------------------------------------------------------------------
    @property
    def ground(self) -> TableView:
        return self.table

    def slots_shown(self) -> Rows:
        self._follower.catch_up()
        return self.model.visible_ids()

    def count(self) -> int:
        return self.model.count()

    def current_id(self) -> str:
        slot = self.table.current_id()
        return self.id_of(slot) if slot is not None else ""

    def selected_ids(self) -> list[str]:
        ids = self._context.desk.store.ids
        return [ids[slot] for slot in self.table.selected_ids()]

    def select(self, ticket_id: str) -> bool:
        self._follower.catch_up()
        slot = self._context.desk.store.slot(ticket_id)
        return slot >= 0 and self.table.select_row(slot)

    def select_many(self, ids: Sequence[str]) -> None:
        store = self._context.desk.store
        self.table.select_rows([slot for slot in (store.slot(i) for i in ids) if slot >= 0])

    def begin(self) -> None:
        if not self.table.has_chosen():
            self.table.select_first()

    # --- what narrows it ---------------------------------------------------------------------------------
    def open_filter(self) -> None:
        self._arranger.close_list()
        super().open_filter()

    def _apply(self) -> None:
        self._follower.sift(self._sieve())
        self._arranger.turn_to(self._page)
        self._say_filter()
        self._refresh_counts()

    def _set_empty(self, title: str, text: str) -> None:
        self.table.set_empty(title, text)

    # --- how it is arranged ------------------------------------------------------------------------------
    def open_columns(self) -> None:
        """The list of columns comes, or goes where it is open."""
        if self._arranger.is_open():
            self._arranger.close_list()
            return
        self.close_filter()
        self._arranger.open(self._below_head())

    def arrangement(self) -> Arrangement:
        return Arrangement(self._page.key, self._filter, self._arranger.order(), self._arranger.group())

    def arrange(self, wanted: Arrangement) -> None:
        """Page, filter, order and groups at once; what this queue does not have stays as it is."""
        self._arranger.arrange(wanted)
        super().arrange(wanted)

    def _on_arranged(self) -> None:
        self._line.set_order(*self._arranger.in_words())
        self._keep()

    def _restore(self) -> None:
        self._arranger.restore_columns()
        self.arrange(self._memory.arrangement())
        self._line.set_order(*self._arranger.in_words())
        self._say_age()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arranger.fit_columns()
        super().resizeEvent(event)

    def keep_columns(self) -> None:
        self._arranger.keep_columns()

    # --- changes -----------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        self._follower.catch_up()
        super().showEvent(event)

    def _on_renewed(self) -> None:
        self._apply()
        if self.isVisible():
            self.begin()

    def _on_reference(self) -> None:
        super()._on_reference()
        self._line.set_order(*self._arranger.in_words())

    def _refresh_counts(self) -> None:
        self._follower.catch_up()
        for page in self.spec.pages:
            self._head.pages.set_count(page.key, self.count_of(page))
        self._line.set_count(self.model.matching(), self._follower.listed())
        self.count_changed.emit()

    def _refresh_hints(self) -> None:
        chosen = self.table.selected_count()
        selected = self.tr("{n} selected").format(n=chosen) if chosen else ""
        self._hints.set_text(words.dotted((selected, self.spec.hints())))

    # --- what a person did -------------------------------------------------------------------------------
    def _on_current(self, slot: object) -> None:
        if not self._follower.applying:
            self.current_changed.emit(self.id_of(slot) if isinstance(slot, int) else "")

    def _on_cell(self, slot: int, column: str) -> None:
        if column == "due":
            self.why_requested.emit(self.id_of(slot))

    def _on_menu(self, slots: Sequence[int], point: QPoint) -> None:
        if slots:
            self.menu_requested.emit(self.id_of(slots[0]), point)
