"""The outlines of the district's areas under a map: fetched once, asked for again when the link is back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal

from console.errors import ConsoleError
from views.context import Context
from widgets.map import MapArea, MapCanvas


def shapes(geojson: bytes) -> Iterator[tuple[str, list[Any]]]:
    """(code, rings) of each feature of a FeatureCollection; rings are (n, 2) arrays, outer ones first."""
    for feature in msgspec.json.decode(geojson)["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [np.asarray(ring, np.float64) for polygon in polygons for ring in polygon]
        yield feature["properties"]["code"], rings


class AreaGround(QObject):
    """Puts the grids, and over them the outlines of the level above, into a canvas. `came(level)` when one
    stands, `failed(text)` while there is none at all."""

    came = Signal(str)
    failed = Signal(str)

    def __init__(self, context: Context, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = canvas
        self._asked: set[str] = set()
        self.loaded: set[str] = set()

    def levels(self) -> tuple[str, str]:
        """The level of grids, and the one whose outlines are drawn over it."""
        levels = [level.key for level in self._context.reference.district.levels]
        fine = "grid" if "grid" in levels else levels[-1]
        coarse = levels[1] if len(levels) > 2 else levels[0]
        return fine, coarse

    def forget(self) -> None:
        """The areas are others now."""
        self._asked.clear()
        self.loaded.clear()

    def fetch(self) -> None:
        """Asks for what was not asked for yet."""
        for level in self.levels():
            if level not in self._asked:
                self._asked.add(level)
                self._context.desk.run(
                    f"map of {level}",
                    self._context.desk.geometry(level),
                    partial(self._on_geometry, level),
                    partial(self._on_failed, level),
                    self,
                )

    def _on_geometry(self, level: str, content: bytes) -> None:
        reference = self._context.reference
        fine, coarse = self.levels()
        areas = []
        for code, rings in shapes(content):
            area = reference.area(code)
            areas.append(MapArea(code, area.short if area is not None else code, rings))
        self._canvas.set_areas(level, areas, outline_only=level == coarse and coarse != fine)
        self.loaded.add(level)
        self.came.emit(level)

    def _on_failed(self, level: str, error: ConsoleError) -> None:
        self._asked.discard(level)
        if not self.loaded:
            self.failed.emit(self._context.desk.say(error.says))
