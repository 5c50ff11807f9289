"""What an item says, in words: the same in tables, forms, differences and applications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from contract.catalogue import EVIDENCE, FIELDS, UNITS, ProposedItem
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Reference, Unit
from views import words

translate = QCoreApplication.translate

_TOGETHER = 2
"""So many characters at the end of their names must units of a role have in common to be called by them."""


def rank(code: str) -> tuple[tuple[int, int, str], ...]:
    """Codes in their order, numbers in them by their value (2-1-02 before 10-1-01)."""
    parts = re.findall(r"\d+|\D+", code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def field(name: str) -> str:
    """What a field of an item is called."""
    return words.begun(words.pick(FIELDS.get(name, Names(name, name))))


def limit_title(name: str) -> str:
    """A limit at the head of a narrow column."""
    return words.begun(words.pick(FIELDS[name]).removeprefix("limit to "))


def unit_name(unit: str) -> str:
    """A unit of limits."""
    return words.pick(UNITS.get(unit, Names(unit, unit.replace("_", " "))))


def short(limit: Limit | None) -> str:
    """A limit in a narrow column, "" for none."""
    if limit is None:
        return ""
    form = {
        "minutes": translate("CatalogueWords", "{n} min"),
        "hours": translate("CatalogueWords", "{n} h"),
        "natural_days": translate("CatalogueWords", "{n} nat. d"),
        "urgent_hours": translate("CatalogueWords", "{n} urg. h"),
        "working_hours": translate("CatalogueWords", "{n} work h"),
        "working_days": translate("CatalogueWords", "{n} work d"),
    }.get(limit.unit, "{n} " + limit.unit)
    return form.format(n=f"{limit.value:g}")


def evidence(kind: str) -> str:
    """A kind of evidence."""
    return words.pick(EVIDENCE[kind]) if kind in EVIDENCE else words.evidence(kind)


def level(key: str, reference: Reference) -> str:
    """An event level."""
    found = next((one.names for one in reference.district.event_levels if one.key == key), None)
    return key if found is None else words.pick(found)


def roles(reference: Reference) -> dict[str, list[Unit]]:
    """The roles that units of the district have, with those units."""
    found: dict[str, list[Unit]] = {}
    for unit in reference.units:
        if unit.role:
            found.setdefault(unit.role, []).append(unit)
    return found


def plain_name(unit: Unit, reference: Reference) -> str:
    """A unit's name without the district's own, which all of them may begin with."""
    name = words.pick(unit.names)
    return name.removeprefix(words.pick(reference.district.names)).strip() or name


def role_name(units: Sequence[Unit], reference: Reference) -> str:
    """What the units of a role are called together: their name where there is one, else how their names end,
    else the first with how many there are."""
    names = [plain_name(unit, reference) for unit in units]
    if len(names) == 1:
        return names[0]
    shared = names[0]
    while not all(name.endswith(shared) for name in names):
        shared = shared[1:]
    if " " in names[0]:
        shared = shared.partition(" ")[2]  # whole words only
    if len(shared.strip()) >= _TOGETHER:
        return translate("CatalogueWords", "{name} of the area").format(name=shared.strip())
    return translate("CatalogueWords", "{name} and {n} more").format(name=names[0], n=len(names) - 1)


def handler(code: str, reference: Reference) -> str:
    """Who handles: the units of a role, or a unit by its code."""
    units = roles(reference).get(code)
    if units:
        return role_name(units, reference)
    unit = reference.unit(code)
    return code if unit is None else plain_name(unit, reference)


def said(value: Any) -> str:
    """A name or a standard in the interface's language; the Chinese one where there is no other."""
    if value is None:
        return ""
    return str((value.en or value.zh) if words.language() == "en" else value.zh)


def value(item: ProposedItem, name: str, reference: Reference) -> str:
    """One field of an item as people read it, "" for nothing."""
    held = getattr(item, name)
    if isinstance(held, Limit):
        return words.limit(held)
    match name:
        case "category_names" | "names" | "file_standard" | "close_standard":
            return said(held)
        case "kind":
            return words.kind(held, reference)
        case "handler":
            return handler(held, reference) if held else ""
        case "level":
            return level(held, reference) if held else ""
        case "amber":
            return "" if held is None else f"{held * 100:g} %"
        case "evidence":
            return words.listed(evidence(kind) for kind in held)
        case "keywords":
            return words.listed(held)
        case _:
            return str(held or "")


def fields() -> Iterable[str]:
    """The fields of an item in the order in which people read them."""
    return (name for name in FIELDS if name in ProposedItem.__struct_fields__)
