"""Yicheng: stone is quarried without a licence. The town whistles, four departments come at once, one of them
out of the network's reach; they enforce with photos, documents and a result, and the town scores them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract import action as a
from contract.joint import action as j
from contract.joint.joint import Joint
from tests.joint.story import Story

GRID = "370404104243-01"
SPOT = {"lon": 117.6505, "lat": 34.7116}
STREET, WORKER = "s-YC-S104", f"g-{GRID}"
LEAD, POLICE, ECOLOGY, TEAM = "YC-D-ZR", "YC-S104-PC", "YC-D-HB", "YC-S104-ZF"
UNITS = (LEAD, POLICE, ECOLOGY, TEAM)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_the_quarry(tell: Callable[[str], Story]) -> None:
    story = tell("yicheng")
    begun = story.clock.now()
    whistled(story)
    reported_for_duty(story)
    enforced(story)
    accepted(story)
    story.sound(UNITS)
    joint = story.joint
    assert joint.state == "closed"
    assert [party.unit for party in joint.active if party.lead] == [LEAD]
    assert {party.unit: party.score.value for party in joint.active if party.score} == {
        LEAD: 5,
        POLICE: 5,
        ECOLOGY: 4,
        TEAM: 5,
    }
    total = story.figures(begun).total
    assert (total.actions, total.closed, total.people, total.failed) == (1, 1, 12, 1)
    assert (total.accounts, total.whistle_scored) == (0, 4)


def whistled(story: Story) -> None:
    """The town sees it and may not enforce: it whistles, and the centre calls who may."""
    story.report(
        WORKER,
        channel="grid",
        title="后山有挖机夜里采石",
        text="山脚堆了新开的石料，路上有车辙，村里说是夜里来的",
        item="8-1-01",
        area=GRID,
        **SPOT,
        files=(story.photo(WORKER),),
    )
    story.step(STREET, a.Accept())
    story.step(STREET, a.File(item="8-1-01", area=GRID))
    story.propose(
        STREET,
        j.Propose(
            outcome="whistle",
            kind="enforcement",
            title="非法采石联合执法",
            reason="镇里没有采石的执法权，夜间作业需几家同时到场",
            urgency="danger",
            area=GRID,
            place="峨山村后山",
            **SPOT,
            tickets=(story.ticket.id,),
            wanted=UNITS,
        ),
    )
    story.later(12)
    entries = dict(zip(UNITS, ("8-001", "8-001-2", "8-001-3", "8-001-4"), strict=True))
    # An entry grounds only the unit that has it.
    wrong = j.Approve(parties=(j.Named(unit=LEAD, lead=True, entry="duty:8-001-2"),))
    assert story.refused("duty01", wrong).status == 400
    story.do(
        "duty01",
        j.Approve(
            parties=tuple(
                j.Named(unit=unit, lead=unit == LEAD, entry=f"duty:{code}", sign_in=20, arrive=90)
                for unit, code in entries.items()
            )
        ),
    )
    story.do("duty01", j.Call())


def reported_for_duty(story: Story) -> None:
    """All four act in the same moment, and none is in another's way; the one out of reach is told late."""
    called = story.joint
    story.later(7)
    callers = {unit: story.by(f"u-{unit}") for unit in UNITS if unit != ECOLOGY}

    def sign(unit: str) -> Joint:
        return callers[unit].done(called, j.JointSignIn())

    with ThreadPoolExecutor(len(callers)) as pool:
        rows = list(pool.map(sign, callers))
    assert {row.version for row in rows} == {called.version}
    signed_out_of_reach = story.later(40)
    for unit in callers:
        story.do(f"u-{unit}", j.JointArrive(people=3, **SPOT))
    assert story.lights()[ECOLOGY][0] == "red"
    story.do(f"u-{LEAD}", j.Remind(unit=ECOLOGY, note="山里信号弱，请打电台"))
    story.do(f"u-{LEAD}", j.Muster())
    story.do(f"u-{LEAD}", j.MarkAbsent(unit=ECOLOGY))
    came = story.later(30)
    # Back in reach: what was done in time is told late, and stays in time.
    story.do(f"u-{ECOLOGY}", j.JointSignIn(), done_at=signed_out_of_reach)
    story.do(f"u-{ECOLOGY}", j.JointArrive(people=3, **SPOT), done_at=came)
    party = story.joint.party(ECOLOGY)
    assert party is not None
    assert (party.signed_in_at, party.state) == (signed_out_of_reach, "on_site")
    assert party.arrival is not None
    assert party.arrival.at == came
    assert set(story.lights().values()) == {("green", "green")}
    late = [
        entry
        for entry in story.detail().log
        if entry.unit == ECOLOGY and entry.late and entry.role == "handler"
    ]
    assert {entry.action for entry in late} == {"joint_sign_in", "joint_arrive"}


def enforced(story: Story) -> None:
    """Nothing is complete without the scene, the document and the result."""
    story.do(
        f"u-{LEAD}",
        j.Plan(
            minutes="公安控制出入口，自然资源取证并责令停采，环保查扬尘与油污，执法办清点设备。",
            attended=tuple(j.Attends(people=3, unit=unit) for unit in UNITS),
        ),
    )
    story.do(f"u-{LEAD}", j.Begin())
    story.bring(f"u-{LEAD}", "before")
    story.do(f"u-{TEAM}", j.ProblemStep(outcome="found", problem="plant", text="挖机两台、未登记"))
    story.do(f"u-{ECOLOGY}", j.ProblemStep(outcome="found", problem="oil", text="废油流入水沟"))
    story.later(60)
    story.do(f"u-{TEAM}", j.ProblemStep(outcome="handled", problem="plant", result="已查扣登记"))
    story.do(
        f"u-{LEAD}",
        j.ProblemStep(outcome="handed_on", problem="oil", unit=ECOLOGY, reason="另案查处"),
    )
    story.bring(f"u-{LEAD}", "after")
    story.bring(f"u-{LEAD}", "result", words="停采、设备查扣")
    problem = story.refused(f"u-{LEAD}", j.Complete(result="已停采"))
    assert problem.status == 409
    story.bring(f"u-{LEAD}", "document", document="峄自然资罚〔2026〕7号")
    story.do(f"u-{LEAD}", j.Complete(result="已停采，设备查扣，山体封控"))
    story.do(f"u-{LEAD}", j.HandOver(note="封控交村委值守"))


def accepted(story: Story) -> None:
    """The first acceptance fails and the work is done again; the second holds."""
    story.later(26 * 60)
    story.forget_sessions()
    story.do("seat01", j.VerifyJoint(outcome="failed", reason="堆料未清，路口封控被挪开"))
    assert (story.joint.state, story.joint.failures) == ("acting", 1)
    assert story.refused(f"u-{LEAD}", j.Complete(result="已清")).status == 409
    story.later(120)
    story.bring(f"u-{LEAD}", "after")
    story.bring(f"u-{LEAD}", "result", words="堆料清运，封控加固")
    story.do(f"u-{LEAD}", j.Complete(result="堆料清运，封控加固"))
    story.do(f"u-{LEAD}", j.HandOver())
    story.do("seat01", j.VerifyJoint())
    assert story.joint.failures == 0
    assert story.refused(STREET, j.Evaluated()).status == 409
    story.score(STREET, {LEAD: 5, POLICE: 5, ECOLOGY: 4, TEAM: 5})
    story.do("duty01", j.CloseJoint())
