"""Entries of the duty list and the powers list in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from contract.mandate import KINDS, LISTS, Cited, Mandate, holder
from contract.reference import Reference, Unit
from contract.ticket import Ticket
from views import words
from widgets.choice import Candidate

translate = QCoreApplication.translate


def list_name(name: str) -> str:
    """What a list is called."""
    return words.begun(words.pick(LISTS[name])) if name in LISTS else name


def cited(entry: Cited | Mandate | None) -> str:
    """An entry as a timeline says it: list, code, title; "" for none."""
    if entry is None:
        return ""
    return f"{list_name(entry.list)} {entry.code} {words.pick(entry.names)}"


def has_it(entry: Mandate, ticket: Ticket | None, reference: Reference) -> Unit | None:
    """The unit that has an entry where a ticket lies, None where there is none, or where no one of many is
    meant."""
    return holder(entry, ticket.area if ticket is not None else "", reference)


def whose(entry: Mandate, ticket: Ticket | None, reference: Reference) -> str:
    """The name of who has it; where the place says nothing, what the role's units are."""
    unit = has_it(entry, ticket, reference)
    if unit is not None:
        return words.pick(unit.names)
    many = [unit for unit in reference.units if unit.role == entry.unit]
    if len(many) == 1:
        return words.pick(many[0].names)
    if not many:
        return entry.unit
    text = translate("Mandates", "{unit} and {n} more like it, each in its area")
    return text.format(unit=words.pick(many[0].names), n=len(many) - 1)


def kind_of(entry: Mandate) -> str:
    """What kind of duty or power it is."""
    return words.begun(words.pick(KINDS[entry.kind])) if entry.kind in KINDS else entry.kind


def level_of(entry: Mandate, reference: Reference) -> str:
    """The level that it is of."""
    levels = (level.names for level in reference.district.levels if level.key == entry.level)
    return next((words.begun(words.pick(names)) for names in levels), entry.level)


def items_of(entry: Mandate, reference: Reference, now: int) -> str:
    """The items that it grounds, by code and name."""
    known = (reference.item_known(code, now) for code in entry.items)
    return words.listed(f"{item.code} {words.pick(item.names)}" for item in known if item is not None)


def grounding(entries: Iterable[Mandate], ticket: Ticket, reference: Reference) -> list[Mandate]:
    """Those of a ticket's item that somebody has where it lies; without an item, none."""
    return [entry for entry in entries if has_it(entry, ticket, reference) is not None]


def candidate(entry: Mandate, ticket: Ticket | None, reference: Reference) -> Candidate:
    """An entry as a box offers it, with who has it."""
    return Candidate(
        f"{entry.code} {words.pick(entry.names)}",
        list_name(entry.list),
        "",
        whose(entry, ticket, reference),
        entry.key,
    )
