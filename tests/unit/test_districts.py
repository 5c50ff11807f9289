"""The five districts as data: their trees, polygons, units, catalogues and words are whole and agree."""

import csv
import json
import re
import string
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from contract.clock import parse_limit
from contract.component import KINDS, STATES
from tests.layers import ROOT

DISTRICTS = ROOT / "resources" / "districts"
KEYS = ("baohe", "laoshan", "yicheng", "tongnan", "chancheng")
DIVISIONS = ROOT.parent / "shared" / "data" / "divisions"
OUTLINES = ROOT.parent / "shared" / "data" / "boundaries" / "districts_wgs84.geojson"
LIMIT = re.compile(r"[1-9][0-9]* (minutes|hours|natural_days|urgent_hours|working_hours|working_days)")
# Published numbers of areas: (level, kind or None) → count.
COUNTS: dict[str, dict[tuple[str, str | None], int]] = {
    "baohe": {("grid", None): 779, ("street", None): 13},
    "laoshan": {("grid", None): 654, ("street", None): 5, ("area", None): 28},
    "yicheng": {("grid", "grid"): 438, ("grid", "dedicated_grid"): 118, ("street", None): 7},
    "tongnan": {("grid", None): 1935, ("micro_grid", None): 2216, ("street", None): 23},
    "chancheng": {("street", None): 4, ("grid", None): 668},
}
TYPES = {
    *("hotline", "seat", "app", "web", "message_board", "grid_worker", "video", "sensor", "superior"),
    *("open311", "file", "chat", "walk_in"),
}
SLOTS = {
    *("place", "time", "detail", "asks", "item", "unit", "other", "community", "road", "road2", "building"),
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@cache
def areas(key: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows(DISTRICTS / key / "areas.csv")}


@cache
def shapes(key: str) -> dict[str, BaseGeometry]:
    features = json.loads((DISTRICTS / key / "areas.geojson").read_text("utf-8"))["features"]
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}


@cache
def profile(key: str) -> dict[str, Any]:
    return tomllib.loads((DISTRICTS / key / "profile.toml").read_text("utf-8"))


@cache
def phrases(key: str) -> dict[str, Any]:
    return tomllib.loads((DISTRICTS / key / "phrases.toml").read_text("utf-8"))


@cache
def items(key: str) -> list[dict[str, str]]:
    return rows(DISTRICTS / key / "catalogue.csv")


@cache
def units(key: str) -> list[dict[str, str]]:
    return rows(DISTRICTS / key / "organisations.csv")


def children(key: str) -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for code, row in areas(key).items():
        below.setdefault(row["parent"], []).append(code)
    return below


def ancestors(key: str, code: str) -> list[str]:
    """The area itself, then what lies above it."""
    found = []
    while code:
        found.append(code)
        code = areas(key)[code]["parent"]
    return found


@pytest.mark.parametrize("key", KEYS)
def test_the_tree_is_sound(key: str) -> None:
    listed = rows(DISTRICTS / key / "areas.csv")
    levels = [level["key"] for level in profile(key)["levels"]]
    seen: dict[str, dict[str, str]] = {}
    for row in listed:
        assert row["code"] not in seen
        if seen:
            above = seen[row["parent"]]
            assert levels.index(row["level"]) == levels.index(above["level"]) + 1
            assert row["code"].startswith(row["parent"]) or row["level"] == "community"
        else:
            assert (row["parent"], row["level"], row["code"]) == ("", "district", profile(key)["code"])
        seen[row["code"]] = row
        assert row["name_zh"]
        assert row["name_en"].isascii()
        assert row["kind"] in ({"grid", "dedicated_grid"} if row["level"] == "grid" else {row["level"]})
    shorts = Counter(row["short"] for row in listed if row["level"] in ("grid", "micro_grid"))
    assert [short for short, count in shorts.items() if count > 1] == []


@pytest.mark.parametrize("key", KEYS)
def test_the_numbers_are_the_published_ones(key: str) -> None:
    table = areas(key).values()
    for (level, kind), count in COUNTS[key].items():
        found = [row for row in table if row["level"] == level and kind in (None, row["kind"])]
        assert len(found) == count, (level, kind)
    assert any(row["kind"] == "dedicated_grid" for row in table)
    workers = {"baohe": 2 * 779, "laoshan": 735, "yicheng": 438}
    if key in workers:
        assert sum(int(row["workers"]) for row in table) == workers[key]


@pytest.mark.parametrize("key", KEYS)
def test_households_are_the_sum_of_what_lies_below(key: str) -> None:
    table = areas(key)
    for parent, below in children(key).items():
        if parent:
            households = sum(int(table[code]["households"]) for code in below)
            assert int(table[parent]["households"]) == households, parent
    assert all(row["households"] == "0" for row in table.values() if row["kind"] == "dedicated_grid")


