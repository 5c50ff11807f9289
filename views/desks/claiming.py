"""Saying that this seat is in a ticket: taken as the next one, or with a step's form open on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from console.errors import ConsoleError
from contract.ticket import Ticket
from views.claims import holder
from views.context import Context

_RENEW_MS = 120_000


@dataclass(slots=True)
class _Entered:
    open: bool = True
    """Its form is still open."""
    known: bool = False
    """The centre has taken the claim."""


class Claiming(QObject):
    """Claims of one screen. `in_front` is the ticket that a person of this seat has before them now, None
    where nobody works on this screen.

    A form that is opened claims its ticket where nobody is in it, so that others see it before they open
    theirs, and gives it back when it goes; what was claimed by hand before stays claimed. A claim that fails
    so is not spoken of: it warns, and whose the step is the version decides.
    """

    def __init__(self, context: Context, in_front: Callable[[], Ticket | None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._in_front = in_front
        self._entered: dict[str, _Entered] = {}
        """What was claimed for the sake of a form, until it is given back."""
        renew = QTimer(self)
        renew.setInterval(_RENEW_MS)
        renew.timeout.connect(self._renew)
        renew.start()

    def is_mine(self, ticket: Ticket) -> bool:
        """Whether this seat is in it."""
        return holder(ticket.claim, self._context.desk.actor, self._context.now()) == "me"

    def take(self, ticket: Ticket, refused: Callable[[ConsoleError], None]) -> None:
        """Claims a ticket for as long as it is in front."""
        desk = self._context.desk
        desk.run("claim", desk.claim(ticket.id), lambda _t: None, refused, self)

    def give_back(self, ticket_id: str) -> None:
        """Who goes on to the next is no longer in the one before."""
        held = self._context.desk.store.get(ticket_id)
        if held is not None and self.is_mine(held):
            self._release(ticket_id)

    def enter(self, ticket: Ticket) -> None:
        """A step's form has been opened on a ticket."""
        desk = self._context.desk
        entered = self._entered.get(ticket.id)
        if entered is not None:
            entered.open = True
        elif desk.connection.link == "live" and not holder(ticket.claim, desk.actor, self._context.now()):
            self._entered[ticket.id] = _Entered()
            desk.run(
                "claim",
                desk.claim(ticket.id),
                lambda _ticket: self._on_entered(ticket.id),
                lambda _error: self._forget(ticket.id),
                self,
            )

    def leave(self, ticket_id: str) -> None:
        """The form has gone."""
        entered = self._entered.get(ticket_id)
        if entered is not None:
            entered.open = False
            self._part(ticket_id, entered)

    def _on_entered(self, ticket_id: str) -> None:
        entered = self._entered[ticket_id]
        entered.known = True
        self._part(ticket_id, entered)

    def _part(self, ticket_id: str, entered: _Entered) -> None:
        """Gives a ticket back whose form has gone, once the centre has taken the claim: not before it."""
        if entered.known and not entered.open:
            self._forget(ticket_id)
            self._release(ticket_id)

    def _forget(self, ticket_id: str) -> None:
        del self._entered[ticket_id]

    def _release(self, ticket_id: str) -> None:
        desk = self._context.desk
        desk.run("release", desk.release(ticket_id), lambda _t: None, lambda _e: None, self)

    def _renew(self) -> None:
        """A ticket in front of somebody who works stays claimed; a seat left alone gives it back."""
        ticket, desk = self._in_front(), self._context.desk
        if ticket is not None and self.is_mine(ticket) and self._context.awake():
            desk.run("renew a claim", desk.claim(ticket.id), lambda _t: None, lambda _e: None, self)
