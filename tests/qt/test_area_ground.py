"""A district's outlines are made ready a few at a time, and all of them are."""

from __future__ import annotations

import json
from itertools import islice

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.layers import ROOT
from tests.qt.seat_room import Rooms
from views import area_ground
from views.area_ground import AreaGround, outlines
from widgets.map import MapArea, MapCanvas, Shape, shape_of


def kept(district: str) -> bytes:
    """Its outlines as the backend gives them."""
    return (ROOT / "resources" / "districts" / district / "areas.geojson").read_bytes()


@pytest.mark.parametrize("district", ["baohe", "tongnan"])
def test_the_outlines_are_those_of_the_file(qapp: QApplication, district: str) -> None:
    content = kept(district)
    features = json.loads(content)["features"]
    shapes = [shape_of(MapArea(code, code, rings)) for code, rings in outlines(content)]
    found = [shape.area.key for shape in shapes if shape is not None]
    assert found == [feature["properties"]["code"] for feature in features]
    for (_, rings), feature in zip(outlines(content), features, strict=True):
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        wanted = [ring for polygon in polygons for ring in polygon]
        assert all(np.array_equal(ring, want) for ring, want in zip(rings, wanted, strict=True))


def test_an_outline_is_not_read_before_it_is_asked_for() -> None:
    """What is wrong with the last of them is found when it is its turn."""
    whole = json.loads(kept("baohe"))
    whole["features"][-1]["geometry"]["type"] = "Circle"
    coming = outlines(json.dumps(whole).encode())
    before = len(whole["features"]) - 1
    assert len(list(islice(coming, before))) == before
    with pytest.raises(msgspec.ValidationError, match="Circle"):
        next(coming)


async def test_an_event_makes_no_more_than_a_portion_ready(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two events of its clock no more than a hundred areas are made ready, and all are drawn when the
    last of them is."""
    content = kept("baohe")
    count = len(json.loads(content)["features"])
    made = [0]

    def heard(area: MapArea) -> Shape | None:
        made[-1] += 1
        return shape_of(area)

    async with rooms as open_room:
        room = await open_room("seat01")
        canvas = MapCanvas(room.window)
        ground = AreaGround(room.seat.context, canvas, canvas)
        level, _ = ground.levels()
        monkeypatch.setattr(area_ground, "shape_of", heard)
        ground._portions.timeout.connect(lambda: made.append(0))
        ground._on_geometry(level, content)
        assert made == [0]
        assert not canvas.fit_areas(level)
        await until(lambda: level in ground.loaded)
        assert canvas.fit_areas(level)
        assert sum(made) == count
        assert max(made) <= 100 < count
