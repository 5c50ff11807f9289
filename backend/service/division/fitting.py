"""Fitting the polygons of a file into the border of what is above them, so that they cover it without holes
or overlaps: slivers are mended, anything larger is marked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from contract.division import MENDED_M, MENDED_M2, TOLERANCE_M2, Finding, Marked, Outline

from .faces import dissolved, faces, inside
from .metres import square_metres, width


class Cell(msgspec.Struct, frozen=True):
    """A polygon that is to be fitted, with the feature that it comes from (from 1)."""

    code: str
    shape: BaseGeometry
    feature: int = 0


class Fitted(msgspec.Struct, frozen=True):
    """Every cell that kept ground, by code, and what was mended or could not be."""

    shapes: dict[str, BaseGeometry]
    repairs: tuple[Finding, ...]
    marks: tuple[Marked, ...]
    vanished: tuple[str, ...]


def small(shape: BaseGeometry) -> bool:
    """Whether a gap or overlap is one of drawing, not of meaning."""
    return square_metres(shape) <= MENDED_M2 or width(shape) <= MENDED_M


def fit(border: BaseGeometry, cells: Sequence[Cell]) -> Fitted:
    """Fit cells into the border of their parent."""
    tree = shapely.STRtree([cell.shape for cell in cells])
    shapely.prepare(border)
    owned: dict[int, list[Polygon]] = {}
    holes: list[Polygon] = []
    beyond: dict[tuple[int, ...], list[Polygon]] = {}
    twice: dict[tuple[int, ...], list[Polygon]] = {}
    for face in faces([border.boundary, *(cell.shape.boundary for cell in cells)]):
        point = inside(face)
        owners = tuple(sorted(int(hit) for hit in tree.query(point, predicate="intersects")))
        if not border.intersects(point):
            if owners:
                beyond.setdefault(owners, []).append(face)
        elif not owners:
            holes.append(face)
        else:
            if len(owners) > 1:
                twice.setdefault(owners, []).append(face)
            owned.setdefault(owners[0], []).append(face)
    repairs: list[Finding] = []
    marks: list[Marked] = []

    def told(kind: str, pieces: Sequence[Polygon], owners: tuple[int, ...]) -> None:
        mended: list[BaseGeometry] = []
        large: list[BaseGeometry] = []
        for piece in shapely.get_parts(shapely.union_all(list(pieces))):
            (mended if small(piece) else large).append(piece)
        codes = tuple(cells[n].code for n in owners)
        marks.extend(marked(kind, piece, codes) for piece in large)
        total = sum(square_metres(piece) for piece in mended)
        if total > TOLERANCE_M2:
            repairs.append(_mended(kind, max(mended, key=lambda p: float(p.area)), total, cells, owners))

    for owners, pieces in sorted(twice.items()):
        told("overlap", pieces, owners)
    for owners, pieces in sorted(beyond.items()):
        told("outside", pieces, owners)
    if holes:
        told("hole", holes, ())
        _fill(holes, owned)
    shapes = {cells[n].code: dissolved(pieces) for n, pieces in sorted(owned.items())}
    vanished = tuple(cell.code for n, cell in enumerate(cells) if n not in owned)
    return Fitted(shapes, tuple(repairs), tuple(marks), vanished)


def _fill(holes: Sequence[Polygon], owned: dict[int, list[Polygon]]) -> None:
    """Give every small hole to who has the longest border with it."""
    waiting = [hole for hole in holes if small(hole)]
    while waiting:
        pieces = [(n, piece) for n, of in owned.items() for piece in of]
        tree = shapely.STRtree([piece for _, piece in pieces])
        left: list[Polygon] = []
        for hole in waiting:
            shared: dict[int, float] = {}
            for hit in tree.query(hole, predicate="touches"):
                n, piece = pieces[int(hit)]
                length = float(shapely.intersection(hole.boundary, piece.boundary).length)
                shared[n] = shared.get(n, 0.0) + length
            best = max(shared, key=lambda n: (shared[n], -n), default=None)
            if best is None or shared[best] == 0:
                left.append(hole)
            else:
                owned[best].append(hole)
        if len(left) == len(waiting):
            return
        waiting = left


def _mended(
    kind: str, at: BaseGeometry, m2: float, cells: Sequence[Cell], owners: tuple[int, ...]
) -> Finding:
    point = at.representative_point()
    zh, en = {
        "overlap": (
            "与相邻网格的细小重叠已消除",
            "slivers that it shared with its neighbours were given to one",
        ),
        "outside": ("超出上级区域边界的细边已裁去", "slivers beyond the border above it were cut off"),
        "hole": ("网格之间的细小缝隙已并入相邻网格", "slivers between grids were given to their neighbours"),
    }[kind]
    return Finding(
        rule=f"sliver_{kind}",
        zh=zh,
        en=en,
        feature=cells[owners[0]].feature if owners else 0,
        code=cells[owners[0]].code if owners else "",
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        m2=round(m2, 1),
    )


def marked(kind: str, piece: BaseGeometry, codes: tuple[str, ...] = ()) -> Marked:
    """A piece of ground that is wrong."""
    point = piece.representative_point()
    return Marked(
        kind=kind,
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        m2=round(square_metres(piece), 1),
        grids=codes,
        outline=outline(piece),
    )


def outline(shape: BaseGeometry) -> Outline:
    """A shape as rings of degrees."""

    def ring(line: shapely.LinearRing) -> tuple[tuple[float, float], ...]:
        return tuple((float(x), float(y)) for x, y in np.round(shapely.get_coordinates(line), 7))

    return tuple(
        (ring(part.exterior), *(ring(hole) for hole in part.interiors))
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
    )


def unfitting(parent: BaseGeometry, children: Sequence[tuple[str, BaseGeometry]]) -> list[Marked]:
    """Where children leave a hole in their parent, overlap, or lie outside it, beyond the tolerance."""
    found: list[Marked] = []
    shapes = [shape for _, shape in children]
    covered = shapely.union_all(shapes)
    for kind, ground in (("hole", parent.difference(covered)), ("outside", covered.difference(parent))):
        found += [
            marked(kind, piece)
            for piece in shapely.get_parts(ground)
            if piece.geom_type == "Polygon" and square_metres(piece) > TOLERANCE_M2
        ]
    tree = shapely.STRtree(shapes)
    for n, (code, shape) in enumerate(children):
        for hit in tree.query(shape, predicate="intersects"):
            m = int(hit)
            if m <= n:
                continue
            common = shape.intersection(shapes[m])
            found += [
                marked("overlap", piece, (code, children[m][0]))
                for piece in shapely.get_parts(common)
                if piece.geom_type == "Polygon" and square_metres(piece) > TOLERANCE_M2
            ]
    return found
