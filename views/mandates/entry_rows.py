"""Entries as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contract.mandate import Mandate
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.mandates.telling import kind_of, list_name, whose
from widgets.table import Slots


class EntryRows:
    """A `RowSource`; `show` says which slots came, changed or went."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ticket: Ticket | None = None
        self._slots = Slots[tuple[int, Mandate]]()

    def show(self, entries: Sequence[Mandate], ticket: Ticket | None) -> list[int]:
        """Takes other entries, beside a ticket or none; gives the slots to announce."""
        other = ticket != self._ticket
        self._ticket = ticket
        told = self._slots.put({entry.key: (rank, entry) for rank, entry in enumerate(entries)})
        return list(range(len(self._slots.rows))) if other else told

    def entry(self, slot: int | None) -> Mandate | None:
        """The entry in a slot."""
        ranked = self._slots.row(slot) if slot is not None else None
        return ranked[1] if ranked is not None else None

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def sort_key(self, column: str) -> NDArray[Any]:
        del column
        return np.array([-1 if ranked is None else ranked[0] for ranked in self._slots.rows], np.int64)

    def pending(self, row: int) -> bool:
        del row
        return False

    def cell(self, row: int, column: str) -> object:
        entry = self.entry(row)
        if entry is None:
            return ("", "") if column == "title" else ""
        match column:
            case "code":
                return entry.code
            case "list":
                return list_name(entry.list)
            case "title":
                return words.pick(entry.names), kind_of(entry) if entry.kind != "duty" else ""
            case _:
                return whose(entry, self._ticket, self._context.reference)
