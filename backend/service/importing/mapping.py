"""A mapping: which column of a file means what, as TOML (`resources/mappings/README.md` describes it)."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from contract.machine import Names

from .faults import MappingRefused
from .mapping_files import check_source, decoded, wrong

FORMATS = ("csv", "xlsx")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a field's text comes from: columns joined (empty cells left out), or a constant.

    `values` translates what the cell says; what it does not name becomes `otherwise`, or stays as it is
    where that is not given. What is longer than `cut` characters is cut there and ends in an ellipsis;
    without it, what is too long for the field is a fault of the row.
    """

    columns: tuple[str, ...] = ()
    join: str = " "
    constant: str | None = None
    values: dict[str, str] = {}
    otherwise: str | None = None
    cut: int | None = None


class Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an instant comes from: columns joined, read by the first of `formats` (of `strptime`) that fits.

    A format with ``%z`` brings its own offset; every other is local time of `time_zone`, or of the mapping's.
    """

    columns: tuple[str, ...]
    formats: tuple[str, ...]
    join: str = " "
    time_zone: str = ""
    required: bool = True


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a report is made of. Everything but the title may be left out."""

    title: Source
    text: Source | None = None
    place: Source | None = None
    area: Source | None = None
    lon: Source | None = None
    lat: Source | None = None
    reporter_name: Source | None = None
    reporter_phone: Source | None = None
    reporter_contact: Source | None = None
    kind: Source | None = None
    item: Source | None = None
    reported_at: Moment | None = None

    def sources(self) -> dict[str, Source | Moment]:
        """The fields that are mapped, by name."""
        found = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: source for name, source in found if source is not None}


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it. `name` is part of every row's key: another name is another import.

    `key` names the columns that tell rows apart; without them it is the whole row. `skip` lines (rows of a
    sheet) stand above the header.
    """

    name: str
    names: Names
    fields: Fields
    formats: tuple[Literal["csv", "xlsx"], ...] = ("csv",)
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    skip: int = 0
    key: tuple[str, ...] = ()
    time_zone: str = "Asia/Shanghai"
    coordinates: Literal["wgs84", "gcj02", "bd09"] = "wgs84"

    def columns(self) -> tuple[str, ...]:
        """Every column that it names, once, in its order."""
        named = list(self.key)
        for source in self.fields.sources().values():
            named += source.columns
        return tuple(dict.fromkeys(named))

    def zone(self, moment: Moment) -> tzinfo:
        """The time zone in which a moment without an offset is meant."""
        return _zone(moment.time_zone or self.time_zone)


def load(path: Path) -> Mapping:
    """Read a mapping; raises MappingRefused."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise MappingRefused(
            "unreadable", f"读不到映射文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from error


def parse(content: bytes) -> Mapping:
    """Read a mapping from its TOML; raises MappingRefused."""
    mapping = decoded(content, Mapping)
    _check(mapping)
    return mapping


def _check(mapping: Mapping) -> None:
    _zone(mapping.time_zone)
    for name, source in mapping.fields.sources().items():
        where = f"fields.{name}"
        if isinstance(source, Moment):
            if not source.columns or not source.formats:
                raise wrong(where, "须给出列和日期格式", "needs columns and formats")
            _zone(source.time_zone or mapping.time_zone)
            continue
        check_source(where, source)
        if source.cut is not None and source.cut < 2:
            raise wrong(f"{where}.cut", "须不小于 2", "must be at least 2")
    if (mapping.fields.lon is None) != (mapping.fields.lat is None):
        raise wrong("fields.lon, fields.lat", "须同时给出", "go together")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise wrong("time_zone", f"未知：{name}", f"is unknown: {name}") from error
