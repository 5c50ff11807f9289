"""The person's situation at the seat as the command line asks for it: list, selection, numbers, what is
likely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from contract.lifecycle import is_open
from views.bulk.plan import Planner
from views.desks.list_screen import ListScreen

_FIGURES = 18
"""So many fit into the columns' key of a number, whatever they are."""


class AtSeat:
    """The screen in front, of one desk. Answers are kept until `forget`: a command is read at every key."""

    def __init__(self, desk: Desk, planner: Planner, front: Callable[[], QWidget]) -> None:
        self._desk = desk
        self._planner = planner
        self._front = front
        self._takes: dict[tuple[str, tuple[str, ...]], int] = {}
        self._numbered: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Something has changed."""
        self._takes.clear()
        self._numbered.clear()

    def queue_screen(self) -> ListScreen | None:
        """The screen in front where it has a list."""
        front = self._front()
        return front if isinstance(front, ListScreen) else None

    # --- Situation ---------------------------------------------------------------------------------------
    def chosen(self) -> Sequence[str]:
        screen = self.queue_screen()
        if screen is None:
            return []
        shown = screen.ticket.ticket
        return screen.queue.selected_ids() or ([shown.id] if shown is not None else [])

    def shown(self, n: int) -> Sequence[str]:
        screen = self.queue_screen()
        return screen.queue.shown_ids(n) if screen is not None else []

    def count(self) -> int:
        screen = self.queue_screen()
        return screen.queue.count() if screen is not None else 0

    def numbered(self, tail: str) -> Sequence[str]:
        """Those in the list in front go before all others of the seat, open ones before the rest."""
        if tail not in self._numbered:
            self._numbered[tail] = self._with_tail(tail.upper())
        return self._numbered[tail]

    def _with_tail(self, wanted: str) -> list[str]:
        store = self._desk.store
        figures = "".join(c for c in wanted if c.isdecimal())[-_FIGURES:]
        # By the figures first: each key would wait for 100,000 numbers read one by one.
        near = store.number_key % 10 ** len(figures) == int(figures)
        near |= store.number_key == np.iinfo(np.int64).max  # more figures than it holds
        found = [int(s) for s in np.flatnonzero(near & store.alive) if store.number[s].endswith(wanted)]
        whole = [slot for slot in found if store.number[slot] == wanted]
        screen = self.queue_screen()
        here: list[int] = []
        if screen is not None:
            shown = np.isin(found, screen.queue.slots_shown())
            here = [slot for slot, seen in zip(found, shown, strict=True) if seen]
        opened = [slot for slot in found if is_open(store.state.at(slot))]
        return [store.ids[slot] for slot in whole or here or opened or found]

    def takes(self, step: str, ids: Sequence[str]) -> int:
        key = (step, tuple(ids))
        if key not in self._takes:
            self._takes[key] = sum(self._planner.offered(step, ticket_id) for ticket_id in ids)
        return self._takes[key]

    def likely(self, field: str, ids: Sequence[str]) -> Sequence[object]:
        codes = self._planner.likely(field, ids)
        return [(code, None, None) for code in codes] if field == "area" else codes
