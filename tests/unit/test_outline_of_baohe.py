"""Two outlines of one district, by two hands, one of them in GCJ-02: they coincide once it is converted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from contract.coordinates import METRES_PER_DEGREE, gcj02_to_wgs84

ADCODE = 340111
COINCIDE = 0.93
"""As far as the two sources do: they generalise the border each their own way."""
APART = 0.90


def outline(file: Path) -> BaseGeometry:
    """The district's polygon, of a collection of several."""
    features: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["features"]
    found = next(one for one in features if int(one["properties"]["adcode"]) == ADCODE)
    return shapely.make_valid(shape(found["geometry"]))


def shared(one: BaseGeometry, other: BaseGeometry) -> float:
    """Intersection over union."""
    return float(one.intersection(other).area / one.union(other).area)


def from_border(one: BaseGeometry, other: BaseGeometry) -> float:
    """Median distance of the points of one outline from the other's border, metres."""
    points = shapely.points(shapely.get_coordinates(one))
    return float(np.median(shapely.distance(points, other.boundary))) * METRES_PER_DEGREE


def test_the_two_outlines_coincide_after_conversion(shared_data: Path) -> None:
    surveyed = outline(shared_data / "boundaries" / "districts_wgs84.geojson")
    shown = outline(shared_data / "boundaries" / "340111_gcj02.geojson")
    converted = shapely.transform(shown, lambda points: [gcj02_to_wgs84(lon, lat) for lon, lat in points])
    assert converted.is_valid
    assert shared(surveyed, shown) < APART
    assert shared(surveyed, converted) >= COINCIDE
    # Where both follow the same border, every point of one lies on the other's.
    assert from_border(converted, surveyed) < 1.0
    assert from_border(shown, surveyed) > 300.0
    # No shift left and right makes it better: nothing of the offset is left.
    steps = (-0.001, 0.0, 0.001)
    moved = {(x, y): shared(surveyed, translate(converted, x, y)) for x in steps for y in steps}
    assert max(moved, key=moved.__getitem__) == (0.0, 0.0)


def test_the_demo_district_stands_where_the_surveyed_outline_does(shared_data: Path) -> None:
    """The outline that the demo district carries is the surveyed one, not the shifted one."""
    surveyed = outline(shared_data / "boundaries" / "districts_wgs84.geojson")
    carried = Path(__file__).parents[2] / "resources" / "districts" / "baohe" / "areas.geojson"
    features = json.loads(carried.read_text(encoding="utf-8"))["features"]
    own = next(one for one in features if one["properties"]["code"] == str(ADCODE))
    assert shared(surveyed, shapely.make_valid(shape(own["geometry"]))) > 0.99
