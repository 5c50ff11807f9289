"""What the forms of approvals beside each other (并联审批) ask, what they are about, and the acts that come
of what was given; in what ways somebody may start an action.

A step is named as in `views.joint.forms_acts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.ids import uuid7
from contract.account import Actor, in_path
from contract.action import FileRef
from contract.joint import action as act
from contract.joint.approval import Approval
from contract.joint.guards import is_centre, is_lead
from contract.joint.joint import Joint
from contract.reference import Reference

FORM = "approval"
GREEN = "green"
ASKS: dict[str, tuple[str, ...]] = {
    "approval/asked": ("unit!", "matter!", "limit!", "entry"),
    "approval/taken": ("owed", "until"),
    "approval/lacking": ("reason!",),
    "approval/supplied": ("note", "files"),
    "approval/granted": ("document!", "result", "files"),
    "approval/denied": ("reason!", "files"),
    "approval/withdrawn": ("reason!",),
}
"""What the form of a step asks for, required ones marked ``!``."""
TARGETS = {step: "approval" for step in ASKS if step != "approval/asked"}
"""What a step is done to."""


def kinds_of(reference: Reference) -> list[str]:
    """The keys of the district's kinds whose work is approvals."""
    return [kind.key for kind in reference.district.joint.kinds if kind.form == FORM]


def is_of_approvals(kind: str, reference: Reference) -> bool:
    """Whether a kind's work is approvals beside each other."""
    return kind in kinds_of(reference)


def ways(proposals: list[str], reference: Reference) -> list[str]:
    """The ways that a person may choose among those that the table offers: a campaign's rounds start from
    their campaign, the green channel is for kinds of approvals."""
    fits = {GREEN: bool(kinds_of(reference)), "campaign": False}
    return [way for way in proposals if fits.get(way, True)]


def green_kind(kind: str, reference: Reference) -> str:
    """The kind of joint action for appeals of this kind that the green channel is for; "" for all others."""
    return kind if is_of_approvals(kind, reference) and GREEN in reference.district.joint.ways else ""


def find(joint: Joint, approval: str) -> Approval | None:
    """An approval by its id."""
    return next((one for one in joint.approvals if one.id == approval), None)


def is_open_to(step: str, one: Approval, joint: Joint, actor: Actor) -> bool:
    """Whether somebody may take a step of an approval as it stands."""
    party = next((p for p in joint.active if p.unit == one.unit), None)
    own = actor.role == "handler" and party is not None and in_path(party.unit_path, actor.unit_path)
    signed = own and party is not None and party.signed_in_at is not None
    match step:
        case "approval/taken":
            return signed and one.state == "asked"
        case "approval/lacking":
            return signed and one.state in ("asked", "taken")
        case "approval/granted" | "approval/denied":
            return signed and not one.ended
        case "approval/supplied":
            waits = one.state == "lacking" or (one.owes and one.state != "asked")
            return waits and (own or is_lead(joint, actor) or is_centre(actor))
        case "approval/withdrawn":
            return (not one.ended or one.owes) and (is_lead(joint, actor) or is_centre(actor))
        case _:
            return False


def targets(step: str, joint: Joint, actor: Actor) -> list[str]:
    """The ids of the approvals that somebody may take a step of now."""
    return [one.id for one in joint.approvals if is_open_to(step, one, joint, actor)]


def is_idle(step: str, joint: Joint, actor: Actor) -> bool:
    """Whether it is a step of approvals and there is none to take it on."""
    return step in TARGETS and not targets(step, joint, actor)


def acts_of(step: str, target: str, given: Mapping[str, Any]) -> list[act.JointAct]:
    """What a step submits; `given` holds the form's values by field, `limit` as (value, measure). KeyError
    where it is no step of approvals."""
    if step not in ASKS:
        raise KeyError(step)
    files: tuple[FileRef, ...] = tuple(given.get("files") or ())
    reason = str(given.get("reason") or "")
    if step == "approval/asked":
        value, measure = given["limit"]
        return [
            act.ApprovalStep(
                outcome="asked",
                approval=uuid7(),
                unit=str(given["unit"]),
                matter=str(given["matter"]),
                value=value,
                measure=measure,
                entry=str(given.get("entry") or ""),
                ground=str(given.get("ground") or ""),
            )
        ]
    outcome: Any = step.partition("/")[2]
    match outcome:
        case "taken":
            owed, until = str(given.get("owed") or ""), given.get("until")
            return [act.ApprovalStep(outcome="taken", approval=target, owed=owed, until=until)]
        case "supplied":
            note = str(given.get("note") or "")
            return [act.ApprovalStep(outcome="supplied", approval=target, note=note, files=files)]
        case "granted":
            document, result = str(given["document"]), str(given.get("result") or "")
            return [
                act.ApprovalStep(
                    outcome="granted", approval=target, document=document, result=result, files=files
                )
            ]
        case _:
            return [act.ApprovalStep(outcome=outcome, approval=target, reason=reason, files=files)]
