"""Who is near, beside the map: people on duty and units, worked by keys, on to the form that sends there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_duty_screen import GRID, TEAM, hold
from views.map.near import NearPanel
from views.map.near_list import NearRow
from views.map.posts import posts_of
from views.map.screen import MapScreen

Key = Qt.Key
WORKER = f"g-{GRID}"
FRESH_S = 30
"""What moves about is asked for again after some seconds, not at each check-in."""


async def on_map(room: Room) -> tuple[MapScreen, NearPanel]:
    """The map in front with the panel beside it."""
    await room.go("map")
    screen = room.seat.current()
    assert isinstance(screen, MapScreen)
    room.key(Key.Key_F3)
    await until(lambda: room.find("near.panel") is not None)
    panel = room.see("near.panel")
    assert isinstance(panel, NearPanel)
    return screen, panel


def rows(panel: NearPanel) -> dict[str, NearRow]:
    """What the list says, by who."""
    model = panel.list.model()
    found = [panel.list.row(n) for n in range(model.rowCount())]
    return {row.who: row for row in found if row.key}


def worker_row(panel: NearPanel) -> NearRow:
    """The line of the grid worker; empty while there is none."""
    return next((row for who, row in rows(panel).items() if who.startswith("王芳")), NearRow("", ""))


def posts(screen: MapScreen) -> list[str]:
    """Who stands on the canvas."""
    return [post.label for post in posts_of(screen.house).shown()]


# Who is on duty there is its own: on a shared backend other tests set this grid's roster.
@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_who_is_near_a_place_is_told_with_how_that_is_known(
    rooms: Rooms, backend: BackendProcess
) -> None:
    duty = Person(backend.url, "duty01")
    hold(duty, "王芳", login=WORKER)
    hold(duty, "周宁", place=TEAM, post="officer")
    async with rooms as open_room:
        room = await open_room("duty01")
        screen, panel = await on_map(room)
        assert room.see("near.title").text() == "Who is near"
        area = screen.context.reference.area(GRID)
        assert area is not None
        screen.house.pin(area.lon, area.lat)
        await until(lambda: bool(worker_row(panel).key))
        assert "no check-in" in worker_row(panel).under
        spot = {"action_id": "near-1", "lon": area.lon + 0.001, "lat": area.lat}
        Person(backend.url, WORKER).post("/api/duty/check-ins", spot)
        await until(lambda: "checked in" in worker_row(panel).under, FRESH_S)
        assert worker_row(panel).right in ("90 m", "100 m")
        await until(lambda: "王芳" in posts(screen), FRESH_S)
        assert any("周宁" in row.under for row in rows(panel).values())
        assert await at_rest(room.window, panel) == []
        screen.house.unpin()
        await until(lambda: room.see("near.title").text() == "Who is near")
        await until(lambda: "王芳" not in posts(screen), FRESH_S)


async def test_a_unit_chosen_there_stands_in_the_form_that_dispatches(
    rooms: Rooms, backend: BackendProcess
) -> None:
    ticket = Person(backend.url, "seat01").report("夜间施工噪音", area=GRID)
    async with rooms as open_room:
        room = await open_room("seat01")
        screen, panel = await on_map(room)
        await until(lambda: room.desk.store.get(ticket) is not None)
        screen.show_ticket(ticket)
        await until(lambda: any(row.key == f"u {TEAM}" for row in rows(panel).values()))
        panel.begin()
        panel.list.stand_on(f"u {TEAM}")
        told: list[str] = []
        screen.context.tell = told.append
        # It is not filed yet: nothing is begun that cannot be sent.
        room.key(Key.Key_D)
        await until(lambda: bool(told))
        assert room.desk.drafts.load(f"assign:{ticket}") == {}
        seat = Person(backend.url, "seat01")
        seat.act(ticket, 1, action="accept")
        seat.act(ticket, 2, action="file", item="1-1-03", area=GRID)
        await until(lambda: room.held(ticket).state == "filed")
        panel.begin()
        room.key(Key.Key_D)
        await until(lambda: screen.ticket.open_step() == "assign")
        assert room.desk.drafts.load(f"assign:{ticket}")["unit"] == TEAM
        panel.begin()
        panel.list.stand_on(f"u {TEAM}")
        room.key(Key.Key_G)
        unit = next(row for row in rows(panel).values() if row.key == f"u {TEAM}")
        assert unit.said().startswith(unit.who)
