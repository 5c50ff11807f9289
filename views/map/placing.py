"""Places on the map: gone to by words, met by a click, pinned, and said in a card."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from views.area_ground import AreaGround
from views.choices import Spot
from views.context import Context
from views.map.house import CLOSE_M, MapHouse, Place
from views.map.locating import LocateBox
from views.map.over import Over


class Placing(QObject):
    """Of one map. `told(str)`: what came of words that lead nowhere, "" when that is over; `done()`: the map
    takes the keys again."""

    told = Signal(str)
    done = Signal()

    def __init__(
        self,
        context: Context,
        house: MapHouse,
        ground: AreaGround,
        locate: LocateBox,
        over: Over,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._house = house
        self._canvas = house.canvas
        self._ground = ground
        self._over = over
        locate.found.connect(self._on_located)
        locate.told.connect(self.told)
        over.place_closed.connect(self._on_closed)

    def show(self, place: Place, called: str = "", code: str = "", *, across: float = 0.0) -> None:
        """Pins a place and says what it comes to: of the area of that code, else of the one it lies in."""
        reference = self._context.reference
        area = reference.area(code) if code else None
        meant = area is not None
        if area is None:
            met = self._canvas.area_at(*place)
            area = reference.area(met[1]) if met is not None else None
        # An area's name stands on the map already.
        self._house.pin(*place, "" if meant else called, across=across)
        fine, _ = self._ground.levels()
        self._canvas.highlight(fine, area.code if area is not None and area.level == fine else None)
        self._over.place.show_place(place, area, called, meant=meant)

    def go_to(self, code: str, lon: float | None, lat: float | None, called: str = "") -> None:
        """Goes to a place: an area whole where nothing more exact is known."""
        area = self._context.reference.area(code) if code else None
        across = CLOSE_M
        whole = area is not None and (lon is None or lat is None or (lon, lat) == (area.lon, area.lat))
        if area is not None and whole:
            lon, lat = area.lon, area.lat
            # A grid is shown with what lies about it, what is larger as a whole.
            larger = area.level in self._ground.loaded and area.level != self._ground.levels()[0]
            if larger and self._canvas.fit_areas(area.level, [area.code]):
                across = 0.0
        if lon is not None and lat is not None:
            self.show((lon, lat), called, code if whole else "", across=across)

    def _on_located(self, spot: object, called: str) -> None:
        assert isinstance(spot, Spot)
        self.go_to(spot.code, spot.lon, spot.lat, called)
        self.done.emit()

    def _on_closed(self) -> None:
        self._house.unpin()
        self._canvas.highlight(self._ground.levels()[0], None)
        self.done.emit()
