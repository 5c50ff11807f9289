"""The reporter of one ticket in full: asked for, written down by the backend, gone with the ticket."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.desk import Desk
from console.errors import ConsoleError
from contract.feed import Shown
from views import words


class Revealing(QObject):
    """`told` once the reporter is known, `failed(ConsoleError)` where the centre does not say."""

    told = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self.reporter: tuple[str, str] | None = None
        """Name and phone, None until they were asked for and have come."""

    def forget(self) -> None:
        """Another ticket: what was shown goes, what is still on its way is dropped."""
        self._wanted = ""
        self.reporter = None

    def ask(self, ticket_id: str) -> None:
        """Asks for the reporter of the ticket shown; the backend writes down who saw it."""
        if self._wanted == ticket_id:
            return
        self._wanted = ticket_id

        def done(shown: Shown) -> None:
            if self._wanted == ticket_id:
                self.reporter = (words.dotted((shown.name, shown.contact)), shown.phone)
                self.told.emit()

        def failed(error: ConsoleError) -> None:
            if self._wanted == ticket_id:
                self._wanted = ""
                self.failed.emit(error)

        self._desk.run("show the reporter", self._desk.reveal_reporter(ticket_id), done, failed, self)
