"""What a timeline says of another calendar: what changed of it, which clocks are due at another instant."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.feed import Entry
from contract.recalendar import Moved
from contract.reference import Reference
from views import words
from widgets.moments import short_time

translate = QCoreApplication.translate

CALENDAR = "calendar"


def what(entry: Entry) -> str:
    """What the district counts by now."""
    said = []
    for part in entry.calendar.split(","):
        match part:
            case "hours":
                said.append(translate("Recounted", "Working hours changed"))
            case "days" | "":
                said.append(translate("Recounted", "Public holidays changed"))
            case year:
                said.append(translate("Recounted", "Public holidays of {year} changed").format(year=year))
    return words.dotted(said)


def detail(entry: Entry, now: int, reference: Reference | None) -> str:
    """Each clock with the instants at which it was and is due. The words that a backend wrote where this
    console knows none of its clocks."""
    return words.dotted(_said(one, now, reference) for one in entry.moved) or entry.words


def _said(one: Moved, now: int, reference: Reference | None) -> str:
    clock = words.dotted((one.unit, translate("Recounted", "Part"))) if one.unit else words.stage(one.clock)
    if one.was == one.now:
        when = _when(one.now, now, reference)
        if one.provisional:
            return translate("Recounted", "{clock}: due {when}, provisional").format(clock=clock, when=when)
        return translate("Recounted", "{clock}: due {when}, as it was").format(clock=clock, when=when)
    was, then = _when(one.was, now, reference), _when(one.now, now, reference)
    text = translate("Recounted", "{clock}: {was} → {now}").format(clock=clock, was=was, now=then)
    return text + translate("Recounted", ", provisional") if one.provisional else text


def _when(at: int | None, now: int, reference: Reference | None) -> str:
    if at is None:
        return translate("Recounted", "stands")
    return short_time(words.local(at, reference), words.local(now, reference))
