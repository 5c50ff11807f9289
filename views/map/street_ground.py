"""The district's streets under a map: fetched when they are first to be seen, made ready a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec
import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.errors import ConsoleError
from contract.machine import Names
from views import words
from views.context import Context
from widgets.map import MapCanvas, Road, Street, road_of

PORTION = 150
"""Streets made ready in one go: some 6 ms."""


class _Properties(msgspec.Struct, frozen=True):
    name: str
    rank: int
    name_en: str = ""


class _Lines(msgspec.Struct, frozen=True, tag="MultiLineString", tag_field="type"):
    coordinates: list[list[tuple[float, float]]]


class _Line(msgspec.Struct, frozen=True, tag="LineString", tag_field="type"):
    coordinates: list[tuple[float, float]]


class _Feature(msgspec.Struct, frozen=True):
    properties: _Properties
    geometry: _Lines | _Line


class _Collection(msgspec.Struct, frozen=True):
    features: list[msgspec.Raw]


_collection = msgspec.json.Decoder(_Collection)
_feature = msgspec.json.Decoder(_Feature)


def streets_of(geojson: bytes) -> Iterator[Street]:
    """The lines of a FeatureCollection of streets, read when they are asked for."""
    for raw in _collection.decode(geojson).features:
        feature = _feature.decode(raw)
        said, geometry = feature.properties, feature.geometry
        name = words.pick(Names(said.name, said.name_en or said.name))
        lines = [geometry.coordinates] if isinstance(geometry, _Line) else geometry.coordinates
        for line in lines:
            yield Street(name, np.array(line, np.float64), said.rank)


class StreetGround(QObject):
    """Puts the streets into a canvas. Where the centre has none, or does not answer, there are none."""

    def __init__(self, context: Context, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = canvas
        self._asked = False
        self._shown = True
        self._coming: Iterator[Street] | None = None
        self._made: list[Road] = []
        self._portions = QTimer(self)
        self._portions.timeout.connect(self._make_portion)

    def fetch(self) -> None:
        """Asks for them, if that was not done yet."""
        if not self._asked:
            self._asked = True
            desk = self._context.desk
            desk.run("streets", desk.streets(), self._on_streets, self._on_failed, self)

    def forget(self) -> None:
        """They may be others now."""
        self._asked = False

    def set_shown(self, shown: bool) -> None:
        """Shows or hides them."""
        if shown != self._shown:
            self._shown = shown
            self._put()

    def _on_streets(self, content: bytes) -> None:
        self._coming, self._made = streets_of(content), []
        self._portions.start()

    def _make_portion(self) -> None:
        assert self._coming is not None
        some = list(islice(self._coming, PORTION))
        self._made += [road for street in some if (road := road_of(street)) is not None]
        if len(some) < PORTION:
            self._portions.stop()
            self._coming = None
            self._put()

    def _put(self) -> None:
        if self._coming is None:
            self._canvas.set_roads(self._made if self._shown else [])

    def _on_failed(self, _error: ConsoleError) -> None:
        self._asked = False
