"""What the seat holds beside the tickets, and the events of the feed that say it changed."""

from __future__ import annotations

from collections.abc import Callable

from contract.account import Actor
from contract.feed import Event

from .mandates import MandateLists
from .renewal import Renewal
from .saved_filters import SavedFilters
from .seat_states import SeatStates
from .tasks import Tasks

BOARD_REST_S = 1.0
"""All seats are asked for at most so often, however many of them change."""


class Beside:
    """`logged_out` is called where the backend no longer knows the session, `told` with each event's kind
    ("": some may have been missed), for what screens ask the backend for themselves."""

    def __init__(
        self,
        filters: SavedFilters,
        seats: SeatStates,
        logged_out: Callable[[], None],
        told: Callable[[str], None],
        mandates: MandateLists,
    ) -> None:
        self._told = told
        self._mandates = mandates
        self._lists = Renewal("duty and powers lists", mandates.refresh, logged_out)
        self._filters = filters
        self._seats = seats
        self._filter_list = Renewal("saved filters", filters.refresh, logged_out)
        self._own_seat = Renewal("own seat", seats.refresh_own, logged_out)
        self._all_seats = Renewal("all seats", seats.refresh_all, logged_out, BOARD_REST_S)

    def open(self, actor: Actor | None) -> None:
        """Takes up what is kept for whoever sits here now (None: nobody)."""
        self._filters.open(actor)
        self._mandates.open(actor.district if actor is not None else "")
        self._seats.open(actor)

    def heard(self, event: Event | None, tasks: Tasks) -> None:
        """An event that is no ticket's; None: some may have been missed. Unknown kinds are passed by."""
        kind, account = ("", "") if event is None else (event.kind, event.account)
        self._told(kind)
        if kind in ("", "mandates"):
            self._lists.due(tasks)
        if kind in ("", "filter") and self._filters.concerned(account):
            self._filter_list.due(tasks)
        if kind in ("", "seat") and self._seats.concerned(account):
            self._own_seat.due(tasks)
        if kind in ("", "seat") and self._seats.watches:
            self._all_seats.due(tasks)
