"""What only the backend knows of a ticket: its page, its proposals. Answers to old questions are dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from console.desk import Desk
from console.errors import ConsoleError
from contract.feed import Detail, Suggestions
from contract.ticket import Ticket
from views.ticket.advising import ITEM_STATES, UNIT_STATES

_AGAIN_MS = 200


class Asking(QObject):
    """Asks about one ticket at a time. `told(Detail)`, `advised(Suggestions)`, `failed(ConsoleError)`;
    `busy(bool)` while the page is on its way."""

    told = Signal(object)
    advised = Signal(object)
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self._state = ""
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_AGAIN_MS)
        self._late.timeout.connect(self._ask)

    def ask(self, ticket_id: str, ticket: Ticket | None) -> None:
        """Asks now; `ticket` is the row as the replica has it, None where it has not."""
        self._wanted = ticket_id
        self._state = ticket.state if ticket is not None else ""
        self._late.stop()
        self._ask()

    def ask_again(self, ticket: Ticket) -> None:
        """The row has changed: asks anew, once for changes that come together."""
        self._wanted, self._state = ticket.id, ticket.state
        self._late.start()

    def forget(self) -> None:
        """No ticket any more: whatever still comes is dropped."""
        self._wanted = ""
        self._late.stop()
        self.busy.emit(False)

    def _ask(self) -> None:
        wanted, desk = self._wanted, self._desk
        if not wanted:
            return

        def told(detail: Detail) -> None:
            if wanted == self._wanted:
                self.busy.emit(False)
                self.told.emit(detail)

        def failed(error: ConsoleError) -> None:
            if wanted == self._wanted:
                self.busy.emit(False)
                self.failed.emit(error)

        def advised(found: Suggestions) -> None:
            if wanted == self._wanted:
                self.advised.emit(found)

        def unadvised(_error: ConsoleError) -> None:
            """Without proposals the catalogue's own unit stands; the page tells of the line."""

        self.busy.emit(True)
        desk.run("ticket page", desk.detail(wanted), told, failed, self)
        actor = desk.actor
        if (
            actor is not None
            and actor.role in ("seat", "duty")
            and self._state in (*ITEM_STATES, *UNIT_STATES)
        ):
            desk.run("advice", desk.suggestions(wanted), advised, unadvised, self)
