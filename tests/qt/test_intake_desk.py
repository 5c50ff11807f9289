"""The intake desk: the next ticket comes before the form of a call, which says what it could not find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import Rooms
from tests.qt.wired import wired
from views.intake.screen import IntakeScreen

GRID = "990001001001-01"


async def test_the_next_ticket_comes_before_the_form_of_a_call(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket_id = person("seat02").report("待受理一件", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        await room.go("intake")
        screen = room.seat.current()
        assert isinstance(screen, IntakeScreen)
        room.key(Qt.Key.Key_T)
        await until(screen.call.isVisible)
        assert not screen.ticket.isVisible()
        screen.queue.table.setFocus()
        room.key(Qt.Key.Key_N)
        await until(screen.ticket.isVisible)
        taken = screen.ticket.ticket
        assert taken is not None
        assert taken.id == screen.queue.current_id()


async def test_a_place_that_is_not_found_is_said_under_its_field(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        room = await open_room("seat01")
        await room.go("intake")
        screen = room.seat.current()
        assert isinstance(screen, IntakeScreen)
        room.key(Qt.Key.Key_T)
        fields = screen.call._fields
        await until(fields.area.isVisible)
        assert room.desk.reference is not None
        grid = room.desk.reference.area(GRID)
        assert grid is not None
        fields.area.locate(grid.lon + 20, grid.lat)
        await until(lambda: "no area of the district" in fields.form.error("area"))
        fields.area.locate(grid.lon, grid.lat)
        await until(lambda: fields.area.spot() is not None)
        assert fields.form.error("area") == ""
        wire.cut()
        await until(lambda: room.desk.connection.link == "offline")
        fields.area.locate(grid.lon, grid.lat)
        await until(lambda: fields.form.error("area") != "")
        # Whoever types a grid instead is no longer told of the point.
        fields.area.line.setFocus()
        fields.area.line.selectAll()
        room.type("990001")
        assert fields.form.error("area") == ""
