"""Steps on several tickets at once, by keys, on a real window and a real backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_views_outbox import outbox
from tests.qt.test_views_way import state
from tests.qt.wired import wired
from tests.work import calls
from views.bulk.part import BulkPart
from views.bulk.run import Stage
from views.outbox.screen import OutboxScreen
from widgets.outcome_list import OutcomeList

GRID = "990001001001-01"
Key = Qt.Key


def filed(clerk: Person, *titles: str) -> list[str]:
    """New tickets, filed under an item that a unit is named for."""
    found = []
    for title in titles:
        ticket_id = clerk.report(title, area=GRID)
        clerk.act(ticket_id, 1, action="accept")
        clerk.act(ticket_id, 2, action="file", item="1-1-01", area=GRID)
        found.append(ticket_id)
    return found


async def select(room: Room, screen: str, ids: Sequence[str]) -> None:
    """These tickets selected on a screen, the focus on its list."""
    await room.go(screen)
    queue = room.queue_screen.queue
    await until(lambda: set(ids) <= set(queue.shown_ids(10_000)))
    store = room.desk.store
    queue.table.select_row(store.slot(ids[0]))
    for ticket_id in ids[1:]:
        row = queue.model.view_row(store.slot(ticket_id))
        index = queue.model.index(row, 0)
        model = queue.table.selectionModel()
        model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)
    queue.table.setFocus()
    assert set(queue.selected_ids()) == set(ids)


def part(room: Room) -> BulkPart:
    found = room.seat.findChild(BulkPart, "bulk.part")
    assert isinstance(found, BulkPart)
    return found


def stand(room: Room, ids: Sequence[str], wanted: str) -> bool:
    """Whether all of them stand in a state that the centre knows."""
    return {state(room, i) for i in ids} == {wanted}


def said(room: Room) -> list[str]:
    """What the list says of each ticket."""
    found = room.see("bulk.list")
    assert isinstance(found, OutcomeList)
    return [row.says for row in found.outcomes()]


async def test_several_are_dispatched_by_one_key_and_taken_back_by_one(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, "占道摆摊一", "占道摆摊二", "占道摆摊三", "占道摆摊四")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        room.key(Key.Key_D)
        assert room.see("bulk.title").text() == "Dispatch · 4 tickets"
        assert room.see("bulk.told").text() == "Dispatch: 4 can be done"
        # Somebody else is faster with one of them: the preview says so before anything is done.
        clerk.act(ids[1], 3, action="dispatch", unit="T-D-ZJ")
        await until(lambda: "1 cannot: dispatched" in room.see("bulk.told").text())
        assert "dispatched" in said(room)[0]
        assert QApplication.focusWidget() is room.see("bulk.list")
        room.key(Key.Key_Return)
        assert {state(room, ids[n]) for n in (0, 2, 3)} == {"dispatched*"}
        await until(lambda: room.see("bulk.told").text() == "3 done · 1 left as they were")
        assert [clerk.ticket(i)["unit"] for i in ids] == ["T-S1-ZF", "T-D-ZJ", "T-S1-ZF", "T-S1-ZF"]
        # One moves on; the rest is taken back, and what was not is told.
        handler = person("u-T-S1-ZF")
        handler.act(ids[0], 4, action="sign_in")
        await until(lambda: state(room, ids[0]) == "signed_in")
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: "2 taken back" in room.see("bulk.told").text())
        assert "1 not taken back" in room.see("bulk.told").text()
        assert [clerk.ticket(i)["state"] for i in ids] == ["signed_in", "dispatched", "filed", "filed"]
        room.key(Key.Key_Return)
        assert room.find("bulk.card") is None


async def test_what_a_step_asks_is_asked_once_for_all(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = [clerk.report(f"咨询天气 {n}", area=GRID) for n in range(3)]
        room = await open_room("seat01")
        await select(room, "intake", ids)
        room.key(Key.Key_X)
        assert room.see("bulk.told").text() == "Refuse: 0 can be done, 3 still lack something: a reason"
        room.key(Key.Key_Return, CONTROL)
        assert room.find("bulk.card") is not None
        room.type("不属于受理范围")
        await until(lambda: room.see("bulk.told").text() == "Refuse: 3 can be done")
        # What was typed is kept when the sheet is left, and there again.
        room.key(Key.Key_Escape)
        assert room.find("bulk.card") is None
        room.key(Key.Key_X)
        assert room.see("bulk.form.reason").toPlainText() == "不属于受理范围"
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: room.see("bulk.told").text() == "3 done")
        assert {clerk.ticket(i)["state"] for i in ids} == {"refused"}


async def test_files_of_a_step_are_kept_until_it_is_done(
    rooms: Rooms, person: Callable[[str], Person], tmp_path: Path
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, "附件一", "附件二")
        paper = tmp_path / "会签单.txt"
        paper.write_text("同意")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        part(room).open("attach", ids)
        files = room.see("bulk.form.files")
        files.add_paths([tmp_path / "没有这份.txt", paper])
        assert any("it cannot be read" in words for words in room.words())
        files.findChild(QComboBox, "bulk.form.files.0.kind").setCurrentIndex(1)
        kept = files.files()
        room.key(Key.Key_Escape)
        await room.leave()
        again = await open_room("seat01")
        await select(again, "dispatch", ids)
        part(again).open("attach", ids)
        assert again.see("bulk.form.files").files() == kept
        await until(lambda: again.see("bulk.told").text() == "Add files: 2 can be done")
        again.see("bulk.list").setFocus()
        again.key(Key.Key_Return)
        await until(lambda: again.see("bulk.told").text() == "2 done")
        assert [clerk.done(i).count("attach") for i in ids] == [1, 1]
        again.key(Key.Key_Escape)
        part(again).open("attach", ids)
        assert again.see("bulk.form.files").files() == ()


async def test_the_button_names_the_key_that_does_it(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "催一", "催二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        room.key(Key.Key_U)
        assert room.see("bulk.do").key() == "Enter"
        room.see("bulk.form.note").setFocus()
        assert room.see("bulk.do").key() == "Ctrl+Enter"
        room.key(Key.Key_Tab)
        assert room.see("bulk.do").key() == "Enter"
        # Tab goes round in the sheet, it never leaves it.
        for key in (Key.Key_Tab, Key.Key_Backtab):
            for _ in range(8):
                room.key(key)
                focus = QApplication.focusWidget()
                assert focus is not None
                assert room.see("bulk").isAncestorOf(focus)
        room.key(Key.Key_Escape)
        room.key(Key.Key_I)
        assert QApplication.focusWidget() is room.see("bulk.form.note")
        assert room.see("bulk.do").key() == "Ctrl+Enter"


async def test_a_conflict_is_told_at_its_ticket(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        clerk = person("seat02")
        ids = filed(clerk, "冲突一", "冲突二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        # The centre refuses one whose version this seat does not know: it was cut off meanwhile.
        wire.cut()
        await until(lambda: room.desk.connection.link == "offline")
        clerk.act(ids[0], 3, action="merge", into=ids[1])
        room.key(Key.Key_D)
        room.key(Key.Key_Return)
        run = part(room)._last
        assert run is not None
        assert said(room) == ["waits to be sent"] * 2
        wire.mend()
        await until(lambda: run.count(Stage.SENT) == 0)
        assert (run.count(Stage.CONFLICT), run.count(Stage.TAKEN)) == (1, 1)
        assert room.find("bulk.decide") is not None
        assert sum("was first" in text for text in said(room)) == 1
        # The way to it leads to the very conflict, whatever page of the outbox stood in front.
        room.seat.screen_of("outbox").show_page("draft")
        room.click("bulk.decide")
        await until(lambda: isinstance(room.seat.current(), OutboxScreen))
        entry = outbox(room).current()
        assert entry is not None
        assert (entry.page, entry.number) == ("conflict", room.number(ids[0]))


async def test_what_is_shown_is_taken_back_whatever_was_done_since(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "撤回一", "撤回二", "撤回三", "撤回四", "撤回五")
        room = await open_room("seat01")
        for two in (ids[:2], ids[2:4]):
            await select(room, "dispatch", two)
            room.key(Key.Key_D)
            room.key(Key.Key_Return)
            await until(partial(stand, room, two, "dispatched"))
            room.key(Key.Key_Return)
        await select(room, "dispatch", ids[4:])
        await until(lambda: room.queue_screen.ticket.ticket == room.desk.store.get(ids[4]))
        room.key(Key.Key_D)
        await until(lambda: state(room, ids[4]) == "dispatched")
        # The sheet shows the second: that is what its key takes back.
        room.key(Key.Key_B, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: [state(room, i) for i in ids[2:]] == ["filed", "filed", "dispatched"])
        assert room.see("bulk.told").text() == "2 taken back"
        room.key(Key.Key_Escape)
        # In the window it is what was done last, one after another.
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: state(room, ids[4]) == "filed")
        assert state(room, ids[0]) == "dispatched"
        room.key(Key.Key_Z, CONTROL)
        await until(lambda: {state(room, i) for i in ids} == {"filed"})


async def test_commands_of_two_runs_are_all_done(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, "占用一", "占用二", "占用三")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        room.key(Key.Key_L)
        room.key(Key.Key_Return)
        assert said(room) == ["on the way"] * 3
        room.key(Key.Key_Return)
        # The next begins before the centre has answered the first.
        room.key(Key.Key_I)
        room.type("已电话核实")
        room.key(Key.Key_Return, CONTROL)
        room.key(Key.Key_Return)
        await until(lambda: all(clerk.done(i).count("note") == 1 for i in ids))
        await until(lambda: all((t := room.desk.store.get(i)) is not None and t.claim for i in ids))


async def test_what_is_left_of_a_run_is_not_done_as_another(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = filed(clerk, *(f"换人备注 {n}" for n in range(12)))
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        room.key(Key.Key_I)
        room.type("已电话核实")
        room.key(Key.Key_Return, CONTROL)
        await room.desk.log_out()
        await room.desk.log_in("seat03", PASSWORD)
        await until(lambda: "note" not in room.desk._tasks.names)
        noted = [
            entry["name"]
            for i in ids
            for entry in clerk.get(f"/api/tickets/{i}")["timeline"]
            if entry["action"] == "note"
        ]
        assert len(noted) < len(ids)
        assert set(noted) <= {"坐席01"}


async def test_a_command_that_does_not_reach_the_centre_keeps_its_words(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        ids = filed(person("seat02"), "断线备注一", "断线备注二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        room.key(Key.Key_I)
        room.type("已电话核实")
        wire.cut()
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: room.see("bulk.told").text() == "2 not done")
        assert all(text.startswith("not done · ") for text in said(room))
        assert room.find("bulk.decide") is None, "nothing of it waits for a decision"
        room.key(Key.Key_Escape)
        await until(lambda: room.desk.connection.link == "offline")
        # Off line it is said before anything is begun; the words are there still.
        room.key(Key.Key_I)
        assert room.see("bulk.form.note").toPlainText() == "已电话核实"
        assert "0 can be done" in room.see("bulk.told").text()
        assert "it does not answer now" in room.see("bulk.told").text()
        wire.mend()
        await until(lambda: room.see("bulk.told").text() == "Note: 2 can be done")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: room.see("bulk.told").text() == "2 done")
        room.key(Key.Key_Return)
        room.key(Key.Key_I)
        assert room.see("bulk.form.note").toPlainText() == ""


async def test_a_leader_is_offered_what_a_leader_may_do(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "领导一", "领导二")
        room = await open_room("leader01")
        await select(room, "tickets", ids)
        assert [row[0] for row in part(room).offers(ids)] == ["urge", "follow/begun", "note"]
        part(room).open("claim", ids)
        assert room.see("bulk.told").text() == "Take it: 0 can be done, 2 cannot: not for your role"


async def test_sixty_do_not_freeze(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        ids = [clerk.report(f"大批 {n}", area=GRID) for n in range(60)]
        room = await open_room("seat01")
        await select(room, "intake", ids)
        # Each of them is looked at by some 250 calls and done by some 550, none for each of the others.
        assert calls(lambda: room.key(Key.Key_A)) < 60 * 800
        assert "60 can be done" in room.see("bulk.told").text()
        assert calls(lambda: room.key(Key.Key_Return)) < 60 * 1_700
        await until(lambda: room.see("bulk.told").text() == "60 done", 30)


async def test_the_menu_of_a_selection(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "菜单一", "菜单二")
        room = await open_room("seat01")
        await select(room, "dispatch", ids)
        queue = room.queue_screen.queue
        queue.menu_requested.emit(ids[0], room.window.mapToGlobal(queue.rect().center()))
        menu = QApplication.activePopupWidget()
        assert menu is not None
        texts = [action.text() for action in menu.actions()]
        assert "Dispatch (2 of 2)\tD" in texts
        assert any(text.startswith("Urge (2 of 2)") for text in texts)
        menu.close()
        assert room.find("bulk.card") is None
