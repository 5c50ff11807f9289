"""Single steps of a joint action: clocks, check-ins off line, evidence, failures."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from contract.clock import HOUR, MINUTE, light
from contract.joint import action as a
from contract.joint.advance import effective
from contract.joint.guards import missing
from contract.joint.work import Known
from contract.refused import InputRefused, RoleRefused, StepRefused
from tests.unit.joint_steps import Steps
from tests.unit.joint_town import DUTY, FAR, HANDLERS, LEADER, NEAR, REF, SEAT, STREET
from tests.unit.joint_world import photo

LEAD, SECOND, THIRD = HANDLERS["d1"], HANDLERS["d2"], HANDLERS["d3"]


@pytest.fixture
def world() -> Steps:
    """An enforcement that has been called: d1 leads, d2 and d3 take part."""
    world = Steps(REF)
    world.begun()
    return world


def line(world: Steps, unit: str) -> Any:
    """A department's line."""
    return world.joint.party(unit)


def test_each_departments_clocks_are_its_own(world: Steps) -> None:
    called = world.now
    world.now += 10 * MINUTE
    world.do(SECOND, a.JointSignIn())
    assert line(world, "d2").sign_in.ended_at == world.now
    assert line(world, "d2").arrive.due_at == world.now + 60 * MINUTE
    assert line(world, "d3").sign_in.due_at == called + 30 * MINUTE
    assert line(world, "d3").sign_in.running
    world.now += 25 * MINUTE
    assert light(line(world, "d3").sign_in, world.now) == "red"
    world.do(THIRD, a.JointSignIn())
    assert light(line(world, "d3").sign_in, world.now) == "red"
    assert light(line(world, "d2").sign_in, world.now) == "green"


def test_a_check_in_off_line_counts_from_when_it_was_done(world: Steps) -> None:
    signed, came = world.now + 5 * MINUTE, world.now + 20 * MINUTE
    world.now += 2 * HOUR
    world.do(LEAD, a.JointSignIn())
    world.do(LEAD, a.JointArrive(people=4))
    world.do(LEAD, a.Muster())
    world.do(DUTY, a.MarkAbsent(unit="d2"))
    world.do(SECOND, a.JointSignIn(), signed)
    world.do(SECOND, a.JointArrive(people=3), came)
    party = line(world, "d2")
    assert (party.signed_in_at, party.arrival.at, party.state) == (signed, came, "on_site")
    assert party.absent_at is None
    assert [light(clock, world.now) for clock in (party.sign_in, party.arrive)] == ["green", "green"]
    assert world.joint.people == 7


def test_what_is_done_off_line_before_a_stop_is_not_counted_through_it(world: Steps) -> None:
    signed = world.now + 5 * MINUTE
    world.now += 10 * MINUTE
    world.do(DUTY, a.Stop(reason="雷雨"))
    world.now += HOUR
    world.do(DUTY, a.Continue())
    stood = HOUR
    world.now += MINUTE
    world.do(SECOND, a.JointSignIn(), signed)
    party = line(world, "d2")
    assert party.sign_in.used == 5 * MINUTE
    assert party.arrive.due_at == signed + 60 * MINUTE + stood


def test_who_comes_gives_the_objection_up(world: Steps) -> None:
    world.do(SECOND, a.JointSignIn())
    came = world.now + MINUTE
    world.now += 5 * MINUTE
    world.do(SECOND, a.Object(reason="不是我单位职责"), world.now - 4 * MINUTE)
    world.do(SECOND, a.JointArrive(people=2), came + MINUTE)
    party = line(world, "d2")
    assert party.state == "on_site"
    assert party.objection.decided == "given_up"
    with pytest.raises(StepRefused):
        world.do(DUTY, a.DecideObjection(outcome="kept", unit="d2", reason="职责所在"))


def test_an_objection_is_kept_or_another_comes_instead(world: Steps) -> None:
    world.do(SECOND, a.Object(reason="属水务", entry="duty:3-012"))
    world.do(THIRD, a.Object(reason="不在辖区"))
    world.do(DUTY, a.DecideObjection(outcome="kept", unit="d2", reason="职责清单有载"))
    assert line(world, "d2").state == "called"
    with pytest.raises(StepRefused):
        world.do(SECOND, a.Object(reason="仍有异议"))
    world.do(DUTY, a.DecideObjection(outcome="released", unit="d3", reason="另有分工", instead="d4"))
    assert line(world, "d3").state == "released"
    assert line(world, "d4").instead_of == "d3"
    with pytest.raises((RoleRefused, StepRefused)):
        world.do(THIRD, a.JointSignIn())


