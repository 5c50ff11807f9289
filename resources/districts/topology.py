"""From floats that nearly meet to one clean coverage: faces on a lattice that share their vertices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

SCALE = 1_000_000
"""Lattice points per degree; six decimals of WGS-84, about 0.1 m."""


def coverage(leaves: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Gives every leaf (lattice units, edges nearly shared) back with edges exactly shared, in order.

    Raises ValueError where rounding would swallow a leaf, or where the leaves leave a gap.
    """
    boundaries = [leaf.boundary for leaf in leaves]
    noded = shapely.unary_union(boundaries, grid_size=1.0)
    faces = [face for face in shapely.polygonize([noded]).geoms if face.area > 0.0]
    # Mapping to degrees may fold a hair-thin spike over: repair a leaf before asking what it covers.
    whole = [shapely.make_valid(leaf) for leaf in leaves]
    tree = shapely.STRtree(whole)
    owned: list[list[BaseGeometry]] = [[] for _ in leaves]
    for face in faces:
        hits = tree.query(face, predicate="intersects")
        shares = [(face.intersection(whole[int(hit)]).area, int(hit)) for hit in hits]
        share, owner = max(shares, default=(0.0, -1))
        if share < 0.5 * face.area:
            raise ValueError(f"a face of {face.area:.0f} lattice units belongs to nobody")
        owned[owner].append(face)
    empty = [number for number, own in enumerate(owned) if not own]
    if empty:
        raise ValueError(f"{len(empty)} leaves vanished on the lattice: {empty[:5]}")
    return [union(own) for own in owned]


def union(pieces: Sequence[BaseGeometry]) -> BaseGeometry:
    """Dissolves faces of one coverage; keeps every shared vertex."""
    merged = shapely.coverage_union_all(list(pieces))
    polygons = list(shapely.get_parts(merged))
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def label(shape: BaseGeometry) -> tuple[float, float]:
    """A lattice point well inside the largest part, in degrees."""
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    circle = shapely.maximum_inscribed_circle(largest, tolerance=float(np.sqrt(largest.area)) / 50.0)
    x, y = (round(value) for value in circle.coords[0])
    if not largest.contains(shapely.Point(x, y)):
        raise ValueError("no lattice point inside a part")
    return x / SCALE, y / SCALE


def coordinates(shape: BaseGeometry) -> tuple[str, str]:
    """GeoJSON's type and the text of its coordinates in degrees, outer rings counter-clockwise."""

    def ring(line: shapely.LinearRing, ccw: bool) -> str:
        points = list(line.coords)[:-1]
        if shapely.is_ccw(line) != ccw:
            points.reverse()
        start = points.index(min(points))
        points = points[start:] + points[:start]
        points.append(points[0])
        return "[" + ",".join(f"[{round(x) / SCALE:.6f},{round(y) / SCALE:.6f}]" for x, y in points) + "]"

    def polygon(part: Polygon) -> str:
        return (
            "[" + ",".join([ring(part.exterior, True), *(ring(hole, False) for hole in part.interiors)]) + "]"
        )

    if isinstance(shape, Polygon):
        return "Polygon", polygon(shape)
    ordered = sorted(shapely.get_parts(shape), key=lambda part: -float(part.area))
    return "MultiPolygon", "[" + ",".join(polygon(part) for part in ordered) + "]"
