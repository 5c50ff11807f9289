"""A mapping of a register's file: which column means what.

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

MAPPINGS = Path(__file__).parents[3] / "resources" / "mappings" / "components"


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


def mapping_file(name: str) -> Path:
    """A mapping by its path, or one that comes with the product by its name."""
    path, shipped_path = Path(name), MAPPINGS / f"{name}.toml"
    return shipped_path if not path.exists() and shipped_path.exists() else path


def shipped_names() -> Iterator[tuple[str, RegisterMapping, str]]:
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


def parse(content: bytes) -> RegisterMapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    try:
        mapping = msgspec.toml.decode(content, type=RegisterMapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappingRefused(
            "mapping", f"映射文件有误：{error}", f"the mapping is not valid: {error}"
        ) from error
    _check(mapping)
    return mapping


def _wrong(what: str, zh: str, en: str) -> MappingRefused:
    return MappingRefused("mapping", f"映射文件有误：{what}{zh}", f"the mapping is not valid: {what} {en}")


def _check(mapping: RegisterMapping) -> None:
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
        if source.cut is not None and (name != "place" or source.cut < 2):
            raise _wrong(
                f"fields.{name}.cut",
                "只用于 place，且不小于 2",
                "goes with the place alone, and is at least 2",
            )
    if mapping.fields.code.constant is not None:
        raise _wrong("fields.code", "须给出列", "needs columns")
