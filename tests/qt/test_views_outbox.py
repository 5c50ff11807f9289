"""What waits and what somebody was first with: side by side, decided by keys, nothing jumps meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from console.selftest import turns
from contract import action as act
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.seat_room import Room, Rooms
from views.desks.queue_screen import QueueScreen
from views.outbox.screen import OutboxScreen
from widgets.light import Light

GRID = "990001001001-01"
RESULT = "已劝离，现场恢复"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def filed(clerk: Person, title: str) -> str:
    """A filed ticket's id."""
    ticket_id = clerk.report(title, area=GRID)
    clerk.act(ticket_id, 1, action="accept")
    clerk.act(ticket_id, 2, action="file", item="1-1-01", area=GRID)
    return ticket_id


def current(room: Room) -> str:
    """The key of the entry under the cursor."""
    found = outbox(room).current()
    return found.key if found is not None else ""


def outbox(room: Room) -> OutboxScreen:
    """The screen in front."""
    found = room.seat.current()
    assert isinstance(found, OutboxScreen)
    return found


async def conflicts(room: Room, clerk: Person, n: int) -> list[str]:
    """`n` tickets that this seat accepted after another had refused them; the action ids."""
    ids = [clerk.report(f"冲突 {k}", area=GRID) for k in range(n)]
    await until(lambda: all(room.desk.store.get(ticket_id) is not None for ticket_id in ids))
    for ticket_id in ids:
        clerk.act(ticket_id, 1, action="refuse", reason="不属本区")
    # Nothing is awaited between: the seat has not heard of the other when it acts.
    made = [room.desk.submit(ticket_id, act.Accept(note=f"收 {ticket_id[-4:]}")) for ticket_id in ids]
    await until(lambda: {r.action_id for r in room.desk.outbox if r.state == "conflict"} >= set(made))
    return made


@pytest.mark.parametrize("decision", ["reapply", "drop"])
async def test_a_conflict_is_laid_out_and_decided(
    rooms: Rooms, person: Callable[[str], Person], decision: str
) -> None:
    async with rooms as open_room:
        other = person("seat03")
        ticket_id = filed(other, "两席同时派遣")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        # Nothing is awaited between the two: the seat has not heard of the other when it acts.
        other.act(ticket_id, 3, action="dispatch", unit="T-D-CG")
        room.desk.submit(ticket_id, act.Dispatch(unit="T-S1-ZF"))
        await until(lambda: any(r.state == "conflict" for r in room.desk.outbox))
        assert "Decide" in room.see("toast.action").text()
        assert "Conflicts 1" in room.see("status.conflicts").accessibleName()
        room.click("toast.action")
        await until(lambda: room.find("outbox.actions.drop") is not None)
        said = " ".join(room.words())
        assert "坐席03 was first" in said
        # Yours and theirs in the same line, marked as changed by the other.
        lines = outbox(room)._decision._comparison._lines
        unit = next(line for line in lines if line.field == "Unit")
        assert (unit.before, unit.yours, unit.now) == (
            "—",
            "Dongmen enforcement team",
            "Urban Management Bureau",
        )
        assert unit.changed
        assert outbox(room)._decision._comparison._rows[lines.index(unit)].mark.light is Light.AMBER
        # What happened since comes from the centre.
        await until(lambda: room.find("outbox.timeline") is not None)
        if decision == "drop":
            room.key(Qt.Key.Key_X)
            await until(lambda: room.desk.outbox == ())
            room.key(Qt.Key.Key_4)
            room.key(Qt.Key.Key_B)
            await until(lambda: [r.state for r in room.desk.outbox] == ["conflict"])
        else:
            # The table has no dispatch from dispatched: the button says so before it is pressed.
            again = room.see("outbox.actions.reapply")
            assert not again.isEnabled()
            assert "dispatched" in room.see("outbox.why_not").text()
            room.key(Qt.Key.Key_R)
            assert [r.state for r in room.desk.outbox] == ["conflict"]
            other.act(ticket_id, 4, action="recall")
            await until(lambda: room.see("outbox.actions.reapply").isEnabled())
            room.key(Qt.Key.Key_R)
            await until(lambda: room.desk.outbox == ())
            assert other.ticket(ticket_id)["unit"] == "T-S1-ZF"


