"""A district's profile, read from its folder (format: `resources/districts/README.md`).

ProfileError names file, line and field of what cannot be read; nothing of a wrong profile is loaded.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
import shapely
from shapely.geometry import shape

from backend.service.alarms_profile import alarms, fault_of
from backend.service.basemaps_profile import basemaps
from backend.service.calendar import UTC_OFFSETS, parse_span
from backend.service.joint_profile import joint_rules, strange_types
from backend.service.mandates import profiled
from contract.beside import STAGED
from contract.clock import DAY, MINUTE, ClockError, Limit, parse_limit
from contract.joint.lifecycle import TABLE as JOINT_TABLE
from contract.lifecycle import STAGES, TABLE
from contract.machine import Names
from contract.mandate import Mandate
from contract.reference import Area, Channel, District, Item, Level, Step, SuperviseRule, Unit
from contract.staffing import Post, Staffing

T = TypeVar("T")
LATER_LIMITS = tuple(name for name in STAGED.values() if name != "make_safe")
"""Limits that not every catalogue has columns for."""


class ProfileError(Exception):
    """A profile that cannot be loaded: file, line and field, and what is wrong there."""


class PlacedUnit(msgspec.Struct, frozen=True):
    """A unit with its entries of the duty list and the name that people use."""

    unit: Unit
    duty: str = ""
    short: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in a district's folder that the backend needs. `wkb` holds outlines by area code."""

    key: str
    district: District
    utc_offset: int
    spans: tuple[tuple[int, int], ...]
    areas: tuple[Area, ...]
    workers: dict[str, int]
    wkb: dict[str, bytes]
    units: tuple[PlacedUnit, ...]
    items: tuple[Item, ...]
    channels: tuple[Channel, ...]
    mandates: tuple[Mandate, ...] = ()


def initials(text: str) -> str:
    """Pinyin initials of Chinese text, lower case; other letters and digits stay (``望湖 03`` → ``wh03``)."""
    from pypinyin import Style, lazy_pinyin  # a quarter of a second, which only a load has to wait for

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")
    return "".join(c for c in "".join(letters).lower() if c.isalnum() and c.isascii())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in (reader := csv.DictReader(file, strict=True)):
                if None in row or None in row.values():
                    raise ProfileError(
                        f"{path.name}:{reader.line_num}: the row has not as many fields as the head"
                    )
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProfileError(f"{path.name}: {error}") from error


def _field(path: Path, line: int, row: dict[str, str], name: str, read: Callable[[str], T]) -> T:
    text = row.get(name)
    if text is None:
        raise ProfileError(f"{path.name}:{line}: no column {name}")
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        raise ProfileError(f"{path.name}:{line}: {name}: {error}") from error


def _limit(text: str) -> Limit | None:
    return parse_limit(text.replace("_", " ")) if text.strip() else None


def _names(table: dict[str, Any]) -> Names:
    return Names(str(table["zh"]), str(table["en"]))


def _remind(table: dict[str, Any]) -> dict[str, dict[str, Limit | None]]:
    """The field `remind` of the district, where its profile says something of it."""
    if "remind" not in table:
        return {}
    stated = {str(k): None if v == "never" else parse_limit(str(v)) for k, v in table["remind"].items()}
    if unknown := stated.keys() - {
        "every",
        "responsibility",
        "reply",
        "mediation",
        "part",
        *STAGED.values(),
        *STAGES,
    }:
        raise ProfileError(f"profile.toml: remind: no clock is called {min(unknown)}")
    return {"remind": stated}


def _staffing(table: dict[str, Any]) -> Staffing:
    """The posts of a district's grids and units, none where its profile says nothing of them."""
    patrol = _limit(str(table.get("patrol_every", "")))
    if patrol is not None and patrol.unit not in ("minutes", "hours"):
        raise ProfileError("profile.toml: staffing: patrol_every is in minutes or hours")

    def posts(name: str) -> tuple[Post, ...]:
        return tuple(
            Post(key=str(p["key"]), names=_names(p), count=int(p["count"]), patrols=bool(p.get("patrols")))
            for p in table.get(name, [])
        )

    staffing = Staffing(
        formula=str(table.get("formula", "")),
        patrol=0 if patrol is None else patrol.amount,
        cover=tuple(parse_span(text) for text in table.get("cover", [])),
        unit_cover=tuple(parse_span(text) for text in table.get("unit_cover", [])),
        grid=posts("grid"),
        unit=posts("unit"),
    )
    keys = [post.key for post in staffing.grid + staffing.unit]
    if len(set(keys)) != len(keys) or any(post.count < 0 for post in staffing.grid + staffing.unit):
        raise ProfileError("profile.toml: staffing: every post has a key of its own and a count")
    return staffing


def _supervise(table: dict[str, Any]) -> SuperviseRule | None:
    """The rule of supervision by time-out; None where the profile says none."""
    after = str(table.get("after", "none"))
    if unknown := table.keys() - {"after", "reply"}:
        raise ProfileError(f"profile.toml: supervise: nothing is called {min(unknown)}")
    if after == "none":
        return None
    reply = parse_limit(str(table.get("reply", "1 working_days")).replace("_", " "))
    return SuperviseRule(parse_limit(after.replace("_", " ")), reply)


