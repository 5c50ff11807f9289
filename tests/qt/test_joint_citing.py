"""The duty and powers lists over a form of a joint action; who comes to the board finds what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.selftest import turns
from tests.console_matter import until
from tests.pair.joint_play import STREET, WHISTLE, called
from tests.qt.looks import at_rest
from tests.qt.seat_room import Rooms
from tests.qt.test_joint_screen import board
from tests.qt.test_mandates_panel import panel
from views.joint import offering
from views.joint.forms_parties import PartiesField

Key = Qt.Key


def awaited(desk: Desk, joint_id: str) -> bool:
    """Whether an action waits for who sits at a desk."""
    joint, actor, reference = desk.joints.get(joint_id), desk.actor, desk.reference
    assert joint is not None
    assert actor is not None
    assert reference is not None
    return offering.is_awaited_of(joint, desk.joints.offers(joint_id), actor, desk.clock.now(), reference)


async def test_f7_cites_into_the_form_that_is_open(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty")
        joint_id, _ = street.desk.joints.propose(WHISTLE)
        await until(lambda: duty.desk.joints.server_row(joint_id) is not None)
        await until(lambda: bool(duty.desk.mandates.counts()))
        screen = await board(duty)
        await until(lambda: screen.board.select(joint_id))
        # Nothing is open: the lists are there to be read.
        assert screen.citing() == (None, False)
        screen.acting.begin(joint_id, "joint_approve")
        await until(lambda: duty.find("joint.form.card") is not None)
        assert screen.citing() == (None, True)
        duty.key(Key.Key_F7)
        await until(lambda: QApplication.focusWidget() is panel(duty).search)
        reference = duty.desk.reference
        assert reference is not None
        entry = next(one for one in panel(duty).entries() if reference.unit(one.unit) is not None)
        panel(duty).search.setText(entry.code)
        await until(lambda: [one.key for one in panel(duty).entries()][:1] == [entry.key])
        await turns(12)
        assert await at_rest(duty.window, panel(duty)) == []
        duty.key(Key.Key_Return)
        await until(lambda: duty.find("mandates.panel") is None)
        table = next(one for one in duty.window.findChildren(PartiesField) if one.isVisible())
        lines = [(line.unit.value(), line.entry.value()) for line in table._rows()]
        assert (entry.unit, entry.key) in lines
        focus = QApplication.focusWidget()
        assert focus is not None
        assert table.isAncestorOf(focus)


async def test_who_comes_finds_what_waits_for_them_and_keeps_the_caret(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty")
        waiting, _ = street.desk.joints.propose(WHISTLE)
        other = await called(street.desk, duty.desk)
        await until(lambda: duty.desk.joints.server_row(waiting) is not None)
        screen = await board(duty)
        # Some action of this backend that the duty officer is to move on; this one is one of them.
        assert awaited(duty.desk, screen.board.current() or "")
        assert awaited(duty.desk, waiting)
        assert screen.board.hasFocus()
        screen.board.select(other)
        await duty.go("tickets")
        await board(duty)
        assert screen.board.current() == other, "the one of before"
        duty.key(Key.Key_Slash)
        duty.type("nothing is called so")
        await until(lambda: screen.board.current() is None)
        screen.enter()
        assert screen.pane.search.hasFocus(), "the caret stays in a filter in use"
