"""Baidu's way of cutting the world, and the offsets of Chinese maps, for `widgets.map.tiles`.

Baidu's tiles lie on metres of an ellipsoidal Mercator projection of BD-09, 2^(18 - zoom) metres a px, counted
from the equator and the meridian of Greenwich. The projection is published as polynomials in bands of
latitude; they are Mercator's formula on the ellipsoid of Clarke 1866 to within 3 cm between 16° and 45°
(`test_basemap_lattice`), which has an inverse as good.
"""

from __future__ import annotations

from math import asinh, atan, atanh, degrees, exp, log, pi, radians, sin, sinh, sqrt, tan

from contract.coordinates import System, from_wgs84, to_wgs84

_AXIS = 6_378_206.4
_FLATTENING = 1 / 294.978_698_2
_ECCENTRICITY = sqrt(2 * _FLATTENING - _FLATTENING**2)
_EARTH = 6_378_137.0
_TILE = 256
_CORNERS = 8_192
"""So many are remembered."""


def to_baidu(lon: float, lat: float) -> tuple[float, float]:
    """BD-09 degrees as Baidu's metres."""
    phi = sin(radians(lat))
    north = asinh(tan(radians(lat))) - _ECCENTRICITY * atanh(_ECCENTRICITY * phi)
    return _AXIS * radians(lon), _AXIS * north


def from_baidu(x: float, y: float) -> tuple[float, float]:
    """Baidu's metres as BD-09 degrees, to a tenth of a millimetre."""
    north = y / _AXIS
    phi = 2 * atan(exp(north)) - pi / 2
    for _ in range(8):
        phi = atan(sinh(north + _ECCENTRICITY * atanh(_ECCENTRICITY * sin(phi))))
    return degrees(x / _AXIS), degrees(phi)


def _to_mercator(lon: float, lat: float) -> tuple[float, float]:
    return _EARTH * radians(lon), _EARTH * log(tan(pi / 4 + radians(lat) / 2))


def _from_mercator(x: float, y: float) -> tuple[float, float]:
    return degrees(x / _EARTH), degrees(2 * atan(exp(y / _EARTH)) - pi / 2)


def bd09_parts(side: float) -> int:
    """Into how many parts a side tiles of BD-09 of so many metres are cut to be drawn: it sways by 40 m every
    12 km, so that a tile is a skewed one, and a large one a wavy one. What is between the corners of a part
    is off by less than half a px."""
    return 1 if side < 1_000 else 2 if side < 2_000 else 4 if side < 4_000 else 8 if side < 40_000 else 1


class BaiduLattice:
    """Tiles of Baidu's. Rows grow southwards: row -1 is the first north of the equator (Baidu's 0)."""

    def __init__(self) -> None:
        self._corners: dict[tuple[int, float, float], tuple[float, float]] = {}
        """To convert them takes longer than to draw a tile."""

    def side(self, z: int) -> float:
        """Side of a tile in Mercator metres, about."""
        return _TILE * 2.0 ** (18 - z)

    def parts(self, z: int) -> int:
        """Into how many parts a side tiles are cut to be drawn."""
        return bd09_parts(self.side(z))

    def corner(self, z: int, x: float, y: float) -> tuple[float, float]:
        """Upper left corner of a tile in true Mercator metres."""
        found = self._corners.get((z, x, y))
        if found is None:
            if len(self._corners) > _CORNERS:
                self._corners.clear()
            side = self.side(z)
            found = _to_mercator(*to_wgs84(*from_baidu(x * side, -y * side), "bd09"))
            self._corners[z, x, y] = found
        return found

    def at(self, z: int, x: float, y: float) -> tuple[float, float]:
        """Column and row, with fractions, of true Mercator metres."""
        east, north = to_baidu(*from_wgs84(*_from_mercator(x, y), "bd09"))
        side = self.side(z)
        return east / side, -north / side


class Offset:
    """Leads from a system's degrees to WGS-84's and back."""

    def __init__(self, system: System) -> None:
        self._system = system

    def to_true(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees as surveyed."""
        return to_wgs84(lon, lat, self._system)

    def from_true(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees as the source has them."""
        return from_wgs84(lon, lat, self._system)
