"""Every kind of bad polygon: repaired and said so, or refused with its place."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from msgspec.structs import replace

from backend.service.coordinates import gcj02_to_bd09, wgs84_to_gcj02
from backend.service.division.file import read_file
from backend.service.division.metres import square_metres
from backend.service.division.shapes import ShapeRefused, read
from contract.division import FileMapping

from .ground import IMPORT, after, collection, district, grids

W, E, S, N = 117.20, 117.22, 31.70, 31.72
SQUARE = [[W, S], [E, S], [E, N], [W, N], [W, S]]
BOW_TIE = [[W, S], [E, N], [E, S], [W, N], [W, S]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    ("given", "rules", "share"),
    [
        (polygon(SQUARE), set(), 1.0),
        (polygon(BOW_TIE), {"crossed", "order"}, 0.5),
        (polygon(SQUARE[:-1]), {"closed"}, 1.0),
        (polygon(SQUARE[::-1]), {"order"}, 1.0),
        (polygon([SQUARE[0], SQUARE[0], *SQUARE[1:]]), {"doubled"}, 1.0),
        (polygon([[*point, 12.5] for point in SQUARE]), {"flat"}, 1.0),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE]]}, set(), 1.0),
        (polygon(SQUARE, [[W, S], [W, S], [W, S]]), {"doubled", "collapsed"}, 1.0),
        # It touches itself in a point: the ring runs through one vertex twice.
        (
            polygon(
                [
                    [W, S],
                    [E, S],
                    [(W + E) / 2, (S + N) / 2],
                    [E, N],
                    [W, N],
                    [(W + E) / 2, (S + N) / 2],
                    [W, S],
                ]
            ),
            {"crossed"},
            0.5,
        ),
        # A spike without ground.
        (polygon([[W, S], [E, S], [E, N], [E, N + 0.01], [E, N], [W, N], [W, S]]), {"crossed"}, 1.0),
    ],
)
def test_what_can_be_repaired_is(given: dict[str, Any], rules: set[str], share: float) -> None:
    found = read(given)
    assert found.shape.is_valid
    assert {one.rule for one in found.repairs} - {"order"} == rules - {"order"}
    whole = square_metres(shapely.box(W, S, E, N))
    assert square_metres(found.shape) == pytest.approx(share * whole, rel=1e-6)
    for repair in found.repairs:
        assert repair.zh
        assert repair.en
        assert repair.lon is not None
        assert repair.lat is not None
        assert W - 0.001 <= repair.lon <= E + 0.001
        assert S - 0.001 <= repair.lat <= N + 0.011


def test_a_bow_tie_says_where_it_crosses() -> None:
    (crossed,) = (one for one in read(polygon(BOW_TIE)).repairs if one.rule == "crossed")
    assert crossed.lon == pytest.approx((W + E) / 2)
    assert crossed.lat == pytest.approx((S + N) / 2)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (None, "empty"),
        ({}, "empty"),
        (polygon(), "empty"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Point", "coordinates": [W, S]}, "type"),
        ({"type": "LineString", "coordinates": SQUARE}, "type"),
        ({"type": "GeometryCollection", "geometries": []}, "type"),
        (polygon([["a", "b"]]), "coordinates"),
        (polygon([[W], [E]]), "coordinates"),
        (polygon("no ring"), "coordinates"),
        (polygon([[200.0, S], [E, S], [E, N]]), "degrees"),
        (polygon([[W, 99.0], [E, S], [E, N]]), "degrees"),
        (polygon([[526_000.0, 3_510_000.0]] * 4), "degrees"),
        (polygon([[math.inf, S], [E, S], [E, N]]), "degrees"),
        (polygon([[W, S], [E, N], [W, S], [E, N], [W, S]]), "crossed"),
    ],
)
def test_the_rest_is_refused(given: Any, rule: str) -> None:
    with pytest.raises(ShapeRefused) as refused:
        read(given)
    assert refused.value.finding.rule == rule


def test_a_hundred_thousand_vertices_take_no_time() -> None:
    n = 100_000
    ring = [
        [
            117.3 + (0.1 + 0.001 * (k % 2)) * math.cos(k / n * math.tau),
            31.7 + 0.1 * math.sin(k / n * math.tau),
        ]
        for k in range(n)
    ]
    content = collection(({"code": "A"}, polygon(ring)))
    begun = time.monotonic()
    found = read_file(content, FileMapping())
    assert len(found.given) == 1
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b"[]", "collection"),
        (b'{"type":"Feature"}', "collection"),
        (b'{"type":"FeatureCollection","features":[]}', "empty"),
        (b'{"type":"FeatureCollection","features":[1]}', "empty"),
        (b"[" * 200_000, "json"),
        (
            b'{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[{}]}',
            "system",
        ),
    ],
)
def test_a_file_that_is_none(content: bytes, rule: str) -> None:
    assert [one.rule for one in read_file(content, FileMapping()).faults] == [rule]


def test_codes_that_come_twice_and_wrong_ones() -> None:
    content = collection(
        ({"code": "A"}, polygon(SQUARE)), ({"code": "A"}, polygon(SQUARE)), ({"code": "甲"}, polygon(SQUARE))
    )
    faults = read_file(content, FileMapping()).faults
    assert [(one.feature, one.rule) for one in faults] == [(2, "twice"), (3, "code")]


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_the_coordinates_of_map_services_are_converted(system: str) -> None:
    """What was converted is the same ground to a centimetre: its slivers against the border are mended."""
    reference, outlines = district(Path(__file__).parents[1] / "data" / "tiny")

    def away(lon: float, lat: float) -> tuple[float, float]:
        shifted = wgs84_to_gcj02(lon, lat)
        return shifted if system == "gcj02" else gcj02_to_bd09(*shifted)

    features = []
    for area in grids(reference):
        ring = shapely.get_coordinates(shapely.from_wkb(outlines[area.code])).tolist()
        features.append(({"code": f"{area.code}a"}, polygon([list(away(lon, lat)) for lon, lat in ring])))
    file = collection(*features)
    # As it stands it lies some hundred metres off, and says so.
    worked, _, _ = after(reference, outlines, IMPORT, file=file)
    assert {one.rule for one in worked.faults} >= {"outside", "hole"}
    change = replace(IMPORT, mapping=replace(IMPORT.mapping, system=system))
    worked, shapes, _ = after(reference, outlines, change, file=file)
    assert worked.faults == ()
    assert shapely.coverage_is_valid(list(shapes.values()))


def test_real_outlines_load_and_a_real_one_that_crosses_itself_is_mended(shared_data: Path) -> None:
    boundaries = shared_data / "boundaries"
    districts = read_file((boundaries / "districts_wgs84.geojson").read_bytes(), FileMapping(code="adcode"))
    streets = read_file(
        (boundaries / "370212_streets_wgs84.geojson").read_bytes(), FileMapping(code="osm_id", zh="name")
    )
    for found in (districts, streets):
        assert found.faults == ()
        assert found.given
        assert all(one.shape.is_valid for one in found.given)
        assert {one.rule for one in found.repairs} <= {"crossed", "doubled", "order", "closed"}
    # The same with two neighbouring vertices in the wrong order: a small loop.
    ring = [
        list(point)
        for point in max(shapely.get_parts(districts.given[0].shape), key=shapely.area).exterior.coords
    ]
    ring[40], ring[41] = ring[41], ring[40]
    ring[10], ring[14] = ring[14], ring[10]
    mended = read_file(collection(({"code": "A"}, polygon(ring))), FileMapping())
    assert mended.faults == ()
    (one,) = mended.given
    assert one.shape.is_valid
    assert "crossed" in {repair.rule for repair in mended.repairs}
