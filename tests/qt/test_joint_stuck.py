"""Acts on joint actions in the outbox's screen: named by number and title, laid beside what others did,
decided by the same keys as those on tickets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console.ids import uuid7
from console.selftest import turns
from contract.joint import action as a
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.pair.joint_play import APPROVE, LEAD, STREET, UNITS, WHISTLE
from tests.qt.looks import faults
from tests.qt.seat_room import Room, Rooms
from views.joint.screen import JointScreen
from views.outbox.screen import OutboxScreen

People = Callable[[str], Person]


def act(person: Person, joint_id: str, version: int, **carried: Any) -> None:
    """An act of somebody without a console."""
    key = uuid7()
    body = {"action_id": key, "joint_id": joint_id, "base_version": version, "act": carried}
    person._ask("POST", "/api/joint-actions", body, key)


def whistled(street: Person) -> str:
    """A joint action that a street proposed."""
    joint_id = uuid7()
    carried = {"area": WHISTLE.area, "lon": WHISTLE.lon, "lat": WHISTLE.lat, "wanted": UNITS}
    act(street, joint_id, 0, action="joint_propose", outcome="whistle", kind="enforcement",
        title=WHISTLE.title, reason=WHISTLE.reason, **carried)  # fmt: skip
    return joint_id


def outbox(room: Room) -> OutboxScreen:
    found = room.seat.current()
    assert isinstance(found, OutboxScreen)
    return found


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_a_conflict_of_two_duty_officers_is_laid_out_and_decided(
    rooms: Rooms, person: People, lang: str
) -> None:
    async with rooms as open_room:
        other, joint_id = person("duty01"), whistled(person(STREET))
        room = await open_room("duty01", lang=lang)
        joints = room.desk.joints
        await until(lambda: joints.get(joint_id) is not None)
        held = joints.get(joint_id)
        assert held is not None
        # Nothing is awaited between the two: the seat has not heard of the other when it acts.
        act(other, joint_id, 1, action="joint_refuse", reason="一家可办")
        mine = joints.submit(joint_id, APPROVE)
        joints.submit(joint_id, a.Call(note="速到"))
        await until(lambda: [row.state for row in room.desk.outbox] == ["conflict", "held"])
        approve, refuse = joints.action_name("joint_approve"), joints.action_name("joint_refuse")
        assert f"{approve} · {held.number}" in room.see("toast").text()
        room.click("toast.action")
        await until(lambda: room.find("outbox.actions.drop") is not None)
        await until(lambda: room.find("outbox.timeline") is not None)
        said = " ".join(room.words())
        for expected in (held.number, WHISTLE.title, refuse, joints.action_name("joint_call")):
            assert expected in said
        lines = outbox(room)._decision._comparison._lines
        assert (lines[0].before, lines[0].yours, lines[0].now) == tuple(
            joints.state_name(state) for state in ("proposed", "approved", "refused")
        )
        unit = room.desk.reference.unit(LEAD) if room.desk.reference is not None else None
        assert unit is not None
        assert any(line.yours == room.desk.say(unit.names) and line.wanted for line in lines)
        assert not room.see("outbox.actions.reapply").isEnabled()
        await turns()
        assert faults(room.window) == []
        room.key(Qt.Key.Key_O)
        await until(lambda: isinstance(room.seat.current(), JointScreen))
        board = room.seat.current()
        assert isinstance(board, JointScreen)
        assert board.page.joint is not None
        assert board.page.joint.id == joint_id
        await room.go("outbox")
        room.key(Qt.Key.Key_C)
        assert held.number in QGuiApplication.clipboard().text()
        room.key(Qt.Key.Key_X)
        await until(lambda: room.desk.outbox == ())
        assert joints.get(joint_id) == joints.server_row(joint_id)
        room.key(Qt.Key.Key_4)
        room.key(Qt.Key.Key_B)
        await until(lambda: [row.state for row in room.desk.outbox] == ["conflict", "held"])
        assert room.desk.outbox[0].action_id == mine


async def test_what_waits_is_withdrawn_by_key(rooms: Rooms, person: People) -> None:
    async with rooms as open_room:
        joint_id = whistled(person(STREET))
        room = await open_room("duty01")
        joints = room.desk.joints
        await until(lambda: joints.get(joint_id) is not None)
        room.desk._line.idle()
        await room.desk._seat.session_ended()
        joints.submit(joint_id, APPROVE)
        await room.go("outbox")
        room.key(Qt.Key.Key_3)
        entry = outbox(room).current()
        assert entry is not None
        assert entry.what == "Approve"
        assert "Urban Management Bureau" in entry.about
        assert joints.pending(joint_id)
        room.key(Qt.Key.Key_X)
        await until(lambda: room.desk.outbox == ())
        assert not joints.pending(joint_id)
