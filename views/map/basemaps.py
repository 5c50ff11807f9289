"""The seat's basemaps under a canvas: a source of tiles for each that is shown and can be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from views import words
from views.context import Context
from views.map import layers
from views.map.street_ground import StreetGround
from widgets.map import MapCanvas
from widgets.map.projection import point_to_metres
from widgets.map.tiles import Bounds, Lattice, TileKey, WebLattice
from widgets.map.tiles_pulled import MEMORY, PulledTiles

if TYPE_CHECKING:
    from console.basemap.basemaps import Entry
    from console.basemap.stock import Sheet
    from views.map.house import MapHouse


def lattice_of(sheet: Sheet) -> Lattice:
    """How a basemap cuts the world, and where that lies."""
    from console.basemap.lattice import BaiduLattice, Offset, bd09_parts

    if sheet.lattice == "baidu":
        return BaiduLattice()
    if sheet.system == "wgs84":
        return WebLattice()
    offset = Offset(sheet.system)
    if sheet.system == "gcj02":
        return WebLattice(offset.to_true, offset.from_true)
    side = WebLattice().side
    return WebLattice(offset.to_true, offset.from_true, lambda z: bd09_parts(side(z)))


def _bounds(sheet: Sheet) -> Bounds | None:
    if sheet.bounds is None:
        return None
    from console.basemap.lattice import Offset

    west, south, east, north = sheet.bounds
    offset = Offset(sheet.system)
    return (
        *point_to_metres(*offset.to_true(west, south)),
        *point_to_metres(*offset.to_true(east, north)),
    )


class Basemaps(QObject):
    """Of one canvas. Asks for nothing until `look`. `first`: others may be added while it is looked at."""

    def __init__(
        self,
        context: Context,
        canvas: MapCanvas,
        parent: QObject,
        *,
        memory: int = MEMORY,
        first: bool = False,
    ) -> None:
        super().__init__(parent)
        self._first = first
        self._desk = context.desk
        self._canvas = canvas
        self._memory = memory
        self._shown = True
        self._looked = False
        self._sources: dict[str, tuple[Sheet, PulledTiles]] = {}
        self._desk.reference_changed.connect(self._on_reference)

    def look(self) -> None:
        """The map is seen: what is shown is opened. Where there is none, nothing of it is made, but on the
        map from which the first one is added."""
        if not (self._first or self._desk.has_basemaps()):
            return
        if not self._looked:
            self._looked = True
            basemaps = self._desk.basemaps
            basemaps.changed.connect(self._renew)
            basemaps.renewed.connect(self._on_renewed)
        self._desk.basemaps.look()

    def set_shown(self, shown: bool) -> None:
        """Shows or hides all of them."""
        if shown != self._shown:
            self._shown = shown
            if self._looked:
                self._renew()

    def _on_reference(self) -> None:
        if self._looked:
            self._desk.basemaps.reference_changed()

    def _renew(self) -> None:
        shown: list[PulledTiles] = []
        before, self._sources = self._sources, {}
        for entry in self._desk.basemaps.stack if self._shown else ():
            sheet = entry.sheet
            if sheet is None or not entry.choice.shown:
                continue
            held = before.get(entry.key)
            source = held[1] if held is not None and held[0] is sheet else self._source(entry, sheet)
            source.opacity = entry.choice.opacity
            self._sources[entry.key] = sheet, source
            shown.append(source)
        self._canvas.set_sources(shown)
        for key, (_, source) in before.items():
            if key not in self._sources or self._sources[key][1] is not source:
                source.close()
                source.deleteLater()

    def _source(self, entry: Entry, sheet: Sheet) -> PulledTiles:
        desk = self._desk
        source = PulledTiles(
            partial(desk.basemaps.ask, entry.key),
            desk.basemaps.worker.start,
            lattice_of(sheet),
            (sheet.min_zoom, sheet.max_zoom),
            tile_px=sheet.tile_px,
            bounds=_bounds(sheet),
            attribution=words.pick(sheet.attribution),
            memory=self._memory,
            parent=self,
        )
        source.spoilt.connect(partial(desk.basemaps.spoilt, entry.key))
        return source

    def _on_renewed(self, key: str, at: tuple[int, int, int], content: bytes) -> None:
        held = self._sources.get(key)
        if held is not None:
            held[1].renew(TileKey(*at), content)


class Underlay(QObject):
    """What lies under a map's areas and tickets: the district's streets and the seat's basemaps. `memory`:
    bytes of images held for each basemap; `first` as `Basemaps` has it."""

    def __init__(
        self,
        context: Context,
        canvas: MapCanvas,
        parent: QObject,
        *,
        memory: int = MEMORY,
        first: bool = False,
    ) -> None:
        super().__init__(parent)
        self._desk = context.desk
        self._looked = False
        self._basemaps_on = True
        self.streets = StreetGround(context, canvas, self)
        self.basemaps = Basemaps(context, canvas, self, memory=memory, first=first)
        self._desk.connection_changed.connect(self._on_connection)
        self._desk.reference_changed.connect(self._on_reference)

    def look(self) -> None:
        """The map is seen: what is missing is asked for."""
        self._looked = True
        self.streets.fetch()
        if self._basemaps_on:
            self.basemaps.look()

    def set_shown(self, *, streets: bool, basemaps: bool) -> None:
        """Which of the two are shown."""
        self._basemaps_on = basemaps
        self.streets.set_shown(streets)
        self.basemaps.set_shown(basemaps)
        if self._looked:
            self.look()

    def _on_connection(self) -> None:
        if self._looked and self._desk.connection.link == "live":
            self.streets.fetch()

    def _on_reference(self) -> None:
        if self._looked:
            self.look()


def under_map(house: MapHouse) -> Underlay:
    """For the map's screen: follows the switch of its layers."""
    underlay = Underlay(house.context, house.canvas, house, first=True)

    def follow() -> None:
        on = house.shown.layers
        underlay.set_shown(streets=layers.STREETS in on, basemaps=layers.BASEMAP in on)

    house.layers_changed.connect(follow)
    follow()
    underlay.look()
    return underlay
