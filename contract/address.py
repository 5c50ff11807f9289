"""The address register (地址库): what places of a district are called, and what a click or words come to.

An entry is a road, a door, a building, a community, a place or a crossing at a point (WGS-84). How exact a
candidate is says `exact`; a candidate without a `code` says that nothing is known, and is put nowhere.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .component import ComponentFault
from .duty import OnDuty
from .feed import Located
from .machine import Names

ROWS = 400_000
"""So many rows a file may have."""

Kind = Literal["road", "door", "building", "community", "place", "crossing"]

KINDS: dict[str, Names] = {
    "road": Names("道路", "road"),
    "door": Names("门牌", "door"),
    "building": Names("楼栋", "building"),
    "community": Names("小区", "estate"),
    "place": Names("地点", "place"),
    "crossing": Names("路口", "crossing"),
}
"""Kinds of entry, by key."""

EXACT: dict[str, Names] = {
    "point": Names("坐标", "the point itself"),
    "door": Names("精确到门牌", "to the door"),
    "building": Names("精确到楼栋", "to the building"),
    "place": Names("精确到地点", "to the place"),
    "crossing": Names("精确到路口", "to the crossing"),
    "community": Names("精确到小区", "to the estate"),
    "near_door": Names("邻近门牌", "to a door nearby"),
    "road": Names("仅到道路", "to the road only"),
    "area": Names("仅到区域", "to the area only"),
    "unknown": Names("登记中没有", "not in the register"),
}
"""How exact a candidate is, by key of `Located.exact`."""


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of the register. `name` is how it is written; the parts are what it was understood as: `road`
    (and `road2` of a crossing), `number` of a door with what follows it (`sub`), `place` the estate or place
    with its `building`, `offset` what the words say beside it (“北侧100米”). `schematic` ones are drawn for a
    demo, not surveyed; `version` is the import that wrote it."""

    code: str
    kind: str
    name: str
    lon: float
    lat: float
    road: str = ""
    road2: str = ""
    number: int = 0
    sub: str = ""
    place: str = ""
    building: str = ""
    offset: str = ""
    schematic: bool = False
    version: int = 0


class AddressImport(msgspec.Struct, frozen=True, kw_only=True):
    """What a file comes to. `rows` = `added` + `changed` + `unchanged` + `repeated` (like a line
    above) + `refused`; `schematic` counts the drawn entries that a first real file sends away. `version` is
    the register's after it."""

    rows: int
    added: int
    changed: int
    unchanged: int
    repeated: int
    refused: int
    schematic: int
    version: int
    accepted: bool
    written: bool
    kinds: dict[str, int]
    faults: tuple[ComponentFault, ...] = ()


class NearAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An entry near a point, and how far away it is in metres."""

    name: str
    kind: str
    metres: float
    schematic: bool = False


class PlaceUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that covers a point by its area: nearest first (a community's station before the street's)."""

    code: str
    names: Names
    type: str
    area: str
    area_names: Names


class PlaceAt(msgspec.Struct, frozen=True, kw_only=True):
    """What a point comes to: the smallest area (`located.code` is empty outside all of them), the areas above
    it from the district down, who is on duty there now (the grid's own first), the units that cover it, and
    the nearest entries of the register within 300 m."""

    located: Located
    areas: tuple[tuple[str, Names], ...] = ()
    people: tuple[OnDuty, ...] = ()
    units: tuple[PlaceUnit, ...] = ()
    near: tuple[NearAddress, ...] = ()


class Street(msgspec.Struct, frozen=True, kw_only=True):
    """A street of the district's map: its lines as flat tuples (lon, lat, lon, lat, …; WGS-84). `rank` is 1
    for a main road, 2 for a road, 3 for a lane; a `schematic` one is drawn, not surveyed."""

    code: str
    names: Names
    rank: int
    lines: tuple[tuple[float, ...], ...]
    schematic: bool = False
