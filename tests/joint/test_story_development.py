"""Yicheng: a battery maker wants to begin to build before winter. Land, environment, energy and building
permits run beside each other through the green channel; the environment bureau takes its matter in with a
paper to follow, the builders' bureau sends drawings back once. All is decided in time."""

from __future__ import annotations

from collections.abc import Callable

from contract.clock import DAY, WORKING_DAY, light
from contract.joint import action as j
from contract.joint.approval import Approval
from tests.joint.story import Story

GRID = "370404001006-01"
LEAD = "YC-D-SP"
LAND, AIR, HOUSES, ENERGY = "YC-D-ZR", "YC-D-HB", "YC-D-ZJ", "YC-D-FG"
UNITS = {LEAD: "9-002", LAND: "9-002-2", AIR: "9-002-3", HOUSES: "9-002-4", ENERGY: "9-002-5"}
"""The departments with the entries of the duty list that name them."""
ASKED = {
    "w-land": (LAND, "建设用地规划许可", 3),
    "w-air": (AIR, "环境影响评价审批", 5),
    "w-build": (HOUSES, "建筑工程施工许可", 4),
    "w-energy": (ENERGY, "固定资产投资项目节能审查", 4),
}
"""What each of them approves, in how many working days."""


def test_an_enterprise_s_approvals_run_beside_each_other(tell: Callable[[str], Story]) -> None:
    story = tell("yicheng")
    begun = story.clock.now()
    opened(story)
    asked_beside_each_other(story)
    taken_in(story)
    decided_in_time(story)
    finished(story)
    joint = story.joint
    assert (joint.state, joint.kind, joint.origin.way) == ("closed", "development", "green")
    now = story.clock.now()
    assert [light(one.clock, now) for one in joint.approvals] == ["green"] * len(ASKED)
    assert [light(party.sign_in, now) for party in joint.active] == ["green"] * len(UNITS)
    assert all(party.arrival is None and party.state == "signed_in" for party in joint.active)
    assert not [entry for entry in story.detail().log if entry.action == "due" and entry.clock == "approval"]
    assert story.figures(begun).total.closed == 1
    assert story.detail().joint == joint


def approval(story: Story, id_: str) -> Approval:
    """One of them as it stands."""
    return next(one for one in story.joint.approvals if one.id == id_)


def opened(story: Story) -> None:
    """The company calls the line for enterprises; the centre's seat opens the green channel."""
    story.report(
        "seat01",
        channel="seat",
        title="电池材料项目开工手续要跑多家",
        text="设备已订，担心逐项报批赶不上入冬前开工",
        item="9-1-02",
        kind="development",
        area=GRID,
    )
    act = j.Propose(
        outcome="green",
        kind="development",
        title="电池材料项目开工手续并联办理",
        reason="四项审批同步办理，入冬前开工",
        area=GRID,
        tickets=(story.ticket.id,),
        wanted=tuple(UNITS),
    )
    street = story.by("s-YC-S001")
    assert street.act("j-none", act).status_code == 403, "no street opens it"
    spot = j.Propose(outcome="green", kind="repair", title="x", reason="不是审批", area=GRID)
    assert story.by("seat01").act("j-none", spot).status_code == 400
    story.propose("seat01", act)
    story.later(8)
    refused = story.refused("duty01", approve(entry_of_lead="duty:8-002"))
    assert refused.status == 400, "an entry of another department grounds nothing"
    story.do("duty01", approve())
    assert [one.ground for one in story.joint.approvals if not one.ground] == []
    assert all(one.clock is None for one in story.joint.approvals)


def approve(entry_of_lead: str = "") -> j.Approve:
    """Names the departments with their approvals."""
    return j.Approve(
        parties=tuple(
            j.Named(unit=unit, lead=unit == LEAD, entry=(unit == LEAD and entry_of_lead) or f"duty:{entry}")
            for unit, entry in UNITS.items()
        ),
        approvals=tuple(
            j.Ask(id=id_, unit=unit, matter=matter, value=days, entry=f"duty:{UNITS[unit]}")
            for id_, (unit, matter, days) in ASKED.items()
        ),
    )


