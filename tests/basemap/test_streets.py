"""Streets on the map: by rank and scale, named where there is room, made ready a few at a time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.basemap.conftest import LAT, LON
from tests.layers import ROOT
from views.map.street_ground import streets_of
from widgets import theme
from widgets.map import MapCanvas, Street, road_of
from widgets.map.projection import Window, ground_scale, point_to_metres
from widgets.map.streets import LOOKS, StreetLayer


def _street(rank: int, dy: float, name: str = "") -> Street:
    line = np.array([(LON - 0.02, LAT + dy), (LON, LAT + dy), (LON + 0.02, LAT + dy)])
    return Street(name or f"第{rank}街", line, rank)


def _window(per_px: float) -> Window:
    x, y = point_to_metres(LON, LAT)
    return Window(x, y, ground_scale(y) / per_px, 600, 400)


@pytest.mark.parametrize(
    ("per_px", "drawn", "named"),
    [(60.0, {1}, set()), (12.0, {1, 2}, {1}), (4.0, {1, 2, 3}, {1, 2}), (1.0, {1, 2, 3}, {1, 2, 3})],
)
def test_what_is_drawn_and_named_goes_by_the_scale(
    qapp: QApplication, per_px: float, drawn: set[int], named: set[int]
) -> None:
    window = _window(per_px)
    roads = {rank: road_of(_street(rank, 0.0)) for rank in LOOKS}
    for rank, road in roads.items():
        assert road is not None
        layer = StreetLayer([road])
        image = QImage(600, 400, QImage.Format.Format_RGB32)
        image.fill(QColor(255, 0, 0))
        with QPainter(image) as painter:
            layer.paint(painter, window)
        assert (image.pixelColor(300, 200) != QColor(255, 0, 0)) == (rank in drawn)
        assert ({name.text for name in layer.names(window)} == {f"第{rank}街"}) == (rank in named)


def test_a_street_is_as_wide_as_it_is_where_that_can_be_seen(qapp: QApplication) -> None:
    road = road_of(_street(1, 0.0))
    assert road is not None
    layer = StreetLayer([road])
    for per_px in (4.0, 2.0):
        image = QImage(600, 400, QImage.Format.Format_RGB32)
        image.fill(QColor(255, 0, 0))
        with QPainter(image) as painter:
            layer.paint(painter, _window(per_px))
        body = theme.color("map_street")
        wide = sum(image.pixelColor(300, y) == body for y in range(150, 250))
        assert wide == pytest.approx(LOOKS[1].metres / per_px, abs=1.5)


def test_names_stand_at_the_same_places_while_the_map_is_moved(qapp: QApplication) -> None:
    road = road_of(_street(1, 0.001))
    assert road is not None
    layer = StreetLayer([road])
    window = _window(2.0)
    first = {(n.x, n.y) for n in layer.names(window)}
    moved = {(n.x, n.y) for n in layer.names(window.moved(-40, 0))}
    assert first
    assert first & moved
    whole = sorted(x for x, _ in first | moved)
    # As far apart as names are to be.
    assert all(b - a > 300 / window.scale for a, b in pairwise(whole))


@pytest.mark.parametrize("district", ["baohe", "tongnan"])
def test_the_streets_of_a_district_stand_on_the_map(qapp: QApplication, district: str) -> None:
    content = (ROOT / "resources" / "districts" / district / "streets.geojson").read_bytes()
    roads = [road for street in streets_of(content) if (road := road_of(street)) is not None]
    assert len(roads) > 100
    assert {road.rank for road in roads} <= set(LOOKS)
    assert all(road.name for road in roads)
    canvas = MapCanvas()
    try:
        canvas.set_roads(roads)
        canvas.set_streets([])
    finally:
        canvas.deleteLater()


def test_a_line_of_one_point_or_of_an_unknown_rank_is_no_road() -> None:
    assert road_of(Street("a", np.array([(1.0, 2.0)]), 1)) is None
    assert road_of(Street("a", np.array([(1.0, 2.0), (1.1, 2.0)]), 9)) is None
