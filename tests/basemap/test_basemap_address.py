"""The address of a tile, and what is wrong with a template."""

from __future__ import annotations

from typing import Any

import pytest

from console.basemap.address import address_of, mark_of, quadkey
from contract.basemap import Basemap, fault_of
from contract.machine import Names


def _basemap(url: str, **more: Any) -> Basemap:
    return Basemap(key="a", names=Names("甲", "A"), url=url, **more)


@pytest.mark.parametrize(
    ("basemap", "address"),
    [
        (_basemap("http://h/{z}/{x}/{y}.png"), "http://h/14/13530/6600.png"),
        (_basemap("http://h/{z}/{x}/{-y}.png"), "http://h/14/13530/9783.png"),
        (_basemap("http://h/{q}?k={key}", secret="a b&c"), "http://h/13210233013010?k=a%20b%26c"),
        (_basemap("http://h{s}/{z}/{x}/{y}", servers=("0", "1", "2", "3")), "http://h2/14/13530/6600"),
        (
            _basemap(
                "https://t0.tianditu.gov.cn/vec_w/wmts?tk={key}",
                service="wmts",
                secret="f00",
                layer="vec",
                matrix_set="w",
                format="tiles",
            ),
            (
                "https://t0.tianditu.gov.cn/vec_w/wmts?tk=f00&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
                "&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=14&TILEROW=6600&TILECOL=13530"
            ),
        ),
        (
            _basemap(
                "http://h/geo/{Layer}/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}?format={Format}",
                service="wmts",
                layer="city:streets",
                matrix_set="EPSG:3857",
                matrix="EPSG:3857:",
            ),
            "http://h/geo/city:streets/default/EPSG:3857/EPSG:3857:14/6600/13530?format=image/png",
        ),
    ],
)
def test_an_address_is_what_the_service_wants(basemap: Basemap, address: str) -> None:
    assert fault_of(basemap) == ""
    assert address_of(basemap, 14, 13530, 6600) == address


def test_baidu_s_rows_count_northwards_from_the_equator() -> None:
    basemap = _basemap("http://h/?x={x}&y={y}&z={z}", system="bd09", lattice="baidu")
    assert fault_of(basemap) == ""
    assert address_of(basemap, 12, 790, -1) == "http://h/?x=790&y=0&z=12"
    assert address_of(basemap, 12, 790, -300) == "http://h/?x=790&y=299&z=12"


def test_a_quadkey_is_that_of_its_definition() -> None:
    # The example of the definition by Microsoft: tile (3, 5) at level 3.
    assert quadkey(3, 3, 5) == "213"


@pytest.mark.parametrize(
    ("basemap", "word"),
    [
        (_basemap("ftp://h/{z}/{x}/{y}"), "http"),
        (_basemap("http://h/{z}/{x}/{row}"), "{row}"),
        (_basemap("http://h/{z}/{x}"), "names no tile"),
        (_basemap("http://h/{z}/{x}/{y}?k={key}"), "secret"),
        (_basemap("http://{s}.h/{z}/{x}/{y}"), "servers"),
        (_basemap("http://h/wmts", service="wmts"), "layer"),
        (_basemap("http://h/{TileCol}", service="wmts", layer="a"), "names no tile"),
        (_basemap("http://h/{z}/{x}/{y}", min_zoom=9, max_zoom=8), "zoom"),
        (_basemap("http://h/{z}/{x}/{y}", tile=300), "256"),
        (_basemap("http://h/{z}/{x}/{y}", opacity=0.0), "opacity"),
        (_basemap("http://h/{z}/{x}/{y}", lattice="baidu"), "bd09"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(basemap: Basemap, word: str) -> None:
    assert word in fault_of(basemap)


def test_the_same_tiles_are_kept_under_another_key_and_not_under_another_address() -> None:
    one, other = (
        _basemap("http://h/{z}/{x}/{y}?k={key}", secret="a"),
        _basemap("http://h/{z}/{x}/{y}?k={key}", secret="b", opacity=0.5),
    )
    assert mark_of(one) == mark_of(other)
    assert mark_of(one) != mark_of(_basemap("http://h/2/{z}/{x}/{y}?k={key}", secret="a"))
    assert "secret" not in repr(one)
