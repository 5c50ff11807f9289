"""A mapping of a catalogue: which column means what, and what every word for a unit of time means.

`resources/mappings/README.md` describes the TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from backend.service.importing.mapping import Source
from backend.service.importing.mapping_files import Shipped, check_source, decoded, wrong
from contract.catalogue import LIMITS
from contract.clock import ClockError, Limit, parse_limit
from contract.machine import Names

_SHIPPED = Shipped("catalogue")
mapping_file, shipped = _SHIPPED.place, _SHIPPED.toml


class CodeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an item's code comes from: `prefix`, then columns joined.

    Rows of one code that differ in the fields `several` are items of their own and get codes of their own
    (``01-1-01``, ``01-1-01.2``); where it is empty, a second row of a code is a fault. With `apart` their
    names say so much of the first of these fields, cut at that many characters.
    """

    columns: tuple[str, ...]
    join: str = "-"
    prefix: str = ""
    several: tuple[Literal["file_standard", "close_standard", "kind", "level"], ...] = ()
    apart: int = 0


class HandlerSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who handles it: of a cell's parts (cut at `split`) the first that is a role or a unit of the district,
    as it stands there or as `values` translates it. Where none is: `otherwise`, and without it a fault."""

    columns: tuple[str, ...]
    split: str = ""
    values: dict[str, str] = {}
    otherwise: str | None = None


class LimitSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a limit comes from: a number in one column and its unit's word in another, both in one (`text`,
    "3 工作日"), or a constant in the product's own units ("30 minutes")."""

    value: str = ""
    unit: str = ""
    text: str = ""
    constant: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        return tuple(name for name in (self.value, self.unit, self.text) if name)


class ItemFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an item is made of beside code and limits. A list's parts are separated by ";"."""

    category: Source
    category_zh: Source
    name_zh: Source
    category_en: Source | None = None
    name_en: Source | None = None
    kind: Source | None = None
    level: Source | None = None
    handler: HandlerSource | None = None
    amber: Source | None = None
    file_standard_zh: Source | None = None
    file_standard_en: Source | None = None
    close_standard_zh: Source | None = None
    close_standard_en: Source | None = None
    keywords: Source | None = None
    evidence: Source | None = None

    def sources(self) -> Iterator[tuple[str, Source | HandlerSource]]:
        """The fields that are mapped, by name."""
        for name in self.__struct_fields__:
            source = getattr(self, name)
            if source is not None:
                yield name, source


class CatalogueMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it. `units` says what each unit word means: a unit of the product, or so many of one
    ("24 urgent_hours"). A word that is not in it refuses its rows: nothing guesses."""

    name: str
    names: Names
    units: dict[str, str]
    code: CodeSource
    fields: ItemFields
    limits: dict[str, LimitSource]
    formats: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    skip: int = 0

    def columns(self) -> tuple[str, ...]:
        """Every column that it names, once, in its order."""
        named = list(self.code.columns)
        for _, source in self.fields.sources():
            named += source.columns
        for limit in self.limits.values():
            named += limit.columns
        return tuple(dict.fromkeys(named))

    def unit(self, word: str) -> Limit | None:
        """What one of a unit word is, None where the mapping does not say."""
        said = self.units.get(word)
        return None if said is None else meaning(said)


def meaning(said: str) -> Limit:
    """What a unit word is said to mean ("natural_days", "24 urgent_hours"); raises ClockError."""
    text = said.strip().replace("_", " ")
    return parse_limit(text if re.match(r"[\d.]", text) else f"1 {text}")


def shipped_names() -> Iterator[tuple[str, CatalogueMapping, str]]:
    """The mappings that come along: name, mapping, TOML."""
    for name, content in _SHIPPED.all():
        yield name, parse(content), content.decode()


def parse(content: bytes) -> CatalogueMapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    mapping = decoded(content, CatalogueMapping)
    _check(mapping)
    return mapping


def _check(mapping: CatalogueMapping) -> None:
    if not mapping.code.columns:
        raise wrong("code.columns", "不能为空", "must not be empty")
    if mapping.code.apart and not (mapping.code.several and 2 <= mapping.code.apart <= 100):
        raise wrong(
            "code.apart", "须在 2 至 100 之间，并给出 several", "must lie between 2 and 100, with several"
        )
    for word, said in mapping.units.items():
        try:
            meaning(said)
        except ClockError as error:
            raise wrong(f"units.{word}", f"不是时限单位：{said}", f"is no unit of time: {error}") from error
    for name, source in mapping.fields.sources():
        if isinstance(source, HandlerSource):
            if not source.columns:
                raise wrong("fields.handler", "须给出列", "needs columns")
            continue
        check_source(f"fields.{name}", source)
        if source.cut is not None:
            raise wrong(f"fields.{name}.cut", "不适用于事项清单", "does not go with a catalogue")
    for name, limit in mapping.limits.items():
        _check_limit(name, limit)
    if "handle" not in mapping.limits:
        raise wrong("limits.handle", "必须给出", "must be there")


def _check_limit(name: str, limit: LimitSource) -> None:
    if name not in LIMITS:
        raise wrong(f"limits.{name}", "没有这种时限", f"is no limit; there are: {', '.join(LIMITS)}")
    ways = (bool(limit.value and limit.unit), bool(limit.text), bool(limit.constant))
    if sum(ways) != 1 or bool(limit.value) != bool(limit.unit):
        raise wrong(
            f"limits.{name}",
            "须给出数值列和单位列、一列文字或常量之一",
            "needs the columns value and unit, or text, or a constant",
        )
    if limit.constant:
        try:
            parse_limit(limit.constant.replace("_", " "))
        except ClockError as error:
            raise wrong(f"limits.{name}.constant", f"不是时限：{limit.constant}", f"{error}") from error
