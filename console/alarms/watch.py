"""The alarms of the operator at this seat, kept current from the replica, the outbox and the link."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.outbox import OutboxRow
from console.replica.columns import Changes, Slots
from console.replica.database import Database
from console.signing import awaits_here
from contract.account import Actor
from contract.clock import MINUTE
from contract.reference import Reference

from .alarm import DEMANDS, About, Alarm, Happening
from .board import Board
from .crowds import MANY_AT_ONCE, is_crowd
from .facts import Facts
from .gathering import OF_TICKETS, Gathering
from .joint_limits import JointLimits
from .journal import Journal
from .kinds import LONGEST_SHELF, RULES, WINDOW
from .lines import Line, Rate, lines
from .not_tickets import about_joint, hear_link, hear_outbox, hear_safety
from .report import By, Report, report

if TYPE_CHECKING:
    from console.desk import Desk

PORTION = 300
"""Slots looked at in one go while a seat is taken up: a few ms."""
EVERY_MS = 30
BREAK = "break"
"""The seat's state (`contract.seat`) in which alarms are suppressed by design."""


class Alarms(QObject):
    """Alive from `start` on, which the first window calls; before it nothing is read and nothing costs.

    `changed` when what is to be read may be other; `demanded(alarm)` for every call of the operator.
    """

    changed = Signal()
    demanded = Signal(object)
    many_at_once = MANY_AT_ONCE

    def __init__(self, desk: Desk, database: Database) -> None:
        super().__init__(desk)
        self._desk = desk
        self._journal = Journal(database)
        self._demanding: list[Alarm] | None = None
        self._latest: list[Alarm] | None = None
        self.board = Board(self._happened, self._keep)
        self.rate = Rate()
        self._facts: Facts | None = None
        self._gathering: Gathering | None = None
        self._todo: deque[int] = deque()
        self._finding = False
        self._limits: JointLimits | None = None
        self._limits_of: Reference | None = None
        self._now = self._taken_at = 0
        self._next = math.inf
        self._dirty = False
        self._watching = False

    # --- life --------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Begins to watch; once is enough."""
        if self._watching:
            return
        self._watching = True
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
        self._facts = self._gathering = None
        self._limits = None
        if actor is None:
            self._journal.write()
            self._journal.account = ""
            self.board.load(())
            self._demanding = None
            self.rate.load(())
            self.changed.emit()
            return
        now = self._taken_at = self._desk.clock.now()
        alarms, self._hand, self._urges = self._journal.open(account)
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
        queue, signs = self._desk.settings.kept.alarm_queue, partial(awaits_here, self._desk)
        facts = self._facts = Facts(self._desk.store, actor, queue=queue, awaits=signs)
        facts.begin(self._hand, self._urges)
        self._now = now
        gathering = self._gathering = Gathering(facts, self.board, self._about, many=self.many_at_once)
        bits = facts.find(facts.everywhere(), now)
        standing = bits.nonzero()[0]
        facts.bits[: len(bits)] = bits
        gathering.rejoin(standing, bits[standing], now)
        self._todo = deque(gathering.take(standing, bits[standing], now, self._taken_at).tolist())
        self._finding = True
        self._next = facts.next_crossing(now)
        self._portions.start()

    def _take_portion(self) -> None:
        facts = self._facts
        if facts is None or self._resting():
            self._portions.stop()
            return
        now = self._time()
        self._look([self._todo.popleft() for _ in range(min(PORTION, len(self._todo)))], now)
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
        clock = self._desk.clock
        now = clock.now()
        if now < self._now - MINUTE:
            self._follow_back(now)
            return
        if clock.certain:
            self._journal.tend(now)
        if now >= self._next:
            self._look(facts.crossing(self._now, now).tolist(), now)
            self._next = facts.next_crossing(now)
        self._now = now
        if self._desk.holds_joints() or self._limits is not None:
            self._hear_joints(facts.actor, now)
        self.board.tick(now)
        before = self.rate.flood
        self.rate.now(now)
        self._dirty |= self.rate.flood != before
        self._settle()

    def _hear_joints(self, actor: Actor, now: int) -> None:
        rows, reference = self._desk.joints.rows(), self._desk.reference
        hear_safety(self.board, rows, actor, now)
        if reference is None:
            return
        if self._limits is None or self._limits_of is not reference:
            self._limits, self._limits_of = JointLimits(actor, reference, self._taken_at), reference
        self._limits.hear(self.board, rows, now)

    def _follow_back(self, now: int) -> None:
        """The clock was set back (a start off line had reckoned with a wrong one): what it had passed lies
        ahead again, so all that stands is found anew."""
        self.board.set_back(self._now, now)
        self.rate.set_back(now)
        self._taken_at = min(self._taken_at, now)
        self._now = now
        self._dirty = True
        self._on_reloaded()

    def _on_changed(self, changes: Changes) -> None:
        facts = self._facts
        if facts is None or self._resting():
            return
        now = self._time()
        slots = changes.slots[changes.slots < facts.store.size]
        learnt = facts.learn(slots)
        self._keep_hand(learnt.told)
        self._look(slots.tolist(), now)
        for some in (learnt.by_me, slots[facts.in_mine(slots, now)]):
            for slot in some.tolist():
                self.taken(facts.store.ids[slot])
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
        other = (found != facts.bits[array]) | (found != 0) * self._finding
        facts.bits[array] = found
        gathering = self._gathering
        assert gathering is not None
        for slot in gathering.take(array[other], found[other], now, self._taken_at).tolist():
            gathering.hear(slot, int(facts.bits[slot]), now, self._taken_at)

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
        if not self._resting():
            hear_outbox(self.board, self._desk.outbox, self._about_row, self._time())
            self._settle()

    def _on_seat(self) -> None:
        if not self._resting():
            self.set_away(self._desk.seat_state == BREAK)

    def _about_row(self, row: OutboxRow) -> About:
        if row.is_joint:
            return about_joint(row, self._desk.joints.get(row.joint_id))
        slot = self._desk.store.slot(row.ticket_id)
        if slot >= 0:
            return self._about(slot, row.done_at)
        return About(since=row.done_at, ticket_id=row.ticket_id)

    def _on_link(self) -> None:
        if not self._resting():
            hear_link(self.board, self._desk.connection, self._desk.session, self._time())
            self._settle()

    # --- what the operator does --------------------------------------------------------------------------
    def taken(self, ticket_id: str) -> None:
        """The operator opened a ticket, is in it or acted on it: its alarms are acknowledged."""
        keys = self._own(f"{family} {ticket_id}" for family in OF_TICKETS)
        self.acknowledge(key for key in keys if key in self.board.alarms)

    def _own(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The keys; what is one of a crowd among them has an alarm of its own now."""
        found = tuple(keys)
        for key in found:
            if self._gathering is not None and key not in self.board.alarms:
                self._gathering.alone(key)
        return found

    def acknowledge(self, keys: Iterable[str]) -> int:
        """Acknowledges; gives how many alarms there were to acknowledge (a crowd is one)."""
        return self._done(self.board.acknowledge(self._own(keys), self._time()))

    def shelve(self, keys: Iterable[str], minutes: int, reason: str) -> int:
        """Puts aside for so many minutes (eight hours at most); gives how many."""
        now = self._time()
        return self._done(self.board.shelve(self._own(keys), now + minutes * MINUTE, reason, now))

    def take_out(self, keys: Iterable[str], reason: str) -> int:
        """Takes out of service, with a reason, until put back; gives how many."""
        return self._done(self.board.take_out(self._own(keys), reason, self._time()))

    def bring_back(self, keys: Iterable[str]) -> int:
        """Ends shelves, puts back into service; gives how many."""
        return self._done(self.board.bring_back(self._own(keys), self._time()))

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
    @property
    def log_refused(self) -> bool:
        """Whether the disk does not take the alarm log: what happened lately is known to this run alone."""
        return self._journal.refused

    def lines(self, opened: frozenset[str] = frozenset()) -> list[Line]:
        """The lines of the panel, in order."""
        gathering = self._gathering
        return lines(
            self.board.alarms.values(),
            flood=self.rate.flood,
            opened=opened,
            crowds=gathering.crowds.sizes(self._time()) if gathering is not None else None,
            members=gathering.members if gathering is not None else lambda _key: (),
        )

    def waiting(self) -> int:
        """How many conditions call the operator now, the members of crowds counted."""
        crowds = self._gathering.crowds if self._gathering is not None else None
        return sum((crowds.count(alarm.key) if crowds else 0) or 1 for alarm in self.demanding())

    def demanding(self) -> list[Alarm]:
        """What calls the operator now; a crowd is one."""
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
        entries = self._journal.since(begin - LONGEST_SHELF)
        standing = [*self.board.alarms.values()]
        more = 0
        if self._gathering is not None:
            for key, size in self._gathering.crowds.sizes(now).items():
                standing += self._gathering.members(key, 1)
                more += max(0, size.stale - 1)
            standing = [alarm for alarm in standing if not is_crowd(alarm.key)]
        return report(entries, begin, end, by=by, now=now, standing=standing, stale_more=more)

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
        if self._desk.closed:
            return
        self._journal.write()
        if self._dirty:
            self._dirty = False
            self.rate.now(self._time())
            self.changed.emit()
