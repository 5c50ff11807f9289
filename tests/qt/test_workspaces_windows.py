"""A seat over one to four monitors: laid out by one key, kept, restored, undone, home when a monitor goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from console.settings import Settings
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.conftest import Plug
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.windows_beside import FOUR, ONE, TWO, beside, stands
from views.desks.queue_screen import QueueScreen
from views.workspaces.monitors import monitor_of, monitors, state_of
from views.workspaces.second_window import SecondWindow

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
GRID = "990001001001-01"


async def laid_over_two(room: Room) -> None:
    """The seat's workspace over two monitors stands."""
    room.key(Key.Key_F12)
    await until(lambda: list(beside(room)) == ["dispatch"])
    await until(
        lambda: stands(room.window, 0, "maximized") and stands(beside(room)["dispatch"], 1, "maximized")
    )
    await until(lambda: room.window.isActiveWindow())


async def test_one_key_lays_the_role_s_screens_over_the_monitors(rooms: Rooms, plug: Plug) -> None:
    await plug(FOUR)
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_F12)
        await until(lambda: list(beside(room)) == ["dispatch", "tickets", "wall"])
        windows = beside(room)
        await until(lambda: stands(room.window, 0, "maximized") and room.window.isActiveWindow())
        for monitor, (key, state) in enumerate(
            (("dispatch", "maximized"), ("tickets", "maximized"), ("wall", "full")), 1
        ):
            await until(partial(stands, windows[key], monitor, state))
        assert room.seat.current().key == "intake"
        assert windows["dispatch"].accessibleName().startswith("Dispatch")
        room.seat.frame.top.findChild(QWidget, "screen.dispatch.tab")
        # The screens beside work by their keys, and the keys of the window act on the one in front.
        room.key(Key.Key_2, CONTROL)
        await until(windows["dispatch"].isActiveWindow)
        assert room.seat.current().key == "dispatch"
        room.key(Key.Key_Question, SHIFT)
        sheet = windows["dispatch"].findChild(QWidget, "keys.sheet")
        assert sheet is not None
        assert sheet.isVisible()
        room.key(Key.Key_Escape)
        room.seat.notices.tell("said here")
        assert any(
            child.isVisible() and child.accessibleName() == "said here"
            for child in windows["dispatch"].children()
            if isinstance(child, QWidget)
        )
        room.key(Key.Key_1, CONTROL)
        await until(room.window.isActiveWindow)
        assert room.seat.current().key == "intake"
        assert beside(room).keys() == windows.keys()
        room.key(Key.Key_Z, CONTROL | ALT)
        await until(lambda: not beside(room))


async def test_an_unplugged_monitor_sends_its_screen_home_with_what_is_half_typed(
    rooms: Rooms, plug: Plug, person: Callable[[str], Person]
) -> None:
    await plug(TWO)
    async with rooms as open_room:
        reported = [person("seat02").report(f"排队的一件 {n}", area=GRID) for n in range(3)]
        room = await open_room("seat01")
        await until(lambda: all(room.desk.store.get(i) is not None for i in reported))
        await room.go("intake")
        room.key(Key.Key_1, CONTROL | SHIFT)
        await until(lambda: "intake" in beside(room) and stands(beside(room)["intake"], 1, "maximized"))
        await until(beside(room)["intake"].isActiveWindow)
        intake = room.seat.current()
        assert intake.key == "intake"
        assert room.seat.own_current().key == "dispatch"
        assert intake.show_ticket(reported[1])
        room.key(Key.Key_T)
        field = intake.findChild(QLineEdit, "call.title")
        assert field is not None
        assert field.isVisible()
        field.setFocus()
        room.type("路灯不亮，刚说到一半")
        await plug(ONE)
        await until(lambda: not beside(room))
        await until(lambda: stands(room.window, 0, state_of(room.window)))
        assert field.text() == "路灯不亮，刚说到一半"
        room.seat.go("intake")
        assert room.seat.current() is intake
        assert intake.isVisible()
        assert field.isVisible()
        assert isinstance(intake, QueueScreen)
        assert intake.queue.current_id() == reported[1]
        assert all(not w.isVisible() or w.screen().name() == "M1" for w in QApplication.topLevelWidgets())
        # Plugged in again, what stood before is one key away.
        await plug(TWO)
        await until(lambda: any("Ctrl+Alt+Z" in text for text in room.words()))
        await until(room.window.isActiveWindow)
        room.key(Key.Key_Z, CONTROL | ALT)
        await until(lambda: "intake" in beside(room) and stands(beside(room)["intake"], 1, "maximized"))
        assert beside(room)["intake"].shown_screen is intake
        assert field.isVisible()


