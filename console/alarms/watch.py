"""The alarms of the operator at this seat, kept current from the replica, the outbox and the link."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.outbox import OutboxRow
from console.replica.columns import Changes, Slots
from console.replica.database import Database
from contract.clock import MINUTE

from . import facts as f
from .alarm import DEMANDS, About, Alarm, Happening
from .board import Board
from .facts import Facts
from .journal import Journal
from .kinds import RULES, WINDOW, Kind
from .lines import Line, Rate, lines
from .report import By, Report, report

if TYPE_CHECKING:
    from console.desk import Desk

PORTION = 300
"""Slots looked at in one go while a seat is taken up: a few ms."""
EVERY_MS = 30
LINK = "link"
BREAK = "break"
"""The seat's state (`contract.seat`) in which alarms are suppressed by design."""


class Alarms(QObject):
    """Alive from `start` on, which the first window calls; before it nothing is read and nothing costs.

    `changed` when what is to be read may be other; `demanded(alarm)` for every call of the operator.
    """

    changed = Signal()
    demanded = Signal(object)

    def __init__(self, desk: Desk, database: Database) -> None:
        super().__init__(desk)
        self._desk = desk
        self._journal = Journal(database)
        self._demanding: list[Alarm] | None = None
        self._latest: list[Alarm] | None = None
        self.board = Board(self._happened, self._keep)
        self.rate = Rate()
        self._facts: Facts | None = None
        self._todo: deque[int] = deque()
        self._finding = False
        self._now = self._taken_at = 0
        self._role = ""
        self._next = math.inf
        self._dirty = False
        self._known: set[str] = set()

    # --- life --------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Begins to watch; once is enough."""
        if self._journal.account or self._known:
            return
        self._known.add("started")
        self._portions = QTimer(self)
        self._portions.setInterval(EVERY_MS)
        self._portions.timeout.connect(self._take_portion)
        desk = self._desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_reloaded)
        desk.outbox_changed.connect(self._on_outbox)
        desk.connection_changed.connect(self._on_link)
        desk.session_changed.connect(self._on_session)
        desk.seat_changed.connect(self._on_seat)
        self._on_session()

    def _on_session(self) -> None:
        actor = self._desk.actor
        account = actor.id if actor is not None else ""
        if account == self._journal.account:
            self._on_link()
            return
        self._portions.stop()
        self._todo.clear()
        self._facts = None
        if actor is None:
            self._journal.write()
            self._journal.account = ""
            self.board.load(())
            self._demanding = None
            self.rate.load(())
            self.changed.emit()
            return
        now = self._taken_at = self._desk.clock.now()
        self._role = actor.role
        alarms, self._hand, self._urges = self._journal.open(account)
        self._journal.forget_before(now)
        self.board.load(alarms, away=self._desk.seat_state == BREAK)
        self._demanding = None
        self.rate.load(e.at for e in self._journal.since(now - WINDOW) if e.what in DEMANDS)
        self._take_up(now)
        self._on_outbox()
        self._on_link()

    def _on_reloaded(self) -> None:
        if not self._resting():
            # The slots are others now: what is in hand is known by ticket from the file.
            _, self._hand, self._urges = self._journal.open(self._journal.account)
            self._take_up(self._desk.clock.now())

    def _take_up(self, now: int) -> None:
        """Everything is looked at anew, in portions."""
        actor = self._desk.actor
        assert actor is not None
        facts = self._facts = Facts(self._desk.store, actor, queue=self._desk.settings.kept.alarm_queue)
        facts.begin(self._hand, self._urges)
        self._now = now
        self._todo = deque(facts.find(facts.everywhere(), now).nonzero()[0].tolist())
        self._finding = True
        self._next = facts.next_crossing(now)
        self._portions.start()

    def _take_portion(self) -> None:
        facts = self._facts
        if facts is None or self._resting():
            self._portions.stop()
            return
        now = self._time()
        slots = [self._todo.popleft() for _ in range(min(PORTION, len(self._todo)))]
        self._look(slots, now)
        if not self._todo:
            self._portions.stop()
            self._finding = False
            self._end_what_is_over(facts, now)
            self._keep_hand(facts.hand.nonzero()[0])
            self._journal.keep_hand([("", False, 0)])
        self._settle()

    def _end_what_is_over(self, facts: Facts, now: int) -> None:
        """What was kept and stands no longer has ended while nobody was here."""
        for key, alarm in tuple(self.board.alarms.items()):
            if not alarm.about.ticket_id or RULES[alarm.kind].family == "outbox":
                continue
            slot = facts.store.slot(alarm.about.ticket_id)
            if slot < 0 or not facts.bits[slot]:
                self.board.end(key, now)

    # --- what is heard -----------------------------------------------------------------------------------
    def _resting(self) -> bool:
        """Nobody sits here, or the desk is closed: what comes in now is found again at the next start."""
        return self._facts is None or self._desk.closed

    def _time(self) -> int:
        return max(self._desk.clock.now(), self._now)

    def tick(self) -> None:
        """A second has passed: instants that came are looked at. Cheap while none did."""
        facts = self._facts
        if facts is None or self._resting():
            return
        now = self._desk.clock.now()
        if now >= self._next or now < self._now - MINUTE:
            # A clock that was set back is followed; what it crossed twice says nothing new.
            last = min(self._now, now)
            self._look(facts.crossing(last, now).tolist(), now)
            self._next = facts.next_crossing(now)
        self._now = now
        self.board.tick(now)
        before = self.rate.flood
        self.rate.now(now)
        if self.rate.flood != before:
            self._dirty = True
        self._settle()

    def _on_changed(self, changes: Changes) -> None:
        facts = self._facts
        if facts is None or self._resting():
            return
        now = self._time()
        slots = changes.slots[changes.slots < facts.store.size]
        learnt = facts.learn(slots)
        self._keep_hand(learnt.told)
        self._look(slots.tolist(), now)
        store = facts.store
        for slot in learnt.by_me.tolist():
            self.taken(store.ids[slot])
        claims = store.claim_by
        mine = claims.code(facts.actor.id)
        for slot in slots[(claims.codes[slots] == mine) & (store.claim_until[slots] > now)].tolist():
            self.taken(store.ids[slot])
        self._next = min(self._next, facts.next_crossing(now, slots))
        self._settle()

    def _keep_hand(self, slots: Slots) -> None:
        facts = self._facts
        assert facts is not None
        store = facts.store
        self._journal.keep_hand(
            (
                store.ids[s],
                bool(facts.hand[s] and store.alive[s]),
                int(facts.heard[s]) if store.alive[s] else 0,
            )
            for s in slots.tolist()
        )

    def _look(self, slots: list[int], now: int) -> None:
        """Brings the board to what the facts say of these slots."""
        facts = self._facts
        if facts is None or not slots:
            return
        array = np.asarray(slots, np.int64)
        found = facts.find(array, now)
        other = np.flatnonzero((found != facts.bits[array]) | (found != 0) * self._finding)
        for n in other.tolist():
            self._hear(int(array[n]), int(found[n]), now)
        facts.bits[array] = found

    def _hear(self, slot: int, bits: int, now: int) -> None:
        store = self._desk.store
        ticket_id = store.ids[slot]
        covered = bool(bits & f.COVERED)
        # What began before the seat was taken was found there, however late the replica heard of it.
        changed = int(store.changed_at[slot])
        new_at = store.reported_at if self._role == "seat" else store.changed_at
        limit: Kind | None = "past" if bits & f.PAST else "near" if bits & f.NEAR else None
        for family, kind, since in (
            ("limit", limit, store.due if limit == "past" else store.amber),
            ("new", "new" if bits & f.NEW else None, new_at),
            ("back", "back" if bits & f.BACK else None, store.changed_at),
            ("urged", "urged" if bits & f.URGED else None, None),
        ):
            key = f"{family} {ticket_id}"
            if kind is None:
                self.board.end(key, now)
                continue
            about = self._about(slot, now if since is None else int(since[slot]))
            found = max(about.since, changed) < self._taken_at
            self.board.hear(key, kind, now, about, covered=covered, found=found)  # type: ignore[arg-type]

    def _about(self, slot: int, since: int) -> About:
        store = self._desk.store
        return About(
            since=since,
            ticket_id=store.ids[slot],
            number=store.number[slot],
            subject=store.item_name.at(slot) or store.title(slot),
            unit_path=store.unit_path.at(slot),
            unit_name=store.unit_name.at(slot),
            area_path=store.area_path.at(slot),
            area_name=store.area_name.at(slot),
            channel=store.channel.at(slot),
        )

    def _on_outbox(self) -> None:
        if self._resting():
            return
        now = self._time()
        stuck = {
            f"outbox {row.action_id}": row for row in self._desk.outbox if row.state in ("conflict", "parked")
        }
        for key, row in stuck.items():
            kind: Kind = "conflict" if row.state == "conflict" else "parked"
            self.board.hear(key, kind, now, self._about_row(row))
        for key, alarm in tuple(self.board.alarms.items()):
            if RULES[alarm.kind].family == "outbox" and key not in stuck:
                self.board.end(key, now)
        self._settle()

    def _on_seat(self) -> None:
        if not self._resting():
            self.set_away(self._desk.seat_state == BREAK)

    def _about_row(self, row: OutboxRow) -> About:
        slot = self._desk.store.slot(row.ticket_id)
        if slot >= 0:
            return self._about(slot, row.done_at)
        return About(since=row.done_at, ticket_id=row.ticket_id)

    def _on_link(self) -> None:
        if self._resting():
            return
        desk, now = self._desk, self._time()
        link = desk.connection
        about = About(since=link.since or now)
        if desk.session == "expired" or link.link == "offline":
            self.board.hear(LINK, "lost", now, about)
        elif link.link == "delayed":
            self.board.hear(LINK, "delayed", now, about)
        elif link.link == "live":
            self.board.end(LINK, now)
        self._settle()

    # --- what the operator does --------------------------------------------------------------------------
    def taken(self, ticket_id: str) -> None:
        """The operator opened a ticket, is in it or acted on it: its alarms are acknowledged."""
        keys = [f"{family} {ticket_id}" for family in ("limit", "new", "back", "urged")]
        self.acknowledge(key for key in keys if key in self.board.alarms)

    def acknowledge(self, keys: Iterable[str]) -> int:
        """Acknowledges; gives how many there were to acknowledge."""
        return self._done(self.board.acknowledge(keys, self._time()))

    def shelve(self, keys: Iterable[str], minutes: int, reason: str) -> int:
        """Puts aside for so many minutes (eight hours at most); gives how many."""
        now = self._time()
        return self._done(self.board.shelve(keys, now + minutes * MINUTE, reason, now))

    def take_out(self, keys: Iterable[str], reason: str) -> int:
        """Takes out of service, with a reason, until put back; gives how many."""
        return self._done(self.board.take_out(keys, reason, self._time()))

    def bring_back(self, keys: Iterable[str]) -> int:
        """Ends shelves, puts back into service; gives how many."""
        return self._done(self.board.bring_back(keys, self._time()))

    def set_away(self, away: bool) -> None:
        """Whether the operator is on a break: then alarms are suppressed by design."""
        if away == self.board.away:
            return
        (self.board.leave if away else self.board.come_back)(self._time())
        self._settle()

    def watch_queue(self, on: bool) -> None:
        """Whether what waits for the centre and nobody is in calls this seat, too; kept in the settings."""
        kept = self._desk.settings.kept
        if kept.alarm_queue != on:
            kept.alarm_queue = on
            self._desk.settings.save()
            self._on_reloaded()

    # --- what is to be read ------------------------------------------------------------------------------
    def lines(self, opened: frozenset[str] = frozenset()) -> list[Line]:
        """The lines of the panel, in order."""
        return lines(self.board.alarms.values(), flood=self.rate.flood, opened=opened)

    def demanding(self) -> list[Alarm]:
        """What calls the operator now."""
        # Asked every second: of tens of thousands of alarms that stand, only a change is worth a look at all.
        if self._demanding is None:
            self._demanding = [alarm for alarm in self.board.alarms.values() if alarm.demands]
            self._latest = None
        return self._demanding

    def latest(self) -> list[Alarm]:
        """Of what calls now, the one of each priority that did so last."""
        demanding = self.demanding()
        if self._latest is None:
            newest: dict[str, Alarm] = {}
            for alarm in demanding:
                held = newest.get(alarm.priority)
                if held is None or alarm.demanded_at > held.demanded_at:
                    newest[alarm.priority] = alarm
            self._latest = list(newest.values())
        return self._latest

    def report(self, begin: int, end: int, by: By) -> Report:
        """What happened from begin to end (ms), by unit, area or channel."""
        now = self._time()
        entries = self._journal.since(begin - 8 * 60 * MINUTE)
        return report(entries, begin, end, by=by, now=now, standing=self.board.alarms.values())

    # --- inside ------------------------------------------------------------------------------------------
    def _keep(self, key: str, alarm: Alarm | None) -> None:
        self._demanding = None
        self._journal.keep(key, alarm)

    def _happened(self, alarm: Alarm, what: Happening, at: int) -> None:
        self._journal.happened(alarm, what, at)
        self._dirty = True
        if what in DEMANDS:
            self.rate.add(at)
            self.demanded.emit(alarm)

    def _done(self, count: int) -> int:
        self._settle()
        return count

    def _settle(self) -> None:
        self._journal.write()
        if self._dirty:
            self._dirty = False
            self.rate.now(self._time())
            self.changed.emit()
