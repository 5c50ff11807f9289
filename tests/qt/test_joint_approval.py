"""The green channel on real desks: opened by the centre's seat, approved with approvals beside each other,
worked at the departments' desks by keys and forms."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt

from console.desk import Desk
from console.papers.approval_list import results
from console.papers.notice import notice
from console.papers.offered import kinds
from console.papers.paper import Table
from console.papers.writing import Writing
from console.selftest import turns
from contract.clock import DAY
from contract.joint import action as a
from contract.joint.joint import Joint
from tests.backend.running import new_id
from tests.console_matter import until
from tests.pair.joint_play import LEAD, UNITS
from tests.pair.test_pair_way import GRID
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, OpenRoom, Room, Rooms
from tests.qt.test_joint_page import page_of
from tests.qt.test_joint_screen import board
from views.joint.acting import About
from views.joint.screen import JointScreen
from widgets.light import Light

Key = Qt.Key
OTHER = UNITS[1]
TITLE = "厂房项目开工并联审批"


def row(desk: Desk, joint_id: str) -> Joint:
    """As the backend has it, as far as the desk has heard."""
    found = desk.joints.server_row(joint_id)
    assert found is not None
    return found


async def quiet(room: Room, joint_id: str) -> Joint:
    """Nothing of this desk waits; the row then."""
    await until(lambda: not room.desk.joints.pending(joint_id) and not room.desk.outbox)
    return row(room.desk, joint_id)


async def front(room: Room) -> None:
    """The window comes to the front: the keys are its own."""

    def active() -> bool:
        room.window.activateWindow()
        room.window.raise_()
        return room.window.isActiveWindow()

    await until(active)


def picture(room: Room, name: str) -> None:
    """A picture of the window where GRID_PICTURES names a folder."""
    folder = os.environ.get("GRID_PICTURES", "")
    if folder:
        room.window.grab().save(f"{folder}/{name}.png")


async def opened(open_room: OpenRoom, lang: str = "en") -> tuple[Room, str]:
    """The seat opens the channel in its form; gives the duty officer's window and the action."""
    seat = await open_room("seat01", profile="district", lang=lang)
    whistle = seat.seat.context.whistle
    assert whistle is not None
    whistle(area=GRID)
    await until(lambda: seat.find("joint.propose.card") is not None)
    assert seat.find("joint.propose.way") is None, "the seat has one way"
    assert seat.see("joint.propose.kind.development").isChecked()
    assert seat.find("joint.propose.kind.enforcement") is None
    # The backend is shared: each opens one of its own name.
    title = f"{TITLE} · {new_id()[:8]}"
    seat.fill("joint.propose.title", title)
    seat.fill("joint.propose.reason", "两项审批同步办理，赶在入冬前开工")
    for unit in (LEAD, OTHER):
        seat.see("joint.propose.wanted")._on_chosen(unit)
    await turns(12)
    picture(seat, f"{lang}-propose")
    assert await at_rest(seat.window, seat.see("joint.propose.card")) == []
    seat.key(Key.Key_Return, CONTROL)
    await until(lambda: seat.find("joint.propose.card") is None)
    duty = await open_room("duty01", profile="duty", lang=lang)

    def known() -> str:
        return next((one.id for one in duty.desk.joints.rows() if one.title == title and one.number), "")

    await until(lambda: bool(known()))
    return duty, known()


async def approved(duty: Room, joint_id: str, lang: str = "en") -> None:
    """The duty officer names what each department is to approve."""
    page = await page_of(duty, joint_id)
    await until(lambda: page.joint is not None)
    screen = await board(duty)
    screen.acting.begin(joint_id, "joint_approve")
    await until(lambda: duty.find("joint.form.card") is not None)
    assert duty.find("joint.form.parties.0.arrive") is None, "nobody arrives"
    assert duty.find("joint.form.approvals.0.matter") is not None
    duty.key(Key.Key_Return, CONTROL)
    assert duty.see("joint.form.card").isVisible(), "at least one approval is named"
    for n, (matter, days) in enumerate((("建设用地规划许可", "3"), ("环境影响评价审批", "5"))):
        duty.fill(f"joint.form.approvals.{n}.matter", matter)
        duty.fill(f"joint.form.approvals.{n}.limit", days)
    await turns(12)
    picture(duty, f"{lang}-approve")
    assert await at_rest(duty.window, duty.see("joint.form.card")) == []
    duty.key(Key.Key_Return, CONTROL)
    await until(lambda: duty.find("joint.form.card") is None)
    joint = await quiet(duty, joint_id)
    assert joint.state == "approved"
    found = [(one.unit, one.matter, one.limit.value, one.limit.unit) for one in joint.approvals]
    assert found == [
        (LEAD, "建设用地规划许可", 3, "working_days"),
        (OTHER, "环境影响评价审批", 5, "working_days"),
    ]
    duty.desk.joints.submit(joint_id, a.Call())
    await quiet(duty, joint_id)


