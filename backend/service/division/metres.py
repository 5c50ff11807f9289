"""Areas and lengths in metres of shapes in degrees (WGS-84), good to one part in some thousands."""

from __future__ import annotations

from math import cos, radians, sqrt

import shapely
from shapely.geometry.base import BaseGeometry


def per_degree(lat: float) -> tuple[float, float]:
    """Metres of a degree of longitude and of latitude at a latitude (series for the WGS-84 ellipsoid)."""
    phi = radians(lat)
    east = 111_412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi)
    north = 111_132.954 - 559.822 * cos(2 * phi) + 1.175 * cos(4 * phi)
    return east, north


def square_metres(shape: BaseGeometry) -> float:
    """The ground of a shape that is small on the globe."""
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    east_m, north_m = per_degree((south + north) / 2)
    return float(shape.area) * east_m * north_m


def width(shape: BaseGeometry) -> float:
    """How wide a long thin shape is on the average, in metres."""
    _, south, _, north = shape.bounds
    east_m, north_m = per_degree((south + north) / 2)
    length = float(shape.length) * sqrt(east_m * north_m)
    return 2 * square_metres(shape) / length if length else 0.0


def label(shape: BaseGeometry) -> tuple[float, float]:
    """A point well inside the largest part."""
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    circle = shapely.maximum_inscribed_circle(largest, tolerance=sqrt(float(largest.area)) / 20)
    lon, lat = circle.coords[0]
    return round(float(lon), 6), round(float(lat), 6)
