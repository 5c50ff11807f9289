"""Alarms at a real seat beside a real backend: what is mine calls, is taken by keys, and is written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.alarms.alarm import Alarm
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.looks import at_rest, faults
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.strict import ExpectedLog

GRID = "990001001001-01"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def alarm(room: Room, key: str) -> Alarm | None:
    return room.desk.alarms.board.alarms.get(key)


async def settled(room: Room) -> None:
    """The seat is taken up: what stood is found."""
    alarms: Any = room.desk.alarms
    await until(lambda: alarms._facts is not None and not alarms._todo and not alarms._finding)


# On a backend of its own: among many of its kind, left by others, an alarm is folded into their line.
@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_new_ticket_calls_is_taken_by_keys_and_comes_back_from_its_shelf(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        await settled(room)
        ticket_id = clerk.report("井盖移位", area=GRID)
        key = f"new {ticket_id}"
        await until(lambda: (found := alarm(room, key)) is not None and found.demands)
        assert "1" in room.see("status.alarms").text_shown()[0]
        room.key(Qt.Key.Key_F8)
        panel = room.see("alarms.panel")
        table = room.see("alarms.table")
        assert QApplication.focusWidget() is table
        assert await at_rest(room.see("alarms.panel")) == []
        # The cursor stands on what demands; S asks for how long and why.
        assert panel._line().keys == (key,)
        room.key(Qt.Key.Key_S)
        reason = room.see("alarms.shelving.reason")
        assert QApplication.focusWidget() is reason
        room.key(Qt.Key.Key_Return)
        assert any("Write a few words" in text for text in room.words())
        room.type("市政已在现场")
        room.key(Qt.Key.Key_Return)
        shelved = alarm(room, key)
        assert shelved is not None
        assert (shelved.state, shelved.reason) == ("shelved", "市政已在现场")
        assert room.find("alarms.shelving") is None
        assert QApplication.focusWidget() is table
        table.select_row(panel._rows.slot(key))
        room.key(Qt.Key.Key_B)
        back = alarm(room, key)
        assert back is not None
        assert back.demands
        table.select_row(panel._rows.slot(key))
        room.key(Qt.Key.Key_Space)
        taken = alarm(room, key)
        assert taken is not None
        assert taken.state == "acknowledged"
        table.select_row(panel._rows.slot(key))
        room.key(Qt.Key.Key_Return)
        assert room.find("alarms.panel") is None
        await room.shows("井盖移位")
        written = room.desk.alarms._journal.since(0)
        assert [e.what for e in written if e.key == key] == [
            "raised",
            "shelved",
            "unshelved",
            "acknowledged",
        ]


async def test_what_another_is_in_is_quiet_and_what_he_leaves_calls_again(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk, other = person("seat03"), await open_room("seat02", profile="other")
        room = await open_room("seat01")
        await settled(room)
        ticket_id = clerk.report("路灯不亮", area=GRID)
        key = f"new {ticket_id}"
        await until(lambda: (found := alarm(room, key)) is not None and found.demands)
        await until(lambda: other.desk.store.get(ticket_id) is not None)
        await other.desk.claim(ticket_id)
        await until(lambda: (found := alarm(room, key)) is not None and found.state == "suppressed")
        await until(lambda: (found := alarm(other, key)) is not None and found.state == "acknowledged")
        await other.desk.release(ticket_id)
        await until(lambda: (found := alarm(room, key)) is not None and found.demands)
        clerk.act(ticket_id, 1, action="accept")
        await until(lambda: alarm(room, key) is None)


async def test_alarms_survive_a_restart_as_they_stood(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01", profile="kept")
        await settled(room)
        first, second = (clerk.report(f"积水 {n}", area=GRID) for n in range(2))
        await until(lambda: alarm(room, f"new {second}") is not None)
        await until(lambda: alarm(room, f"new {first}") is not None)
        room.desk.alarms.acknowledge([f"new {first}"])
        room.desk.alarms.shelve([f"new {second}"], 30, "待核")
        before = {
            key: a.state
            for key, a in room.desk.alarms.board.alarms.items()
            if key in (f"new {first}", f"new {second}")
        }
        await room.leave()
        again = await open_room("seat01", profile="kept")
        await settled(again)
        assert {key: again.desk.alarms.board.alarms[key].state for key in before} == before
        assert before == {f"new {first}": "acknowledged", f"new {second}": "shelved"}


async def test_what_i_dispatched_stays_mine_and_its_return_calls_me_alone(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        mine, handler = person("seat01"), person("u-T-S1-ZF")
        room = await open_room("seat01")
        watcher = await open_room("seat02", profile="other")
        await settled(room)
        await settled(watcher)
        ticket_id = mine.report("占道经营", area=GRID)
        mine.act(ticket_id, 1, action="accept")
        mine.act(ticket_id, 2, action="file", item="1-1-01", area=GRID)
        mine.act(ticket_id, 3, action="dispatch", unit="T-S1-ZF")
        await until(lambda: (t := room.desk.store.get(ticket_id)) is not None and t.state == "dispatched")
        handler.act(ticket_id, 4, action="return", reason="不属我单位")
        await until(lambda: (found := alarm(room, f"back {ticket_id}")) is not None and found.demands)
        await until(lambda: (t := watcher.desk.store.get(ticket_id)) is not None and t.state == "returned")
        assert alarm(watcher, f"back {ticket_id}") is None


async def test_the_report_counts_what_was_written_and_is_read_in_both_languages(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01", lang="zh_CN")
        await settled(room)
        fresh = [clerk.report(f"垃圾未清 {n}", area=GRID) for n in range(12)]
        await until(lambda: all(alarm(room, f"new {i}") is not None for i in fresh))
        await until(lambda: room.desk.alarms.rate.flood)
        room.key(Qt.Key.Key_F8)
        lines = room.desk.alarms.lines()
        assert any(len(line.alarms) >= 12 and line.first.kind == "new" for line in lines)
        room.key(Qt.Key.Key_A)
        assert room.desk.alarms.demanding() == []
        room.key(Qt.Key.Key_F8, SHIFT)
        assert room.find("alarms.report.chart") is not None
        # The backend is shared: what other tests left may call meanwhile, and counts as well.
        counted = re.match(r"\d+", room.see("alarms.report.load").text())
        assert counted is not None
        assert int(counted[0]) >= 12
        # What was just written is laid out with the next turn of the loop.
        await until(lambda: faults(room.see("alarms.panel")) == [])
        assert not [text for text in room.words() if "alarm" in text.lower()]
        room.key(Qt.Key.Key_F8, CONTROL)
        await until(lambda: room.find("status.sound") is not None)
        room.key(Qt.Key.Key_F8, CONTROL)
        assert room.find("status.sound") is None
        room.key(Qt.Key.Key_Escape)
        room.key(Qt.Key.Key_Escape)
        assert room.find("alarms.panel") is None


async def test_a_log_that_the_disk_refuses_is_said_until_it_is_written(
    rooms: Rooms, person: Callable[[str], Person], expect_log: ExpectedLog
) -> None:
    expect_log("the alarm log could not be written", logger="console.alarms.journal", level=40)
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        await settled(room)
        database = room.desk.alarms._journal._database
        forbid = "CREATE TRIGGER full BEFORE INSERT ON alarm_log BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        database.write_now(lambda db: db.execute(forbid))
        ticket_id = clerk.report("盘满时的一件", area=GRID)
        await until(lambda: room.find("status.alarm.log") is not None)
        # It calls all the same, and the report counts it.
        found = alarm(room, f"new {ticket_id}")
        assert found is not None
        assert found.demands
        assert f"new {ticket_id}" in [entry.key for entry in room.desk.alarms._journal.since(0)]
        database.write_now(lambda db: db.execute("DROP TRIGGER full"))
        await until(lambda: room.find("status.alarm.log") is None)


# The seat's state is its own: on a shared backend another test may have left it on a call.
@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_break_is_quiet_and_loses_nothing(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        await settled(room)
        await until(lambda: room.desk.seat is not None)
        await room.desk.set_seat_state("break")
        await until(lambda: room.desk.alarms.board.away)
        assert room.desk.alarms.demanding() == []
        ticket_id = clerk.report("下水道堵了", area=GRID)
        key = f"new {ticket_id}"
        await until(lambda: (found := alarm(room, key)) is not None and found.state == "suppressed")
        assert room.desk.alarms.demanding() == []
        await room.desk.set_seat_state("ready")
        await until(lambda: (found := alarm(room, key)) is not None and found.demands)
