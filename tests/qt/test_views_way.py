"""One ticket's way through the screens, by keys, at the seats of those whose matter it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import CONTROL, OpenRoom, Room, Rooms

GRID = "990001001001-01"
Key = Qt.Key


def state(room: Room, ticket_id: str) -> str:
    """State as the seat shows it, with * while something waits."""
    row = room.desk.store.get(ticket_id)
    if row is None:
        return ""
    return row.state + ("*" if room.desk.store.pending[room.desk.store.slot(ticket_id)] else "")


async def put_cursor(room: Room, screen: str, ticket_id: str) -> None:
    """The ticket under the cursor of a screen, and open beside it."""
    await room.go(screen)
    number = room.number(ticket_id)
    await until(lambda: room.seat.current().show_ticket(ticket_id))
    await room.shows(number)


async def taken_up(
    open_room: OpenRoom, person: Callable[[str], Person], said: str = "路灯不亮，晚上走路危险"
) -> tuple[Room, Person, str]:
    """A seat's window with a fresh report under the cursor of its intake; who reported it; the ticket."""
    clerk = person("seat02")
    ticket_id = clerk.report(said, area=GRID)
    room = await open_room("seat01")
    await until(lambda: state(room, ticket_id) == "reported")
    await put_cursor(room, "intake", ticket_id)
    return room, clerk, ticket_id


async def proposed(open_room: OpenRoom, person: Callable[[str], Person]) -> tuple[Room, Person, str]:
    """The same once item and unit are proposed, so that one key goes all the way."""
    taken = await taken_up(open_room, person)
    await until(lambda: taken[0].find("ticket.actions.onward") is not None)
    return taken


@contextmanager
def full_disk(room: Room, when: str = "NEW.follows <> ''") -> Iterator[None]:
    """The seat's own file has room for the first act on a ticket and for none that follows it, or for
    none of which `when` holds."""
    full = f"CREATE TRIGGER full BEFORE INSERT ON outbox WHEN {when}"
    with closing(sqlite3.connect(room.desk.settings.profile / "seat.sqlite", isolation_level=None)) as file:
        file.execute(f"{full} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        yield
        file.execute("DROP TRIGGER full")


async def test_a_call_becomes_a_filed_ticket(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_T)
        room.fill("call.caller", "李女士")
        room.key(Key.Key_Tab)
        room.type("13905510001")
        room.fill("call.text", "路口井盖缺失，夜里有人绊倒。请尽快处理")
        room.fill("call.area.line", GRID)
        room.key(Key.Key_Return)
        room.fill("call.item.line", "jgqs")
        room.key(Key.Key_Return)
        assert "dispatch" in room.see("call.submit.dispatch").text()
        room.key(Key.Key_Return, CONTROL)
        made = room.desk.store.ids[-1]
        assert state(room, made) == "filed*"
        await until(lambda: state(room, made) == "filed")
        row = room.held(made)
        assert (row.title, row.area, row.item) == ("路口井盖缺失，夜里有人绊倒", GRID, "3-2-01")
        assert row.reporter_phone == "139****0001"
        # The form is ready for the next call, and the last one can be taken back.
        assert room.see("call.text").toPlainText() == ""
        assert room.desk.drafts.load("call") == {}


async def test_a_call_that_could_not_be_kept_is_reported_once(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_T)
        said = "只应上报一次的井盖"
        room.fill("call.text", said)
        room.fill("call.area.line", GRID)
        room.key(Key.Key_Return)
        room.fill("call.item.line", "jgqs")
        room.key(Key.Key_Return)

        def states() -> list[str]:
            held = [room.desk.store.get(ticket_id) for ticket_id in set(room.desk.store.ids)]
            return [row.state for row in held if row is not None and row.title == said]

        with full_disk(room):
            room.key(Key.Key_Return, CONTROL)
            assert "disk full" in room.see("call.wrong").text()
            assert (room.desk.outbox, states()) == ((), [])
            assert room.see("call.text").toPlainText() == said
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: room.desk.outbox == ())
        assert states() == ["filed"]


