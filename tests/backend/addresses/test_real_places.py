"""Real place texts of Baohe: one half in the register, the other half asked for.

A text that names a crossing whose two roads the register has together must be found near it; a place that
is registered under other words must be found, too; everything else must be said to be unknown. Where the
set is not at hand, that is said and nothing is tried.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

import msgspec
import pytest

from backend.service.addresses import finding
from backend.service.addresses.command import take_in
from backend.service.addresses.index import Builder, Index
from backend.service.addresses.reading import Drafted, entries_of
from backend.service.addresses.understanding import understood
from backend.service.coordinates import metres
from backend.serving import DISTRICTS
from contract.feed import Located
from tests.backend.running import RunningBackend

WITHIN = 300.0
ENOUGH = 0.9
ABOVE = ("包河区",)
Row = tuple[str, float, float]


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[Row]:
    """Those of the set that lie in the district."""
    with (shared_data / "addresses" / "baohe_places.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["place_text"], float(row["wgs_lng"]), float(row["wgs_lat"]))
            for row in csv.DictReader(file)
            if row["in_baohe_wgs84"] == "1"
        ]


def halves(rows: list[Row], seed: int) -> tuple[list[Row], list[Row]]:
    """Two halves, the same for a seed."""
    order = list(rows)
    random.Random(seed).shuffle(order)
    return order[: len(order) // 2], order[len(order) // 2 :]


def file_of(rows: list[Row]) -> bytes:
    """A file as the set has it."""
    lines = [f"{text},{lon},{lat}" for text, lon, lat in rows]
    return ("\n".join(("place_text,wgs_lng,wgs_lat", *lines)) + "\n").encode()


def index_of(rows: list[Row]) -> Index:
    """A register of some rows."""
    builder = Builder()
    read = entries_of(file_of(rows), "half.csv", "wgs84", ABOVE, ())
    builder.add(one.entry for one in read if isinstance(one, Drafted))
    return builder.build()


def pairs_of(text: str) -> set[frozenset[str]]:
    """The crossings that a text may mean."""
    return {frozenset(pair) for pair in understood(text, ABOVE).pairs}


@pytest.mark.parametrize("seed", range(6))
def test_a_half_finds_the_crossings_and_places_of_the_other(rows: list[Row], seed: int) -> None:
    known, asked = halves(rows, seed)
    index = index_of(known)
    crossings = {pair for text, _, _ in known for pair in pairs_of(text)}
    shared = near = strayed = places = 0
    for text, lon, lat in asked:
        hits = finding.found(index, finding.read(index, text, ABOVE))
        away = min((metres(lon, lat, index.lon[one.n], index.lat[one.n]) for one in hits[:1]), default=None)
        if pairs_of(text) & crossings:
            shared += 1
            near += away is not None and away <= WITHIN
        elif away is None:
            assert finding.unknown(index, finding.read(index, text, ABOVE)) is not None, text
        else:
            places += 1
            strayed += away > WITHIN
    sys.stderr.write(
        f"split {seed}: {near} of {shared} crossings within {WITHIN:.0f} m ({near / shared:.1%}); "
        f"{places} places under other words, {strayed} of them farther; "
        f"{len(asked) - shared - places} unknown and said so\n"
    )
    assert shared > 40
    assert near >= ENOUGH * shared
    assert strayed == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_through_the_backend(rows: list[Row], database: str, tmp_path: Path) -> None:
    known, asked = halves(rows, 0)
    with RunningBackend(database, tmp_path, profile=DISTRICTS / "baohe") as backend:
        told = backend.run(take_in(backend.services, "340111", file_of(known), "half.csv", "wgs84"))
        # The outline is the real one: what is said to lie in the district does.
        assert (told.faults, told.added + told.repeated) == ((), len(known))
        crossings = {pair for text, _, _ in known for pair in pairs_of(text)}
        shared = near = 0
        for text, lon, lat in asked:
            found = backend.run(backend.services.addresses.find("340111", text))
            assert found, text
            best: Located = found[0]
            if pairs_of(text) & crossings:
                shared += 1
                point = best.lon is not None and best.lat is not None
                near += bool(point) and metres(lon, lat, best.lon or 0.0, best.lat or 0.0) <= WITHIN
                assert best.code
            elif not best.code:
                assert (best.exact, best.lon, best.lat) == ("unknown", None, None)
                assert msgspec.structs.astuple(best.reason)[0]
        assert near >= ENOUGH * shared