def test_the_lead_goes_only_where_another_leads(world: Steps) -> None:
    world.do(LEAD, a.Object(reason="不是我单位主责"))
    with pytest.raises(InputRefused):
        world.do(DUTY, a.DecideObjection(outcome="released", unit="d1", reason="同意"))
    world.do(DUTY, a.DecideObjection(outcome="released", unit="d1", reason="同意", instead="d5"))
    assert world.joint.lead is line(world, "d5")
    with pytest.raises((RoleRefused, StepRefused)):
        world.do(LEAD, a.Stop(reason="大风"))


def test_a_substitute_begins_with_its_own_time(world: Steps) -> None:
    world.now += 40 * MINUTE
    world.do(DUTY, a.Remind(unit="d2"))
    world.do(DUTY, a.Substitute(unit="d2", instead="d4", reason="抽不出人"))
    assert light(line(world, "d2").sign_in, world.now) == "red"
    assert line(world, "d2").sign_in.ended_at == world.now
    assert line(world, "d4").sign_in.due_at == world.now + 30 * MINUTE
    world.do(HANDLERS["d4"], a.JointSignIn())
    world.do(HANDLERS["d4"], a.JointArrive(people=1))
    with pytest.raises(StepRefused):
        world.do(DUTY, a.Substitute(unit="d4", instead="d5", reason="换人"))


def test_what_a_department_that_leaves_has_not_done_passes_to_its_substitute(world: Steps) -> None:
    for who in (LEAD, THIRD):
        world.do(who, a.JointSignIn())
        world.do(who, a.JointArrive(people=2))
    world.do(LEAD, a.Muster())
    until = world.now + 2 * HOUR
    given = tuple(a.Given(id=f"t{n}", unit=f"d{n}", text="清点现场", until=until) for n in (1, 2))
    world.do(LEAD, a.Plan(minutes="分头进行", tasks=given))
    world.now += HOUR
    world.do(DUTY, a.Substitute(unit="d2", instead="d4", reason="抽不出人"))
    own, passed = world.joint.tasks
    assert (own.unit, own.state) == ("d1", "given")
    assert (passed.unit, passed.state, passed.clock.due_at) == ("d4", "given", until)
    with pytest.raises(StepRefused):
        world.do(SECOND, a.TaskStep(outcome="done", task="t2", result="已清点"))
    world.do(HANDLERS["d4"], a.JointSignIn())
    world.do(HANDLERS["d4"], a.TaskStep(outcome="taken", task="t2"))
    world.do(HANDLERS["d4"], a.Object(reason="不属本单位职责"))
    world.do(DUTY, a.DecideObjection(outcome="released", unit="d4", reason="属实"))
    ended = world.joint.tasks[1]
    assert (ended.unit, ended.state, ended.result, ended.clock.ended_at) == (
        "d4",
        "withdrawn",
        "属实",
        world.now,
    )


def test_arrival_is_told_by_the_radius(world: Steps) -> None:
    for who, (lon, lat), within in ((LEAD, NEAR, True), (SECOND, FAR, False)):
        world.do(who, a.JointSignIn())
        world.do(who, a.JointArrive(people=1, lon=lon, lat=lat))
        assert line(world, who.unit).arrival.within is within
    world.do(THIRD, a.JointSignIn())
    world.do(THIRD, a.JointArrive(people=1))
    assert line(world, "d3").arrival.within is None


@pytest.mark.parametrize(
    ("more", "mark", "counts"),
    [
        ({"files": (photo(1),)}, "no_time", True),
        ({"files": (photo(2, 1),)}, "out_of_time", False),
        ({"lon": FAR[0], "lat": FAR[1]}, "out_of_place", False),
    ],
)
def test_a_photo_out_of_time_or_place_is_marked_and_counts_for_nothing(
    world: Steps, more: dict[str, Any], mark: str, counts: bool
) -> None:
    world.mustered()
    world.bring("before", **more)
    assert world.joint.evidence[0].marks == (mark,)
    assert ("before" in {one.kind for one in missing(world.joint, REF)}) == (not counts)
    world.bring("before")
    assert "before" not in {one.kind for one in missing(world.joint, REF)}


def test_a_camera_may_be_minutes_ahead(world: Steps) -> None:
    world.mustered()
    for minutes, marks in ((4, ()), (6, ("out_of_time",))):
        world.bring("before", files=(photo(minutes, world.now + minutes * MINUTE),))
        assert world.joint.evidence[-1].marks == marks


