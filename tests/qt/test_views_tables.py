"""A window of this version on a backend of the next: what is not known here is shown by the name served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms

GRID = "990001001001-01"
Key = Qt.Key


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """One state and one action more (`tests.pair.newer_tables`)."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    process.module = "tests.pair.newer_backend"
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


def bar(room: Room) -> set[str]:
    """The steps offered on the ticket shown."""
    screen = room.seat.current()
    return {step.id for step in screen.ticket.steps()}


async def test_a_ticket_goes_through_a_state_that_is_not_known_here(
    rooms: Rooms, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        clerk = Person(backend.url, "seat02")
        ticket = clerk.report("路面塌陷", area=GRID)
        clerk.act(ticket, 1, action="accept")
        clerk.act(ticket, 2, action="file", item="1-1-01", area=GRID)
        await until(lambda: room.desk.store.get(ticket) is not None)
        await room.go("tickets")
        await until(lambda: room.seat.current().show_ticket(ticket))
        await until(lambda: "dispatch" in bar(room))
        assert "inspect" not in bar(room)
        clerk.act(ticket, 3, action="inspect", note="先看现场")
        # It stays in the list of what is open, under the name served, with what both know to do about it.
        await until(lambda: "being inspected" in room.see("ticket.under").text())
        table = room.see("tickets.table")
        await until(lambda: table.model().rowCount() == 1)
        await until(lambda: "dispatch" not in bar(room))
        assert {"note", "claim"} <= bar(room)
        assert await at_rest(room.window) == []

        def told() -> str:
            return " ".join(f"{e.who} {e.what} {e.detail}" for e in room.see("ticket.timeline").entries())

        await until(lambda: "Inspect" in told() and "先看现场" in told())
        clerk.act(ticket, 4, action="dispatch", unit="T-S1-ZF")
        await until(lambda: "dispatched" in room.see("ticket.under").text())
        await until(lambda: {"urge"} <= bar(room))
        await until(lambda: table.model().rowCount() == 1)
