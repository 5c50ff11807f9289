"""The figures of joint actions on a real backend: counted, by lines and days, written out, off line."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from contract.joint import action as a
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.pair.joint_play import ARRIVE, LEAD, STREET, called, state
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views import words
from views.joint_figures.screen import JointFiguresScreen

Key = Qt.Key


async def figures(room: Room) -> JointFiguresScreen:
    """The screen, counted."""
    await room.go("joint_figures")
    screen = room.seat.current()
    assert isinstance(screen, JointFiguresScreen)
    await until(lambda: screen.count_shown is not None)
    return screen


def shown(screen: JointFiguresScreen) -> list[list[str]]:
    """The table's rows, name and first figures."""
    model = screen.table.model()
    return [[str(model.index(row, n).data()) for n in range(4)] for row in range(model.rowCount())]


async def test_an_action_is_counted_by_its_lead_and_written_out(rooms: Rooms, tmp_path: Path) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        lead = await open_room(f"u-{LEAD}", profile="lead")
        duty = await open_room("duty01", profile="duty")
        before = await duty.desk.joint_figures.count((await figures(duty)).period())
        joint_id = await called(street.desk, duty.desk)
        await until(lambda: state(lead.desk, joint_id).startswith("called"))
        lead.desk.joints.submit(joint_id, a.JointSignIn())
        lead.desk.joints.submit(joint_id, ARRIVE)
        await duty.go("joint")
        duty.key(Key.Key_5)
        screen = duty.seat.current()
        assert isinstance(screen, JointFiguresScreen)

        def counted() -> bool:
            found = screen.count_shown
            return found is not None and found.total.people == before.total.people + ARRIVE.people

        while not counted():
            screen.ask()
            await until(lambda: not screen.asking)
        assert screen.tiles.figure("actions") == str(before.total.actions + 1)
        rows = shown(screen)
        assert rows[0][0] == "Total"
        assert rows[0][1] == screen.tiles.figure("actions")
        unit = duty.desk.reference
        assert unit is not None
        named = unit.unit(LEAD)
        assert named is not None
        assert any(row[0] == named.names.en for row in rows[1:])
        assert not await at_rest(duty.window)
        head = screen.table.header.model()
        assert head.headerData(0, Qt.Orientation.Horizontal) == "Lead department"
        names = ("Kind", "Way it began", "Street", "Department")
        for key, name in zip((Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5), names, strict=True):
            duty.key(key)
            head = screen.table.header.model()
            assert head.headerData(0, Qt.Orientation.Horizontal) == name
            assert shown(screen)[0][0] == "Total"
            assert not await at_rest(duty.window)
        # Written out: a sheet for each way of looking, with the same total.
        out = tmp_path / "figures.xlsx"
        duty.key(Key.Key_X)
        duty.see("jointfigures.export").set_path(str(out))
        duty.key(Key.Key_Return, CONTROL)
        await until(out.exists)
        sheet = load_workbook(out)["按主办单位"]
        total = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "合计")
        assert str(total[4]) == screen.tiles.figure("actions")
        # A department is told its own line alone.
        own = await figures(lead)
        assert own.by == "department"
        assert [row[0] for row in shown(own)] == [named.names.en]


async def test_days_are_chosen_by_key_and_typed(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screen = await figures(room)
        whole = screen.spans.span
        room.key(Key.Key_BracketLeft)
        assert screen.spans.span == whole.moved(-1)
        assert screen.spans.span.last < whole.first
        room.key(Key.Key_BracketRight)
        room.key(Key.Key_Q)
        today = words.local(screen.context.now(), screen.context.reference)
        assert (screen.spans.span.length, screen.spans.span.number) == ("quarter", (today.month + 2) // 3)
        room.key(Key.Key_F)
        room.see("jointfigures.form.first").setText("2024-09-30")
        last = room.see("jointfigures.form.last")
        last.setText("2024-09-01")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: any("comes before the first" in text for text in room.words()))
        assert not await at_rest(room.window)
        last.setText("20241031")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: str(screen.spans.span.last) == "2024-10-31")
        await until(
            lambda: screen.count_shown is not None and screen.count_shown.to_at == screen.period().to_at
        )
        assert screen.tiles.figure("actions") == "0"
        assert not await at_rest(room.window)


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_what_was_counted_stays_and_other_days_say_why_not(
    rooms: Rooms, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        room = await open_room("leader01")
        screen = await figures(room)
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline", 20)
        assert screen.count_shown is not None
        assert not screen.export.isEnabled()
        assert not await at_rest(room.window)
        room.key(Key.Key_BracketLeft)
        assert not shown(screen)
        assert screen.tiles.figure("actions") == "—"
        assert not await at_rest(room.window)
