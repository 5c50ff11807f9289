"""The register of one district in memory: what a search looks up, and what lies near a point.

Doors, nine tenths of a register, are numbers in arrays, sorted by road; names are kept once each, with a
bigram index over them and their pinyin. Built aside in portions, read without a lock, replaced as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from backend.service.coordinates import METRES_PER_DEGREE, metres
from contract.address import Address

from .spelling import spelled
from .understanding import paired

CELL = 0.003
"""Degrees: points are kept by cells of about 300 m."""
SMALL = ("住宅小区", "小区", "社区", "住宅区", "公寓", "家园小区")
"""What people leave away at the end of an estate's name, or add to it."""


@lru_cache(maxsize=20_000)
def sound(text: str) -> tuple[str, str]:
    """Pinyin without tones in one word, and its initials; Latin letters and digits stay."""
    from pypinyin import Style, lazy_pinyin  # a quarter of a second, which only a register has to wait for

    syllables = lazy_pinyin(text, style=Style.NORMAL, errors="default")
    whole = "".join(syllables).lower()
    first = "".join(syllable if syllable.isdecimal() else syllable[:1] for syllable in syllables).lower()
    return whole, first


def shorter(name: str) -> str:
    """An estate's name without 小区 and the like, itself where little would be left."""
    for end in SMALL:
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name.removesuffix(end)
    return name


class Builder:
    """Takes entries in, portion by portion, and makes the index."""

    def __init__(self) -> None:
        self.lon: list[float] = []
        self.lat: list[float] = []
        self.names: dict[int, str] = {}
        self.kinds: list[str] = []
        self.parts: dict[int, Address] = {}
        self.roads: dict[str, int] = {}
        self.road: list[int] = []
        self.number: list[int] = []
        self.schematic = 0
        self.version = 0

    def add(self, entries: Iterable[Address]) -> None:
        """Some more entries."""
        for one in entries:
            n = len(self.lon)
            self.lon.append(one.lon)
            self.lat.append(one.lat)
            self.kinds.append(one.kind)
            self.road.append(self._road(one.road))
            self.number.append(one.number)
            if one.road2:
                self._road(one.road2)
            if one.kind != "door" or one.place or one.sub or one.name != f"{one.road}{one.number}号":
                self.parts[n] = one
            self.schematic += one.schematic
            self.version = max(self.version, one.version)

    def _road(self, name: str) -> int:
        return self.roads.setdefault(name, len(self.roads)) if name else -1

    def build(self) -> Index:
        """The index of what was added."""
        return Index(self)


