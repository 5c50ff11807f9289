"""Until when: the moments that "due before" is said in, from within the hour to one typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from contract.clock import DAY, HOUR, MINUTE, Calendar
from contract.reference import Reference
from views import words
from widgets.moments import clock_time, short_time

translate = QCoreApplication.translate

KINDS = ("hour", "shift", "today", "tomorrow", "at")
"""Within an hour; by the close of work of the day that runs or comes next; by midnight; by the midnight
after; by an instant of its own."""

_AHEAD = re.compile(r"^\+?\s*(\d{1,3}(?:\.\d)?)\s*(m|min|分|分钟|h|小时|时|d|天|日)$", re.IGNORECASE)
_CLOCK = re.compile(
    r"^(?:(?:(\d{4})[-/年])?(\d{1,2})[-/月](\d{1,2})日?\s*)?(?:(\d{1,2})[:：点时](\d{2})?分?)?$"
)


@dataclass(frozen=True, slots=True)
class Due:
    """Due before one of `KINDS`; `at` is the instant (ms) of an ``at``, else 0."""

    kind: str
    at: int = 0

    def instant(self, now: int, calendar: Calendar) -> int:
        """The instant it means now, ms."""
        match self.kind:
            case "hour":
                return now + HOUR
            case "shift":
                return close_of_work(now, calendar)
            case "today":
                return calendar.midnight(calendar.day(now) + 1)
            case "tomorrow":
                return calendar.midnight(calendar.day(now) + 2)
            case _:
                return self.at

    def text(self, now: int, reference: Reference) -> str:
        """It in words, with the instant where the words do not name it."""
        when = self._when(now, reference)
        match self.kind:
            case "hour":
                return translate("Filter", "Due within an hour")
            case "shift":
                return translate("Filter", "Due by close of work {when}").format(when=when)
            case "today":
                return translate("Filter", "Due today")
            case "tomorrow":
                return translate("Filter", "Due by the end of tomorrow")
            case _:
                return translate("Filter", "Due before {when}").format(when=when)

    def _when(self, now: int, reference: Reference) -> str:
        at = words.local(self.instant(now, reference.calendar), reference)
        today = words.local(now, reference)
        return clock_time(at) if at.date() == today.date() else short_time(at, today)


def close_of_work(now: int, calendar: Calendar) -> int:
    """When the last working span ends of the working day that runs, or of the next one."""
    finish = calendar.spans[-1][1] * MINUTE
    day = calendar.day(now)
    while not calendar.is_working_day(day) or calendar.midnight(day) + finish <= now:
        day += 1
    return calendar.midnight(day) + finish


def moment_of(text: str, now: int, reference: Reference) -> Due | None:
    """A moment out of what was typed: ``14:30``, ``11-23``, ``11-23 16:20``, ``2h``, ``3 天``; None for
    anything else. A time of day that has passed is tomorrow's, a day alone is its end.
    """
    text = text.strip()
    ahead = _AHEAD.match(text)
    if ahead is not None:
        unit = {"m": MINUTE, "分": MINUTE, "d": DAY, "天": DAY, "日": DAY}.get(ahead[2][0].lower(), HOUR)
        return Due("at", now + round(float(ahead[1]) * unit))
    found = _CLOCK.match(text)
    if found is None or not (found[3] or found[4]):
        return None
    today = words.local(now, reference)
    try:
        at = _at(today, found)
    except ValueError:
        return None
    return Due("at", round(at.timestamp() * 1000))


def _at(today: datetime, found: re.Match[str]) -> datetime:
    """Raises ValueError for what the calendar or the clock does not have."""
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    time = None
    if found[4]:
        time = timedelta(hours=int(found[4]), minutes=int(found[5] or 0))
        if int(found[4]) > 24 or int(found[5] or 0) > 59 or time > timedelta(days=1):
            raise ValueError(found[0])
    if not found[3]:
        assert time is not None
        at = midnight + time
        return at if at > today else at + timedelta(days=1)
    day = midnight.replace(year=int(found[1] or today.year), month=int(found[2]), day=int(found[3]))
    if not found[1] and day < midnight - timedelta(days=180):
        day = day.replace(year=today.year + 1)
    return day + (time if time is not None else timedelta(days=1))