def test_a_photo_that_was_used_before_counts_for_nothing(world: Steps) -> None:
    world.mustered()
    world.bring("before", files=(photo(7, world.now),))
    world.bring("after", files=(photo(7, world.now),))
    world.known = Known(used=frozenset({photo(8).sha256}))
    world.bring("after", files=(photo(8, world.now),))
    assert [one.marks for one in world.joint.evidence] == [(), ("used_before",), ("used_before",)]


@pytest.mark.parametrize("lacking", ["before", "after", "document", "result"])
def test_nothing_is_complete_while_evidence_is_missing(world: Steps, lacking: str) -> None:
    world.mustered()
    world.acting()
    for kind in ("before", "after", "document", "result"):
        world.bring(kind)
    item = next(one for one in world.joint.evidence if one.kind == lacking)
    world.do(LEAD, a.EvidenceStep(outcome="struck", evidence=item.id, reason="不清楚"))
    with pytest.raises(StepRefused):
        world.do(LEAD, a.Complete(result="已办结"))
    world.bring(lacking)
    assert world.do(LEAD, a.Complete(result="已办结")).state == "complete"


def test_tasks_problems_timers_and_objections_hold_it_back(world: Steps) -> None:
    world.mustered()
    world.acting()
    until = world.now + HOUR
    world.do(LEAD, a.TaskStep(outcome="given", task="k", unit="d2", text="拆除", until=until))
    world.do(THIRD, a.ProblemStep(outcome="found", problem="p", text="电线裸露"))
    world.do(SECOND, a.Safety(outcome="started", people=3, minutes=15))
    for act in ("before", "after", "document", "result"):
        world.bring(act)
    world.now += 20 * MINUTE
    assert light(world.joint.safety[0].clock, world.now) == "red"
    for who, step in (
        (SECOND, a.TaskStep(outcome="done", task="k", result="已拆")),
        (SECOND, a.Safety(outcome="heard")),
        (SECOND, a.Safety(outcome="ended")),
        (THIRD, a.ProblemStep(outcome="handled", problem="p", result="已包扎")),
    ):
        with pytest.raises(StepRefused):
            world.do(LEAD, a.Complete(result="已办结"))
        world.do(who, step)
    assert world.joint.safety[0].heard == 1
    assert world.do(LEAD, a.Complete(result="已办结")).state == "complete"


def test_no_timer_is_left_behind_by_who_never_came(world: Steps) -> None:
    for who in (LEAD, SECOND):
        world.do(who, a.JointSignIn())
    world.do(LEAD, a.JointArrive(people=1))
    world.do(LEAD, a.Muster())
    with pytest.raises(StepRefused):
        world.do(SECOND, a.Safety(outcome="started", people=2))


def test_two_failures_in_a_row_hold_the_lead_to_account(world: Steps) -> None:
    world.mustered()
    world.acting()
    for n in (1, 2):
        world.whole()
        world.do(LEAD, a.HandOver())
        assert world.joint.handle is not None
        assert world.joint.handle.standing
        world.now += HOUR
        world.do(SEAT, a.VerifyJoint(outcome="failed", reason="有回潮"))
        assert world.joint.handle.running
        assert [one.kind for one in missing(world.joint, REF)] == ["after", "result"]
        assert len(world.joint.accounts) == n // 2
    assert world.joint.accounts[0].unit == "d1"
    with pytest.raises(StepRefused):
        world.do(DUTY, a.CallOff(reason="不再需要"))
    world.now += MINUTE
    world.whole()
    world.do(LEAD, a.HandOver())
    world.do(SEAT, a.VerifyJoint())
    assert world.joint.failures == 0
    with pytest.raises(StepRefused):
        world.do(STREET, a.Evaluated())
    for unit in ("d1", "d2", "d3"):
        world.do(STREET, a.Rate(outcome="department", unit=unit, value=3))
    world.do(SECOND, a.Rate(outcome="whistle", value=4))
    world.do(STREET, a.Evaluated())
    with pytest.raises(StepRefused):
        world.do(SEAT, a.CloseJoint())
    world.do(LEADER, a.SettleJoint(result="约谈主要负责人"))
    assert world.do(SEAT, a.CloseJoint()).state == "closed"


