"""Approvals beside each other: every row, and every refusal."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.advance import propose
from contract.joint.clocks import united
from contract.joint.guards import offers, proposals
from contract.joint.lifecycle import TABLE
from contract.refused import InputRefused, RoleRefused
from tests.unit.joint_approval_play import UNITS, Appeal, refused
from tests.unit.joint_town import COMMITTEE, DUTY, HANDLERS, REF, RULES, SEAT, STREET, T0, reference

D1, D2, D3 = (HANDLERS[unit] for unit in UNITS)


def step(outcome: Any, approval: str = "w1", **more: Any) -> a.ApprovalStep:
    """A step of an approval."""
    return a.ApprovalStep(outcome=outcome, approval=approval, **more)


# ---- the green channel
def test_only_the_centre_opens_the_green_channel_and_only_for_approvals() -> None:
    assert [row.outcome for row in proposals(SEAT, REF)] == ["green"]
    assert "green" in {row.outcome for row in proposals(DUTY, REF)}
    for who in (STREET, D1, COMMITTEE):
        assert "green" not in {row.outcome for row in proposals(who, REF)}
    act = a.Propose(outcome="green", kind="appeal", title="项目", reason="多项审批", area="g1")
    with pytest.raises(RoleRefused):
        propose("j", "LD", act, STREET, T0, REF)
    with pytest.raises(InputRefused):
        propose("j", "LD", replace(act, kind="enforcement"), SEAT, T0, REF)
    without = reference(replace(RULES, ways={"whistle": ("sub_centre",)}))
    assert proposals(SEAT, without) == []


def test_clocks_begin_with_the_call_and_nobody_is_awaited_on_a_spot() -> None:
    appeal = Appeal().approved()
    assert all(one.clock is None for one in appeal.joint.approvals)
    appeal.later(10)
    appeal.do(DUTY, a.Call())
    assert appeal.joint.stage is None, "desks do not muster"
    assert [one.clock.started_at for one in appeal.joint.approvals if one.clock] == [appeal.now] * 3
    assert {party.arrive_limit for party in appeal.joint.parties} == {None}
    appeal.do(D1, a.JointSignIn())
    assert appeal.joint.parties[0].arrive is None
    refused(appeal, D1, a.JointArrive(people=2), "不到现场")
    refused(appeal, D1, a.Muster(), "不到现场")
    refused(appeal, DUTY, a.MarkAbsent(unit="d1"), "已签收")
    appeal.do(DUTY, a.MarkAbsent(unit="d2"))
    assert appeal.joint.parties[1].state == "absent"
    names = {row.action for row in offers(appeal.joint, D1, REF)}
    assert "joint_begin" in names
    assert not {"joint_muster", "joint_arrive", "joint_side", "joint_session"} & names


def test_the_lead_begins_once_it_has_signed_in() -> None:
    appeal = Appeal().called()
    refused(appeal, DUTY, a.Begin(), "主办单位尚未签收")
    appeal.do(D1, a.JointSignIn())
    assert appeal.do(D1, a.Begin()).state == "acting"


# ---- the rows
def test_one_is_asked_for_later_and_its_clock_begins_then() -> None:
    appeal = Appeal().acting()
    appeal.later(30)
    ask = step("asked", "w9", unit="d2", matter="取水许可", value=3, measure="working_days")
    for who in (D2, STREET):
        assert "joint_approval/asked" not in {
            f"{r.action}/{r.outcome}" for r in offers(appeal.joint, who, REF)
        }
    appeal.do(D1, ask)
    one = appeal.of("w9")
    assert one.clock is not None
    assert (one.state, one.clock.started_at, one.asked_by) == ("asked", appeal.now, D1.name)
    refused(appeal, D1, ask, "已提请")
    refused(appeal, D1, replace(ask, approval="w8", unit="d5"), "未参加")
    refused(appeal, D1, replace(ask, approval="w8", value=0), "时限")
    refused(appeal, D1, replace(ask, approval="w8", matter=" "), "审批事项")


def test_taken_in_with_papers_to_follow() -> None:
    appeal = Appeal().acting()
    refused(appeal, D1, step("taken", owed="环评报告"), "补齐材料的时限")
    refused(appeal, D1, step("taken", owed="环评报告", until=appeal.now), "将来")
    one = appeal.step("w1", "taken", owed="环评报告", until=appeal.now + DAY)
    assert one.owes
    refused(appeal, D1, step("taken"), "已受理")
    appeal.later(60)
    one = appeal.step("w1", "granted", result="准予")
    assert (one.state, one.owes, one.document) == ("granted", True, "许〔2026〕1号")
    clock = one.clock
    for other in ("w2", "w3"):
        appeal.step(other, "granted")
    appeal.ready()
    refused(appeal, DUTY, a.Complete(result="办结"), "材料未补齐")
    refused(appeal, D2, step("supplied"), "未参加")
    one = appeal.step("w1", "supplied", SEAT)
    assert (one.owes, one.supplied_at, one.clock) == (False, appeal.now, clock)
    refused(appeal, SEAT, step("supplied"), "已办结")
    assert appeal.complete().state == "complete"


def test_what_is_granted_on_papers_that_never_come_may_be_withdrawn() -> None:
    appeal = Appeal().acting()
    appeal.step("w1", "taken", owed="环评报告", until=appeal.now + DAY)
    one = appeal.step("w1", "granted")
    ended = one.clock.ended_at if one.clock is not None else None
    appeal.later(3000)
    refused(appeal, D2, step("withdrawn", reason="未补"), "由主办单位或区中心办理")
    one = appeal.step("w1", "withdrawn", DUTY)
    assert one.clock is not None
    assert (one.state, one.owes, one.clock.ended_at) == ("withdrawn", False, ended)
    refused(appeal, DUTY, step("withdrawn", reason="未补"), "已办结")


def test_its_clock_stands_while_papers_are_lacking() -> None:
    appeal = Appeal().acting()
    appeal.later(60)
    refused(appeal, D1, step("lacking", reason=" "), "理由")
    one = appeal.step("w1", "lacking")
    assert one.clock is not None
    assert (one.state, one.taken_at, one.clock.due_at) == ("lacking", appeal.now, None)
    refused(appeal, D1, step("lacking", reason="缺图纸"), "补正")
    appeal.later(90)
    one = appeal.step("w1", "supplied", D1)
    assert one.clock is not None
    assert (one.state, one.lacking, one.clock.used) == ("taken", "", HOUR)
    assert one.clock.pauses == ((appeal.now - 90 * MINUTE, appeal.now),)
    refused(appeal, D1, step("supplied"), "没有待补的材料")


def test_decided_at_once_denied_and_withdrawn() -> None:
    appeal = Appeal().acting()
    refused(appeal, D1, step("granted", document=" "), "批准文号")
    refused(appeal, D1, step("denied", reason=" "), "理由")
    one = appeal.step("w1", "denied")
    assert (one.state, one.taken_at, one.decided_at, one.result) == (
        "denied",
        appeal.now,
        appeal.now,
        "不符合规划",
    )
    one = appeal.step("w2", "withdrawn", D1)
    assert (one.taken_at, one.decided_by) == (None, D1.name)
    for outcome in ("taken", "lacking", "granted", "denied"):
        act = step(outcome, reason="缺图纸", document="1")
        refused(appeal, D1, act, "已办结")


def test_only_the_department_itself_decides_and_only_once_it_has_signed_in() -> None:
    appeal = Appeal().called()
    refused(appeal, D1, step("taken"), "请先签收")
    appeal.do(D1, a.JointSignIn())
    for who in (SEAT, DUTY):
        refused(appeal, who, step("granted", document="1"), "您的角色不能办理此步骤")
    refused(appeal, D2, step("taken"), "未参加")
    refused(appeal, D1, step("taken", "w0"), "没有这项审批")
    refused(appeal, HANDLERS["d5"], step("taken"), "不在您的范围内")
    assert appeal.step("w1", "taken").state == "taken"


def test_from_no_other_phase_and_for_no_other_kind() -> None:
    rows = [row for row in TABLE.transitions if row.action == "joint_approval"]
    assert {row.outcome for row in rows} == {
        "asked",
        "taken",
        "lacking",
        "supplied",
        "granted",
        "denied",
        "withdrawn",
    }
    assert all("parallel" in row.guards and not row.versioned for row in rows)
    appeal = Appeal()
    refused(appeal, DUTY, step("asked", unit="d1", matter="许可", value=1), "不能")
    act = a.Approve(parties=(a.Named(unit="d1", lead=True),), approvals=appeal.asks, kind="enforcement")
    refused(appeal, DUTY, act, "没有并联审批")
    refused(appeal, DUTY, replace(act, approvals=()), "绿色通道须选审批类")


def test_papers_are_sent_back_so_often_and_no_more() -> None:
    appeal = Appeal().acting()
    for _ in range(20):
        appeal.do(D1, step("lacking", reason="缺页"))
        appeal.do(D1, step("supplied"))
    refused(appeal, D1, step("lacking", reason="缺页"), "不超过20项")


def test_an_appeal_that_asks_for_nothing_is_never_complete() -> None:
    appeal = Appeal(asks=()).acting()
    appeal.ready()
    refused(appeal, DUTY, a.Complete(result="办结"), "尚未提请审批")


# ---- departments that leave
def test_what_a_department_that_leaves_has_not_decided_on_is_withdrawn_from_it() -> None:
    appeal = Appeal().called()
    appeal.do(D1, a.JointSignIn())
    appeal.do(D2, a.JointSignIn())
    appeal.later(60)
    appeal.step("w2", "lacking")
    appeal.do(DUTY, a.Substitute(unit="d2", instead="d4", reason="机构调整"))
    one = appeal.of("w2")
    assert one.clock is not None
    assert (one.state, one.result, one.clock.ended_at) == ("withdrawn", "机构调整", appeal.now)
    assert one.stood == ((appeal.now, appeal.now),)
    appeal.do(DUTY, step("asked", "w4", unit="d4", matter="规划许可", value=2))
    assert appeal.of("w4").state == "asked"
    appeal.do(D3, a.Object(reason="非本单位职责"))
    appeal.do(DUTY, a.DecideObjection(outcome="kept", unit="d3", reason="清单有载"))
    assert appeal.of("w3").state == "asked"


def test_who_is_released_keeps_what_it_granted() -> None:
    appeal = Appeal((("w1", "d1", 1, "hours"), ("w2", "d2", 1, "hours"), ("w3", "d2", 1, "hours"))).called()
    appeal.do(D2, a.JointSignIn())
    appeal.step("w2", "granted")
    appeal.do(D2, a.Object(reason="另一项非本单位职责"))
    appeal.do(DUTY, a.DecideObjection(outcome="released", unit="d2", reason="属实"))
    assert [appeal.of(id_).state for id_ in ("w1", "w2", "w3")] == ["asked", "granted", "withdrawn"]


# ---- stops
def test_clocks_stand_with_the_action_and_with_papers_and_a_span_counts_once() -> None:
    assert united(((1, 5), (7, None)), ((3, 6), (8, 9))) == ((1, 6), (7, None))
    assert united(((1, 2),), ((2, 4), (9, None))) == ((1, 4), (9, None))
    appeal = Appeal().acting()
    appeal.later(30)
    appeal.step("w1", "lacking")
    appeal.later(30)
    appeal.do(DUTY, a.Stop(reason="企业停工"))
    appeal.later(30)
    appeal.step("w1", "supplied", SEAT)
    assert appeal.of("w1").clock is not None
    assert appeal.of("w1").clock.standing  # type: ignore[union-attr]
    appeal.later(30)
    appeal.do(DUTY, a.Continue())
    clock = appeal.of("w1").clock
    assert clock is not None
    assert clock.pauses == ((appeal.now - 90 * MINUTE, appeal.now),)
    assert clock.used == 30 * MINUTE


def test_calling_it_off_ends_every_clock() -> None:
    appeal = Appeal().acting()
    appeal.step("w1", "lacking")
    appeal.later(10)
    appeal.do(DUTY, a.CallOff(reason="企业撤回"))
    clocks = [one.clock for one in appeal.joint.approvals]
    assert all(clock is not None and clock.ended_at == appeal.now for clock in clocks)
