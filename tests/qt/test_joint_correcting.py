"""An act on a joint action that came to nothing is corrected in its own form and sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from contract.action import FileRef
from contract.clock import HOUR, MINUTE, Limit
from contract.joint import action as a
from contract.joint.approval import Approval
from contract.joint.joint import Joint
from contract.joint.mediation import Session, Side
from contract.joint.spot import JointProblem
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.pair.joint_play import LEAD, STREET, UNITS, WHISTLE, called, row, state
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_joint_stuck import act
from views.joint.correcting import form_of, same_id
from views.joint.forms_acts import acts_of
from views.joint.forms_fields import JointFields
from views.joint.forms_held import choose_unit

People = Callable[[str], Person]
Key = Qt.Key
OTHER = "T-S2"
DATE = 1_800_000_000_000 // MINUTE * MINUTE
FILE = FileRef(sha256="a" * 64, name="before.jpg", kind="document", mime="image/jpeg", size=12)


async def stuck(room: Room, count: int = 1) -> None:
    await until(lambda: [one.state in ("conflict", "parked") for one in room.desk.outbox] == [True] * count)
    await room.go("outbox")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_what_the_centre_refused_is_said_beside_its_field_and_sent_again(
    rooms: Rooms, person: People, lang: str
) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        room = await open_room("duty01", profile="duty", lang=lang)
        other, joints = person("duty01"), room.desk.joints
        joint_id = await called(street.desk, room.desk)
        await until(lambda: state(room.desk, joint_id) == "called3")
        units = [unit.code for unit in room.desk.reference.units if unit.code not in UNITS]  # type: ignore[union-attr]
        taken, free = units[0], units[1]
        # Nothing is awaited between the two: the seat has not heard of the other when it acts.
        act(other, joint_id, 3, action="joint_join", reason="需要它", party={"unit": taken})
        joints.submit(joint_id, a.Substitute(unit=UNITS[1], instead=taken, reason="力量不足"))
        await stuck(room)
        assert room.desk.outbox[0].state == "parked"
        parked = room.desk.outbox[0].action_id
        room.key(Key.Key_E)
        await until(lambda: room.find("joint.form.reason") is not None)
        assert room.see("joint.form.reason").toPlainText() == "力量不足"
        box = room.see("joint.form.instead")
        assert box.value() == taken
        problem = room.desk.outbox[0].problem
        assert problem is not None
        said = " ".join(room.words())
        assert room.desk.say(_names(problem)) in said
        # What is mended replaces what was refused.
        choose_unit(box, free, room.seat.context.reference)
        room.see("joint.form.reason").setFocus()
        room.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: room.desk.outbox == ())
        assert row(room.desk, joint_id).party(free) is not None
        assert [one.action_id for one in room.desk.dropped] == [parked]


def _names(problem: Any) -> Any:
    from contract.machine import Names

    return Names(problem.zh, problem.en)


async def test_a_conflict_says_who_was_first_over_the_form(rooms: Rooms, person: People) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        room = await open_room("duty01", profile="duty")
        other, joints = person("duty01"), room.desk.joints
        joint_id = await called(street.desk, room.desk)
        await until(lambda: state(room.desk, joint_id) == "called3")
        act(other, joint_id, 3, action="joint_stop", reason="暴雨")
        act(other, joint_id, 4, action="joint_resume")
        joints.submit(joint_id, a.Stop(reason="等设备"))
        await stuck(room)
        assert room.desk.outbox[0].state == "conflict"
        await until(lambda: state(room.desk, joint_id) == "called5")
        room.key(Key.Key_E)
        await until(lambda: room.find("joint.form.reason") is not None)
        assert "was first: Resume" in " ".join(room.words())
        reason = room.see("joint.form.reason")
        reason.setPlainText("等设备，预计两小时")
        reason.setFocus()
        room.key(Key.Key_Escape)
        assert [one.state for one in room.desk.outbox] == ["conflict"], "leaving the form gives nothing up"
        room.key(Key.Key_E)
        await until(lambda: room.find("joint.form.reason") is not None)
        assert room.see("joint.form.reason").toPlainText() == "等设备，预计两小时"
        room.see("joint.form.reason").setFocus()
        room.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: room.desk.outbox == ())
        await until(lambda: state(room.desk, joint_id) == "stopped6")
        held = row(room.desk, joint_id).held
        assert held is not None
        assert held.reason == "等设备，预计两小时"


ACTS: tuple[a.JointAct, ...] = (
    a.Approve(
        parties=(a.Named(unit=LEAD, lead=True, sign_in=20), a.Named(unit=UNITS[1], arrive=45)), note="从速"
    ),
    a.Approve(
        parties=(a.Named(unit=LEAD, lead=True),),
        approvals=(a.Ask(id="q-1", unit=LEAD, matter="用地", value=5, measure="hours"),),
        kind="development",
    ),
    a.RefuseJoint(reason="一家可办"),
    a.Call(meet_at=DATE, note="速到"),
    a.JoinIn(party=a.Named(unit=OTHER), reason="需要它"),
    a.JointArrive(people=4, unit=LEAD, lon=117.2, lat=31.7, note="已到", files=(FILE,)),
    a.Object(reason="不归我管", unit=UNITS[1]),
    a.DecideObjection(outcome="released", unit=UNITS[1], reason="确实不归", instead=OTHER),
    a.Substitute(unit=UNITS[1], instead=OTHER, reason="力量不足"),
    a.Plan(
        minutes="先清运，后围挡",
        attended=(a.Attends(people=2, unit=LEAD), a.Attends(people=1, name="物业公司")),
        tasks=(a.Given(id="t-1", unit=LEAD, text="清运", until=DATE),),
    ),
    a.TaskStep(outcome="given", task="t-2", unit=UNITS[1], text="围挡", until=DATE),
    a.ProblemStep(outcome="found", problem="p-2", text="井盖松动", place="门口", lon=117.2, lat=31.7),
    a.ProblemStep(outcome="handed_on", problem="p-1", unit=OTHER, reason="归其管理"),
    a.EvidenceStep(outcome="brought", evidence="e-1", kind="document", document="罚字1号", files=(FILE,)),
    a.Agree(outcome="drawn", text="交街道管护", body="物业公司"),
    a.Safety(outcome="started", unit=LEAD, people=3, minutes=15),
    a.Stop(reason="暴雨"),
    a.VerifyJoint(outcome="failed", reason="现场未清"),
    a.Say(note="请带上文书"),
    a.SideStep(outcome="joined", side="s-9", name="商户代表", role="applicant", people=3),
    a.SessionStep(outcome="set", session="x-9", at=DATE, place="街道调解室"),
    a.SessionStep(
        outcome="held", session="x-1", attended=("s-1",), mediators=(LEAD,), minutes=90, words="分歧缩小"
    ),
    a.SettlementStep(outcome="drawn", settlement="z-9", text="分期支付", fen=1_234_567, until=DATE),
    a.ApprovalStep(
        outcome="asked", approval="w-9", unit=LEAD, matter="用地", value=5, measure="natural_days"
    ),
    a.ApprovalStep(outcome="taken", approval="w-1", owed="环评报告", until=DATE),
    a.ApprovalStep(outcome="lacking", approval="w-1", reason="缺图纸"),
    a.ApprovalStep(outcome="granted", approval="w-1", document="许〔2026〕1号", result="同意"),
)


def rich(joint: Joint) -> Joint:
    """The action with something of every kind that an act may be about."""
    at = joint.changed_at
    side = Side(id="s-1", name="甲方", role="applicant", people=1, joined_at=at)
    session = Session(id="x-1", n=1, at=at + HOUR, place="街道", set_at=at, set_by="值守")
    asked = Approval(
        id="w-1",
        unit=LEAD,
        unit_name="牵头单位",
        matter="用地",
        limit=Limit(5, "working_days"),
        asked_at=at,
        asked_by="值守",
        changed_at=at,
    )
    problem = JointProblem(id="p-1", n=1, text="井盖", found_at=at, found_by="值守")
    return replace(joint, sides=(side,), sessions=(session,), approvals=(asked,), problems=(problem,))


async def test_every_form_gives_back_the_act_that_it_was_filled_from(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        room = await open_room("duty01", profile="duty")
        joint_id = await called(street.desk, room.desk)
        await until(lambda: state(room.desk, joint_id) == "called3")
        joint, context = rich(row(room.desk, joint_id)), room.seat.context
        for was in ACTS:
            again = form_of(was, context.reference)
            assert again is not None, was
            fields = JointFields(context, again.step, joint, (), "again", room.window)
            fields.fill(msgspec.json.decode(msgspec.json.encode(again.values)))
            given = fields.values()
            (anew,) = acts_of(again.step, again.target, given)
            anew = same_id(anew, was)
            if isinstance(anew, a.Approve) and anew.kind == joint.kind:
                anew = replace(anew, kind="")  # the form says the kind that it has
            assert anew == was
            fields.deleteLater()


async def test_a_proposal_that_was_refused_is_corrected_in_its_form(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room(STREET, profile="street")
        again = form_of(replace(WHISTLE, text="附言"), room.seat.context.reference)
        assert again is not None
        assert again.step == "propose"
        assert again.values["title"] == WHISTLE.title
        assert again.values["wanted"]["units"] == list(UNITS)
