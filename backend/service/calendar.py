"""A district's working calendar: the announced public holidays and make-up days, and what was imported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from chinese_calendar import constants

from contract.clock import Calendar
from contract.machine import Names

OFFICE_HOURS = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))
"""Working spans, minutes of the day, unless a district says otherwise."""
UTC_OFFSETS = {"Asia/Shanghai": 480, "Asia/Chongqing": 480, "Asia/Urumqi": 360, "UTC": 0}
"""Minutes east of Greenwich of the zones that districts name; none of them shifts its clocks any more."""


def known_years() -> frozenset[int]:
    """The years that the built-in calendar has in full: those whose last announced holiday is October's."""
    ends: dict[int, date] = {}
    for day in constants.holidays:
        ends[day.year] = max(ends.get(day.year, day), day)
    return frozenset(year for year, last in ends.items() if (last.month, last.day) >= (10, 1))


def build(
    spans: tuple[tuple[int, int], ...],
    utc_offset: int,
    imported: Iterable[tuple[date, bool]] = (),
    imported_years: Iterable[int] = (),
) -> Calendar:
    """The calendar of one district.

    `spans` are minutes of the local day; `imported` are days with whether they are worked, of
    `imported_years`, which replace what is built in for these years.
    """
    years = frozenset(imported_years)
    off = {d for d in constants.holidays if d.year not in years}
    made_up = {d for d in constants.workdays if d.year not in years and d.weekday() >= 5}
    for day, working in imported:
        if working:
            made_up.add(day)
        else:
            off.add(day)
    return Calendar(
        utc_offset=utc_offset,
        spans=spans,
        days_off=frozenset(d for d in off if d.weekday() < 5 and d not in made_up),
        made_up=frozenset(made_up),
        known=known_years() | years,
    )


def holiday_names(first: date, last: date, calendar: Calendar) -> Names:
    """What the built-in calendar calls the holidays of [first, last] that a calendar has, too; empty where
    there are none."""
    found = dict.fromkeys(
        constants.holidays[day]
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day in constants.holidays and (day in calendar.days_off or day.weekday() >= 5)
    )
    holidays = [constants.Holiday(name) if isinstance(name, str) else name for name in found]
    return Names(
        "、".join(holiday.chinese for holiday in holidays), ", ".join(holiday.value for holiday in holidays)
    )


def parse_span(text: str) -> tuple[int, int]:
    """``"08:00-12:00"`` as minutes of the day; raises ValueError."""
    begin, _, end = text.partition("-")

    def minute(clock: str) -> int:
        hours, _, minutes = clock.strip().partition(":")
        value = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return int(value.total_seconds() // 60)

    return minute(begin), minute(end)
