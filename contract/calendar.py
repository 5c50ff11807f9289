"""A district's working time, and counting in it.

Working days are counted by their number since 1970: the week's own rule in closed form, corrected by the
days that do not follow it. So however far two instants lie apart, what lies between them costs the same.
Everything is integer milliseconds, so nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

import msgspec

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = date(1970, 1, 1)
_HORIZON_DAYS = 3660


class ClockError(ValueError):
    """A limit or a calendar that cannot be counted with."""


def _weekdays(day: int) -> int:
    """Mondays to Fridays in [1970-01-01, day); the first of them was a Thursday."""
    weeks, rest = divmod(day + 3, 7)
    return weeks * 5 + min(rest, 5) - 3


def _weekday(count: int) -> int:
    """The day from Monday to Friday that has `count` such days before it."""
    weeks, rest = divmod(count + 3, 5)
    return weeks * 7 + rest - 3


class _Exceptions(msgspec.Struct, frozen=True):
    """Days that do not follow the week, ascending: weekdays off and weekend days worked.

    `shift[n]` is by how much the first n of them change a count of weekdays, `before[n]` how many working
    days lie before the nth.
    """

    days: list[int]
    worked: list[bool]
    shift: list[int]
    before: list[int]


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

    # Asked for every ticket at every step, so each is made once.
    @cached_property
    def _exceptions(self) -> _Exceptions:
        turned = {when: False for when in self.days_off if when.weekday() < 5 and when not in self.made_up}
        turned |= {when: True for when in self.made_up if when.weekday() >= 5}
        found = _Exceptions([], [], [0], [])
        for when in sorted(turned):
            day = (when - _EPOCH).days
            found.days.append(day)
            found.worked.append(turned[when])
            found.before.append(_weekdays(day) + found.shift[-1])
            found.shift.append(found.shift[-1] + (1 if turned[when] else -1))
        return found

    @cached_property
    def _turned(self) -> dict[int, bool]:
        return dict(zip(self._exceptions.days, self._exceptions.worked, strict=True))

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        """The working spans in ms of the local day."""
        return tuple((begin * MINUTE, finish * MINUTE) for begin, finish in self.spans)

    @cached_property
    def day_length(self) -> int:
        """Working ms of a working day."""
        return sum(finish - begin for begin, finish in self._spans)

    def day(self, instant: int) -> int:
        """The local day an instant lies in, counted from 1970-01-01."""
        return (instant + self.utc_offset * MINUTE) // DAY

    def midnight(self, day: int) -> int:
        """The instant at which a local day begins."""
        return day * DAY - self.utc_offset * MINUTE

    def date_of(self, day: int) -> date:
        """A day as a date."""
        return _EPOCH + timedelta(days=day)

    def is_working_day(self, day: int) -> bool:
        """Whether any work is counted on a local day."""
        return self._turned.get(day, (day + 3) % 7 < 5)

    def working_days(self, first: int, last: int) -> int:
        """How many working days there are in [first, last)."""
        return self._days_before(last) - self._days_before(first)

    def _days_before(self, day: int) -> int:
        exceptions = self._exceptions
        return _weekdays(day) + exceptions.shift[bisect_left(exceptions.days, day)]

    def _working_day(self, count: int) -> int:
        """The working day that has `count` of them before it."""
        exceptions = self._exceptions
        at = bisect_left(exceptions.before, count)
        day = _weekday(count - exceptions.shift[at])
        while at < len(exceptions.days) and exceptions.days[at] <= day:
            if exceptions.worked[at]:
                return exceptions.days[at]
            at += 1
            day = _weekday(count - exceptions.shift[at])
        return day

    def _worked(self, instant: int) -> int:
        """Working ms before an instant, since 1970."""
        local = instant + self.utc_offset * MINUTE
        day, moment = divmod(local, DAY)
        worked = self._days_before(day) * self.day_length
        if self.is_working_day(day):
            for begin, finish in self._spans:
                if moment <= begin:
                    break
                worked += min(moment, finish) - begin
        return worked

    def spans_from(self, start: int) -> Iterator[tuple[int, int]]:
        """Working spans [begin, end) from `start` on, the first one cut at it; raises ClockError after ten
        years of them."""
        first = self.day(start)
        for day in range(first, first + _HORIZON_DAYS):
            if not self.is_working_day(day):
                continue
            midnight = self.midnight(day)
            for begin, finish in self._spans:
                if midnight + finish > start:
                    yield max(midnight + begin, start), midnight + finish
        raise ClockError("no end within ten years")

    def add(self, start: int, amount: int) -> int:
        """The earliest instant at which `amount` ms of working time after `start` are used up."""
        if amount <= 0:
            return start
        # The day is the one in which the last of the ms lies, so that the end of a day is not the next one's.
        days, left = divmod(self._worked(start) + amount - 1, self.day_length)
        left += 1
        midnight = self.midnight(self._working_day(days))
        for begin, finish in self._spans:
            if left <= finish - begin:
                return midnight + begin + left
            left -= finish - begin
        raise AssertionError("what is left of a day lies inside it")

    def between(self, start: int, end: int) -> int:
        """Working ms in [start, end); 0 where end ≤ start."""
        return self._worked(end) - self._worked(start) if end > start else 0

    def is_working(self, instant: int) -> bool:
        """Whether working time runs at an instant."""
        day = self.day(instant)
        if not self.is_working_day(day):
            return False
        moment = instant - self.midnight(day)
        return any(begin <= moment < finish for begin, finish in self._spans)

    def provisional(self, start: int, end: int) -> bool:
        """Whether [start, end] touches a year that was not announced."""
        first, last = self.date_of(self.day(start)), self.date_of(self.day(end))
        return any(year not in self.known for year in range(first.year, last.year + 1))
