"""Basemaps on the map: right tiles in right places, whatever the server does, and a map that stays quick."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import qasync
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from console.basemap.lattice import Offset, to_baidu
from contract.basemap import Basemap
from contract.machine import Names
from tests.basemap.conftest import HIGH, LAT, LON, WIDE, MapSeat, ending
from tests.basemap.tile_serving import Reply, TileServing, right
from tests.basemap.tiles_made import colour_of, crossed, plain, tile_of, write_mbtiles
from tests.console_matter import until
from tests.soak.events import Events
from widgets.map.projection import point_to_metres
from widgets.map.tiles import WORLD, TileKey, tiles_in

LONGEST_MS = 60.0
"""Of an event of the GUI thread while tiles come: the console's own limit is 100."""
CREDIT = Names("© 某图", "© Somebody's map")


def basemap(tiles: TileServing, **more: object) -> Basemap:
    return Basemap(key="a", names=Names("甲", "A"), url=tiles.url, attribution=CREDIT, **more)  # type: ignore[arg-type]


def near(found: QColor, wanted: QColor, most: int = 6) -> bool:
    return max(abs(a - b) for a, b in zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)) <= most


def in_sight(seat: MapSeat, zoom: int) -> list[TileKey]:
    return tiles_in(seat.source.lattice, zoom, seat.canvas._view.window.bounds())


def assert_right(seat: MapSeat, zoom: int) -> None:
    """Every tile of the zoom whose middle is in sight is where it belongs."""
    picture, seen = seat.picture(), 0
    for key in in_sight(seat, zoom):
        found = seat.colour_in(key, picture)
        if found is not None:
            assert near(found, colour_of(*key)), (key, found.getRgb(), colour_of(*key).getRgb())
            seen += 1
    assert seen


@ending
async def test_a_file_s_tiles_lie_where_they_belong(seat: MapSeat, tmp_path: Path) -> None:
    here = {z: [math.floor(part) for part in _at(z, LON, LAT)] for z in (12, 13, 14)}
    held = [(z, x + dx, y + dy) for z, (x, y) in here.items() for dx in range(-3, 4) for dy in range(-3, 4)]
    path = write_mbtiles(tmp_path / "city.mbtiles", held)
    seat.begin()
    await seat.desk.basemaps.add_file(path)
    await seat.settled()
    assert_right(seat, 14)
    # Nearer than it goes: its finest, stretched. Farther: its coarsest, as long as it is not a mere speck.
    seat.look_at(LON, LAT, 14.6)
    await seat.settled()
    assert_right(seat, 14)
    seat.look_at(LON, LAT, 12)
    await seat.settled()
    assert_right(seat, 12)
    assert "file:" in seat.desk.settings.kept.basemaps[0].key
    # As it was left, at the next start.
    await seat.restart()
    await seat.settled()
    assert_right(seat, 14)


@ending
async def test_a_server_s_tiles_come_and_its_owner_is_named(seat: MapSeat, tiles: TileServing) -> None:
    seat.begin(basemap(tiles))
    await seat.settled()
    assert_right(seat, 14)
    assert seat.canvas._scene.furniture.note == CREDIT.en
    # What is nearest to the middle was asked for first.
    middle = _at(14, LON, LAT)
    away = [math.dist((x + 0.5, y + 0.5), middle) for _, x, y in tiles.asked[:6]]
    assert max(away) < 2


@ending
async def test_until_a_late_tile_comes_its_parent_or_its_children_stand_for_it(
    seat: MapSeat, tiles: TileServing
) -> None:
    seat.begin(basemap(tiles))
    await seat.settled()
    tiles.hold()
    seat.look_at(LON, LAT, 15)
    await until(lambda: bool(seat.source.asked) and seat.painted())
    picture = seat.picture()
    for key in in_sight(seat, 15):
        found = seat.colour_in(key, picture)
        assert found is None or near(found, colour_of(*key.parent()))
    tiles.release()
    await seat.settled()
    assert_right(seat, 15)
    tiles.hold()
    seat.look_at(LON, LAT, 14.4)
    seat.source._images = type(seat.source._images)(
        (key, image) for key, image in seat.source._images.items() if key.z == 15
    )
    await until(lambda: bool(seat.source.asked) and seat.painted())
    x, y = _at(15, LON, LAT)
    child = TileKey(15, math.floor(x), math.floor(y))
    found = seat.colour_in(child, seat.picture())
    assert found is not None
    assert near(found, colour_of(*child))
    tiles.release()
    await seat.settled()
    assert_right(seat, 14)


