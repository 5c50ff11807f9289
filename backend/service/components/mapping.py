"""A mapping of a register's file: which column means what.

`resources/mappings/README.md` describes the TOML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from backend.service.importing.mapping import Source
from backend.service.importing.mapping_files import Shipped, check_source, decoded, wrong
from contract.machine import Names

_SHIPPED = Shipped("components")
mapping_file, shipped = _SHIPPED.place, _SHIPPED.toml


class ComponentFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a component is made of. `owner` is a unit's code or name, or the name of somebody outside the
    district; empty, nobody. What is left out stays as it is where the register has the component already."""

    code: Source
    kind: Source
    lon: Source
    lat: Source
    place: Source | None = None
    owner: Source | None = None
    state: Source | None = None

    def sources(self) -> Iterator[tuple[str, Source]]:
        """The fields that are mapped, by name."""
        for name in self.__struct_fields__:
            source = getattr(self, name)
            if source is not None:
                yield name, source


class RegisterMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it."""

    name: str
    names: Names
    fields: ComponentFields
    formats: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    skip: int = 0
    coordinates: Literal["wgs84", "gcj02", "bd09"] = "wgs84"

    def columns(self) -> tuple[str, ...]:
        """Every column that it names, once, in its order."""
        named = [column for _, source in self.fields.sources() for column in source.columns]
        return tuple(dict.fromkeys(named))


def shipped_names() -> Iterator[tuple[str, RegisterMapping, str]]:
    """The mappings that come along: name, mapping, TOML."""
    for name, content in _SHIPPED.all():
        yield name, parse(content), content.decode()


def parse(content: bytes) -> RegisterMapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    mapping = decoded(content, RegisterMapping)
    _check(mapping)
    return mapping


def _check(mapping: RegisterMapping) -> None:
    for name, source in mapping.fields.sources():
        check_source(f"fields.{name}", source)
        if source.cut is not None and (name != "place" or source.cut < 2):
            raise wrong(
                f"fields.{name}.cut",
                "只用于 place，且不小于 2",
                "goes with the place alone, and is at least 2",
            )
    if mapping.fields.code.constant is not None:
        raise wrong("fields.code", "须给出列", "needs columns")
