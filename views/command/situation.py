"""The person's situation at the seat as the command line asks for it: list, selection, numbers, what is
likely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.desk import Desk
from contract.ticket import is_open
from views.bulk.plan import Planner
from views.desks.queue_screen import QueueScreen
from views.screen import Screen

MOST_NUMBERS = 50


class AtSeat:
    """The screen in front, of one desk. Answers are kept until `forget`: a command is read at every key."""

    def __init__(self, desk: Desk, planner: Planner, front: Callable[[], Screen]) -> None:
        self._desk = desk
        self._planner = planner
        self._front = front
        self._takes: dict[tuple[str, tuple[str, ...]], int] = {}

    def forget(self) -> None:
        """Something has changed."""
        self._takes.clear()

    def queue_screen(self) -> QueueScreen | None:
        """The screen in front where it has a list."""
        front = self._front()
        return front if isinstance(front, QueueScreen) else None

    # --- Situation ---------------------------------------------------------------------------------------
    def chosen(self) -> Sequence[str]:
        screen = self.queue_screen()
        if screen is None:
            return []
        selected = screen.queue.selected_ids()
        if len(selected) > 1:
            return selected
        shown = screen.ticket.ticket
        if selected:
            return selected
        return [shown.id] if shown is not None else []

    def shown(self, n: int) -> Sequence[str]:
        screen = self.queue_screen()
        return screen.queue.shown_ids(n) if screen is not None else []

    def count(self) -> int:
        screen = self.queue_screen()
        return screen.queue.model.count() if screen is not None else 0

    def numbered(self, tail: str) -> Sequence[str]:
        """Those in the list in front go before all others of the seat, open ones before the rest."""
        store, wanted = self._desk.store, tail.upper()
        found = [
            i for i in store.find_number(wanted, MOST_NUMBERS) if store.number[store.slot(i)].endswith(wanted)
        ]
        whole = [i for i in found if store.number[store.slot(i)] == wanted]
        if whole:
            return whole
        screen = self.queue_screen()
        if screen is not None:
            here = [i for i in found if screen.queue.model.view_row(store.slot(i)) >= 0]
            if here:
                return here
        return [i for i in found if is_open(store.state.at(store.slot(i)))] or found

    def takes(self, step: str, ids: Sequence[str]) -> int:
        key = (step, tuple(ids))
        if key not in self._takes:
            self._takes[key] = sum(self._planner.offered(step, ticket_id) for ticket_id in ids)
        return self._takes[key]

    def likely(self, field: str, ids: Sequence[str]) -> Sequence[object]:
        codes = self._planner.likely(field, ids)
        return [(code, None, None) for code in codes] if field == "area" else codes
