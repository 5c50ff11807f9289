"""What the words of a place are understood as."""

from __future__ import annotations

import pytest

from backend.service.addresses.searching import coordinates
from backend.service.addresses.spelling import number_of
from backend.service.addresses.understanding import understood

ABOVE = ("样区", "东门街道")


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("海河路与长安大道交叉口", ("海河路", "长安大道")),
        ("长安大道海河路路口东侧50米", ("海河路", "长安大道")),
        ("样区东门街道海河路和长安大道交汇处", ("海河路", "长安大道")),
        ("海河路、长安大道 交口附近", ("海河路", "长安大道")),
        ("海河路海河路与长安大道交叉口0米", ("海河路", "长安大道")),
        ("某省某市样区海河路/长安大道十字路口", ("海河路", "长安大道")),
        ("海河路与机场路口", ("机场路", "海河路")),
        ("东二环与海河路交口", ("东二环路", "海河路")),
        ("平安工业区海河路与长安大道交口", ("海河路", "长安大道")),
        ("海河路与海河路三巷交叉路口", ("海河路", "海河路三巷")),
        ("海河路和平安路交口", ("平安路", "海河路")),
    ],
)
def test_a_crossing_is_two_roads_in_any_order(words: str, pair: tuple[str, str]) -> None:
    said = understood(words, ABOVE)
    assert pair in said.pairs or tuple(reversed(pair)) in said.pairs
    assert said.crossing


def test_a_word_that_joins_may_begin_a_name() -> None:
    pairs = understood("海河路和平安路交口").pairs
    assert pairs[0] == ("平安路", "海河路")
    assert ("和平安路", "海河路") in pairs
    assert understood("徐州路和平路交口").pairs == (("和平路", "徐州路"),)


@pytest.mark.parametrize(
    ("words", "road", "number", "sub"),
    [
        ("海河路123号", "海河路", 123, ""),
        ("海河路一百二十三号", "海河路", 123, ""),
        ("海河路１２３号", "海河路", 123, ""),
        ("样区 海河路 12-3号 某饭店门前", "海河路", 12, "-3"),
        ("海河路12号附5号", "海河路", 12, "附5号"),
        ("海河路12号门前", "海河路", 12, ""),
    ],
)
def test_a_door_is_a_number_on_a_road(words: str, road: str, number: int, sub: str) -> None:
    said = understood(words, ABOVE)
    assert (said.road, said.number, said.sub) == (road, number, sub)
    assert not said.pairs


@pytest.mark.parametrize(
    ("words", "road", "places", "building", "offset"),
    [
        ("海河路儿童医院对面", "海河路", ("儿童医院",), "", ""),
        ("海河路（幸福小区附近）", "海河路", ("幸福小区",), "", ""),
        ("幸福小区三栋楼下", "", ("幸福小区",), "3号楼", ""),
        ("海河路幸福小区A区17幢2单元", "海河路", ("幸福小区a区",), "17号楼", ""),
        ("海河路小学北侧100米处附近", "海河路", ("小学",), "", "北100米"),
        ("海河路恒兴广场旁新河埂小区附近", "海河路", ("新河埂小区", "恒兴广场"), "", ""),
        ("海河路和平酒店门前", "海河路", ("和平酒店",), "", ""),
        ("海河路东段幸福花园门口", "海河路", ("幸福花园",), "", ""),
        ("张巷小区西门", "", ("张巷小区",), "", ""),
    ],
)
def test_a_place_is_told_from_its_road_and_its_tail(
    words: str, road: str, places: tuple[str, ...], building: str, offset: str
) -> None:
    said = understood(words, ABOVE)
    assert (said.road, said.places, said.building, said.offset) == (road, places, building, offset)
    assert not said.pairs


def test_a_stretch_is_no_crossing() -> None:
    said = understood("洞庭路洞庭路（广西路-天山路）0米")
    assert (said.road, said.stretch, said.pairs) == ("洞庭路", ("广西路", "天山路"), ())


def test_a_lane_that_is_known_is_told_from_a_name_that_begins_like_one() -> None:
    assert understood("长春街幸福小区内").roads == ()
    said = understood("长春街幸福小区内", (), {"长春街"})
    assert (said.road, said.places) == ("长春街", ("幸福小区",))


@pytest.mark.parametrize(
    ("words", "roads", "number"),
    [
        ("皮革城北区4楼海河路163号", ("海河路",), 163),
        ("某公司/东岸新区海河路8号", ("海河路",), 8),
        ("高新区海河路与工业园区长安大道交口", ("海河路", "长安大道"), 0),
        ("老海河路8号", ("老海河路",), 8),
        ("海河路43-47号", ("海河路",), 43),
    ],
)
def test_a_known_road_is_seen_behind_other_words(words: str, roads: tuple[str, ...], number: int) -> None:
    said = understood(words, ABOVE, {"海河路", "长安大道"})
    assert (said.roads, said.number) == (roads, number)


@pytest.mark.parametrize(("text", "number"), [("十", 10), ("二十三", 23), ("一百零五", 105), ("一〇三", 103)])
def test_numerals(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("117.31, 31.82", (117.31, 31.82, "wgs84")),
        ("31.82，117.31", (117.31, 31.82, "wgs84")),
        ("东经117.31 北纬31.82", (117.31, 31.82, "wgs84")),
        ("GCJ-02 117.31,31.82", (117.31, 31.82, "gcj02")),
        ("百度坐标：117.31,31.82", (117.31, 31.82, "bd09")),
        ("117.31,31.82 bd09", (117.31, 31.82, "bd09")),
        ("117号", None),
    ],
)
def test_coordinates_say_their_system(words: str, meant: tuple[float, float, str] | None) -> None:
    assert coordinates(words) == meant
