"""Places found by their words and by a point, as a console asks; what is not known says so."""

from __future__ import annotations

import msgspec
import pytest

from contract.address import EXACT, PlaceAt
from tests.backend.addresses.conftest import located
from tests.backend.running import GRID, RunningBackend, Seat


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("words", "address", "exact"),
    [
        ("海河路12号", "海河路12号", "door"),
        ("样区海河路十二号", "海河路12号", "door"),
        ("海河路13号", "海河路", "near_door"),
        ("长安大道与海河路路口", "海河路与长安大道交叉口", "crossing"),
        ("海河路长安大道交汇处东侧50米", "海河路与长安大道交叉口", "crossing"),
        ("黄山路与长安大道交口", "长安大道与黄山路交口北侧100米", "crossing"),
        ("儿童医院对面", "海河路儿童医院门口", "place"),
        ("幸福小区三栋", "幸福小区3号楼", "building"),
        ("幸福小区8栋", "幸福小区", "community"),
        ("幸福", "幸福小区", "community"),
        ("海河路儿童", "海河路儿童医院门口", "place"),
        ("害河路12号", "海河路12号", "door"),
        ("xfxq", "幸福小区", "community"),
        ("hhl12", "海河路12号", "door"),
        ("xingfuxiaoqu", "幸福小区", "community"),
        ("海河路", "海河路与长安大道交叉口", "crossing"),
    ],
)
def test_a_place_is_found_with_a_reason(seat: Seat, words: str, address: str, exact: str) -> None:
    best = next(found for found in located(seat, words) if found.kind != "area")
    assert best.address.startswith(address)
    assert best.exact == exact
    assert best.exact in EXACT
    assert best.code == GRID
    assert best.reason.zh
    assert best.reason.en


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    "words",
    [
        "海河路与黄山路交叉口",
        "海河路与天台路交口",
        "海河路五百号",
        "海河路老年大学门口",
        "长安大道儿童乐园",
        "天台路儿童剧院附近",
        "海河路（长安大道-黄山路）",
    ],
)
def test_what_is_not_known_is_put_nowhere(seat: Seat, words: str) -> None:
    (only,) = located(seat, words)
    assert (only.code, only.lon, only.lat, only.exact) == ("", None, None, "unknown")
    assert only.reason.zh
    assert only.reason.en


def test_words_that_speak_of_no_place_find_nothing(registered: RunningBackend, seat: Seat) -> None:
    del registered
    assert seat.get("/api/locate", params={"q": " "}).json() == []
    assert seat.get("/api/locate", params={"q": "、"}).json() == []


def test_areas_and_coordinates_are_found_as_before(registered: RunningBackend, seat: Seat) -> None:
    del registered
    assert located(seat, GRID)[0].code == GRID
    point = located(seat, "117.2101, 31.7201")[0]
    assert (point.code, point.exact) == (GRID, "point")
    chinese = located(seat, "BD-09 117.2101, 31.7201")[0]
    assert chinese.lon is not None
    assert 0.008 < 117.2101 - chinese.lon < 0.014
    assert "BD-09" in chinese.reason.en


def test_a_click_names_grid_people_units_and_what_is_near(registered: RunningBackend, seat: Seat) -> None:
    del registered
    answer = seat.get("/api/places/at", params={"lon": 117.2101, "lat": 31.7201})
    at = msgspec.json.decode(answer.content, type=PlaceAt)
    assert at.located.code == GRID
    assert [code for code, _ in at.areas][-1] == GRID
    assert at.units
    assert at.near[0].name in ("海河路12号", "海河路10号")
    assert at.near[0].metres < 1
    outside = msgspec.json.decode(
        seat.get("/api/places/at", params={"lon": 100.5, "lat": 31}).content, type=PlaceAt
    )
    assert (outside.located.code, outside.people, outside.units) == ("", (), ())
    assert seat.get("/api/places/at", params={"lon": 100.5}).status_code == 400
