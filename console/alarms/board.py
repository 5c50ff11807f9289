"""The board: every alarm of one seat, moved through the states of ISA-18.2. Pure; instants are handed in.

What is promised (tests/unit/test_alarms_board.py tries it with every order of events that hypothesis finds):
a condition that stands has an alarm; one that nobody acknowledged, shelved, took out or covered demands; what
is covered or shelved does not; a shelf ends at its instant; an acknowledged alarm comes back when it gets
worse, or when it still stands after a while.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from .alarm import About, Alarm, Happening
from .kinds import CHATTER, LONGEST_SHELF, RULES, STALE, WINDOW, Kind, rank

Tell = Callable[[Alarm, Happening, int], None]
"""Told of everything that happens: the alarm after it, what happened, when (ms)."""


class Board:
    """Alarms by key. `tell` is called once for each happening, `kept` after each with the alarm to keep, or
    with None for a key that has gone back to normal."""

    def __init__(
        self, tell: Tell, kept: Callable[[str, Alarm | None], None] = lambda _key, _alarm: None
    ) -> None:
        self._tell = tell
        self._kept = kept
        self.alarms: dict[str, Alarm] = {}
        self.away = False
        self._rises: dict[str, tuple[int, ...]] = {}
        self._timers: list[tuple[int, str]] = []

    def load(self, alarms: Iterable[Alarm], *, away: bool = False) -> None:
        """Takes up what was kept; what it was before is forgotten."""
        self.alarms = {alarm.key: alarm for alarm in alarms}
        self.away = away
        for alarm in tuple(self.alarms.values()):
            # What was only unread when the break began is so after it; all else is heard of again.
            if alarm.state == "suppressed" and alarm.before == "returned" and not (alarm.stands or away):
                self._put(replace(alarm, state="returned"))
        self._rises.clear()
        self._timers = [(at, alarm.key) for alarm in self.alarms.values() if (at := _next(alarm))]
        heapq.heapify(self._timers)

    # --- conditions --------------------------------------------------------------------------------------
    def hear(
        self, key: str, kind: Kind, now: int, about: About, *, covered: bool = False, found: bool = False
    ) -> None:
        """The condition of a key stands. Said as often as one likes; only what is new in it happens."""
        self.tick(now)
        old = self.alarms.get(key)
        if old is None:
            self._rise(key, kind, now, about, covered=covered, found=found)
            return
        alarm = replace(
            old, kind=kind, about=replace(about, since=old.about.since), stands=True, covered=covered
        )
        worse = rank(kind) > rank(old.kind)
        if worse:
            alarm = replace(alarm, about=about, repeats=0)
        hidden = covered or self.away
        if alarm.state in ("unacknowledged", "acknowledged", "returned") and hidden:
            self._suppress(alarm, now, worse=worse)
        elif alarm.state == "suppressed":
            if worse or alarm.before == "returned":
                alarm = replace(alarm, before="unacknowledged")
            if hidden:
                self._put(alarm)
            else:
                self._resume(alarm, now)
        elif worse and alarm.state != "out":
            if hidden:
                self._suppress(alarm, now, worse=True)
            else:
                self._demand(alarm, "escalated", now)
        elif alarm.state == "returned":
            self._rise(key, kind, now, about, covered=False, found=False)
        elif not old.stands and alarm.chatters(now):
            self._put(replace(alarm, held_until=now + WINDOW))
        elif alarm != old:
            self._put(alarm)
            if rank(kind) < rank(old.kind):
                self._tell(alarm, "eased", now)

    def end(self, key: str, now: int) -> None:
        """The condition of a key stands no longer."""
        self.tick(now)
        alarm = self.alarms.get(key)
        if alarm is None or not alarm.stands:
            return
        alarm = replace(alarm, stands=False)
        if alarm.chatters(now) and alarm.state in ("unacknowledged", "acknowledged"):
            self._put(replace(alarm, held_until=now + WINDOW))
        else:
            self._end(alarm, now)

    def _end(self, alarm: Alarm, now: int) -> None:
        """What is left of one whose condition ended."""
        unread = alarm.state == "unacknowledged" or (
            alarm.state == "suppressed" and alarm.before == "unacknowledged" and not alarm.covered
        )
        if alarm.state == "shelved":
            self._put(alarm)
        elif unread and RULES[alarm.kind].latches and alarm.demanded_at:
            alarm = replace(alarm, state="returned", changed_at=now)
            self._put(alarm)
        elif alarm.state != "returned":
            self._drop(alarm.key)
        self._tell(alarm, "ended", now)

    def _rise(self, key: str, kind: Kind, now: int, about: About, *, covered: bool, found: bool) -> None:
        alarm = Alarm(
            key=key, kind=kind, about=about, state="unacknowledged", covered=covered, changed_at=now
        )
        if covered or self.away:
            self._suppress(alarm, now, worse=True)
        else:
            alarm, fresh = self._counted(alarm, now)
            self._demand(alarm, "found" if found else "raised", now)
            if fresh:
                self._tell(alarm, "chattering", now)

    def _counted(self, alarm: Alarm, now: int) -> tuple[Alarm, bool]:
        """The alarm with one rise more; whether that makes it one that chatters."""
        rises = (*(at for at in self._rises.get(alarm.key, ()) if at > now - WINDOW), now)
        self._rises[alarm.key] = rises
        heapq.heappush(self._timers, (now + WINDOW, alarm.key))
        if len(rises) < CHATTER:
            return alarm, False
        return replace(alarm, held_until=now + WINDOW), not alarm.chatters(now)

    def _demand(self, alarm: Alarm, what: Happening, now: int) -> None:
        alarm = replace(
            alarm, state="unacknowledged", changed_at=now, demanded_at=now, acked_at=0, until=0, reason=""
        )
        self._put(alarm)
        self._tell(alarm, what, now)

    def _suppress(self, alarm: Alarm, now: int, *, worse: bool) -> None:
        risen = worse or (alarm.state == "returned" and alarm.stands)
        before = "unacknowledged" if risen else alarm.state
        alarm = replace(alarm, state="suppressed", before=before, changed_at=now)
        self._put(alarm)
        self._tell(alarm, "suppressed", now)

    def _resume(self, alarm: Alarm, now: int) -> None:
        """What covered it is gone."""
        if alarm.before != "unacknowledged" or alarm.chatters(now):
            alarm = replace(alarm, state=alarm.before, changed_at=now, demanded_at=alarm.demanded_at or now)
            self._put(alarm)
            self._pass(alarm.key, now)
        else:
            first = not alarm.demanded_at
            alarm, fresh = self._counted(alarm, now)
            self._demand(alarm, "raised" if first else "resumed", now)
            if fresh:
                self._tell(alarm, "chattering", now)

    def _put(self, alarm: Alarm) -> None:
        self.alarms[alarm.key] = alarm
        at = _next(alarm)
        if at:
            heapq.heappush(self._timers, (at, alarm.key))
        self._kept(alarm.key, alarm)

    def _drop(self, key: str) -> None:
        if self.alarms.pop(key, None) is not None:
            self._kept(key, None)

    def place(self, alarm: Alarm) -> None:
        """Puts an alarm as it stands, without a word: one of a crowd that goes on alone."""
        self._put(alarm)

    def forget(self, key: str) -> None:
        """Takes an alarm off without a word: a crowd that nobody is left in."""
        self._drop(key)

    # --- what the operator does --------------------------------------------------------------------------
    def acknowledge(self, keys: Iterable[str], now: int) -> int:
        """Takes alarms; gives how many. One whose condition has ended goes back to normal."""
        taken = 0
        for key in tuple(keys):
            alarm = self.alarms.get(key)
            if alarm is None or alarm.state not in ("unacknowledged", "returned"):
                continue
            taken += 1
            over = not alarm.stands and not (alarm.chatters(now) and alarm.state == "unacknowledged")
            alarm = replace(alarm, state="acknowledged", changed_at=now, acked_at=now)
            if over:
                self._drop(key)
            else:
                self._put(alarm)
            self._tell(alarm, "acknowledged", now)
        return taken

    def shelve(self, keys: Iterable[str], until: int, reason: str, now: int) -> int:
        """Puts alarms aside until an instant, eight hours off at most; gives how many."""
        until = min(until, now + LONGEST_SHELF)
        return self._aside(keys, "shelved", until, reason, now)

    def take_out(self, keys: Iterable[str], reason: str, now: int) -> int:
        """Takes alarms out of service until they are put back or their condition ends; gives how many."""
        return self._aside(keys, "out", 0, reason, now)

    def _aside(self, keys: Iterable[str], state: str, until: int, reason: str, now: int) -> int:
        put = 0
        for key in tuple(keys):
            alarm = self.alarms.get(key)
            if alarm is None or alarm.state in ("suppressed", "returned", state) or not alarm.stands:
                continue
            put += 1
            what: Happening = "shelved" if state == "shelved" else "out"
            alarm = replace(alarm, state=what, until=until, reason=reason, changed_at=now, held_until=0)
            self._put(alarm)
            self._tell(alarm, what, now)
        return put

    def bring_back(self, keys: Iterable[str], now: int) -> int:
        """Ends shelves and puts back into service before the time; gives how many."""
        brought = 0
        for key in tuple(keys):
            alarm = self.alarms.get(key)
            if alarm is not None and alarm.state in ("shelved", "out"):
                brought += 1
                self._back(alarm, now)
        return brought

    def _back(self, alarm: Alarm, now: int) -> None:
        what: Happening = "unshelved" if alarm.state == "shelved" else "in"
        alarm = replace(alarm, until=0, reason="")
        if not alarm.stands:
            self._drop(alarm.key)
            self._tell(alarm, what, now)
        elif alarm.covered or self.away:
            self._suppress(alarm, now, worse=True)
        else:
            self._demand(alarm, what, now)

    def leave(self, now: int) -> None:
        """The operator is on a break: all of it is suppressed by design, and nothing lost."""
        self.away = True
        for alarm in tuple(self.alarms.values()):
            if alarm.state in ("unacknowledged", "acknowledged", "returned"):
                self._suppress(alarm, now, worse=False)

    def come_back(self, now: int) -> None:
        """The break is over: what stands and was not acknowledged demands."""
        self.away = False
        for alarm in tuple(self.alarms.values()):
            if alarm.state == "suppressed" and not alarm.covered:
                self._resume(alarm, now)

    # --- time --------------------------------------------------------------------------------------------
    def tick(self, now: int) -> None:
        """Does what is due by now. Costs nothing while nothing is."""
        while self._timers and self._timers[0][0] <= now:
            _, key = heapq.heappop(self._timers)
            self._pass(key, now)

    def set_back(self, last: int, now: int) -> None:
        """The clock, which had come to `last`, was set back to `now`: what was done in between goes along."""
        self._rises.clear()
        for alarm in tuple(self.alarms.values()):
            if max(alarm.changed_at, alarm.demanded_at, alarm.held_until - WINDOW) > now:
                shift = last - now if alarm.until and alarm.changed_at > now else 0
                self._put(
                    replace(
                        alarm,
                        changed_at=min(alarm.changed_at, now),
                        demanded_at=min(alarm.demanded_at, now),
                        acked_at=min(alarm.acked_at, now),
                        until=alarm.until - shift,
                        held_until=min(alarm.held_until, now + WINDOW),
                    )
                )

    def next_at(self) -> int | None:
        """The next instant at which `tick` may have something to do."""
        return self._timers[0][0] if self._timers else None

    def _pass(self, key: str, now: int) -> None:
        rises = self._rises.get(key)
        if rises is not None and rises[-1] <= now - WINDOW:
            del self._rises[key]
        alarm = self.alarms.get(key)
        if alarm is None:
            return
        if alarm.held_until and alarm.held_until <= now:
            alarm = replace(alarm, held_until=0)
            self._put(alarm)
            self._tell(alarm, "calm", now)
            # Calm, and over: also where a break began while it was held.
            held = alarm.before if alarm.state == "suppressed" else alarm.state
            if not alarm.stands and held in ("unacknowledged", "acknowledged"):
                self._end(alarm, now)
                return
        if alarm.state == "shelved" and alarm.until <= now:
            self._back(alarm, now)
        elif alarm.state == "acknowledged":
            again = _again(alarm)
            if again and again <= now:
                self._demand(replace(alarm, repeats=alarm.repeats + 1), "again", now)


def _again(alarm: Alarm) -> int:
    """When an acknowledged alarm demands anew, 0 for never: a stale one is the report's matter."""
    if alarm.state != "acknowledged" or not alarm.stands:
        return 0
    at = alarm.acked_at + RULES[alarm.kind].again * (1 << min(alarm.repeats, 16))
    return at if at - alarm.about.since <= STALE else 0


def _next(alarm: Alarm) -> int:
    """The next instant at which time alone changes an alarm, 0 for none."""
    found = [alarm.until if alarm.state == "shelved" else 0, alarm.held_until, _again(alarm)]
    return min((at for at in found if at), default=0)
