"""The panel of the duty list and the powers list: laid over the left of the frame, so that the ticket stays
in sight beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from contract.mandate import LISTS, Mandate
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.mandates.entry_rows import EntryRows
from views.mandates.telling import grounding, has_it, items_of, kind_of, level_of, list_name, whose
from views.on_line import why_not
from widgets import theme
from widgets.action_bar import ActionBar, BarAction, KeyedButton
from widgets.chips import Chip, ChipBar
from widgets.facts import Fact, FactsGrid
from widgets.frame import HintLine
from widgets.keys import KeyMap
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.text import ENTER_KEYS, SearchField
from widgets.yielding import YieldingArea

WIDTH = 760
"""Px at 100 %; on a narrow window what leaves the ticket in sight."""
SHARE = 0.56
PAGES = ("ticket", "duty", "powers")
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class MandatePanel(QFrame):
    """Laid over `host`, between its bars; the focus comes back to where it was. `cited(entry, ticket_id)`
    when a person takes an entry for the ticket beside it."""

    cited = Signal(object, str)

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("mandates.panel")
        self.setAccessibleName(self.tr("Duty and powers lists"))
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        theme.set_surface(self, "panel")
        self._context = context
        self._host = host
        self._back: QWidget | None = None
        self._margins = (0, 0)
        self._page = "ticket"
        self._ticket: Ticket | None = None
        self._takes = False
        self._rows = EntryRows(context)
        self._make()
        self._bind()
        context.desk.mandates.changed.connect(self.refresh)
        host.installEventFilter(self)
        self.hide()

    # --- what it is made of ------------------------------------------------------------------------------
    def _make(self) -> None:
        title = QLabel(self.tr("Duty and powers lists"), self)
        theme.set_role(title, "title")
        close = KeyedButton(self.tr("Close"), "Esc", self)
        close.setObjectName("mandates.close")
        close.setProperty("flat", True)
        close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 10, 8)
        head.setSpacing(12)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(close)
        self.search = SearchField(self.tr("Words, code or pinyin initials"), self)
        self.search.setObjectName("mandates.search")
        self.search.searched.connect(lambda _text: self._on_typed())
        self.search.left.connect(self.dismiss)
        self.search.installEventFilter(self)
        self._pages = ChipBar(self, name=self.tr("Which list"))
        self._pages.setObjectName("mandates.pages")
        self._pages.toggled.connect(lambda key, _on: self.show_page(key))
        self._beside = QLabel(self)
        self._beside.setObjectName("mandates.beside")
        self._beside.setWordWrap(True)
        theme.set_role(self._beside, "dim")
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 0, 16, 8)
        upper.setSpacing(8)
        for part in (self.search, self._pages, self._beside):
            upper.addWidget(part)
        columns = [
            Column("list", self.tr("List"), ColumnKind.TEXT, 92, sortable=False),
            Column("code", self.tr("Code"), ColumnKind.NUMBER, 88, sortable=False, sample="CF-0000"),
            Column("title", self.tr("Title"), ColumnKind.TWO_PART, 200, stretch=True, sortable=False),
            Column("unit", self.tr("Unit"), ColumnKind.TEXT, 150, sortable=False),
        ]
        self.model = ColumnTableModel(self._rows, columns, self)
        self.model.sort_by([("list", True)])
        self.table = TableView(self.model, None, self, name=self.tr("Entries"))
        self.table.setObjectName("mandates.table")
        self.table.activated_row.connect(lambda _slot: self.cite())
        self.table.current_changed.connect(lambda _slot: self._refresh_entry())
        self._facts = FactsGrid(2, self)
        self._facts.setObjectName("mandates.facts")
        inside = QWidget()
        hold = QVBoxLayout(inside)
        hold.setContentsMargins(16, 8, 16, 8)
        hold.addWidget(self._facts)
        self._bar = ActionBar(self, name=self.tr("What to do with an entry"))
        self._bar.setObjectName("mandates.act")
        self._bar.triggered.connect(lambda _name: self.cite())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(upper)
        layout.addWidget(self.table, 1)
        layout.addWidget(YieldingArea(inside, self, least=72))
        layout.addWidget(self._bar)
        layout.addWidget(
            HintLine(self.tr("↑ ↓ another entry · Ctrl+L another list · Enter cites it · Esc back"), self)
        )

    def _bind(self) -> None:
        keys = self.keys = KeyMap(self)
        keys.bind("Ctrl+L", self._next_page, self.tr("Another list"))
        keys.bind("/", self._to_search, self.tr("Search"))
        keys.bind("Escape", self.dismiss, self.tr("Back"))

    # --- coming and going --------------------------------------------------------------------------------
    def open(self, ticket: Ticket | None, takes: bool, top: int, bottom: int) -> None:
        """Shows it beside a ticket (None for none), `top` and `bottom` px off the host's edges; `takes`: a
        step there cites an entry. The caret stands in the search."""
        self._ticket, self._takes = ticket, takes
        self._margins = (top, bottom)
        self._back = self._host.window().focusWidget()
        self._page = "ticket" if ticket is not None and ticket.item else "duty"
        self.search.clear()
        self.refresh(hidden=True)
        self._place()
        self.show()
        self.raise_()
        self._to_search()

    def dismiss(self) -> None:
        """Takes it away."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it; it is closed in the one before."""
        if self.isVisible():
            self.dismiss()
        self._host.removeEventFilter(self)
        self._host = window
        window.installEventFilter(self)
        self.setParent(window)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> None:
        top, bottom = self._margins
        wide = min(theme.current().px(WIDTH), round(self._host.width() * SHARE))
        self.setGeometry(0, top, wide, self._host.height() - top - bottom)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its place when the window changes its size; from the search the arrows move in the list, and
        Enter takes what is under its cursor."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if (
            watched is self.search
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and not self.search.composing
        ):
            if event.key() in _MOVES:
                self._move(event.key())
                return True
            if event.key() in ENTER_KEYS and not self.search.owns_enter():
                self.cite()
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: int) -> None:
        current = self.table.current_id()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10}.get(Qt.Key(key), -10)
        if current is None:
            self.table.select_first()
            return
        row = self.model.view_row(current)
        row = min(max(row + step, 0), self.model.count() - 1)
        self.table.select_row(self.model.row_id(row))

    # --- what is shown -----------------------------------------------------------------------------------
    def show_page(self, page: str) -> None:
        """What grounds the ticket, the duty list, or the powers list."""
        self._page = page
        self.refresh()
        self._to_search()

    def _next_page(self) -> None:
        pages = self._offered()
        self.show_page(pages[(pages.index(self._page) + 1) % len(pages)] if self._page in pages else pages[0])

    def _offered(self) -> tuple[str, ...]:
        return PAGES if self._ticket is not None and self._ticket.item else PAGES[1:]

    def _on_typed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self, *, hidden: bool = False) -> None:
        """Shows what fits now, with the cursor on the first."""
        if not (hidden or self.isVisible()):
            return
        lists, ticket, text = self._context.desk.mandates, self._ticket, self.search.text()
        counts = lists.counts()
        grounds: list[Mandate] = []
        if ticket is not None:
            grounds = grounding(lists.of_item(ticket.item), ticket, self._context.reference)
        if self._page == "ticket" and not text.strip():
            entries = grounds
        else:
            entries = lists.search(text, "" if self._page == "ticket" else self._page)
        told = self._rows.show(entries, ticket)
        if told:
            self.model.changed(told)
        names = {"ticket": self.tr("This ticket"), **{name: list_name(name) for name in LISTS}}
        numbers = {"ticket": len(grounds), **counts}
        self._pages.set_chips(
            [Chip(key, names[key], numbers.get(key, 0), on=key == self._page) for key in self._offered()]
        )
        self._say_empty(bool(counts))
        self._say_beside()
        if self.model.count():
            self.table.select_row(self.model.row_id(0))
        self._refresh_entry()

    def _say_empty(self, known: bool) -> None:
        if not known:
            why = why_not(self._context.desk)
            self.table.set_empty(
                self.tr("No lists on this seat yet"),
                why or self.tr("They come from the centre once its administrator has put them in force."),
            )
        elif self.search.text().strip():
            self.table.set_empty(self.tr("Nothing found"), self.tr("Fewer words find more."))
        else:
            self.table.set_empty(
                self.tr("No entry grounds this item here"), self.tr("Type to search both lists.")
            )

    def _say_beside(self) -> None:
        ticket = self._ticket
        if ticket is None and self._takes:
            text = self.tr("Enter cites an entry in the form")
        elif ticket is None:
            text = self.tr("Open on a ticket, Enter cites an entry there")
        else:
            item, title = words.subject(ticket, self._context.reference)
            area = words.area(ticket, self._context.reference)
            text = words.dotted((ticket.number, item or title, area))
        self._beside.setText(text)

    def entries(self) -> list[Mandate]:
        """The entries shown, in their order."""
        found = (self._rows.entry(slot) for slot in self.model.visible_ids().tolist())
        return [entry for entry in found if entry is not None]

    def entry(self) -> Mandate | None:
        """The entry under the cursor."""
        return self._rows.entry(self.table.current_id())

    def _refresh_entry(self) -> None:
        entry, reference = self.entry(), self._context.reference
        facts: list[Fact] = []
        if entry is not None:
            facts = [
                Fact(f"{list_name(entry.list)} {entry.code}", words.pick(entry.names), span=2),
                Fact(self.tr("Unit"), whose(entry, self._ticket, reference)),
                Fact(self.tr("Legal basis"), words.pick(entry.basis) or "–"),
                Fact(self.tr("Kind"), words.dotted((kind_of(entry), level_of(entry, reference)))),
                Fact(self.tr("Items"), items_of(entry, reference, self._context.now()) or "–"),
            ]
        self._facts.set_facts(facts)
        unit = has_it(entry, self._ticket, reference) if entry is not None else None
        text = self.tr("Cite it")
        if unit is not None:
            text = self.tr("Cite it for {unit}").format(unit=words.pick(unit.names))
        reason = "" if self._takes else self.tr("No step of this ticket cites an entry now")
        can = entry is not None and self._takes
        self._bar.set_actions([BarAction("cite", text, "Enter", primary=can, enabled=can, reason=reason)])

    def cite(self) -> None:
        """Takes the entry under the cursor for the ticket."""
        entry = self.entry()
        if entry is None:
            return
        if not self._takes:
            self._context.tell(self.tr("No step of this ticket cites an entry now"))
            return
        # The form that takes it has the focus from here on.
        self._back = None
        self.dismiss()
        self.cited.emit(entry, self._ticket.id if self._ticket is not None else "")
