"""The map's screen: one filter and one selection with the queue beside it, drawn areas, places, and nothing
that jumps while others work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import CONTROL, NOTHING, Room, Rooms
from views.filtering.query import Filter
from views.map.screen import MapScreen
from widgets.map import MapCanvas, Tool
from widgets.map.projection import to_metres

GRID, OTHER = "990001001001-01", "990001002002-01"
HERE, THERE, ASIDE = (117.205, 31.712), (117.255, 31.755), (117.235, 31.725)
Key = Qt.Key


def screen_of(room: Room) -> MapScreen:
    found = room.seat.current()
    assert isinstance(found, MapScreen)
    return found


def spot(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    """Where a place lies on the canvas, px."""
    west, south, east, north = canvas.bounds()
    (left, low), (right, high), (x, y) = to_metres(
        np.array([[west, south], [east, north], [lon, lat]])
    ).tolist()
    across, down = (x - left) / (right - left), (high - y) / (high - low)
    return QPoint(round(across * canvas.width()), round(down * canvas.height()))


def click(canvas: MapCanvas, lon: float, lat: float) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NOTHING, spot(canvas, lon, lat))


def drag(canvas: MapCanvas, one: tuple[float, float], other: tuple[float, float]) -> None:
    """Draws from one place to another by hand."""
    begin, end = spot(canvas, *one), spot(canvas, *other)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NOTHING, begin)
    for step in range(1, 5):
        way = QPoint((end.x() - begin.x()) * step // 4, (end.y() - begin.y()) * step // 4)
        QTest.mouseMove(canvas, begin + way)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NOTHING, end)


def placed(clerk: Person, title: str, place: tuple[float, float], area: str = GRID) -> str:
    return clerk.report(title, area=area, lon=place[0], lat=place[1])


async def opened(open_room: Callable[..., object], login: str, tickets: list[str]) -> Room:
    """Somebody looks at the map, whose marks are not counted together."""
    room = await open_room(login)  # type: ignore[misc]
    assert isinstance(room, Room)
    await until(lambda: all(room.desk.store.slot(i) >= 0 for i in tickets))
    await room.go("map")
    panel = screen_of(room).panel
    await until(panel.canvas.isVisible)
    await until(lambda: {"grid", "street"} <= panel.ground.loaded)
    panel.show_shown(panel.shown.with_layer("clusters", False))
    screen_of(room).workspace.fill()
    return room


def on_map(room: Room) -> set[str]:
    store = room.desk.store
    return {store.ids[key] for key in screen_of(room).panel.canvas.marks.key.tolist()}


def in_list(room: Room) -> set[str]:
    queue = screen_of(room).queue
    return set(queue.shown_ids(queue.count()))


def narrow(room: Room, words: str) -> None:
    """This test's own tickets alone, of all that the backend of many tests has."""
    screen_of(room).queue.narrow(Filter(words=words))


