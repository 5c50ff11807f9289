"""An enterprise's appeal in the district of `joint_town`: the green channel, three departments, approvals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from contract.account import Actor
from contract.clock import MINUTE
from contract.joint import action as a
from contract.joint.advance import advance, effective, propose
from contract.joint.approval import Approval
from contract.joint.joint import Joint
from contract.machine import Names
from contract.refused import Refused
from tests.unit.joint_town import DUTY, HANDLERS, REF, SEAT, T0
from tests.unit.joint_world import photo

UNITS = ("d1", "d2", "d3")
"""The first leads."""
HOURS = (("w1", "d1", 6, "working_hours"), ("w2", "d2", 2, "working_days"), ("w3", "d3", 8, "hours"))
"""What is asked of whom, within what time."""


class Appeal:
    """One appeal; `now` is the backend's time."""

    def __init__(self, asks: Sequence[tuple[str, str, int, Any]] = HOURS) -> None:
        self.now = T0
        green = a.Propose(outcome="green", kind="appeal", title="项目开工", reason="多项审批", area="g1")
        self.joint: Joint = propose("j1", "LD1", green, SEAT, T0, REF)
        self.asks = tuple(
            a.Ask(id=id_, unit=unit, matter=f"{id_}许可", value=value, measure=measure)
            for id_, unit, value, measure in asks
        )

    def do(self, who: Actor, act: a.JointAct, done_at: int | None = None) -> Joint:
        """A step now, or one that was done at `done_at` and is told now; raises Refused."""
        at = effective(self.joint, act, who, done_at, self.now)
        self.joint = advance(self.joint, act, who, at, REF)
        return self.joint

    def later(self, minutes: float) -> int:
        """Time goes on; gives it."""
        self.now += round(minutes * MINUTE)
        return self.now

    def approved(self) -> Appeal:
        """The duty officer names the departments."""
        parties = tuple(a.Named(unit=unit, lead=unit == UNITS[0], arrive=30) for unit in UNITS)
        self.do(DUTY, a.Approve(parties=parties, approvals=self.asks))
        return self

    def called(self) -> Appeal:
        """The departments are called."""
        self.approved().do(DUTY, a.Call())
        return self

    def acting(self) -> Appeal:
        """All have signed in, and begin at their desks."""
        self.called()
        for unit in UNITS:
            self.do(HANDLERS[unit], a.JointSignIn())
        self.do(HANDLERS[UNITS[0]], a.Begin())
        return self

    def step(self, approval: str, outcome: Any, who: Actor | None = None, **more: Any) -> Approval:
        """A step of an approval by its own department, or by `who`; gives the approval."""
        needs = {
            "lacking": {"reason": "缺图纸"},
            "denied": {"reason": "不符合规划"},
            "withdrawn": {"reason": "不再需要"},
            "granted": {"document": "许〔2026〕1号"},
        }
        done_at = more.pop("done_at", None)
        actor = who or HANDLERS[self.of(approval).unit]
        act = a.ApprovalStep(outcome=outcome, approval=approval, **{**needs.get(outcome, {}), **more})
        self.do(actor, act, done_at)
        return self.of(approval)

    def of(self, approval: str) -> Approval:
        """An approval as it stands."""
        return next(one for one in self.joint.approvals if one.id == approval)

    def ready(self) -> None:
        """The evidence that the kind demands is there."""
        file = (photo(1),)
        self.do(HANDLERS["d1"], a.EvidenceStep(outcome="brought", evidence="e1", kind="result", files=file))

    def complete(self, who: Actor = DUTY) -> Joint:
        """Said to be done."""
        return self.do(who, a.Complete(result="审批全部办结"))


def refused(appeal: Appeal, who: Actor, act: a.JointAct, says: str) -> None:
    """A step that must be refused with these words; it changes nothing."""
    before = appeal.joint
    with pytest.raises(Refused) as caught:
        appeal.do(who, act)
    names = [Names(fault.zh, fault.en) for fault in caught.value.faults] or [caught.value.says]
    assert any(says in one.zh for one in names), names
    assert appeal.joint is before
