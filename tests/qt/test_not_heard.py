"""What the centre has not said yet is not said to be nothing: its lists on a seat that begins off line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from console.selftest import turns
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.eye import Look, seated
from tests.qt.seat_room import Rooms
from widgets.chips import ChipBar
from widgets.table import TableView

LOOK: Look = {"lang": "en", "mode": "dark", "size": (1366, 768), "density": "normal", "scale": 1.0}
LISTS = {
    "campaigns": "campaigns.list.table",
    "seats": "seats.table",
    "duty": "duty.table",
    "admission": "admission.table",
}


@pytest.mark.usefixtures("plain_theme")
async def test_an_empty_list_says_that_nothing_was_heard(qapp: QApplication, tmp_path: Path) -> None:
    async with seated(tmp_path, LOOK, "duty") as window:
        seat = window.seat
        assert seat is not None
        for screen, name in [*LISTS.items(), ("duty", "duty.roster")]:
            seat.go(screen)
            await turns(8)
            table = seat.current().findChild(TableView, name)
            assert isinstance(table, TableView), name
            title, why = table._empty
            assert title == "Not heard from the centre yet", name
            assert "does not answer" in why, name
            assert seat.current().count() is None, name
            chips = seat.current().findChildren(ChipBar)
            shown = [chip.text() for bar in chips for chip in bar.findChildren(QPushButton)]
            assert not [text for text in shown if text[-1:].isdecimal()], name


async def test_once_it_was_heard_it_is_said(rooms: Rooms, person: Callable[[str], Person]) -> None:
    del person
    async with rooms as open_room:
        room = await open_room("duty01", profile="duty")
        for screen, name in LISTS.items():
            room.seat.go(screen)
            table = room.see(name)

            def said(table: TableView = table) -> bool:
                title, _ = table._empty
                return bool(table.rows.count() or (title and not title.startswith("Not heard")))

            await until(said)
            assert room.seat.current().count() is not None
