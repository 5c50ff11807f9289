"""Whoever leaves leaves nothing behind that still wants something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import Rooms
from tests.qt.windows_beside import beside, spaces
from views.workspaces.second_window import SecondWindow


async def test_a_window_that_closes_stops_every_timer_of_its_seat_at_once(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket_id = person("seat03").report("井盖移位", area="990001001001-01")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.seat.open_ticket(ticket_id)
        timers = room.seat.findChildren(QTimer)
        assert any(timer.isActive() for timer in timers)
        room.window.close()
        assert not [timer for timer in timers if timer.isActive()]
        # What is done to an alarm from here on is nobody's.
        await room.desk.close()
        room.desk.alarms.taken(ticket_id)
        room.desk.alarms.tick()
        room.window.deleteLater()


async def test_a_seat_left_before_its_windows_were_laid_out_opens_none_and_loses_none(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        spaces(room).toggle_window("dispatch")
        await until(lambda: list(beside(room)) == ["dispatch"])
        # Made anew twice before the loop comes round: the first of them has not laid anything out.
        for language in ("zh_CN", "en"):
            room.window.set_language(language)
        await until(lambda: list(beside(room)) == ["dispatch"])
        await until(lambda: not room.seat.busy_making())
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, SecondWindow) and w.isVisible()]
        assert windows == [beside(room)["dispatch"]]


async def test_a_seat_left_while_its_windows_are_laid_out_loses_none(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        for key in ("dispatch", "closing"):
            spaces(room).toggle_window(key)
        await until(lambda: set(beside(room)) == {"dispatch", "closing"})
        await until(lambda: not spaces(room)._settled.isActive())
        room.window.set_language("zh_CN")
        began = asyncio.Event()
        spaces(room)._beginning.timeout.connect(began.set)
        # Its screens are being made, an event each, and nothing is laid out yet.
        await began.wait()
        assert not spaces(room)._laid
        room.window.set_language("en")
        await until(lambda: set(beside(room)) == {"dispatch", "closing"})
