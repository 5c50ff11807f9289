"""The wall says what the replica holds; its map follows the set of tickets until a hand has it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from contract.lifecycle import OPEN_STATES
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.conftest import Plug
from tests.qt.looks import faults
from tests.qt.seat_room import Room, Rooms
from tests.qt.windows_beside import ONE, TWO, beside, stands
from views.wall.figures import figures
from views.wall.screen import WallScreen
from widgets.light import Light

Key = Qt.Key
GRID = "990001001001-01"
FAR = "990001001002-01"


async def opened(room: Room) -> WallScreen:
    """The wall of a room, open and worked in."""
    room.key(Key.Key_F11)
    await until(lambda: "wall" in beside(room) and beside(room)["wall"].isVisible())
    wall = beside(room)["wall"].shown_screen
    assert isinstance(wall, WallScreen)
    await until(beside(room)["wall"].isActiveWindow)
    return wall


async def test_the_wall_counts_what_the_replica_holds(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = [clerk.report(f"大屏上的一件 {n}", area=GRID) for n in range(4)]
        room = await open_room("seat01")
        await until(lambda: all(room.desk.store.get(i) is not None for i in ids))
        wall = await opened(room)
        assert stands(beside(room)["wall"], 0, "full")
        store = room.desk.store

        def open_now() -> int:
            return sum(store.state.at(int(slot)) in OPEN_STATES for slot in np.flatnonzero(store.alive))

        found = figures(store, room.desk.clock.now(), 5)
        assert found.open == open_now() == sum(found.lights.values()) == sum(n for _, n in found.states)
        assert {state for state, _ in found.states} <= set(OPEN_STATES)
        said = wall.lights.accessibleName()
        assert f"past its limit {found.lights[Light.RED]}" in said
        # A change is on the wall within a moment, without being asked for.
        before = dict(found.states)["reported"]
        clerk.act(ids[0], 1, action="accept")
        await until(
            lambda: f"{room.desk.state_name('reported')} {before - 1}" in wall.states.accessibleName()
        )
        rows = wall.soon.accessibleDescription()
        assert rows or wall.past.accessibleDescription()
        assert faults(beside(room)["wall"]) == []
        room.key(Key.Key_Escape)
        await until(lambda: "wall" not in beside(room))
        await until(room.window.isActiveWindow)


async def test_the_map_fits_the_set_and_lets_a_hand_hold_it(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        first = clerk.report("地图上的一件", area=GRID, lon=117.30, lat=31.80)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(first) is not None)
        wall = await opened(room)
        await until(wall.map.canvas.isVisible)
        wall.enter()
        await until(wall.map.canvas.hasFocus)
        seen = wall.map.canvas.centre(), wall.map.canvas.metres_across()
        clerk.act(first, 1, action="urge", note="请尽快")
        await until(lambda: (held := room.desk.store.get(first)) is not None and held.urges == 1)
        wall.refresh()
        assert (wall.map.canvas.centre(), wall.map.canvas.metres_across()) == seen
        second = clerk.report("远处的一件", area=GRID, lon=117.45, lat=31.95)
        await until(lambda: room.desk.store.get(second) is not None)
        await until(lambda: wall.map.canvas.metres_across() > seen[1])
        room.key(Key.Key_Plus)
        await until(lambda: wall.map.locked)
        hint = wall.findChild(QWidget, "wall.hint")
        assert hint is not None
        assert hint.isVisible()
        held = wall.map.canvas.centre(), wall.map.canvas.metres_across()
        third = clerk.report("再远的一件", area=GRID, lon=117.60, lat=32.10)
        await until(lambda: room.desk.store.get(third) is not None)
        wall.refresh()
        assert (wall.map.canvas.centre(), wall.map.canvas.metres_across()) == held
        room.key(Key.Key_Home)
        await until(lambda: not wall.map.locked)
        assert not hint.isVisible()
        whole = wall.map.canvas.metres_across()
        assert whole > held[1]
        # What goes leaves the set as what comes enters it.
        clerk.act(third, 1, action="refuse", reason="不属本区")
        await until(lambda: wall.map.canvas.metres_across() < whole)


async def test_the_wall_stands_beside_the_work(rooms: Rooms, plug: Plug) -> None:
    await plug(TWO)
    async with rooms as open_room:
        room = await open_room("duty01")
        room.key(Key.Key_F11)
        await until(lambda: "wall" in beside(room) and stands(beside(room)["wall"], 1, "full"))
        await until(room.window.isActiveWindow)
        assert room.seat.current().key == room.seat.screens()[0]
        await plug(ONE)
        await until(lambda: not beside(room))
        assert len(QGuiApplication.screens()) == 1
