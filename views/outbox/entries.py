"""What the outbox lists, as rows of a table: acts that wait or are stuck, dropped ones, half-typed forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from console.drafts import Draft
from console.outbox import OutboxRow
from views import words
from views.context import Context
from views.outbox import telling
from views.outbox.half_written import heading_of
from views.waiting import waiting_words
from widgets.table import Slots, text_key

translate = QCoreApplication.translate

PAGES = ("conflict", "parked", "waiting", "dropped", "draft")


def page_of(row: OutboxRow) -> str:
    """On which page an act of the outbox stands."""
    return row.state if row.state in ("conflict", "parked") else "waiting"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; exactly one of `row` and `draft` is there."""

    key: str
    page: str
    at: int
    row: OutboxRow | None = None
    draft: Draft | None = None
    what: str = ""
    number: str = ""
    about: str = ""
    how: str = ""

    @property
    def kind(self) -> str:
        """What is decided on alike: the act with its outcome."""
        return f"{self.row.action} {self.row.outcome}" if self.row is not None else "draft"


def entries_of(context: Context) -> list[Entry]:
    """Everything there is now."""
    desk = context.desk
    found = [_of_row(row, page_of(row), context) for row in desk.outbox]
    found += [_of_row(row, "dropped", context) for row in desk.dropped]
    found += [_of_draft(draft, "draft", context) for draft in desk.drafts.forms()]
    found += [_of_draft(draft, "dropped", context) for draft in desk.drafts.discarded]
    return found


def _of_row(row: OutboxRow, page: str, context: Context) -> Entry:
    if page == "conflict" and row.problem is not None and row.problem.first is not None:
        first = row.problem.first
        how = words.dotted((first.by, context.desk.action_name(first.action)))
    elif page == "parked" and row.problem is not None:
        how = telling.said(row.problem)[0]
    elif page == "dropped":
        how = translate("Outbox", "dropped")
    else:
        how = waiting_words(row)
    return Entry(
        key=row.action_id,
        page=page,
        at=row.done_at,
        row=row,
        what=telling.what(row, context),
        number=telling.number(row, context),
        about=words.dotted((telling.subject(row, context), telling.carried(row, context))),
        how=how,
    )


def _of_draft(draft: Draft, page: str, context: Context) -> Entry:
    what, number, about = heading_of(draft, context)
    return Entry(
        key=f"{page} {draft.key}",
        page=page,
        at=draft.changed_at,
        draft=draft,
        what=what,
        number=number,
        about=about,
        how=translate("Outbox", "not sent") if page == "draft" else translate("Outbox", "discarded"),
    )


class EntryRows:
    """A `RowSource` over entries."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._slots = Slots[Entry]()

    def put(self, entries: Iterable[Entry]) -> list[int]:
        """Takes the list as it is now; gives the slots that came, changed or went."""
        return self._slots.put({entry.key: entry for entry in entries})

    def slot(self, key: str) -> int:
        """Where an entry stands, -1 for nowhere."""
        return self._slots.slot(key)

    def entry(self, slot: int) -> Entry | None:
        """The entry in a slot."""
        return self._slots.row(slot)

    def on(self, page: str) -> list[Entry]:
        """The entries of a page, in no order."""
        return [entry for entry in self._slots.rows if entry is not None and entry.page == page]

    def is_on(self, slots: NDArray[np.int64], page: str) -> NDArray[np.bool_]:
        """Which of these slots belong to a page."""
        pages = [entry is not None and entry.page == page for entry in self._slots.rows]
        return np.array([pages[slot] for slot in slots.tolist()], dtype=np.bool_)

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def pending(self, row: int) -> bool:
        entry = self.entry(row)
        return entry is not None and entry.page == "waiting"

    def sort_key(self, column: str) -> NDArray[Any]:
        if column == "at":
            return np.array([0 if e is None else e.at for e in self._slots.rows], dtype=np.int64)
        texts = ["" if e is None else str(getattr(e, column)) for e in self._slots.rows]
        return np.array([text_key(text) for text in texts], dtype=np.int64)

    def cell(self, row: int, column: str) -> object:
        entry = self.entry(row)
        if entry is None:
            return ""
        match column:
            case "at":
                return self._local(entry.at)
            case _:
                return getattr(entry, column)

    def _local(self, instant: int) -> datetime:
        return words.local(instant, self._context.reference)
