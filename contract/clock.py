"""Clock arithmetic: limits, the working calendar, due instants (rules: `domain.md`, Clocks).

A limit in minutes, hours, natural days or urgent working hours always runs. One in working hours or
working days counts only inside the district's working spans; a working day is 480 working minutes. A due
instant is the earliest at which the limit is used up: work that ends with the day is due at 18:00, not at
08:00 of the next day. Everything is integer milliseconds, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WORKING_DAY = 480 * MINUTE

_LENGTH: dict[str, int] = {
    "minutes": MINUTE,
    "hours": HOUR,
    "natural_days": DAY,
    "urgent_hours": HOUR,
    "working_hours": HOUR,
    "working_days": WORKING_DAY,
}
_EPOCH = date(1970, 1, 1)
_HORIZON_DAYS = 3660


class ClockError(ValueError):
    """A limit or a calendar that cannot be counted with."""


class Limit(msgspec.Struct, frozen=True):
    """How long a step may take: a positive amount of one unit.

    A newer backend may have units that are not known here: its clocks are shown by their due instants, and
    counting with them raises ClockError.
    """

    value: float
    unit: str

    @property
    def working(self) -> bool:
        """Whether it counts only inside working spans."""
        return self.unit in ("working_hours", "working_days")

    @property
    def amount(self) -> int:
        """Its length in ms, of working time where `working`."""
        length = _LENGTH.get(self.unit)
        if length is None:
            raise ClockError(f"not a unit of time known here: {self.unit!r}")
        return round(self.value * length)

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


def parse_limit(text: str) -> Limit:
    """Read ``"15 minutes"`` or ``"3 working days"``; raises ClockError."""
    head, _, tail = text.strip().partition(" ")
    unit = tail.strip().replace(" ", "_")
    if not unit.endswith("s"):
        unit += "s"
    try:
        value = float(head)
    except ValueError:
        raise ClockError(f"not a number: {head!r}") from None
    if unit not in _LENGTH:
        raise ClockError(f"not a unit of time: {tail!r}")
    if not 0 < value <= 100_000:
        raise ClockError(f"not a length of time: {head!r}")
    return Limit(value, unit)


class Calendar(msgspec.Struct, frozen=True, dict=True):
    """A district's working time.

    `spans` are minutes of the local day, in order, not overlapping; `days_off` and `made_up` are the days
    on which the week's own rule does not hold (public holidays; weekend days worked instead); `known`
    are the years whose days were announced. A day in any other year follows the week and makes what is
    computed through it provisional.
    """

    utc_offset: int
    spans: tuple[tuple[int, int], ...]
    days_off: frozenset[date]
    made_up: frozenset[date]
    known: frozenset[int]

    def __post_init__(self) -> None:
        end = 0
        for begin, finish in self.spans:
            if not end <= begin < finish <= 1440:
                raise ClockError("working spans must be in order and inside the day")
            end = finish
        if not self.spans:
            raise ClockError("a calendar needs at least one working span")

    def day(self, instant: int) -> int:
        """The local day an instant lies in, counted from 1970-01-01."""
        return (instant + self.utc_offset * MINUTE) // DAY

    def midnight(self, day: int) -> int:
        """The instant at which a local day begins."""
        return day * DAY - self.utc_offset * MINUTE

    def is_working_day(self, day: int) -> bool:
        """Whether any work is counted on a local day."""
        cache: dict[int, bool] = self.__dict__.setdefault("_days", {})
        answer = cache.get(day)
        if answer is None:
            when = _EPOCH + timedelta(days=day)
            answer = when in self.made_up or (when.weekday() < 5 and when not in self.days_off)
            cache[day] = answer
        return answer

    def spans_from(self, start: int) -> Iterator[tuple[int, int]]:
        """Working spans [begin, end) from `start` on, the first one cut at it."""
        first = self.day(start)
        for day in range(first, first + _HORIZON_DAYS):
            if not self.is_working_day(day):
                continue
            midnight = self.midnight(day)
            for begin, finish in self.spans:
                b, f = midnight + begin * MINUTE, midnight + finish * MINUTE
                if f > start:
                    yield max(b, start), f
        raise ClockError("no end within ten years")

    def add(self, start: int, amount: int) -> int:
        """The earliest instant at which `amount` ms of working time after `start` are used up."""
        if amount <= 0:
            return start
        left = amount
        for begin, finish in self.spans_from(start):
            if finish - begin >= left:
                return begin + left
            left -= finish - begin
        raise AssertionError("spans_from ends by raising")

    def between(self, start: int, end: int) -> int:
        """Working ms in [start, end); 0 where end ≤ start."""
        total = 0
        for begin, finish in self.spans_from(start):
            if begin >= end:
                break
            total += min(finish, end) - begin
        return total

    def is_working(self, instant: int) -> bool:
        """Whether working time runs at an instant."""
        day = self.day(instant)
        if not self.is_working_day(day):
            return False
        minute = instant - self.midnight(day)
        return any(b * MINUTE <= minute < f * MINUTE for b, f in self.spans)

    def provisional(self, start: int, end: int) -> bool:
        """Whether [start, end] touches a year that was not announced."""
        first, last = self.day(start), self.day(end)
        years = range((_EPOCH + timedelta(days=first)).year, (_EPOCH + timedelta(days=last)).year + 1)
        return any(year not in self.known for year in years)


class Clock(msgspec.Struct, frozen=True):
    """One clock of one ticket.

    `used` is what finished runs took (ms, of working time where the limit is); `running_since` is None
    while it stands or has ended. `due_at` and `amber_at` are instants, None while it stands; they stay as
    they were when it has ended.
    """

    name: str
    limit: Limit
    started_at: int
    used: int = 0
    running_since: int | None = None
    due_at: int | None = None
    amber_at: int | None = None
    ended_at: int | None = None
    provisional: bool = False
    amber_share: float = 0.2

    @property
    def running(self) -> bool:
        return self.running_since is not None


Light = Literal["none", "green", "amber", "red"]


def elapsed(limit: Limit, start: int, end: int, calendar: Calendar) -> int:
    """What of a limit [start, end) takes, in its own kind of ms."""
    if end <= start:
        return 0
    return calendar.between(start, end) if limit.working else end - start


def ahead(limit: Limit, start: int, amount: int, calendar: Calendar) -> int:
    """The instant at which `amount` ms of a limit's kind are used up after `start`."""
    if amount <= 0:
        return start
    return calendar.add(start, amount) if limit.working else start + amount


