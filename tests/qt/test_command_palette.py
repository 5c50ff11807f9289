"""The palette at a real seat: everything is found, and done from there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_command_bulk import filed, select
from tests.qt.test_views_way import state
from views.command.palette_part import PalettePart

Key = Qt.Key


def found(room: Room, text: str) -> list[str]:
    """What the palette finds for a text, opened by its key."""
    part = room.seat.findChild(PalettePart, "palette.part")
    assert isinstance(part, PalettePart)
    part.palette.end()
    room.key(Key.Key_K, CONTROL)
    if text:
        room.type(text)
    return [m.candidate.text for m in part.palette.matches()]


async def test_everything_is_found(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        one, two = filed(person("seat02"), "面板里找得到的事", "面板里的另一件")
        room = await open_room("seat01")
        await select(room, "dispatch", [one])
        await until(lambda: bool(room.queue_screen.ticket.steps()))
        number = room.number(two)
        offered = found(room, "")
        assert any(text.startswith("Dispatch") for text in offered)
        assert "Undo the last act" in offered
        assert "Closing" in found(room, "clos")
        assert any("找得到" in text for text in found(room, "找得到"))
        assert any("找得到" in text for text in found(room, "zdd"))
        assert any("另一件" in text for text in found(room, number))
        for typed in ("dongmen", "dmzf"):
            assert "Dongmen enforcement team" in found(room, typed), typed
        assert "Street vending on pavements" in found(room, "vending")
        # What is chosen is done, and stands first the next time.
        assert found(room, "clos")[0] == "Closing"
        room.key(Key.Key_Return)
        assert room.seat.current().key == "closing"
        assert found(room, "")[0] == "Closing"
        room.key(Key.Key_Escape)


async def test_a_unit_narrows_the_list_and_a_step_acts(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "面板派遣一", "面板派遣二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        assert found(room, "Housing")[0] == "Housing and Construction Bureau"
        room.key(Key.Key_Return)
        queue = room.queue_screen.queue
        assert queue.narrowed_by().units
        assert not set(ids) & set(queue.shown_ids(1000))
        queue.clear_filter()
        await select(room, "dispatch", ids)
        assert found(room, "Urge")[0] == "Urge"
        room.key(Key.Key_Return)
        assert room.see("bulk.title").text() == "Urge · 2 tickets"
        room.key(Key.Key_Return)
        await until(lambda: room.see("bulk.told").text() == "2 done")
        assert {state(room, i) for i in ids} == {"filed"}
        assert QApplication.focusWidget() is room.see("bulk.list")
