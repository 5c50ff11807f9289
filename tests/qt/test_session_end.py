"""The session has ended: until the next log-in nothing of the seat is seen, reached or done by keys."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.windows_beside import beside

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


async def end_session(room: Room) -> None:
    """The centre ends the session of who sits in the room, as an administrator has it done."""
    async with httpx.AsyncClient(base_url=room.desk.settings.kept.server, trust_env=False) as http:
        told = {"authorization": f"Bearer {room.desk._client.token}"}
        (await http.delete("/api/session", headers=told)).raise_for_status()
    room.desk.reconnect()
    await until(lambda: room.desk.session == "expired")
    await until(lambda: room.find("login") is not None)


def reached(room: Room) -> QWidget:
    """What has the focus: the log-in or a part of it."""
    page = room.see("login")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is page or page.isAncestorOf(focus), focus
    return focus


async def test_no_key_opens_anything_and_tab_stays_in_the_log_in(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        person("seat02").report("登录失效后不可见", area="990001001001-01")
        room = await open_room("seat01")
        await room.go("intake")
        await end_session(room)
        shown = {w for w in QApplication.allWidgets() if w.isVisible()}
        mode = room.desk.settings.kept.theme
        for key, modifier in (
            (Key.Key_K, CONTROL),
            (Key.Key_F1, Qt.KeyboardModifier.NoModifier),
            (Key.Key_F8, Qt.KeyboardModifier.NoModifier),
            (Key.Key_F11, Qt.KeyboardModifier.NoModifier),
            (Key.Key_2, CONTROL | SHIFT),
            (Key.Key_2, CONTROL),
        ):
            room.key(key, modifier)
        assert list(beside(room)) == []
        assert room.seat.current().key == "intake"
        page = room.see("login")
        new = {w for w in QApplication.allWidgets() if w.isVisible()} - shown
        assert [w for w in new if w is not page and not page.isAncestorOf(w)] == []
        first = reached(room)
        for _ in range(30):
            room.key(Key.Key_Tab)
            if reached(room) is first:
                break
        assert reached(room) is first
        # Logged in again, all keys do what they did.
        await room.desk.log_in("seat01", PASSWORD)
        await until(lambda: room.find("login") is None)
        assert room.desk.settings.kept.theme == mode
        room.key(Key.Key_2, CONTROL)
        assert room.seat.current().key == "dispatch"
        room.key(Key.Key_1, CONTROL | SHIFT)
        await until(lambda: list(beside(room)) == ["intake"])
        # A window beside is covered, and no key acts in it either.
        await end_session(room)
        window = beside(room)["intake"]
        assert window.is_covered()
        window.activateWindow()
        await until(window.isActiveWindow)
        room.key(Key.Key_K, CONTROL)
        room.key(Key.Key_2, CONTROL | SHIFT)
        assert list(beside(room)) == ["intake"]
        assert room.find("palette") is None