def _levels(tables: list[dict[str, Any]]) -> tuple[Level, ...]:
    return tuple(Level(str(t["key"]), _names(t)) for t in tables)


def _areas(folder: Path) -> tuple[tuple[Area, ...], dict[str, int]]:
    path = folder / "areas.csv"
    paths: dict[str, str] = {}
    areas: list[Area] = []
    workers: dict[str, int] = {}
    for line, row in _rows(path):
        code, parent = row["code"], row["parent"]
        if parent and parent not in paths:
            raise ProfileError(f"{path.name}:{line}: parent: {parent} is not above this row")
        if code in paths or not code:
            raise ProfileError(f"{path.name}:{line}: code: {code!r} is empty or there already")
        paths[code] = f"{paths[parent]}/{code}" if parent else code
        short = row.get("short", "") or row["name_zh"]
        areas.append(
            Area(
                code=code,
                parent=parent,
                path=paths[code],
                level=row["level"],
                kind=row["kind"],
                names=Names(row["name_zh"], row["name_en"]),
                short=short,
                initials=initials(short),
                lon=_field(path, line, row, "lon", float),
                lat=_field(path, line, row, "lat", float),
                schematic=row.get("schematic", "") == "1",
                households=_field(
                    path, line, {"households": "", **row}, "households", lambda text: int(text or 0)
                ),
            )
        )
        workers[code] = _field(path, line, row, "workers", lambda text: int(text or 0))
    if not areas:
        raise ProfileError(f"{path.name}: no areas")
    return tuple(areas), workers


def _outlines(folder: Path, known: set[str]) -> dict[str, bytes]:
    path = folder / "areas.geojson"
    wkb: dict[str, bytes] = {}
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        for feature in features:
            code = feature["properties"]["code"]
            if code not in known:
                raise ProfileError(f"{path.name}: {code} is not in areas.csv")
            outline = shape(feature["geometry"])
            if not outline.is_valid:
                raise ProfileError(f"{path.name}: the outline of {code} is not valid: crossing or open rings")
            wkb[code] = shapely.to_wkb(outline)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProfileError(f"{path.name}: {error!r}") from error
    if lacking := known - wkb.keys():
        raise ProfileError(f"{path.name}: no outline for {min(lacking)}")
    return wkb


def _units(folder: Path, known: set[str]) -> tuple[PlacedUnit, ...]:
    path = folder / "organisations.csv"
    paths: dict[str, str] = {}
    units: list[PlacedUnit] = []
    for line, row in _rows(path):
        code, parent = row["code"], row["parent"]
        if parent and parent not in paths:
            raise ProfileError(f"{path.name}:{line}: parent: {parent} is not above this row")
        if row["area"] and row["area"] not in known:
            raise ProfileError(f"{path.name}:{line}: area: {row['area']} is not in areas.csv")
        paths[code] = f"{paths[parent]}/{code}" if parent else code
        short = row.get("short_zh", "") or row["name_zh"]
        units.append(
            PlacedUnit(
                Unit(
                    code=code,
                    parent=parent,
                    path=paths[code],
                    type=row["type"],
                    names=Names(row["name_zh"], row["name_en"]),
                    initials=initials(short),
                    area=row["area"],
                    functions=_list(row.get("functions", "")),
                    role=row.get("role", ""),
                ),
                duty=row.get("duty", ""),
                short=short,
            )
        )
    return tuple(units)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _items(folder: Path, midnight: Callable[[str], int]) -> tuple[Item, ...]:
    path = folder / "catalogue.csv"
    items: list[Item] = []
    for line, row in _rows(path):

        def limit(name: str, line: int = line, row: dict[str, str] = row) -> Limit | None:
            try:
                return _field(path, line, row, name, _limit)
            except ClockError as error:
                raise ProfileError(f"{path.name}:{line}: {name}: {error}") from error

        later: dict[str, Any] = {n: limit(f"{n}_limit") for n in LATER_LIMITS if f"{n}_limit" in row}
        items.append(
            Item(
                code=row["code"],
                version=row["version"],
                effective_from=_field(path, line, row, "effective_from", midnight),
                category=row["category_code"],
                category_names=Names(row["category_zh"], row["category_en"]),
                names=Names(row["name_zh"], row["name_en"]),
                initials=initials(row["name_zh"]),
                kind=row.get("appeal") or row["kind"],
                handler=row["handler"],
                level=row.get("event_level", ""),
                dispatch=limit("dispatch_limit"),
                sign_in=limit("sign_in_limit"),
                arrive=limit("arrive_limit"),
                handle=limit("handle_limit"),
                verify=limit("verify_limit"),
                evaluate=limit("evaluate_limit"),
                make_safe=limit("make_safe_limit"),
                **later,
                amber=_field(path, line, row, "amber", lambda text: float(text) if text else None),
                file_standard=Names(row["file_standard_zh"], row["file_standard_en"]),
                close_standard=Names(row["close_standard_zh"], row["close_standard_en"]),
                keywords=_list(row["keywords"]),
                # A result in words is required of every handling; it is no file.
                evidence=tuple(k for k in _list(row["evidence_required"]) if k != "result_note"),
            )
        )
    return tuple(sorted(items, key=lambda i: i.effective_from))


