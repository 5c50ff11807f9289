"""The component that a ticket is about, as facts of its page: what it is, whose it is, its other tickets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from contract.beside import Tied
from contract.feed import Detail
from contract.reference import Reference
from contract.ticket import Ticket
from views import words
from views.components import component_words as said
from widgets.facts import Fact

translate = QCoreApplication.translate

KEY = "component"
"""Of the fact whose link opens the register."""


def component_facts(ticket: Ticket, reference: Reference | None) -> list[Fact]:
    """None for most tickets."""
    tied = ticket.beside.component
    if tied is None or reference is None:
        return []
    caption = translate("Components", "Component")
    link = translate("Components", "Look at it") if tied.kind else ""
    found = [
        Fact(
            caption,
            said.tied_text(tied, reference),
            key=KEY,
            link=link,
            span=2,
            light=said.tied_light(tied),
        )
    ]
    if tied.ownerless:
        found.append(
            Fact(translate("Components", "What to do"), ownerless_text(reference), key="component.do", span=2)
        )
    return found


def with_others(facts: list[Fact], detail: Detail | None, state_name: Callable[[str], str]) -> list[Fact]:
    """The facts with the other tickets of the component behind it, each a link away."""
    others = detail.of_component if detail is not None else ()
    place = max((n for n, fact in enumerate(facts, 1) if fact.key.startswith(KEY)), default=0)
    told = [
        Fact(
            translate("Components", "Other ticket of it"),
            words.dotted((one.number, state_name(one.state))),
            key=f"linked.{one.id}",
            link=translate("Components", "Look at it"),
        )
        for one in others
    ]
    return [*facts[:place], *told, *facts[place:]] if place else facts


def ownerless_text(reference: Reference) -> str:
    """What is done with a matter of what nobody owns."""
    fallback = reference.unit(reference.district.fallback)
    text = translate("Components", "Make safe first, look for the owner")
    if fallback is None:
        return text
    falls = translate("Components", "where none is found: {unit}")
    return words.dotted((text, falls.format(unit=words.pick(fallback.names))))


def notice_of(tied: Tied | None, reference: Reference) -> str:
    """What must be known before a unit is chosen, "" for nothing."""
    return ownerless_text(reference) if tied is not None and tied.ownerless else ""
