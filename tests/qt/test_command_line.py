"""The command line at a real seat: by keys, with an input method, previewed, done, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_command_bulk import GRID, filed, select
from tests.qt.test_views_way import state
from tests.work import calls
from views.command.part import CommandPart
from widgets.command_line import CommandLine

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def part(room: Room) -> CommandPart:
    found = room.seat.findChild(CommandPart, "command.part")
    assert isinstance(found, CommandPart)
    return found


def line(room: Room) -> CommandLine:
    return part(room).line


def begin(room: Room) -> None:
    """The caret in the line, by its key."""
    room.key(Key.Key_Semicolon, CONTROL)
    assert QApplication.focusWidget() is line(room).line


def compose(text: str) -> None:
    """The input method shows letters that are not in the text yet."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, QInputMethodEvent(text, []))


def commit(text: str) -> None:
    """The input method gives its text."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, event)


async def test_dispatched_by_initials_with_an_input_method(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, "占道摆摊", "占道洗车")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        begin(room)
        compose("pd'shi'wan")
        assert line(room).preview() == ""
        # Enter ends the composition: what it means is the input method's alone.
        room.key(Key.Key_Return)
        commit("ｐｑ　住建")
        room.key(Key.Key_Return)
        assert [state(room, i) for i in ids] == ["filed", "filed"]
        await until(lambda: not line(room).line.owns_enter())
        assert line(room).preview() == "Dispatch to Housing and Construction Bureau: 2 can be done"
        commit("　全部")
        assert "can be done" in line(room).preview()
        line(room).set_text("pq 住建")
        room.key(Key.Key_Return)
        assert [state(room, i) for i in ids] == ["dispatched*", "dispatched*"]
        assert line(room).text() == ""
        await until(lambda: all(state(room, i) == "dispatched" for i in ids))
        assert {clerk.ticket(i)["unit"] for i in ids} == {"T-D-ZJ"}
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: all(state(room, i) == "filed" for i in ids))


async def test_the_preview_says_who_is_refused_and_why(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        one, two = filed(clerk, "预览一", "预览二")
        room = await open_room("seat01")
        await select(room, "dispatch", [one, two])
        number = room.number(two)
        begin(room)
        first = room.number(one)
        line(room).set_text(f"pq {first} {number}")
        assert line(room).preview() == "Dispatch: 2 can be done"
        clerk.act(two, 3, action="dispatch", unit="T-D-ZJ")
        await until(lambda: line(room).preview() == "Dispatch: 1 can be done, 1 cannot: dispatched")
        room.key(Key.Key_Return)
        # What was not done is shown, ticket by ticket.
        assert room.see("bulk.told").text().startswith("1 ")
        await until(lambda: state(room, one) == "dispatched")
        room.key(Key.Key_Escape)
        begin(room)
        line(room).set_text(f"pq {number}")
        assert line(room).preview().endswith("not possible · dispatched")
        room.key(Key.Key_Return)
        assert line(room).text() == f"pq {number}", "nothing was done, so nothing is gone"


async def test_what_is_missing_is_asked_for(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ticket_id = clerk.report("咨询天气", area=GRID)
        room = await open_room("seat01")
        await select(room, "intake", [ticket_id])
        begin(room)
        line(room).set_text("hj")
        assert line(room).preview() == f"Refuse: {room.number(ticket_id)} · a reason"
        room.key(Key.Key_Return)
        assert QApplication.focusWidget() is room.see("bulk.form.reason")
        room.key(Key.Key_Escape)
        begin(room)
        line(room).set_text("hj：不属于受理范围：请咨询气象部门")
        room.key(Key.Key_Return)
        await until(lambda: state(room, ticket_id) == "refused")
        timeline = clerk.get(f"/api/tickets/{ticket_id}")["timeline"]
        assert any("不属于受理范围：请咨询气象部门" in str(entry) for entry in timeline)


async def test_completion_and_history(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "补全一")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        begin(room)
        commit("pq d")
        offered = [m.candidate.text for m in line(room).completions()]
        assert any("Dongmen" in text for text in offered), offered
        room.key(Key.Key_Down)
        before = line(room).text()
        room.key(Key.Key_Return)
        assert line(room).text() != before
        assert state(room, ids[0]) == "filed", "Enter took a completion and did nothing"
        line(room).set_text("/补全")
        room.key(Key.Key_Return)
        assert room.see("dispatch.search").text() == "补全"
        begin(room)
        room.key(Key.Key_Up)
        assert line(room).text() == "/补全"
        room.key(Key.Key_Escape)
        assert line(room).text() == ""
        assert QApplication.focusWidget() is room.see("dispatch.table")
        await room.leave()
        again = await open_room("seat01")
        begin(again)
        again.key(Key.Key_Up)
        assert line(again).text() == "/补全"


async def test_no_letter_of_a_command_acts(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "字母不办")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        begin(room)
        for key in (Key.Key_D, Key.Key_A, Key.Key_U):
            room.key(key)
        assert line(room).text().lower() == "dau"
        assert state(room, ids[0]) == "filed"
        assert room.find("bulk.card") is None
        room.key(Key.Key_Return)
        assert "is no command" in line(room).preview()


async def test_screens_and_tickets(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "转到一", "转到二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids[:1])
        begin(room)
        line(room).set_text("go clos")
        assert line(room).preview() == "Go to Closing"
        room.key(Key.Key_Return)
        assert room.seat.current().key == "closing"
        number = room.number(ids[1])
        begin(room)
        line(room).set_text(number[-6:])
        room.key(Key.Key_Return)
        await room.shows(number)
        begin(room)
        line(room).set_text("?")
        room.key(Key.Key_Return)
        assert room.find("keys.sheet") is not None
        room.seat.dismiss_keys()


async def test_what_is_pasted_by_mistake_does_no_harm(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "误贴一")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        width = room.window.width()
        for text in ("1" * 20_000, "派遣望湖垃圾" * 3_333 + "派遣", "pq 住建 " * 3_333):
            begin(room)
            QGuiApplication.clipboard().setText(text)
            # Each letter is looked at a few times: by some 20 calls.
            assert calls(lambda: room.key(Key.Key_V, CONTROL)) < 60 * len(text)
            assert line(room).text() == text
            room.key(Key.Key_Return)
            assert "“" in line(room).preview()
            assert len(line(room).preview()) < 200
            assert room.window.minimumSizeHint().width() <= width
            assert (room.window.width(), state(room, ids[0])) == (width, "filed")
            room.key(Key.Key_Escape)
            assert line(room).text() == ""


async def test_mashed_keys_do_nothing(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "乱按一")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        begin(room)
        for key in "asdfjkl;asdfpq[]1,-:# 0zxcvbnm/?.>":
            QTest.keyClicks(line(room).line, key)
            for extra in (Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Backspace):
                room.key(extra)
        room.key(Key.Key_Return)
        assert state(room, ids[0]) == "filed"
        assert room.desk.outbox == ()
        assert room.find("bulk.card") is None


async def test_enter_twice_does_it_once(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, "回车两次")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)

        def has(entry: str) -> bool:
            return entry in clerk.done(ids[0])

        for text, entry in (("cb：请尽快", "urge"), ("bz：已电话核实", "note")):
            begin(room)
            line(room).set_text(text)
            room.key(Key.Key_Return)
            room.key(Key.Key_Return)
            assert line(room).text() == ""
            await until(partial(has, entry))
            await until(lambda: room.desk.outbox == ())
        assert [clerk.done(ids[0]).count(entry) for entry in ("urge", "note")] == [1, 1]
