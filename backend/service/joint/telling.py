"""Telling what fell due in joint actions: one line of the log, one event of the feed, one audit entry each.

It is told by the scheduler, and by a step that comes before the scheduler did: what had fallen due by the
instant of a step stands before it, though the step ends the clock.
"""

from __future__ import annotations

from msgspec.structs import replace

from backend.service.joint import clocks
from backend.service.joint import holding as h
from backend.service.ledger import Ledger
from backend.service.steps import Pending, system
from contract.advance import LATE_AFTER
from contract.joint.log import JointEntry

ACTION = "due"
RECORDED = "joint_due"
"""What the audit log calls it."""


def tell(ledger: Ledger, kept: h.Holding, piece: Pending, upto: int) -> int:
    """Tell everything of a joint action that fell due up to an instant and was not told; gives how much.

    The row stays as it is but for its number in the feed and the length of its log: nobody who is about to
    act is in its way.
    """
    actor, at = system(ledger.district), piece.received_at
    found = clocks.fallen(kept.joint, kept.told, upto, ledger.reference)
    kept.told = clocks.marked(kept.joint, kept.told, upto, ledger.reference, found)
    for one in found:
        of, before = one.of, kept.joint
        _, row = h.place(ledger, kept, before, at)
        entry = JointEntry(
            n=kept.joint.entries,
            action=ACTION,
            outcome=one.outcome,
            source=before.state,
            target=before.state,
            by=actor.id,
            name=actor.name,
            role=actor.role,
            at=one.at,
            received_at=at,
            late=at - one.at > LATE_AFTER,
            unit=of.unit,
            unit_name=of.unit_name,
            on=of.on,
            subject=of.subject,
            clock=of.name,
            due_at=of.due_at,
            nth=one.nth,
        )
        h.enter(ledger, kept, entry, actor.id)
        ledger.record(
            replace(piece, actor=actor),
            RECORDED,
            before.id,
            version=before.version,
            row=row,
            note=" ".join(filter(None, (of.name, of.on, one.outcome, str(one.nth or "")))),
        )
    return len(found)
