"""The schematic register of a demo: the same every time, inside the district, named by its reports, and gone
with the first real file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.service.addresses import finding, schematic, streets
from backend.service.addresses.command import take_in
from backend.service.addresses.index import Builder
from backend.service.addresses.keeping import standing
from backend.service.addresses.profile import put_schematic
from backend.service.profile import load
from backend.serving import DISTRICTS
from backend.simulation import scene
from backend.simulation.matters import ASIDE, matters
from contract.clock import DAY
from tests.backend.running import RunningBackend

KEYS = ("baohe", "laoshan", "yicheng", "tongnan", "chancheng")
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize("key", KEYS)
def test_a_district_has_streets_that_cross_and_addresses_along_them(key: str) -> None:
    folder = DISTRICTS / key
    lines = streets.of_folder(folder)
    assert len({one.names.zh for one in lines}) == len(lines) > 300
    assert {one.rank for one in lines} == {1, 2, 3}
    assert all(one.schematic and one.names.en for one in lines)
    entries = schematic.entries(folder)
    assert entries == schematic.entries(folder)
    assert 19_000 < len(entries) < 21_000
    assert len({one.name for one in entries}) == len(entries)
    crossings = [one for one in entries if one.kind == "crossing"]
    # A street that crosses nothing leads nowhere.
    assert len({road for one in crossings for road in (one.road, one.road2)}) > 0.95 * len(lines)


def test_reports_name_addresses_of_it() -> None:
    folder = DISTRICTS / "baohe"
    builder = Builder()
    builder.add(schematic.entries(folder))
    index = builder.build()
    place = scene.read(folder, END)
    named = known = 0
    for matter in matters(place, 7, END - DAY, END):
        if not matter.place or not any(
            matter.place.endswith(tail) for tails in ASIDE.values() for tail in tails
        ):
            continue
        named += 1
        hits = finding.found(index, finding.read(index, matter.place, ("包河区",)))
        known += bool(hits) and hits[0].exact not in ("near_door", "road")
    assert named > 400
    assert known > 0.9 * named


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_first_real_file_sends_it_away(database: str, tmp_path: Path) -> None:
    folder = DISTRICTS / "baohe"
    with RunningBackend(database, tmp_path, profile=folder) as backend:
        services = backend.services
        # A demo's load has taken it in; a second time nothing is added.
        assert backend.run(put_schematic(services, load(folder), folder, backend.clock.now())) == 0

        async def stands() -> tuple[int, int]:
            async with services.store.read() as connection:
                now = await standing(connection, "340111")
            return now.entries, now.schematic

        entries, drawn = backend.run(stands())
        assert entries == drawn > 19_000
        file = "地址,经度,纬度\n真实路1号,117.3000,31.8000\n".encode()
        told = backend.run(take_in(services, "340111", file, "real.csv", "wgs84"))
        assert (told.added, told.schematic) == (1, drawn)
        assert backend.run(stands()) == (1, 0)
        (only,) = backend.run(services.addresses.find("340111", "真实路1号"))
        assert (only.exact, only.schematic) == ("door", False)
