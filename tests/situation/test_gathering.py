"""What goes into a situation map: steps, outlines, words without numbers of persons, a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.errors import ConsoleBug, StorageFault
from console.situation.apart import Order, moment_of, order_of
from console.situation.gathering import FIRST_WORDS, first_words
from console.situation.masking import without_persons
from console.situation.outlines import PER_DEGREE, outlines, ring_of
from console.situation.page import json_text
from console.situation.shades import MOST, steps_of
from tests.console_matter import REFERENCE, until
from tests.layers import ROOT
from tests.situation.conftest import Sitting
from tests.situation.test_page_in_browser import grids, moment

FEATURE = b'{"type":"Feature","properties":{"code":"a"},"geometry":%s}'
COLLECTION = b'{"type":"FeatureCollection","features":[%s]}'


@given(st.lists(st.integers(0, 100_000), max_size=60))
def test_steps_ascend_and_leave_something_above(counts: list[int]) -> None:
    steps = steps_of(counts)
    assert len(steps) < MOST
    assert steps == sorted(set(steps))
    assert all(0 < step < max(counts) for step in steps)
    if len({count for count in counts if count}) > 1 and steps:
        assert any(0 < count <= steps[0] for count in counts) or min(c for c in counts if c) > steps[0]


points = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@given(st.lists(points, min_size=3, max_size=30, unique=True))
def test_a_ring_comes_back_to_eleven_centimetres(ring: list[tuple[float, float]]) -> None:
    packed = ring_of([*ring, ring[0]])
    back = np.cumsum(np.array(packed, np.int64).reshape(-1, 2), axis=0) / PER_DEGREE
    if not packed:
        assert len({(round(x * PER_DEGREE), round(y * PER_DEGREE)) for x, y in ring}) < 3
        return
    for point in ring:
        assert np.abs(back - point).max(axis=1).min() <= 0.5 / PER_DEGREE + 1e-9


def test_holes_and_parts_are_rings_and_what_is_no_outline_is_said() -> None:
    outer = [[0, 0], [4, 0], [4, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 1]]
    several = json.dumps({"type": "MultiPolygon", "coordinates": [[outer, hole], [hole], [[[9, 9], [9, 9]]]]})
    ((code, rings),) = outlines(COLLECTION % (FEATURE % several.encode()))
    assert (code, len(rings)) == ("a", 3)
    with pytest.raises(ConsoleBug):
        list(outlines(b'{"type": "Point"}'))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("请回电13812345678，谢谢", "请回电138****5678，谢谢"),
        ("身份证 34011119900101123X。", "身份证 340111********。"),
        ("编号 2026112000532 的井盖", "编号 2026112000532 的井盖"),
        ("12345 热线转来", "12345 热线转来"),
    ],
)
def test_numbers_of_persons_are_masked(written: str, shown: str) -> None:
    assert without_persons(written) == shown


@given(st.text(max_size=200))
def test_first_words_are_one_short_line(text: str) -> None:
    found = first_words(text)
    assert len(found) <= FIRST_WORDS
    assert found == " ".join(found.split())


@given(st.text())
def test_nothing_ends_the_block_of_the_data(text: str) -> None:
    packed = json_text([text])
    assert json.loads(packed) == [text]
    assert not set(packed) & set("<>&")


def test_an_order_holds_the_moment() -> None:
    areas, geojson = grids(3)
    taken = moment(replace(REFERENCE, areas=areas), 50)
    order = order_of(taken, {"grid": geojson}, Path("seat.sqlite"), Path("map.html"))
    back = moment_of(msgspec.msgpack.decode(msgspec.msgpack.encode(order), type=Order))
    assert back.reference == taken.reference
    assert back.titles == taken.titles
    for name in ("lights", "lon", "lat", "due"):
        assert np.array_equal(getattr(back, name), getattr(taken, name))
    for name, (codes, texts) in taken.coded.items():
        assert back.coded[name][1] == texts
        assert np.array_equal(back.coded[name][0], codes)


async def test_the_other_process_leaves_nothing_behind(sitting: Sitting, tmp_path: Path) -> None:
    desk = await sitting("en")
    profile = desk.settings.profile
    before = {path.name for path in profile.iterdir()}
    alive = np.flatnonzero(desk.store.alive)
    written = await desk.export_situation(alive, (), tmp_path / "map.html")
    assert written.count == len(alive)
    with pytest.raises(StorageFault):
        await desk.export_situation(alive, (), tmp_path / "nowhere" / "map.html")
    after = {path.name for path in profile.iterdir()}
    assert after == before
    assert [path.name for path in tmp_path.glob("*map*")] == ["map.html"]  # noqa: ASYNC240


async def test_a_seat_that_closes_waits_for_no_map(sitting: Sitting, tmp_path: Path) -> None:
    desk = await sitting("en")
    alive = np.flatnonzero(desk.store.alive)
    desk.run("map", desk.export_situation(alive, (), tmp_path / "map.html"))
    profile = desk.settings.profile
    await until(lambda: any(profile.glob("map-*")))
    await desk.close()
    assert not any(profile.glob("map-*"))
    assert not (tmp_path / "map.html").exists()


def test_a_seat_that_exports_nothing_imports_nothing_for_it() -> None:
    asked = "import sys, console.app, views.map.export; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"folium", "branca", "jinja2", "requests", "xyzservices"}