async def test_a_layout_is_kept_as_it_stands_and_comes_back_after_a_crash(rooms: Rooms, plug: Plug) -> None:
    await plug(TWO)
    async with rooms as open_room:
        room = await open_room("seat01")
        await laid_over_two(room)
        profile = room.desk.settings.profile
        # Nobody closes anything: what is in the file is what a crash would leave.
        await until(lambda: "seat/2" in Settings(profile).kept.standing)
        await until(lambda: len(Settings(profile).kept.standing["seat/2"].places) == 2)
        kept = Settings(profile).kept.standing["seat/2"]
        assert {(p.what, p.monitor, p.state) for p in kept.places} == {
            ("main", 0, "maximized"),
            ("dispatch", 1, "maximized"),
        }
        room.key(Key.Key_F9)
        await until(lambda: Settings(profile).kept.theme == "light")
        assert Settings(profile).kept.login == "seat01"
        await room.leave()
        assert not [
            w for w in QApplication.topLevelWidgets() if isinstance(w, SecondWindow) and w.isVisible()
        ]
        again = await open_room("seat01")
        await until(lambda: list(beside(again)) == ["dispatch"])
        await until(lambda: stands(beside(again)["dispatch"], 1, "maximized"))
        await again.leave()
        # With one monitor nothing opens outside of it; with two, it stands as it stood.
        await plug(ONE)
        alone = await open_room("seat01")
        assert not beside(alone)
        await until(lambda: monitors()[0].geometry().contains(alone.window.frameGeometry().center()))
        await alone.leave()
        await plug(TWO)
        back = await open_room("seat01")
        await until(lambda: list(beside(back)) == ["dispatch"])


async def test_the_own_workspace_is_saved_laid_out_and_given_up(rooms: Rooms, plug: Plug) -> None:
    await plug(TWO)
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_5, CONTROL | SHIFT)
        await until(lambda: "tickets" in beside(room) and stands(beside(room)["tickets"], 1, "maximized"))
        room.key(Key.Key_F12, CONTROL)
        room.key(Key.Key_5, CONTROL | SHIFT)
        await until(lambda: not beside(room))
        assert room.seat.own_current().key == "tickets"
        await until(room.window.isActiveWindow)
        room.key(Key.Key_F12)
        await until(lambda: "tickets" in beside(room) and stands(beside(room)["tickets"], 1, "maximized"))
        await until(room.window.isActiveWindow)
        room.key(Key.Key_R, CONTROL | ALT)
        await until(lambda: list(beside(room)) == ["dispatch"])
        await until(room.window.isActiveWindow)
        assert room.desk.settings.kept.workspaces == {}
        room.key(Key.Key_Z, CONTROL | ALT)
        await until(lambda: list(beside(room)) == ["tickets"])
        assert list(room.desk.settings.kept.workspaces) == ["seat/2"]


async def test_a_torn_off_panel_keeps_its_keys_and_comes_home(
    rooms: Rooms, plug: Plug, person: Callable[[str], Person]
) -> None:
    await plug(TWO)
    async with rooms as open_room:
        reported = person("seat02").report("面板单独开窗", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(reported) is not None)
        await room.go("intake")
        docks = room.seat.current().docks
        assert docks is not None
        room.key(Key.Key_T)
        await until(lambda: docks.panel_of(QApplication.focusWidget()) == "call")
        room.type("半句")
        room.key(Key.Key_P, CONTROL | ALT)
        await until(lambda: len(docks.torn_off()) == 1)
        panel = docks.torn_off()[0]
        await until(lambda: panel.isVisible() and monitor_of(panel) == 1)
        panel.activateWindow()
        await until(panel.isActiveWindow)
        # The window's keys hold in it, and it goes away with its screen.
        room.key(Key.Key_2, CONTROL)
        await until(lambda: room.seat.current().key == "dispatch")
        assert not panel.isVisible()
        room.seat.go("intake")
        assert panel.isVisible()
        await plug(ONE)
        await until(lambda: not docks.torn_off())
        assert "半句" in [
            getattr(w, "text", str)()
            for w in room.seat.current().findChildren(QWidget)
            if w.objectName().startswith("call.")
        ] + [w.toPlainText() for w in room.seat.current().findChildren(QWidget) if hasattr(w, "toPlainText")]


