"""From a pattern to who is on duty when: shifts as intervals of time, gaps between them, overlaps.

A shift is counted in the district's local days: on every day that its pattern names it lasts from `begin` to
`end`, past midnight where `end` is not after `begin`. What is said of one day stands over the pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from .clock import DAY, MINUTE, Calendar

Rule = Literal["week", "working_days", "rest_days"]
"""The days of a pattern: of the week as named, or those that the calendar works or rests on, make-up days
and holidays as announced."""

Kind = Literal["off", "hours", "substitute"]
"""What is said of one day: nobody comes, other hours, somebody else."""

_EPOCH = date(1970, 1, 1)


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """Days and hours. `weekdays` (Monday is 0) count under the rule ``week`` alone; `begin` and `end` are
    minutes of the local day, equal ones a whole day round."""

    rule: Rule = "week"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    begin: int
    end: int


class DayChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one day of a shift. `begin` and `end` are the hours of that day (``hours``), or the
    stretch that the substitute takes (None: all of it)."""

    day: str
    kind: str
    begin: int | None = None
    end: int | None = None
    holder: str = ""
    reason: str = ""
    by: str = ""
    by_name: str = ""
    at: int = 0


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift of a holder, or of a whole place (`holder` empty). `to_day` is its last day, "" for none.

    `made_at` and `ended_at` bound what was in force: who was on duty before a change stays known. `made_at`
    is 0 until its hours are changed; `at` is when somebody last did anything to it.
    """

    id: str
    version: int
    place: str
    holder: str = ""
    pattern: Pattern
    from_day: str
    to_day: str = ""
    changes: tuple[DayChange, ...] = ()
    made_at: int = 0
    ended_at: int | None = None
    by: str = ""
    by_name: str = ""
    at: int = 0

    def change_of(self, day: str) -> DayChange | None:
        """What is said of a day."""
        return next((change for change in self.changes if change.day == day), None)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch [since, until) of duty. `for_holder` is whom `holder` stands in for, with the reason."""

    since: int
    until: int
    shift: str
    place: str
    holder: str = ""
    for_holder: str = ""
    reason: str = ""


def day_number(text: str) -> int:
    """An ISO date as days since 1970; raises ValueError."""
    return (date.fromisoformat(text) - _EPOCH).days


def runs(pattern: Pattern, calendar: Calendar, day: int) -> bool:
    """Whether a pattern has a turn that begins on a local day."""
    match pattern.rule:
        case "working_days":
            return calendar.is_working_day(day)
        case "rest_days":
            return not calendar.is_working_day(day)
        case _:
            return (day + 3) % 7 in pattern.weekdays


def stretch(calendar: Calendar, day: int, begin: int, end: int) -> tuple[int, int]:
    """Minutes of a local day as instants, past midnight where `end` is not after `begin`."""
    midnight = calendar.midnight(day)
    return midnight + begin * MINUTE, midnight + (end if end > begin else end + 1440) * MINUTE


def turns(shift: Shift, calendar: Calendar, start: int, end: int) -> list[Turn]:
    """The turns of one shift that touch [start, end), whole, in order of time."""
    first, last = calendar.day(start) - 1, calendar.day(end - 1)
    first = max(first, day_number(shift.from_day))
    if shift.to_day:
        last = min(last, day_number(shift.to_day))
    found: list[Turn] = []
    for day in range(first, last + 1):
        for turn in _turns_of(shift, calendar, day):
            since = max(turn.since, shift.made_at)
            until = turn.until if shift.ended_at is None else min(turn.until, shift.ended_at)
            if since < until and since < end and until > start:
                found.append(msgspec.structs.replace(turn, since=since, until=until))
    return found


def _turns_of(shift: Shift, calendar: Calendar, day: int) -> Iterator[Turn]:
    pattern, change = shift.pattern, shift.change_of(calendar.date_of(day).isoformat())

    def turn(since: int, until: int, holder: str = "", reason: str = "") -> Turn:
        return Turn(
            since=since,
            until=until,
            shift=shift.id,
            place=shift.place,
            holder=holder or shift.holder,
            for_holder=shift.holder if holder else "",
            reason=reason,
        )

    if change is not None and change.kind == "hours" and change.begin is not None and change.end is not None:
        yield turn(*stretch(calendar, day, change.begin, change.end), reason=change.reason)
        return
    if not runs(pattern, calendar, day) or (change is not None and change.kind == "off"):
        return
    since, until = stretch(calendar, day, pattern.begin, pattern.end)
    if change is None or change.kind != "substitute":
        yield turn(since, until)
        return
    first, last = taken(shift, change, calendar, day)
    if since < first:
        yield turn(since, first)
    yield turn(first, last, change.holder, change.reason)
    if last < until:
        yield turn(last, until)


def taken(shift: Shift, change: DayChange, calendar: Calendar, day: int) -> tuple[int, int]:
    """The stretch that a substitute takes of a shift's turn of a day, as instants: no more than the turn.

    Empty (its end is not after its begin) where the hours named lie outside of it.
    """
    since, until = stretch(calendar, day, shift.pattern.begin, shift.pattern.end)
    if change.begin is None or change.end is None:
        return since, until
    first, last = stretch(calendar, day, change.begin, change.end)
    if last <= since:
        # Of a turn that goes past midnight, hours of the next morning.
        first, last = first + DAY, last + DAY
    return max(first, since), min(last, until)


def all_turns(shifts: Iterable[Shift], calendar: Calendar, start: int, end: int) -> list[Turn]:
    """The turns of many shifts that touch [start, end), in order of time; what follows at once for the same
    person in the same place (a shift that was changed meanwhile) is one."""
    found = sorted(
        (turn for shift in shifts for turn in turns(shift, calendar, start, end)),
        key=lambda turn: (turn.since, turn.until, turn.shift),
    )
    joined: list[Turn] = []
    open_: dict[tuple[str, str, str, str], int] = {}
    for turn in found:
        key = (turn.shift, turn.place, turn.holder, turn.for_holder)
        at = open_.get(key)
        if at is not None and joined[at].until == turn.since and joined[at].reason == turn.reason:
            joined[at] = msgspec.structs.replace(joined[at], until=turn.until)
        else:
            open_[key] = len(joined)
            joined.append(turn)
    return joined


def gaps(found: Iterable[Turn], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of [start, end) in which nobody is on duty, in order of time."""
    open_from, empty = start, []
    for turn in sorted(found, key=lambda turn: turn.since):
        if turn.since > open_from:
            empty.append((open_from, min(turn.since, end)))
        open_from = max(open_from, turn.until)
        if open_from >= end:
            break
    if open_from < end:
        empty.append((open_from, end))
    return [(since, until) for since, until in empty if since < until]


def overlap(found: Sequence[Turn]) -> tuple[Turn, Turn] | None:
    """The first two turns that one person would stand at the same time, None where there are none."""
    before: Turn | None = None
    for turn in sorted(found, key=lambda turn: (turn.since, turn.until)):
        if before is not None and turn.since < before.until:
            return before, turn
        if before is None or turn.until > before.until:
            before = turn
    return None