def asked_beside_each_other(story: Story) -> None:
    """Called, every approval's clock begins at once; each bureau signs in at its own desk."""
    story.later(5)
    story.do("duty01", j.Call())
    now = story.clock.now()
    assert story.joint.stage is None
    assert {one.clock.started_at for one in story.joint.approvals if one.clock} == {now}
    assert [one.clock.total // WORKING_DAY for one in story.joint.approvals if one.clock] == [3, 5, 4, 4]
    early = j.ApprovalStep(outcome="taken", approval="w-land")
    assert story.refused(f"u-{LAND}", early).status == 409, "it signs in first"
    for unit in UNITS:
        story.later(4)
        story.do(f"u-{unit}", j.JointSignIn())
    story.do(f"u-{LEAD}", j.Begin())
    assert story.joint.state == "acting"
    absent = story.refused("duty01", j.MarkAbsent(unit=LAND))
    assert absent.status == 409, "nobody has to come"


def taken_in(story: Story) -> None:
    """The environment bureau does not wait for the last paper; the builders' bureau lacks the drawings."""
    story.later(40)
    for id_, (unit, _, _) in ASKED.items():
        if id_ != "w-air":
            story.do(f"u-{unit}", j.ApprovalStep(outcome="taken", approval=id_))
    follow = story.clock.now() + 4 * DAY
    owed = j.ApprovalStep(outcome="taken", approval="w-air", owed="噪声专章修改稿", until=follow)
    other = story.refused(f"u-{LAND}", owed)
    assert other.status == 403, "each decides on its own"
    story.do(f"u-{AIR}", owed)
    assert approval(story, "w-air").owes
    lacking = j.ApprovalStep(outcome="lacking", approval="w-build", reason="施工图审查合格书缺页，请补齐")
    story.do(f"u-{HOUSES}", lacking)
    clock = approval(story, "w-build").clock
    assert clock is not None
    assert clock.due_at is None, "it stands until the drawings come"


def decided_in_time(story: Story) -> None:
    """Over three days, each as it is ready; the paper that followed comes after the permit."""
    story.later(24 * 60)
    story.forget_sessions()
    supplied = j.ApprovalStep(outcome="supplied", approval="w-build", note="缺页已补")
    assert story.refused(f"u-{LAND}", supplied).status == 403
    story.do("seat01", supplied)
    clock = approval(story, "w-build").clock
    assert clock is not None
    assert clock.due_at is not None
    grant(story, "w-land", "峄自然资规许〔2026〕31号")
    story.later(24 * 60)
    story.forget_sessions()
    grant(story, "w-energy", "峄发改节审〔2026〕8号")
    grant(story, "w-air", "峄环审〔2026〕17号")
    done = j.Complete(result="四项审批全部办结，企业已领取批文")
    story.bring(f"u-{LEAD}", "result", words="批文送达回执", lon=None, lat=None)
    assert story.refused(f"u-{LEAD}", done).status == 409, "one is not decided, and a paper is to come"
    grant(story, "w-build", "峄建施许〔2026〕22号")
    assert story.refused(f"u-{LEAD}", done).status == 409, "a paper is to come still"
    story.later(60)
    story.do(f"u-{AIR}", j.ApprovalStep(outcome="supplied", approval="w-air", note="修改稿已收"))
    assert approval(story, "w-air").supplied_at == story.clock.now()
    story.do(f"u-{LEAD}", done)


def grant(story: Story, id_: str, number: str) -> None:
    """It is granted, with the permit."""
    login = f"u-{ASKED[id_][0]}"
    act = j.ApprovalStep(
        outcome="granted", approval=id_, document=number, result="准予", files=(story.photo(login),)
    )
    story.do(login, act)
    one = approval(story, id_)
    assert (one.state, one.document, len(one.files)) == ("granted", number, 1)
    entry = story.detail().log[-1]
    assert (entry.unit, entry.subject) == (ASKED[id_][0], one.matter)
    assert number in entry.words


def finished(story: Story) -> None:
    """Handed over, looked at with the company, scored, closed."""
    story.do(f"u-{LEAD}", j.HandOver())
    story.later(90)
    story.do("seat01", j.VerifyJoint(note="已回访企业"))
    story.score("seat01", dict.fromkeys(UNITS, 5))
    story.do("seat01", j.CloseJoint())