async def test_a_narrower_window_leaves_every_panel_its_part(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("intake")
        queue = room.queue_screen.queue
        room.window.resize(1900, 900)
        await until(lambda: queue.width() > 900)
        wide = queue.width() / room.window.width()
        for width in (1250, 1900, 1250):
            room.window.resize(width, 900)
            await until(lambda width=width: queue.width() < width and room.seat.current().width() <= width)
            await until(lambda width=width: abs(queue.width() / width - wide) < 0.02)


async def test_a_window_of_its_own_knows_who_sits_there_and_takes_enter(rooms: Rooms) -> None:
    """Made after the person's presence is watched, and while docks are made, which let listeners go."""
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_2, CONTROL | SHIFT)
        await until(lambda: "dispatch" in beside(room) and beside(room)["dispatch"].isActiveWindow())
        presence = room.seat.presence
        presence._idle.stop()
        home = beside(room)["dispatch"].findChild(QAbstractButton, "window.dispatch.home")
        assert home is not None
        home.setFocus(Qt.FocusReason.TabFocusReason)
        await until(home.hasFocus)
        room.key(Key.Key_Return)
        assert presence.awake
        await until(lambda: not beside(room))


async def test_the_session_s_end_covers_every_window(rooms: Rooms, plug: Plug) -> None:
    await plug(TWO)
    async with rooms as open_room:
        room = await open_room("seat01")
        await laid_over_two(room)
        window = beside(room)["dispatch"]
        room.desk._seat.logged_out()
        await until(window.is_covered)
        assert not window.shown_screen.isEnabled()
        veil = window.findChild(QWidget, "window.dispatch.veil")
        assert veil is not None
        assert veil.isVisible()
        # Another language makes every window anew where it stood.
        room.window.set_language("zh_CN")
        await until(lambda: list(beside(room)) == ["dispatch"] and beside(room)["dispatch"] is not window)
        assert beside(room)["dispatch"].is_covered()
        await until(lambda: stands(beside(room)["dispatch"], 1, "maximized"))


async def test_the_person_s_things_go_along_from_window_to_window(rooms: Rooms, plug: Plug) -> None:
    await plug(TWO)
    async with rooms as open_room:
        room = await open_room("seat01")
        await laid_over_two(room)
        window = beside(room)["dispatch"]
        line = room.seat.frame.command_slot.held()
        assert line is not None
        height, foot = line.height(), room.seat.frame.command_slot.height()
        room.key(Key.Key_2, CONTROL)
        await until(window.isActiveWindow)
        room.key(Key.Key_Semicolon, CONTROL)
        await until(lambda: (held := QApplication.focusWidget()) is not None and line.isAncestorOf(held))
        assert line.window() is window
        assert room.seat.frame.command_slot.height() == foot
        room.type("pd")
        room.key(Key.Key_F6)
        await until(room.window.isActiveWindow)
        assert line.window() is room.window
        assert line.height() == height
        room.key(Key.Key_F8)
        await until(lambda: room.find("alarms.panel") is not None)
        room.key(Key.Key_Escape)
        # Bars of all windows say the same; the gauge of alarms stands in each.
        for name in ("status.link", "status.alarms"):
            own, other = room.see(name), window.findChild(QWidget, name)
            assert other is not None
            assert other.isVisible()
            assert other.accessibleName() == own.accessibleName()
        # Closing the window brings the screen home, and nothing that was lent goes with it.
        room.key(Key.Key_2, CONTROL)
        await until(window.isActiveWindow)
        window.close()
        await until(lambda: not beside(room))
        assert line.window() is room.window
        assert line.isVisible()


async def test_a_form_open_in_two_windows_is_one_draft(rooms: Rooms, person: Callable[[str], Person]) -> None:
    """What is typed in one stands in the other; what one has sent, the other does not send or keep again."""
    async with rooms as open_room:
        ticket_id = person("seat02").report("两窗同一工单", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.key(Key.Key_5, CONTROL | SHIFT)
        await until(lambda: "tickets" in beside(room) and beside(room)["tickets"].isActiveWindow())
        there = beside(room)["tickets"].shown_screen
        await room.go("intake")
        await until(room.window.isActiveWindow)
        here = room.seat.current()
        fields = []
        for screen in (there, here):
            assert screen.show_ticket(ticket_id)
            await until(partial(screen.take_step, "refuse"))
            field = screen.findChild(QPlainTextEdit, "ticket.form.reason")
            assert field is not None
            fields.append(field)
        other, own = fields
        await until(own.hasFocus)
        room.type("不属本区")
        await until(lambda: other.toPlainText() == "不属本区")
        other.setFocus()
        other.insertPlainText("应转")
        await until(lambda: own.toPlainText() == other.toPlainText())
        written = own.toPlainText()
        assert "应转" in written
        assert "不属本区" in written
        assert room.desk.drafts.load(f"refuse:{ticket_id}")["reason"] == written
        send = here.findChild(QAbstractButton, "ticket.form.submit")
        assert send is not None
        send.click()
        await until(lambda: (held := room.desk.store.get(ticket_id)) is not None and held.state == "refused")
        await until(lambda: not other.isVisible())
        assert room.desk.drafts.forms() == []
        assert not [label.text() for label in there.findChildren(QLabel) if "is kept" in label.text()]
