"""A district as the simulation needs it: who reports how much, where, about what, and in which words.

Read from the district's folder (format: `resources/districts/README.md`); nothing here is served.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from shapely import Point, STRtree, from_geojson, points
from shapely.geometry.base import BaseGeometry

from backend.service.addresses import schematic
from backend.simulation.draws import Weighted
from backend.simulation.furniture import Furniture

PHOTO = ("photo_before", "photo_after")
ON_THE_SPOT = ("grid_worker", "video", "sensor")
"""Channels that report only what can be seen on the spot."""


@dataclass(frozen=True, slots=True)
class Way:
    """A channel: its key, its type, its share of the reports, the share of them that carry a photograph."""

    key: str
    type: str
    share: float
    evidence: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A leaf of the area tree, and the name of the community that it is part of."""

    code: str
    setting: str
    weight: float
    community: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place as the register has it, and where it is (WGS-84)."""

    name: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Thing:
    """An item of the catalogue.

    `co_handlers` are roles of organisations, `visible` says whether a photograph can show it, `found_by`
    names the types of channels that find it by themselves, `enterprise` tells services to enterprises, `duty`
    is what cites the entry of the duty list that makes the `handler` answer for it ("" where there is none).
    """

    code: str
    category: str
    name: str
    co_handlers: tuple[str, ...]
    weight: float
    visible: bool
    found_by: tuple[str, ...]
    enterprise: bool
    handler: str
    duty: str


@dataclass(frozen=True)
class Scene:
    """One district's figures, places, catalogue and words.

    `hour`, `weekday`, `month` shape the year's volume; `rates` are the probabilities of `[simulation]`;
    `alarms` are the kinds of sensors' alarms by the item that becomes of them.
    """

    key: str
    code: str
    zone: timezone
    annual: float
    weekday: tuple[float, ...]
    hour: tuple[float, ...]
    month: tuple[float, ...]
    rates: dict[str, float]
    ways: tuple[Way, ...]
    spots: tuple[Spot, ...]
    things: tuple[Thing, ...]
    phrases: dict[str, Any]
    prefix: str
    alarms: dict[str, str]
    shapes: dict[str, BaseGeometry] = field(repr=False)
    addresses: dict[str, tuple[Spoken, ...]] = field(default_factory=dict, repr=False)
    """What the register calls places in each leaf area; none where a district has no streets."""
    furniture: Furniture = field(default_factory=Furniture, repr=False)
    """The register of components, as the backend has it."""
    _thing_draws: dict[str, Weighted[Thing]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def way_draw(self) -> Weighted[Way]:
        return Weighted((way, way.share) for way in self.ways)

    @cached_property
    def spot_draw(self) -> Weighted[Spot]:
        return Weighted((spot, spot.weight) for spot in self.spots)

    def thing_draw(self, way_type: str) -> Weighted[Thing]:
        """What a channel of a type reports: a camera or a sensor what it can find, who is on the spot what
        can be seen, everybody else anything."""
        drawn = self._thing_draws.get(way_type)
        if drawn is None:
            things = list(self.things)
            if way_type in ON_THE_SPOT:
                seen = [thing for thing in things if thing.visible]
                found = [thing for thing in things if way_type in thing.found_by]
                things = found or seen or things
            drawn = self._thing_draws[way_type] = Weighted((thing, thing.weight) for thing in things)
        return drawn

    @cached_property
    def spot_of(self) -> dict[str, Spot]:
        return {spot.code: spot for spot in self.spots}

    @cached_property
    def thing_of(self) -> dict[str, Thing]:
        return {thing.code: thing for thing in self.things}

    def within(self, items: Collection[str]) -> Scene:
        """The scene with what a backend's own catalogue knows, where that is not the folder's."""
        things = tuple(thing for thing in self.things if thing.code in items)
        alarms = {item: kind for item, kind in self.alarms.items() if item in items}
        return replace(self, things=things, alarms=alarms)

    def heard_by(self, known: Collection[str]) -> Scene:
        """The scene with the kinds of alarm that a backend makes something of, where those are not the
        folder's."""
        return replace(self, alarms={item: kind for item, kind in self.alarms.items() if kind in known})

    def among(self, furniture: Furniture) -> Scene:
        """The scene with what stands in its streets."""
        return replace(self, furniture=furniture)

    def rate(self, name: str) -> float:
        """A probability or mean of the profile; 0 where the profile does not state it."""
        return self.rates.get(name, 0.0)

    def local(self, at: int) -> datetime:
        """An instant in the district's own time."""
        return datetime.fromtimestamp(at / 1000, self.zone)

    def expected(self, at: int) -> float:
        """Reports expected in the hour that an instant lies in, at the profile's volume."""
        when = self.local(at)
        day = self.annual / 365.0 * self.month[when.month - 1] * self.weekday[when.weekday()]
        return day * self.hour[when.hour]

    def hours(self, start: int, end: int) -> Iterator[int]:
        """The instants at which the hours begin that [start, end) touches."""
        hour = 3_600_000
        yield from range(start - start % hour, end, hour)

    def word(self, *path: str) -> list[str]:
        """The phrases under a path of keys; empty where there are none."""
        at: Any = self.phrases
        for key in path:
            at = at.get(key, {}) if isinstance(at, dict) else {}
        return list(at) if isinstance(at, list) else []


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _things(folder: Path, at: datetime) -> tuple[Thing, ...]:
    """The catalogue in force on a day."""
    newest: dict[str, tuple[str, Thing]] = {}
    lists = folder / "mandates.csv"
    listed = _rows(lists) if lists.exists() else []
    duties = {(row["code"], row["unit"]) for row in listed if row["list"] == "duty"}
    for row in _rows(folder / "catalogue.csv"):
        begins = row["effective_from"]
        if begins > at.date().isoformat() or begins < newest.get(row["code"], ("",))[0]:
            continue
        evidence = _split(row["evidence_required"])
        newest[row["code"]] = (
            begins,
            Thing(
                row["code"],
                row["category_code"],
                row["name_zh"],
                _split(row["co_handlers"]),
                float(row["weight"] or 0),
                any(kind in evidence for kind in PHOTO),
                _split(row.get("found_by", "")),
                "企" in row["category_zh"],
                row["handler"],
                f"duty:{row['duty']}" if (row["duty"], row["handler"]) in duties else "",
            ),
        )
    return tuple(thing for _, thing in newest.values())


