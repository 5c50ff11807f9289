"""Who should take part in a joint action, each with why, and the words of an entry that grounds it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from contract.joint.joint import Joint
from contract.mandate import Mandate, holder
from views import words
from views.context import Context
from views.joint.forms_tickets import is_department
from views.mandates.telling import cited

translate = QCoreApplication.translate

_LONGEST_GROUND = 200
_MOST_PARTIES = 30
"""So many an approval may name."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A department that is proposed: with the entry that grounds it ("" for none), and why."""

    unit: str
    lead: bool
    entry: str
    reason: str


def proposed_parties(joint: Joint, context: Context) -> list[Proposed]:
    """Who should take part: the applicant leads its own application; then whom the duty and powers lists name
    for the tickets' items where they lie, then who was asked for."""
    reference, desk = context.reference, context.desk
    found: dict[str, tuple[str, str]] = {}
    origin = joint.origin
    if origin.way != "whistle" and origin.unit:
        found[origin.unit] = ("", translate("JointForms", "it applies for the lead"))
    for tied in joint.tickets:
        ticket = desk.store.get(tied.id)
        item = reference.item(ticket.item, ticket.item_version) if ticket is not None else None
        if ticket is None or item is None:
            continue
        area = ticket.area or joint.area
        for entry in desk.mandates.of_item(item.code):
            unit = holder(entry, area, reference)
            if unit is None or not (unit.code in joint.wanted or is_department(unit, reference)):
                continue
            if not found.get(unit.code, ("", ""))[0]:
                said = translate("JointForms", "grounds {item}").format(item=words.pick(item.names))
                found[unit.code] = (entry.key, said)
        unit = reference.responsible(item, area)
        if unit is not None and unit.code not in found and is_department(unit, reference):
            said = translate("JointForms", "{item} names it").format(item=words.pick(item.names))
            found[unit.code] = ("", said)
    for code in joint.wanted:
        entry_key, why = found.get(code, ("", ""))
        asked = translate("JointForms", "asked for")
        found[code] = (entry_key, words.dotted((asked, why)))
    known = [code for code in found if reference.unit(code) is not None]
    # Who was asked for or applies comes first; the first of all leads until somebody says otherwise.
    known.sort(key=lambda code: (code != origin.unit, code not in joint.wanted if joint.wanted else False))
    return [Proposed(code, n == 0, *found[code]) for n, code in enumerate(known[:_MOST_PARTIES])]


def ground_of(entry: Mandate) -> str:
    """An entry's words and its legal basis, as the act keeps them."""
    return words.dotted((cited(entry), words.pick(entry.basis)))[:_LONGEST_GROUND]
