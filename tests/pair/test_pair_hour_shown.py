"""The conflicts of an hour off line, on the window that a person sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_hour import MOVING, SINGLES, Hour, rows_of
from tests.qt.seat_room import Rooms
from views.outbox.screen import OutboxScreen
from widgets import theme


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_the_twenty_conflicts_of_the_hour_are_shown_side_by_side(
    qapp: QApplication, open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], tmp_path: Path
) -> None:
    """On the window that a person sees, each walked to by a key."""
    qapp.setQuitOnLastWindowClosed(False)
    theme.current().apply(qapp)
    hour = Hour(person("seat02"))
    before, after = hour.halves()
    seat = await open_desk("seat01")
    await until(lambda: seat.store.count() == SINGLES + 1, 30)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    for ticket_id, act in (*before, *after):
        seat.submit(ticket_id, act)
    await seat.close()
    hour.move()
    wire.mend()
    async with Rooms(tmp_path, wire.url) as open_room:
        room = await open_room("seat01")
        await until(lambda: hour.is_through(rows_of(room.desk)), 120)
        await until(lambda: "Conflicts 20" in room.see("status.conflicts").accessibleName())
        await room.go("outbox")
        screen = room.seat.current()
        assert isinstance(screen, OutboxScreen)
        shown: set[str] = set()
        for _ in range(MOVING):
            entry = screen.current()
            assert entry is not None
            assert entry.row is not None
            shown.add(entry.row.ticket_id)
            said = room.see("outbox.says").text()
            assert said.startswith("坐席02 was first: Refuse")
            line = screen._decision._comparison._lines[0]
            assert (line.field, line.before, line.yours, line.now) == (
                "State",
                "reported",
                "accepted",
                "refused",
            )
            assert line.changed
            assert "reported" in room.words()
            assert "refused" in room.words()
            room.key(Qt.Key.Key_J)
        assert shown == set(hour.moved)
        assert hour.five not in shown
