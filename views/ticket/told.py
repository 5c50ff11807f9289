"""What a timeline says of a step beside the plain way: how much longer, until when, on what ground, to which
level; and of what came of another ticket's step.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from contract.feed import Entry
from contract.reference import Reference
from contract.ticket import Ticket
from views import standing, words
from views.mandates.telling import cited
from widgets.timeline import Mark

translate = QCoreApplication.translate

MARKS = {
    "extend/approved": Mark.GOOD,
    "extend/refused": Mark.WARN,
    "suspend/approved": Mark.WARN,
    "suspend/refused": Mark.WARN,
    "escalate": Mark.WARN,
    "make_safe/ordered": Mark.WARN,
    "make_safe/done": Mark.GOOD,
    "repair/done": Mark.GOOD,
    "restore/done": Mark.GOOD,
    "errand/collected": Mark.GOOD,
    "errand/handed_in": Mark.GOOD,
    "errand/brought_back": Mark.GOOD,
    "supervise/ordered": Mark.WARN,
    "accountability/opened": Mark.BAD,
    "accountability/settled": Mark.GOOD,
    "force_close/approved": Mark.WARN,
    "force_close/refused": Mark.WARN,
    "appeal/approved": Mark.GOOD,
    "appeal/refused": Mark.WARN,
    "part/done": Mark.GOOD,
    "mediate/agreed": Mark.GOOD,
    "mediate/not_agreed": Mark.WARN,
    "mediate/put_off": Mark.WARN,
    "alarm/repeated": Mark.WARN,
    "alarm/over": Mark.NOTE,
    "answered": Mark.GOOD,
    "answer_taken_back": Mark.WARN,
}


def named(entry: Entry) -> str:
    """What an entry that is no step of the table is called, "" for a step."""
    match entry.action, entry.outcome:
        case "accountability", "opened":
            return translate("Told", "Held to account")
        case "answered", _:
            return translate("Told", "Answered with the ticket it was merged into")
        case "answer_taken_back", _:
            return translate("Told", "Answer taken back: what it was merged into is open again")
        case "linked", _:
            return translate("Told", "Reported again: a repeat was linked to it")
        case "link_taken_back", _:
            return translate("Told", "A repeat was unlinked from it")
        case "alarm", "over":
            return translate("Told", "The device says it is over")
        case "alarm", _:
            return translate("Told", "The device alarmed again")
        case "repeat", _:
            return translate("Told", "A repeat was merged into it")
        case "repeat_taken_back", _:
            return translate("Told", "A repeat was taken out of it again")
        case _:
            return ""


def what(entry: Entry, now: int, desk: Desk) -> str:
    """What a step set: how much longer, until when and why, which unit on what ground, which level."""
    reference = desk.reference
    match entry.action:
        case "extend" if entry.limit is not None:
            return words.limit(entry.limit)
        case "suspend":
            return words.dotted((_until(entry, now, reference), _answer("cause", entry.kind)))
        case "supervise":
            due = standing.moment(entry.until, now, reference) if entry.until is not None else ""
            owed = translate("Told", "answer due {when}").format(when=due) if due else ""
            return words.dotted((_answer("kind", entry.kind), owed))
        case "arbitrate":
            unit = standing.unit_told(entry.unit, reference)
            ground = cited(entry.mandate) or words.dotted((_answer("ground", entry.ground), entry.cite))
            return words.dotted((unit, ground))
        case "handle" if entry.kind:
            return _answer("visit", entry.kind)
        case "return":
            return cited(entry.mandate)
        case "escalate" if entry.level:
            to = _level(entry.level, reference)
            return translate("Told", "to {level}").format(level=to)
        case "make_safe" | "accountability" | "part":
            unit = standing.unit_told(entry.unit, reference)
            return words.dotted((unit, _until(entry, now, reference)))
        case "mediate":
            parties = words.listed(words.answer("parties", party) for party in entry.parties)
            when = standing.moment(entry.until, now, reference) if entry.until is not None else ""
            return words.dotted((when, entry.place, parties))
        case "link" | "linked" | "link_taken_back":
            return _number(entry.into, desk)
        case "merge" | "repeat" | "repeat_taken_back" | "answered" | "answer_taken_back":
            return _number(entry.into, desk)
        case _:
            return ""


def words_of(entry: Entry) -> str:
    """The words that an entry carries; of what is said in both languages, the one in use."""
    return words.spoken(entry.words, "alarm" if entry.action == "alarm" else entry.role)


def _until(entry: Entry, now: int, reference: Reference | None) -> str:
    if entry.until is None:
        return ""
    when = standing.moment(entry.until, now, reference)
    return translate("Told", "until {when}").format(when=when)


def _answer(field: str, key: str) -> str:
    return words.answer(field, key) if key else ""


def _level(key: str, reference: Reference | None) -> str:
    levels = reference.district.levels if reference is not None else ()
    return next((words.pick(known.names) for known in levels if known.key == key), key)


def _number(ticket_id: str, desk: Desk) -> str:
    """The number of another ticket, where this seat has it."""
    held: Ticket | None = desk.store.get(ticket_id) if ticket_id else None
    return held.number if held is not None else ""
