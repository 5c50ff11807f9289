"""Outlines of areas as the page has them: whole numbers, each point as its way from the one before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from console.errors import ConsoleBug
from console.outlines import Ring, rings_of
from contract.machine import Names

PER_DEGREE = 1_000_000
"""Coordinates are rounded to the sixth digit: 11 cm."""


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
        for code, whole in rings_of(geojson):
            rings = [found for ring in whole if (found := ring_of(ring))]
            if rings:
                yield code, rings
    except msgspec.DecodeError as error:
        raise ConsoleBug(Names("网格边界无法理解", f"the outlines break the contract: {error}")) from error
