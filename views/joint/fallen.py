"""What an action's log says of a clock that fell due: near its limit, past it, still past it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.joint.log import JointEntry
from contract.reference import Reference
from views import words
from views.joint import naming
from widgets.moments import short_time
from widgets.timeline import Mark

translate = QCoreApplication.translate

DUE = "due"


def mark(entry: JointEntry) -> Mark:
    """The dot before it."""
    return Mark.WARN if entry.outcome == "near" else Mark.BAD


def what(entry: JointEntry, reference: Reference | None) -> str:
    """Which clock, whose, and what became of it."""
    clock = naming.clock(entry.clock)
    if entry.unit:
        clock = words.dotted((naming.short_unit(entry.unit, entry.unit_name, reference), clock))
    match entry.outcome:
        case "near":
            return translate("JointLog", "{clock}: near its limit").format(clock=clock)
        case "reminder":
            said = translate("JointLog", "{clock}: still overdue, reminder {n}")
            return said.format(clock=clock, n=entry.nth)
        case _:
            return translate("JointLog", "{clock}: overdue").format(clock=clock)


def detail(entry: JointEntry, now: int, reference: Reference | None) -> str:
    """What it is on, the limit itself where it is another instant, and that it was found later."""
    parts = [] if entry.on == entry.unit else [entry.subject]
    if entry.due_at is not None and entry.due_at != entry.at:
        today = words.local(now, reference)
        when = short_time(words.local(entry.due_at, reference), today)
        parts.append(translate("JointLog", "due {when}").format(when=when))
    if entry.late:
        parts.append(translate("JointLog", "found later"))
    return words.dotted(parts)
