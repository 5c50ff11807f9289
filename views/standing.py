"""What stands beside a ticket's plain way, in words: what was asked for and who signed it, until when its
clocks stand, what a supervision wants, who is held to account.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.beside import Accountability, Part, Request, Supervision, Suspension
from contract.clock import Limit
from contract.reference import Reference
from contract.ticket import Ticket
from views import words
from widgets.countdown import Remaining
from widgets.light import Light
from widgets.moments import short_time

translate = QCoreApplication.translate

AMBER = 0.2
"""The share of the time to answer left at which a light turns amber, as with a limit."""


def moment(instant: int, now: int, reference: Reference | None) -> str:
    """An instant as short as today allows."""
    return short_time(words.local(instant, reference), words.local(now, reference))


def asked_for(request: Request, now: int, reference: Reference | None) -> str:
    """What was asked for, and how much of it."""
    match request.kind:
        case "extend":
            more = words.limit(Limit(request.value, request.unit))
            return translate("Standing", "Extension by {limit}").format(limit=more)
        case "suspend":
            until = moment(request.until or request.at, now, reference)
            return translate("Standing", "Suspension until {when}").format(when=until)
        case "force_close":
            return translate("Standing", "Close by force")
        case "appeal":
            return translate("Standing", "Appeal: not to count as late")
        case _:
            return request.kind


def signed(request: Request, now: int, reference: Reference | None) -> str:
    """Who asked and when, why a clock shall stand, who has signed so far."""
    parts = [
        translate("Standing", "{name}, {when}").format(
            name=request.name, when=moment(request.at, now, reference)
        ),
        words.answer("cause", request.cause) if request.cause else "",
    ]
    if request.endorsed_at is not None:
        when = moment(request.endorsed_at, now, reference)
        text = translate("Standing", "endorsed by {name}, {when}")
        parts.append(text.format(name=request.endorsed_name, when=when))
    return words.dotted(parts)


def lacks(request: Request) -> str:
    """Whose signature is still to come."""
    if request.kind in ("extend", "force_close"):
        if request.endorsed_at is not None:
            return translate("Standing", "a leader signs next")
        return translate("Standing", "the duty officer signs next, then a leader")
    return translate("Standing", "the duty officer or a leader decides")


def all_asked(ticket: Ticket, now: int, reference: Reference | None) -> str:
    """Everything that awaits signatures, for a cell: what, how much, since when, who signed."""
    return words.listed(
        words.dotted((asked_for(request, now, reference), signed(request, now, reference)))
        for request in sorted(ticket.beside.requests, key=lambda request: request.at)
    )


def suspended(held: Suspension, now: int, reference: Reference | None) -> str:
    """Until when the clocks stand."""
    return translate("Standing", "until {when}").format(when=moment(held.until, now, reference))


def supervised(held: Supervision) -> str:
    """What makes the supervision, who ordered it, in what words."""
    by = translate("Standing", "System") if held.by == "system" else held.name
    return words.dotted((words.answer("kind", held.kind), by, words.spoken(held.words, held.by)))


def answered(held: Supervision, now: int, reference: Reference | None) -> str:
    """What was answered, or by when that is owed."""
    if held.replied_at is not None:
        when = moment(held.replied_at, now, reference)
        return words.dotted((translate("Standing", "answered {when}").format(when=when), held.reply))
    when = moment(held.reply_due, now, reference)
    if now > held.reply_due:
        return translate("Standing", "answer was due {when}").format(when=when)
    return translate("Standing", "answer due {when}").format(when=when)


def reply_left(held: Supervision | None, now: int) -> Remaining | None:
    """What is left of the time to answer, None where nothing is owed."""
    if held is None or held.replied_at is not None:
        return None
    left = held.reply_due - now
    amber = held.reply_due - round((held.reply_due - held.at) * AMBER)
    light = Light.RED if left < 0 else Light.AMBER if now >= amber else Light.GREEN
    return Remaining(seconds=-(-left // 1000), light=light)


def parts(held: tuple[Part, ...], now: int, reference: Reference | None) -> str:
    """The parts that are not done: whose, what, until when."""
    said = []
    for part in held:
        if part.open:
            due = part.clock.due_at
            when = moment(due, now, reference) if due is not None else ""
            until = translate("Standing", "until {when}").format(when=when) if when else ""
            said.append(words.dotted((unit(part.unit, part.unit_name, reference), part.task, until)))
    return words.listed(said)


def accounted(held: Accountability, now: int, reference: Reference | None) -> str:
    """Who is held to account since when, and what came of it."""
    parts = [unit(held.unit, held.unit_name, reference), moment(held.at, now, reference), held.reason]
    if held.settled_at is None:
        parts.append(translate("Standing", "not settled yet"))
    else:
        when = moment(held.settled_at, now, reference)
        parts += [translate("Standing", "settled {when}").format(when=when), held.measure]
    return words.dotted(parts)


def level(ticket: Ticket, reference: Reference | None) -> str:
    """The level that a ticket was passed up to, "" where it was not."""
    key = ticket.beside.level
    if not key:
        return ""
    levels = reference.district.levels if reference is not None else ()
    return next((words.pick(known.names) for known in levels if known.key == key), key)


def came_from(ticket: Ticket, reference: Reference | None) -> str:
    """Who gave a ticket back or passed it up: its unit where that did it, else the person."""
    last = ticket.last
    if ticket.state == "returned" and ticket.unit:
        return unit(ticket.unit, ticket.unit_name, reference)
    return last.name if last is not None else ""


def first_taker(ticket: Ticket, reference: Reference | None) -> str:
    """The unit that signed in first in this round."""
    return unit(ticket.beside.first_unit, ticket.beside.first_unit_name, reference)


def unit(code: str, name: str, reference: Reference | None) -> str:
    """A unit by its code; by the name that was kept of it where nobody knows the code any more."""
    known = reference.unit(code) if reference is not None and code else None
    return words.pick(known.names) if known is not None else name


def unit_told(name: str, reference: Reference | None) -> str:
    """A unit of which a timeline keeps the Chinese name."""
    units = reference.units if reference is not None and name else ()
    return next((words.pick(known.names) for known in units if known.names.zh == name), name)
