"""The tickets that belong to the one shown: those that may be the same matter, and those merged into it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from contract.feed import Detail, Suggestions
from contract.ticket import Ticket
from views.context import Context
from views.ticket.advising import ITEM_STATES
from views.ticket.page import TicketPage


class Kin(QObject):
    """Of a ticket's page. `take` opens the form of a step of the ticket shown."""

    def __init__(
        self, context: Context, page: TicketPage, take: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._page = page
        self._take = take
        self._ticket: Ticket | None = None
        page.likely.opened.connect(context.open_ticket)
        page.likely.same.connect(self._merge)
        page.likely.again.connect(self._link)
        page.cluster.apart.connect(self._part)

    def told(self, detail: Detail | None) -> None:
        """What the backend tells of the ticket, None while it has not."""
        self._page.cluster.show_merged(detail.merged if detail is not None else ())

    def advised(self, ticket: Ticket | None, advice: Suggestions | None) -> None:
        """What may be the same matter: as long as it can be merged without further ado."""
        self._ticket = ticket
        asked = ticket is not None and ticket.state in ITEM_STATES
        place = None
        if ticket is not None and ticket.lon is not None and ticket.lat is not None:
            place = (ticket.lon, ticket.lat)
        self._page.likely.show_found(advice if asked else None, place)

    def _merge(self, into: str) -> None:
        """The form of merging, with the ticket in it that was pointed at."""
        self._open("merge", into)

    def _link(self, into: str) -> None:
        """The form of linking, with the closed ticket in it that was pointed at."""
        self._open("link/made", into)

    def _open(self, step: str, into: str) -> None:
        if self._ticket is None:
            return
        key = f"{step}:{self._ticket.id}"
        drafts = self._context.desk.drafts
        drafts.save(key, {**drafts.load(key), "into": into})
        self._take(step)

    def _part(self, ticket_id: str) -> None:
        """The form of taking a merged ticket out again, on its own page."""
        self._context.take_up(f"unmerge:{ticket_id}")
