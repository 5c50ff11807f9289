"""The district's streets under a map: fetched when they are first to be seen, made ready a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from weakref import WeakKeyDictionary

import msgspec
import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk import Desk
from console.errors import ConsoleError
from contract.machine import Names
from views import words
from views.context import Context
from widgets.hearing import hear
from widgets.map import MapCanvas, Road, Street, road_of

PORTION = 80
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


class DistrictStreets(QObject):
    """The streets of the district a desk sits in, made ready once for all its maps. `came()`: they stand."""

    came = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.roads: list[Road] = []
        self._asked = False
        self._coming: Iterator[Street] | None = None
        self._made: list[Road] = []
        self._portions = QTimer(self)
        self._portions.timeout.connect(self._make_portion)
        context.desk.reference_changed.connect(self._on_reference)

    def fetch(self) -> None:
        """Asks for them, if that was not done yet."""
        if not self._asked:
            self._asked = True
            desk = self._context.desk
            desk.run("streets", desk.streets(), self._on_streets, self._on_failed, self)

    def _on_reference(self) -> None:
        # Those of before are shown until others have come.
        self._asked = False

    def _on_streets(self, content: bytes) -> None:
        self._coming, self._made = streets_of(content), []
        self._portions.start()

    def _make_portion(self) -> None:
        assert self._coming is not None
        some = list(islice(self._coming, PORTION))
        self._made += [road for street in some if (road := road_of(street)) is not None]
        if len(some) < PORTION:
            self._portions.stop()
            self.roads, self._coming, self._made = self._made, None, []
            self.came.emit()

    def _on_failed(self, _error: ConsoleError) -> None:
        self._asked = False


_of_desk: WeakKeyDictionary[Desk, DistrictStreets] = WeakKeyDictionary()


class StreetGround(QObject):
    """Puts the streets into a canvas. Where the centre has none, or does not answer, there are none."""

    def __init__(self, context: Context, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = canvas
        self._shown = True
        self._streets: DistrictStreets | None = None

    def fetch(self) -> None:
        """The map is seen, or what it shows may be others: asks for what was not asked for yet."""
        if self._streets is None:
            desk = self._context.desk
            if desk not in _of_desk:
                _of_desk[desk] = DistrictStreets(self._context)
            self._streets = _of_desk[desk]
            hear(self._streets, "came()", self, "put()")
            if self._streets.roads:
                self.put()
        self._streets.fetch()

    def set_shown(self, shown: bool) -> None:
        """Shows or hides them."""
        if shown != self._shown:
            self._shown = shown
            if self._streets is not None:
                self.put()

    @Slot()
    def put(self) -> None:
        """Puts into the canvas what there is."""
        roads = self._streets.roads if self._streets is not None and self._shown else []
        self._canvas.set_roads(roads)
