"""Places by words or by a point: areas and the address register together, each candidate with its reason.

A register is read into memory when the service starts, and again when a file went in, on whatever replica;
until it is read anew the old one answers.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence

import structlog
from sqlalchemy import select

from backend.service.coordinates import System, to_wgs84
from backend.service.duty import names_of, on_duty
from backend.service.locate import Locator
from backend.service.reference import References
from backend.store import tables as t
from backend.store.engine import Store, StoreAway
from backend.tasks import finish, spawn
from contract.account import Actor
from contract.address import NearAddress, PlaceAt, PlaceUnit
from contract.feed import Located
from contract.machine import Names
from contract.reference import Area, Reference

from . import finding
from .finding import Found
from .index import Builder, Index
from .keeping import standing, unpack

AT_ONCE = 10_000
NEAR = 300.0
NEAREST = 3
LIMIT = 20
SYSTEMS: dict[str, Names] = {
    "gcj02": Names("由 GCJ-02 换算", "converted from GCJ-02"),
    "bd09": Names("由 BD-09 换算", "converted from BD-09"),
}
_SYSTEM = re.compile(r"(?i)(gcj-?02|bd-?09|wgs-?84|百度坐标|火星坐标|高德坐标|腾讯坐标)[:：]?")
_NAMED: dict[str, System] = {
    "百度": "bd09",
    "bd": "bd09",
    "火星": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "gc": "gcj02",
}
_PAIR = re.compile(
    r"^\s*(?:(?:东经|经度|e|lon)?\s*[:：]?\s*)?(-?\d{1,3}\.\d+)\s*°?\s*[,，;；、/\s]\s*(?:(?:北纬|纬度|n|lat)\s*[:：]?\s*)?"
    r"(-?\d{1,3}\.\d+)\s*°?\s*$",
    re.IGNORECASE,
)

log = structlog.get_logger("addresses")


def coordinates(words: str) -> tuple[float, float, System] | None:
    """Longitude, latitude and their system out of words (“BD-09 117.31, 31.82”), None without."""
    system: System = "wgs84"
    named = _SYSTEM.search(words)
    if named is not None:
        words = words.replace(named[0], " ")
        system = _NAMED.get(named[1].lower()[:2], "wgs84")
    pair = _PAIR.match(words)
    if pair is None:
        return None
    first, second = float(pair[1]), float(pair[2])
    lon, lat = (first, second) if abs(first) > abs(second) else (second, first)
    return (lon, lat, system) if abs(lon) <= 180 and abs(lat) <= 90 else None


class Addresses:
    """Searches places for every district."""

    def __init__(self, store: Store, references: References, locator: Locator) -> None:
        self._store = store
        self._references = references
        self._locator = locator
        self._indexes: dict[str, Index] = {}
        self._reading: dict[str, asyncio.Lock] = {}
        self._above: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # ---- the register ----
    async def index(self, district: str) -> Index:
        """A district's register, read if it is not here yet."""
        there = self._indexes.get(district)
        return there if there is not None else await self._read(district)

    async def _read(self, district: str) -> Index:
        lock = self._reading.setdefault(district, asyncio.Lock())
        async with lock:
            held = self._indexes.get(district)
            async with self._store.read() as connection:
                now = await standing(connection, district)
                if held is not None and (held.version, held.count) == (now.version, now.entries):
                    return held
                builder = Builder()
                a = t.address.c
                query = select(a.body).where(a.district == district).order_by(a.code)
                streamed = await connection.stream(query)
                async for portion in streamed.scalars().partitions(AT_ONCE):
                    await asyncio.to_thread(_add, builder, portion)
            built = self._indexes[district] = await asyncio.to_thread(builder.build)
            log.info("addresses_read", district=district, entries=built.count, version=built.version)
            return built

    async def renew(self, district: str) -> None:
        """Read a district's register anew where it is in use here and another one by now."""
        if district in self._indexes:
            await self._read(district)

    async def heard(self, district: str) -> None:
        """The register of a district changed: read it anew, if it is in use here."""
        if district in self._indexes:
            self._spawn(self._again(district))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = spawn("addresses", work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _again(self, district: str) -> None:
        try:
            await self._read(district)
        except StoreAway as error:
            # The old one goes on answering; what is asked next reads it.
            log.warning("addresses_wait", district=district, reason=str(error))
            self._indexes.pop(district, None)

    async def close(self) -> None:
        """End what is being read."""
        await finish(*self._tasks)

    async def start(self) -> None:
        """Read the registers, so that the first who asks does not wait for it."""
        for district in self._references.districts:
            self._spawn(self._again(district))

    def above(self, district: str) -> tuple[str, ...]:
        """What may stand in front of an address: the names of the district and of what lies right below."""
        reference = self._references.get(district).reference
        held = self._above.get(district)
        if held is None or held[0] != reference.digest:
            names = [a.names.zh for a in reference.areas if a.path.count("/") <= 1]
            held = self._above[district] = (reference.digest, tuple(sorted(names, key=len, reverse=True)))
        return held[1]

    # ---- by words ----
    async def find(self, district: str, words: str) -> tuple[Located, ...]:
        """What words name, best first: coordinates, areas, entries of the register; at most 20. One without a
        code says that words speak of a place that is not known."""
        point = coordinates(words)
        if point is not None:
            return (self.by_point(district, *point),)
        if len(words.strip()) < 1:
            return ()
        index = await self.index(district)
        areas = self._locator.ranked(district, words)
        said = finding.read(index, words, self.above(district))
        ranked = [(float(rank), 0, n, located) for n, (rank, located) in enumerate(areas)]
        for n, one in enumerate(finding.found(index, said)):
            ranked.append((one.rank, 1, n, self._located(district, index, one)))
        ranked.sort(key=lambda one: one[:3])
        if not ranked and index.count:
            why = finding.unknown(index, said)
            return () if why is None else (Located(code="", reason=why, exact="unknown"),)
        return tuple(located for *_, located in ranked[:LIMIT])

    def by_point(self, district: str, lon: float, lat: float, system: System = "wgs84") -> Located:
        """The smallest area at a coordinate of a system; its `code` is empty outside."""
        lon, lat = to_wgs84(lon, lat, system)
        found = self._locator.by_coordinates(district, round(lon, 7), round(lat, 7))
        if system == "wgs84":
            return found
        how = SYSTEMS[system]
        why = Names(f"{found.reason.zh}（{how.zh}）", f"{found.reason.en} ({how.en})")
        return _replace(found, why)

    def _located(self, district: str, index: Index, one: Found) -> Located:
        lon, lat = float(index.lon[one.n]), float(index.lat[one.n])
        area = self._locator.by_coordinates(district, lon, lat)
        return Located(
            code=area.code,
            path=area.path,
            names=area.names,
            lon=lon,
            lat=lat,
            reason=one.reason,
            kind=one.kind,
            exact=one.exact,
            address=one.text,
            schematic=index.schematic > 0,
        )

    # ---- by a point ----
    async def at(self, actor: Actor, lon: float, lat: float, system: System, now: int) -> PlaceAt:
        """What lies at a point, who is on duty there and whose it is."""
        district = actor.district
        located = self.by_point(district, lon, lat, system)
        assert located.lon is not None
        assert located.lat is not None
        lon, lat = located.lon, located.lat
        index = await self.index(district)
        near = []
        for away, n in index.near(lon, lat, NEAR, NEAREST):
            one = index.entry(n)
            near.append(
                NearAddress(
                    name=one.name, kind=one.kind, metres=round(away, 1), schematic=index.schematic > 0
                )
            )
        reference = self._references.get(district).reference
        area = reference.area(located.code)
        if area is None:
            return PlaceAt(located=located, near=tuple(near))
        async with self._store.read() as connection:
            people = await on_duty(connection, reference, area.code, now, (lon, lat))
        chain = area.path.split("/")
        return PlaceAt(
            located=located,
            areas=tuple((code, _called(reference, code)) for code in chain),
            people=people,
            units=tuple(_covering(reference, area)),
            near=tuple(near),
        )


def _add(builder: Builder, bodies: Sequence[bytes]) -> None:
    builder.add(unpack(body) for body in bodies)


def _replace(located: Located, reason: Names) -> Located:
    return Located(
        code=located.code,
        path=located.path,
        names=located.names,
        lon=located.lon,
        lat=located.lat,
        reason=reason,
        kind=located.kind,
        exact=located.exact,
    )


def _called(reference: Reference, code: str) -> Names:
    """A grid by what a queue shows, what lies above by its full name: a street and a community may share the
    short one."""
    area = reference.area(code)
    return names_of(reference, code) if area is None or "grid" in area.kind else area.names


def _covering(reference: Reference, area: Area) -> list[PlaceUnit]:
    """The units that cover an area: those of the smallest area first; of the district the centre alone."""
    chain = area.path.split("/")
    depth = {code: n for n, code in enumerate(chain)}
    order = {"station": 0, "sub_centre": 1, "team": 2}
    found = [
        unit
        for unit in reference.units
        if unit.area in depth and (depth[unit.area] > 0 or unit.type == "centre")
    ]
    found.sort(key=lambda unit: (-depth[unit.area], order.get(unit.type, 3), unit.code))
    return [
        PlaceUnit(
            code=unit.code,
            names=unit.names,
            type=unit.type,
            area=unit.area,
            area_names=_called(reference, unit.area),
        )
        for unit in found
    ]
