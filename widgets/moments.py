"""Instants and ages as people write them, in the language installed. All instants are local datetimes of
the district.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WEEKDAYS: tuple[Any, ...] = (
    QT_TRANSLATE_NOOP("Moments", "Mon"),
    QT_TRANSLATE_NOOP("Moments", "Tue"),
    QT_TRANSLATE_NOOP("Moments", "Wed"),
    QT_TRANSLATE_NOOP("Moments", "Thu"),
    QT_TRANSLATE_NOOP("Moments", "Fri"),
    QT_TRANSLATE_NOOP("Moments", "Sat"),
    QT_TRANSLATE_NOOP("Moments", "Sun"),
)
_MONTHS: tuple[Any, ...] = (
    QT_TRANSLATE_NOOP("Moments", "Jan"),
    QT_TRANSLATE_NOOP("Moments", "Feb"),
    QT_TRANSLATE_NOOP("Moments", "Mar"),
    QT_TRANSLATE_NOOP("Moments", "Apr"),
    QT_TRANSLATE_NOOP("Moments", "May"),
    QT_TRANSLATE_NOOP("Moments", "Jun"),
    QT_TRANSLATE_NOOP("Moments", "Jul"),
    QT_TRANSLATE_NOOP("Moments", "Aug"),
    QT_TRANSLATE_NOOP("Moments", "Sep"),
    QT_TRANSLATE_NOOP("Moments", "Oct"),
    QT_TRANSLATE_NOOP("Moments", "Nov"),
    QT_TRANSLATE_NOOP("Moments", "Dec"),
)


def clock_time(moment: datetime) -> str:
    """`14:32`."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def day(moment: datetime) -> str:
    """`Mon 23 Nov`, 11月23日 周一."""
    translate = QCoreApplication.translate
    return translate("Moments", "{weekday} {day} {month}").format(
        weekday=translate("Moments", _WEEKDAYS[moment.weekday()]),
        day=moment.day,
        month=translate("Moments", _MONTHS[moment.month - 1]),
    )


def month_day(moment: datetime) -> str:
    """`23 Nov`, 11月23日."""
    translate = QCoreApplication.translate
    month = translate("Moments", _MONTHS[moment.month - 1])
    return translate("Moments", "{day} {month}").format(day=moment.day, month=month)


def day_time(moment: datetime) -> str:
    """`Mon 23 Nov 16:20`, 11月23日 周一 16:20."""
    return f"{day(moment)} {clock_time(moment)}"


def full_clock(moment: datetime) -> str:
    """`Fri 20 Nov 14:32:07`: the clock of the top bar."""
    return f"{day_time(moment)}:{moment.second:02d}"


def short_time(moment: datetime, now: datetime) -> str:
    """The time of day when it is of today, the day with it otherwise (and the year when it is another)."""
    if moment.date() == now.date():
        return clock_time(moment)
    if moment.year != now.year:
        return f"{moment.year}-{moment.month:02d}-{moment.day:02d} {clock_time(moment)}"
    return day_time(moment)


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit: `40 s`, `15 min`, `3 h`, `2 days`; one decimal below 10
    s.
    """
    translate = QCoreApplication.translate
    if seconds < 9.95:
        return translate("Moments", "{n} s").format(n=f"{max(seconds, 0.0):.1f}")
    if seconds < 60:
        return translate("Moments", "{n} s").format(n=int(seconds))
    if seconds < 3600:
        return translate("Moments", "{n} min").format(n=int(seconds // 60))
    if seconds < 2 * 86400:
        return translate("Moments", "{n} h").format(n=int(seconds // 3600))
    return translate("Moments", "{n} days").format(n=int(seconds // 86400))


def age(seconds: float) -> str:
    """How long ago: `40 s ago`, 40 秒前."""
    return QCoreApplication.translate("Moments", "{span} ago").format(span=span(seconds))
