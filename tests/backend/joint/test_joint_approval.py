"""Approvals beside each other over HTTP: what is kept and logged, what falls due told once, races."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contract.clock import DAY, HOUR
from contract.joint import action as j
from contract.joint.joint import Joint
from tests.backend.falling_play import opened, played
from tests.backend.joint.play import LEAD, UNITS, Caller, Cast
from tests.backend.joint.test_joint_falling import Acting
from tests.backend.running import GRID, ORIGIN, new_id

GREEN = j.Propose(
    outcome="green", kind="development", title="厂房开工", reason="多项审批同步", area=GRID, wanted=UNITS
)


def asking(hours: int = 6) -> j.Approve:
    """Names two departments, each with one approval."""
    return j.Approve(
        parties=(j.Named(unit=LEAD, lead=True), j.Named(unit=UNITS[1])),
        approvals=tuple(
            j.Ask(id=new_id(), unit=unit, matter=f"许可{n}", value=hours * n, measure="hours")
            for n, unit in enumerate(UNITS[:2], 1)
        ),
    )


def begun(cast: Cast) -> Joint:
    """The green channel is open, both have signed in and begun."""
    seat = Caller(cast.backend.seat("seat01"))
    joint = cast.duty.done(seat.proposed(GREEN), asking())
    joint = cast.duty.done(joint, j.Call())
    for unit in UNITS[:2]:
        joint = cast.units[unit].done(joint, j.JointSignIn())
    return cast.lead.done(joint, j.Begin())


def step(joint: Joint, n: int, outcome: Any, **more: Any) -> j.ApprovalStep:
    """A step of the n-th approval."""
    return j.ApprovalStep(outcome=outcome, approval=joint.approvals[n].id, **more)


def test_what_is_done_at_desks_is_kept_and_logged(cast: Cast) -> None:
    joint = begun(cast)
    until = cast.backend.clock.now() + DAY
    joint = cast.lead.done(joint, step(joint, 0, "taken", owed="环评报告", until=until))
    joint = cast.units[UNITS[1]].done(joint, step(joint, 1, "lacking", reason="缺图纸"))
    assert cast.units[UNITS[1]].refused(joint, step(joint, 0, "granted", document="1")).status == 403
    assert cast.lead.refused(joint, step(joint, 0, "granted")).status == 400
    permit = cast.lead.file(b"permit")
    joint = cast.lead.done(joint, step(joint, 0, "granted", document="许〔2026〕1号", files=(permit,)))
    assert cast.lead.refused(joint, j.Complete(result="办结")).status == 409
    joint = cast.lead.done(joint, step(joint, 1, "supplied", note="已补"))
    joint = cast.duty.done(joint, step(joint, 1, "withdrawn", reason="不再需要"))
    joint = cast.lead.done(joint, step(joint, 0, "supplied"))
    found = cast.duty.detail(joint.id)
    assert found.joint == joint
    log = [entry for entry in found.log if entry.action == "joint_approval"]
    assert [(entry.outcome, entry.unit, entry.subject, entry.words) for entry in log] == [
        ("taken", LEAD, "许可1", "环评报告"),
        ("lacking", UNITS[1], "许可2", "缺图纸"),
        ("granted", LEAD, "许可1", "许〔2026〕1号"),
        ("supplied", LEAD, "许可2", "已补"),
        ("withdrawn", "", "许可2", "不再需要"),
        ("supplied", LEAD, "许可1", ""),
    ]
    assert [entry.files for entry in log if entry.files] == [(permit,)]
    cast.sound()


def test_departments_at_once_are_in_nobodys_way_and_a_repeat_is_answered_the_same(cast: Cast) -> None:
    joint = begun(cast)
    act, key = step(joint, 0, "granted", document="许1号"), new_id()
    first = cast.lead.act(joint.id, act, joint.version, key=key)
    other = cast.units[UNITS[1]].act(joint.id, step(joint, 1, "denied", reason="不符合规划"), joint.version)
    again = cast.lead.act(joint.id, act, joint.version, key=key)
    assert [one.status_code for one in (first, other, again)] == [200, 200, 200]
    assert first.content == again.content
    states = [one.state for one in cast.duty.detail(joint.id).joint.approvals]
    assert states == ["granted", "denied"]
    cast.sound()


def test_an_approval_that_falls_due_is_told_once(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.act("seat01", GREEN)
            await one.act("duty01", asking(2))
            joint = await one.act("duty01", j.Call())
            for unit in UNITS[:2]:
                await one.act(f"u-{unit}", j.JointSignIn())
            await one.act(f"u-{LEAD}", step(joint, 0, "taken"))
            second = step(joint, 1, "lacking", reason="缺图纸")
            await one.act(f"u-{UNITS[1]}", second)
            it.clock.move(2 * HOUR + 60_000)
            await it.look()
            await it.look()
            past = [told for told in await one.told() if told[0] == "approval"]
            assert past == [("approval", LEAD, 120)], "the other stands"
            it.clock.move(5 * HOUR)
            await one.act(f"u-{LEAD}", step(joint, 0, "granted", document="许1号"))
            await one.act("seat01", step(joint, 1, "supplied"))
            past = [told for told in await one.told() if told[0] == "approval"]
            assert past == [("approval", LEAD, 120)]
            row = await one.row()
            clock = row.approvals[1].clock
            assert clock is not None
            assert clock.due_at is not None
            assert (clock.due_at - ORIGIN) // HOUR == 11, "four hours from when the papers came"

    played(play())
