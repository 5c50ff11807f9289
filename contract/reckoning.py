"""How a clock came to be due when it is: the days it counted and passed over, how long it stood, the spans.

Pure, and used by both sides: a console that is away explains a deadline as the backend would.
"""

from __future__ import annotations

import msgspec

from .calendar import Calendar
from .clock import Clock, Run, elapsed, runs
from .machine import Names

SPANS = 60
"""So many working spans are listed at most."""
_NOT_CALLED = Names("", "")


class Passed(msgspec.Struct, frozen=True, omit_defaults=True):
    """Days from `first` to `last` (ISO dates) that are not as the week has them. `kind` is weekend or holiday
    (passed over; a weekend that adjoins a holiday belongs to it) or made_up (a weekend day on which work was
    counted); a newer backend may have others. `names` say what a holiday is called, where that is known."""

    kind: str
    first: str
    last: str
    names: Names = _NOT_CALLED


class Stood(msgspec.Struct, frozen=True):
    """A pause [since, until) (None while it lasts), and what of the limit's own kind of ms it kept out."""

    since: int
    until: int | None
    kept: int


class Reckoning(msgspec.Struct, frozen=True):
    """The account of a clock up to its due instant; of one that stands, up to where it stands.

    `begins` is the instant at which the counting began: the next working one where it started outside
    working time. `days` are the working days on which something was counted, `passed` the others between
    them, `stood` the pauses up to then and the one that lasts, `spans` the working spans [begin, end), at
    most 60. Where a limit always runs there are no days and no spans.
    """

    begins: int
    days: int = 0
    passed: tuple[Passed, ...] = ()
    stood: tuple[Stood, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def reckon(clock: Clock, calendar: Calendar, now: int) -> Reckoning:
    """The account of a clock; a pause that lasts is counted up to `now`."""
    stretches = _until(runs(clock), clock.due_at)
    stood = tuple(
        Stood(since, until, elapsed(clock.limit, since, now if until is None else until, calendar))
        for since, until in clock.pauses
        if clock.due_at is None or since < clock.due_at or until is None
    )
    if not clock.limit.working:
        return Reckoning(begins=clock.started_at, stood=stood)
    counted, kinds = _days(stretches, calendar)
    return Reckoning(
        begins=calendar.add(clock.started_at, 1) - 1,
        days=counted,
        passed=_passed(kinds, calendar),
        stood=stood,
        spans=_spans(stretches, calendar),
    )


def _until(stretches: list[Run], due: int | None) -> list[tuple[int, int]]:
    """What was counted of the stretches, up to the due instant where there is one."""
    found = []
    for begin, finish in stretches:
        ends = [end for end in (finish, due) if end is not None]
        if ends and begin < min(ends):
            found.append((begin, min(ends)))
    return found


def _days(stretches: list[tuple[int, int]], calendar: Calendar) -> tuple[int, dict[int, str]]:
    """How many working days something was counted on, and the days that are not as the week has them."""
    counted: set[int] = set()
    kinds: dict[int, str] = {}
    for begin, finish in stretches:
        for day in range(calendar.day(begin), calendar.day(finish - 1) + 1):
            weekday = calendar.date_of(day).weekday() < 5
            if not calendar.is_working_day(day):
                kinds[day] = "holiday" if weekday else "weekend"
            elif calendar.between(
                max(begin, calendar.midnight(day)), min(finish, calendar.midnight(day + 1))
            ):
                counted.add(day)
                if not weekday:
                    kinds[day] = "made_up"
    return len(counted), kinds


def _passed(kinds: dict[int, str], calendar: Calendar) -> tuple[Passed, ...]:
    """Days by kind as ranges, in order."""
    ranges: list[list[int]] = []
    for day in sorted(kinds):
        last = ranges[-1][-1] if ranges else None
        if last == day - 1 and (kinds[last] == "made_up") == (kinds[day] == "made_up"):
            ranges[-1].append(day)
        else:
            ranges.append([day])
    return tuple(
        Passed(
            # The name of the whole: a holiday with the weekends beside it.
            "holiday" if any(kinds[day] == "holiday" for day in days) else kinds[days[0]],
            calendar.date_of(days[0]).isoformat(),
            calendar.date_of(days[-1]).isoformat(),
        )
        for days in ranges
    )


def _spans(stretches: list[tuple[int, int]], calendar: Calendar) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for begin, finish in stretches:
        for opens, closes in calendar.spans_from(begin):
            if opens >= finish or len(found) == SPANS:
                break
            found.append((opens, min(closes, finish)))
    return tuple(found)
