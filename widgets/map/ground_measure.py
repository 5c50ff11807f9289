"""Lengths and areas on the ground of what is drawn on the map, on the sphere that lengths of the earth are
commonly told on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from widgets.map.projection import EARTH_RADIUS

MEAN_RADIUS = 6_371_008.8
"""Metres: the mean radius of the earth (IUGG)."""


def _angles(metres: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude in radians of (n, 2) Mercator metres."""
    lon = metres[:, 0] / EARTH_RADIUS
    lat = 2 * np.arctan(np.exp(metres[:, 1] / EARTH_RADIUS)) - np.pi / 2
    return lon, lat


def length_m(line: NDArray[np.float64], *, closed: bool = False) -> float:
    """Metres along a line of (n, 2) Mercator metres, each stretch by the shortest way (haversine); `closed`:
    and back to its first point."""
    if len(line) < 2:
        return 0.0
    lon, lat = _angles(np.concatenate((line, line[:1])) if closed else line)
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    return float(2 * MEAN_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))).sum())


def area_m2(ring: NDArray[np.float64]) -> float:
    """Square metres inside a ring of (n, 2) Mercator metres that does not cross itself, either way round.

    Each side bounds a strip down to the ring's southern latitude; between two latitudes a strip is as wide as
    its longitudes, times the difference of their sines (Chamberlain and Duquette, JPL 07-3).
    """
    if len(ring) < 3:
        return 0.0
    lon, lat = _angles(np.concatenate((ring, ring[:1])))
    lon = lon - lon[0]
    rise = np.sin(lat) - np.sin(lat.min())
    return float(abs((np.diff(lon) * (rise[:-1] + rise[1:])).sum()) / 2 * MEAN_RADIUS**2)


def say_length(metres: float) -> str:
    """12 m, 1.24 km."""
    translate = QCoreApplication.translate
    if metres < 1000:
        return translate("Map", "{n} m").format(n=f"{metres:.0f}")
    return translate("Map", "{n} km").format(
        n=f"{metres / 1000:.2f}" if metres < 100_000 else f"{metres / 1000:.0f}"
    )


def say_area(square_metres: float) -> str:
    """850 m², 1.24 km²."""
    translate = QCoreApplication.translate
    if square_metres < 100_000:
        return translate("Map", "{n} m²").format(n=f"{square_metres:.0f}")
    return translate("Map", "{n} km²").format(n=f"{square_metres / 1e6:.2f}")
