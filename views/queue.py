"""A queue: pages as chips, filters, search, the table, and the line of keys under it. Every desk has one."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.replica.columns import Changes
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.filters import Filter, mask_of
from views.queue_spec import LEAST, Page, QueueSpec, columns_of
from views.rows import TicketRows
from widgets import theme
from widgets.chips import Chip, ChipBar, ChipChoice
from widgets.frame import HintLine
from widgets.light import Light, light_name, symbol
from widgets.table import ColumnTableModel, TableView
from widgets.text import SearchField

_LIGHT_REFILTER_MS = 5_000


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
        self._rows = TicketRows(desk)
        self._page = spec.pages[0]
        self._filter = Filter()
        self._applying = False

        self._chips = ChipBar(self)
        self._chips.setObjectName(f"{spec.key}.chips")
        self._search = SearchField(self.tr("Search: number, words, pinyin initials"), self)
        self._search.setObjectName(f"{spec.key}.search")
        bar = QWidget(self)
        theme.set_property(bar, "edge", "bottom")
        bar.setMinimumHeight(theme.current().px(40))
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(self._chips, 3)
        head.addWidget(self._search, 1, Qt.AlignmentFlag.AlignVCenter)
        self._search.setMinimumWidth(theme.current().px(140))
        self._search.setMaximumWidth(theme.current().px(220))

        self.model = ColumnTableModel(self._rows, columns_of(spec), self)
        self.model.sort_by(list(spec.sort))
        self.table = TableView(self.model, context.ticker, self)
        self.table.setObjectName(f"{spec.key}.table")
        self.table.setAccessibleName(spec.pages[0].text)
        self.table.set_empty(spec.empty_title, spec.empty_text)
        self._hints = HintLine(spec.hints(), self)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._hints)

        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(250)
        self._recount.timeout.connect(self._refresh_chips)
        self._ageing = QTimer(self)
        self._ageing.setInterval(_LIGHT_REFILTER_MS)
        self._ageing.timeout.connect(self._on_ageing)
        self._ageing.start()

        self._restore()
        self._set_chips()
        self._apply()
        self._chips.toggled.connect(self._on_chip)
        self._chips.chosen.connect(self._on_choice)
        self._search.searched.connect(self._on_search)
        self._search.left.connect(self.table.setFocus)
        self._search.submitted.connect(self._search_to_table)
        self._search.installEventFilter(self)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(lambda row: self.opened.emit(self.id_of(row)))
        self.table.preview_requested.connect(lambda row: self.previewed.emit(self.id_of(row)))
        self.table.cell_clicked.connect(self._on_cell)
        self.table.menu_requested.connect(self._on_menu)
        self.table.selection_changed.connect(self._refresh_hints)
        self.table.selection_changed.connect(self.selection_changed)
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_reloaded)
        desk.reference_changed.connect(self._set_chips)
        self.setFocusProxy(self.table)
        self._refresh_hints()

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
        return [self.id_of(slot) for slot in self.table.selected_ids()]

    def shown_ids(self, n: int) -> list[str]:
        """The first `n` tickets in the order shown."""
        return [self.id_of(int(slot)) for slot in self.model.visible_ids()[: max(n, 0)]]

    def select(self, ticket_id: str) -> bool:
        """Puts the cursor on a ticket; False where this queue does not show it now."""
        slot = self._context.desk.store.slot(ticket_id)
        if slot < 0 or self.model.view_row(slot) < 0:
            return False
        self.table.select_row(slot)
        return True

    def select_many(self, ids: Sequence[str]) -> None:
        """Selects these of the tickets shown, the cursor on the first."""
        store = self._context.desk.store
        rows = [
            row for row in (self.model.view_row(store.slot(i)) for i in ids if store.slot(i) >= 0) if row >= 0
        ]
        if rows:
            self.table.select_row(int(self.model.row_id(rows[0])))
        model = self.table.selectionModel()
        for row in rows[1:]:
            model.select(self.model.index(row, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)

    def count_of(self, page: Page) -> int:
        """Tickets of a page, whatever the filters say."""
        store = self._context.desk.store
        actor = self._context.desk.actor
        if store.size == 0 or actor is None:
            return 0
        keep = store.alive.copy()
        if page.states:
            keep &= store.state.where(lambda s: s in page.states)
        if page.mine:
            keep &= store.claim_by.where(lambda by: by == actor.id)
            keep &= store.claim_until > self._context.now()
        return int(keep.sum())

    def next_free(self, after: frozenset[str] = frozenset()) -> Ticket | None:
        """The first ticket in the queue's order that nobody is in and no act of this seat waits on."""
        store = self._context.desk.store
        actor = self._context.desk.actor
        now = self._context.now()
        for slot in self.model.visible_ids():
            if store.pending[slot] or self.id_of(slot) in after:
                continue
            ticket = store.ticket(int(slot))
            if ticket is None:
                continue
            claim = ticket.claim
            if claim is None or claim.until <= now or (actor is not None and claim.by == actor.id):
                return ticket
        return None

    def after(self, ticket_id: str) -> str:
        """The ticket that comes after one, else before it, of those on which no act of this seat waits."""
        store = self._context.desk.store
        place = self.model.view_row(store.slot(ticket_id))
        order = self.model.visible_ids()
        for slot in (*order[place + 1 :], *order[: max(place, 0)][::-1]):
            if not store.pending[slot] and self.id_of(slot) != ticket_id:
                return self.id_of(slot)
        return ""

    def holds(self, state: str) -> bool:
        """Whether a ticket in a state belongs to the page shown."""
        return not self._page.states or state in self._page.states

    def search(self) -> None:
        """Puts the caret into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def search_for(self, text: str) -> None:
        """Searches the list for words, as if they were typed into the search field; "" ends the search."""
        self._search.setText(text)

    def choose(self, key: str, value: str) -> bool:
        """Filters by an area or a unit (their paths), a channel or a light; "" for all. False where this
        queue has no such filter."""
        if key not in self.spec.filters:
            return False
        self._chips.set_choice(key, value or None, self._choice_name(key, value))
        self._on_choice(key, value)
        return True

    def show_page(self, number: int) -> None:
        """Shows the page of that number, from 0."""
        if 0 <= number < len(self.spec.pages):
            self._turn_to(self.spec.pages[number])

    # --- filters -----------------------------------------------------------------------------------------
    def _set_chips(self) -> None:
        chips = [
            Chip(page.key, page.text, count=self.count_of(page), on=page is self._page)
            for page in self.spec.pages
        ]
        if "area" in self.spec.filters:
            chips.append(Chip("area", self.tr("Area"), choices=tuple(self._area_choices())))
        if "unit" in self.spec.filters:
            chips.append(Chip("unit", self.tr("Unit"), choices=tuple(self._unit_choices())))
        if "channel" in self.spec.filters:
            reference = self._context.reference
            choices = tuple(ChipChoice(words.pick(c.names), c.key) for c in reference.channels)
            chips.append(Chip("channel", self.tr("Channel"), choices=choices))
        if "light" in self.spec.filters:
            lights = tuple(
                ChipChoice(f"{symbol(light)} {light_name(light)}", light.value)
                for light in (Light.RED, Light.AMBER, Light.GREEN)
            )
            chips.append(Chip("light", self.tr("Light"), choices=lights))
        self._chips.set_chips(chips)
        for key in ("area", "unit", "channel", "light"):
            value = getattr(self._filter, key)
            if key in self.spec.filters and value:
                self._chips.set_choice(key, value, self._choice_name(key, value))

    def _choice_name(self, key: str, value: str) -> str:
        """What a choice is called that the chip may not offer itself: an area or a unit further down."""
        reference = self._context.reference
        code = value.rpartition("/")[2]
        if key == "area":
            area = reference.area(code)
            return (area.short or words.pick(area.names)) if area is not None else ""
        unit = reference.unit(code) if key == "unit" else None
        return words.pick(unit.names) if unit is not None else ""

    def _area_choices(self) -> list[ChipChoice]:
        """The areas right below what this seat sees."""
        reference = self._context.reference
        actor = self._context.desk.actor
        root = actor.area_path if actor is not None and actor.area_path else reference.district.code
        depth = root.count("/") + 1
        return [
            ChipChoice(a.short or words.pick(a.names), a.path)
            for a in reference.areas
            if a.path.startswith(root + "/") and a.path.count("/") == depth
        ]

    def _unit_choices(self) -> list[ChipChoice]:
        """The units right below the centre, and those that stand under none."""
        reference = self._context.reference
        top = [u for u in reference.units if u.path.count("/") <= 1]
        return [ChipChoice(words.pick(u.names), u.path) for u in top]

    def _on_chip(self, key: str, _on: bool) -> None:
        for page in self.spec.pages:
            if page.key == key:
                self._turn_to(page)

    def _turn_to(self, page: Page) -> None:
        self._page = page
        for other in self.spec.pages:
            self._chips.set_on(other.key, other is page)
        self.table.setAccessibleName(page.text)
        self._apply()
        self._keep()
        if not self.table.selected_ids() and self.model.count():
            self.table.select_row(self.model.row_id(0))

    def _on_choice(self, key: str, data: object) -> None:
        self._filter = self._filter.with_choice(key, str(data) if data else "")
        self._apply()
        self._keep()

    def _on_search(self, text: str) -> None:
        self._filter = replace(self._filter, words=text.strip())
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the search line for the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and not self._search.composing
        ):
            self._search_to_table()
            return True
        return super().eventFilter(watched, event)

    def _search_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.selected_ids() and self.model.count():
            self.table.select_row(self.model.row_id(0))

    def _apply(self) -> None:
        actor = self._context.desk.actor
        wanted = self._filter.with_states(self._page.states, self._page.mine)
        me = actor.id if actor is not None else ""
        self.model.set_filter(
            mask_of(wanted, self._context.desk.store, me, self._context.now, self._rows.unit_path)
        )
        narrowed = self._filter != Filter()
        if narrowed:
            self.table.set_empty(
                self.tr("Nothing fits the filter"),
                self.tr("Esc in the search line clears it; All in a filter takes it away."),
            )
        else:
            self.table.set_empty(self.spec.empty_title, self.spec.empty_text)
        self.count_changed.emit()

    def _keep(self) -> None:
        kept = self._context.desk.settings.kept
        chosen = {k: getattr(self._filter, k) for k in ("area", "unit", "channel", "light")}
        kept.filters[self.spec.key] = {k: v for k, v in chosen.items() if v} | {"page": self._page.key}

    def _restore(self) -> None:
        kept = self._context.desk.settings.kept
        chosen = dict(kept.filters.get(self.spec.key, {}))
        page = chosen.pop("page", "")
        self._page = next((p for p in self.spec.pages if p.key == page), self._page)
        for key, value in chosen.items():
            if key in self.spec.filters:
                self._filter = self._filter.with_choice(key, value)
        columns = kept.columns.get(self.spec.key)
        if columns:
            self.table.restore_columns(base64.b64decode(columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Leaves out the columns that say least while there is no room for all."""
        # The last pixels are the scroll bar's.
        room = self.width() - theme.current().px(12)
        width = {column.key: theme.current().px(column.width) for column in self.model.columns}
        left_out: set[str] = set()
        for key in LEAST:
            if sum(width.values()) <= room:
                break
            if width.pop(key, None) is not None:
                left_out.add(key)
        header = self.table.header
        # A section resized in answer to one that is being hidden leaves the header with a wrong length.
        with QSignalBlocker(header):
            for n, column in enumerate(self.model.columns):
                if header.isSectionHidden(n) != (column.key in left_out):
                    header.setSectionHidden(n, column.key in left_out)
        header.stretch(self.table.viewport().width())

    def keep_columns(self) -> None:
        """Puts the table's columns into the settings; the window calls it before it closes. What is left out
        for want of room is kept as shown."""
        with QSignalBlocker(self.table.header):
            for n, column in enumerate(self.model.columns):
                if column.key in LEAST:
                    self.table.header.setSectionHidden(n, False)
        saved = base64.b64encode(self.table.save_columns()).decode()
        self._context.desk.settings.kept.columns[self.spec.key] = saved

    # --- changes -----------------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes) -> None:
        # A row that another person's act takes away moves the table's cursor on, but not what is being read.
        was_empty = self.model.count() == 0
        self._applying = True
        self.model.changed(int(slot) for slot in changes.slots)
        self._applying = False
        if was_empty:
            self._begin()
        if not self._recount.isActive():
            self._recount.start()

    def _on_reloaded(self) -> None:
        self._apply()
        self._refresh_chips()
        self._begin()

    def _begin(self) -> None:
        """The first rows of a list in front: the cursor stands on the first of them."""
        if self.isVisible() and not self.table.selected_ids() and self.model.count():
            self.table.select_row(self.model.row_id(0))

    def _on_ageing(self) -> None:
        """A light turns, a claim runs out, without any change from the backend."""
        if self.isVisible() and (self._filter.light or self._page.mine):
            self.model.refilter()
        self._refresh_chips()

    def _refresh_chips(self) -> None:
        for page in self.spec.pages:
            self._chips.set_count(page.key, self.count_of(page))
        self.count_changed.emit()

    def _refresh_hints(self) -> None:
        chosen = len(self.table.selected_ids())
        selected = self.tr("{n} selected").format(n=chosen) if chosen else ""
        self._hints.set_text(words.dotted((selected, self.spec.hints())))

    # --- what a person did -------------------------------------------------------------------------------
    def _on_current(self, slot: object) -> None:
        if not self._applying:
            self.current_changed.emit(self.id_of(slot) if isinstance(slot, int) else "")

    def _on_cell(self, slot: int, column: str) -> None:
        if column == "due":
            self.why_requested.emit(self.id_of(slot))

    def _on_menu(self, slots: Sequence[int], point: QPoint) -> None:
        if slots:
            self.menu_requested.emit(self.id_of(slots[0]), point)
