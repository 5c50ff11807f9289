"""Outlines of areas as the page has them: whole numbers, each point as its way from the one before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from console.errors import ConsoleBug
from contract.machine import Names

PER_DEGREE = 1_000_000
"""Coordinates are rounded to the sixth digit: 11 cm."""

Ring = list[tuple[float, float]]


class _Polygon(msgspec.Struct, frozen=True, tag="Polygon", tag_field="type"):
    coordinates: list[Ring]


class _Several(msgspec.Struct, frozen=True, tag="MultiPolygon", tag_field="type"):
    coordinates: list[list[Ring]]


class _Named(msgspec.Struct, frozen=True):
    code: str


class _Feature(msgspec.Struct, frozen=True):
    properties: _Named
    geometry: _Polygon | _Several


class _Collection(msgspec.Struct, frozen=True):
    features: list[_Feature]


_decoder = msgspec.json.Decoder(_Collection)


def ring_of(ring: Ring) -> list[int]:
    """Longitude and latitude of the first point in millionths of a degree, then of every further one the way
    from the point before; without the last point, which is the first, and without points that stand still."""
    points = np.rint(np.asarray(ring, np.float64).reshape(-1, 2) * PER_DEGREE).astype(np.int64)
    moved = np.ones(len(points), np.bool_)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1)
    points = points[moved]
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    if len(points) < 3:
        return []
    way = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64))
    found: list[int] = way.ravel().tolist()
    return found


def outlines(geojson: bytes) -> Iterator[tuple[str, list[list[int]]]]:
    """(code, rings) of each area of a FeatureCollection that has a ring; what lies in an even number of rings
    is outside. Raises ConsoleBug where it is no such collection."""
    try:
        features = _decoder.decode(geojson).features
    except msgspec.DecodeError as error:
        raise ConsoleBug(Names("网格边界无法理解", f"the outlines break the contract: {error}")) from error
    for feature in features:
        geometry = feature.geometry
        polygons = [geometry.coordinates] if isinstance(geometry, _Polygon) else geometry.coordinates
        rings = [found for polygon in polygons for ring in polygon if (found := ring_of(ring))]
        if rings:
            yield feature.properties.code, rings
