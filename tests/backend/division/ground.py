"""Districts that come along, as a division is worked out on them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from backend.service import calendar
from backend.service.division.working import Worked, work
from backend.service.profile import load
from contract.division import Change, Replace
from contract.reference import Area, Reference

RESOURCES = Path(__file__).parents[3] / "resources" / "districts"


@cache
def district(folder: Path) -> tuple[Reference, dict[str, bytes]]:
    """A district's reference and outlines."""
    read = load(folder)
    reference = Reference(
        digest="",
        district=read.district,
        calendar=calendar.build(read.spans, read.utc_offset),
        areas=read.areas,
        units=tuple(placed.unit for placed in read.units),
        items=(),
        channels=read.channels,
    )
    return reference, read.wkb


def grids(reference: Reference, level: str = "") -> list[Area]:
    """The areas with nothing below them, of one level."""
    parents = {area.parent for area in reference.areas}
    return [a for a in reference.areas if a.code not in parents and level in ("", a.level)]


def after(
    reference: Reference, outlines: dict[str, bytes], *changes: Change, file: bytes = b""
) -> tuple[Worked, dict[str, BaseGeometry], dict[str, Area]]:
    """A division worked out, and every grid's outline and area after it."""
    worked = work(changes, reference, outlines, lambda _: file)
    areas = {area.code: area for area in grids(reference)}
    shapes = {code: shapely.from_wkb(outlines[code]) for code in areas}
    for row in worked.rows:
        if row.area is None:
            areas.pop(row.code)
            shapes.pop(row.code)
        else:
            areas[row.code] = row.area
            if row.wkb is not None:
                shapes[row.code] = shapely.from_wkb(row.wkb)
    return worked, shapes, areas


def collection(*features: tuple[dict[str, Any], Any]) -> bytes:
    """A file of features: properties, and a geometry as GeoJSON or as a shape."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": json.loads(shapely.to_geojson(shape))
                    if isinstance(shape, BaseGeometry)
                    else shape,
                }
                for properties, shape in features
            ],
        }
    ).encode()


IMPORT = Replace(sha256="0" * 64)
