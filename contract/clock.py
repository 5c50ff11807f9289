"""Clock arithmetic: limits, the working calendar, due instants (rules: `domain.md`, Clocks).

A limit in minutes, hours, natural days or urgent working hours always runs. One in working hours or
working days counts only inside the district's working spans; a working day is 480 working minutes. A due
instant is the earliest at which the limit is used up: work that ends with the day is due at 18:00, not at
08:00 of the next day. A clock keeps its start, its pauses and its extensions; everything else about it
follows from these and the calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from .calendar import DAY, HOUR, MINUTE, SECOND, Calendar, ClockError

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "WORKING_DAY",
    "Calendar",
    "Clock",
    "ClockError",
    "Light",
    "Limit",
    "Pause",
    "Run",
    "ahead",
    "elapsed",
    "end",
    "extend",
    "light",
    "parse_limit",
    "recompute",
    "remaining",
    "resume",
    "runs",
    "stand",
    "start",
    "used_up",
]

WORKING_DAY = 480 * MINUTE

_LENGTH: dict[str, int] = {
    "minutes": MINUTE,
    "hours": HOUR,
    "natural_days": DAY,
    "urgent_hours": HOUR,
    "working_hours": HOUR,
    "working_days": WORKING_DAY,
}
_ALSO = {"urgent_working_hours": "urgent_hours"}
"""Units as people write them, beside how they are kept."""


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
    unit = "_".join(tail.lower().split())
    if not unit.endswith("s"):
        unit += "s"
    unit = _ALSO.get(unit, unit)
    try:
        value = float(head)
    except ValueError:
        raise ClockError(f"not a number: {head!r}") from None
    if unit not in _LENGTH:
        raise ClockError(f"not a unit of time: {tail!r}")
    limit = Limit(value, unit)
    if not 0 < value <= 100_000 or limit.amount < 1:
        raise ClockError(f"not a length of time: {head!r}")
    return limit


Pause = tuple[int, int | None]
"""A stretch [from, to) in which a clock stood; None while it still stands."""


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """One clock of one ticket: everything by which it came to be due.

    It counts from `started_at` on, but not in its `pauses` (in order; the last is open while it stands). Its
    `total` is the limit and `extended`, ms of the limit's own kind that approved extensions added. `due_at`
    is the earliest instant at which the total was used up, `amber_at` the one at which no more than
    `amber_share` of it was left. Both are None while it stands with something left, since nobody knows yet;
    they stay as they were when it has ended. `used` is what finished runs took (ms of the limit's kind),
    `running_since` None while it stands or has ended.
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
    pauses: tuple[Pause, ...] = ()
    extended: int = 0

    @property
    def running(self) -> bool:
        return self.running_since is not None

    @property
    def standing(self) -> bool:
        return self.running_since is None and self.ended_at is None

    @property
    def total(self) -> int:
        """The limit with its extensions, in ms of its kind; raises ClockError."""
        return self.limit.amount + self.extended


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


Run = tuple[int, int | None]
"""A stretch [from, to) in which a clock counted; None while it still runs."""


def runs(clock: Clock) -> list[Run]:
    """The stretches in which it counted, in order."""
    found: list[Run] = []
    at: int | None = clock.started_at
    for begin, finish in clock.pauses:
        if at is not None and begin > at:
            found.append((at, begin))
        at = finish
    if at is not None and (clock.ended_at is None or clock.ended_at > at):
        found.append((at, clock.ended_at))
    return found


def used_up(limit: Limit, stretches: list[Run], amount: int, calendar: Calendar) -> int | None:
    """The earliest instant at which `amount` ms of a limit's kind were or will be used by `runs`; None where
    they end before that."""
    left = amount
    for begin, finish in stretches:
        if finish is None:
            return ahead(limit, begin, left, calendar)
        took = elapsed(limit, begin, finish, calendar)
        if took >= left:
            return ahead(limit, begin, left, calendar)
        left -= took
    return None


def _judged(clock: Clock, calendar: Calendar) -> Clock:
    """The clock with what follows from its start, its pauses and its extensions; for one not ended."""
    limit, total, stretches = clock.limit, clock.total, runs(clock)
    due = used_up(limit, stretches, total, calendar)
    if due is not None and clock.standing and clock.pauses and due >= clock.pauses[-1][0]:
        due = None  # it stood at the very moment: not past it, and due as soon as it resumes
    amber = None
    if due is not None:
        amber = used_up(limit, stretches, round(total * (1 - clock.amber_share)), calendar)
        amber = due if amber is None else min(amber, due)
    return msgspec.structs.replace(
        clock,
        used=sum(elapsed(limit, begin, end, calendar) for begin, end in stretches if end is not None),
        running_since=stretches[-1][0] if clock.running else None,
        due_at=due,
        amber_at=amber,
        provisional=limit.working and _provisional(stretches, due, calendar),
    )


def _provisional(stretches: Sequence[Run], due: int | None, calendar: Calendar) -> bool:
    """Whether a year that was not announced was counted through, up to the due instant."""
    for begin, finish in stretches:
        if due is not None and begin > due:
            break
        until = due if finish is None or (due is not None and due < finish) else finish
        if until is not None and calendar.provisional(begin, until):
            return True
    return False


def _whole(clock: Clock, calendar: Calendar) -> Clock:
    """A clock with its pauses, where an older backend kept only what it had used: it stood from when that
    was used up, which counts the same."""
    if clock.pauses or clock.ended_at is not None or clock.running_since == clock.started_at:
        return clock
    stood = ahead(clock.limit, clock.started_at, clock.used, calendar)
    since = clock.running_since
    return msgspec.structs.replace(clock, pauses=((stood, since if since is None else max(since, stood)),))


def start(name: str, limit: Limit, at: int, calendar: Calendar, amber_share: float = 0.2) -> Clock:
    """A clock that begins to run at an instant."""
    clock = Clock(name=name, limit=limit, started_at=at, running_since=at, amber_share=amber_share)
    return _judged(clock, calendar)


def stand(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock stopped for a while; unchanged where it does not run. One past its limit stays due when it
    was."""
    if clock.running_since is None:
        return clock
    clock = _whole(clock, calendar)
    since = clock.running_since or at
    if clock.pauses and clock.pauses[-1][1] == since and at <= since:
        # A run of no length counts for nothing: it stands as it stood before.
        stands = (*clock.pauses[:-1], (clock.pauses[-1][0], None))
        return _judged(msgspec.structs.replace(clock, running_since=None, pauses=stands), calendar)
    if clock.due_at is not None and clock.due_at < at:
        due, amber, provisional = clock.due_at, clock.amber_at, clock.provisional
    else:
        due, amber = None, None
        ran = [(begin, at if end is None else end) for begin, end in runs(clock)]
        provisional = clock.limit.working and _provisional(ran, None, calendar)
    return msgspec.structs.replace(
        clock,
        used=clock.used + elapsed(clock.limit, since, at, calendar),
        running_since=None,
        due_at=due,
        amber_at=amber,
        provisional=provisional,
        pauses=(*clock.pauses, (max(at, since), None)),
    )


def resume(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock running again with what was left; unchanged where it runs.

    One that was past its limit when it stood is due when it was. The time since the end of one that had
    ended does not count.
    """
    if clock.running_since is not None:
        return clock
    clock = _whole(clock, calendar)
    if clock.pauses and clock.pauses[-1][1] is None:
        *pauses, (stood, _) = clock.pauses
    else:
        pauses, stood = list(clock.pauses), clock.ended_at if clock.ended_at is not None else at
    at = max(at, stood)
    if at > stood:
        pauses.append((stood, at))
    return _judged(
        msgspec.structs.replace(clock, running_since=at, ended_at=None, pauses=tuple(pauses)), calendar
    )


def extend(clock: Clock, amount: int, calendar: Calendar) -> Clock:
    """The clock with `amount` ms of its limit's kind more, whether it runs, stands or is past its limit;
    unchanged where it has ended. Raises ClockError where it is not more."""
    if amount <= 0:
        raise ClockError("an extension adds time")
    if clock.ended_at is not None:
        return clock
    clock = _whole(clock, calendar)
    return _judged(msgspec.structs.replace(clock, extended=clock.extended + amount), calendar)


def recompute(clock: Clock, calendar: Calendar) -> Clock:
    """The clock by another calendar, from its start, its pauses and its extensions anew; itself where nothing
    is another. It stays as it is where it counts no working time, and, as it was judged, where it has
    ended."""
    if clock.ended_at is not None or not clock.limit.working:
        return clock
    anew = _judged(_whole(clock, calendar), calendar)
    return clock if _follows(anew) == _follows(clock) else anew


def _follows(clock: Clock) -> tuple[int, int | None, int | None, bool]:
    return clock.used, clock.due_at, clock.amber_at, clock.provisional


def end(clock: Clock, at: int, calendar: Calendar) -> Clock:
    """The clock at its end; due and amber stay for those who judge it."""
    if clock.ended_at is not None:
        return clock
    used, pauses = clock.used, clock.pauses
    if clock.running_since is not None:
        used += elapsed(clock.limit, clock.running_since, at, calendar)
    elif pauses and pauses[-1][1] is None:
        pauses = (*pauses[:-1], (pauses[-1][0], max(at, pauses[-1][0])))
    return msgspec.structs.replace(clock, used=used, running_since=None, ended_at=at, pauses=pauses)


def remaining(clock: Clock, now: int, calendar: Calendar) -> int:
    """What is left in the limit's own kind of ms; negative once it is past."""
    used = clock.used
    if clock.running_since is not None:
        used += elapsed(clock.limit, clock.running_since, now, calendar)
    return clock.total - used


def light(clock: Clock | None, now: int) -> Light:
    """Green, amber when a set share is left, red past the limit; an ended clock shows how it ended. One that
    stands is red where it was past its limit, and none where something was left."""
    if clock is None or clock.due_at is None or clock.amber_at is None:
        return "none"
    if clock.standing:
        return "red"
    at = now if clock.ended_at is None else clock.ended_at
    if at > clock.due_at:
        return "red"
    return "amber" if at >= clock.amber_at else "green"
