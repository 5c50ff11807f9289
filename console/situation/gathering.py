"""What a situation map shows, taken out of the seat's columns at one moment.

`Moment` is taken on the GUI thread in milliseconds; `situation_of` makes of it what the page holds, on a
thread of its own, and reads the first words of each ticket through a connection of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from console.replica.column import Coded
from console.replica.columns import Columns
from contract.lifecycle import is_open
from contract.reference import Reference

from .masking import without_persons
from .outlines import PER_DEGREE, outlines
from .page_words import said
from .shades import steps_of

LIGHTS = ("none", "green", "amber", "red")
"""By the codes of `Columns.lights`."""
MINUTE_MS = 60_000
FIRST_WORDS = 60
"""Letters of a ticket's words that go along."""
_READ = 500


class Tickets(msgspec.Struct, frozen=True):
    """Columns of one length. `lon` and `lat` in millionths of a degree (None without a point), `due` in
    minutes since 1970 UTC; `item`, `state`, `unit` and `area` index into their lists of names."""

    lon: list[int | None]
    lat: list[int | None]
    light: list[int]
    number: list[str]
    words: list[str]
    due: list[int | None]
    item: list[int]
    state: list[int]
    unit: list[int]
    area: list[int]
    items: list[str]
    states: list[str]
    units: list[str]
    areas: list[str]


class Place(msgspec.Struct, frozen=True, array_like=True):
    """An area: its code and name, tickets in it by light (as `LIGHTS`), how many of them have no point, where
    its name stands (millionths of a degree, None: nowhere), its rings as `outlines` gives them."""

    code: str
    name: str
    counts: tuple[int, int, int, int]
    unplaced: int
    at: tuple[int, int] | None
    rings: list[list[int]]


class Ground(msgspec.Struct, frozen=True):
    """A level of areas, and the steps of its fill."""

    key: str
    name: str
    schematic: bool
    steps: list[int]
    places: list[Place]


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page. Instants in ms; `as_of` None: never heard of the centre. `age` is how old the
    data was when it was taken off line, None on line. `bounds` are west, south, east, north in degrees.
    """

    language: str
    district: str
    made_at: int
    as_of: int | None
    age: int | None
    seq: int | None
    utc_offset: int
    filter_words: tuple[str, ...]
    all_open: bool
    counts: tuple[int, int, int, int]
    placed: int
    nowhere: int
    bounds: tuple[float, float, float, float]
    grounds: list[Ground]
    tickets: Tickets
    said: dict[str, str]

    @property
    def count(self) -> int:
        """Tickets, wherever they are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Moment:
    """The tickets chosen as they stood at one moment; arrays by ticket, coded columns as (codes, texts).

    `titles` are the words of tickets that an act of this seat changed and the file does not have yet.
    """

    language: str
    reference: Reference
    made_at: int
    as_of: int | None
    age: int | None
    seq: int | None
    filter_words: tuple[str, ...]
    ids: list[str]
    numbers: list[str]
    lights: NDArray[np.int8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    due: NDArray[np.float64]
    coded: dict[str, tuple[NDArray[np.int32], list[str]]]
    state_names: list[str]
    titles: dict[str, str]


CODED = ("item_name", "state", "unit_name", "area_path", "area_name")


def columns_at(store: Columns, slots: NDArray[np.int64], now: int) -> dict[str, Any]:
    """The fields of a `Moment` that come out of the columns, at the slots given; light as of `now`."""
    coded: dict[str, tuple[NDArray[np.int32], list[str]]] = {}
    for name in CODED:
        column: Coded = getattr(store, name)
        coded[name] = (column.codes[slots].copy(), list(column.values))
    titles: dict[str, str] = {}
    for slot in slots[store.pending[slots]].tolist():
        shown = store.ticket(slot)
        if shown is not None:
            titles[shown.id] = shown.title
    return {
        "ids": [store.ids[slot] for slot in slots.tolist()],
        "numbers": [store.number[slot] for slot in slots.tolist()],
        "lights": store.lights(now, slots),
        "lon": store.lon[slots].copy(),
        "lat": store.lat[slots].copy(),
        "due": store.due[slots].copy(),
        "coded": coded,
        "titles": titles,
    }


def first_words(text: str) -> str:
    """The beginning of a ticket's words, on one line."""
    line = without_persons(" ".join(text.split()))
    return line if len(line) <= FIRST_WORDS else line[: FIRST_WORDS - 1] + "…"


def titles_of(database: Path, ids: Sequence[str]) -> dict[str, str]:
    """The words of tickets as the seat's file has them, through a connection of its own.

    Raises sqlite3.Error.
    """
    db = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=20)
    try:
        found: dict[str, str] = {}
        for start in range(0, len(ids), _READ):
            some = ids[start : start + _READ]
            marks = ",".join("?" * len(some))
            found.update(db.execute(f"SELECT id, title FROM lean WHERE id IN ({marks})", some))  # noqa: S608
        return found
    finally:
        db.close()


def levels_of(reference: Reference) -> tuple[str, ...]:
    """The levels drawn, from the smallest areas to the largest: grids, what is above the community, the
    district."""
    levels = [level.key for level in reference.district.levels]
    fine = "grid" if "grid" in levels else levels[-1]
    coarse = levels[1] if len(levels) > 2 else levels[0]
    return tuple(dict.fromkeys((fine, coarse, levels[0])))


