"""A place's words to its grid in a district of 200,000 addresses, in ms a query as the route asks it: doors,
crossings, estates and buildings, beginnings of names, pinyin initials and whole pinyin, characters mistaken
for others of the same sound, places that nobody registered, coordinates. The value is the 99th percentile;
the median and the memory of the register go to stderr.

The peer is what SQLite has for it: the same names in a table, asked by LIKE for the words as they are typed
(names of two characters and beginnings, too, which trigrams miss), its row's grid by the same tree. What it
cannot answer (crossings turned round, initials, sounds) is left out of its time. An FTS5 index of trigrams,
which answers words of three characters and more, is told on stderr, too.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from statistics import median, quantiles

from backend.service.addresses import schematic
from backend.service.addresses.command import written
from backend.service.addresses.index import Builder, sound
from backend.service.addresses.profile import put_with_profile
from backend.service.addresses.reading import Drafted
from backend.service.clock import SystemClock
from backend.service.loading import load_profile
from backend.service.profile import load
from backend.service.steps import system
from backend.services import Services
from backend.serving import DISTRICTS
from backend.settings import Settings
from benchmarks.figure import Figure, figure
from contract.address import Address

ADDRESSES = 200_000
QUERIES = 4_000
PEER_QUERIES = 300
ALIKE = {"徽": "挥", "河": "合", "路": "露", "社": "设", "湖": "胡", "东": "冬", "江": "姜", "中": "钟"}
"""A character for one that sounds the same."""


def run(count: int = ADDRESSES, queries: int = QUERIES) -> Figure:
    """The 99th percentile over all kinds of query."""
    return asyncio.run(_run(count, queries))


async def _run(count: int, queries: int) -> Figure:
    folder = DISTRICTS / "baohe"
    entries = schematic.entries(folder, count)
    asked = list(_queries(entries, queries))
    with tempfile.TemporaryDirectory() as place:
        services = await Services.open(Settings(database=f"sqlite:///{place}/grid.db"), SystemClock())
        try:
            district = await _filled(services, folder, entries)
            index = await services.addresses.index(district)
            sys.stderr.write(f"geocode: {index.count} addresses, {_megabytes(entries):.0f} MB of memory\n")
            taken: dict[str, list[float]] = {}
            found = 0
            for kind, words in asked:
                began = time.perf_counter()
                hits = await services.addresses.find(district, words)
                taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
                found += bool(hits and hits[0].code)
            ours = [one for values in taken.values() for one in values]
            said = ", ".join(f"{kind} {quantiles(v, n=100)[98]:.1f}" for kind, v in sorted(taken.items()))
            sys.stderr.write(
                f"geocode: median {median(ours):.2f} ms, p99 by kind: {said}; {found} of {len(asked)} have a "
                "grid\n"
            )
            plain = [words for kind, words in asked if kind in ("door", "part")][:PEER_QUERIES]
            theirs = _sqlite(services, district, entries, plain, trigrams=False)
            fts5 = _sqlite(services, district, entries, plain, trigrams=True)
            sys.stderr.write(f"geocode: FTS5 trigram p99 {quantiles(fts5, n=100)[98]:.1f} ms\n")
        finally:
            await services.store.close()
    # Both sides are told by their 99th percentile.
    mine, peers = quantiles(ours, n=100)[98], quantiles(theirs, n=100)[98]
    one = figure("geocode", "ms", [mine], peer="SQLite LIKE", peer_values=[peers])
    return Figure(
        name=one.name,
        value=one.value,
        unit=one.unit,
        peer=one.peer,
        peer_value=one.peer_value,
        ratio=one.ratio,
        n=len(ours),
    )


async def _filled(services: Services, folder: Path, entries: list[Address]) -> str:
    profile = load(folder)
    district = profile.district.code
    await load_profile(services.store, profile, services.clock.now())
    await services.adopt(district)
    await put_with_profile(services, profile, folder)
    rows = [Drafted(n, one) for n, one in enumerate(entries, start=1)]
    began = time.perf_counter()
    told = await written(services, district, system(district), [*rows], "bench", partial=True, schematic=True)
    sys.stderr.write(f"geocode: {told.added} rows written in {time.perf_counter() - began:.1f} s\n")
    began = time.perf_counter()
    await services.addresses.index(district)
    sys.stderr.write(f"geocode: register read in {time.perf_counter() - began:.1f} s\n")
    return district


def _megabytes(entries: list[Address]) -> float:
    """What an index of these entries holds in memory."""
    sound.cache_clear()
    tracemalloc.start()
    builder = Builder()
    builder.add(entries)
    index = builder.build()
    del builder
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.count == len(entries)
    return held / 1e6


def _queries(entries: list[Address], count: int) -> list[tuple[str, str]]:
    chance = random.Random(200_000)
    by_kind: dict[str, list[Address]] = {}
    for one in entries:
        by_kind.setdefault(one.kind, []).append(one)
    doors, crossings = by_kind["door"], by_kind["crossing"]
    named = [*by_kind["place"], *by_kind["community"]]

    def query() -> tuple[str, str]:
        door, crossing = chance.choice(doors), chance.choice(crossings)
        place, house = chance.choice(named), chance.choice(by_kind["building"])
        match chance.randrange(10):
            case 0 | 1 | 2:
                return "door", chance.choice(("", "包河区", "合肥市包河区")) + door.name
            case 3 | 4:
                end = chance.choice(("路口", "交口东侧50米", "交叉口附近", "交汇处"))
                return (
                    "crossing",
                    f"{crossing.road2}{chance.choice(('与', '和', '/', ''))}{crossing.road}{end}",
                )
            case 5:
                return "place", chance.choice((place.name + "门口", house.name + "楼下"))
            case 6:
                return "part", place.name[: max(3, len(place.name) // 2)]
            case 7:
                whole, first = sound(chance.choice((place.place, door.road)))
                return "pinyin", chance.choice((whole, first, first[:3]))
            case 8:
                return "sound", "".join(ALIKE.get(c, c) for c in door.name)
            case _:
                return "unknown", chance.choice((f"{door.road}老年大学门口", f"{door.lon},{door.lat}"))

    return [query() for _ in range(count)]


def _sqlite(
    services: Services, district: str, entries: list[Address], asked: list[str], *, trigrams: bool
) -> list[float]:
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')"
        if trigrams
        else "CREATE TABLE names (name TEXT)"
    )
    rows = [(n, one.name) for n, one in enumerate(entries)]
    db.executemany("INSERT INTO names(rowid, name) VALUES (?, ?)", rows)
    by_rank = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT 20"
    query = (
        by_rank if trigrams else "SELECT rowid FROM names WHERE name LIKE ? ORDER BY length(name) LIMIT 20"
    )
    taken = []
    for words in asked:
        began = time.perf_counter()
        row = db.execute(query, [f'"{words}"' if trigrams else f"%{words}%"]).fetchone()
        if row is not None:
            services.locator.code_at(district, entries[row[0]].lon, entries[row[0]].lat)
        taken.append((time.perf_counter() - began) * 1000)
    db.close()
    return taken
