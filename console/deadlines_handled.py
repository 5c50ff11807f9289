"""How many tickets each unit handled in the hours of past working days, out of the rows that this seat holds.

The backend keeps ended tickets on consoles for some days only. A past stretch counts as known where the seat
still holds a ticket that ended before it began: what ended later has not been taken off yet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from console.replica.columns import Columns
from console.replica.database import Database
from contract.clock import MINUTE, Calendar
from contract.lifecycle import is_open

DAYS = 5
"""Working days looked back."""
_READ = 500
"""Rows read in one go on the worker: an operator's act waits no longer than these take."""

Window = tuple[int, int]
"""A stretch of time, from an instant up to another (ms)."""


def close_of(day: int, calendar: Calendar) -> int:
    """When the last working span of a local day ends."""
    return calendar.midnight(day) + calendar.spans[-1][1] * MINUTE


def _working_before(day: int, calendar: Calendar) -> int:
    day -= 1
    while not calendar.is_working_day(day):
        day -= 1
    return day


def same_hours(now: int, until: int, calendar: Calendar, count: int = DAYS) -> list[Window]:
    """The hours from now until the close of a working day, on as many working days before it, the latest
    first. Where that day is not today's, each goes from the close of the working day before it."""
    day = calendar.day(until)
    begin = now - calendar.midnight(day) if calendar.day(now) == day else None
    found: list[Window] = []
    for _ in range(count):
        day = _working_before(day, calendar)
        midnight = calendar.midnight(day)
        since = close_of(_working_before(day, calendar), calendar) if begin is None else midnight + begin
        found.append((since, close_of(day, calendar)))
    return found


def look_back(now: int, calendar: Calendar) -> int:
    """The instant from which on handlings are needed for the windows of any `same_hours` from now on until
    the working day that runs or comes next is over."""
    day = calendar.day(now)
    while not calendar.is_working_day(day) or close_of(day, calendar) <= now:
        day += 1
    for _ in range(DAYS + 1):
        day = _working_before(day, calendar)
    return calendar.midnight(day)


@dataclass(frozen=True, slots=True)
class Handled:
    """When which unit handled tickets (their last handling), by unit path, ascending instants (ms). Complete
    from `since` on; None: nothing is known."""

    since: int | None = None
    by_unit: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def known(self, windows: Sequence[Window]) -> list[Window]:
        """Those of the windows that it covers."""
        since = self.since
        return [w for w in windows if since is not None and w[0] >= since]

    def count(self, unit: str, window: Window) -> int:
        """How many a unit (its path) handled after the beginning of a stretch and up to its end."""
        instants = self.by_unit.get(unit)
        if instants is None:
            return 0
        first, last = np.searchsorted(instants, window, side="right")
        return int(last - first)


class _Row(msgspec.Struct):
    """What of a ticket's row is read here."""

    unit_path: str = ""
    handled_at: int | None = None


_decoder = msgspec.msgpack.Decoder(_Row)


def _read(database: Database, ids: Sequence[str]) -> list[_Row]:
    """On the worker thread, through a connection of its own."""
    db = sqlite3.connect(database.path, isolation_level=None, timeout=20)
    try:
        found = (db.execute("SELECT row FROM tickets WHERE id = ?", (one,)).fetchone() for one in ids)
        return [_decoder.decode(row[0]) for row in found if row is not None]
    finally:
        db.close()


async def handled_since(database: Database, store: Columns, since: int) -> Handled:
    """Every last handling of tickets held that came after an instant. Raises StorageFault."""
    open_now = store.state.where(is_open)
    # A ticket handled after it has changed after it.
    late = np.flatnonzero(store.alive & (store.changed_at > since))
    ended = np.flatnonzero(store.alive & ~open_now)
    first = int(store.changed_at[ended].min()) if len(ended) else None
    ids = [store.ids[slot] for slot in late]
    found: dict[str, list[int]] = {}
    for n in range(0, len(ids), _READ):
        for row in await database.worker.do(_read, database, ids[n : n + _READ]):
            if row.handled_at is not None and row.handled_at > since and row.unit_path:
                found.setdefault(row.unit_path, []).append(row.handled_at)
    by_unit = {unit: np.sort(np.array(instants, np.int64)) for unit, instants in found.items()}
    return Handled(None if first is None else max(first, since), by_unit)


class LookingBack:
    """The part of the desk that counts what was done."""

    store: Columns
    _database: Database

    async def handled(self, since: int) -> Handled:
        """What units handled after an instant, of the tickets that this seat holds."""
        return await handled_since(self._database, self.store, since)
