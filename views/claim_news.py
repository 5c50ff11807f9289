"""Says to whom it happens that a ticket they were in has been taken over: by whom, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.replica.columns import Changes
from views import words
from views.everywhere import Deed
from views.notices import OPEN_KEY, READ_KEY

if TYPE_CHECKING:
    from views.seat_window import SeatWindow


class ClaimNews(QObject):
    """Follows the claims of whoever sits here."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._desk = seat.desk
        self._mine: set[str] = set()
        notices = seat.notices
        for name, text, key, act in (
            ("notice.open", self.tr("Do what the notice offers"), OPEN_KEY, notices.act),
            ("notice.read", self.tr("The notice is read"), READ_KEY, notices.read),
        ):
            seat.everywhere.add(Deed(name, text, key, act))
        self._desk.changed.connect(self._on_changed)
        self._desk.reloaded.connect(self._anew)
        self._anew()

    def _anew(self) -> None:
        actor, store = self._desk.actor, self._desk.store
        if actor is None:
            return
        held = store.claim_by.where(lambda by: by == actor.id) & store.alive
        self._mine = {store.ids[slot] for slot in held.nonzero()[0]}

    def _on_changed(self, changes: Changes) -> None:
        actor, store = self._desk.actor, self._desk.store
        if actor is None:
            return
        slots = changes.slots
        held = store.alive[slots] & (store.claim_by.codes[slots] == store.claim_by.code(actor.id))
        mine = {store.ids[slot] for slot in slots[held].tolist()}
        lost = (self._mine - mine).intersection(store.ids[slot] for slot in slots[~held].tolist())
        self._mine = (self._mine | mine) - lost
        for ticket_id in sorted(lost):
            self._lost(ticket_id, actor.id)

    def _lost(self, ticket_id: str, account: str) -> None:
        """A ticket is no longer this seat's: it was given back, ran out, went on, or somebody took it."""
        ticket = self._desk.store.get(ticket_id)
        claim = ticket.claim if ticket is not None else None
        if ticket is None or claim is None or claim.over != account:
            return
        text = self.tr("{who} took {number} over: {why}").format(
            who=words.dotted((words.seat(claim), claim.name if claim.seat else "")),
            number=ticket.number,
            why=claim.reason,
        )
        self._seat.notices.tell_lasting(text, self.tr("Open"), lambda: self._seat.open_ticket(ticket_id))

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""
        self._desk.changed.disconnect(self._on_changed)
        self._desk.reloaded.disconnect(self._anew)
