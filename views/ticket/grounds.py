"""What a decision on a ticket can rest on: what was asked for and what it would come to; whose the matter is
by the duty list, by who took it first, by who takes what is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from contract.beside import ARBITRATED_AFTER, MOST_EXTENSIONS, Request
from contract.clock import ClockError, Limit, extend
from contract.feed import Entry, Suggestion
from contract.mandate import Mandate
from contract.reference import Reference
from contract.ticket import Ticket
from views import standing, words
from views.choices import reasons
from views.mandates.telling import cited, grounding, has_it, list_name
from views.ticket.told import words_of

translate = QCoreApplication.translate
Line = tuple[str, str, str]

_MOST_FUNCTIONS = 4
_MOST_ENTRIES = 4


def asked_lines(ticket: Ticket, now: int, reference: Reference) -> list[Line]:
    """What awaits signatures: what, by whom and why, what it would come to, who signs next."""
    return [
        (
            translate("Grounds", "Asked for"),
            standing.asked_for(request, now, reference),
            words.dotted(
                (
                    standing.signed(request, now, reference),
                    request.reason,
                    _comes_to(ticket, request, now, reference),
                    standing.lacks(request),
                )
            ),
        )
        for request in sorted(ticket.beside.requests, key=lambda request: request.at)
    ]


def _comes_to(ticket: Ticket, request: Request, now: int, reference: Reference) -> str:
    """The due instant that an extension would make of the one there is, and which of two it is."""
    clock = ticket.responsibility
    if request.kind != "extend" or clock is None or clock.due_at is None:
        return ""
    try:
        after = extend(clock, Limit(request.value, request.unit).amount, reference.calendar).due_at
    except ClockError:
        return ""
    if after is None:
        return ""
    said = translate("Grounds", "due {after} instead of {before}, extension {n} of {most}")
    return said.format(
        after=standing.moment(after, now, reference),
        before=standing.moment(clock.due_at, now, reference),
        n=ticket.beside.extensions + 1,
        most=MOST_EXTENSIONS,
    )


def came_back(ticket: Ticket, timeline: Sequence[Entry], reference: Reference) -> list[Line]:
    """Who gave it back or passed it up, with what reason, and what follows from how often."""
    lines: list[Line] = []
    action = {"returned": "return", "escalated": "escalate"}.get(ticket.state)
    back = next((e for e in reversed(timeline) if e.action == action), None)
    if ticket.state == "returned" and back is not None:
        unit = standing.came_from(ticket, reference)
        rest = words.dotted((back.name, words_of(back), cited(back.mandate)))
        lines.append((translate("Advising", "Returned by"), unit, rest))
    if ticket.state == "escalated" and back is not None:
        level = standing.level(ticket, reference)
        to = translate("Grounds", "to {level}").format(level=level) if level else ""
        lines.append((translate("Grounds", "Passed up by"), back.name, words.dotted((to, words_of(back)))))
    if ticket.state == "returned" and ticket.bounces >= ARBITRATED_AFTER:
        head = translate("Grounds", "Returned {n}×").format(n=ticket.bounces)
        rest = translate("Grounds", "nobody dispatches it again without one")
        lines.append((head, translate("Grounds", "an arbitration decides"), rest))
    return lines


def whose(
    ticket: Ticket, units: Sequence[Suggestion], entries: Sequence[Mandate], reference: Reference
) -> list[Line]:
    """Whose it may be, each by its ground; `units` are proposed with reasons, `entries` of the duty and
    powers lists ground the ticket's item."""
    lines = _by_lists(ticket, entries, reference)
    item = reference.item(ticket.item, ticket.item_version)
    unit = reference.responsible(item, ticket.area) if item is not None else None
    if item is not None and unit is not None and not lines:
        duties = [
            *(duty for duty in unit.functions if duty == item.category),
            *(duty for duty in unit.functions if duty != item.category),
        ]
        named = [_function(duty, reference) for duty in duties[:_MOST_FUNCTIONS]]
        said = next((reasons(proposed) for proposed in units if proposed.code == unit.code), "")
        if not said:
            text = translate("Grounds", "{item} {code} names it")
            said = text.format(item=words.pick(item.names), code=item.code)
        functions = translate("Grounds", "its functions: {list}").format(list=words.listed(named))
        rest = words.dotted((said, functions if named else ""))
        lines.append((words.answer("ground", "duty_list"), words.pick(unit.names), rest))
    taker = standing.first_taker(ticket, reference)
    if taker:
        rest = translate("Grounds", "signed in first in this round")
        lines.append((words.answer("ground", "first_taker"), taker, rest))
    fallback = reference.unit(reference.district.fallback)
    if fallback is not None:
        rest = translate("Grounds", "takes what is nobody's")
        lines.append((words.answer("ground", "fallback"), words.pick(fallback.names), rest))
    known = {unit.code if unit is not None else "", ticket.beside.first_unit, reference.district.fallback}
    for proposed in units:
        if proposed.code not in known:
            also = translate("Grounds", "Also")
            lines.append((also, words.pick(proposed.names), reasons(proposed)))
    return lines


def _by_lists(ticket: Ticket, entries: Sequence[Mandate], reference: Reference) -> list[Line]:
    """The first entry of each unit that has one where the ticket lies, the duty list's first."""
    first: dict[str, Line] = {}
    for entry in grounding(entries, ticket, reference):
        unit = has_it(entry, ticket, reference)
        if unit is not None and unit.code not in first and len(first) < _MOST_ENTRIES:
            said = words.dotted((f"{entry.code} {words.pick(entry.names)}", words.pick(entry.basis)))
            first[unit.code] = (list_name(entry.list), words.pick(unit.names), said)
    return list(first.values())


def _function(duty: str, reference: Reference) -> str:
    """A function by the name of the category it stands for; some stand for themselves."""
    known = next((item for item in reference.items if item.category == duty), None)
    return words.pick(known.category_names) if known is not None else duty
