"""Cutting ground along lines so that what lies on both sides of a line shares its every vertex.

Everything goes by faces: all borders are noded together once, every face belongs to somebody, and what
belongs to one is dissolved. No vertex that was there moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

NEAR = 2e-9
"""Degrees (0.2 mm): a vertex so near another's border lies on it."""
WRITTEN = 3e-7
"""Degrees (3 cm): files write six or seven decimals."""


def anchored(shape: BaseGeometry, anchors: Sequence[BaseGeometry]) -> BaseGeometry:
    """The shape with each vertex that lies on a vertex of the anchors, as far as files write them, on it
    exactly."""
    points = np.unique(shapely.get_coordinates(list(anchors)), axis=0)
    own = shapely.get_coordinates(shape)
    tree = shapely.STRtree([shapely.Point(point) for point in points])
    which, hits = tree.query_nearest(shapely.points(own), max_distance=WRITTEN, all_matches=False)
    moved = own.copy()
    moved[which] = points[hits]
    if np.array_equal(moved, own):
        return shape
    out: BaseGeometry = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), moved)
    return out if out.is_valid else shape


def faces(lines: Iterable[BaseGeometry]) -> list[Polygon]:
    """The smallest pieces of ground between lines."""
    noded = shapely.union_all(list(lines))
    return [face for face in shapely.get_parts(shapely.polygonize([noded])) if face.area > 0]


def inside(face: Polygon) -> shapely.Point:
    """A point within a face."""
    point: shapely.Point = face.representative_point()
    return point


def dissolved(pieces: Sequence[BaseGeometry]) -> BaseGeometry:
    """Faces of one cutting as one shape; keeps every vertex."""
    merged = shapely.coverage_union_all(list(pieces))
    parts = [part for part in shapely.get_parts(merged) if part.geom_type == "Polygon"]
    if not parts:
        parts = list(shapely.get_parts(shapely.union_all(list(pieces))))
    shape: BaseGeometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return shapely.orient_polygons(shape)


def regrouped(
    shapes: Mapping[str, BaseGeometry], lines: Iterable[BaseGeometry], owner: Callable[[str, Polygon], str]
) -> dict[str, BaseGeometry]:
    """The shapes cut along lines; `owner` says for each face, and whose it was, whose it shall be."""
    names = list(shapes)
    tree = shapely.STRtree([shapes[name] for name in names])
    owned: dict[str, list[BaseGeometry]] = {}
    for face in faces([*(shapes[name].boundary for name in names), *lines]):
        hits = tree.query(inside(face), predicate="intersects")
        if len(hits):
            owned.setdefault(owner(names[int(np.min(hits))], face), []).append(face)
    return {name: dissolved(pieces) for name, pieces in owned.items()}


def matched(shapes: Mapping[str, BaseGeometry], changed: Iterable[str]) -> dict[str, BaseGeometry]:
    """Gives the shapes that must take up vertices of their neighbours so that all share their edges, with
    them. Only `changed` ones and what touches them are looked at."""
    names = list(shapes)
    tree = shapely.STRtree([shapes[name] for name in names])
    wanted = {name for name in changed if name in shapes}
    near: set[int] = set()
    for name in wanted:
        near.update(int(hit) for hit in tree.query(shapes[name], predicate="dwithin", distance=NEAR))
    order = sorted(near)
    current = {n: shapes[names[n]] for n in order}
    out: dict[str, BaseGeometry] = {}
    for _ in range(3):
        edges = shapely.coverage_invalid_edges([current[n] for n in order])
        loose = [n for n, edge in zip(order, edges, strict=True) if edge is not None and not edge.is_empty]
        if not loose:
            break
        fixed: dict[int, BaseGeometry] = {}
        # What is changed goes by what is not; each sees what those before it have become.
        for n in sorted(loose, key=lambda n: (names[n] not in wanted, n)):
            around = [
                current[m]
                for m in (int(hit) for hit in tree.query(current[n], predicate="dwithin", distance=NEAR))
                if m != n and m in current
            ]
            points = shapely.get_coordinates(around)
            ring = current[n].boundary
            close = points[shapely.dwithin(shapely.points(points), ring, NEAR)] if len(points) else points
            if len(close):
                taken = shapely.snap(current[n], MultiPoint(np.unique(close, axis=0)), NEAR)
                if taken.is_valid and not taken.equals_exact(current[n], 0.0):
                    fixed[n] = current[n] = taken
        if not fixed:
            break
        out.update({names[n]: shape for n, shape in fixed.items()})
    return out
