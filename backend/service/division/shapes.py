"""One geometry of a GeoJSON file as a valid polygon: what can be repaired is, and says so; the rest is
refused with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from contract.division import SMALLEST_M2, Finding

from .metres import square_metres

Convert = Callable[[float, float], tuple[float, float]]
Ring = list[tuple[float, float]]
_PLACE = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)\]")

ORDER = "order"
FLAT = "flat"
QUIET = (ORDER, FLAT)
"""Repairs that a file has everywhere or nowhere: said once for all its features."""


class ShapeRefused(Exception):
    """A geometry that no polygon can be made of."""

    def __init__(self, rule: str, zh: str, en: str, at: tuple[float, float] | None = None) -> None:
        super().__init__(en)
        self.finding = Finding(rule=rule, zh=zh, en=en, lon=at[0] if at else None, lat=at[1] if at else None)


class Read(msgspec.Struct, frozen=True):
    """A valid polygon, or several, and what was repaired of it."""

    shape: BaseGeometry
    repairs: tuple[Finding, ...]


def read(geometry: Any, convert: Convert | None = None) -> Read:
    """A geometry as it stands in a file; raises ShapeRefused. `convert` turns its degrees into WGS-84."""
    if not isinstance(geometry, dict) or not geometry:
        raise ShapeRefused("empty", "没有图形", "has no geometry")
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        named = str(kind)[:40]
        raise ShapeRefused("type", f"图形是{named}，不是面", f"is a {named}, not a polygon")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise ShapeRefused("empty", "图形是空的", "its geometry is empty")
    repairs: dict[str, Finding] = {}
    parts = [part for one in polygons for part in _polygon(one, repairs, convert)]
    if not parts:
        raise ShapeRefused("empty", "图形是空的", "its geometry is empty")
    shape: BaseGeometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    if not shape.is_valid:
        shape = _mended(shape, repairs)
    return Read(_wound(shape, repairs), tuple(repairs.values()))


def _polygon(given: Any, repairs: dict[str, Finding], convert: Convert | None) -> list[Polygon]:
    if not isinstance(given, list):
        raise ShapeRefused("coordinates", "坐标不成环", "its coordinates are no rings")
    rings = [_ring(ring, repairs, convert) for ring in given]
    if not rings or not rings[0]:
        return []
    return [Polygon(rings[0], [hole for hole in rings[1:] if hole])]


def _ring(given: Any, repairs: dict[str, Finding], convert: Convert | None) -> Ring:
    """A closed ring; empty where it has no ground."""
    if not isinstance(given, list):
        raise ShapeRefused("coordinates", "坐标不成环", "its coordinates are no rings")
    points: Ring = []
    for position in given:
        lon, lat = _position(position, points)
        if len(position) > 2:
            repairs.setdefault(FLAT, _said(FLAT, "高程已略去", "heights are left out", (lon, lat)))
        points.append(convert(lon, lat) if convert is not None else (lon, lat))
    if points and points[0] != points[-1]:
        said = _said("closed", "环未闭合，已闭合", "a ring was open and is closed", points[-1])
        repairs.setdefault("closed", said)
        points.append(points[0])
    single = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    if len(single) < len(points):
        twice = next(p for n, p in enumerate(points) if n and p == points[n - 1])
        repairs.setdefault(
            "doubled", _said("doubled", "重复的点已略去", "points that came twice are left out", twice)
        )
    if len(single) < 4:
        if single:
            where = single[0]
            said = _said("collapsed", "没有面积的环已略去", "a ring without ground is left out", where)
            repairs.setdefault("collapsed", said)
        return []
    return single


def _position(position: Any, before: Sequence[tuple[float, float]]) -> tuple[float, float]:
    near = before[-1] if before else None
    if (
        not isinstance(position, list)
        or len(position) < 2
        or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in position[:2])
    ):
        raise ShapeRefused("coordinates", "有的坐标不是数字", "a coordinate is no number", near)
    lon, lat = float(position[0]), float(position[1])
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise ShapeRefused(
            "degrees",
            f"坐标不是经纬度：{lon:g}, {lat:g}",
            f"{lon:g}, {lat:g} is no longitude and latitude",
            near,
        )
    return lon, lat


def _mended(shape: BaseGeometry, repairs: dict[str, Finding]) -> BaseGeometry:
    reason = shapely.is_valid_reason(shape)
    found = _PLACE.search(reason)
    at = (float(found[1]), float(found[2])) if found else None
    mended = polygonal(shapely.make_valid(shape))
    if mended.is_empty or square_metres(mended) < SMALLEST_M2:
        raise ShapeRefused("crossed", "图形自相交，修复后没有面积", "crosses itself and has no ground", at)
    parts = len(shapely.get_parts(mended))
    more = (f"，成为 {parts} 块", f" into {parts} parts") if parts > 1 else ("", "")
    repairs["crossed"] = Finding(
        rule="crossed",
        zh=f"边界自相交，已修复{more[0]}",
        en=f"its border crossed itself and was repaired{more[1]}",
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        m2=round(square_metres(mended), 1),
    )
    return mended


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape alone."""
    parts = [
        part
        for one in shapely.get_parts(shape)
        for part in (shapely.get_parts(one) if one.geom_type.startswith("Multi") else [one])
        if part.geom_type == "Polygon" and part.area > 0
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _wound(shape: BaseGeometry, repairs: dict[str, Finding]) -> BaseGeometry:
    """Outer rings counter-clockwise, holes clockwise, as GeoJSON wants them."""
    turned = [p for p in shapely.get_parts(shape) if not p.exterior.is_ccw]
    if turned:
        at = turned[0].exterior.coords[0]
        said = _said(ORDER, "环的方向已改正", "rings ran the wrong way round and are turned", (at[0], at[1]))
        repairs.setdefault(ORDER, said)
    wound: BaseGeometry = shapely.orient_polygons(shape)
    return wound


def _said(rule: str, zh: str, en: str, at: tuple[float, float]) -> Finding:
    return Finding(rule=rule, zh=zh, en=en, lon=at[0], lat=at[1])
