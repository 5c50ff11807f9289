"""What is other in one catalogue than in another: item by item, field by field, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from contract.catalogue import EVIDENCE, FIELDS, UNITS, Difference, FieldChange, ItemChange
from contract.clock import Limit
from contract.machine import Names
from contract.reference import Item, Reference

_NOTHING = Names("（空）", "(empty)")
APART = ("code", "version", "effective_from", "initials", "withdrawn")
"""Fields of an item in which two versions do not count as different."""


def fields_of(item: Item) -> dict[str, Any]:
    """What an item says, as it is compared: a name that has no English is its Chinese."""
    said = {name: getattr(item, name) for name in item.__struct_fields__ if name not in APART}
    return {name: _whole(value) if isinstance(value, Names) else value for name, value in said.items()}


def same(one: Item, other: Item) -> bool:
    """Whether two rows say the same of an item."""
    return fields_of(one) == fields_of(other)


def difference(
    before: Iterable[Item],
    after: Iterable[Item],
    reference: Reference,
    names: tuple[str, str],
    admissions: Mapping[str, str] | None = None,
) -> Difference:
    """What `after` changes; `admissions` are numbers of decided applications by the item's code."""
    was = {item.code: item for item in before}
    now = {item.code: item for item in after}
    asked = admissions or {}

    def change(item: Item, fields: tuple[FieldChange, ...] = ()) -> ItemChange:
        return ItemChange(code=item.code, names=item.names, fields=fields, admission=asked.get(item.code, ""))

    changed = tuple(
        change(item, _changes(was[code], item, reference))
        for code, item in now.items()
        if code in was and not same(was[code], item)
    )
    return Difference(
        before=names[0],
        after=names[1],
        added=tuple(change(item) for code, item in now.items() if code not in was),
        withdrawn=tuple(change(item) for code, item in was.items() if code not in now),
        changed=changed,
        unchanged=len(was.keys() & now.keys()) - len(changed),
    )


def _changes(before: Item, after: Item, reference: Reference) -> tuple[FieldChange, ...]:
    one, other = fields_of(before), fields_of(after)
    return tuple(
        FieldChange(
            field=name,
            names=FIELDS.get(name, Names(name, name)),
            before=msgspec.to_builtins(one[name]),
            after=msgspec.to_builtins(value),
            before_words=words(name, one[name], reference),
            after_words=words(name, value, reference),
        )
        for name, value in other.items()
        if one[name] != value
    )


def words(field: str, value: Any, reference: Reference) -> Names:
    """A field's value as people read it."""
    if value is None or value in ("", (), Names("", "")):
        return _NOTHING
    if isinstance(value, Limit):
        return limit_words(value)
    if isinstance(value, Names):
        return value
    if isinstance(value, float):
        share = f"{value * 100:g} %"
        return Names(share, share)
    if field == "evidence":
        each = [EVIDENCE.get(kind, Names(kind, kind)) for kind in value]
        return Names("；".join(n.zh for n in each), "; ".join(n.en for n in each))
    if isinstance(value, tuple):
        return Names("；".join(map(str, value)), "; ".join(map(str, value)))
    text = str(value)
    levels = {"kind": reference.district.kinds, "level": reference.district.event_levels}.get(field, ())
    known = next((level.names for level in levels if level.key == text), None)
    return known or Names(text, text)


def limit_words(limit: Limit) -> Names:
    """A limit as a cell has it: ``3 工作日``, ``3 working days``."""
    unit = UNITS.get(limit.unit, Names(limit.unit, limit.unit.replace("_", " ")))
    amount = amount_words(limit.value)
    return Names(f"{amount} {unit.zh}", f"{amount} {unit.en}")


def amount_words(value: float) -> str:
    """A number with all its digits, a whole one without a point."""
    return format(Decimal(repr(float(value))).normalize(), "f")


def _whole(names: Names) -> Names:
    return Names(names.zh, names.en or names.zh)
