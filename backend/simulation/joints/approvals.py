"""Enterprises' appeals of the simulated days: the centre opens the green channel, departments approve beside
each other, some with papers to follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from backend.simulation.draws import mint
from backend.simulation.scene import Thing
from contract.clock import Clock, ahead
from contract.joint import action as j
from contract.joint.approval import Approval
from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.joint.rules import JointKind
from contract.reference import Reference

GREEN = 0.3
"""The share of joint actions that the green channel is opened for, where a district has it."""
OWED, LACKING, DENIED = 0.3, 0.2, 0.04
"""Shares of the approvals that are taken in with papers to follow, of which papers are lacking, that are
denied."""
MATTERS: Mapping[str, str] = {
    "approval": "项目备案",
    "planning": "建设用地规划许可",
    "ecology": "环境影响评价审批",
    "housing": "建筑工程施工许可",
    "development": "固定资产投资项目节能审查",
    "fire": "消防设计审查",
    "water": "取水许可",
    "market": "营业执照变更登记",
}
"""What a department approves, by its role."""
PAPERS: Mapping[str, str] = {
    "approval": "投资协议原件",
    "planning": "勘测定界报告",
    "ecology": "环评报告表修改稿",
    "housing": "施工图审查合格书",
    "development": "节能评估说明",
    "fire": "消防设计专篇",
    "water": "水资源论证报告",
    "market": "股东会决议原件",
}
"""Papers that follow, or are lacking."""
LIMITS = (1, 2, 2, 3)
"""Working days within which an approval is asked for."""
REASONS = (
    "企业项目需几项审批同步办理",
    "企业反映逐项报批周期长，需并联办理",
    "项目开工在即，手续需容缺受理、限时办结",
)
RESULT = "并联审批事项已全部办结，审批结果已送达企业"
AGAIN = "回访企业反映尚有手续未衔接，须继续跟进"
"""Why an acceptance fails."""
FOLLOW = 2 * 480 * 60_000
"""Working ms within which papers that follow are to come."""

Wait = Callable[[int, Joint, object, float, float], int]
Draw = Callable[..., Random]
Step = tuple[int, str, j.JointAct]
"""When, by which account, what."""


def kind_of(ref: Reference) -> JointKind | None:
    """The kind that the green channel is opened for, None where the district has no such channel."""
    rules = ref.district.joint
    if "green" not in rules.ways:
        return None
    return next((kind for kind in rules.kinds if kind.form == "approval"), None)


def fits(thing: Thing) -> bool:
    """Whether a service to enterprises takes approvals of more than one department."""
    return thing.enterprise and sum(role in MATTERS for role in (thing.handler, *thing.co_handlers)) > 1


def asks(joint: Joint, named: tuple[j.Named, ...], at: int, draw: Draw, ref: Reference) -> tuple[j.Ask, ...]:
    """What the departments named are to approve; none where the action is of another kind."""
    kind = ref.district.joint.kind(joint.kind)
    if kind is None or kind.form != "approval":
        return ()
    found = []
    for one in named:
        unit = ref.unit(one.unit)
        matter = MATTERS.get(unit.role) if unit is not None else None
        if matter is None:
            continue
        chance = draw(joint, "ask", one.unit)
        ask = j.Ask(
            id=mint(at, chance),
            unit=one.unit,
            matter=matter,
            value=chance.choice(LIMITS),
            entry=one.entry,
        )
        found.append(ask)
    return tuple(found)


def at_desks(joint: Joint, ref: Reference) -> bool:
    """Whether its departments approve at their desks."""
    kind = ref.district.joint.kind(joint.kind)
    return kind is not None and kind.form == "approval"


def steps_of(joint: Joint, party: Party, draw: Draw, wait: Wait, ref: Reference, seat: str) -> Iterator[Step]:
    """What a department does with its approvals once it has signed in, and what is brought to it."""
    if party.signed_in_at is None:
        return
    unit = ref.unit(party.unit)
    role = unit.role if unit is not None else ""
    login = f"u-{party.unit}"
    for one in joint.approvals:
        if one.unit != party.unit or one.clock is None:
            continue
        if one.state == "asked":
            at = wait(max(party.signed_in_at, one.clock.started_at), joint, f"take {one.id}", 15, 110)
            yield at, login, _taken(one, at, PAPERS.get(role, ""), draw(joint, "owed", one.id), ref)
        elif one.state == "lacking":
            since = one.stood[-1][0]
            act = j.ApprovalStep(outcome="supplied", approval=one.id, note="企业已按要求补正")
            yield wait(since, joint, f"supply {one.id}", 60, 420), seat, act
        elif one.state == "taken":
            yield _decided(joint, one, one.clock, PAPERS.get(role, "申请材料"), login, draw, wait, ref)
        if one.owes and one.taken_at is not None:
            act = j.ApprovalStep(outcome="supplied", approval=one.id, note="容缺材料已补齐")
            yield wait(one.taken_at, joint, f"follow {one.id}", 120, 800), seat, act


def _taken(one: Approval, at: int, papers: str, chance: Random, ref: Reference) -> j.ApprovalStep:
    if papers and chance.random() < OWED:
        until = ref.calendar.add(at, FOLLOW)
        return j.ApprovalStep(outcome="taken", approval=one.id, owed=papers, until=until)
    return j.ApprovalStep(outcome="taken", approval=one.id)


def _decided(
    joint: Joint,
    one: Approval,
    clock: Clock,
    papers: str,
    login: str,
    draw: Draw,
    wait: Wait,
    ref: Reference,
) -> Step:
    chance = draw(joint, "decide", one.id)
    lacks, denied = chance.random() < LACKING, chance.random() < DENIED
    if lacks and not one.stood and not one.owed:
        assert one.taken_at is not None
        act = j.ApprovalStep(outcome="lacking", approval=one.id, reason=f"{papers}不齐，请补正")
        return wait(one.taken_at, joint, f"lack {one.id}", 30, 200), login, act
    left = max(round(clock.total * chance.uniform(0.3, 0.85)) - clock.used, 60_000)
    since = clock.running_since if clock.running_since is not None else joint.changed_at
    at = ahead(clock.limit, since, left, ref.calendar)
    if denied:
        return at, login, j.ApprovalStep(outcome="denied", approval=one.id, reason="不符合现行规划，不予批准")
    year = ref.calendar.date_of(ref.calendar.day(at)).year
    number = f"许准〔{year}〕{chance.randrange(1, 900)}号"
    return (
        at,
        login,
        j.ApprovalStep(outcome="granted", approval=one.id, document=number, result="准予办理"),
    )


def is_through(joint: Joint) -> bool:
    """Whether all approvals are decided and no papers are outstanding."""
    return bool(joint.approvals) and not any(not one.ended or one.owes for one in joint.approvals)


def lead_begins(joint: Joint, wait: Wait) -> Iterator[Step]:
    """The lead begins once it has signed in."""
    lead = joint.lead
    if lead is not None and lead.signed_in_at is not None and joint.state == "called":
        yield wait(lead.signed_in_at, joint, "begin", 5, 40), f"u-{lead.unit}", j.Begin()