def _mandates(
    folder: Path,
    midnight: Callable[[str], int],
    units: Iterable[PlacedUnit],
    district: District,
    items: Iterable[Item],
) -> tuple[Mandate, ...]:
    """The duty and powers lists, where the folder has them."""
    path = folder / profiled.FILE
    if not path.exists():
        return ()
    known = profiled.Known((placed.unit for placed in units), district, items)
    found = []
    for line, row in _rows(path):
        try:
            found.append(known.entry(row, midnight))
        except (KeyError, ValueError) as error:
            raise ProfileError(f"{path.name}:{line}: {error}") from error
    return tuple(found)


def load(folder: Path) -> Profile:
    """Read and check a district's folder; raises ProfileError."""
    try:
        table = tomllib.loads((folder / "profile.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError(f"profile.toml: {error}") from error
    try:
        utc_offset = UTC_OFFSETS[table["timezone"]]
        spans = tuple(parse_span(text) for text in table["working_hours"])
        centre = table["centre"]
        steps = {str(k): str(v) for k, v in table.get("steps", {}).items()}
        if wrong := set(steps.values()) - set(get_args(Step)):
            raise ProfileError(f"profile.toml: a step is required, optional or skipped, not {min(wrong)}")
        renames = {
            key: _names(names) for part in ("states", "actions") for key, names in table.get(part, {}).items()
        }
        known_words = {s.name for s in TABLE.states} | {*TABLE.actions(), *JOINT_TABLE.actions()}
        # Both tables have a "closed": that of joint actions is renamed as "joint closed".
        known_words |= {f"joint {s.name}" for s in JOINT_TABLE.states}
        if unknown := renames.keys() - known_words:
            raise ProfileError(f"profile.toml: no state or action is called {min(unknown)}")
        kinds = _levels(table.get("kinds", []))
        west, south, east, north = (float(x) for x in table["map"]["bounds"])
        district = District(
            code=str(table["code"]),
            names=_names(table["name"]),
            centre=_names(centre),
            prefix=str(table["prefix"]),
            levels=_levels(table["levels"]),
            event_levels=_levels(table.get("event_levels", [])),
            kinds=kinds + _levels(table.get("appeals", [])),
            steps=steps,
            renames=renames,
            amber=float(table.get("amber", 0.2)),
            verify=_limit(table.get("verify_limit", "")),
            evaluate=_limit(table.get("evaluate_limit", "")),
            make_safe=_limit(table.get("make_safe_limit", "")),
            fallback=str(table.get("fallback", "")),
            supervise=_supervise(table.get("supervise", {})),
            bounds=(west, south, east, north),
            seats=int(table.get("seats", 50)),
            staffing=_staffing(table.get("staffing", {})),
            alarms=alarms(table),
            basemaps=basemaps(table),
            joint=joint_rules(table),
            **_remind(table),
        )
        channels = tuple(
            Channel(
                key=str(c["key"]),
                type=str(c["type"]),
                names=_names(c),
                accept=_limit(c.get("accept_limit", "")),
                dispatch=_limit(c.get("dispatch_limit", "")),
            )
            for c in table["channels"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProfileError(f"profile.toml: {error!r}") from error

    def midnight(text: str) -> int:
        return (date.fromisoformat(text) - date(1970, 1, 1)).days * DAY - utc_offset * MINUTE

    areas, workers = _areas(folder)
    if areas[0].code != district.code:
        raise ProfileError("areas.csv: its first row must be the district itself")
    codes = {a.code for a in areas}
    units = _units(folder, codes)
    if district.fallback and district.fallback not in {placed.unit.code for placed in units}:
        raise ProfileError(f"profile.toml: fallback: no unit {district.fallback} in organisations.csv")
    if "ways" in table.get("joint", {}) and (
        strange := strange_types(district.joint, (placed.unit.type for placed in units))
    ):
        raise ProfileError(f"profile.toml: joint.ways: no unit of organisations.csv is a {strange}")
    items = _items(folder, midnight)
    if wrong_alarm := fault_of(district.alarms, {i.code for i in items}, {u.unit.role for u in units}):
        raise ProfileError(f"profile.toml: {wrong_alarm}")
    return Profile(
        key=str(table.get("key", folder.name)),
        district=district,
        utc_offset=utc_offset,
        spans=spans,
        areas=areas,
        workers=workers,
        wkb=_outlines(folder, codes),
        units=units,
        items=items,
        channels=channels,
        mandates=_mandates(folder, midnight, units, district, items),
    )
