"""Coordinates of Chinese maps, converted both ways, against an independent library (geocoordinates, Rust)."""

from __future__ import annotations

import geocoordinates_ffi as other
from hypothesis import example, given
from hypothesis import strategies as st

from backend.service import coordinates as c

METRE = 1.0
LON, LAT = st.floats(75.0, 134.0), st.floats(19.0, 53.0)


@given(LON, LAT)
@example(117.31, 31.80)
@example(120.47, 36.11)
@example(117.59, 34.77)
@example(105.84, 30.19)
@example(113.12, 23.01)
def test_what_a_chinese_map_shows(lon: float, lat: float) -> None:
    gcj02 = other.wgs84_to_gcj02(other.Wgs84(lat=lat, lon=lon))
    assert c.metres(*c.wgs84_to_gcj02(lon, lat), gcj02.lon, gcj02.lat) < METRE
    bd09 = other.gcj02_to_bd09(gcj02)
    assert c.metres(*c.gcj02_to_bd09(*c.wgs84_to_gcj02(lon, lat)), bd09.lon, bd09.lat) < METRE


@given(LON, LAT)
@example(117.31, 31.80)
@example(120.47, 36.11)
def test_what_was_surveyed(lon: float, lat: float) -> None:
    wgs84 = other.gcj02_to_wgs84_refined(other.Gcj02(lat=lat, lon=lon))
    assert c.metres(*c.to_wgs84(lon, lat, "gcj02"), wgs84.lon, wgs84.lat) < METRE
    wgs84 = other.bd09_to_wgs84_refined(other.Bd09(lat=lat, lon=lon))
    assert c.metres(*c.to_wgs84(lon, lat, "bd09"), wgs84.lon, wgs84.lat) < METRE
