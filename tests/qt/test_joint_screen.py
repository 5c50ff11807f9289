"""The joint board, worked by keys on a real backend: cards by phase, moves, filters, what an absent centre
leaves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.selftest import turns
from contract.joint import action as a
from contract.joint.lifecycle import ENDED
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.pair.joint_play import ARRIVE, LEAD, STREET, UNITS, WHISTLE, called, state
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.wired import wired
from views.joint.screen import JointScreen

Key = Qt.Key


async def board(room: Room) -> JointScreen:
    """The joint board in front."""
    await room.go("joint")
    screen = room.seat.current()
    assert isinstance(screen, JointScreen)
    return screen


def column(screen: JointScreen, joint_id: str) -> str:
    """Where a card stands, "" for nowhere."""
    card = screen.board.card(joint_id)
    return card.column if card is not None else ""


def arrived(desk: Desk, joint_id: str) -> None:
    """The lead signs in and comes."""
    desk.joints.submit(joint_id, a.JointSignIn())
    desk.joints.submit(joint_id, ARRIVE)


async def test_a_card_is_moved_by_key_and_every_seat_sees_it(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        lead = await open_room(f"u-{LEAD}", profile="lead")
        duty = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, duty.desk)
        screen = await board(duty)
        await until(lambda: column(screen, joint_id) == "called")
        assert screen.board.select(joint_id)
        screen.board.setFocus()
        duty.key(Key.Key_Right, CONTROL)
        await until(lambda: any("lead department is not on the spot" in text for text in duty.words()))
        assert column(screen, joint_id) == "called"
        await until(lambda: state(lead.desk, joint_id) == "called3")
        arrived(lead.desk, joint_id)
        await until(lambda: "joint_muster" in {one.id for one in screen._offers if not one.why})
        duty.key(Key.Key_Right, CONTROL)
        await until(lambda: column(screen, joint_id) == "on_site")
        assert screen.board.current() == joint_id
        await until(lambda: state(street.desk, joint_id) == "on_site4")
        assert await at_rest(duty.window) == []
        # The letter of the step is that of its button, and the next phase's key is always the same.
        theirs = await board(lead)
        theirs.board.select(joint_id)
        assert "G" in {one.key for one in theirs._offers}
        assert theirs.count() == sum(one.state not in ENDED for one in lead.desk.joints.rows())


async def test_what_another_does_paints_its_columns_and_no_more(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        joint_id, _ = street.desk.joints.propose(WHISTLE)
        screen = await board(street)
        await until(lambda: column(screen, joint_id) == "proposed")
        await until(lambda: not screen.board._fading.isActive())
        await turns(12)
        screen.board.painted = 0
        screen.pane.take([joint_id], [])
        await turns(12)
        assert screen.board.painted == 0, "nothing of it differs"


async def test_the_filter_narrows_and_one_action_opens_whole(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        first, _ = street.desk.joints.propose(WHISTLE)
        other, _ = street.desk.joints.propose(
            a.Propose(
                outcome="whistle", kind="repair", title="骑楼破损", reason="权属不清", area=WHISTLE.area
            )
        )
        screen = await board(street)
        await until(lambda: column(screen, first) == column(screen, other) == "proposed")
        street.key(Key.Key_Slash)
        street.type("骑楼")
        await until(lambda: column(screen, first) == "")
        assert column(screen, other) == "proposed"
        street.key(Key.Key_Escape)
        await until(lambda: column(screen, first) == "proposed")
        screen.board.setFocus()
        street.key(Key.Key_2)
        assert screen.pane.narrowing.mine
        assert column(screen, first) == "proposed", "the street's own whistle"
        street.key(Key.Key_1)
        assert not screen.pane.narrowing.mine
        screen.board.select(other)
        street.key(Key.Key_Return)
        await until(screen.is_whole)
        assert "骑楼破损" in street.see("joint.title").text()
        assert await at_rest(street.window) == []
        street.key(Key.Key_Escape)
        await until(lambda: not screen.is_whole())
        assert screen.board.hasFocus()
        assert screen.show_joint(first)
        assert screen.board.current() == first
        # By the command line, from another screen: initials of the verb, then words.
        await street.go("tickets")
        street.key(Key.Key_Semicolon, CONTROL)
        await until(lambda: street.see("command.line").hasFocus())
        street.type("ld 骑楼")
        street.key(Key.Key_Return)
        await until(lambda: street.seat.current() is screen)
        assert column(screen, first) == ""
        assert screen.board.current() == other


async def test_off_line_the_board_says_its_age_and_a_note_waits(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        room = await open_room(STREET)
        joint_id, _ = room.desk.joints.propose(WHISTLE)
        screen = await board(room)
        await until(lambda: state(room.desk, joint_id) == "proposed1")
        screen.board.select(joint_id)
        wire.cut()
        await until(lambda: room.desk.connection.link == "offline", 20)
        assert "Off line" in room.see("joint.says").text()
        screen.board.setFocus()
        room.key(Key.Key_M)
        await until(lambda: room.see("joint.note").hasFocus())
        room.type("现场有人员聚集")
        room.key(Key.Key_Return)
        await until(lambda: state(room.desk, joint_id) == "proposed1*")
        card = screen.board.card(joint_id)
        assert card is not None
        assert card.pending
        assert await at_rest(room.window) == []
        wire.mend()
        await until(lambda: state(room.desk, joint_id) == "proposed1", 30)
        await until(lambda: any("现场有人员聚集" in one.detail for one in screen.page.notes.log.entries()))


async def test_who_is_late_is_reminded_by_its_key(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, duty.desk)
        screen = await board(duty)
        await until(lambda: column(screen, joint_id) == "called")
        screen.board.select(joint_id)
        screen.board.setFocus()
        screen.page.matrix.select(UNITS[1], "sign_in")
        duty.key(Key.Key_U)
        await until(lambda: _reminders(duty.desk, joint_id) == {UNITS[1]: 1})
        await until(lambda: any("Remind" in one.what for one in screen.page.notes.log.entries()))


def _reminders(desk: Desk, joint_id: str) -> dict[str, int]:
    joint = desk.joints.server_row(joint_id)
    assert joint is not None
    return {party.unit: party.reminders for party in joint.parties if party.reminders}


async def test_one_that_comes_to_nothing_is_read_on(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, duty.desk)
        screen = await board(street)
        await until(lambda: column(screen, joint_id) == "called")
        assert screen.show_joint(joint_id)
        screen.open_whole()
        duty.desk.joints.submit(joint_id, a.CallOff(reason="现场已自行整改"))
        await until(lambda: column(screen, joint_id) == "")
        joint = screen.page.joint
        assert joint is not None, "its card is gone, the page is read on"
        assert joint.state == state(street.desk, joint_id).rstrip("0123456789*")


async def test_a_letter_lent_to_a_step_leads_back_to_the_campaigns(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01", profile="duty")
        screen = await board(duty)
        screen.keys.bind("6", lambda: None, "a step")
        screen._letters.add("6")
        screen._offer()
        screen.board.setFocus()
        duty.key(Key.Key_6)
        await until(lambda: duty.seat.current().key == "campaigns")
