"""Admission worked by keys: a unit applies, the duty officer decides, the next version carries it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from console.selftest import turns
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_catalogue_screen import catalogue, front
from views.admission.screen import AdmissionScreen
from views.choices import item_candidate

Key = Qt.Key
UNIT, GRID = "u-T-S1-ZF", "990001001001-01"


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend whose catalogue is this test's alone."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


async def admission(room: Room) -> AdmissionScreen:
    """Its screen, in front."""
    await front(room)
    await room.go("admission")
    found = room.seat.current()
    assert isinstance(found, AdmissionScreen)
    return found


async def looks_well(room: Room) -> bool:
    """Whether nothing is cut off or too faint, once all of it is laid out."""
    await turns(12)
    found = await at_rest(room.window)
    assert not found
    return True


def choose(screen: AdmissionScreen, code: str) -> None:
    """Chooses an item in force, as the list below the line does."""
    item = screen.context.reference.item_at(code, screen.context.now())
    assert item is not None
    screen.write.item.set_value(item_candidate(item))
    screen.write.item.chosen.emit(code)


def change_handle(room: Room, screen: AdmissionScreen, code: str, value: str, why: str) -> None:
    """Applies for another limit to handle."""
    room.key(Key.Key_E)
    choose(screen, code)
    room.see("admission.form.handle.value").setText(value)
    room.fill("admission.reason", why)
    room.key(Key.Key_Return, CONTROL)


async def test_from_application_to_the_next_version(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        seat = Person(backend.url, "seat03")
        ticket = seat.report("乱停车", area=GRID)
        seat.act(ticket, 1, action="accept")
        filed = seat.act(ticket, 2, action="file", item="1-1-02", area=GRID)["ticket"]
        assert filed["item_version"] == "2026.1"
        unit = await open_room(UNIT, profile="unit")
        applying = await admission(unit)
        assert await looks_well(unit)
        # Without a reason nothing is sent, and it is said under the field.
        change_handle(unit, applying, "1-1-02", "9", "")
        assert applying.write._why.error("reason")
        assert await looks_well(unit)
        unit.fill("admission.reason", "人手不足，两小时内难以到场处置")
        unit.key(Key.Key_Return, CONTROL)
        await until(lambda: applying.list.waiting() == 1)
        duty = await open_room("duty01", profile="duty")
        deciding = await admission(duty)
        await until(lambda: deciding.list.current() is not None)
        assert deciding.count() == 1
        one = deciding.list.current()
        assert one is not None
        assert (one.wish, one.item, one.unit) == ("change", "1-1-02", "T-S1-ZF")
        assert "9 working hours" in duty.words()
        assert "2 working hours" in duty.words()
        assert await looks_well(duty)
        duty.key(Key.Key_P)
        duty.key(Key.Key_Return, CONTROL)
        assert deciding.form.deed == "approved", "a reason is missing"
        duty.type("同意放宽")
        assert await looks_well(duty)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: deciding.list.waiting() == 0)
        # The unit hears of it without asking.
        await until(lambda: applying.list.waiting() == 0)
        admin = await open_room("admin01", profile="admin")
        screen = await catalogue(admin)
        admin.key(Key.Key_N)
        admin.key(Key.Key_C)
        await until(screen.drafting.ready)
        (line,) = screen.changes.lines()
        assert (line.code, line.after, line.admission) == ("1-1-02", "9 working hours", one.number)
        assert f"It carries {one.number}" in screen.head.said()
        version = screen.head.version.text()
        admin.key(Key.Key_P)
        await until(lambda: screen.versions.current() == version)
        await front(unit)
        unit.key(Key.Key_3)
        await until(lambda: applying.list.current() is not None)
        carried = applying.list.current()
        assert carried is not None
        assert (carried.state, carried.version) == ("carried", version)
        await until(lambda: any(version in text for text in unit.words()))
        after = seat.ticket(ticket)
        assert (after["item_version"], after["stage"]) == ("2026.1", filed["stage"])


async def test_two_officers_at_once_and_a_unit_that_takes_back(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        unit = await open_room(UNIT, profile="unit")
        applying = await admission(unit)
        for code in ("1-1-01", "1-1-02"):
            unit.key(Key.Key_V)
            choose(applying, code)
            unit.fill("admission.reason", "不属本街道职责")
            unit.key(Key.Key_Return, CONTROL)
            await until(lambda: applying.write.what() == "")
        await until(lambda: applying.list.waiting() == 2)
        duty = await open_room("duty01", profile="duty")
        deciding = await admission(duty)
        await until(lambda: deciding.list.waiting() == 2)
        one = deciding.list.current()
        assert one is not None
        duty.key(Key.Key_X)
        duty.type("仍由街道负责")
        # Meanwhile another officer approves it.
        other = Person(backend.url, "duty01")
        body = {"action_id": "0198-other", "outcome": "approved", "reason": "同意停用"}
        other.post(f"/api/catalogue/admissions/{one.id}/decision", body)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: duty.find("admission.decision.says") is not None)
        assert one.number in duty.see("admission.decision.says").text()
        assert await looks_well(duty)
        duty.key(Key.Key_Escape)
        await until(lambda: deciding.list.waiting() == 1)
        await front(unit)
        await until(lambda: applying.list.waiting() == 1)
        unit.key(Key.Key_T)
        await until(lambda: applying.list.waiting() == 0)
        unit.key(Key.Key_4)
        assert await looks_well(unit)


async def test_what_is_typed_stays_while_the_centre_is_away(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        unit = await open_room(UNIT, profile="unit")
        applying = await admission(unit)
        unit.key(Key.Key_A)
        unit.fill("admission.form.code", "9-1-01")
        unit.fill("admission.form.name_zh", "共享单车淤积")
        unit.fill("admission.form.category.line", "9 共享单车")
        unit.see("admission.form.handle.value").setText("4")
        unit.fill("admission.reason", "投诉增多")
        port = backend.port
        backend.kill()
        await until(lambda: unit.desk.connection.link == "offline", 20)
        unit.key(Key.Key_Return, CONTROL)
        assert "does not answer" in unit.see("admission.says").text()
        assert await looks_well(unit)
        await unit.leave()
        await backend.start("--port", str(port))
        again = await open_room(UNIT, profile="unit")
        applying = await admission(again)
        again.key(Key.Key_A)
        assert again.see("admission.reason").toPlainText() == "投诉增多"
        again.key(Key.Key_Return, CONTROL)
        await until(lambda: applying.list.waiting() == 1)
        # The officer approves it otherwise; a code that is taken is said under its field.
        duty = await open_room("duty01", profile="duty")
        deciding = await admission(duty)
        await until(lambda: deciding.list.waiting() == 1)
        duty.key(Key.Key_E)
        code = duty.see("admission.form.code")
        assert code.text() == "9-1-01"
        code.setText("1-1-01")
        duty.fill("admission.reason", "并入既有类别")
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: deciding.write.form.error("code") != "")
        code.setText("9-1-02")
        assert await looks_well(duty)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: deciding.list.waiting() == 0)
        duty.key(Key.Key_2)
        decided = deciding.list.current()
        assert decided is not None
        assert (decided.item, decided.decision) == ("9-1-02", "并入既有类别")
