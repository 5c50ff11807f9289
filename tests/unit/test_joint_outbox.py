"""Acts on joint actions in the outbox: durable before they show, in order, held to the version where they
move the phase and to none where they are a department's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.errors import LoginRequired, UndoRefused
from console.outbox import ALIVE
from contract import action as ticket_act
from contract.joint import action as a
from contract.joint.joint import Joint
from contract.joint.lifecycle import TABLE
from contract.machine import Machine, Names
from contract.problem import First, Problem
from contract.refused import Refused, RoleRefused, StepRefused
from tests.unit.joint_seat import ARRIVE, CALLED, MINUTE, WHISTLE, Seat, called, made
from tests.unit.joint_town import DUTY, HANDLERS, SEAT, STREET, T0

FIRST = Problem(
    "urn:grid:problem:conflict", "", 412, first=First(by="值班长乙", action="joint_muster", at=T0)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seat.sqlite"


@pytest.fixture
def duty(path: Path) -> Iterator[Seat]:
    seat = Seat(path, DUTY)
    yield seat
    seat.close()


@pytest.fixture
def department(tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(tmp_path / "department.sqlite", HANDLERS["d2"])
    yield seat
    seat.close()


def party(joint: Joint | None, unit: str) -> tuple[str, int | None]:
    assert joint is not None
    found = joint.party(unit)
    assert found is not None
    return found.state, found.signed_in_at


async def test_what_is_done_shows_at_once_and_follows(department: Seat, tmp_path: Path) -> None:
    await department.hold(called())
    joints = department.joints
    assert {offer.action for offer in joints.offers("j1")} >= {"joint_sign_in", "joint_object", "joint_note"}
    first = joints.submit("j1", a.JointSignIn())
    assert party(joints.get("j1"), "d2") == ("signed_in", department.clock.now())
    assert joints.pending("j1")
    department.clock.time += MINUTE
    second = joints.submit("j1", ARRIVE)
    assert [row.follows for row in department.outbox.rows] == ["", first]
    assert [row.action_id for row in department.outbox.ready()] == [first]
    assert party(joints.server_row("j1"), "d2")[0] == "called"
    with pytest.raises(Refused):
        joints.submit("j1", a.JointSignIn())
    # Another console on the file stands for one that was started after a kill.
    again = Seat(tmp_path / "department.sqlite", HANDLERS["d2"])
    assert [row.action_id for row in again.outbox.rows] == [first, second]
    assert party(again.joints.get("j1"), "d2")[0] == "on_site"
    assert again.outbox.rows[0].seen_joint == called()
    again.close()


async def test_answers_take_the_rows_out_in_order(department: Seat) -> None:
    await department.hold(called())
    joints = department.joints
    first = joints.submit("j1", a.JointSignIn())
    department.clock.time += MINUTE
    second = joints.submit("j1", ARRIVE)
    now = await department.answer(first, 5)
    assert joints.server_row("j1") == now
    assert party(joints.get("j1"), "d2")[0] == "on_site"
    (row,) = department.outbox.ready()
    assert (row.action_id, row.follows) == (second, "")
    last = await department.answer(second, 6)
    assert (joints.get("j1"), joints.pending("j1"), department.outbox.rows) == (last, False, ())


async def test_a_check_in_stands_whatever_the_others_did(department: Seat) -> None:
    await department.hold(called())
    joints = department.joints
    done = department.clock.now()
    action_id = joints.submit("j1", a.JointSignIn())
    # Off line; meanwhile the lead came and the phase moved on.
    lead = HANDLERS["d1"]
    moved = made(
        ((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call()), (lead, a.JointSignIn()), (lead, ARRIVE),
         (DUTY, a.Muster())),
        seq=7,
    )  # fmt: skip
    await department.hold(moved)
    department.replica.joints.catch_up(["j1"])
    department.touched(["j1"])
    shown = joints.get("j1")
    assert shown is not None
    assert (shown.state, shown.version) == ("on_site", 4)
    assert party(shown, "d2") == ("signed_in", done)
    department.clock.time += 30 * MINUTE
    after = await department.answer(action_id, 8, on=moved)
    assert party(after, "d2") == ("signed_in", done)


@pytest.mark.parametrize(
    "act", [a.JointSignIn(), a.Say(note="在路上"), a.Safety(outcome="started", people=2)]
)
async def test_an_event_that_the_feed_brought_first_is_not_laid_twice(
    department: Seat, act: a.JointAct
) -> None:
    held = called() if not isinstance(act, a.Safety) else on_the_spot()
    await department.hold(held)
    row = department.outbox.get(department.joints.submit("j1", act))
    assert row is not None
    done = department.perform(row, 6)
    await department.hold(done)
    department.touched(["j1"])
    assert department.joints.get("j1") == done


def on_the_spot() -> Joint:
    lead, other = HANDLERS["d1"], HANDLERS["d2"]
    acts = ((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call()), (lead, a.JointSignIn()), (lead, ARRIVE),
            (other, a.JointSignIn()), (other, ARRIVE), (DUTY, a.Muster()))  # fmt: skip
    return made(acts)


async def test_reminders_and_signs_of_life_are_counted_once(duty: Seat, department: Seat) -> None:
    await duty.hold(called())
    ids = [duty.joints.submit("j1", a.Remind(unit="d3")) for _ in range(2)]
    row = duty.outbox.get(ids[0])
    assert row is not None
    server = duty.perform(row, 6)
    await duty.hold(server)
    duty.touched(["j1"])
    shown = duty.joints.get("j1")
    assert shown is not None
    reminded = shown.party("d3")
    assert reminded is not None
    assert reminded.reminders == 2

    await department.hold(on_the_spot())
    await department.answer(department.joints.submit("j1", a.Safety(outcome="started", people=2)), 7)
    row = department.outbox.get(department.joints.submit("j1", a.Safety(outcome="heard")))
    assert row is not None
    await department.hold(department.perform(row, 8))
    department.touched(["j1"])
    shown = department.joints.get("j1")
    assert shown is not None
    assert [watch.heard for watch in shown.safety] == [1]


async def test_a_move_of_the_phase_is_in_conflict_and_can_be_done_again(duty: Seat) -> None:
    await duty.hold(called())
    joints = duty.joints
    stop = joints.submit("j1", a.Stop(reason="暴雨"))
    behind = joints.submit("j1", a.Say(note="等雨停"))
    lead = HANDLERS["d1"]
    acts = ((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call()), (lead, a.JointSignIn()), (lead, ARRIVE),
            (DUTY, a.Muster()))  # fmt: skip
    theirs = made(acts, seq=9)
    row = duty.outbox.get(stop)
    assert row is not None
    refused, taken = await duty.outbox.refused(row, "conflict", FIRST, theirs)
    duty.replica.show(taken)
    duty.touched(["j1"])
    assert joints.get("j1") == theirs
    assert not joints.pending("j1")
    assert [r.state for r in duty.outbox.rows] == ["conflict", "held"]
    assert duty.actions.why_not_reapply(stop) is None
    fresh = duty.actions.reapply(stop)
    first, second = duty.outbox.rows
    assert (first.action_id, first.base_version, first.state) == (fresh, 4, "queued")
    assert (second.action_id, second.follows, second.state) == (behind, fresh, "queued")
    shown = joints.get("j1")
    assert shown is not None
    assert (shown.state, shown.version) == ("stopped", 5)
    assert refused.problem == FIRST


async def test_a_move_behind_an_event_is_held_to_what_was_seen(duty: Seat) -> None:
    await duty.hold(called())
    joints = duty.joints
    said = joints.submit("j1", a.Say(note="等雨停"))
    stop = joints.submit("j1", a.Stop(reason="暴雨"))
    behind = joints.submit("j1", a.Say(note="已告知各家"))
    lead = HANDLERS["d1"]
    acts = ((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call()), (lead, a.JointSignIn()), (lead, ARRIVE),
            (DUTY, a.Muster()))  # fmt: skip
    # Off line; meanwhile another moved the phase. The event goes onto that, the move was made for another.
    now = await duty.answer(said, 9, on=made(acts, seq=8))
    (first, second) = duty.outbox.rows
    assert (first.action_id, first.follows, first.base_version) == (stop, "", called().version)
    assert (second.action_id, second.follows) == (behind, stop)
    assert first.base_version < now.version
    assert joints.get("j1") == now
    duty.outbox.open(DUTY.id)
    assert duty.outbox.rows == (first, second)


async def test_a_move_made_on_what_the_feed_brought_goes_with_that(duty: Seat) -> None:
    await duty.hold(called())
    joints = duty.joints
    said = joints.submit("j1", a.Say(note="等雨停"))
    lead = HANDLERS["d1"]
    acts = ((STREET, WHISTLE), (DUTY, CALLED), (DUTY, a.Call()), (lead, a.JointSignIn()), (lead, ARRIVE),
            (DUTY, a.Muster()))  # fmt: skip
    theirs = made(acts, seq=8)
    await duty.hold(theirs)
    duty.replica.joints.catch_up(["j1"])
    duty.touched(["j1"])
    joints.submit("j1", a.Stop(reason="暴雨"))
    await duty.answer(said, 9)
    (row,) = duty.outbox.rows
    assert row.base_version == theirs.version


async def test_what_came_to_nothing_is_given_up_and_brought_back(duty: Seat) -> None:
    await duty.hold(made(((STREET, WHISTLE),)))
    joints = duty.joints
    approve = joints.submit("j1", CALLED)
    joints.submit("j1", a.Call())
    shown = joints.get("j1")
    assert shown is not None
    assert shown.state == "called"
    refused = made(((STREET, WHISTLE), (DUTY, a.RefuseJoint(reason="一家可办"))), seq=4)
    row = duty.outbox.get(approve)
    assert row is not None
    _, taken = await duty.outbox.refused(row, "conflict", FIRST, refused)
    duty.replica.show(taken)
    duty.touched(["j1"])
    assert joints.get("j1") == refused
    assert duty.actions.why_not_reapply(approve) is not None
    with pytest.raises(Refused):
        duty.actions.reapply(approve)
    duty.actions.drop(approve)
    assert not duty.outbox.rows
    assert [row.state for row in duty.ended] == ["withdrawn", "withdrawn"]
    assert duty.actions.undo(approve) == "restored"
    assert [row.state for row in duty.outbox.rows] == ["conflict", "held"]


async def test_undo_withdraws_what_was_never_posted_and_nothing_else(duty: Seat) -> None:
    await duty.hold(made(((STREET, WHISTLE),)))
    joints = duty.joints
    approve = joints.submit("j1", CALLED)
    call = joints.submit("j1", a.Call())
    with pytest.raises(UndoRefused):
        duty.actions.undo(approve)
    assert duty.actions.undo(call) == "withdrawn"
    assert [change.changed for change in duty.told] == [frozenset({"j1"})] * 3
    row = duty.outbox.get(approve)
    assert row is not None
    await duty.outbox.sending(row)
    assert not duty.actions.can_undo(approve)
    await duty.outbox.again(row)
    await duty.answer(approve, 5)
    with pytest.raises(UndoRefused):
        duty.actions.undo(approve)


async def test_a_proposal_is_there_before_the_centre_has_it(path: Path) -> None:
    seat = Seat(path, STREET)
    joints = seat.joints
    assert {offer.outcome for offer in joints.proposals()} == {"whistle"}
    joint_id, action_id = joints.propose(WHISTLE)
    (shown,) = joints.rows()
    assert (shown.id, shown.number, shown.state, joints.pending(joint_id)) == (joint_id, "", "proposed", True)
    joints.submit(joint_id, a.Say(note="补充"))
    await seat.answer(action_id, 3)
    (shown,) = joints.rows()
    assert (shown.number, joints.pending(joint_id)) == ("LD9", True)
    other_id, other = joints.propose(replace(WHISTLE, title="另一"))
    assert seat.actions.undo(other) == "withdrawn"
    assert joints.get(other_id) is None
    assert seat.told[-1].gone == frozenset({other_id})
    with pytest.raises(Refused):
        joints.propose(replace(WHISTLE, kind="none"))
    assert len(seat.outbox.rows) == 1
    seat.close()


async def test_what_names_a_ticket_waits_for_its_report(duty: Seat) -> None:
    report = ticket_act.Report(channel="call", title="井盖缺失", area="g1")
    reported = duty.outbox.add("t-new", 0, report, duty.clock.now())
    await duty.hold(on_the_spot())
    tied = duty.joints.submit("j1", a.TieTicket(outcome="tied", ticket="t-new"))
    assert [row.action_id for row in duty.outbox.ready()] == [reported.action_id]
    duty.outbox.drop_many([reported])
    assert [row.action_id for row in duty.outbox.ready()] == [tied]


async def test_only_what_both_tables_know_is_offered(duty: Seat) -> None:
    await duty.hold(made(((STREET, WHISTLE),)))
    joints = duty.joints
    assert [offer.action for offer in joints.offers("j1")][:2] == ["joint_approve", "joint_refuse"]
    rows = tuple(row for row in TABLE.transitions if row.action != "joint_refuse")
    duty.reference.joints = Machine("joint", TABLE.states, rows)
    assert "joint_refuse" not in [offer.action for offer in joints.offers("j1")]
    with pytest.raises(StepRefused, match="does not know"):
        joints.submit("j1", a.RefuseJoint(reason="一家可办"))
    duty.reference.joints = Machine("joint", (), ())
    assert joints.offers("j1") == []


async def test_words_of_the_district(duty: Seat) -> None:
    joints = duty.joints
    assert joints.state_name("complete") == "evidence complete"
    assert joints.action_name("joint_complete") == "Evidence complete"
    assert joints.action_name("joint_verify", "failed") == "Do it again"
    assert joints.state_name("later") == "later"
    duty.words = {"joint complete": Names("齐", "whole"), "joint_verify failed": Names("退", "back")}
    assert joints.state_name("complete") == "whole"
    assert joints.action_name("joint_complete") == "Evidence complete"
    assert joints.action_name("joint_verify", "failed") == "back"


async def test_who_may_not_is_told_so_and_nothing_is_written(path: Path) -> None:
    seat = Seat(path, SEAT)
    await seat.hold(made(((STREET, WHISTLE),)))
    with pytest.raises(RoleRefused):
        seat.joints.submit("j1", CALLED)
    with pytest.raises(StepRefused):
        seat.joints.submit("other", a.Say(note="在"))
    seat.actor = None
    with pytest.raises(LoginRequired):
        seat.joints.submit("j1", a.Say(note="在"))
    assert (seat.outbox.rows, seat.joints.offers("j1"), seat.joints.proposals()) == ((), [], [])
    assert not any(row.state in ALIVE for row in seat.outbox.rows)
    seat.close()