class Index:
    """Entries by number from 0 on. What is asked is in the spelling of `understanding`."""

    def __init__(self, of: Builder) -> None:
        self.count = len(of.lon)
        self.schematic = of.schematic
        self.version = of.version
        self.lon: NDArray[np.float64] = np.array(of.lon, np.float64)
        self.lat: NDArray[np.float64] = np.array(of.lat, np.float64)
        keys = tuple(sorted(set(of.kinds)))
        self._kind_keys = keys
        at = {key: n for n, key in enumerate(keys)}
        self._kind: NDArray[np.int8] = np.array([at[kind] for kind in of.kinds], np.int8)
        self.roads = of.roads
        self._road_names = tuple(of.roads)
        self._road: NDArray[np.int32] = np.array(of.road, np.int32)
        self._number: NDArray[np.int32] = np.array(of.number, np.int32)
        self._parts = of.parts
        self._texts: dict[str, list[int]] = {}
        self._crossings: dict[tuple[str, str], list[int]] = {}
        self._places: dict[str, list[int]] = {}
        self._alike: dict[str, list[int]] = {}
        self._buildings: dict[tuple[str, str], list[int]] = {}
        self._on_road: dict[str, list[int]] = {}
        self._file()
        self._sort_doors()
        self._sort_cells()
        self._name_heads()

    # ---- making ----
    def _file(self) -> None:
        for n, one in self._parts.items():
            self._texts.setdefault(spelled(one.name), []).append(n)
            if one.road and one.road2:
                pair = paired(one.road, one.road2)
                self._crossings.setdefault(pair, []).append(n)
            if not one.place:
                continue
            if one.building:
                self._buildings.setdefault((shorter(one.place), one.building), []).append(n)
            # A building tells of its estate, too, where the estate has no entry of its own.
            self._places.setdefault(one.place, []).append(n)
        for name, found in self._places.items():
            whole = [n for n in found if not self._parts[n].building]
            if whole and len(whole) < len(found):
                self._places[name] = found = whole
            self._alike.setdefault(shorter(name), []).extend(found)
        for pair in self._crossings:
            for road in pair:
                self._on_road.setdefault(road, []).append(self._crossings[pair][0])

    def _sort_doors(self) -> None:
        doors = np.flatnonzero((self._number > 0) & (self._road >= 0))
        order = np.lexsort((self._number[doors], self._road[doors]))
        self._doors = doors[order].astype(np.int32)
        roads = self._road[self._doors]
        self._door_begins = np.searchsorted(roads, np.arange(len(self._road_names) + 1))

    def _sort_cells(self) -> None:
        x, y = np.floor(self.lon / CELL).astype(np.int64), np.floor(self.lat / CELL).astype(np.int64)
        cells = x * 1_000_000 + y
        self._by_cell = np.argsort(cells, kind="stable").astype(np.int32)
        self._cells = cells[self._by_cell]

    def _name_heads(self) -> None:
        """Names that are searched by a part of them: roads, estates and places, each once."""
        self.heads = tuple(dict.fromkeys((*self._road_names, *self._places)))
        blob = "\n".join(self.heads)
        signs = np.frombuffer(blob.encode("utf-32-le"), np.uint32).astype(np.int64)
        ends = signs == ord("\n")
        owner = np.cumsum(ends)
        keep = ~(ends[:-1] | ends[1:]) if len(signs) else np.zeros(0, bool)
        grams = ((signs[:-1] << 32) | signs[1:])[keep]
        owners = owner[:-1][keep]
        order = np.argsort(grams, kind="stable")
        self._grams, self._gram_heads = grams[order], owners[order].astype(np.int32)
        self._sounds: dict[str, list[str]] = {}
        letters = []
        for head in self.heads:
            whole, first = sound(head)
            self._sounds.setdefault(whole, []).append(head)
            letters.append((first, head))
        sound.cache_clear()
        self._letters = sorted(letters)
        self._spelt = sorted(self._sounds)

    # ---- asking ----
    def entry(self, n: int) -> Address:
        """An entry whole (its `code` and `version` are the database's to say)."""
        there = self._parts.get(n)
        if there is not None:
            return there
        road, number = self._road_names[self._road[n]], int(self._number[n])
        return Address(
            code="",
            kind=self._kind_keys[self._kind[n]],
            name=f"{road}{number}号",
            lon=float(self.lon[n]),
            lat=float(self.lat[n]),
            road=road,
            number=number,
            schematic=self.schematic == self.count,
        )

    def by_text(self, text: str) -> list[int]:
        """Entries that are written so."""
        return self._texts.get(text, [])

    def crossing(self, pair: tuple[str, str]) -> list[int]:
        """Entries at the crossing of two roads."""
        return self._crossings.get(pair, [])

    def place(self, name: str) -> list[int]:
        """Entries of an estate or place by its name."""
        return self._places.get(name, [])

    def alike(self, name: str) -> list[int]:
        """Entries of an estate whose name differs by 小区 and the like alone."""
        return self._alike.get(shorter(name), [])

    def building(self, place: str, mark: str) -> list[int]:
        """Entries of a building of an estate, by its name or one alike."""
        return self._buildings.get((shorter(place), mark), [])

    def crossings_on(self, road: str) -> list[int]:
        """One entry of each crossing on a road."""
        return self._on_road.get(road, [])

    def door(self, road: str, number: int, within: int) -> tuple[list[int], int]:
        """The entries of the nearest known number on a road, and how far away it is in numbers; none beyond
        `within`. Of two as near, the one on the same side of the street."""
        of = self.roads.get(road)
        if of is None:
            return [], 0
        doors = self._doors[self._door_begins[of] : self._door_begins[of + 1]]
        if not len(doors):
            return [], 0
        numbers = self._number[doors]
        away = np.abs(numbers - number)
        # The other side of the street counts as a little farther.
        nearest = int(np.argmin(2 * away + (numbers % 2 != number % 2)))
        if int(away[nearest]) > within:
            return [], 0
        return [int(n) for n in doors[numbers == numbers[nearest]]], int(away[nearest])

    def doors_on(self, road: str) -> int:
        """How many doors a road has."""
        of = self.roads.get(road)
        return 0 if of is None else int(self._door_begins[of + 1] - self._door_begins[of])

    def containing(self, words: str, most: int) -> list[str]:
        """Names that hold words, those that begin with them first, then the shorter ones."""
        if len(words) == 1:
            found = [head for head in self.heads if words in head]
        else:
            found = [self.heads[n] for n in self._held(words) if words in self.heads[n]]
        found.sort(key=lambda head: (not head.startswith(words), len(head), head))
        return found[:most]

    def _held(self, words: str) -> Iterator[int]:
        signs = [ord(sign) for sign in words]
        there: NDArray[np.int32] | None = None
        spans = []
        for a, b in pairwise(signs):
            gram = (a << 32) | b
            spans.append(
                (
                    int(np.searchsorted(self._grams, gram)),
                    int(np.searchsorted(self._grams, gram, side="right")),
                )
            )
        for begin, end in sorted(spans, key=lambda span: span[1] - span[0]):
            heads = self._gram_heads[begin:end]
            there = heads if there is None else there[np.isin(there, heads)]
            if not len(there):
                return
        if there is not None:
            yield from (int(n) for n in np.unique(there))

    def sounding(self, name: str) -> list[str]:
        """Names that are spoken like one and written otherwise."""
        return [head for head in self._sounds.get(sound(name)[0], ()) if head != name]

    def spelt(self, letters: str, most: int) -> tuple[list[str], list[str], list[str]]:
        """Names whose initials are some letters; that begin with these initials; whose pinyin does so."""
        at = bisect_left(self._letters, (letters, ""))
        same: list[str] = []
        begun: list[str] = []
        while at < len(self._letters) and self._letters[at][0].startswith(letters):
            (same if self._letters[at][0] == letters else begun).append(self._letters[at][1])
            at += 1
            if len(same) + len(begun) >= 5 * most:
                break
        whole: list[str] = []
        if len(letters) >= 3:
            at = bisect_left(self._spelt, letters)
            while at < len(self._spelt) and self._spelt[at].startswith(letters) and len(whole) < most:
                whole += self._sounds[self._spelt[at]]
                at += 1
        begun.sort(key=lambda head: (len(head), head))
        return same[:most], begun[:most], whole[:most]

    def near(self, lon: float, lat: float, within: float, most: int) -> list[tuple[float, int]]:
        """Metres and number of the nearest entries around a point, at most `within` (up to 300 m) away."""
        x, y = int(np.floor(lon / CELL)), int(np.floor(lat / CELL))
        rows = [
            self._by_cell[np.searchsorted(self._cells, key) : np.searchsorted(self._cells, key, side="right")]
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for key in ((x + dx) * 1_000_000 + y + dy,)
        ]
        found = np.concatenate(rows)
        if not len(found):
            return []
        east = (self.lon[found] - lon) * cos(radians(lat)) * METRES_PER_DEGREE
        north = (self.lat[found] - lat) * METRES_PER_DEGREE
        away = np.hypot(east, north)
        order = np.argsort(away, kind="stable")[:most]
        return [(float(away[n]), int(found[n])) for n in order if away[n] <= within]

    def middle(self, entries: list[int], within: float) -> tuple[int, list[int]]:
        """The entry that lies most in the middle of some, and those farther than `within` from it."""
        if len(entries) == 1:
            return entries[0], []
        some = entries[:50]
        sums = [sum(metres(self.lon[a], self.lat[a], self.lon[b], self.lat[b]) for b in some) for a in some]
        best = some[int(np.argmin(sums))]
        far = [
            n for n in entries if metres(self.lon[n], self.lat[n], self.lon[best], self.lat[best]) > within
        ]
        return best, far
