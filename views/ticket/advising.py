"""What is proposed for a ticket, as lines of the quiet block: item, unit, like tickets, why it came back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from contract.feed import Entry, Suggestion, Suggestions
from contract.ticket import Ticket
from views import words
from views.choices import reasons
from views.context import Context
from views.on_line import why_not
from views.ticket.grounds import asked_lines, came_back, whose

translate = QCoreApplication.translate

ITEM_STATES = ("reported", "accepted")
UNIT_STATES = ("filed", "returned", "escalated", "reopened")
BACK = ("returned", "escalated")
"""States in which the centre decides whose a ticket is."""
_MOST = 2


def advice_lines(
    ticket: Ticket,
    advice: Suggestions | None,
    units: Sequence[Suggestion],
    timeline: Sequence[Entry],
    context: Context,
) -> list[tuple[str, str, str]]:
    """(caption, what, reasons) of each line, the weightiest first."""
    reference, now, away = context.reference, context.now(), bool(why_not(context.desk))
    lines = [*asked_lines(ticket, now, reference), *came_back(ticket, timeline, reference)]
    if ticket.state in BACK:
        entries = context.desk.mandates.of_item(ticket.item)
        lines += whose(ticket, units, entries, reference)
    if ticket.state in ITEM_STATES and advice is not None:
        lines += _proposals(translate("Advising", "Item"), advice.items)
        if not advice.items and not ticket.item:
            none = translate("Advising", "no proposal")
            lines.append((translate("Advising", "Item"), none, translate("Advising", "F asks for it")))
    if away and advice is None and ticket.state in (*ITEM_STATES, *UNIT_STATES):
        own = ticket.state in UNIT_STATES and bool(units)
        rest = translate("Advising", "the unit is the one that the catalogue names") if own else ""
        lines.append(
            (translate("Advising", "Off line"), translate("Advising", "no proposals of the centre's"), rest)
        )
    notices = advice.notices if advice is not None else ()
    if ticket.state in UNIT_STATES:
        for told in notices:
            lines.insert(0, (translate("Advising", "Note"), words.begun(words.pick(told)), ""))
    if ticket.state in UNIT_STATES and ticket.state not in BACK:
        lines += _proposals(translate("Advising", "Dispatch to"), units)
    return lines


def _proposals(caption: str, found: Sequence[Suggestion]) -> list[tuple[str, str, str]]:
    lines = []
    for number, suggestion in enumerate(found[:_MOST]):
        head = caption if number == 0 else translate("Advising", "or")
        lines.append((head, words.pick(suggestion.names), reasons(suggestion)))
    return lines
