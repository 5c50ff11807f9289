"""What a timeline says of a clock that fell due: near its limit, past it, still past it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.feed import Entry
from contract.reference import Reference
from views import words
from widgets.moments import short_time
from widgets.timeline import Mark

translate = QCoreApplication.translate

DUE = "due"
MARKS = {"near": Mark.WARN, "past": Mark.BAD, "reminder": Mark.BAD}


def what(entry: Entry) -> str:
    """Which clock, and what became of it."""
    clock = words.stage(entry.clock)
    if entry.clock == "mediation":
        return {
            "near": translate("Fallen", "The mediation is soon"),
            "past": translate("Fallen", "It is time for the mediation"),
        }.get(entry.outcome, translate("Fallen", "The mediation has no outcome yet"))
    match entry.outcome:
        case "near":
            return translate("Fallen", "{clock}: near its limit").format(clock=clock)
        case "reminder":
            said = translate("Fallen", "{clock}: still past its limit, reminder {n}")
            return said.format(clock=clock, n=entry.nth)
        case _:
            return translate("Fallen", "{clock}: past its limit").format(clock=clock)


def detail(entry: Entry, now: int, reference: Reference | None) -> str:
    """Whose part it is, the limit itself where it is another instant than the entry's, and that it was found
    later."""
    parts = [entry.words]
    if entry.due_at is not None and entry.due_at != entry.at:
        today = words.local(now, reference)
        when = short_time(words.local(entry.due_at, reference), today)
        parts.append(translate("Fallen", "due {when}").format(when=when))
    if entry.late:
        parts.append(translate("Fallen", "found later"))
    return words.dotted(parts)