def _run(clock: Clock, at: int, calendar: Calendar) -> Clock:
    left = clock.limit.amount - clock.used
    due = ahead(clock.limit, at, left, calendar) if left > 0 else at
    green = round(clock.limit.amount * (1 - clock.amber_share)) - clock.used
    return msgspec.structs.replace(
        clock,
        running_since=at,
        due_at=due,
        amber_at=min(due, ahead(clock.limit, at, green, calendar)),
        ended_at=None,
        provisional=clock.limit.working and calendar.provisional(at, due),
    )


def start(name: str, limit: Limit, at: int, calendar: Calendar, amber_share: float = 0.2) -> Clock:
    """A clock that begins to run at an instant."""
    return _run(Clock(name=name, limit=limit, started_at=at, amber_share=amber_share), at, calendar)


def stand(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock stopped for a while; unchanged where it does not run."""
    if clock.running_since is None:
        return clock
    used = clock.used + elapsed(clock.limit, clock.running_since, at, calendar)
    return msgspec.structs.replace(clock, used=used, running_since=None, due_at=None, amber_at=None)


def resume(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock running again with what was left; an overrun stays an overrun.

    A clock that was past its limit when it stood is due at the instant it resumes, less the overrun.
    """
    if clock.running_since is not None:
        return clock
    over = clock.used - clock.limit.amount
    running = _run(clock, at, calendar)
    if over > 0:
        running = msgspec.structs.replace(running, due_at=at - over, amber_at=at - over)
    return running


def end(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock at its end; due and amber stay for those who judge it."""
    if clock.ended_at is not None:
        return clock
    used = clock.used
    if clock.running_since is not None:
        used += elapsed(clock.limit, clock.running_since, at, calendar)
    return msgspec.structs.replace(clock, used=used, running_since=None, ended_at=at)


def remaining(clock: Clock, now: int, calendar: Calendar) -> int:
    """What is left in the limit's own kind of ms; negative once it is past."""
    used = clock.used
    if clock.running_since is not None:
        if clock.due_at is not None and now > clock.due_at and not clock.limit.working:
            return clock.due_at - now
        used += elapsed(clock.limit, clock.running_since, now, calendar)
    return clock.limit.amount - used


def light(clock: Clock | None, now: int) -> Light:
    """Green, amber when a set share is left, red past the limit; an ended clock shows how it ended."""
    if clock is None or clock.due_at is None or clock.amber_at is None:
        return "none"
    at = now if clock.ended_at is None else clock.ended_at
    if at > clock.due_at:
        return "red"
    return "amber" if at >= clock.amber_at else "green"
