"""What the next ticket is taken over: the form of a call may lie before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import Rooms
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
