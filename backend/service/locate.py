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

from backend.service.division.dated import Outlines, read_outlines
from backend.service.reference import Held, References
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
        # What matches an area stands in one of its texts: most are passed over by one look at all of them.
        self.texts = [
            "\n".join((a.code.replace("-", ""), short, name, letters, english))
            for a, short, name, letters, english in self.folded
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
    """Finds areas for every district; outlines are read when a district's reference changes, those of coming
    divisions with them, so that one takes effect at its instant."""

    def __init__(self, store: Store, references: References) -> None:
        self._store = store
        self._references = references
        self._outlines: dict[str, Outlines] = {}
        self._grounds: dict[str, _Ground] = {}
        self._geometry: dict[tuple[str, str, str], bytes] = {}

    async def load(self, district: str) -> None:
        """Read a district's outlines, unless those of its present reference are here."""
        held = self._references.get(district)
        ground = self._grounds.get(district)
        if ground is not None and ground.digest == held.reference.digest:
            return
        async with self._store.read() as connection:
            self._outlines[district] = await read_outlines(connection, district)
        self._grounds[district] = _Ground(held, self._outlines[district].at(held.since))
        self._geometry.clear()

    def _ground(self, district: str, at: int | None = None) -> _Ground:
        """The ground as it is now, or at an instant shortly before."""
        held = self._references.get(district)
        ground = self._grounds[district]
        if at is not None and at < held.since:
            held = held.at(at)
            return _Ground(held, self._outlines[district].at(held.since))
        if ground.areas is not held.reference.areas:
            if ground.areas == held.reference.areas:
                ground.areas = held.reference.areas
            else:
                # A division has begun: its outlines are here already.
                ground = self._grounds[district] = _Ground(held, self._outlines[district].at(held.since))
        return ground

    def code_at(self, district: str, lon: float, lat: float, at: int | None = None) -> str:
        """The code of the smallest area at a coordinate, "" outside all of them; now, or at an instant a
        little before."""
        if district not in self._grounds:
            return ""
        area = self._ground(district, at).at(lon, lat)
        return area.code if area is not None else ""

    def by_coordinates(self, district: str, lon: float, lat: float) -> Located:
        """The smallest area at a coordinate; its `code` is empty outside."""
        ground = self._ground(district)
        area = ground.at(lon, lat)
        if area is None:
            return Located(
                code="",
                lon=lon,
                lat=lat,
                reason=Names("坐标在本区所有网格之外", "the coordinates lie outside every grid"),
                exact="point",
            )
        return Located(
            code=area.code,
            path=area.path,
            names=_called(area),
            lon=lon,
            lat=lat,
            reason=Names("坐标落在该网格内", "the coordinates lie in it"),
            exact="point",
        )

    def search(self, district: str, words: str) -> tuple[Located, ...]:
        """Areas that words name, best first: coordinates, code, short name, initials, name; at most 20."""
        pair = _PAIR.match(words)
        if pair is not None:
            first, second = float(pair[1]), float(pair[2])
            lon, lat = (first, second) if abs(first) > abs(second) else (second, first)
            if abs(lon) <= 180 and abs(lat) <= 90:
                return (self.by_coordinates(district, lon, lat),)
        return tuple(located for _, located in self.ranked(district, words))

    def ranked(self, district: str, words: str) -> list[tuple[int, Located]]:
        """Areas that words name, each with how well (0 its code, 1 its name, … 7 a part of its English name),
        best first; at most 20."""
        wanted = _fold(words)
        if not wanted:
            return []
        found: list[tuple[int, int, Area, Names]] = []
        ground = self._ground(district)
        for n in [n for n, text in enumerate(ground.texts) if wanted in text]:
            area, short, name, letters, english = ground.folded[n]
            match = _match(wanted, area.code.replace("-", ""), short, name, letters, english)
            if match is not None:
                found.append((match[0], n, area, match[1]))
        found.sort(key=lambda f: f[:2])
        return [
            (
                rank,
                Located(
                    code=area.code,
                    path=area.path,
                    names=_called(area),
                    lon=area.lon,
                    lat=area.lat,
                    reason=reason,
                    kind="area",
                    exact="area",
                ),
            )
            for rank, _, area, reason in found[:LIMIT]
        ]

    def geometry(self, district: str, level: str) -> bytes:
        """Outlines of a level ("" for all) as compact GeoJSON; each feature's properties hold its code."""
        ground = self._ground(district)
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
