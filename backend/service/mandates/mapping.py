"""A mapping of a duty or powers list: which column of a file means what.

`resources/mappings/README.md` describes the TOML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from backend.service.importing.mapping import Source
from backend.service.importing.mapping_files import Shipped, check_source, decoded, wrong
from contract.machine import Names

_SHIPPED = Shipped("mandates")
mapping_file, shipped = _SHIPPED.place, _SHIPPED.toml


class MandateFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an entry is made of. `unit` is a unit's name, its code or a role, as it stands there or as
    `values` translates it; `items` are codes of the catalogue, separated by ";"."""

    code: Source
    name_zh: Source
    unit: Source
    name_en: Source | None = None
    level: Source | None = None
    kind: Source | None = None
    basis_zh: Source | None = None
    basis_en: Source | None = None
    items: Source | None = None

    def sources(self) -> Iterator[tuple[str, Source]]:
        """The fields that are mapped, by name."""
        for name in self.__struct_fields__:
            source = getattr(self, name)
            if source is not None:
                yield name, source


class MandateMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it."""

    name: str
    names: Names
    fields: MandateFields
    formats: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    skip: int = 0

    def columns(self) -> tuple[str, ...]:
        """Every column that it names, once, in its order."""
        return tuple(
            dict.fromkeys(column for _, source in self.fields.sources() for column in source.columns)
        )


def shipped_names() -> Iterator[tuple[str, MandateMapping, str]]:
    """The mappings that come along: name, mapping, TOML."""
    for name, content in _SHIPPED.all():
        yield name, parse(content), content.decode()


def parse(content: bytes) -> MandateMapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    mapping = decoded(content, MandateMapping)
    _check(mapping)
    return mapping


def _check(mapping: MandateMapping) -> None:
    for name, source in mapping.fields.sources():
        check_source(f"fields.{name}", source)
        if source.cut is not None:
            raise wrong(f"fields.{name}.cut", "不适用于清单", "does not go with a list")
