"""Which action of the board waits for the person in front of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from console.desk import Desk
from contract.reference import Reference
from views.joint import offering
from views.joint.running import rank

_LOOKED_AT = 60
"""So many are looked at, the most pressing ones: the rest is below them anyway."""


def first_awaited(keys: Sequence[str], desk: Desk, now: int, reference: Reference) -> str | None:
    """Of these actions the one that is this person's to move on and presses most, else the first; None of
    none."""
    actor = desk.actor
    joints = [joint for joint in map(desk.joints.get, keys) if joint is not None]
    if actor is None or not joints:
        return None

    for joint in sorted(joints, key=partial(rank, now=now))[:_LOOKED_AT]:
        if offering.is_awaited_of(joint, desk.joints.offers(joint.id), actor, now, reference):
            return joint.id
    return joints[0].id
