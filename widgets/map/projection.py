"""Web Mercator (EPSG:3857) over WGS-84, and the window that shows a part of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS = 6378137.0
"""Metres; the sphere of EPSG:3857."""

LATITUDE_LIMIT = 85.06


def to_metres(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) degrees of longitude and latitude as (n, 2) Mercator metres, y northwards."""
    latitude = np.radians(np.clip(lon_lat[:, 1], -LATITUDE_LIMIT, LATITUDE_LIMIT))
    x = EARTH_RADIUS * np.radians(lon_lat[:, 0])
    y = EARTH_RADIUS * np.log(np.tan(math.pi / 4 + latitude / 2))
    return np.column_stack((x, y))


def point_to_metres(lon: float, lat: float) -> tuple[float, float]:
    """One point of `to_metres`."""
    x, y = to_metres(np.array([[lon, lat]], dtype=np.float64))[0]
    return float(x), float(y)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Mercator metres as longitude and latitude."""
    lon = math.degrees(x / EARTH_RADIUS)
    lat = math.degrees(2 * math.atan(math.exp(y / EARTH_RADIUS)) - math.pi / 2)
    return lon, lat


def ground_scale(y: float) -> float:
    """Metres on the ground per Mercator metre at that y: Mercator stretches towards the poles."""
    return 1 / math.cosh(y / EARTH_RADIUS)


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the map is on screen: the middle in Mercator metres, px per metre, and the size in px."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Mercator metres as px from the upper left."""
        return (x - self.x) * self.scale + self.width / 2, (self.y - y) * self.scale + self.height / 2

    def to_map(self, px: float, py: float) -> tuple[float, float]:
        """Px from the upper left as Mercator metres."""
        return self.x + (px - self.width / 2) / self.scale, self.y - (py - self.height / 2) / self.scale

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in Mercator metres."""
        half_width, half_height = self.width / 2 / self.scale, self.height / 2 / self.scale
        return self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height

    def moved(self, dx: float, dy: float) -> Window:
        """The window after the map was drawn along by that many px."""
        return Window(self.x - dx / self.scale, self.y + dy / self.scale, self.scale, self.width, self.height)

    def zoomed(self, factor: float, px: float, py: float) -> Window:
        """The window with the map `factor` times as large and the point under (px, py) where it was."""
        x, y = self.to_map(px, py)
        scale = min(max(self.scale * factor, 1e-5), 20.0)
        return Window(
            x - (px - self.width / 2) / scale,
            y + (py - self.height / 2) / scale,
            scale,
            self.width,
            self.height,
        )

    def resized(self, width: int, height: int) -> Window:
        return Window(self.x, self.y, self.scale, width, height)

    def widened(self, margin: float) -> Window:
        """The same place seen through a larger window: `margin` of its size more on every side."""
        return Window(
            self.x,
            self.y,
            self.scale,
            round(self.width * (1 + 2 * margin)),
            round(self.height * (1 + 2 * margin)),
        )


def fitting(
    bounds: tuple[float, float, float, float], width: int, height: int, margin: float = 0.06
) -> Window:
    """The window that shows those bounds (west, south, east, north, Mercator metres) whole, with a margin."""
    west, south, east, north = bounds
    room = 1 - 2 * margin
    wide = width * room / max(east - west, 1.0)
    high = height * room / max(north - south, 1.0)
    return Window((west + east) / 2, (south + north) / 2, min(wide, high), width, height)
