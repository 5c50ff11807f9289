"""The joint action's table: whole in itself, and each row taken by those it names alone."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from contract.account import Actor
from contract.joint import action as a
from contract.joint.advance import advance, propose
from contract.joint.guards import offers, proposals
from contract.joint.joint import WAYS
from contract.joint.lifecycle import CALLED, COLUMNS, ENDED, FIELD, OPEN, PARTY_STATES, TABLE
from contract.joint.rules import KINDS
from contract.joint.spot import EVIDENCE_KINDS
from contract.machine import NAMED, SAME, Transition
from contract.refused import InputRefused, RoleRefused, StepRefused
from tests.unit.joint_steps import Steps, whistle
from tests.unit.joint_town import (
    ACTORS,
    ADMIN,
    CHANNEL,
    COMMITTEE,
    DUTY,
    GRID,
    HANDLERS,
    LEADER,
    OTHER_STREET,
    REF,
    SEAT,
    STREET,
    STREET_LEADER,
    T0,
    TEAM,
    actor,
)
from tests.unit.joint_world import photo

ACTS = {kind.__struct_config__.tag: kind for kind in get_args(a.JointAct)}
BY_CENTRE = {SEAT.id, DUTY.id}
LEAD = HANDLERS["d1"].id
SYSTEM = actor("system", "system")
PARTIES = {HANDLERS[unit].id for unit in ("d1", "d2", "d3")}


def test_the_table_has_no_faults() -> None:
    assert TABLE.faults() == []
    assert set(COLUMNS) == {s.name for s in TABLE.states} - {"refused", "withdrawn", "stopped"}
    assert sorted(ENDED) == ["closed", "refused", "withdrawn"]
    assert set(FIELD) < set(CALLED) < set(OPEN)


def test_every_act_has_rows_and_every_row_an_act_that_carries_it() -> None:
    assert {row.action for row in TABLE.transitions} == set(ACTS)
    for row in TABLE.transitions:
        fields = set(ACTS[row.action].__struct_fields__)
        assert {field.name for field in row.carries} <= fields, row.action
        if row.outcome:
            assert "outcome" in fields


def test_what_moves_the_phase_is_versioned_and_nothing_else_is() -> None:
    for row in TABLE.transitions:
        assert row.versioned == (row.target != SAME), row.action
        if row.target != SAME and row.sources:
            assert {"centre", "lead_or_centre", "proposer", "proposer_or_centre"} & set(row.guards), row


def test_kinds_demand_what_there_is() -> None:
    for kind in KINDS:
        assert set(kind.evidence) <= set(EVIDENCE_KINDS)
        assert all(want > 0 for want in kind.evidence.values())
    assert {row.outcome for row in TABLE.rows(None)} == set(WAYS)
    assert {"named", "called", "signed_in", "on_site"} < set(PARTY_STATES)


@pytest.mark.parametrize(
    ("who", "ways"),
    [
        (STREET, ["whistle"]),
        (STREET_LEADER, ["whistle"]),
        (OTHER_STREET, ["whistle"]),
        (SEAT, ["green"]),
        (DUTY, ["green"]),
        (LEADER, []),
        (ADMIN, []),
        (HANDLERS["d1"], ["application"]),
        (COMMITTEE, ["committee"]),
        (TEAM, []),
        (GRID, []),
        (CHANNEL, []),
    ],
    ids=lambda value: value.id if isinstance(value, Actor) else "",
)
def test_who_starts_one_and_how(who: Actor, ways: list[str]) -> None:
    assert [row.outcome for row in proposals(who, REF)] == ways
    for way in WAYS:
        kind = "appeal" if way == "green" else "enforcement"
        of = {"campaign": "c1", "round": 1} if way == "campaign" else {}
        act = msgspec.structs.replace(whistle(), outcome=way, kind=kind, **of)
        if way in ways and who is not OTHER_STREET:
            assert propose("j", "n", act, who, T0, REF).origin.way == way
        else:
            with pytest.raises(RoleRefused):
                propose("j", "n", act, who, T0, REF)


def test_the_green_channel_is_for_approvals_and_a_round_names_its_campaign() -> None:
    for bad, field in (
        (msgspec.structs.replace(whistle(), outcome="green"), "act.kind"),
        (msgspec.structs.replace(whistle(), outcome="campaign"), "act.campaign"),
        (whistle(campaign="c1"), "act.campaign"),
    ):
        who = {"whistle": STREET, "campaign": SYSTEM}.get(bad.outcome, DUTY)
        with pytest.raises(InputRefused) as why:
            propose("j", "n", bad, who, T0, REF)
        assert why.value.faults[0].field == field


def at_state(state: str, kind: str = "enforcement") -> Steps:
    """One of a kind at one phase, all its departments there, something of everything under way."""
    world = Steps(REF)
    world.start(STREET, whistle(kind=kind))
    if state in ("proposed", "refused", "withdrawn"):
        if state == "refused":
            world.do(DUTY, a.RefuseJoint(reason="一家可办"))
        if state == "withdrawn":
            world.do(STREET, a.Withdraw(reason="已解决"))
        return world
    world.approved()
    if state == "approved":
        return world
    world.do(SEAT, a.Call())
    if state == "called":
        return world
    world.mustered()
    if state in ("on_site", "stopped"):
        return world if state == "on_site" else stopped(world)
    if state == "planned":
        world.do(world.lead, a.Plan(minutes="先清后修"))
        return world
    world.acting()
    if state == "acting":
        return world
    world.whole()
    for name, who, act in (
        ("handed_over", world.lead, a.HandOver()),
        ("verified", SEAT, a.VerifyJoint()),
        ("evaluated", STREET, a.Evaluated()),
        ("closed", SEAT, a.CloseJoint()),
    ):
        if world.joint.state == state:
            break
        if name == "evaluated":
            for unit in ("d1", "d2", "d3"):
                world.do(STREET, a.Rate(outcome="department", unit=unit, value=5))
        if name == "closed":
            world.paid()
        world.do(who, act)
    return world


def stopped(world: Steps) -> Steps:
    """The action stands."""
    world.do(world.lead, a.Stop(reason="雷雨"))
    return world


PHASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "proposed": ("proposed", {"approve": {DUTY.id}, "refuse": {DUTY.id}}),
    "approved": ("approved", {"call": BY_CENTRE, "call_off": {DUTY.id}}),
    "called": ("called", {"stop": {*BY_CENTRE, LEAD}, "sign_in": PARTIES, "join": {DUTY.id}}),
    "on_site": ("on_site", {"plan": {*BY_CENTRE, LEAD}, "problem": {*BY_CENTRE, *PARTIES}}),
    "stopped": ("stopped", {"resume": {*BY_CENTRE, LEAD}, "call_off": {DUTY.id}}),
    "planned": ("planned", {"begin": {*BY_CENTRE, LEAD}, "safety": {*BY_CENTRE, *PARTIES}}),
    "acting": ("acting", {"stop": {*BY_CENTRE, LEAD}, "evidence": {*BY_CENTRE, *PARTIES}}),
    "complete": ("complete", {"hand_over": {*BY_CENTRE, LEAD}}),
    "handed_over": ("handed_over", {"verify": BY_CENTRE}),
    "verified": ("verified", {"score": {*BY_CENTRE, LEADER.id, STREET.id, STREET_LEADER.id, *PARTIES}}),
    "evaluated": ("evaluated", {"close": BY_CENTRE}),
    "closed": ("closed", {}),
    "refused": ("refused", {}),
    "withdrawn": ("withdrawn", {}),
}
KIND_OF = {"joint_approval": "appeal", "joint_side": "dispute", "joint_session": "dispute"} | {
    "joint_settlement": "dispute"
}
"""The kind in which an act is possible at all, where not in each."""
DESK = ("joint_approval",)
AT_TABLE = ("joint_side", "joint_session", "joint_settlement")


@pytest.mark.parametrize("state", PHASES)
def test_steps_are_offered_to_those_they_are_for(state: str) -> None:
    world = at_state(state)
    assert world.joint.state == state
    for action, whose in PHASES[state][1].items():
        offered = {
            who.id
            for who in ACTORS
            for row in offers(world.joint, who, REF)
            if row.action == f"joint_{action}"
        }
        assert offered == whose, action
    if state in ENDED:
        assert all(not offers(world.joint, who, REF) for who in ACTORS)


def test_a_street_withdraws_what_it_whistled_and_nobody_else_does() -> None:
    world = at_state("proposed")
    for who in ACTORS:
        if who in (STREET, STREET_LEADER):
            continue
        with pytest.raises((RoleRefused, StepRefused)):
            advance(world.joint, a.Withdraw(reason="已解决"), who, T0, REF)
    assert world.do(STREET, a.Withdraw(reason="已解决")).state == "withdrawn"


@pytest.mark.parametrize("state", PHASES)
def test_steps_of_desks_and_tables_are_offered_only_where_the_kind_has_them(state: str) -> None:
    for kind, has in (("enforcement", ()), ("appeal", DESK), ("dispute", AT_TABLE)):
        if kind == "appeal" and state in ("on_site", "planned"):
            continue
        world = at_state(state, kind)
        assert world.joint.state == state
        rows = [row for who in ACTORS for row in offers(world.joint, who, REF)]
        beside = {row.action for row in rows} & {*DESK, *AT_TABLE}
        assert beside <= set(has)
        assert "joint_muster" not in {row.action for row in rows} or kind != "appeal"
        if state in ("called", "acting") and kind == "appeal":
            for who in ACTORS:
                offered = {r.outcome for r in offers(world.joint, who, REF) if r.action in DESK}
                own = {"taken", "lacking", "supplied", "granted", "denied"} if who.id in PARTIES else set()
                lead = {"asked", "supplied", "withdrawn"} if who.id in {LEAD, *BY_CENTRE} else set()
                assert offered == own | lead, who.id
        if state == "on_site" and kind == "dispute":
            for who in ACTORS:
                offered = {r.outcome for r in offers(world.joint, who, REF) if r.action in AT_TABLE}
                own = (
                    {"set", "held", "cancelled", "drawn", "broken"} if who.id in {LEAD, *BY_CENTRE} else set()
                )
                sides = who in (STREET, STREET_LEADER, LEADER) or bool(own)
                assert offered == own | ({"joined", "left"} if sides else set()), who.id


def test_approvals_cannot_begin_before_the_lead_signed_in_nor_a_table_without_a_spot() -> None:
    world = at_state("called", "appeal")
    with pytest.raises(StepRefused):
        advance(world.joint, a.Begin(), world.lead, world.now, REF)
    with pytest.raises(StepRefused):
        advance(world.joint, a.Muster(), DUTY, world.now, REF)
    world.do(world.lead, a.JointSignIn())
    assert world.do(world.lead, a.Begin()).state == "acting"
    for kind in ("enforcement", "dispute"):
        with pytest.raises(StepRefused):
            advance(at_state("called", kind).joint, a.Begin(), DUTY, T0, REF)


def test_nothing_is_complete_with_papers_or_a_table_open_nor_closed_unperformed() -> None:
    world = at_state("acting", "appeal")
    world.bring("result")
    first, *others = world.joint.approvals
    taken = a.ApprovalStep(outcome="taken", approval=first.id, owed="环评报告", until=world.now + 1)
    world.do(world.lead, taken)
    for one in (first, *others):
        with pytest.raises(StepRefused):
            advance(world.joint, a.Complete(result="已办结"), world.lead, world.now, REF)
        granted = a.ApprovalStep(outcome="granted", approval=one.id, document="许1号")
        world.do(HANDLERS[one.unit], granted)
    with pytest.raises(StepRefused):
        advance(world.joint, a.Complete(result="已办结"), world.lead, world.now, REF)
    world.do(world.lead, a.ApprovalStep(outcome="supplied", approval=first.id))
    assert world.do(world.lead, a.Complete(result="已办结")).state == "complete"
    world = at_state("acting", "dispute")
    world.bring("result")
    world.do(
        world.lead,
        a.SettlementStep(outcome="drawn", settlement="z1", text="支付", fen=5, until=world.now + 1),
    )
    for side in [one.id for one in world.joint.at_table]:
        with pytest.raises(StepRefused):
            advance(world.joint, a.Complete(result="已办结"), world.lead, world.now, REF)
        world.do(
            world.lead, a.SettlementStep(outcome="signed", settlement="z1", side=side, files=(photo(7),))
        )
    assert world.do(world.lead, a.Complete(result="已办结")).state == "complete"
    world = at_state("evaluated", "dispute")
    with pytest.raises(StepRefused):
        advance(world.joint, a.CloseJoint(), SEAT, world.now, REF)
    world.paid()
    assert world.do(SEAT, a.CloseJoint()).state == "closed"


def test_a_table_that_broke_up_is_not_signed() -> None:
    world = at_state("acting", "dispute")
    world.do(world.lead, a.SettlementStep(outcome="drawn", settlement="z1", text="支付"))
    world.do(world.lead, a.SettlementStep(outcome="broken", reason="分歧", referred="诉讼"))
    side = world.joint.at_table[0].id
    signed = a.SettlementStep(outcome="signed", settlement="z1", side=side, files=(photo(7),))
    with pytest.raises(StepRefused):
        advance(world.joint, signed, world.lead, world.now, REF)


@pytest.mark.parametrize("row", TABLE.transitions, ids=lambda row: f"{row.action}-{row.outcome}")
def test_from_every_other_state_a_step_is_refused(row: Transition) -> None:
    kind = ACTS[row.action]
    if row.action == "joint_propose":
        act: a.JointAct = whistle()
    else:
        filled: dict[str, object] = {
            field.name: value
            for field in row.carries
            if field.required and (value := _value(row.action, field.name)) is not None
        }
        named = {"unit": "d1"} if row.action in ("joint_remind", "joint_absent") else {}
        outcome = {"outcome": row.outcome} if row.outcome else {}
        act = msgspec.convert({"action": row.action, **filled, **outcome, **named}, type=kind)
    for state in PHASES:
        if TABLE.find(state, row.action, row.outcome) is not None:
            continue
        kind = KIND_OF.get(row.action, "enforcement")
        if kind == "appeal" and state in ("on_site", "planned"):
            continue
        world = at_state(state, kind)
        with pytest.raises((StepRefused, RoleRefused)):
            advance(world.joint, act, DUTY, world.now, REF)
    if row.target not in NAMED:
        assert TABLE.state(row.target) is not None


def _value(action: str, field: str) -> object:
    return _OF_ACT.get((action, field), _VALUES.get(field))


_OF_ACT: dict[tuple[str, str], object] = {
    ("joint_session", "minutes"): 90,
    ("joint_session", "attended"): ["x1"],
    ("joint_approval", "value"): 3,
    ("joint_settlement", "files"): [],
}
_VALUES: dict[str, object] = {
    "approval": "w1",
    "side": "x1",
    "session": "y1",
    "settlement": "z1",
    "matter": "施工许可",
    "name": "甲方",
    "role": "applicant",
    "document": "许1号",
    "fen": 1,
    "at": T0 + 1,
    "place": "调解室",
    "words": "各让一步",
    "referred": "诉讼",
    "reason": "理由",
    "note": "留言",
    "result": "结果",
    "text": "内容",
    "minutes": "纪要",
    "unit": "d1",
    "instead": "d5",
    "task": "k",
    "problem": "p",
    "evidence": "e",
    "ticket": "t1",
    "kind": "before",
    "value": 3,
    "people": 2,
    "until": T0,
    "party": {"unit": "d5"},
    "parties": [{"unit": "d1", "lead": True}],
}
