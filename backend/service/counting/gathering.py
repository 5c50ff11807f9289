"""What one transaction changes in the tables over which figures are summed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Executable, Table, delete

from backend.service.counting.facts import Facts, Tally, tallied
from backend.service.counting.rows import Row, dispatch_rows, round_row, verification_rows
from backend.store import counted as c
from contract.calendar import Calendar
from contract.feed import Entry
from contract.ticket import Ticket

Key = tuple[str, int]
"""A ticket and a number of its own: a round's, or that of a timeline entry."""


class Gathering:
    """Rows as the steps of a transaction leave them, each once however many steps there are."""

    def __init__(self, district: str) -> None:
        self._district = district
        self._rows: dict[Table, dict[Key, Row]] = {c.rounds: {}, c.dispatches: {}, c.verifications: {}}
        self._gone: dict[Table, dict[Key, None]] = {table: {} for table in self._rows}

    def step(self, tally: Tally, entry: Entry, after: Ticket, calendar: Calendar) -> Tally:
        """Take one line of a ticket's timeline in, whose row is now `after`; gives the tally after it."""
        new = tallied(tally, entry, after, calendar)
        now, was = new.now, tally.now
        id_ = after.id
        self._rows[c.rounds][id_, now.round] = round_row(now, after)
        if now.sent != was.sent:
            self._rows[c.dispatches].update({(id_, row["n"]): row for row in dispatch_rows(now, after)})
        if now.verified != was.verified:
            self._rows[c.verifications].update(
                {(id_, row["n"]): row for row in verification_rows(now, after)}
            )
        if entry.action == "recall":
            self._forget(id_, was, now)
        return new

    def _forget(self, id_: str, was: Facts, now: Facts) -> None:
        """Rows of what a recall took back."""
        left = {
            c.rounds: {was.round} - {now.round},
            c.dispatches: {one.n for one in was.sent} - {one.n for one in now.sent},
            c.verifications: {one.n for one in was.verified} - {one.n for one in now.verified},
        }
        for table, numbers in left.items():
            for n in numbers:
                self._rows[table].pop((id_, n), None)
                self._gone[table][id_, n] = None

    def upserts(self) -> list[tuple[Table, list[Row]]]:
        """Rows to write, whether they are there or not."""
        return [(table, list(rows.values())) for table, rows in self._rows.items()]

    def deletions(self) -> Iterator[Executable]:
        """What takes rows away that steps had made which were recalled; to be run before the rows are
        written."""
        for table, keys in self._gone.items():
            for ticket, n in keys:
                yield delete(table).where(
                    table.c.district == self._district, table.c.ticket == ticket, table.c.n == n
                )
