"""The queue itself: which tickets it shows, in which order, and what a person does with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.saved_filter import SavedFilter
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.filtering.query import Filter
from views.filtering.saying import Said, said
from views.filters import Sieve
from views.kept_text import KeptText
from views.queue import answers
from views.queue.arranging import Arranger
from views.queue.filter_panel import FilterPanel
from views.queue.following import Follower
from views.queue.head import QueueHead
from views.queue.kept import Arrangement, Memory
from views.queue.state_line import CLEAR_KEY, COLUMNS_KEY, FILTER_KEY, StateLine
from views.queue_spec import Page, QueueSpec, columns_of
from views.rows import TicketRows
from widgets import theme
from widgets.frame import HintLine
from widgets.keys import KeyMap
from widgets.table import ColumnTableModel, TableView


class QueuePanel(QWidget):
    """The panel. `current_changed` gives a ticket id or "", `opened` is Enter, `why_requested` a click on a
    countdown."""

    current_changed = Signal(str)
    opened = Signal(str)
    previewed = Signal(str)
    why_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    count_changed = Signal()
    selection_changed = Signal()
    """Another set of tickets is selected (`selected_ids`)."""

    def __init__(self, context: Context, spec: QueueSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.spec = spec
        self.setObjectName(f"{spec.key}.queue")
        theme.set_surface(self, "panel")
        desk = context.desk
        actor = desk.actor
        self._memory = Memory(desk.settings.kept, actor.id if actor is not None else "", spec.key)
        self._rows = TicketRows(desk)
        self._page = spec.pages[0]
        self._filter = Filter()

        self._head = QueueHead(spec, self)
        self._line = StateLine(spec.key, self)
        self.model = ColumnTableModel(self._rows, columns_of(spec), self)
        self.model.sort_by(list(spec.sort))
        self.table = TableView(self.model, context.ticker, self)
        self.table.setObjectName(f"{spec.key}.table")
        self.table.setAccessibleName(spec.pages[0].text)
        self._hints = HintLine(spec.hints(), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._line)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._hints)
        self._filters = FilterPanel(context, spec.key, self)
        self._filters.saved.ask_for(lambda: self.arrangement().query())
        self._arranger = Arranger(self.table, spec, self._memory, self)

        self._follower = Follower(context, self._rows, self.table, self.model)
        self._restore()
        self._connect()
        self._refresh_hints()

    def _connect(self) -> None:
        head, line, desk = self._head, self._line, self._context.desk
        head.turned.connect(self._turn_to)
        line.filter_wanted.connect(self.open_filter)
        line.columns_wanted.connect(self.open_columns)
        head.to_table.connect(self._to_table)
        head.search.searched.connect(self._on_search)
        KeptText(head.search, desk.drafts, f".search {self.spec.key}")
        head.search.left.connect(self.table.setFocus)
        line.dropped.connect(self._on_dropped)
        line.cleared.connect(self.clear_filter)
        self._filters.changed.connect(self.narrow)
        self._filters.applied.connect(self._on_saved)
        self._filters.cleared.connect(self.clear_filter)
        self._filters.closed.connect(self._to_table)
        self._arranger.arranged.connect(self._on_arranged)
        self._arranger.closed.connect(self._to_table)
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
        self._context.ticker.tick.connect(self._on_tick)
        desk.reference_changed.connect(self._on_reference)
        desk.connection_changed.connect(self._say_age)

    def bind(self, keys: KeyMap) -> None:
        """The queue's own keys, for the keys of the screen it stands on."""
        keys.bind(FILTER_KEY, self.open_filter, self.tr("Filter, saved filters"))
        keys.bind(CLEAR_KEY, self.clear_filter, self.tr("Clear the filter"))
        keys.bind(COLUMNS_KEY, self.open_columns, self.tr("Columns, sorting, groups"))

    # --- what is shown -----------------------------------------------------------------------------------
    def id_of(self, slot: int) -> str:
        """The ticket in a slot."""
        return self._context.desk.store.ids[slot]

    def current_id(self) -> str:
        """The ticket under the cursor, "" for none."""
        slot = self.table.current_id()
        return self.id_of(slot) if slot is not None else ""

    def selected_ids(self) -> list[str]:
        """The tickets selected, in the order shown."""
        ids = self._context.desk.store.ids
        return [ids[slot] for slot in self.table.selected_ids()]

    def shown_ids(self, n: int) -> list[str]:
        """The first `n` tickets in the order shown."""
        self._follower.catch_up()
        return [self.id_of(int(slot)) for slot in self.model.visible_ids()[: max(n, 0)]]

    def select(self, ticket_id: str) -> bool:
        """Puts the cursor on a ticket; False where this queue does not show it now."""
        self._follower.catch_up()
        slot = self._context.desk.store.slot(ticket_id)
        return slot >= 0 and self.table.select_row(slot)

    def count_of(self, page: Page) -> int:
        """Tickets of a page, whatever the filters say."""
        return answers.count_of(page, self._context)

    def next_free(self, after: frozenset[str] = frozenset()) -> Ticket | None:
        """The first ticket in the queue's order that nobody is in and no act of this seat waits on."""
        return answers.next_free(self.model.visible_ids(), after, self._context)

    def after(self, ticket_id: str) -> str:
        """The ticket that comes after one, else before it, of those on which no act of this seat waits."""
        return answers.following(self.model.visible_ids(), ticket_id, self._context)

    def holds(self, state: str) -> bool:
        """Whether a ticket in a state belongs to the page shown."""
        return not self._page.states or state in self._page.states

    def show_page(self, number: int) -> None:
        """Shows the page of that number, from 0."""
        if 0 <= number < len(self.spec.pages):
            self._turn_to(self.spec.pages[number])

    def _turn_to(self, page: Page) -> None:
        self._page = page
        self._head.show_page(page)
        self.table.setAccessibleName(page.text)
        self._apply()
        self._keep()
        self.begin()

    def begin(self) -> None:
        """The cursor stands on the first ticket where none was chosen."""
        if not self.table.has_chosen():
            self.table.select_first()

    # --- what narrows it ---------------------------------------------------------------------------------
    def select_many(self, ids: Sequence[str]) -> None:
        """Selects these of the tickets shown, the cursor on the first."""
        store = self._context.desk.store
        self.table.select_rows([slot for slot in (store.slot(i) for i in ids) if slot >= 0])

    def search(self) -> None:
        """Puts the caret into the search field."""
        self._head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._head.search.selectAll()

    def search_for(self, text: str) -> None:
        """Searches the list for words, as if they were typed into the search field; "" ends the search."""
        self._head.search.setText(text)

    def choose(self, kind: str, value: str) -> None:
        """Narrows by one area or unit (their paths), channel, item, category or light in place of those of
        its kind (`areas`, …) set before; "" for all."""
        self.narrow(self._filter.only(kind, value))

    def _on_search(self, text: str) -> None:
        if text.strip() != self._filter.words:
            self.narrow(replace(self._filter, words=text.strip()))

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.begin()

    def open_filter(self) -> None:
        """The filter panel comes, or goes where it is open."""
        if self._filters.isVisible():
            self._filters.close_panel()
            return
        self._arranger.close_list()
        self._filters.move(8, self._below_head())
        self._filters.open(self._filter)

    def narrowed_by(self) -> Filter:
        """The filter in force."""
        return self._filter

    def narrow(self, wanted: Filter) -> None:
        """Shows what fits another filter."""
        self._filter = wanted
        search = self._head.search
        if search.text().strip() != wanted.words:
            search.setText(wanted.words)
        self._apply()
        self._keep()

    def clear_filter(self) -> None:
        """Shows all of the page again."""
        self.narrow(Filter())

    def _on_dropped(self, condition: object) -> None:
        assert isinstance(condition, Said)
        self.narrow(self._filter.without(condition.kind, condition.value))

    def _on_saved(self, saved: object) -> None:
        assert isinstance(saved, SavedFilter)
        self.arrange(Arrangement.of(saved.query))

    def _apply(self) -> None:
        context, desk = self._context, self._context.desk
        reference, actor = desk.reference, desk.actor
        self._follower.sift(
            Sieve(
                self._page,
                self._filter,
                desk.store,
                self._rows.units,
                actor.id if actor is not None else "",
                context.now,
                reference.calendar if reference is not None else None,
            )
        )
        if self._filter != Filter():
            text = self.tr("{key} clears the filter, {filter} changes it.")
            self.table.set_empty(
                self.tr("Nothing fits the filter"), text.format(key=CLEAR_KEY, filter=FILTER_KEY)
            )
        else:
            self.table.set_empty(self.spec.empty_title, self.spec.empty_text)
        self._say_filter()
        self._refresh_counts()

    def _say_filter(self) -> None:
        reference = self._context.desk.reference
        if reference is not None:
            self._line.set_said(said(self._filter, reference, self._context.now()))
        self._filters.show_filter(self._filter)
        self._filters.saved.refresh()

    # --- how it is arranged ------------------------------------------------------------------------------
    def open_columns(self) -> None:
        """The list of columns comes, or goes where it is open."""
        if self._arranger.is_open():
            self._arranger.close_list()
            return
        self._filters.close_panel()
        self._arranger.open(self._below_head())

    def _below_head(self) -> int:
        return self._head.height() + self._line.height() + 4

    def arrangement(self) -> Arrangement:
        """How the queue stands now."""
        return Arrangement(self._page.key, self._filter, self._arranger.order(), self._arranger.group())

    def arrange(self, wanted: Arrangement) -> None:
        """Page, filter, order and groups at once; what this queue does not have stays as it is."""
        self._page = next((p for p in self.spec.pages if p.key == wanted.page), self._page)
        self._head.show_page(self._page)
        self._arranger.arrange(wanted)
        self.narrow(wanted.wanted)

    def _on_arranged(self) -> None:
        self._line.set_order(*self._arranger.in_words())
        self._keep()

    def _keep(self) -> None:
        self._memory.keep(self.arrangement())

    def _restore(self) -> None:
        self._arranger.restore_columns()
        self.arrange(self._memory.arrangement())
        self._line.set_order(*self._arranger.in_words())
        self._say_age()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arranger.fit_columns()
        self._filters.place()

    def keep_columns(self) -> None:
        """Puts the table's columns into the settings; the window calls it before it closes."""
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
        self._apply()
        self._line.set_order(*self._arranger.in_words())

    def _on_tick(self) -> None:
        if self.isVisible() and self._context.desk.connection.link != "live":
            self._say_age()

    def _refresh_counts(self) -> None:
        self._follower.catch_up()
        for page in self.spec.pages:
            self._head.pages.set_count(page.key, self.count_of(page))
        self._line.set_count(self.model.matching(), self._follower.listed())
        self.count_changed.emit()

    def _say_age(self) -> None:
        desk = self._context.desk
        self._line.set_age(desk.connection, self._context.now(), desk.reference)

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