async def test_a_step_of_two_acts_that_could_not_be_kept_is_not_half_done(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, ticket_id = await proposed(open_room, person)
        room.key(Key.Key_F)
        with full_disk(room):
            room.key(Key.Key_Return)
            assert any("disk full" in text for text in room.words())
            assert state(room, ticket_id) == "reported"
        room.key(Key.Key_Return)
        await until(lambda: state(room, ticket_id) == "filed")
        assert clerk.done(ticket_id) == ["report", "accept", "file"]


async def test_a_half_typed_call_is_there_again_after_a_restart(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_T)
        room.fill("call.text", "还没有说完的")
        await room.leave()
        again = await open_room("seat01")
        again.key(Key.Key_T)
        assert again.see("call.text").toPlainText() == "还没有说完的"
        again.click("call.clear")
        assert again.desk.drafts.load("call") == {}


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_taken_in_filed_and_dispatched_in_few_keys(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, ticket_id = await taken_up(open_room, person)
        await until(lambda: room.find("ticket.advice") is not None)
        assert "路灯不亮" in room.see("ticket.advice").accessibleName()
        room.key(Key.Key_F)
        # Enter takes what is proposed; typing would put another item in its place.
        assert QApplication.focusWidget() is room.see("ticket.form.item.line")
        assert room.see("ticket.form.item.line").selectedText() == "Street lamp out"
        room.key(Key.Key_Return)
        assert state(room, ticket_id) == "filed*"
        await put_cursor(room, "dispatch", ticket_id)
        room.key(Key.Key_D)
        assert state(room, ticket_id) == "dispatched*"
        await until(lambda: state(room, ticket_id) == "dispatched")
        assert clerk.ticket(ticket_id)["unit"] == "T-D-ZJ"
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: state(room, ticket_id) == "filed")
        assert clerk.done(ticket_id)[-1] == "recall"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_one_key_files_and_dispatches_what_was_to_be_seen(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, ticket_id = await proposed(open_room, person)
        # Item, unit and grid stand there before the key is pressed.
        assert "Street lamp out →" in room.see("ticket.advice").accessibleName()
        room.key(Key.Key_D)
        assert state(room, ticket_id) == "dispatched*"
        await until(lambda: state(room, ticket_id) == "dispatched")
        row = clerk.ticket(ticket_id)
        assert (row["area"], row["unit"]) == (GRID, "T-D-ZJ")
        assert clerk.done(ticket_id) == ["report", "accept", "file", "dispatch"]


async def test_the_item_is_put_right_and_the_ticket_goes_on_from_the_form(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, ticket_id = await proposed(open_room, person)
        room.key(Key.Key_F)
        line = room.see("ticket.form.item.line")
        line.clear()
        room.type("jgqs")
        room.key(Key.Key_Return)
        assert state(room, ticket_id) == "reported", "the first Enter takes the highlighted"
        assert room.find("ticket.form.submit.dispatch") is not None
        room.key(Key.Key_D, CONTROL)
        await until(lambda: state(room, ticket_id) == "dispatched")
        assert clerk.ticket(ticket_id)["item"] == "3-2-01"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_call_is_filed_as_proposed_and_escape_declines_a_proposal(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_T)
        room.fill("call.text", "路灯不亮，晚上走路危险")
        await until(lambda: room.see("call.item.line").text() == "Street lamp out")
        # A proposal is no work of the person's: the draft does not keep it, and a record only has none.
        assert "item" not in room.desk.drafts.load("call")
        room.see("call.item.line").setFocus()
        room.key(Key.Key_Escape)
        assert room.see("call.item.line").text() == ""
        assert room.find("call.form") is not None, "Escape had something to close first"
        room.fill("call.area.line", GRID)
        room.key(Key.Key_Return)
        room.fill("call.text", "，请尽快")
        await until(lambda: room.seat.desk.drafts.load("call").get("area") == GRID)
        assert room.see("call.item.line").text() == "", "what was declined does not come again"
        room.click("call.clear")


async def test_refusing_asks_for_a_reason_under_its_field(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, _, ticket_id = await taken_up(open_room, person, "想问今天天气怎么样")
        room.key(Key.Key_X)
        room.key(Key.Key_Return, CONTROL)
        assert state(room, ticket_id) == "reported"
        assert any("timeline" in text for text in room.words())
        room.type("不属于受理范围")
        # Letters go into the field: none of them acts.
        room.key(Key.Key_D)
        assert room.see("ticket.form.reason").toPlainText().lower().endswith("d")
        room.key(Key.Key_Escape)
        room.key(Key.Key_X)
        assert room.see("ticket.form.reason").toPlainText().startswith("不属于受理范围")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: state(room, ticket_id) == "refused")


def picture() -> QImage:
    """A small one."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return image


async def test_handled_verified_closed_and_evaluated(
    rooms: Rooms, person: Callable[[str], Person], tmp_path: Path
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ticket_id = clerk.report("占道摆摊堵住盲道", area=GRID)
        clerk.act(ticket_id, 1, action="accept")
        clerk.act(ticket_id, 2, action="file", item="1-1-01", area=GRID)
        clerk.act(ticket_id, 3, action="dispatch", unit="T-S1-ZF")

        handler = await open_room("u-T-S1-ZF", profile="handler")
        await until(lambda: state(handler, ticket_id) == "dispatched")
        await put_cursor(handler, "handling", ticket_id)
        handler.key(Key.Key_S)
        await until(lambda: state(handler, ticket_id) == "signed_in")
        await put_cursor(handler, "handling", ticket_id)
        handler.key(Key.Key_E)
        handler.type("摊位已劝离，盲道已清空")
        handler.key(Key.Key_Return, CONTROL)
        assert state(handler, ticket_id) == "signed_in", "evidence is missing"
        QGuiApplication.clipboard().setImage(picture())
        handler.click("ticket.form.files.paste")
        handler.click("ticket.form.submit")
        await until(lambda: state(handler, ticket_id) == "handled")
        await handler.leave()

        worker = await open_room(f"g-{GRID}", profile="grid")
        await until(lambda: state(worker, ticket_id) == "handled")
        await put_cursor(worker, "grid", ticket_id)
        worker.key(Key.Key_P)
        worker.key(Key.Key_Return, CONTROL)
        await until(lambda: state(worker, ticket_id) == "verifying")
        await worker.leave()

        seat = await open_room("seat01")
        await until(lambda: state(seat, ticket_id) == "verifying")
        await put_cursor(seat, "closing", ticket_id)
        seat.key(Key.Key_C)
        await until(lambda: state(seat, ticket_id) == "closed")
        await put_cursor(seat, "callback", ticket_id)
        seat.key(Key.Key_V)
        seat.key(Key.Key_2)
        seat.click("ticket.form.submit")
        await until(lambda: state(seat, ticket_id) == "evaluated")
        assert clerk.ticket(ticket_id)["satisfaction"] == "basically"


@pytest.mark.parametrize("key", ["D", "X", "1"])
async def test_no_letter_acts_in_the_search_line(
    rooms: Rooms, person: Callable[[str], Person], key: str
) -> None:
    async with rooms as open_room:
        room, _, ticket_id = await taken_up(open_room, person, "检索时不办理")
        room.key(Key.Key_Slash)
        assert QApplication.focusWidget() is room.see("intake.search")
        room.key(getattr(Key, f"Key_{key}"))
        assert room.see("intake.search").text().upper() == key
        assert room.find("ticket.form.submit") is None
        assert state(room, ticket_id) == "reported"


async def test_a_steps_form_opens_before_the_call_that_lay_over_it(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, _, ticket_id = await proposed(open_room, person)
        for key, field in ((Key.Key_X, "ticket.form.reason"), (Key.Key_F, "ticket.form.item.line")):
            room.key(Key.Key_T)
            assert room.find("call.form") is not None
            room.see("intake.table").setFocus()
            room.key(key)
            assert room.find("call.form") is None
            assert QApplication.focusWidget() is room.see(field)
            room.key(Key.Key_Escape)
        # All the way in one key is only for what was to be seen: the first shows it, the second does it.
        room.key(Key.Key_T)
        room.see("intake.table").setFocus()
        room.key(Key.Key_D)
        assert state(room, ticket_id) == "reported"
        assert room.find("ticket.actions.onward") is not None
        room.key(Key.Key_D)
        assert state(room, ticket_id) == "dispatched*"


async def test_a_key_means_the_ticket_that_the_cursor_has_just_come_to(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, first = await taken_up(open_room, person)
        second = clerk.report("井盖移位，车辆绕行", area=GRID)
        await until(lambda: state(room, second) == "reported")
        screen = room.queue_screen
        assert screen.queue.select(second)
        room.key(Key.Key_A)
        assert (state(room, first), state(room, second)) == ("reported", "accepted*")
        assert screen.queue.select(first)
        room.key(Key.Key_X)
        room.type("不属于受理范围")
        assert room.desk.drafts.load(f"refuse:{first}") == {"reason": "不属于受理范围"}


async def test_undo_is_offered_only_where_there_is_a_way_back(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room, clerk, ticket_id = await taken_up(open_room, person)
        room.key(Key.Key_U)
        room.key(Key.Key_Return, CONTROL)
        assert clerk.ticket(ticket_id)["number"] in room.see("toast").text()
        assert room.find("toast.action") is None
        await until(lambda: clerk.done(ticket_id) == ["report", "urge"])
        room.key(Key.Key_Z, CONTROL)
        assert room.see("toast").text() == "Nothing to undo"
        room.key(Key.Key_A)
        assert room.find("toast.action") is not None
        await until(lambda: state(room, ticket_id) == "accepted")
        # While the file takes nothing, what can be taken back stays to be taken back.
        with full_disk(room, "true"):
            room.key(Key.Key_Z, CONTROL)
            assert "disk full" in room.see("toast").text()
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: state(room, ticket_id) == "reported")


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_proposals_that_come_late_are_not_those_of_the_next_call(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.key(Key.Key_T)
        room.fill("call.text", "路灯不亮，晚上走路危险")
        # Asked for, and recorded before the answer can have come.
        (asking,) = [
            t for t in room.see("call.form").findChildren(QTimer) if t.isActive() and t.isSingleShot()
        ]
        asking.timeout.emit()
        room.key(Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert room.see("call.text").toPlainText() == ""
        for _ in range(2):
            assert (await room.desk.suggest(text="路灯不亮，晚上走路危险")).items
        assert room.see("call.item.line").text() == ""
        assert room.find("call.nearby") is None
        room.fill("call.text", "漏水")
        # Nor is a point of the map that was asked about for the call before.
        reference = room.desk.reference
        assert reference is not None
        grid = reference.area(GRID)
        assert grid is not None
        room.see("call.form").point(grid.lon, grid.lat)
        room.click("call.clear")
        for _ in range(2):
            assert await room.desk.locate_point(grid.lon, grid.lat)
        assert room.see("call.area.line").text() == ""
        room.fill("call.text", "漏水")
        # Words that are taken back take their proposal with them.
        room.fill("call.text", "，路灯不亮，晚上走路危险")
        await until(lambda: room.see("call.item.line").text() == "Street lamp out")
        room.see("call.text").clear()
        room.fill("call.text", "漏水")
        await until(lambda: room.see("call.item.line").text() == "")
        room.click("call.clear")
