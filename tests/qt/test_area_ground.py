"""A district's outlines are made ready a few at a time, and all of them are."""

from __future__ import annotations

import gc
import json
import time
from itertools import islice

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from tests.layers import ROOT
from views.area_ground import PORTION, outlines
from widgets.map import MapArea, shape_of


@pytest.mark.parametrize("district", ["baohe", "tongnan"])
def test_each_portion_is_short_and_together_they_are_the_file(qapp: QApplication, district: str) -> None:
    content = (ROOT / "resources" / "districts" / district / "areas.geojson").read_bytes()
    coming = outlines(content)
    found: list[str] = []
    gc.collect()
    while True:
        began = time.thread_time()
        some = [shape_of(MapArea(code, code, rings)) for code, rings in islice(coming, PORTION)]
        assert time.thread_time() - began < 0.1
        found += [shape.area.key for shape in some if shape is not None]
        if len(some) < PORTION:
            break
    features = json.loads(content)["features"]
    assert found == [feature["properties"]["code"] for feature in features]
    for (_, rings), feature in zip(outlines(content), features, strict=True):
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        wanted = [ring for polygon in polygons for ring in polygon]
        assert all(np.array_equal(ring, want) for ring, want in zip(rings, wanted, strict=True))
