"""Who is in a ticket and what a seat is doing, as windows show it, worked by keys."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from contract.machine import Names
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.claims import holder
from views.seat_state.board import SeatsScreen
from widgets.light import Light

GRID = "990001001001-01"
Key = Qt.Key


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend on which a claim that nobody renews is silent after some seconds."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start("--claim", "0.25")
    yield process
    process.stop()
    assert process.faults() == []


def toast(room: Room) -> str:
    """What the window tells now."""
    found = room.find("toast")
    return "" if found is None else found.accessibleName() or " ".join(room.words())


def seat_text(room: Room) -> str:
    """What stands at the seat in the top bar, and for how long."""
    button = room.see("seat")
    return f"{button.accessibleName()} {button._lasted}"


async def front(room: Room) -> None:
    """Brings a window to the front."""

    def active() -> bool:
        room.window.activateWindow()
        return room.window.isActiveWindow()

    await until(active)


async def test_a_silent_claim_is_taken_over_with_a_reason(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        one = await open_room("seat01")
        two = await open_room("seat02", profile="two")
        ticket = Person(backend.url, "seat03").report("路面塌陷", area=GRID)
        await until(lambda: bool(one.desk.store.get(ticket) and two.desk.store.get(ticket)))
        await one.desk.claim(ticket)

        def seen() -> str:
            row = two.desk.store.get(ticket)
            return holder(row.claim if row else None, two.desk.actor, two.desk.clock.now())

        await until(lambda: seen() == "other")
        await front(two)
        await two.go("intake")
        await until(lambda: two.seat.current().show_ticket(ticket))
        await until(lambda: "坐席01" in " ".join(two.words()))
        await until(lambda: seen() == "silent")
        await until(lambda: "silent" in two.see("ticket.holder").text(), 10)
        two.key(Key.Key_L)
        await until(lambda: two.find("ticket.form.note") is not None)
        two.type("对方无应答")
        two.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: seen() == "me")
        # Who was in it is told by whom, and why; one key opens it.
        await until(lambda: any("对方无应答" in text and "坐席02" in text for text in one.words()), 10)
        # It stands behind whatever is said meanwhile until it is read, and the ticket is opened by a key.
        one.seat.notices.tell("Copied")
        assert toast(one) == "Copied"
        one.find("toast").end()
        assert "对方无应答" in toast(one)
        await front(one)
        await one.go("dispatch")
        one.key(Key.Key_A, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: one.seat.current().key == "tickets")
        assert one.find("toast") is None


async def test_an_open_form_says_who_is_in_it(rooms: Rooms, backend: BackendProcess) -> None:
    """Others see it before they open theirs; with the form it goes, and what was taken by hand stays."""
    async with rooms as open_room:
        one = await open_room("seat01")
        two = await open_room("seat02", profile="two")
        ticket = Person(backend.url, "seat03").report("路面塌陷", area=GRID)
        await until(lambda: bool(one.desk.store.get(ticket) and two.desk.store.get(ticket)))
        await front(one)
        await one.go("intake")
        await until(lambda: one.seat.current().show_ticket(ticket))
        await until(lambda: bool(one.queue_screen.ticket.steps()))

        def seen() -> str:
            row = two.desk.store.get(ticket)
            return holder(row.claim if row else None, two.desk.actor, two.desk.clock.now())

        one.key(Key.Key_I)
        await until(lambda: seen() == "other")
        one.key(Key.Key_Escape)
        await until(lambda: seen() == "")
        # Gone before the claim had come: it does not stay behind.
        before = two.desk.store.get(ticket)
        assert before is not None
        one.key(Key.Key_I)
        await until(lambda: one.queue_screen.ticket.open_step() != "")
        one.key(Key.Key_Escape)

        def given_back() -> bool:
            row = two.desk.store.get(ticket)
            return row is not None and row.seq > before.seq and row.claim is None

        await until(given_back)
        await until(lambda: one.queue_screen.ticket.ticket.claim is None)
        one.key(Key.Key_L)
        await until(lambda: seen() == "other")
        one.key(Key.Key_I)
        await until(lambda: one.queue_screen.ticket.open_step() != "")
        one.key(Key.Key_Escape)
        await until(lambda: one.queue_screen.ticket.open_step() == "")
        one.key(Key.Key_I)
        await until(lambda: one.find("ticket.form.note") is not None)
        one.type("看过")
        one.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: one.queue_screen.ticket.open_step() == "")
        assert seen() in ("other", "silent")


async def test_a_seat_goes_through_its_states_by_keys(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await until(lambda: "ready" in seat_text(room))
        room.key(Key.Key_2, Qt.KeyboardModifier.AltModifier)
        await until(lambda: "on a call" in seat_text(room))
        room.key(Key.Key_1, Qt.KeyboardModifier.AltModifier)
        await until(lambda: any("on a call" in text and "ready" in text for text in room.words()))
        assert "on a call" in seat_text(room)
        await until(lambda: "0:02" in seat_text(room), 10)
        room.key(Key.Key_3, Qt.KeyboardModifier.AltModifier)
        await until(lambda: "after-call" in seat_text(room))
        room.key(Key.Key_4, Qt.KeyboardModifier.AltModifier)
        await until(lambda: "break" in seat_text(room))
        backend.signal(signal.SIGSTOP)
        room.desk._line.down(Names("断", "cut"))
        room.key(Key.Key_1, Qt.KeyboardModifier.AltModifier)
        await until(lambda: any(text.startswith("Off line") for text in room.words()))
        backend.signal(signal.SIGCONT)
        await until(lambda: room.desk.connection.link == "live", 30)
        assert "break" in seat_text(room)


async def test_the_duty_officer_sees_all_seats(rooms: Rooms) -> None:
    async with rooms as open_room:
        one = await open_room("seat01")
        duty = await open_room("duty01", profile="duty")
        await duty.go("seats")
        screen = duty.seat.current()
        table = duty.see("seats.table")
        assert isinstance(screen, SeatsScreen)

        def cells(name: str) -> list[object]:
            rows = screen._rows
            found = [n for n in range(rows.size()) if rows.cell(n, "name") == name]
            return [rows.cell(found[0], c) for c in ("state", "for", "ready", "on_call")] if found else []

        await until(lambda: cells("坐席01")[:1] == [(Light.GREEN, "ready")])
        assert screen.count() == 1
        await one.desk.set_seat_state("on_call")
        await until(lambda: cells("坐席01")[:1] == [(Light.NONE, "on a call")])
        assert table.model().rowCount() == len(duty.desk.seats) > 5
        duty.key(Key.Key_2)
        await until(lambda: table.model().rowCount() == 1)
        assert await at_rest(duty.window) == []
        duty.key(Key.Key_2)
        await until(lambda: table.model().rowCount() > 5)
        await until(
            lambda: str(cells("坐席01")[1]).startswith("0:0") and cells("坐席01")[2] in ("0:00", "0:01")
        )
        await one.desk.log_out()
        await until(lambda: cells("坐席01")[:1] == [(Light.NONE, "absent")])
        assert screen.count() == 0
