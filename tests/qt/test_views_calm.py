"""Nothing moves that has not changed: cursor, half-typed words, open page stay whatever the feed brings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person
from tests.qt.seat_room import CONTROL, Rooms
from tests.qt.test_session_end import end_session
from widgets import theme

GRID = "990001001001-01"


async def test_half_typed_words_and_cursor_survive_what_others_do(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        other = person("seat03")
        ticket_id = other.report("正在看的一件", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        await room.go("intake")
        assert room.seat.current().show_ticket(ticket_id)
        await room.shows("正在看的一件")
        room.key(Qt.Key.Key_X)
        room.type("不属于")
        field = QApplication.focusWidget()
        fresh = [other.report(f"新来的 {n}", area=GRID) for n in range(5)]
        other.act(ticket_id, 1, action="urge", note="请尽快")
        await until(lambda: all(room.desk.store.get(i) is not None for i in fresh))
        await until(lambda: room.held(ticket_id).urges == 1)
        assert QApplication.focusWidget() is field
        assert room.see("ticket.form.reason").toPlainText() == "不属于"
        assert "正在看的一件" in room.see("ticket.title").text()
        # Another person finishes it: the page stays, what is typed stays, the steps that are gone go.
        other.act(ticket_id, 1, action="accept")
        other.act(ticket_id, 2, action="refuse", reason="已答复")
        await until(lambda: room.held(ticket_id).state == "refused")
        await until(lambda: room.find("ticket.form.submit") is None)
        assert "正在看的一件" in room.see("ticket.title").text()
        assert room.desk.drafts.load(f"refuse:{ticket_id}") == {"reason": "不属于"}

        # That it is kept still stands there when the page has been told anew.
        def told() -> str:
            return " ".join(entry.detail for entry in room.see("ticket.timeline").entries())

        await until(lambda: "已答复" in told())
        # The page may have been told before the feed said it: what is kept is said a turn of the loop later.
        await until(lambda: room.find("ticket.note") is not None)
        assert "is kept" in room.see("ticket.note").text()


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_what_the_centre_did_not_take_is_said_of_its_own_ticket(
    rooms: Rooms, person: Callable[[str], Person], backend: BackendProcess
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        first, second = (clerk.report(f"备注 {n}", area=GRID) for n in range(2))
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(second) is not None)
        await room.go("intake")
        assert room.seat.current().show_ticket(first)
        number = clerk.ticket(first)["number"]
        room.key(Qt.Key.Key_I)
        room.type("已电话答复")
        backend.stop()
        room.key(Qt.Key.Key_Return, CONTROL)
        assert room.seat.current().show_ticket(second)
        room.key(Qt.Key.Key_I)
        room.type("另一件的备注")
        await until(lambda: bool(room.find("toast")))
        of, _, why = room.see("toast").text().partition(" · ")
        assert of == number
        assert why
        # Not a word of it on the other ticket, whose form of the same step stands open.
        assert why not in room.words()
        assert room.see("ticket.form.note").toPlainText() == "另一件的备注"
        assert room.desk.drafts.load(f"note:{first}") == {"note": "已电话答复"}


async def test_a_claim_is_seen_by_the_others_and_given_back(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        first, second = (clerk.report(f"占用 {n}", area=GRID) for n in range(2))
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(second) is not None)
        await room.go("intake")
        assert room.seat.current().show_ticket(first)
        room.key(Qt.Key.Key_L)
        await until(lambda: (clerk.ticket(first).get("claim") or {}).get("seat") == "01")
        await until(lambda: "release" in [s.id for s in room.queue_screen.ticket.steps()])
        room.key(Qt.Key.Key_L)
        await until(lambda: clerk.ticket(first).get("claim") is None)


async def test_theme_and_language_change_in_place(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("dispatch")
        room.key(Qt.Key.Key_F9)
        assert theme.current().mode == "light"
        room.key(Qt.Key.Key_F9)
        room.window.set_language("zh_CN")
        await until(lambda: not room.seat.busy_making())
        assert room.seat.current().key == "dispatch"
        assert "待派遣" in " ".join(room.words())
        room.key(Qt.Key.Key_1, CONTROL)
        assert room.seat.current().key == "intake"
        room.window.set_language("en")
        await until(lambda: not room.seat.busy_making())
        assert "To take in" in " ".join(room.words())


async def test_logging_in_says_what_is_wrong_under_the_field(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room()
        assert QApplication.focusWidget() is room.see("login.login")
        room.click("login.submit")
        assert any("Type your login" in text for text in room.words())
        room.fill("login.login", "seat01")
        room.fill("login.password", "wrong-password")
        room.key(Qt.Key.Key_Return)
        await until(lambda: any("wrong" in text for text in room.words()))
        assert room.desk.settings.kept.login == "seat01"
        room.desk.settings.save()
        kept = (room.desk.settings.profile / "settings.json").read_text(encoding="utf-8")
        assert "wrong-password" not in kept


async def test_an_ended_session_asks_for_its_own_centre_and_logs_in_once(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await end_session(room)
        assert room.see("login.server").text() == room.desk.settings.kept.server
        assert not room.see("login.server").isEnabled()
        assert QApplication.focusWidget() is room.see("login.password")
        room.type(PASSWORD)
        entered = QSignalSpy(room.see("login").entered)
        for _ in range(2):
            room.key(Qt.Key.Key_Return)
        await until(lambda: room.desk.session == "in" and room.find("login") is None)
        assert entered.count() == 1