def test_a_hand_over_is_signed_by_both() -> None:
    world = Steps(REF)
    world.begun("repair", ("d1", "d2"))
    world.mustered()
    world.acting()
    world.whole()
    with pytest.raises(StepRefused):
        world.do(LEAD, a.HandOver())
    world.do(LEAD, a.Agree(outcome="drawn", text="移交物业公司维护", body="物业公司"))
    world.do(LEAD, a.Agree(outcome="signed"))
    with pytest.raises(StepRefused):
        world.do(LEAD, a.HandOver())
    with pytest.raises(InputRefused):
        world.do(LEAD, a.Agree(outcome="signed_outside"))
    world.do(LEAD, a.Agree(outcome="signed_outside", files=(photo(70),)))
    with pytest.raises(StepRefused):
        world.do(LEAD, a.Agree(outcome="drawn", text="另拟", body="另一家"))
    assert world.do(LEAD, a.HandOver()).state == "handed_over"


def test_done_at_of_a_move_lies_after_the_move_before(world: Steps) -> None:
    joint = replace(world.joint, moved_at=world.now)
    act = a.Stop(reason="雷雨")
    assert effective(joint, act, LEAD, world.now - 1, world.now + 5) == world.now + 5
    assert effective(joint, act, LEAD, world.now + 2, world.now + 5) == world.now + 2
    assert effective(joint, act, LEAD, world.now + 9, world.now + 5) == world.now + 5


def test_who_applied_and_takes_part_scores_the_others_and_the_centre_scores_it(world: Steps) -> None:
    applied = replace(world.joint.origin, way="application", by=LEAD.id, role="handler", unit="d1")
    world.joint = replace(world.joint, origin=replace(applied, unit_path=LEAD.unit_path))
    world.mustered()
    world.acting()
    world.whole()
    world.do(LEAD, a.HandOver())
    world.do(SEAT, a.VerifyJoint())
    with pytest.raises(RoleRefused) as refused:
        world.do(LEAD, a.Rate(outcome="department", unit="d1", value=5))
    assert refused.value.says.en == "nobody scores their own department; the centre does"
    assert refused.value.says.zh == "不能评价本单位，由区中心评价"
    for unit in ("d2", "d3"):
        world.do(LEAD, a.Rate(outcome="department", unit=unit, value=4))
    with pytest.raises(StepRefused):
        world.do(LEAD, a.Evaluated())
    world.do(DUTY, a.Rate(outcome="department", unit="d1", value=3))
    assert world.do(LEAD, a.Evaluated()).state == "evaluated"


def test_an_older_sign_of_life_does_not_quiet_the_timer(world: Steps) -> None:
    world.do(SECOND, a.JointSignIn())
    world.do(SECOND, a.JointArrive(people=2, lon=NEAR[0], lat=NEAR[1]))
    world.do(LEAD, a.JointSignIn())
    world.do(LEAD, a.JointArrive(people=2, lon=NEAR[0], lat=NEAR[1]))
    world.do(LEAD, a.Muster())
    world.do(SECOND, a.Safety(outcome="started", people=2, minutes=30))
    early = world.now + 5 * MINUTE
    world.now += 10 * MINUTE
    world.do(SECOND, a.Safety(outcome="heard"))
    last = world.joint.safety[0]
    world.now += 2 * HOUR
    world.do(SECOND, a.Safety(outcome="heard"), early)
    after = world.joint.safety[0]
    assert (after.last_at, after.clock.due_at) == (last.last_at, last.clock.due_at)
    assert after.heard == last.heard + 1
    assert light(after.clock, world.now) == "red"


def test_who_objects_is_not_marked_absent(world: Steps) -> None:
    world.do(THIRD, a.Object(reason="不属本单位职责"))
    with pytest.raises(StepRefused):
        world.do(DUTY, a.MarkAbsent(unit="d3"))
    world.do(DUTY, a.DecideObjection(outcome="kept", unit="d3", reason="职责所在"))
    world.do(DUTY, a.MarkAbsent(unit="d3"))
    assert line(world, "d3").state == "absent"


def test_a_signature_is_of_the_text_that_was_read() -> None:
    world = Steps(REF)
    world.begun("repair")
    for who in (LEAD, SECOND, THIRD):
        world.do(who, a.JointSignIn())
        world.do(who, a.JointArrive(people=1, lon=NEAR[0], lat=NEAR[1]))
    world.do(LEAD, a.Muster())
    world.do(LEAD, a.Plan(minutes="先支护后修缮"))
    world.do(LEAD, a.Agree(outcome="drawn", text="移交第三单位管护", unit="d3"))
    world.do(LEAD, a.Agree(outcome="drawn", text="移交第三单位管护并承担费用", unit="d3"))
    with pytest.raises(StepRefused):
        world.do(THIRD, a.Agree(outcome="signed", text="移交第三单位管护"))
    world.do(THIRD, a.Agree(outcome="signed", text="移交第三单位管护并承担费用"))
    assert world.joint.agreement is not None
    assert world.joint.agreement.to_signed_at == world.now
