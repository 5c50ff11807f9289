"""Alarms in the seat's file: how each stands, what happened, what its operator has in hand. Per account.

Written behind the program's back by the disk's worker, in order, and never waited for: a crash can lose the
last moment of it, and what stands is found again from the replica. What the disk refuses is kept here,
counted like the rest, and goes before what comes after it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import msgspec

from console.replica.database import Database

from .alarm import Alarm, Happening
from .kinds import DAY, Kind, Priority

V = TypeVar("V")
log = logging.getLogger(__name__)

KEEP = 90 * DAY
"""How long history is kept: a quarter, whose report is asked for while it runs."""

_alarm = msgspec.msgpack.Decoder(Alarm)


class Entry(msgspec.Struct, frozen=True):
    """One line of the history, its fields in the order of the file's columns; `at` in ms. Paths, names and
    channel say where the alarm came from."""

    at: int
    key: str
    what: Happening
    kind: Kind
    priority: Priority
    ticket_id: str = ""
    number: str = ""
    unit_path: str = ""
    unit_name: str = ""
    area_path: str = ""
    area_name: str = ""
    channel: str = ""
    reason: str = ""


def entry_of(alarm: Alarm, what: Happening, at: int) -> Entry:
    """What the history says of a happening."""
    about = alarm.about
    return Entry(
        at=at,
        key=alarm.key,
        what=what,
        kind=alarm.kind,
        priority=alarm.priority,
        ticket_id=about.ticket_id,
        number=about.number,
        unit_path=about.unit_path,
        unit_name=about.unit_name,
        area_path=about.area_path,
        area_name=about.area_name,
        channel=about.channel,
        reason=alarm.reason,
    )


_INSERT = (
    "INSERT INTO alarm_log (account, at, key, what, kind, priority, ticket_id, number, unit_path, unit_name,"
    " area_path, area_name, channel, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = (
    "SELECT at, key, what, kind, priority, ticket_id, number, unit_path, unit_name, area_path, area_name,"
    " channel, reason FROM alarm_log WHERE account = ? AND at >= ? ORDER BY at, n"
)


class _Batch(NamedTuple):
    """What is written in one go: lines, how alarms and hands stand (None: no more), from when on lines are
    kept."""

    account: str
    entries: Sequence[Entry] = ()
    alarms: Mapping[str, Alarm | None] = MappingProxyType({})
    hand: Mapping[str, tuple[bool, int] | None] = MappingProxyType({})
    kept_from: int = 0

    def write(self, db: sqlite3.Connection) -> None:
        account = self.account
        db.executemany(_INSERT, [(account, *msgspec.structs.astuple(entry)) for entry in self.entries])
        kept = [(account, key, _packed(a)) for key, a in self.alarms.items() if a is not None]
        db.executemany("INSERT OR REPLACE INTO alarm VALUES (?, ?, ?)", kept)
        gone = [(account, key) for key, a in self.alarms.items() if a is None]
        db.executemany("DELETE FROM alarm WHERE account = ? AND key = ?", gone)
        hand = [(account, key, *row) for key, row in self.hand.items() if row is not None]
        db.executemany("INSERT OR REPLACE INTO alarm_hand VALUES (?, ?, ?, ?)", hand)
        free = [(account, key) for key, row in self.hand.items() if row is None]
        db.executemany("DELETE FROM alarm_hand WHERE account = ? AND ticket_id = ?", free)
        if self.kept_from:
            db.execute("DELETE FROM alarm_log WHERE account = ? AND at < ?", (account, self.kept_from))


class Journal:
    """One account's part of the file at a time; `write` gives what gathered to the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.account = ""
        self._entries: list[Entry] = []
        self._alarms: dict[str, Alarm | None] = {}
        self._hand: dict[str, tuple[bool, int] | None] = {}
        self._tended_at = 0
        self._refused: list[_Batch] = []
        """Set by the worker alone; a list is never changed, another takes its place."""
        self._not_yet: list[_Batch] = []
        """What the file does not have for sure, oldest first: the worker may be long about other things, and
        nobody waits for it. The worker takes out of it what it has committed."""

    @property
    def refused(self) -> bool:
        """Whether the disk has not taken what happened lately."""
        return bool(self._refused)

    def open(self, account: str) -> tuple[list[Alarm], set[str], dict[str, int] | None]:
        """Takes up an account: its alarms, the tickets it has in hand, and the urges it knew of by ticket
        (None for an account that was never here)."""
        self.write()
        self.account, self._tended_at = account, 0
        not_yet = self._mine_not_yet()
        reader = self._database.reader
        alarms: dict[str, Alarm] = {}
        for key, body in reader.execute("SELECT key, body FROM alarm WHERE account = ?", (account,)):
            try:
                alarms[key] = _alarm.decode(body)
            except msgspec.DecodeError:
                # Of another version: what stands is found anew from the replica.
                log.warning("a kept alarm cannot be read")
                self._alarms[key] = None
        found = reader.execute(
            "SELECT ticket_id, in_hand, urges FROM alarm_hand WHERE account = ?", (account,)
        ).fetchall()
        rows: dict[str, tuple[bool, int]] = {
            ticket_id: (in_hand, urges) for ticket_id, in_hand, urges in found
        }
        for batch in not_yet:
            _lay_over(alarms, batch.alarms)
            _lay_over(rows, batch.hand)
        hand = {ticket_id for ticket_id, (in_hand, _) in rows.items() if in_hand and ticket_id}
        known = {ticket_id: urges for ticket_id, (_, urges) in rows.items() if ticket_id}
        return list(alarms.values()), hand, known if rows else None

    def _mine_not_yet(self) -> list[_Batch]:
        """To be asked before the file is: what is committed in between is then seen twice, never not at
        all."""
        return [batch for batch in tuple(self._not_yet) if batch.account == self.account]

    def tend(self, now: int) -> None:
        """Once a day throws away history that is older than is kept: a console may run for months. Only for
        a time that the backend has said: by the clock of a machine that is wrong, all of it would be old."""
        if not self.account or now - self._tended_at < DAY:
            return
        self._tended_at = now
        self._later(_Batch(self.account, kept_from=now - KEEP))

    # --- what gathers ------------------------------------------------------------------------------------
    def happened(self, alarm: Alarm, what: Happening, at: int) -> Entry:
        """One line more."""
        entry = entry_of(alarm, what, at)
        self._entries.append(entry)
        return entry

    def keep(self, key: str, alarm: Alarm | None) -> None:
        """How an alarm stands now; None: back to normal."""
        self._alarms[key] = alarm

    def keep_hand(self, rows: Iterable[tuple[str, bool, int]]) -> None:
        """Tickets with whether they are in hand and the urges answered or heard of."""
        for ticket_id, in_hand, urges in rows:
            self._hand[ticket_id] = (in_hand, urges) if in_hand or urges or not ticket_id else None

    def write(self) -> None:
        """Gives what gathered to the worker, and what was refused once more."""
        if not (self._entries or self._alarms or self._hand) or not self.account:
            if self._refused:
                self._later()
            return
        batch = _Batch(self.account, self._entries, self._alarms, self._hand)
        self._entries, self._alarms, self._hand = [], {}, {}
        self._later(batch)

    def _later(self, *fresh: _Batch) -> None:
        tried: list[_Batch] = []
        self._not_yet.extend(fresh)

        def work(db: sqlite3.Connection) -> None:
            tried.extend((*self._refused, *fresh))
            for one in tried:
                one.write(db)

        def done() -> None:
            self._refused = []
            for one in tried:
                # By its place, which no other thread moves: only this one takes out.
                self._not_yet.pop(next(n for n, batch in enumerate(self._not_yet) if batch is one))

        def failed() -> None:
            # Tried again every second: said once.
            before = tried[: len(tried) - len(fresh)] or self._refused
            if not before:
                log.error("the alarm log could not be written")
            self._refused = [*before, *fresh]

        self._database.write_later(work, failed, done)

    # --- reading -----------------------------------------------------------------------------------------
    def since(self, instant: int) -> list[Entry]:
        """This account's lines from an instant on, oldest first, what was just given to the worker and what
        the disk refused included."""
        self.write()
        not_yet = self._mine_not_yet()
        begin = max((instant, *(batch.kept_from for batch in not_yet)))
        found = [Entry(*v) for v in self._database.reader.execute(_SELECT, (self.account, begin))]
        there = set(found) if not_yet else set()
        fresh = (e for batch in not_yet for e in batch.entries)
        return [*found, *(e for e in fresh if e.at >= begin and e not in there)]


def _packed(alarm: Alarm) -> bytes:
    return msgspec.msgpack.encode(alarm)


def _lay_over(standing: dict[str, V], later: Mapping[str, V | None]) -> None:
    for key, value in later.items():
        if value is None:
            standing.pop(key, None)
        else:
            standing[key] = value
