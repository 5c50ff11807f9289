"""What lies under a map: streets as last heard, off line too, and the switch of both layers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from console.desk import Desk
from console.settings import Settings
from contract.basemap import Basemap
from contract.machine import Names
from tests.basemap.conftest import MapSeat, context_of, ending
from tests.basemap.tile_serving import TileServing
from tests.console_matter import REFERENCE, until
from tests.layers import ROOT
from views.map.basemaps import Underlay
from widgets.map import Depth, MapCanvas, StreetLayer


@ending
async def test_streets_and_basemaps_are_switched_each_by_itself(seat: MapSeat, tiles: TileServing) -> None:
    seat.begin(Basemap(key="a", names=Names("甲", "A"), url=tiles.url))
    reference, desk, layers = seat.desk._reference, seat.desk, seat.canvas._scene.layers
    content = (ROOT / "resources" / "districts" / "yicheng" / "streets.geojson").read_bytes()

    def keep(db: sqlite3.Connection) -> None:
        db.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, ?)", (reference._key("streets"), "e", content))

    await desk._database.write(keep)
    known = desk.reference
    assert known is not None
    reference._asked["streets"] = known.digest
    under = Underlay(seat.context, seat.canvas, seat.canvas)
    under.look()
    await until(lambda: Depth.STREETS in layers)
    streets = layers[Depth.STREETS]
    assert isinstance(streets, StreetLayer)
    assert len(streets) > 100
    # Another map of the same seat has them at once: they are made ready once.
    other = Underlay(seat.context, seat.canvas, seat.canvas)
    assert other.streets._streets is None
    other.streets.fetch()
    assert other.streets._streets is under.streets._streets
    await until(lambda: Depth.BASE in layers)
    under.set_shown(streets=False, basemaps=True)
    assert Depth.STREETS not in layers
    assert Depth.BASE in layers
    seat.basemaps.set_shown(False)
    under.set_shown(streets=True, basemaps=False)
    assert Depth.STREETS in layers
    assert Depth.BASE not in layers


@ending
async def test_a_seat_without_basemaps_reads_nothing_of_them_in(seat: MapSeat, tmp_path: Path) -> None:
    seat.begin()
    desk = Desk(Settings(tmp_path / "another"), "en")
    desk.load()
    desk._reference.reference = REFERENCE
    canvas = MapCanvas()
    under = Underlay(context_of(desk), canvas, canvas)
    under.look()
    assert "basemaps" not in desk.__dict__
    # The map on which the first one is added is there for it from the start.
    first = Underlay(context_of(desk), canvas, canvas, first=True)
    first.look()
    assert "basemaps" in desk.__dict__
    canvas.deleteLater()
    await desk.close()
