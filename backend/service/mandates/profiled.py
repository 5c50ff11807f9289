"""The lists that come with a district's profile: ``mandates.csv`` (`resources/districts/README.md`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from contract.machine import Names
from contract.mandate import KINDS, LISTS, Mandate
from contract.reference import District, Item, Unit

FILE = "mandates.csv"


class Known:
    """What a list may name: units and roles, levels, items."""

    def __init__(self, units: Iterable[Unit], district: District, items: Iterable[Item]) -> None:
        self._units = {name for unit in units for name in (unit.code, unit.role) if name}
        self._levels = {"", *(level.key for level in district.levels)}
        self._items = {item.code for item in items}
        self._there: set[tuple[str, str]] = set()

    def entry(self, row: dict[str, str], midnight: Callable[[str], int]) -> Mandate:
        """An entry of the file; raises ValueError that names the field."""
        items = tuple(part for part in row["items"].split(";") if part)
        key = row["list"], row["code"]
        for name, known in (
            ("list", row["list"] in LISTS),
            ("code", bool(row["code"]) and key not in self._there),
            ("unit", row["unit"] in self._units),
            ("level", row["level"] in self._levels),
            ("kind", row["kind"] in KINDS),
            ("items", self._items.issuperset(items)),
        ):
            if not known:
                raise ValueError(f"{name}: {row[name]!r} is not known here, or is there already")
        self._there.add(key)
        return Mandate(
            list=row["list"],
            code=row["code"],
            names=Names(row["name_zh"], row["name_en"]),
            unit=row["unit"],
            level=row["level"],
            kind=row["kind"],
            basis=Names(row["basis_zh"], row["basis_en"]),
            items=items,
            initials=row["initials"],
            version=row["version"],
            effective_from=midnight(row["effective_from"]),
        )
