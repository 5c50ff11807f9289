"""A mapping of a duty or powers list: which column of a file means what.

`resources/mappings/README.md` describes the TOML.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from backend.service.importing.faults import MappingRefused
from backend.service.importing.mapping import Source
from contract.machine import Names

MAPPINGS = Path(__file__).parents[3] / "resources" / "mappings" / "mandates"


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


def mapping_file(name: str) -> Path:
    """A mapping by its path, or one that comes with the product by its name."""
    path, shipped = Path(name), MAPPINGS / f"{name}.toml"
    return shipped if not path.exists() and shipped.exists() else path


def shipped_names() -> Iterator[tuple[str, MandateMapping, str]]:
    """The mappings that come along: name, mapping, TOML."""
    for path in sorted(MAPPINGS.glob("*.toml")):
        content = path.read_bytes()
        yield path.stem, parse(content), content.decode()


def shipped(name: str) -> bytes:
    """The TOML of a mapping that comes with the product; raises MappingRefused."""
    known = {path.stem: path for path in MAPPINGS.glob("*.toml")}
    if name not in known:
        names = ", ".join(sorted(known))
        raise MappingRefused(
            "mapping", f"没有映射“{name}”，可用：{names}", f"there is no mapping “{name}”; there are: {names}"
        )
    return known[name].read_bytes()


def parse(content: bytes) -> MandateMapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    try:
        mapping = msgspec.toml.decode(content, type=MandateMapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappingRefused(
            "mapping", f"映射文件有误：{error}", f"the mapping is not valid: {error}"
        ) from error
    _check(mapping)
    return mapping


def _wrong(what: str, zh: str, en: str) -> MappingRefused:
    return MappingRefused("mapping", f"映射文件有误：{what}{zh}", f"the mapping is not valid: {what} {en}")


def _check(mapping: MandateMapping) -> None:
    if not mapping.name.strip() or len(mapping.name) > 100:
        raise _wrong("name", "须为 1 至 100 个字符", "must have 1 to 100 characters")
    if not mapping.formats:
        raise _wrong("formats", "不能为空", "must not be empty")
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n\0':
        raise _wrong("delimiter", "须为一个字符", "must be one character")
    if not 0 <= mapping.skip <= 1000:
        raise _wrong("skip", "须在 0 至 1000 之间", "must lie between 0 and 1000")
    try:
        codecs.decode(b"", mapping.encoding)
    except (LookupError, TypeError, UnicodeError) as error:
        raise _wrong("encoding", f"未知：{mapping.encoding}", f"is unknown: {mapping.encoding}") from error
    for name, source in mapping.fields.sources():
        if bool(source.columns) == (source.constant is not None):
            raise _wrong(
                f"fields.{name}", "须给出列或常量之一", "needs columns or a constant, one of the two"
            )
        if source.cut is not None:
            raise _wrong(f"fields.{name}.cut", "不适用于清单", "does not go with a list")
