"""What every list of tickets is, whether it shows them as rows or in lanes: its pages, what narrows it, what
is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.saved_filter import SavedFilter
from contract.ticket import Ticket
from views.context import Context
from views.filtering.query import Filter
from views.filtering.saying import Said, said
from views.filters import Sieve
from views.kept_text import KeptText
from views.paging import fits, signer
from views.queue import answers
from views.queue.filter_panel import FilterPanel
from views.queue.head import QueueHead
from views.queue.kept import Arrangement, Memory
from views.queue.state_line import CLEAR_KEY, FILTER_KEY, StateLine
from views.queue_spec import Page, QueueSpec
from views.rows import TicketRows
from widgets import theme
from widgets.keys import KeyMap
from widgets.table.order import Rows


class ListPanel(QWidget):
    """The panel without what shows the tickets. `current_changed` gives a ticket id or "", `opened` is Enter,
    `why_requested` a click on what is left."""

    current_changed = Signal(str)
    opened = Signal(str)
    previewed = Signal(str)
    why_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    count_changed = Signal()
    selection_changed = Signal()
    """Another set of tickets is selected (`selected_ids`)."""
    narrowed = Signal()
    """Page or filter are others."""

    def __init__(
        self, context: Context, spec: QueueSpec, parent: QWidget | None = None, *, arranges: bool = True
    ) -> None:
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
        self._line = StateLine(spec.key, self, arranges=arranges)
        self._filters: FilterPanel | None = None
        """Made when it is first opened: a screen does not wait for it."""

    def _stand(self, *widgets: QWidget) -> None:
        """Head, state line and what comes below; the ground takes the room there is."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._head, self._line, *widgets):
            layout.addWidget(widget, 1 if widget is self.ground else 0)

    def _listen(self) -> None:
        head, line, desk = self._head, self._line, self._context.desk
        head.turned.connect(self._turn_to)
        line.filter_wanted.connect(self.open_filter)
        head.to_table.connect(self._to_ground)
        head.search.searched.connect(self._on_search)
        KeptText(head.search, desk.drafts, f".search {self.spec.key}")
        head.search.left.connect(self.ground.setFocus)
        line.dropped.connect(self._on_dropped)
        line.cleared.connect(self.clear_filter)
        self._context.ticker.tick.connect(self._on_tick)
        desk.reference_changed.connect(self._on_reference)
        desk.connection_changed.connect(self._say_age)

    def bind(self, keys: KeyMap) -> None:
        """The list's own keys, for the keys of the screen it stands on."""
        keys.bind(FILTER_KEY, self.open_filter, self.tr("Filter, saved filters"))
        keys.bind(CLEAR_KEY, self.clear_filter, self.tr("Clear the filter"))

    # --- what shows the tickets says ---------------------------------------------------------------------
    @property
    def ground(self) -> QWidget:
        """What shows the tickets and takes the keys."""
        raise NotImplementedError

    def slots_shown(self) -> Rows:
        """The tickets shown, by slot, in their order."""
        raise NotImplementedError

    def current_id(self) -> str:
        """The ticket under the cursor, "" for none."""
        raise NotImplementedError

    def selected_ids(self) -> list[str]:
        """The tickets selected, in the order shown."""
        raise NotImplementedError

    def select(self, ticket_id: str) -> bool:
        """Puts the cursor on a ticket; False where this list does not show it now."""
        raise NotImplementedError

    def select_many(self, ids: Sequence[str]) -> None:
        """Selects these of the tickets shown, the cursor on the first."""
        raise NotImplementedError

    def begin(self) -> None:
        """The cursor stands on the first ticket where none was chosen."""
        raise NotImplementedError

    def arrangement(self) -> Arrangement:
        """How the list stands now."""
        return Arrangement(self._page.key, self._filter)

    def arrange(self, wanted: Arrangement) -> None:
        """Page and filter at once; what this list does not have stays as it is."""
        self._page = next((p for p in self.spec.pages if p.key == wanted.page), self._page)
        self._head.show_page(self._page)
        self.narrow(wanted.wanted)

    def keep_columns(self) -> None:
        """Puts what else is to be kept into the settings; the window calls it before it closes."""

    def _apply(self) -> None:
        """Page or filter are others."""
        raise NotImplementedError

    def _set_empty(self, title: str, text: str) -> None:
        """What stands there where nothing is shown."""
        raise NotImplementedError

    # --- what is asked of it -----------------------------------------------------------------------------
    def id_of(self, slot: int) -> str:
        """The ticket in a slot."""
        return self._context.desk.store.ids[slot]

    def count(self) -> int:
        """How many tickets are shown."""
        return len(self.slots_shown())

    def shown_ids(self, n: int) -> list[str]:
        """The first `n` tickets in the order shown."""
        return [self.id_of(int(slot)) for slot in self.slots_shown()[: max(n, 0)]]

    def count_of(self, page: Page) -> int:
        """Tickets of a page, whatever the filters say."""
        return answers.count_of(page, self._context)

    def next_free(self, after: frozenset[str] = frozenset()) -> Ticket | None:
        """The first ticket in the list's order that nobody is in and no act of this seat waits on."""
        return answers.next_free(self.slots_shown(), after, self._context)

    def after(self, ticket_id: str) -> str:
        """The ticket that comes after one, else before it, of those on which no act of this seat waits."""
        return answers.following(self.slots_shown(), ticket_id, self._context)

    def holds(self, ticket: Ticket) -> bool:
        """Whether a ticket as it is now belongs to the page shown."""
        return fits(self._page, ticket, signer(self._context.desk))

    # --- pages -------------------------------------------------------------------------------------------
    def show_page(self, number: int) -> None:
        """Shows the page of that number, from 0."""
        if 0 <= number < len(self.spec.pages):
            self._turn_to(self.spec.pages[number])

    def _turn_to(self, page: Page) -> None:
        self._page = page
        self._head.show_page(page)
        self.ground.setAccessibleName(page.text)
        self._apply()
        self._keep()
        self.narrowed.emit()
        self.begin()

    # --- what narrows it ---------------------------------------------------------------------------------
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

    def open_filter(self) -> None:
        """The filter panel comes, or goes where it is open."""
        if self._filters is None:
            self._filters = self._filter_panel()
        elif self._filters.isVisible():
            self._filters.close_panel()
            return
        self._filters.move(8, self._below_head())
        self._filters.open(self._filter)

    def _filter_panel(self) -> FilterPanel:
        found = FilterPanel(self._context, self.spec.key, self)
        found.saved.ask_for(lambda: self.arrangement().query())
        found.changed.connect(self.narrow)
        found.applied.connect(self._on_saved)
        found.cleared.connect(self.clear_filter)
        found.closed.connect(self._to_ground)
        return found

    def close_filter(self) -> None:
        """The filter panel goes, if it is there."""
        if self._filters is not None:
            self._filters.close_panel()

    def narrowed_by(self) -> Filter:
        """The filter in force."""
        return self._filter

    def narrow(self, wanted: Filter) -> None:
        """Shows what fits another filter."""
        other = wanted != self._filter
        self._filter = wanted
        search = self._head.search
        if search.text().strip() != wanted.words:
            search.setText(wanted.words)
        self._apply()
        self._keep()
        if other:
            self.narrowed.emit()

    def clear_filter(self) -> None:
        """Shows all of the page again."""
        self.narrow(Filter())

    def sieve(self, wanted: Filter) -> Sieve:
        """What fits the page and a filter."""
        context, desk = self._context, self._context.desk
        reference, actor = desk.reference, desk.actor
        return Sieve(
            self._page,
            wanted,
            desk.store,
            self._rows.units,
            actor.id if actor is not None else "",
            context.now,
            reference.calendar if reference is not None else None,
            signer(desk),
        )

    def _sieve(self) -> Sieve:
        """What fits page and filter as they are."""
        return self.sieve(self._filter)

    def _on_search(self, text: str) -> None:
        if text.strip() != self._filter.words:
            self.narrow(replace(self._filter, words=text.strip()))

    def _on_dropped(self, condition: object) -> None:
        assert isinstance(condition, Said)
        self.narrow(self._filter.without(condition.kind, condition.value))

    def _on_saved(self, saved: object) -> None:
        assert isinstance(saved, SavedFilter)
        self.arrange(Arrangement.of(saved.query))

    def _to_ground(self) -> None:
        self.ground.setFocus(Qt.FocusReason.OtherFocusReason)
        self.begin()

    def _say_filter(self) -> None:
        """What narrows the list, where that is said, and what stands in an empty one."""
        if self._filter != Filter():
            text = self.tr("{key} clears the filter, {filter} changes it.")
            self._set_empty(self.tr("Nothing fits the filter"), text.format(key=CLEAR_KEY, filter=FILTER_KEY))
        else:
            self._set_empty(self.spec.empty_title, self.spec.empty_text)
        reference = self._context.desk.reference
        if reference is not None:
            self._line.set_said(said(self._filter, reference, self._context.now()))
        if self._filters is not None:
            self._filters.show_filter(self._filter)
            self._filters.saved.refresh()

    def _below_head(self) -> int:
        return self._head.height() + self._line.height() + 4

    # --- what changes around it --------------------------------------------------------------------------
    def _keep(self) -> None:
        self._memory.keep(self.arrangement())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._filters is not None:
            self._filters.place()

    def _on_reference(self) -> None:
        self._apply()

    def _on_tick(self) -> None:
        if self.isVisible() and self._context.desk.connection.link != "live":
            self._say_age()

    def _say_age(self) -> None:
        desk = self._context.desk
        self._line.set_age(desk.connection, self._context.now(), desk.reference)
