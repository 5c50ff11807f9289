"""What was merged into a ticket: each reporter's own number, way in, answer and satisfaction, and the way out
of it again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.replica.columns import Changes
from contract.feed import Detail
from contract.ticket import Ticket
from views import standing, words
from views.context import Context
from views.rebuilding import empty
from widgets import theme

_MOST = 12


class Cluster(QWidget):
    """The list; hidden where nothing was merged. `apart(ticket_id)`: it is to be taken out again."""

    apart = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.cluster")
        theme.set_surface(self, "card")
        self._context = context
        self._ids: tuple[str, ...] = ()
        self._fetched: dict[str, Ticket] = {}
        self._shown: list[tuple[str, ...]] = []
        self._title = QLabel(self)
        theme.set_role(self._title, "strong")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        self.hide()
        context.desk.changed.connect(self._on_changed)

    def show_merged(self, ids: Sequence[str]) -> None:
        """Shows these tickets; those that this seat does not hold are asked for."""
        self._ids = tuple(ids)
        desk = self._context.desk
        for ticket_id in self._ids[:_MOST]:
            if desk.store.get(ticket_id) is None and ticket_id not in self._fetched:
                desk.run("merged ticket", desk.detail(ticket_id), self._on_detail, self._without, self)
        self._refresh()

    def _on_detail(self, detail: Detail) -> None:
        self._fetched[detail.ticket.id] = detail.ticket
        self._refresh()

    def _without(self, _error: ConsoleError) -> None:
        """Its line stays away; the title counts it."""

    def _on_changed(self, changes: Changes) -> None:
        if not changes.ids.isdisjoint(self._ids):
            self._refresh()

    def _refresh(self) -> None:
        store = self._context.desk.store
        held = [store.get(i) or self._fetched.get(i) for i in self._ids[:_MOST]]
        tickets = [ticket for ticket in held if ticket is not None and ticket.state == "merged"]
        self.setVisible(bool(tickets))
        self._title.setText(self.tr("Merged into this one: {n}").format(n=len(self._ids)))
        shown = [(ticket.id, ticket.number, self._said(ticket)) for ticket in tickets]
        if shown == self._shown:
            return
        self._shown = [(i, number, said) for i, number, said in shown]
        empty(self._rows)
        for ticket_id, number, said in shown:
            self._rows.addWidget(self._row(ticket_id, number, said))

    def _said(self, ticket: Ticket) -> str:
        """Way in, reporter, when; answered or not; how satisfied."""
        reference, now = self._context.reference, self._context.now()
        answered = ticket.beside.answered_at
        if answered is None:
            told = self.tr("not answered yet")
        else:
            told = self.tr("answered {when}").format(when=standing.moment(answered, now, reference))
        return words.dotted(
            (
                words.channel(ticket.channel, reference),
                " ".join(part for part in (ticket.reporter, ticket.reporter_phone) if part),
                standing.moment(ticket.reported_at, now, reference),
                told,
                words.satisfaction(ticket.satisfaction) if ticket.satisfaction else "",
            )
        )

    def _row(self, ticket_id: str, number: str, said: str) -> QWidget:
        row = QWidget(self)
        look = QPushButton(number, row)
        look.setObjectName(f"ticket.cluster.{number}.open")
        look.setProperty("flat", True)
        look.clicked.connect(lambda: self._context.open_ticket(ticket_id))
        label = QLabel(said, row)
        label.setWordWrap(True)
        theme.set_role(label, "dim")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(look)
        layout.addWidget(label, 1)
        actor = self._context.desk.actor
        if actor is not None and actor.role in ("seat", "duty"):
            out = QPushButton(self.tr("Un-merge"), row)
            out.setObjectName(f"ticket.cluster.{number}.apart")
            out.clicked.connect(lambda: self.apart.emit(ticket_id))
            layout.addWidget(out)
        return row
