"""Where something is: an area by code, short name, name or pinyin initials, or by coordinates (WGS-84).

Outlines lie in an STR tree per district; a coordinate belongs to the smallest area whose outline covers
it. One on a shared boundary belongs to the first in the order of the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import numpy as np
import shapely
from sqlalchemy import select

from backend.service.reference import Held, References
from backend.store import tables as t
from backend.store.engine import Store
from contract.feed import Located
from contract.machine import Names
from contract.reference import Area

LIMIT = 20
_PAIR = re.compile(r"^\s*(-?\d{1,3}\.\d+)\s*[,，\s]\s*(-?\d{1,3}\.\d+)\s*$")


class _Ground:
    """The outlines of one district at one digest."""

    def __init__(self, held: Held, outlines: dict[str, bytes]) -> None:
        self.digest = held.reference.digest
        self.areas = held.reference.areas
        parents = {area.parent for area in self.areas}
        self.leaves = [a for a in self.areas if a.code not in parents and a.code in outlines]
        self.tree = shapely.STRtree(shapely.from_wkb([outlines[a.code] for a in self.leaves]))
        self.wkb = outlines
        self.folded = [
            (a, _fold(a.short), _fold(a.names.zh), a.initials, _fold(a.names.en)) for a in self.areas
        ]

    def at(self, lon: float, lat: float) -> Area | None:
        if not self.leaves:
            return None
        hits = self.tree.query(shapely.points(lon, lat), predicate="intersects")
        return self.leaves[int(np.min(hits))] if len(hits) else None


def _called(area: Area) -> Names:
    """A grid by its short name, which tells it apart; what lies above by its full one, since a street and a
    community may share the short one."""
    zh = area.short if area.short and "grid" in area.kind else area.names.zh
    return Names(zh, area.names.en)


def _fold(text: str) -> str:
    return re.sub(r"[\s\-－—_·]+", "", text).lower()


class Locator:
    """Finds areas for every district; outlines are read when a district's reference changes."""

    def __init__(self, store: Store, references: References) -> None:
        self._store = store
        self._references = references
        self._grounds: dict[str, _Ground] = {}
        self._geometry: dict[tuple[str, str, str], bytes] = {}

    async def load(self, district: str) -> None:
        """Read a district's outlines, unless those of its present reference are here."""
        held = self._references.get(district)
        ground = self._grounds.get(district)
        if ground is not None and ground.digest == held.reference.digest:
            return
        async with self._store.read() as connection:
            g = t.area_geometry.c
            rows = await connection.execute(select(g.code, g.wkb).where(g.district == district))
            outlines = {row.code: row.wkb for row in rows}
        self._grounds[district] = _Ground(held, outlines)
        self._geometry.clear()

    def code_at(self, district: str, lon: float, lat: float) -> str:
        """The code of the smallest area at a coordinate, "" outside all of them."""
        ground = self._grounds.get(district)
        area = ground.at(lon, lat) if ground is not None else None
        return area.code if area is not None else ""

    def by_coordinates(self, district: str, lon: float, lat: float) -> Located:
        """The smallest area at a coordinate; its `code` is empty outside."""
        ground = self._grounds[district]
        area = ground.at(lon, lat)
        if area is None:
            return Located(
                code="",
                lon=lon,
                lat=lat,
                reason=Names("坐标在本区所有网格之外", "the coordinates lie outside every grid"),
            )
        return Located(
            code=area.code,
            path=area.path,
            names=_called(area),
            lon=lon,
            lat=lat,
            reason=Names("坐标落在该网格内", "the coordinates lie in it"),
        )

    def search(self, district: str, words: str) -> tuple[Located, ...]:
        """Areas that words name, best first: coordinates, code, short name, initials, name; at most 20."""
        pair = _PAIR.match(words)
        if pair is not None:
            first, second = float(pair[1]), float(pair[2])
            lon, lat = (first, second) if abs(first) > abs(second) else (second, first)
            if abs(lon) <= 180 and abs(lat) <= 90:
                return (self.by_coordinates(district, lon, lat),)
        wanted = _fold(words)
        if not wanted:
            return ()
        found: list[tuple[int, int, Area, Names]] = []
        for n, (area, short, name, letters, english) in enumerate(self._grounds[district].folded):
            match = _match(wanted, area.code.replace("-", ""), short, name, letters, english)
            if match is not None:
                found.append((match[0], n, area, match[1]))
        found.sort(key=lambda f: f[:2])
        return tuple(
            Located(
                code=area.code,
                path=area.path,
                names=_called(area),
                lon=area.lon,
                lat=area.lat,
                reason=reason,
            )
            for _, _, area, reason in found[:LIMIT]
        )

    def geometry(self, district: str, level: str) -> bytes:
        """Outlines of a level ("" for all) as compact GeoJSON; each feature's properties hold its code."""
        ground = self._grounds[district]
        key = (district, level, ground.digest)
        served = self._geometry.get(key)
        if served is None:
            served = _collection(
                (a.code, ground.wkb[a.code])
                for a in ground.areas
                if level in ("", a.level) and a.code in ground.wkb
            )
            self._geometry[key] = served
        return served


def _match(
    wanted: str, code: str, short: str, name: str, letters: str, english: str
) -> tuple[int, Names] | None:
    if wanted == code:
        return 0, Names("编码相同", "its code")
    if wanted in (short, name):
        return 1, Names("名称相同", "its name")
    if letters and wanted == letters:
        return 2, Names("拼音首字母相同", "its pinyin initials")
    if code.startswith(wanted) and len(wanted) >= 4:
        return 3, Names("编码开头相同", "its code begins so")
    if short.startswith(wanted) or name.startswith(wanted):
        return 4, Names("名称开头相同", "its name begins so")
    if letters.startswith(wanted):
        return 5, Names("拼音首字母开头相同", "its pinyin initials begin so")
    if wanted in name or wanted in short:
        return 6, Names("名称中含有", "its name contains it")
    if wanted in english:
        return 7, Names("英文名称中含有", "its English name contains it")
    return None


def _collection(outlines: Iterable[tuple[str, bytes]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": msgspec.Raw(shapely.to_geojson(shapely.from_wkb(wkb)).encode()),
        }
        for code, wkb in outlines
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})
