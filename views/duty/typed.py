"""What people type of days and hours, read as a pattern: in the interface's words, and in Chinese."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QCoreApplication

from contract.duty import RULES
from contract.rota import Rule
from views import words

translate = QCoreApplication.translate

_CLOCK = re.compile(r"^\s*(\d{1,2})[:：]?(\d{2})?\s*[-–—~至]\s*(\d{1,2})[:：]?(\d{2})?\s*$")
_CHINESE = "一二三四五六日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHOLE_WEEK = (0, 1, 2, 3, 4, 5, 6)


def read_hours(text: str) -> tuple[int, int] | None:
    """`08:00-14:00`, `8-14`: minutes of the day; None where it is neither."""
    match = _CLOCK.match(text)
    if match is None:
        return None
    hours = int(match[1]), int(match[3])
    rest = int(match[2] or 0), int(match[4] or 0)
    if max(hours) > 24 or max(rest) > 59:
        return None
    begin, end = hours[0] * 60 + rest[0], hours[1] * 60 + rest[1]
    return (begin, end) if max(begin, end) <= 1440 else None


def read_days(text: str) -> tuple[Rule, tuple[int, ...]] | None:
    """Every day, working days, Mon to Fri, Mon, Wed; None where it is none of them."""
    said = text.strip().casefold()
    if said in ("每天", translate("Duty", "every day").casefold()):
        return "week", _WHOLE_WEEK
    rules: tuple[Rule, ...] = ("working_days", "rest_days")
    for rule in rules:
        if said in (words.pick(RULES[rule]).casefold(), RULES[rule].zh, RULES[rule].en):
            return rule, ()
    if said == "休息日":
        return "rest_days", ()
    plain = said.replace("周", "").replace("星期", "").replace("天", "日")
    for divider in ("至", " to ", "-", "–"):
        first, found, last = plain.partition(divider)
        begin, end = _weekday(first), _weekday(last)
        if found and begin is not None and end is not None and begin <= end:
            return "week", tuple(range(begin, end + 1))
    parts = re.split(r"[\s,，、;]+", plain)
    if len(parts) == 1 and all(c in _CHINESE for c in plain):
        parts = list(plain)
    named = [_weekday(part) for part in parts if part]
    known = sorted({day for day in named if day is not None})
    return ("week", tuple(known)) if named and None not in named else None


def _weekday(text: str) -> int | None:
    said = text.strip()
    if len(said) == 1 and said in _CHINESE:
        return _CHINESE.index(said)
    return _ENGLISH.index(said[:3]) if said[:3] in _ENGLISH else None


def read_day(text: str) -> str | None:
    """An ISO date, "" for nothing typed; None for what is no day."""
    said = text.strip()
    if not said:
        return ""
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return None


def read_point(text: str) -> tuple[float, float] | None:
    """`117.3281, 31.7812` as longitude and latitude, in either order; None where it is no pair."""
    match = re.match(r"^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$", text)
    if match is None:
        return None
    first, second = float(match[1]), float(match[2])
    lon, lat = (first, second) if abs(first) > abs(second) else (second, first)
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None
