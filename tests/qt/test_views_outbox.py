"""What waits and what somebody was first with: shown side by side, decided by the person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from contract import action as act
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import Room, Rooms

GRID = "990001001001-01"


def filed(clerk: Person, title: str) -> str:
    """A filed ticket's id."""
    ticket_id = clerk.report(title, area=GRID)
    clerk.act(ticket_id, 1, action="accept")
    clerk.act(ticket_id, 2, action="file", item="1-1-01", area=GRID)
    return ticket_id


def button(room: Room, prefix: str) -> str:
    """The object name of the first button that begins so."""
    row = next(r for r in room.desk.outbox if r.state in ("conflict", "parked", "queued"))
    return f"{prefix}.{row.n}"


@pytest.mark.parametrize("decision", ["reapply", "drop"])
async def test_a_conflict_is_laid_out_and_decided(
    rooms: Rooms, person: Callable[[str], Person], decision: str
) -> None:
    async with rooms as open_room:
        other = person("seat03")
        ticket_id = filed(other, "两席同时派遣")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        # Nothing is awaited between the two: the seat has not heard of the other when it acts.
        other.act(ticket_id, 3, action="dispatch", unit="T-D-CG")
        room.desk.submit(ticket_id, act.Dispatch(unit="T-S1-ZF"))
        await until(lambda: any(r.state == "conflict" for r in room.desk.outbox))
        assert "Decide" in room.see("toast.action").text()
        assert "Conflicts 1" in room.see("status.conflicts").accessibleName()
        room.click("toast.action")
        await until(lambda: room.find(button(room, "outbox.reapply")) is not None)
        said = " ".join(room.words())
        assert "Dongmen enforcement team" in said
        assert "Urban Management Bureau" in said
        room.click(button(room, f"outbox.{decision}"))
        if decision == "drop":
            await until(lambda: room.desk.outbox == ())
        else:
            # The table has no dispatch from dispatched: it stays, and the person is told why.
            await until(lambda: "dispatched" in room.see("toast").accessibleName())
            assert [r.state for r in room.desk.outbox] == ["conflict"]
            room.click(button(room, "outbox.drop"))
            await until(lambda: room.desk.outbox == ())
        assert other.ticket(ticket_id)["unit"] == "T-D-CG"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_the_desk_goes_on_and_says_so(
    rooms: Rooms, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket_id = filed(person("seat02"), "离线时派遣")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline")
        await until(lambda: "Off line since" in room.see("status.link").accessibleName())
        await room.go("dispatch")
        await until(lambda: room.seat.current().show_ticket(ticket_id))
        waiting = room.desk.store.get(ticket_id)
        assert waiting is not None
        await room.shows(waiting.number)
        room.key(Qt.Key.Key_D)
        await until(lambda: len(room.desk.outbox) == 1)
        # The row stays in its place, pending, until the centre has taken it.
        assert room.seat.current().show_ticket(ticket_id)
        assert "To send 1" in room.see("status.outbox").accessibleName()
        await room.go("outbox")
        room.click(button(room, "outbox.withdraw"))
        assert room.desk.outbox == ()
        row = room.desk.store.get(ticket_id)
        assert row is not None
        assert row.state == "filed"
