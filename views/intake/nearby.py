"""Open tickets that may be the same matter, beside the form that is being filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from contract.ticket import Ticket
from views import words
from views.context import Context
from views.rebuilding import empty
from widgets import theme
from widgets.moments import short_time

_MOST = 4


class Nearby(QWidget):
    """A short list. `opened(ticket_id)`: look at it; `same(ticket_id)`: the call is about that one."""

    opened = Signal(str)
    same = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("call.nearby")
        theme.set_surface(self, "card")
        self._context = context
        self._ids: tuple[str, ...] = ()
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

    def show_tickets(self, tickets: Sequence[Ticket]) -> None:
        """Shows these; hides itself when there are none."""
        shown = tickets[:_MOST]
        ids = tuple(t.id for t in shown)
        if ids == self._ids:
            return
        self._ids = ids
        empty(self._rows)
        for number, ticket in enumerate(shown):
            self._rows.addWidget(self._row(number, ticket))
        self._title.setText(self.tr("May be the same matter: {n} open").format(n=len(tickets)))
        self.setVisible(bool(shown))

    def _row(self, number: int, ticket: Ticket) -> QWidget:
        row = QWidget(self)
        reference = self._context.reference
        now = words.local(self._context.now(), reference)
        text = words.dotted(
            (
                short_time(words.local(ticket.reported_at, reference), now),
                ticket.title,
                words.area(ticket, reference),
                self._context.desk.state_name(ticket.state),
            )
        )
        label = QLabel(text, row)
        label.setWordWrap(True)
        theme.set_role(label, "dim")
        look = QPushButton(ticket.number, row)
        look.setObjectName(f"call.nearby.{number}.open")
        look.setProperty("flat", True)
        look.clicked.connect(lambda: self.opened.emit(ticket.id))
        same = QPushButton(self.tr("It is this one"), row)
        same.setObjectName(f"call.nearby.{number}.same")
        same.clicked.connect(lambda: self.same.emit(ticket.id))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(look)
        layout.addWidget(label, 1)
        layout.addWidget(same)
        return row