@pytest.mark.parametrize("key", KEYS)
def test_children_cover_their_parent_exactly(key: str) -> None:
    outlines = shapes(key)
    assert list(outlines) == list(areas(key))
    assert all(shapely.is_valid(list(outlines.values())))
    for parent, below in children(key).items():
        if not parent:
            continue
        whole = outlines[parent]
        pieces = [outlines[code] for code in below]
        assert shapely.coverage_is_valid(pieces), parent
        together = shapely.coverage_union_all(pieces)
        assert together.symmetric_difference(whole).area <= 1e-9 * whole.area, parent
        assert sum(piece.area for piece in pieces) == pytest.approx(whole.area, rel=1e-9), parent


@pytest.mark.parametrize("key", KEYS)
def test_label_points_lie_inside(key: str) -> None:
    west, south, east, north = profile(key)["map"]["bounds"]
    for code, row in areas(key).items():
        point = Point(float(row["lon"]), float(row["lat"]))
        assert shapes(key)[code].contains(point), code
        assert west <= point.x <= east, code
        assert south <= point.y <= north, code
    weight = {code: float(row["weight"]) for code, row in areas(key).items()}
    for parent, below in children(key).items():
        if parent:
            assert sum(weight[code] for code in below) == pytest.approx(weight[parent], abs=1e-6)
    assert weight[profile(key)["code"]] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("key", KEYS)
