"""What every mapping has, whatever its file's rows become: its TOML, how the file is to be read, and the
mappings of a kind that come with the product."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from .faults import MappingRefused

MAPPINGS = Path(__file__).parents[3] / "resources" / "mappings"
_LONGEST_NAME = 100
_MOST_SKIPPED = 1000


class FileForm(Protocol):
    """How a mapping says that its file is to be read."""

    @property
    def name(self) -> str: ...
    @property
    def formats(self) -> tuple[str, ...]: ...
    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def skip(self) -> int: ...


class Sourced(Protocol):
    """Where a field's text comes from."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def constant(self) -> str | None: ...


M = TypeVar("M", bound=FileForm)


def wrong(what: str, zh: str, en: str) -> MappingRefused:
    """What is wrong with a part of a mapping."""
    return MappingRefused("mapping", f"映射文件有误：{what}{zh}", f"the mapping is not valid: {what} {en}")


def decoded(content: bytes, kind: type[M]) -> M:
    """A mapping of a kind from its TOML, with a file that can be read; raises MappingRefused."""
    try:
        mapping = msgspec.toml.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappingRefused(
            "mapping", f"映射文件有误：{error}", f"the mapping is not valid: {error}"
        ) from error
    _check_form(mapping)
    return mapping


def _check_form(mapping: FileForm) -> None:
    if not mapping.name.strip() or len(mapping.name) > _LONGEST_NAME:
        raise wrong("name", "须为 1 至 100 个字符", "must have 1 to 100 characters")
    if not mapping.formats:
        raise wrong("formats", "不能为空", "must not be empty")
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n\0':
        raise wrong("delimiter", "须为一个字符", "must be one character")
    if not 0 <= mapping.skip <= _MOST_SKIPPED:
        raise wrong("skip", "须在 0 至 1000 之间", "must lie between 0 and 1000")
    try:
        codecs.decode(b"", mapping.encoding)
    except (LookupError, TypeError, UnicodeError) as error:
        raise wrong("encoding", f"未知：{mapping.encoding}", f"is unknown: {mapping.encoding}") from error


def check_source(where: str, source: Sourced) -> None:
    """A field comes from columns or is a constant; raises MappingRefused."""
    if bool(source.columns) == (source.constant is not None):
        raise wrong(where, "须给出列或常量之一", "needs columns or a constant, one of the two")


class Shipped:
    """The mappings in a folder of `MAPPINGS`."""

    def __init__(self, kind: str) -> None:
        self.folder = MAPPINGS / kind

    def place(self, name: str) -> Path:
        """A mapping by its path, or one of these by its name."""
        path, shipped = Path(name), self.folder / f"{name}.toml"
        return shipped if not path.exists() and shipped.exists() else path

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Their names and what they say, as TOML."""
        for path in sorted(self.folder.glob("*.toml")):
            yield path.stem, path.read_bytes()

    def toml(self, name: str) -> bytes:
        """What one of these says; raises MappingRefused."""
        known = dict(self.all())
        if name not in known:
            names = ", ".join(sorted(known))
            raise MappingRefused(
                "mapping",
                f"没有映射“{name}”，可用：{names}",
                f"there is no mapping “{name}”; there are: {names}",
            )
        return known[name]
