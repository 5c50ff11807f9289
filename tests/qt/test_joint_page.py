"""One joint action in full: cells, what is missing, the log and what is half written, while others act."""

from __future__ import annotations

from PySide6.QtCore import Qt

from contract.joint import action as a
from tests.console_matter import until
from tests.pair.joint_play import ARRIVE, LEAD, STREET, UNITS, called, state
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_joint_screen import board
from views.joint.inset import JointMap
from views.joint.page import JointPage
from widgets.light import Light

Key = Qt.Key


def said(page: JointPage, unit: str, step: str) -> str:
    """What stands in a cell, "" for nothing."""
    cell = page.matrix.cell(unit, step)
    return "" if cell is None else cell.text or ("ticks" if cell.ticking else "")


async def page_of(room: Room, joint_id: str) -> JointPage:
    """The page of an action, beside the board."""
    screen = await board(room)
    await until(lambda: screen.board.card(joint_id) is not None)
    screen.board.select(joint_id)
    assert screen.page.joint is not None
    return screen.page


async def test_a_cell_is_a_departments_own_event_and_what_is_half_written_stays(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        lead = await open_room(f"u-{LEAD}", profile="lead")
        duty = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, duty.desk)
        page = await page_of(duty, joint_id)
        await until(lambda: state(duty.desk, joint_id) == "called3")
        assert [said(page, unit, "sign_in") for unit in UNITS] == ["ticks"] * 4
        assert said(page, LEAD, "arrive") == ""
        assert "4 not signed in" in duty.see("joint.lacks").accessibleName()
        await until(lambda: len(page.notes.log.entries()) == 3)
        await until(lambda: state(lead.desk, joint_id) == "called3")
        page.matrix.select(UNITS[2], "plan")
        duty.seat.current().setFocus()
        page.write()
        duty.type("请带上")
        lead.desk.joints.submit(joint_id, a.JointSignIn())
        lead.desk.joints.submit(joint_id, ARRIVE)
        await until(lambda: "3 people" in said(page, LEAD, "arrive"))
        cell = page.matrix.cell(LEAD, "sign_in")
        assert cell is not None
        assert cell.done
        assert cell.light is Light.GREEN
        assert "3 not signed in" in duty.see("joint.lacks").accessibleName()
        assert "1 of 4 departments on site" in duty.see("joint.roll").text()
        assert page.notes.line.text() == "请带上", "what is half written stays"
        assert page.matrix.current() == (UNITS[2], "plan"), "what is chosen stays"
        await until(lambda: len(page.notes.log.entries()) == 5)
        duty.type("文书")
        duty.key(Key.Key_Return)
        await until(lambda: "请带上文书" in {one.detail for one in page.notes.log.entries()})
        assert page.notes.line.text() == ""
        assert await at_rest(duty.window) == []


async def test_a_note_is_kept_for_each_action_alone(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room(STREET)
        first, second = (
            room.desk.joints.propose(
                a.Propose(
                    outcome="whistle",
                    kind="inspection",
                    title=title,
                    reason="须多部门到场",
                    area="990001001001-01",
                )
            )[0]
            for title in ("群租房", "散煤")
        )
        screen = await board(room)
        await until(lambda: screen.board.card(first) is not None and screen.board.card(second) is not None)
        screen.board.select(first)
        screen.page.notes.line.setText("先核对")
        screen.board.select(second)
        assert screen.page.notes.line.text() == ""
        screen.board.select(first)
        assert screen.page.notes.line.text() == "先核对"


async def test_tasks_evidence_and_the_map_of_an_action(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        lead = await open_room(f"u-{LEAD}", profile="lead")
        duty = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, duty.desk)
        page = await page_of(lead, joint_id)
        await until(lambda: state(lead.desk, joint_id) == "called3")
        lead.desk.joints.submit(joint_id, a.JointSignIn())
        lead.desk.joints.submit(joint_id, ARRIVE)
        lead.desk.joints.submit(joint_id, a.Muster())
        until_at = duty.desk.clock.now() + 3_600_000
        task = a.Given(id="task-1", unit=LEAD, text="占道材料清运", until=until_at)
        lead.desk.joints.submit(joint_id, a.Plan(minutes="先清运，后围挡", tasks=(task,)))
        lead.desk.joints.submit(joint_id, a.Begin())
        lead.desk.joints.submit(joint_id, a.Safety(outcome="started", people=3, minutes=30))
        await until(lambda: said(page, LEAD, "safety") == "ticks")
        row = page.work.matrix.cell("task:task-1", "state")
        assert row is not None
        assert row.ticking
        have = page.pack.matrix.cell("kind:document", "have")
        assert have is not None
        assert have.text == "0/1"
        assert "evidence missing: 4" in lead.see("joint.lacks").accessibleName()
        offers, about = lead.seat.current().menus.of_row("task:task-1")  # type: ignore[attr-defined]
        assert [one.outcome for one in offers] == ["taken", "done", "withdrawn"]
        assert about.task == "task-1"
        lead.seat.current().setFocus()
        page.show_side("map")
        shown = page.findChild(JointMap)
        assert shown is not None
        await until(lambda: bool(shown._ground.loaded), 20)
        assert await at_rest(lead.window) == []