@ending
async def test_what_left_the_sight_is_given_up(seat: MapSeat, tiles: TileServing) -> None:
    tiles.hold()
    seat.begin(basemap(tiles))
    await until(lambda: tiles.at_once == 6)
    seat.look_at(LON + 3, LAT, 14)
    await until(lambda: tiles.given_up >= 6)
    tiles.release()
    await seat.settled()
    assert_right(seat, 14)
    assert len(tiles.asked) < 6 + 70


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda _place: Reply(content=b"<html>log in</html>"), id="a portal's page"),
        pytest.param(lambda place: Reply(content=tile_of(*place)[:150]), id="cut off"),
        pytest.param(lambda _place: Reply(content=plain(QColor("red"), 64)), id="too small"),
        pytest.param(lambda _place: Reply(500), id="failing"),
        pytest.param(lambda _place: Reply(404), id="nothing there"),
        pytest.param(lambda place: Reply(content=tile_of(*place), piece=16, pause_s=0.02), id="dripping"),
    ],
)
@ending
async def test_whatever_a_server_does_the_map_stays_quick_and_right(
    seat: MapSeat, tiles: TileServing, answer: Callable[[tuple[int, int, int]], Reply]
) -> None:
    tiles.answer = lambda place: right(place) if place[1] % 2 else answer(place)
    longest = await _drawn_about(seat, tiles)
    await until(lambda: not seat.source._batch.isActive() and seat.painted())
    picture = seat.picture()
    for key in in_sight(seat, 14):
        found = seat.colour_in(key, picture)
        if found is not None and seat.source.tile(key) is not None:
            assert near(found, colour_of(*key)), key
    assert longest < LONGEST_MS


@ending
async def test_a_late_server_and_a_dead_one_leave_the_map_quick(seat: MapSeat, tiles: TileServing) -> None:
    tiles.hold()
    assert await _drawn_about(seat, tiles) < LONGEST_MS
    tiles.stop()
    tiles.release()
    assert await _drawn_about(seat, tiles, begin=False) < LONGEST_MS
    assert not seat.source._images
    # It is there again: the map fills by itself.
    tiles.start()
    seat.desk.basemaps.reached()
    seat.source.forget()
    await seat.settled()
    assert_right(seat, 14)


@ending
async def test_off_line_after_a_restart_the_map_has_what_it_had(seat: MapSeat, tiles: TileServing) -> None:
    seat.begin(basemap(tiles))
    await seat.settled()
    tiles.stop()
    await seat.restart()
    await seat.settled()
    assert_right(seat, 14)
    seat.look_at(LON + 2, LAT, 14)
    await until(lambda: bool(seat.source._none))
    (entry,) = seat.desk.basemaps.stack
    assert entry.health.fault is not None


@pytest.mark.parametrize("system", ["gcj02", "baidu"])
@pytest.mark.parametrize("zoom", [13, 16])
@ending
async def test_a_place_on_a_shifted_map_is_drawn_within_a_px_of_where_it_is(
    seat: MapSeat, tiles: TileServing, system: str, zoom: int
) -> None:
    """A cross is drawn into the tile at the px that the shifted map has for a place of WGS-84; on the canvas
    it must stand where that place is."""
    offset = Offset("gcj02" if system == "gcj02" else "bd09")

    def tile_place(lon: float, lat: float) -> tuple[float, float]:
        """Column and row, with fractions, where the shifted map has a place."""
        if system == "gcj02":
            return _at(zoom, *offset.from_true(lon, lat))
        side = 256 * 2.0 ** (18 - zoom)
        east, north = to_baidu(*offset.from_true(lon, lat))
        return east / side, -north / side

    # One well inside its tile, so that the cross has its arms.
    place = next(
        found
        for step in range(50)
        for found in [(LON + 0.0023 * step, LAT - 0.0011 * step)]
        if all(0.2 < part % 1 < 0.8 for part in tile_place(*found))
    )
    x, y = tile_place(*place)
    more = {"system": "gcj02"} if system == "gcj02" else {"system": "bd09", "lattice": "baidu"}
    source = basemap(tiles, **more)
    column, row = math.floor(x), math.floor(y)
    ink, paper = QColor(200, 0, 0), QColor(255, 255, 255)
    at = (x - column) * 256, (y - row) * 256

    def answer(asked: tuple[int, int, int]) -> Reply:
        _, asked_x, asked_y = asked
        mine = asked_x == column and (asked_y if system == "gcj02" else -1 - asked_y) == row
        return Reply(content=crossed(paper, at, ink) if mine else plain(paper))

    tiles.answer = answer
    seat.begin(source)
    scale = WORLD if system == "gcj02" else 256 * 2.0**18
    seat.look_at(*place, zoom + math.log2(WORLD / scale))
    await seat.settled()
    picture = seat.picture()
    true = seat.on_screen(*point_to_metres(*place))
    drawn = _cross(picture, true)
    assert math.dist(drawn, true) <= 1.0, (drawn, true)


