"""Coordinates of Chinese map services, converted at the edge: inside, everything is WGS-84.

GCJ-02 is the offset that public maps in mainland China must carry, BD-09 one more on top of it. Both are
defined forwards only; the way back is found by fixed-point iteration, to better than a millimetre. Outside
the rectangle in which the offset is applied, coordinates stay as they are.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Literal

System = Literal["wgs84", "gcj02", "bd09"]

_AXIS = 6_378_245.0
_ECCENTRICITY2 = 0.006_693_421_622_965_943
_TURN = pi * 3000.0 / 180.0
_ROUNDS = 12


METRES_PER_DEGREE = 111_320.0
"""Of latitude; of longitude at the equator."""


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Distance of two near places, on a plane."""
    x = (lon2 - lon1) * cos(radians((lat1 + lat2) / 2))
    return hypot(x, lat2 - lat1) * METRES_PER_DEGREE


def offset_applies(lon: float, lat: float) -> bool:
    """Whether GCJ-02 shifts this place."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """(lon, lat) as a Chinese map shows them."""
    if not offset_applies(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * sin(6.0 * pi * x) + 20.0 * sin(2.0 * pi * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20.0 * sin(pi * y) + 40.0 * sin(pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * sin(pi * y / 12.0) + 320.0 * sin(pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20.0 * sin(pi * x) + 40.0 * sin(pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * sin(pi * x / 12.0) + 300.0 * sin(pi * x / 30.0)) * 2.0 / 3.0
    phi = radians(lat)
    flat = 1.0 - _ECCENTRICITY2 * sin(phi) ** 2
    north *= 180.0 / (_AXIS * (1.0 - _ECCENTRICITY2) / (flat * sqrt(flat)) * pi)
    east *= 180.0 / (_AXIS / sqrt(flat) * cos(phi) * pi)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """(lon, lat) as surveyed."""
    if not offset_applies(lon, lat):
        return lon, lat
    at_lon, at_lat = lon, lat
    for _ in range(_ROUNDS):
        shown_lon, shown_lat = wgs84_to_gcj02(at_lon, at_lat)
        at_lon, at_lat = at_lon + lon - shown_lon, at_lat + lat - shown_lat
    return at_lon, at_lat


def gcj02_to_bd09(lon: float, lat: float) -> tuple[float, float]:
    """(lon, lat) as Baidu's maps have them."""
    radius = hypot(lon, lat) + 0.000_02 * sin(lat * _TURN)
    angle = atan2(lat, lon) + 0.000_003 * cos(lon * _TURN)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


def bd09_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """(lon, lat) as other Chinese maps have them."""
    at_lon, at_lat = lon - 0.0065, lat - 0.006
    for _ in range(_ROUNDS):
        shown_lon, shown_lat = gcj02_to_bd09(at_lon, at_lat)
        at_lon, at_lat = at_lon + lon - shown_lon, at_lat + lat - shown_lat
    return at_lon, at_lat


def to_wgs84(lon: float, lat: float, system: System) -> tuple[float, float]:
    """(lon, lat) of any of the systems, as they are kept."""
    match system:
        case "wgs84":
            return lon, lat
        case "gcj02":
            return gcj02_to_wgs84(lon, lat)
        case "bd09":
            return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat)) if offset_applies(lon, lat) else (lon, lat)


def from_wgs84(lon: float, lat: float, system: System) -> tuple[float, float]:
    """(lon, lat) as they are kept, in any of the systems."""
    match system:
        case "wgs84":
            return lon, lat
        case "gcj02":
            return wgs84_to_gcj02(lon, lat)
        case "bd09":
            return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat)) if offset_applies(lon, lat) else (lon, lat)