async def test_the_green_channel_is_opened_and_worked_by_forms(rooms: Rooms, tmp_path: Path) -> None:
    async with rooms as open_room:
        duty, joint_id = await opened(open_room)
        await approved(duty, joint_id)
        lead = await open_room(f"u-{LEAD}", profile="lead")
        page = await page_of(lead, joint_id)
        await until(lambda: row(lead.desk, joint_id).state == "called")
        assert page.approvals.isVisible()
        assert page.matrix.cell(LEAD, "arrive") is None
        screen = lead.seat.current()
        assert isinstance(screen, JointScreen)
        bar = {one.id: one.key for one in screen._offers if not one.why}
        assert "joint_arrive" not in bar
        assert "joint_approval/taken" not in bar, "it signs in first"
        screen.setFocus()
        lead.key(Key.Key_S)
        await until(lambda: "joint_approval/taken" in {one.id for one in screen._offers})
        lead.key(Key.Key_C)
        await until(lambda: lead.find("joint.form.card") is not None)
        lead.fill("joint.form.owed", "勘测定界报告")
        lead.key(Key.Key_Return, CONTROL)
        assert lead.see("joint.form.card").isVisible(), "it says by when"
        lead.fill("joint.form.until", "3d")
        await turns(12)
        assert await at_rest(lead.window, lead.see("joint.form.card")) == []
        lead.key(Key.Key_Return, CONTROL)
        await until(lambda: lead.find("joint.form.card") is None)
        joint = await quiet(lead, joint_id)
        assert (joint.approvals[0].state, joint.approvals[0].owes) == ("taken", True)
        # The other sends drawings back: its clock stands, for all to see.
        other = await open_room(f"u-{OTHER}", profile="other")
        await page_of(other, joint_id)
        other.desk.joints.submit(joint_id, a.JointSignIn())
        await quiet(other, joint_id)
        theirs = other.seat.current()
        assert isinstance(theirs, JointScreen)
        theirs.acting.begin(joint_id, "joint_approval", "lacking")
        await until(lambda: other.find("joint.form.card") is not None)
        other.fill("joint.form.reason", "环评报告缺页")
        other.key(Key.Key_Return, CONTROL)
        joint = await quiet(other, joint_id)
        key = f"approval:{joint.approvals[1].id}"

        def stands() -> bool:
            cell = page.approvals.matrix.cell(key, "clock")
            return cell is not None and not cell.ticking

        await until(stands)
        papers = page.approvals.matrix.cell(key, "owed")
        assert papers is not None
        assert (papers.light, papers.text) == (Light.AMBER, "环评报告缺页")
        # Granted with the permit's number, by its letter.
        await front(lead)
        screen.setFocus()
        lead.key(Key.Key_6)
        await until(lambda: lead.find("joint.form.card") is not None)
        lead.fill("joint.form.document", "许〔2026〕31号")
        lead.key(Key.Key_Return, CONTROL)
        await until(lambda: lead.find("joint.form.card") is None)
        joint = await quiet(lead, joint_id)
        assert joint.approvals[0].document == "许〔2026〕31号"
        offers, about = screen.menus.of_row(f"approval:{joint.approvals[0].id}")
        assert [one.outcome for one in offers] == ["supplied", "withdrawn"]
        assert about == About(approval=joint.approvals[0].id)
        done = page.matrix.cell(LEAD, "approval")
        assert done is not None
        assert (done.light, done.text) == (Light.AMBER, "0/1"), "papers are owed still"
        seen = lead.see("joint.lacks").accessibleName()
        assert "approvals open: 1" in seen
        assert "papers owed: 1" in seen
        assert "on site" not in seen
        assert "signed in" in lead.see("joint.roll").text()
        assert await at_rest(lead.window) == []
        # Papers: the notice names approvals, the list of results says how they stand.
        reference = lead.seat.context.reference
        assert [one.key for one in kinds(joint, reference)] == ["notice", "approvals", "evidence"]
        writing = Writing("zh_CN", reference, joint.changed_at + DAY)
        cells = [
            cell
            for paper in (notice(joint, writing), results(joint, writing))
            for block in paper.blocks
            if isinstance(block, Table)
            for line in block.rows
            for cell in line.cells
        ]
        assert {"建设用地规划许可", "许〔2026〕31号", "待补正"} <= set(cells)


async def test_it_looks_the_same_in_chinese(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty, joint_id = await opened(open_room, "zh_CN")
        await approved(duty, joint_id, "zh_CN")
        page = await page_of(duty, joint_id)
        await until(lambda: page.approvals.isVisible())
        await turns(12)
        picture(duty, "zh_CN-page")
        assert "并联审批" in page.approvals.heading.text()
        assert "已签收" in duty.see("joint.roll").text()
        assert await at_rest(duty.window) == []