def situation_of(moment: Moment, geometry: dict[str, bytes], database: Path) -> Situation:
    """The page's content; `geometry` is GeoJSON by level. Raises ConsoleBug, sqlite3.Error."""
    reference = moment.reference
    state_codes, states = moment.coded["state"]
    counts = np.bincount(moment.lights, minlength=len(LIGHTS))
    placed = ~(np.isnan(moment.lon) | np.isnan(moment.lat))
    area_codes, area_paths = moment.coded["area_path"]
    nowhere = int((area_codes == area_paths.index("")).sum()) if "" in area_paths else 0
    grounds = [
        _ground(level, geometry[level], moment, placed)
        for level in levels_of(reference)
        if geometry.get(level)
    ]
    return Situation(
        language=moment.language,
        district=reference.district.names.of(moment.language),
        made_at=moment.made_at,
        as_of=moment.as_of,
        age=moment.age,
        seq=moment.seq,
        utc_offset=reference.calendar.utc_offset,
        filter_words=moment.filter_words,
        all_open=all(is_open(states[code]) for code in np.unique(state_codes)),
        counts=_four(counts),
        placed=int(placed.sum()),
        nowhere=nowhere,
        bounds=_bounds(moment, placed, grounds),
        grounds=grounds,
        tickets=_tickets(moment, placed, titles_of(database, moment.ids)),
        said=said(moment.language),
    )


def _four(counts: NDArray[np.int64]) -> tuple[int, int, int, int]:
    none, green, amber, red = (int(n) for n in counts)
    return none, green, amber, red


def _tickets(moment: Moment, placed: NDArray[np.bool_], titles: dict[str, str]) -> Tickets:
    def millionths(values: NDArray[np.float64]) -> list[int | None]:
        whole = np.rint(np.where(placed, values, 0) * PER_DEGREE).astype(np.int64).tolist()
        return [n if there else None for n, there in zip(whole, placed.tolist(), strict=True)]

    def coded(name: str) -> tuple[list[int], list[str]]:
        # Only the names that are there: a list of all units says nothing here.
        codes, texts = moment.coded[name]
        used, places = np.unique(codes, return_inverse=True)
        return places.ravel().tolist(), [texts[code] for code in used.tolist()]

    titles |= moment.titles
    dues = [None if np.isnan(due) else int(due) // MINUTE_MS for due in moment.due.tolist()]
    item, items = coded("item_name")
    state, _ = coded("state")
    unit, units = coded("unit_name")
    area, areas = coded("area_name")
    used_states = np.unique(moment.coded["state"][0]).tolist()
    return Tickets(
        lon=millionths(moment.lon),
        lat=millionths(moment.lat),
        light=moment.lights.tolist(),
        number=moment.numbers,
        words=[first_words(titles.get(one, "")) for one in moment.ids],
        due=dues,
        item=item,
        state=state,
        unit=unit,
        area=area,
        items=items,
        states=[moment.state_names[code] for code in used_states],
        units=units,
        areas=areas,
    )


def _ground(level: str, geojson: bytes, moment: Moment, placed: NDArray[np.bool_]) -> Ground:
    reference, language = moment.reference, moment.language
    codes, paths = moment.coded["area_path"]
    # Each path lies in one area of the level: the one whose code is a part of it.
    known = {area.code: n for n, area in enumerate(reference.areas) if area.level == level}
    inside = np.full(len(paths), -1, np.int64)
    for n, path in enumerate(paths):
        inside[n] = next((known[part] for part in path.split("/") if part in known), -1)
    where = inside[codes]
    here = where >= 0
    table = np.zeros((len(reference.areas), len(LIGHTS)), np.int64)
    np.add.at(table, (where[here], moment.lights[here]), 1)
    unplaced = np.bincount(where[here & ~placed], minlength=len(reference.areas))
    places: list[Place] = []
    schematic = False
    for code, rings in outlines(geojson):
        area = reference.area(code)
        if area is None or code not in known:
            continue
        n = known[code]
        schematic |= area.schematic
        at = (round(area.lon * PER_DEGREE), round(area.lat * PER_DEGREE)) if area.lon or area.lat else None
        name = area.short if level == "grid" and area.short else area.names.of(language)
        places.append(Place(code, name, _four(table[n]), int(unplaced[n]), at, rings))
    title = next(found.names.of(language) for found in reference.district.levels if found.key == level)
    return Ground(level, title, schematic, steps_of([sum(place.counts) for place in places]), places)


def _bounds(
    moment: Moment, placed: NDArray[np.bool_], grounds: Sequence[Ground]
) -> tuple[float, float, float, float]:
    """What the map shows at first: the outlines, without any of them the tickets, else the district."""
    points = [
        np.cumsum(np.array(ring, np.int64).reshape(-1, 2), axis=0) / PER_DEGREE
        for ground in grounds[-1:]
        for place in ground.places
        for ring in place.rings
    ]
    if not points and placed.any():
        points = [np.column_stack((moment.lon[placed], moment.lat[placed]))]
    if not points:
        return moment.reference.district.bounds
    every = np.concatenate(points)
    (west, south), (east, north) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return west, south, east, north
