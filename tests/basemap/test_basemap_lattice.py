"""Where tiles lie: every lattice against the formulas others publish, and how straight a tile is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.basemap.lattice import BaiduLattice, Offset, from_baidu, to_baidu
from contract.coordinates import from_wgs84, to_wgs84
from widgets.map.projection import point_to_metres, to_degrees
from widgets.map.tiles import TileKey, WebLattice, box_of

LON = st.floats(100.0, 125.0)
LAT = st.floats(18.0, 44.0)

# Known pairs of BD-09 degrees and Baidu's metres: its published polynomials, band 30° to 45° and 15° to 30°.
_BANDS = {
    30: (
        0.00220636496208, 111320.7020209128, 51751.86112841131, 3796837.749470245, 992013.7397791013,
        -1221952.21711287, 1340652.697009075, -620943.6990984312, 144416.9293806241, 37.5,
    ),
    15: (
        -0.0003441963504368392, 111320.7020576856, 278.2353980772752, 2485758.690035394, 6070.750963243378,
        54821.18345352118, 9540.606633304236, -2710.55326746645, 1405.483844121726, 22.5,
    ),
}  # fmt: skip


def _published(lon: float, lat: float) -> tuple[float, float]:
    c = _BANDS[30 if lat >= 30 else 15]
    part = lat / c[9]
    return c[0] + c[1] * lon, sum(c[2 + power] * part**power for power in range(7))


@given(LON, LAT)
def test_baidu_s_metres_are_those_of_its_published_polynomials(lon: float, lat: float) -> None:
    assert math.dist(to_baidu(lon, lat), _published(lon, lat)) < 0.05


@given(LON, LAT)
def test_baidu_s_metres_lead_back(lon: float, lat: float) -> None:
    back = from_baidu(*to_baidu(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-9)


@given(LON, LAT, st.integers(3, 18))
def test_a_place_lies_in_the_tile_that_is_asked_for(lon: float, lat: float, z: int) -> None:
    place = point_to_metres(lon, lat)
    for lattice in (
        WebLattice(),
        WebLattice(Offset("gcj02").to_true, Offset("gcj02").from_true),
        BaiduLattice(),
    ):
        x, y = lattice.at(z, *place)
        key = TileKey(z, math.floor(x), math.floor(y))
        west, south, east, north = box_of(lattice, key)
        slack = lattice.side(z) / 256
        assert west - slack <= place[0] <= east + slack
        assert south - slack <= place[1] <= north + slack


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
@pytest.mark.parametrize("z", range(4, 19))
def test_what_is_drawn_straight_between_corners_is_off_by_less_than_a_px(system: str, z: int) -> None:
    """Tiles of GCJ-02 are drawn as boxes, those of Baidu in skewed parts; either way what lies in one is
    where it belongs to within 0.6 px."""
    offset = Offset("gcj02")
    lattice = WebLattice(offset.to_true, offset.from_true) if system == "gcj02" else BaiduLattice()
    worst = 0.0
    for lon, lat in ((117.3, 31.8), (120.5, 36.2), (105.8, 30.2), (113.1, 23.0), (117.6, 34.7)):
        x, y = lattice.at(z, *point_to_metres(lon, lat))
        key = TileKey(z, math.floor(x), math.floor(y))
        west, south, east, north = box_of(lattice, key)
        for across in np.linspace(0, 1, 17).tolist():
            for down in np.linspace(0, 1, 17).tolist():
                true = _true(lattice, key, across, down, system)
                if lattice.parts(z):
                    drawn = _in_quad(lattice, key, across, down)
                else:
                    drawn = west + (east - west) * across, north - (north - south) * down
                worst = max(worst, math.dist(true, drawn) / (lattice.side(z) / 256))
    assert worst < 0.6


def _in_quad(
    lattice: WebLattice | BaiduLattice, key: TileKey, across: float, down: float
) -> tuple[float, float]:
    """Where the layer draws a place inside a tile that it cuts into parts."""
    count = lattice.parts(key.z)
    column, row = min(int(across * count), count - 1), min(int(down * count), count - 1)
    a, b = across * count - column, down * count - row
    corner = [
        lattice.corner(key.z, key.x + (column + i) / count, key.y + (row + j) / count)
        for j in (0, 1)
        for i in (0, 1)
    ]
    x, y = (
        (1 - b) * ((1 - a) * corner[0][n] + a * corner[1][n])
        + b * ((1 - a) * corner[2][n] + a * corner[3][n])
        for n in (0, 1)
    )
    return x, y


def _true(
    lattice: WebLattice | BaiduLattice, key: TileKey, across: float, down: float, system: str
) -> tuple[float, float]:
    """Where a place inside a tile truly lies, by the formulas themselves."""
    side = lattice.side(key.z)
    if isinstance(lattice, BaiduLattice):
        degrees = from_baidu((key.x + across) * side, -(key.y + down) * side)
    else:
        half = math.pi * 6378137.0
        degrees = to_degrees((key.x + across) * side - half, half - (key.y + down) * side)
    return point_to_metres(*to_wgs84(*degrees, system))  # type: ignore[arg-type]


def test_offsets_lead_there_and_back() -> None:
    for system in ("wgs84", "gcj02", "bd09"):
        there = from_wgs84(117.3, 31.8, system)
        assert to_wgs84(*there, system) == pytest.approx((117.3, 31.8), abs=1e-9)
    assert math.dist(point_to_metres(*from_wgs84(117.3, 31.8, "gcj02")), point_to_metres(117.3, 31.8)) > 300
