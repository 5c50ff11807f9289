"""All the way in one key: taken in, filed as proposed, and sent to the unit that is proposed for it.

Nothing is sent that was not to be seen before: the step exists only once item, grid and unit are known, its
button names the unit, and the block of advice says beforehand what the key will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from contract import action as act
from contract.feed import Suggestions
from contract.machine import Names
from contract.reference import Item, Reference, Unit
from contract.ticket import Ticket
from views import words
from views.acting import Step
from views.ticket.advising import ITEM_STATES

translate = QCoreApplication.translate

ONWARD = "onward"
TO = "dispatch_to"
"""In the values of a form that files: the unit to which the ticket goes on at once."""


@dataclass(frozen=True, slots=True)
class Onward:
    """What the one key does: files as `item` in the ticket's own grid and sends it to `unit`."""

    item: Item
    unit: Unit
    area: Names

    def step(self) -> Step:
        """The button."""
        text = translate("Onward", "File and dispatch to {unit}").format(unit=words.pick(self.unit.names))
        return Step(ONWARD, text, "D", unit=self.unit.code, verb=text)

    def line(self) -> tuple[str, str, str]:
        """The line of advice that says what will happen."""
        what = f"{words.pick(self.item.names)} → {words.pick(self.unit.names)}"
        rest = translate("Onward", "files it in {area} and dispatches it at once").format(
            area=words.pick(self.area)
        )
        return translate("Onward", "Key D"), what, rest

    def values(self, ticket: Ticket) -> dict[str, Any]:
        """What it submits, as the form of filing would give it."""
        return {
            "item": self.item.code,
            "area": (ticket.area, ticket.lon, ticket.lat),
            "place": ticket.place,
            TO: self.unit.code,
        }


def onward(
    ticket: Ticket, steps: list[Step], advice: Suggestions | None, reference: Reference, now: int
) -> Onward | None:
    """What can be done at once with a ticket, None where something is not known or not allowed."""
    if ticket.state not in ITEM_STATES or not {"take_in", "file"} & {step.id for step in steps}:
        return None
    code = ticket.item or (advice.items[0].code if advice is not None and advice.items else "")
    item = reference.item_at(code, now) if code else None
    area = reference.area(ticket.area) if ticket.area else None
    unit = unit_for(item, ticket.area, advice, reference)
    if item is None or area is None or unit is None:
        return None
    return Onward(item, unit, area.names)


def unit_for(item: Item | None, area: str, advice: Suggestions | None, reference: Reference) -> Unit | None:
    """The unit that an item goes to in an area: the proposed one where the proposal was made for that item,
    else the one that the catalogue names."""
    if item is None or not area:
        return None
    if advice is not None and advice.units and advice.items and advice.items[0].code == item.code:
        return reference.unit(advice.units[0].code)
    return reference.responsible(item, area)


def sent_on(acts: list[act.Act], given: Mapping[str, Any]) -> list[act.Act]:
    """Acts that file a ticket, and the dispatch behind them where one was asked for."""
    return [*acts, act.Dispatch(unit=given[TO])] if given.get(TO) else acts
