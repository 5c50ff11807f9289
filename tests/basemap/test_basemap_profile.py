"""Basemaps in a district's profile: read, refused with the source and the field named, handed to seats."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from backend.service.profile import ProfileError, load
from contract.reference import District
from tests.layers import ROOT

GOOD = """
[[basemap]]
key = "vector"
zh = "天地图"
en = "Tianditu"
url = "https://t{s}.tianditu.gov.cn/vec_w/wmts?tk={key}"
service = "wmts"
servers = ["0", "1"]
secret = "f00"
layer = "vec"
matrix_set = "w"
format = "tiles"
attribution = { zh = "天地图", en = "Tianditu" }

[[basemap]]
key = "aerial"
zh = "航拍"
en = "Aerial"
url = "http://10.0.0.1/{z}/{x}/{y}.webp"
system = "gcj02"
tile = 512
shown = false
opacity = 0.6
"""


def _folder(tmp_path: Path, more: str) -> Path:
    folder = tmp_path / "yicheng"
    shutil.copytree(ROOT / "resources" / "districts" / "yicheng", folder)
    profile = folder / "profile.toml"
    profile.write_text(profile.read_text("utf-8") + more, "utf-8")
    return folder


def test_a_profile_names_its_basemaps_lowest_first(tmp_path: Path) -> None:
    district = load(_folder(tmp_path, GOOD)).district
    assert [one.key for one in district.basemaps] == ["vector", "aerial"]
    vector, aerial = district.basemaps
    assert (vector.names.zh, vector.servers, vector.secret) == ("天地图", ("0", "1"), "f00")
    assert (aerial.system, aerial.tile, aerial.shown, aerial.opacity) == ("gcj02", 512, False, 0.6)
    assert msgspec.json.decode(msgspec.json.encode(district), type=District) == district
    assert "f00" not in repr(district)


def test_the_districts_that_come_with_it_ask_nobody_for_a_map() -> None:
    assert load(ROOT / "resources" / "districts" / "yicheng").district.basemaps == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('url = "http://h/{z}/{x}/{y}"\nzoom = 3', ("basemap 1", "zoom")),
        ('url = "http://h/{z}/{x}/{y}"\nmin_zoom = "three"', ("basemap 1", "min_zoom")),
        ('url = "http://h/{z}/{x}"', ("basemap a", "names no tile")),
        ('url = "http://h/{z}/{x}/{y}?k={key}"', ("basemap a", "secret")),
        ('url = "http://h/{z}/{x}/{y}"\nsystem = "cgcs"', ("basemap 1", "system")),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(tmp_path: Path, wrong: str, words: tuple[str, ...]) -> None:
    more = f'\n[[basemap]]\nkey = "a"\nzh = "甲"\nen = "A"\n{wrong}\n'
    with pytest.raises(ProfileError) as refused:
        load(_folder(tmp_path, more))
    assert all(word in str(refused.value) for word in ("profile.toml", *words))


def test_two_of_one_key_are_refused(tmp_path: Path) -> None:
    one = '\n[[basemap]]\nkey = "a"\nzh = "甲"\nen = "A"\nurl = "http://h/{z}/{x}/{y}"\n'
    with pytest.raises(ProfileError, match="two are called a"):
        load(_folder(tmp_path, one + one))
