"""A queue beside the ticket under its cursor, with the ticket's place below: the shape of most desks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from views.context import Context
from views.desks.list_screen import ListScreen
from views.docks import Panel, Share
from views.queue import QueuePanel
from views.queue_spec import QueueSpec


class QueueScreen(ListScreen):
    """The screen. `counted` are the pages whose tickets its number counts."""

    def __init__(
        self,
        context: Context,
        title: str,
        spec: QueueSpec,
        empty_ticket: tuple[str, str],
        *,
        extra: Sequence[Panel] = (),
        counted: Sequence[int] = (0,),
        claims: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._queue = QueuePanel(context, spec)
        self._counted = counted
        super().__init__(context, self._queue, title, empty_ticket, claims=claims, parent=parent)
        self._stand(
            [
                Panel("queue", title, self._queue),
                Panel("ticket", self.tr("Ticket"), self.ticket, "right", "queue"),
                *extra,
                Panel("map", self.tr("Place"), self.map, "bottom", "ticket"),
            ],
            (Share("queue", (55, 45)), Share("ticket", (66, 34), across=False, low=(78, 22))),
        )

    @property
    def queue(self) -> QueuePanel:
        """The queue."""
        return self._queue

    def count(self) -> int | None:
        """Tickets that wait here, whatever the filters say."""
        if not self._counted:
            return None
        return sum(self.queue.count_of(self.queue.spec.pages[n]) for n in self._counted)

    def _find(self, ticket_id: str) -> bool:
        found = super()._find(ticket_id)
        for number, _page in enumerate(self.queue.spec.pages):
            if found or self._counted:
                break
            # The screen of all tickets turns to the page that has it; a desk's own pages stay as they are.
            self.queue.show_page(number)
            found = self.queue.select(ticket_id)
        return found
