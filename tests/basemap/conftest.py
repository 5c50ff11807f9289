"""A map on a seat of its own, without a backend: a desk that has heard of its district before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.settings import Settings
from contract.basemap import Basemap
from tests.basemap.tile_serving import TileServing
from tests.console_matter import REFERENCE, until
from views.context import Context
from views.map.basemaps import Basemaps
from widgets import theme
from widgets.countdown import Ticker
from widgets.map import MapCanvas
from widgets.map.projection import ground_scale, point_to_metres
from widgets.map.tiles import WORLD, TileKey, box_of
from widgets.map.tiles_pulled import PulledTiles

LON, LAT = 117.3, 31.8
WIDE, HIGH = 640, 440


class MapSeat:
    """A canvas with the seat's basemaps; `restart` is another run of the console on the same profile."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self.sources: tuple[Basemap, ...] = ()

    def begin(self, *sources: Basemap) -> None:
        """A run of the console, in a district with those sources."""
        self.sources = sources
        self.desk = Desk(Settings(self._profile), "en")
        self.desk.load()
        known = REFERENCE
        self.desk._reference.reference = replace(known, district=replace(known.district, basemaps=sources))
        self.canvas = MapCanvas()
        self.canvas.resize(WIDE, HIGH)
        self.canvas.show()
        self.context = context_of(self.desk)
        self.basemaps = Basemaps(self.context, self.canvas, self.canvas, first=True)
        self.look_at(LON, LAT, 14)
        self.basemaps.look()

    def look_at(self, lon: float, lat: float, zoom: float, tile_px: int = 256) -> None:
        """The map at a place, tiles of that zoom px for px."""
        _, y = point_to_metres(lon, lat)
        scale = 2**zoom * tile_px / WORLD
        self.canvas.centre_on(lon, lat, self.canvas.width() / scale * ground_scale(y))

    async def end(self) -> None:
        """The run ends; once is enough."""
        if self.desk.closed:
            return
        self.canvas.close()
        self.canvas.deleteLater()
        await self.desk.close()

    async def restart(self) -> None:
        """Another run."""
        await self.end()
        self.begin(*self.sources)

    @property
    def source(self) -> PulledTiles:
        """The one source there is."""
        ((_, source),) = self.basemaps._sources.values()
        return source

    async def settled(self) -> None:
        """All that is in sight came, or will not, and is painted."""
        await until(lambda: bool(self.basemaps._sources))
        await until(lambda: self.asked_for() and all(map(_rests, self.sources_shown)) and self.painted())

    @property
    def sources_shown(self) -> list[PulledTiles]:
        """What the canvas draws."""
        return [source for _, source in self.basemaps._sources.values()]

    def asked_for(self) -> bool:
        """Whether what is in view was asked for."""
        layer = self.canvas._tiles
        assert layer is not None
        stands = layer._window == self.canvas._view.window and not layer._settle.isActive()
        return stands and all(source._wanted for source in self.sources_shown)

    def painted(self) -> bool:
        """Whether the ground is painted as it is."""
        return self.canvas._scene.ground.covers(self.canvas._view.window)

    def picture(self) -> QImage:
        """What is on the screen."""
        return self.canvas.grab().toImage()

    def on_screen(self, x: float, y: float) -> tuple[float, float]:
        """Mercator metres as px."""
        return self.canvas._view.window.to_screen(x, y)

    def colour_in(self, key: TileKey, picture: QImage) -> QColor | None:
        """The colour in the middle of where a tile belongs, None where that is not in sight, or under what is
        written in the corners."""
        west, south, east, north = box_of(self.source.lattice, key)
        x, y = self.on_screen((west + east) / 2, (south + north) / 2)
        if not (8 <= x < WIDE - 8 and 40 <= y < HIGH - 60):
            return None
        return picture.pixelColor(round(x), round(y))


def _rests(source: PulledTiles) -> bool:
    """Whether all that it was asked for came, or will not for now."""
    if source.asked or source._reading or source._batch.isActive():
        return False
    return all(key in source._images or key in source._none for key in source._wanted)


def context_of(desk: Desk) -> Context:
    return Context(
        desk=desk,
        ticker=Ticker(lambda: desk.clock.now() / 1000),
        tell=lambda _text: None,
        tell_undo=lambda _text, _ids: None,
        open_ticket=lambda _id: None,
        go=lambda _screen: None,
        awake=lambda: True,
        take_up=lambda _key: False,
    )


Test = Callable[..., Coroutine[Any, Any, None]]


def ending(test: Test) -> Test:
    """Ends the seat while the loop still runs: what it has on its way needs one."""

    @wraps(test)
    async def run(*args: Any, **kwargs: Any) -> None:
        try:
            await test(*args, **kwargs)
        finally:
            await kwargs["seat"].end()

    return run


@pytest.fixture
async def seat(tmp_path: Path, qapp: QApplication) -> AsyncIterator[MapSeat]:
    """Paper white, where tiles have their own colours."""
    # The last window of a run is no end of the program.
    qapp.setQuitOnLastWindowClosed(False)
    look = theme.current()
    before = look.mode
    look.apply(qapp)
    look.set_mode("light")
    found = MapSeat(tmp_path / "profile")
    yield found
    look.set_mode(before)


@pytest.fixture
def tiles() -> Iterator[TileServing]:
    """A tile server."""
    with TileServing() as found:
        yield found