def _alarms(profile: dict[str, Any]) -> dict[str, str]:
    """Kinds of alarm by the item that becomes of them; none where no sensor reports."""
    if not any(channel["type"] == "sensor" for channel in profile["channels"]):
        return {}
    return {str(rule["item"]): kind for kind, rule in profile.get("alarms", {}).items()}


def _spots(folder: Path) -> tuple[Spot, ...]:
    rows = {row["code"]: row for row in _rows(folder / "areas.csv")}
    parents = {row["parent"] for row in rows.values()}
    spots = []
    for code, row in rows.items():
        if code in parents:
            continue
        at, community = code, ""
        while at:
            if rows[at]["kind"] == "community":
                community = rows[at]["name_zh"]
            at = rows[at]["parent"]
        spots.append(Spot(code, row["setting"], float(row["weight"] or 0), community or row["name_zh"]))
    return tuple(spots)


def _spoken(folder: Path, shapes: dict[str, BaseGeometry]) -> dict[str, tuple[Spoken, ...]]:
    """The schematic register that a demo begins with, by the leaf that each entry lies in."""
    entries = schematic.entries(folder)
    codes = list(shapes)
    if not entries or not codes:
        return {}
    tree = STRtree(list(shapes.values()))
    places = points([one.lon for one in entries], [one.lat for one in entries])
    found: dict[str, list[Spoken]] = {}
    for n, leaf in zip(*tree.query(places, predicate="within"), strict=True):
        one = entries[int(n)]
        found.setdefault(codes[int(leaf)], []).append(Spoken(one.name, one.kind, one.lon, one.lat))
    return {code: tuple(spoken) for code, spoken in found.items()}


def read(folder: Path, at: int, utc_offset: int = 480) -> Scene:
    """A district's scene as of an instant; its time is `utc_offset` minutes ahead of UTC.

    Raises OSError, ValueError or KeyError on a folder that is no district.
    """
    profile = tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    phrases = tomllib.loads((folder / "phrases.toml").read_text(encoding="utf-8"))
    collection = msgspec.json.decode((folder / "areas.geojson").read_bytes())
    spots = _spots(folder)
    leaves = {spot.code for spot in spots}
    shapes = {
        feature["properties"]["code"]: from_geojson(msgspec.json.encode(feature["geometry"]).decode())
        for feature in collection["features"]
        if feature["properties"]["code"] in leaves
    }
    things = _things(folder, datetime.fromtimestamp(at / 1000, timezone(timedelta(minutes=utc_offset))))
    known = {thing.code for thing in things}
    load = profile["load"]
    zone = timezone(timedelta(minutes=utc_offset))
    return Scene(
        key=profile["key"],
        code=profile["code"],
        zone=zone,
        annual=float(load["annual_tickets"]),
        weekday=tuple(load["weekday"]),
        hour=tuple(load["hour"]),
        month=tuple(load["month"]),
        rates={key: float(value) for key, value in profile["simulation"].items()},
        ways=tuple(Way(c["key"], c["type"], c["share"], c["evidence"]) for c in profile["channels"]),
        spots=spots,
        things=things,
        phrases=phrases,
        prefix=str(profile["prefix"]),
        alarms={item: kind for item, kind in _alarms(profile).items() if item in known},
        shapes=shapes,
        addresses=_spoken(folder, shapes),
    )


def inside(shape: BaseGeometry, x: float, y: float) -> bool:
    """Whether a point in degrees lies inside a polygon, not on its edge."""
    return bool(shape.contains(Point(x, y)))