async def test_a_toast_leads_to_its_own_conflict(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        room.desk.drafts.save("call", {"text": "半句"})
        await room.go("outbox")
        room.key(Qt.Key.Key_5)
        await room.go("intake")
        made = await conflicts(room, person("seat03"), 3)
        said = room.see("toast").text()
        room.click("toast.action")
        await until(lambda: isinstance(room.seat.current(), OutboxScreen))
        assert outbox(room)._page == "conflict"
        entry = outbox(room).current()
        assert entry is not None
        assert entry.key in made
        assert entry.number in said


async def test_a_hidden_outbox_asks_the_centre_for_nothing(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        await conflicts(room, clerk, 1)
        await room.go("outbox")
        await until(lambda: room.find("outbox.timeline") is not None)
        decision = outbox(room)._decision
        asked = decision._asked
        ticket_id = room.desk.outbox[0].ticket_id
        await room.go("intake")
        clerk.act(ticket_id, 2, action="recall")
        await until(lambda: room.held(ticket_id).state == "reported")
        row = room.desk.outbox[0].action_id
        await until(lambda: room.desk.why_not_reapply(row) == "")
        await turns(12)
        assert decision._asked == asked
        await room.go("outbox")
        assert decision._asked > asked


async def test_twenty_conflicts_are_worked_through_by_keys(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    """One by one, and all alike; what was dropped is brought back by Ctrl+Z as a whole."""
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        made = await conflicts(room, clerk, 20)
        await room.go("outbox")
        screen = outbox(room)
        await until(lambda: screen._model.count() == 20)
        listed = [screen._entries.entry(int(slot)) for slot in screen._model.visible_ids()]
        assert [entry.key for entry in listed if entry is not None] == made
        # J and K walk through them; X takes the one under the cursor, and the next stands in its place.
        room.key(Qt.Key.Key_J)
        room.key(Qt.Key.Key_J)
        room.key(Qt.Key.Key_K)
        assert current(room) == made[1]
        room.key(Qt.Key.Key_X)
        await until(lambda: len(room.desk.outbox) == 19)
        await until(lambda: current(room) == made[2])
        room.key(Qt.Key.Key_X, SHIFT)
        await until(lambda: room.desk.outbox == ())
        assert len(room.desk.dropped) == 20
        room.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(room.desk.outbox) == 19)
        assert [r.action_id for r in room.desk.outbox] == [made[0], *made[2:]]


async def test_nothing_moves_while_a_conflict_is_being_decided(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        room = await open_room("seat01")
        await conflicts(room, clerk, 30)
        await room.go("outbox")
        screen = outbox(room)
        await until(lambda: screen._model.count() == 30)
        for _ in range(24):
            room.key(Qt.Key.Key_J)
        button = room.see("outbox.actions.drop")
        button.setFocus()
        bar = screen.table.verticalScrollBar()
        await until(lambda: bar.value() > 0)

        def stands() -> tuple[object, ...]:
            place = button.mapTo(room.window, button.rect().center())
            return current(room), bar.value(), QApplication.focusWidget() is button, place

        stood = stands()
        # Another conflict comes, another ticket of the list moves on, other things happen beside.
        await conflicts(room, clerk, 3)
        await until(lambda: screen._model.count() == 33)
        other = next(r for r in room.desk.outbox if r.action_id != stood[0])
        clerk.act(other.ticket_id, 2, action="recall")
        await until(lambda: room.desk.why_not_reapply(other.action_id) == "")
        assert stands() == stood


async def test_what_is_parked_says_what_to_do_and_is_corrected_in_its_form(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        ticket_id = filed(clerk, "占道摆摊")
        clerk.act(ticket_id, 3, action="dispatch", unit="T-S1-ZF")
        room = await open_room("u-T-S1-ZF")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.desk.submit(ticket_id, act.SignIn())
        await until(lambda: room.desk.outbox == ())
        picture = room.desk.files.add_bytes(b"\x89PNG gone", "x.png", "photo_after")
        place = room.desk.settings.profile / "files" / picture.sha256[:2] / picture.sha256
        place.unlink()
        lost = room.desk.submit(ticket_id, act.Handle(result=RESULT, files=(picture,)))
        await until(lambda: [r.state for r in room.desk.outbox] == ["parked"])
        # The count in the status bar leads to it, whatever page stood in front.
        await room.go("outbox")
        screen = outbox(room)
        room.desk.drafts.save(f"note:{ticket_id}", {"note": "半句"})
        room.key(Qt.Key.Key_5)
        await until(lambda: screen._page == "draft" and screen.current() is not None)
        await room.go("tickets")
        room.click("status.parked")
        await until(lambda: room.seat.current() is screen and screen.current() is not None)
        assert screen._page == "parked"
        room.desk.drafts.forget(f"note:{ticket_id}")
        assert "no longer on this machine" in room.see("outbox.says").text()
        assert "Correct what is named" in room.see("outbox.advice").text()
        room.key(Qt.Key.Key_C)
        assert RESULT in QGuiApplication.clipboard().text()
        room.key(Qt.Key.Key_E)
        await until(lambda: room.find("ticket.form.result") is not None)
        assert room.see("ticket.form.result").toPlainText() == RESULT
        # The parked row is kept until its correction has been sent.
        assert [r.action_id for r in room.desk.outbox] == [lost]
        room.see("ticket.form.files").set_files(())
        room.see("ticket.form.files")._keep(
            lambda: room.desk.files.add_bytes(b"\x89PNG new", "y.png", "photo_after")
        )
        room.click("ticket.form.submit")
        await until(lambda: room.desk.outbox == ())
        assert clerk.ticket(ticket_id)["state"] == "handled"
        assert room.desk.drafts.forms() == []


async def test_half_written_forms_are_listed_taken_up_and_discarded(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        ticket_id = clerk.report("路灯不亮", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.seat.open_ticket(ticket_id)
        await until(lambda: room.seat.current().take_step("refuse"))
        room.fill("ticket.form.reason", "不属本区，应")
        await room.go("intake")
        room.key(Qt.Key.Key_T)
        await until(lambda: room.find("call.text") is not None)
        room.fill("call.text", "井盖松动，有人差点")
        await room.go("outbox")
        screen = outbox(room)
        await until(lambda: len(screen._entries.on("draft")) == 2)
        assert screen._page == "draft"
        room.key(Qt.Key.Key_E)
        await until(lambda: room.find("ticket.form.reason") is not None)
        assert room.see("ticket.form.reason").toPlainText() == "不属本区，应"
        await room.go("outbox")
        room.key(Qt.Key.Key_J)
        room.key(Qt.Key.Key_X)
        await until(lambda: [d.key for d in room.desk.drafts.forms()] == [f"refuse:{ticket_id}"])
        room.key(Qt.Key.Key_4)
        await until(lambda: screen._model.count() == 1)
        # X has nothing to drop among the dropped; least of all the form begun anew under the same name.
        room.desk.drafts.save("call", {"text": "另一来电"})
        room.key(Qt.Key.Key_X)
        assert [d.key for d in room.desk.drafts.forms()] == [f"refuse:{ticket_id}", "call"]
        room.key(Qt.Key.Key_B)
        await until(lambda: any("Another was begun" in text for text in room.words()))
        room.desk.drafts.forget("call")
        room.key(Qt.Key.Key_B)
        await until(lambda: len(room.desk.drafts.forms()) == 2)
        room.key(Qt.Key.Key_5)
        room.key(Qt.Key.Key_J)
        room.key(Qt.Key.Key_E)
        await until(lambda: room.find("call.text") is not None)
        assert room.see("call.text").toPlainText() == "井盖松动，有人差点"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_the_desk_goes_on_and_says_so(
    rooms: Rooms, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        ticket_id = filed(person("seat02"), "离线时派遣")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline")
        await until(lambda: "Off line since" in room.see("status.link").accessibleName())
        await room.go("dispatch")
        await until(lambda: room.seat.current().show_ticket(ticket_id))
        waiting = room.desk.store.get(ticket_id)
        assert waiting is not None
        await room.shows(waiting.number)
        room.key(Qt.Key.Key_D)
        await until(lambda: len(room.desk.outbox) == 1)
        # What only the centre can do says so at its button, and a word half written stays.
        desk = room.seat.current()
        assert isinstance(desk, QueueScreen)
        bar = desk.ticket._page.bar
        shown = {action.id: action for action in bar.actions_shown()}
        assert [shown[step].enabled for step in ("claim", "note", "attach")] == [False, False, False]
        assert "on line only" in shown["note"].text
        room.key(Qt.Key.Key_I)
        assert "Only the centre" in room.see("ticket.note").text()
        # The row stays in its place, pending, until the centre has taken it.
        assert room.seat.current().show_ticket(ticket_id)
        assert "To send 1" in room.see("status.outbox").accessibleName()
        await room.go("outbox")
        await until(lambda: room.find("outbox.actions.withdraw") is not None)
        room.click("outbox.actions.withdraw")
        assert room.desk.outbox == ()
        row = room.desk.store.get(ticket_id)
        assert row is not None
        assert row.state == "filed"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_note_that_does_not_get_through_stays_written(
    rooms: Rooms, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    """The line goes while it is being written: the form, its words and its draft stay."""
    async with rooms as open_room:
        ticket_id = filed(person("seat02"), "断线时备注")
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.seat.open_ticket(ticket_id)
        await until(lambda: room.seat.current().take_step("note"))
        room.fill("ticket.form.note", "已联系物业，下午到场")
        backend.kill()
        room.click("ticket.form.submit")
        await until(lambda: room.desk.connection.link == "offline")
        room.click("ticket.form.submit")
        assert room.see("ticket.form.note").toPlainText() == "已联系物业，下午到场"
        assert [draft.key for draft in room.desk.drafts.forms()] == [f"note:{ticket_id}"]


async def test_words_of_a_step_that_somebody_else_took_are_kept(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        clerk = person("seat03")
        ticket_id = clerk.report("填写时被他人受理", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        room.seat.open_ticket(ticket_id)
        await until(lambda: room.seat.current().take_step("refuse"))
        room.fill("ticket.form.reason", "不属本区，应转")
        clerk.act(ticket_id, 1, action="refuse", reason="重复")
        await until(lambda: room.find("ticket.form.reason") is None)
        await until(lambda: room.find("ticket.note") is not None)
        assert "what you wrote is kept" in room.see("ticket.note").text()
        assert [draft.key for draft in room.desk.drafts.forms()] == [f"refuse:{ticket_id}"]
