"""What a department leaves behind when it takes part no more: approvals not decided, tasks not done."""

from __future__ import annotations

from msgspec.structs import replace

from contract.account import Actor
from contract.reference import Reference

from .approval import Approval
from .clocks import approval_over, ended
from .joint import Joint
from .spot import Task


def left(joint: Joint, unit: str, instead: str, reason: str, actor: Actor, at: int, ref: Reference) -> Joint:
    """The row once a department takes no part any more.

    What it has not decided on is withdrawn from it, and may be asked of another; what it granted stands. What
    it has not done passes to the department that stands in for it (`instead`, "" for none), by the time set
    before, else it is withdrawn: nobody could report it done any more.
    """

    def without(one: Approval) -> Approval:
        if one.unit != unit or one.ended:
            return one
        over = approval_over(joint, one, at, ref)
        return replace(
            over, state="withdrawn", decided_at=at, decided_by=actor.name, result=reason, changed_at=at
        )

    def passed(one: Task) -> Task:
        if one.unit != unit or one.state not in ("given", "taken"):
            return one
        follows = next((party for party in joint.active if party.unit == instead), None)
        if follows is not None:
            return replace(one, unit=follows.unit, unit_name=follows.unit_name, state="given", taken_at=None)
        clock = ended(joint, one.clock, at, ref)
        assert clock is not None
        return replace(one, state="withdrawn", result=reason, clock=clock)

    return replace(
        joint,
        approvals=tuple(without(one) for one in joint.approvals),
        tasks=tuple(passed(one) for one in joint.tasks),
    )
