"""What is known of one component: its facts, its tickets, its history."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from contract.component import Component, ComponentDetail
from contract.ticket import Ticket
from views import words
from views.components import component_words as said
from views.context import Context
from views.ticket.component_facts import ownerless_text
from widgets import theme
from widgets.facts import Fact, FactsGrid
from widgets.timeline import Mark, TimelineEntry, TimelineView
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

_ROWS = 5
"""Tickets that are shown without scrolling."""


class ComponentGround(QWidget):
    """`opened(ticket_id)` when one of its tickets is asked for."""

    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme.set_surface(self, "panel")
        self._title = QLabel(self)
        self._title.setObjectName("components.title")
        self._title.setWordWrap(True)
        theme.set_role(self._title, "title")
        self._facts = FactsGrid(2)
        self._facts.setObjectName("components.facts")
        self._tickets_head = QLabel(self)
        theme.set_role(self._tickets_head, "strong")
        self.tickets = QListWidget(self)
        self.tickets.setObjectName("components.tickets")
        self.tickets.setAccessibleName(translate("Components", "Tickets of this component"))
        self.tickets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tickets.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tickets.itemActivated.connect(self._on_ticket)
        head = QLabel(translate("Components", "History"), self)
        theme.set_role(head, "strong")
        self._history_head = head
        self._history = TimelineView(self)
        self._history.setObjectName("components.history")
        self._history.setAccessibleName(translate("Components", "History"))
        inside = QWidget()
        theme.set_surface(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        for part in (self._title, self._facts, self._tickets_head, self.tickets):
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(YieldingArea(inside, self, least=96), 3)
        self._below = QWidget(self)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(16, 8, 16, 8)
        below.setSpacing(6)
        below.addWidget(head)
        below.addWidget(self._history, 1)
        whole.addWidget(self._below, 2)
        self.show_one(None, None)

    def yield_room(self, yields: bool) -> None:
        """The history goes while a form is open below."""
        self._below.setVisible(not yields)

    def show_one(self, one: Component | None, detail: ComponentDetail | None) -> None:
        """Shows one; without its detail, what the list knew of it."""
        for part in (self._facts, self._tickets_head, self.tickets, self._history_head, self._history):
            part.setVisible(one is not None)
        if one is None:
            self._title.setText(translate("Components", "No component is chosen"))
            return
        self._title.setText(words.dotted((said.kind_text(one.kind), one.code)))
        self._show_facts(one)
        tickets = detail.tickets if detail is not None else ()
        self._show_tickets(tickets, detail.open_tickets if detail is not None else 0)
        self._show_history(detail)

    def _show_facts(self, one: Component) -> None:
        reference = self._context.reference
        mark, owner = said.owner_cell(one.owner, reference)
        since = words.local(one.since, reference)
        changed = words.local(one.changed_at, reference)
        area = reference.area(one.area)
        grid = words.pick(area.names) if area is not None else one.area_name
        facts = [
            Fact(translate("Components", "Owner"), owner, light=mark, span=2),
            Fact(
                translate("Components", "State"),
                words.dotted((said.state_text(one.state), f"{since:%Y-%m-%d %H:%M}")),
                light=said.state_light(one.state),
            ),
            Fact(translate("Components", "Changed"), f"{changed:%Y-%m-%d %H:%M}"),
            Fact(translate("Components", "Place"), one.place or "—", span=2),
            Fact(translate("Components", "Grid"), grid),
            Fact(translate("Components", "Coordinates"), f"{one.lon:.6f}, {one.lat:.6f}"),
        ]
        if one.owner.nobody:
            text = ownerless_text(reference)
            facts.insert(1, Fact(translate("Components", "What to do"), text, span=2))
        self._facts.set_facts(facts)

    def _show_tickets(self, tickets: tuple[Ticket, ...], open_count: int) -> None:
        head = translate("Components", "Tickets")
        self._tickets_head.setText(
            words.dotted((head, said.open_text(open_count) or translate("Components", "none open")))
        )
        self.tickets.clear()
        self.tickets.setVisible(bool(tickets))
        desk = self._context.desk
        for ticket in tickets:
            item, title = words.subject(ticket, desk.reference)
            at = words.local(ticket.reported_at, desk.reference)
            text = words.dotted(
                (ticket.number, desk.state_name(ticket.state), f"{at:%m-%d %H:%M}", item, title)
            )
            row = QListWidgetItem(text, self.tickets)
            row.setData(Qt.ItemDataRole.UserRole, ticket.id)
            row.setToolTip(text)
        rows = min(len(tickets), _ROWS)
        self.tickets.setFixedHeight(rows * theme.current().row_height + 4 if rows else 0)

    def _show_history(self, detail: ComponentDetail | None) -> None:
        reference = self._context.reference
        entries: list[TimelineEntry] = []
        for line in detail.history if detail is not None else ():
            at = words.local(line.at, reference)
            changes = words.listed(said.change_text(was, reference) for was in line.fields)
            entries.append(
                TimelineEntry(
                    f"{at:%Y-%m-%d %H:%M}",
                    line.by_name,
                    said.action_text(line.action),
                    words.dotted((changes, line.reason)),
                    Mark.NOW if not entries else Mark.PLAIN,
                    line.version,
                )
            )
        self._history.set_entries(entries)

    def _on_ticket(self, row: QListWidgetItem) -> None:
        self.opened.emit(str(row.data(Qt.ItemDataRole.UserRole)))

    def first_ticket(self) -> bool:
        """The caret goes to its tickets; False where there are none."""
        if not self.tickets.count():
            return False
        self.tickets.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tickets.setCurrentRow(max(self.tickets.currentRow(), 0))
        return True