def test_grids_are_no_lattice_and_no_slivers(key: str) -> None:
    """A grid is compact enough to be walked; its neighbours are not all of its size and shape."""
    grids = [shapes(key)[code] for code, row in areas(key).items() if row["level"] == "grid"]
    # Isoperimetric quotient: circle 1, square 0.79, a strip 1:8 0.31. Degrees, so a little skewed.
    quotients = sorted(4.0 * 3.141592653589793 * grid.area / grid.length**2 for grid in grids)
    assert quotients[len(quotients) // 50] > 0.2
    assert quotients[len(quotients) // 2] > 0.5
    sizes = sorted(grid.area for grid in grids)
    assert sizes[-len(sizes) // 10] > 2.0 * sizes[len(sizes) // 10]


@pytest.mark.parametrize("key", KEYS)
def test_names_and_codes_are_those_of_the_register(key: str) -> None:
    if not DIVISIONS.is_dir():
        pytest.skip("the register of divisions is not on this machine")
    code = profile(key)["code"]
    register = {
        row["street_code9"]: row["street"]
        for row in rows(DIVISIONS / "streets.csv")
        if row["district_code"] == code
    } | {
        row["community_code12"]: row["community"]
        for row in rows(DIVISIONS / "communities.csv")
        if row["district_code"] == code
    }
    ours = {
        code: row["official_zh"]
        for code, row in areas(key).items()
        if row["level"] in ("street", "community")
    }
    assert ours == register


@pytest.mark.parametrize("key", KEYS)
def test_a_real_outline_is_kept_and_a_drawn_one_marked(key: str) -> None:
    code = profile(key)["code"]
    drawn = profile(key)["schematic_outline"]
    assert areas(key)[code]["schematic"] == str(int(drawn))
    assert drawn == (key in ("yicheng", "tongnan"))
    assert all(row["schematic"] == "1" for row in areas(key).values() if row["level"] != "district")
    if drawn or not OUTLINES.is_file():
        return
    features = json.loads(OUTLINES.read_text("utf-8"))["features"]
    real = next(shape(f["geometry"]) for f in features if str(f["properties"]["adcode"]) == code)
    difference = shapes(key)[code].symmetric_difference(real).area
    # Where an inner boundary meets the outline its end is rounded to six decimals.
    assert difference < 1e-5 * real.area


@pytest.mark.parametrize("key", KEYS)
def test_units_stand_in_a_tree_and_cover_areas(key: str) -> None:
    codes: set[str] = set()
    roles: set[tuple[str, str]] = set()
    kinds = {
        "centre",
        "sub_centre",
        "department",
        "street",
        "committee",
        "board",
        "team",
        "station",
        "utility",
    }
    categories = {row["category_code"] for row in items(key)}
    for unit in units(key):
        assert unit["code"] not in codes
        assert (unit["parent"] in codes) if codes else unit["parent"] == ""
        codes.add(unit["code"])
        assert unit["type"] in kinds
        assert unit["area"] in areas(key)
        assert (unit["role"], unit["area"]) not in roles
        roles.add((unit["role"], unit["area"]))
        assert unit["name_zh"]
        assert unit["short_zh"]
        assert unit["name_en"].isascii()
        assert set(filter(None, unit["functions"].split(";"))) <= categories
    assert profile(key)["centre"]["organisation"] in codes
    types = Counter(unit["type"] for unit in units(key))
    streets = len(children(key)[profile(key)["code"]])
    assert types["team"] >= streets
    if key == "chancheng":
        assert types["committee"] == 3 * streets
    if key == "tongnan":
        assert types["board"] == 4 * streets


@pytest.mark.parametrize("key", KEYS)
def test_every_item_finds_its_unit_in_every_grid(key: str) -> None:
    covering: dict[str, set[str]] = {}
    for unit in units(key):
        covering.setdefault(unit["role"], set()).add(unit["area"])
    communities = [code for code, row in areas(key).items() if row["level"] == "community"]
    above = {code: set(ancestors(key, code)) for code in communities}
    roles = {row["handler"] for row in items(key)}
    roles |= {role for row in items(key) for role in row["co_handlers"].split(";") if role}
    for role in roles:
        assert all(covering[role] & above[code] for code in communities), role


@pytest.mark.parametrize("key", KEYS)
def test_the_catalogue_is_whole(key: str) -> None:
    table = items(key)
    assert len({row["code"] for row in table}) >= (118 if key == "baohe" else 40)
    first = min(row["effective_from"] for row in table)
    assert len({row["category_code"] for row in table}) >= (11 if key == "baohe" else 6)
    assert len({(row["version"], row["code"]) for row in table}) == len(table)
    event_levels = {level["key"] for level in profile(key).get("event_levels", [])} | {""}
    appeals = {appeal["key"] for appeal in profile(key).get("appeals", [])} | {""}
    evidence = {"photo_before", "photo_after", "legal_document", "result_note", "signature", "measurement"}
    for row in table:
        category, kind, _ = row["code"].split("-")
        assert category == row["category_code"]
        assert {"1": "event", "2": "component"}[kind] == row["kind"]
        assert row["event_level"] in event_levels
        assert row["event_level"] or key != "tongnan"
        assert row["appeal"] in appeals
        assert row["appeal"] or key != "yicheng"
        errand = ("collect", "hand_in", "bring_back")
        may_lack = ("arrive", "make_safe", "repair", "restore", *errand)
        for name in ("dispatch", "sign_in", "handle", "verify", "evaluate", *may_lack):
            text = row[f"{name}_limit"]
            assert LIMIT.fullmatch(text) or (not text and name in may_lack), (row["code"], name)
        if row["repair_limit"]:
            stages = [row[f"{name}_limit"] for name in may_lack[1:4]]
            lengths = [parse_limit(text.replace("_", " ")).amount for text in stages if text]
            assert sum(lengths) <= parse_limit(row["handle_limit"].replace("_", " ")).amount, row["code"]
        steps = [
            parse_limit(row[f"{name}_limit"].replace("_", " ")) for name in errand if row[f"{name}_limit"]
        ]
        assert len(steps) in (0, len(errand)), row["code"]
        handle = parse_limit(row["handle_limit"].replace("_", " "))
        assert sum(step.amount for step in steps) <= handle.amount, row["code"]
        for name in ("category", "name", "file_standard", "close_standard"):
            assert re.search(r"[\u4e00-\u9fff]", row[f"{name}_zh"]), (row["code"], name)
            assert row[f"{name}_en"].isascii() or row[f"{name}_en"].replace("ç", "c").isascii()
        assert len(row["keywords"].split(";")) >= 2
        assert set(filter(None, row["evidence_required"].split(";"))) <= evidence
        assert float(row["weight"]) > 0.0
    if key == "yicheng":
        hard = [set(row["evidence_required"].split(";")) for row in table if row["appeal"] == "enforcement"]
        assert hard
        assert all({"photo_before", "photo_after", "legal_document", "result_note"} <= s for s in hard)
        assert {row["appeal"] for row in table} == {"livelihood", "enforcement", "development"}
        assert all(row["arrive_limit"] for row in table)
    if key == "tongnan":
        assert {row["event_level"] for row in table} == {"district", "street", "community", "grid"}
    if key == "baohe":
        # Changed while running: some items twice, some only since the later version.
        assert (
            len(table)
            > len({row["code"] for row in table})
            > sum(row["effective_from"] == first for row in table)
        )
        units_of_time = {row["handle_limit"].split()[1] for row in table}
        assert units_of_time == {"hours", "natural_days", "urgent_hours", "working_hours", "working_days"}


@pytest.mark.parametrize("key", KEYS)
def test_the_profile_is_whole(key: str) -> None:
    p = profile(key)
    assert p["key"] == key
    assert p["timezone"] == "Asia/Shanghai"
    assert 0.0 < p["amber"] < 1.0
    assert all(re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", span) for span in p["working_hours"])
    assert {row["level"] for row in areas(key).values()} == {level["key"] for level in p["levels"]}
    assert [kind["key"] for kind in p["kinds"]] == ["event", "component"]
    keys = [channel["key"] for channel in p["channels"]]
    assert len(set(keys)) == len(keys)
    assert {channel["type"] for channel in p["channels"]} <= TYPES
    assert {"seat", "hotline", "grid_worker", "open311", "file"} <= {c["type"] for c in p["channels"]}
    assert sum(channel["share"] for channel in p["channels"]) == pytest.approx(1.0)
    for channel in p["channels"]:
        assert LIMIT.fullmatch(channel["accept_limit"])
        assert LIMIT.fullmatch(channel["dispatch_limit"])
    assert set(p["steps"].values()) <= {"required", "optional", "skipped"}
    load = p["load"]
    assert (len(load["weekday"]), len(load["hour"]), len(load["month"])) == (7, 24, 12)
    assert sum(load["hour"]) == pytest.approx(1.0)
    assert sum(load["weekday"]) == pytest.approx(7.0)
    assert sum(load["month"]) == pytest.approx(12.0)
    rates = p["simulation"]
    said = [rates[f"{name}_rate"] for name in ("satisfied", "basically_satisfied", "not_satisfied")]
    assert sum(said) == pytest.approx(1.0)
    assert all(0.0 <= value < 1.0 for name, value in rates.items() if name.endswith("_rate"))


def test_the_published_figures_of_baohe() -> None:
    p = profile("baohe")
    assert (p["load"]["annual_tickets"], p["load"]["annual_calls"]) == (219_900, 125_900)
    assert p["simulation"]["repeat_rate"] == 0.0003
    assert p["simulation"]["not_satisfied_rate"] == pytest.approx(1.0 - 0.998)
    assert profile("laoshan")["seats"] == 50
    assert len(profile("laoshan")["levels"]) == 5
    assert len(profile("tongnan")["event_levels"]) == 4
    assert [appeal["zh"] for appeal in profile("yicheng")["appeals"]] == ["民生诉求", "执法诉求", "发展诉求"]


@pytest.mark.parametrize("key", KEYS)
def test_there_are_words_for_every_item(key: str) -> None:
    words = phrases(key)
    codes = {row["code"] for row in items(key)}
    assert set(words["item"]) == codes
    assert all(len(set(item["detail"])) >= 2 for item in words["item"].values())
    assert set(words["category"]) == {row["category_code"] for row in items(key)}
    for category in words["category"].values():
        assert len(set(category["report"])) >= 6
        assert all(category[part] for part in ("handle", "verify_pass", "verify_fail"))
        assert all("{detail}" in template for template in category["report"])
    assert len(words["places"]["roads"]) >= 10
    names = {
        *("grid_report", "video", "sensor", "superior", "return", "refuse", "verify_pass", "verify_fail"),
        *("handle", "satisfied", "basically_satisfied", "not_satisfied", "repeat", "urge"),
    }
    assert names == {name for name, texts in words["general"].items() if len(texts) >= 3}


@pytest.mark.parametrize("key", KEYS)
def test_phrases_use_known_slots_and_stay_within_bounds(key: str) -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for below in value.values() for text in texts(below)]
        return [str(text) for text in value] if isinstance(value, list) else []

    for text in texts(phrases(key)):
        slots = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert slots <= SLOTS, text
        assert 0 < len(text) <= 80, text
        assert not re.search("，，|。。", text), text


@pytest.mark.parametrize("key", KEYS)
def test_components_stand_in_their_grids_and_a_few_have_no_owner(key: str) -> None:
    found = rows(DISTRICTS / key / "components.csv")
    codes = [row["部件编码"] for row in found]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(profile(key)["code"] + r"\d{10}", code) for code in codes)
    known = {row["code"] for row in rows(DISTRICTS / key / "organisations.csv")}
    owners = Counter(row["权属单位"] for row in found)
    assert 0.02 < owners["无主"] / len(found) < 0.06
    assert all(owner in known or not re.search(r"[A-Z]", owner) for owner in owners)
    assert {row["类别"] for row in found} <= {names.zh for names in KINDS.values()}
    assert {row["状态"] for row in found} <= {names.zh for names in STATES.values()}
    parents = {row["parent"] for row in areas(key).values()}
    leaves = [shapes(key)[code] for code in areas(key) if code not in parents]
    places = [Point(float(row["经度"]), float(row["纬度"])) for row in found]
    hit = shapely.STRtree(leaves).query(places, predicate="intersects")
    assert len(set(hit[0])) == len(places)


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in DISTRICTS.rglob("*") if path.is_file()) < 12_000_000