@ending
async def test_a_stack_lies_in_its_order_and_lets_through_what_is_under_it(
    seat: MapSeat, tiles: TileServing, tmp_path: Path
) -> None:
    x, y = (math.floor(part) for part in _at(14, LON, LAT))
    held = [(14, x + dx, y + dy) for dx in range(-3, 4) for dy in range(-3, 4)]
    path = write_mbtiles(tmp_path / "over.mbtiles", held)
    white = plain(QColor(255, 255, 255))
    tiles.answer = lambda _place: Reply(content=white)
    seat.begin(basemap(tiles))
    key = await seat.desk.basemaps.add_file(path)
    basemaps = seat.desk.basemaps
    await until(lambda: len(seat.basemaps._sources) == 2)

    async def middle() -> QColor:
        await seat.settled()
        return seat.picture().pixelColor(WIDE // 2, HIGH // 2)

    own = colour_of(14, x, y)
    assert near(await middle(), own)
    basemaps.set_opacity(key, 0.5)
    half = QColor(*((255 + part) // 2 for part in own.getRgb()[:3]))
    assert near(await middle(), half)
    basemaps.set_opacity(key, 1.0)
    basemaps.move(key, -1)
    assert near(await middle(), QColor(255, 255, 255))
    basemaps.set_shown("a", False)
    assert near(await middle(), own)
    basemaps.remove(key)
    await until(lambda: not seat.basemaps._sources)
    assert path.exists()


@ending
async def test_another_profile_is_another_stack_and_a_new_key_keeps_what_was_fetched(
    seat: MapSeat, tiles: TileServing
) -> None:
    old = basemap(tiles, secret="old")
    seat.begin(old)
    await seat.settled()
    seat.desk.basemaps.set_opacity("a", 0.5)
    asked = len(tiles.asked)
    known = seat.desk.reference
    assert known is not None
    # The key is another, and there is one more; the seat's own word on the first holds.
    more = Basemap(key="b", names=Names("乙", "B"), url=tiles.url + "?more", shown=False)
    district = replace(known.district, basemaps=(replace(old, secret="new"), more))
    seat.desk._reference.reference = replace(known, district=district)
    seat.desk.reference_changed.emit()
    await seat.settled()
    stack = {entry.key: entry.choice for entry in seat.desk.basemaps.stack}
    assert list(stack) == ["a", "b"]
    assert (stack["a"].opacity, stack["a"].shown, stack["b"].shown) == (0.5, True, False)
    assert len(tiles.asked) == asked
    # A district without any has its own map.
    seat.desk._reference.reference = known = replace(known, district=replace(district, basemaps=()))
    seat.desk.reference_changed.emit()
    await until(lambda: not seat.basemaps._sources)
    assert seat.canvas._scene.furniture.note == ""
    assert not seat.canvas._scene.areas.over_pictures


# --- what the tests measure by -----------------------------------------------------------------------------
def _at(zoom: int, lon: float, lat: float) -> tuple[float, float]:
    """Column and row of Web Mercator, by its definition."""
    count = 2**zoom
    phi = math.radians(lat)
    return (lon + 180) / 360 * count, (1 - math.asinh(math.tan(phi)) / math.pi) / 2 * count


async def _drawn_about(seat: MapSeat, tiles: TileServing, *, begin: bool = True) -> float:
    """The map is drawn along and zoomed for a while; its longest event (ms of the thread's own time)."""
    if begin:
        seat.begin(basemap(tiles))
        await until(lambda: seat.painted() and bool(tiles.asked))
    found: list[tuple[float, str]] = []
    events = Events(
        qasync.QEventLoop.run_forever.__code__, lambda ms, what: found.append((ms, what)), seat.canvas
    )
    try:
        for step in range(24):
            key = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Plus, Qt.Key.Key_Minus)[step // 4 % 4]
            QTest.keyClick(seat.canvas, key)
            painted = len(found)
            await until(lambda seen=painted: len(found) > seen + 3)
        seat.look_at(LON, LAT, 14)
        await until(seat.painted)
    finally:
        events.finish()
    return max(found)[0]


def _cross(picture: QImage, about: tuple[float, float]) -> tuple[float, float]:
    """Where the lines of ink cross, in px: the middle of the ink across each arm, some px from the place."""

    def redness(x: int, y: int) -> float:
        colour = picture.pixelColor(x, y)
        return max(0.0, 255.0 - (colour.green() + colour.blue()) / 2)

    def middle(weights: list[tuple[float, float]]) -> float:
        total = sum(weight for _, weight in weights)
        assert total > 60, "no line is there"
        return sum(place * weight for place, weight in weights) / total

    x0, y0 = round(about[0]), round(about[1])
    rows = [y0 - 6, y0 + 6]
    columns = [x0 - 6, x0 + 6]
    across = [middle([(x + 0.5, redness(x, row)) for x in range(x0 - 5, x0 + 6)]) for row in rows]
    down = [middle([(y + 0.5, redness(column, y)) for y in range(y0 - 5, y0 + 6)]) for column in columns]
    # The line is one px of the tile, in which the place lies somewhere: half of it either way.
    return QPointF(sum(across) / 2, sum(down) / 2).toTuple()