async def test_what_is_picked_on_one_shows_on_the_other(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        one, two = placed(clerk, "地图选一 甲", HERE), placed(clerk, "地图选一 乙", THERE, OTHER)
        room = await opened(open_room, "seat01", [one, two])
        screen = screen_of(room)
        canvas, queue = screen.panel.canvas, screen.queue
        narrow(room, "地图选一")
        await until(lambda: on_map(room) == {one, two})
        click(canvas, *HERE)
        assert queue.current_id() == one
        await room.shows(room.number(one))
        click(canvas, *THERE)
        await room.shows(room.number(two))
        slot = room.desk.store.slot
        assert screen.panel.ringed() == [slot(two)]
        # From the list, by keys; the map's ring goes along, and its view stays as both are in it.
        seen = canvas.bounds()
        room.key(Key.Key_F4)
        await until(lambda: queue.ground.hasFocus())
        queue.select(one)
        assert screen.panel.ringed() == [slot(one)]
        await room.shows(room.number(one))
        assert canvas.bounds() == seen
        # Both selected in the list have both their rings, and the map's menu offers what both take.
        queue.select_many([one, two])
        assert sorted(screen.panel.ringed()) == sorted(map(slot, (one, two)))
        # Enter on the mark opens its ticket on a page of its own.
        room.key(Key.Key_F4)
        await until(canvas.hasFocus)
        click(canvas, *THERE)
        room.key(Key.Key_Return)
        await until(lambda: room.seat.current().key == "tickets")


async def test_the_filter_holds_for_both(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        one, two = placed(clerk, "地图筛一 甲", HERE), placed(clerk, "地图筛一 乙", THERE, OTHER)
        nowhere = clerk.report("地图筛一 丙")
        room = await opened(open_room, "seat01", [one, two, nowhere])
        screen = screen_of(room)
        narrow(room, "地图筛一")
        await until(lambda: on_map(room) == {one, two})
        assert in_list(room) == {one, two, nowhere}
        assert "not located" in room.see("map.count").text()
        assert room.see("map.count").text().startswith("3 ")
        # By a place: its grid narrows both.
        click(screen.panel.canvas, *ASIDE)
        await until(lambda: room.find("map.place") is not None)
        click(screen.panel.canvas, 117.205, 31.735)
        room.click("map.place.narrow")
        assert on_map(room) == {one}
        assert in_list(room) == {one}
        assert screen.queue.narrowed_by().areas == ("990001/990001001/990001001001/990001001001-01",)
        # What the list clears is on the map again.
        screen.queue.clear_filter()
        assert {one, two} <= on_map(room)
        # From the map to all tickets as a list, and back, with the filter and the ticket.
        narrow(room, "地图筛一")
        screen.queue.select(two)
        room.key(Key.Key_M, CONTROL)
        await until(lambda: room.seat.current().key == "tickets")
        assert room.queue_screen.queue.narrowed_by().words == "地图筛一"
        assert room.queue_screen.queue.current_id() == two
        room.key(Key.Key_M, CONTROL)
        assert screen_of(room).queue.current_id() == two


async def test_a_drawn_area_filters_and_is_acted_on(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        near = [placed(clerk, f"地图圈一 {n}", (HERE[0] + n / 500, HERE[1])) for n in range(3)]
        far = placed(clerk, "地图圈一 远", THERE, OTHER)
        room = await opened(open_room, "seat01", [*near, far])
        screen = screen_of(room)
        canvas, queue = screen.panel.canvas, screen.queue
        narrow(room, "地图圈一")
        await until(lambda: on_map(room) == {*near, far})
        room.key(Key.Key_B, CONTROL)
        assert canvas.tool == Tool.BOX
        room.key(Key.Key_Escape)
        assert room.see("map.canvas").tool == Tool.PAN
        room.key(Key.Key_B, CONTROL)
        drag(canvas, (117.201, 31.705), (117.215, 31.72))
        assert "3 tickets inside" in room.see("map.drawn.said").text()
        # They are picked: the list shows them alone, the map all that it showed.
        assert in_list(room) == set(near)
        assert set(queue.selected_ids()) == set(near)
        assert on_map(room) == {*near, far}
        # All of them are accepted at once, from the menu of what was drawn.
        room.click("map.drawn.act")
        menu = next(m for m in screen.findChildren(QMenu) if m.objectName() == "map.menu")
        accept = menu.findChild(QAction, "map.menu.accept")
        assert accept is not None
        accept.trigger()
        menu.close()
        await until(lambda: room.find("bulk.do") is not None)
        room.click("bulk.do")
        await until(lambda: all(room.held(one).state == "accepted" for one in near))
        assert room.held(far).state == "reported"
        room.key(Key.Key_Escape)
        await until(lambda: room.find("bulk.card") is None)
        room.click("map.drawn.filter")
        assert on_map(room) == set(near)
        assert in_list(room) == set(near)
        assert len(queue.narrowed_by().within) == 4
        assert room.find("map.drawn") is None
        # One that comes into it stands there, one outside does not; the filter is a query like another.
        late = placed(clerk, "地图圈一 又一", (117.21, 31.71))
        out = placed(clerk, "地图圈一 外", THERE, OTHER)
        await until(lambda: room.desk.store.slot(out) >= 0)
        await until(lambda: on_map(room) == {*near, late})
        assert Filter.of(queue.narrowed_by().query()) == queue.narrowed_by()
        # Dropped by its token, all is there again; an area that was drawn and dropped leaves nothing.
        queue.narrow(queue.narrowed_by().without("within"))
        await until(lambda: on_map(room) == {*near, late, far, out})
        screen.panel.take_tool(Tool.BOX)
        drag(canvas, (117.201, 31.705), (117.215, 31.72))
        room.key(Key.Key_Escape)
        assert queue.narrowed_by().picked == ()
        assert room.find("map.drawn") is None


async def test_others_work_moves_marks_and_nothing_else(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        one, two = placed(clerk, "地图动一 甲", HERE), placed(clerk, "地图动一 乙", THERE, OTHER)
        room = await opened(open_room, "seat01", [one, two])
        screen = screen_of(room)
        canvas = screen.panel.canvas
        narrow(room, "地图动一")
        await until(lambda: on_map(room) == {one, two})
        click(canvas, *HERE)
        await room.shows(room.number(one))
        room.key(Key.Key_F4)
        room.key(Key.Key_F4)
        await until(canvas.hasFocus)
        room.key(Key.Key_Plus)
        seen = canvas.bounds()
        new = placed(clerk, "地图动一 丙", ASIDE)
        await until(lambda: on_map(room) == {one, two, new})
        # It has a ring that fades; what was chosen and looked at is chosen and looked at still.
        assert screen.panel.arrivals.count() == 1
        clerk.act(two, 1, action="refuse", reason="已答复")
        await until(lambda: on_map(room) == {one, new})
        clerk.act(one, 1, action="accept")
        await until(lambda: room.held(one).state == "accepted")
        assert canvas.bounds() == seen
        assert screen.queue.current_id() == one
        assert screen.panel.ringed() == [room.desk.store.slot(one)]
        assert screen.panel.follower.slots().tolist() == sorted(screen.queue.slots_shown().tolist())
        # Counts are the queue's own.
        await until(lambda: room.see("map.count").text().startswith(f"{screen.queue.count()} "))


async def test_a_place_is_gone_to_by_words_and_a_report_is_filed_there(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await opened(open_room, "seat01", [])
        panel = screen_of(room).panel
        room.key(Key.Key_L, CONTROL)
        room.type("西河 02-01")
        await until(panel.locate.is_open)
        room.key(Key.Key_Return)
        await until(lambda: room.find("map.place") is not None)
        west, south, east, north = panel.canvas.bounds()
        assert west < 117.25 < east
        assert south < 31.76 < north
        place = panel.house.place()
        assert place is not None
        room.click("map.place.report")
        await until(lambda: room.seat.current().key == "intake")
        await until(lambda: room.find("call.area") is not None)
        await until(lambda: room.see("call.area").spot() is not None)
        assert room.see("call.area").spot().code == OTHER
        # Words that lead nowhere say so, and put nothing anywhere.
        await room.go("map")
        room.key(Key.Key_Escape)
        room.key(Key.Key_L, CONTROL)
        room.type("没有这个地方")
        await until(lambda: bool(panel.said()))
        assert room.find("map.place") is None


async def test_measures_count_what_is_shown_and_ask_what_happened(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        tickets = [placed(clerk, f"地图量一 {n}", HERE) for n in range(2)]
        tickets.append(placed(clerk, "地图量一 远", THERE, OTHER))
        room = await opened(open_room, "duty01", tickets)
        panel = screen_of(room).panel
        narrow(room, "地图量一")
        panel.measure_by("open", "street")
        assert panel.measuring.value("990001001") == "2"
        assert panel.measuring.value("990001002") == "1"
        panel.measure_by("open", "grid")
        assert panel.measuring.value(GRID) == "2"
        clerk.act(tickets[0], 1, action="refuse", reason="已答复")
        await until(lambda: panel.measuring.value(GRID) == "1")
        # The small district's profile names no households: that is said, and nothing is filled.
        panel.measure_by("households", "street")
        await until(lambda: "no households" in panel.measuring.legend.lacking)
        assert panel.measuring.value("990001001") == ""


async def test_a_sub_centre_sees_its_own_and_its_layers_are_kept(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        one, two = placed(clerk, "地图域一 甲", HERE), placed(clerk, "地图域一 乙", THERE, OTHER)
        room = await opened(open_room, "s-T-S1", [one])
        panel = screen_of(room).panel
        narrow(room, "地图域一")
        await until(lambda: on_map(room) == {one})
        assert room.desk.store.slot(two) < 0
        # The view is its street's, not the district's.
        assert panel.canvas.centre()[0] == pytest.approx(117.22, abs=0.002)
        panel.measure_by("open", "street")
        assert panel.measuring.value("990001002") == ""
        room.key(Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        room.see("map.layer.heat").click()
        assert "heat" in panel.shown.layers
        room.key(Key.Key_Escape)
        assert room.find("map.layer.panel") is None
        await room.leave()
        again = await opened(open_room, "s-T-S1", [one])
        assert "heat" in screen_of(again).panel.shown.layers
        assert screen_of(again).panel.shown.measure == "open"


async def test_nobody_loads_the_map_who_does_not_look(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        assert "map" in room.seat.screens()
        assert "map" not in room.seat.made()
        assert not room.window.findChildren(MapScreen)


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_the_map_shows_what_it_has(
    rooms: Rooms, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        one = placed(person("seat02"), "地图断一 甲", HERE)
        room = await opened(open_room, "seat01", [one])
        screen = screen_of(room)
        await until(lambda: on_map(room) == {one})
        backend.stop()
        await until(lambda: room.desk.connection.link != "live")
        click(screen.panel.canvas, *ASIDE)
        await until(lambda: room.find("map.place") is not None)
        # What the map itself knows of the place is said; who is on duty is not made up.
        assert "Liushu" in room.see("map.place.title").text()
        screen.panel.over.place.close_card()
        click(screen.panel.canvas, *HERE)
        await room.shows(room.number(one))
        assert on_map(room) == {one}
        room.key(Key.Key_L, CONTROL)
        room.type("西河 02-01")
        await until(screen.panel.locate.is_open)
        room.key(Key.Key_Return)
        await until(lambda: room.find("map.place") is not None)
