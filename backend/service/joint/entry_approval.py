"""What a step of an approval was done to, and what it said, for the log."""

from __future__ import annotations

from contract.joint import action as a
from contract.joint.approval import Approval
from contract.joint.joint import Joint


def _of(act: a.ApprovalStep, joint: Joint) -> Approval | None:
    return next((one for one in joint.approvals if one.id == act.approval), None)


def at_desk(act: a.ApprovalStep, after: Joint) -> tuple[str, str]:
    """The id of the approval and its words; one that is asked for names the department."""
    found = _of(act, after)
    if found is None:
        return act.approval, ""
    if act.outcome == "asked":
        return act.approval, f"{found.unit_name} {found.matter}"
    return act.approval, found.matter


def whose(act: a.ApprovalStep, after: Joint) -> str:
    """The department whose event it is, "" where the lead or the centre asks or withdraws."""
    found = _of(act, after)
    return found.unit if found is not None and act.outcome not in ("asked", "withdrawn", "supplied") else ""


def said(act: a.ApprovalStep) -> str:
    """What it carried beside a reason: the papers that are to follow, the permit's number, its words."""
    parts = (act.reason, act.owed, act.document, act.result, act.note)
    return " ".join(part.strip() for part in parts if part.strip())
