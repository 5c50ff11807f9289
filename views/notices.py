"""What the window tells in passing, and what was done lately that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from console.errors import ConsoleError
from console.outbox import OutboxRow
from views import words
from widgets.toast import ToastHost

UNDOABLE = 50


class Notices(QObject):
    """Toasts over the window, and the undo stack. `decide` leads to what waits for a decision."""

    def __init__(self, desk: Desk, decide: Callable[[], None], window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._decide = decide
        self._undoable: list[tuple[str, ...]] = []
        self._toasts = ToastHost(window)
        self._toasts.setObjectName("toast")
        self._toasts.acted.connect(self._act)
        desk.settled.connect(self._on_settled)

    def tell(self, text: str) -> None:
        """Says something that needs no answer."""
        self._toasts.notify(text)

    def tell_undo(self, text: str, action_ids: tuple[str, ...]) -> None:
        """Says what was done, and offers to take it back."""
        self._undoable.append(action_ids)
        del self._undoable[:-UNDOABLE]
        self._toasts.notify(text, self.tr("Undo"), "Ctrl+Z", action_ids)

    def undo_last(self) -> None:
        """Takes back the last that can still be taken back."""
        while self._undoable:
            if self._undo(self._undoable[-1]):
                return
        self.tell(self.tr("Nothing to undo"))

    def _act(self, token: object) -> None:
        if isinstance(token, tuple):
            self._undo(token)
        else:
            self._decide()

    def _undo(self, token: tuple[str, ...]) -> bool:
        """Takes acts back, the last first; says why where it can't be done any more."""
        if token in self._undoable:
            self._undoable.remove(token)
        taken = False
        for action_id in reversed(token):
            try:
                how = self._desk.undo(action_id)
            except ConsoleError as error:
                if not taken:
                    self.tell(self._desk.say(error.says))
                return taken
            taken = True
            if how == "recalled":
                break
        self._toasts.notify(self.tr("Taken back"))
        return taken

    def _on_settled(self, row: OutboxRow) -> None:
        if row.state in ("conflict", "parked"):
            ticket = self._desk.store.get(row.ticket_id)
            what = self._desk.action_name(row.action, row.outcome)
            number = ticket.number if ticket is not None else ""
            why = (
                self.tr("somebody was first") if row.state == "conflict" else self.tr("refused by the centre")
            )
            self._toasts.notify(
                words.dotted((what, number, why)), self.tr("Decide"), "", "outbox", seconds=20
            )
