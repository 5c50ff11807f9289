"""What the seat holds beside the tickets, and the events of the feed that say it changed."""

from __future__ import annotations

from collections.abc import Callable

from contract.account import Actor
from contract.feed import Event

from .renewal import Renewal
from .saved_filters import SavedFilters
from .tasks import Tasks


class Beside:
    """`logged_out` is called where the backend no longer knows the session."""

    def __init__(self, filters: SavedFilters, logged_out: Callable[[], None]) -> None:
        self._filters = filters
        self._filter_list = Renewal("saved filters", filters.refresh, logged_out)

    def open(self, actor: Actor | None) -> None:
        """Takes up what is kept for whoever sits here now (None: nobody)."""
        self._filters.open(actor)

    def heard(self, event: Event | None, tasks: Tasks) -> None:
        """An event that is no ticket's; None: some may have been missed. Unknown kinds are passed by."""
        if event is None or (event.kind == "filter" and self._filters.concerned(event.account)):
            self._filter_list.due(tasks)
