"""What is done to approvals that run beside each other: each is one department's, moved by its own acts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from contract.account import Actor
from contract.carried import reason_given, said, to_come
from contract.clock import Limit, start
from contract.machine import Names
from contract.reference import Reference
from contract.refused import StepRefused, wrong

from . import action as a
from .approval import Approval
from .clocks import approval_clock, approval_over
from .guards import form_of, is_centre, is_lead, own_party
from .joint import Joint


def asked_with(joint: Joint, asks: Sequence[a.Ask], actor: Actor, at: int, ref: Reference) -> Joint:
    """The row with approvals asked for; raises Refused."""
    if asks and form_of(joint, ref) != "approval":
        raise StepRefused(Names("此类行动没有并联审批", "its kind has no parallel approvals"))
    for one in asks:
        joint = replace(joint, approvals=(*joint.approvals, _asked(joint, one, actor, at, ref)))
    return joint


def running(joint: Joint, at: int, ref: Reference) -> tuple[Approval, ...]:
    """The approvals once the departments are called: their clocks begin."""
    return tuple(
        _begun(joint, one, at, ref) if one.clock is None and not one.ended else one for one in joint.approvals
    )


def _begun(joint: Joint, approval: Approval, at: int, ref: Reference) -> Approval:
    clock = start(f"approval:{approval.id}", approval.limit, at, ref.calendar, ref.district.amber)
    return approval_clock(joint, replace(approval, clock=clock, changed_at=at), ref)


def _asked(joint: Joint, one: a.Ask, actor: Actor, at: int, ref: Reference) -> Approval:
    if any(held.id == one.id for held in joint.approvals):
        raise StepRefused(Names("该审批已提请", "it was asked for already"))
    party = next((p for p in joint.active if p.unit == one.unit), None)
    if party is None:
        raise wrong("act.unit", one.unit, "party", "该单位未参加此行动", "that unit takes no part in it")
    said(one.matter, "act.matter", "请填写审批事项", "say what is to be approved")
    asked = Approval(
        id=one.id,
        unit=party.unit,
        unit_name=party.unit_name,
        matter=one.matter,
        limit=Limit(one.value, one.measure),
        asked_at=at,
        asked_by=actor.name,
        changed_at=at,
        entry=one.entry,
        ground=one.ground,
    )
    return asked if joint.called_at is None else _begun(joint, asked, at, ref)


def approving(joint: Joint, act: a.ApprovalStep, actor: Actor, at: int, ref: Reference) -> Joint:
    """The row after a step of an approval; raises Refused."""
    if act.outcome == "asked":
        if not act.value:
            raise wrong("act.value", act.value, "required", "请填写办理时限", "say within what time")
        said(act.matter, "act.matter", "请填写审批事项", "say what is to be approved")
        one = a.Ask(
            id=act.approval,
            unit=act.unit,
            matter=act.matter,
            value=act.value,
            measure=act.measure,
            entry=act.entry,
            ground=act.ground,
        )
        return asked_with(joint, (one,), actor, at, ref)
    found = next((one for one in joint.approvals if one.id == act.approval), None)
    if found is None:
        raise wrong("act.approval", act.approval, "known", "没有这项审批", "no such approval")
    if act.outcome in ("taken", "lacking", "granted", "denied"):
        own = own_party(joint, found.unit, actor)
        if own.signed_in_at is None:
            raise StepRefused(Names("请先签收", "sign in first"))
    elif act.outcome == "supplied" and not (is_centre(actor) or is_lead(joint, actor)):
        own_party(joint, found.unit, actor)
    after = _stepped(joint, found, act, actor, at, ref)
    after = replace(after, changed_at=at)
    return replace(joint, approvals=tuple(after if one is found else one for one in joint.approvals))


def _stepped(
    joint: Joint, found: Approval, act: a.ApprovalStep, actor: Actor, at: int, ref: Reference
) -> Approval:
    if act.outcome == "supplied" and found.state == "granted" and found.owes:
        return replace(found, supplied_at=at, files=(*found.files, *act.files))
    if act.outcome == "withdrawn" and found.state == "granted" and found.owes:
        # Papers that were promised never came: what was granted on them falls, or nothing could end.
        reason_given(act.reason)
        return replace(found, state="withdrawn", decided_at=at, decided_by=actor.name, result=act.reason)
    if found.ended:
        raise StepRefused(Names("该审批已办结", "the approval is decided"))
    match act.outcome:
        case "taken":
            return _taken(found, act, actor, at)
        case "lacking":
            reason_given(act.reason)
            if found.state == "lacking":
                raise StepRefused(Names("已要求补正", "papers are lacking already"))
            stood = replace(found, state="lacking", lacking=act.reason, stood=(*found.stood, (at, None)))
            return approval_clock(joint, _first(stood, actor, at), ref)
        case "supplied":
            return _supplied(joint, found, act, at, ref)
        case "granted":
            said(act.document, "act.document", "请填写批准文号", "give the permit's number")
            over = approval_over(joint, _first(found, actor, at), at, ref)
            return replace(
                over,
                state="granted",
                decided_at=at,
                decided_by=actor.name,
                document=act.document,
                result=act.result,
                files=(*found.files, *act.files),
            )
        case _:
            reason_given(act.reason)
            held = found if act.outcome == "withdrawn" else _first(found, actor, at)
            over = approval_over(joint, held, at, ref)
            return replace(
                over,
                state=act.outcome,
                decided_at=at,
                decided_by=actor.name,
                result=act.reason,
                files=(*found.files, *act.files),
            )


def _first(approval: Approval, actor: Actor, at: int) -> Approval:
    """Who decides on a matter, or says what it lacks, has taken it in hand."""
    return approval if approval.taken_at is not None else replace(approval, taken_at=at, taken_by=actor.name)


def _taken(found: Approval, act: a.ApprovalStep, actor: Actor, at: int) -> Approval:
    if found.state != "asked":
        raise StepRefused(Names("该审批已受理", "it is in hand already"))
    after = replace(found, state="taken", taken_at=at, taken_by=actor.name)
    if not act.owed:
        return after
    if act.until is None:
        raise wrong("act.until", "", "required", "请选择补齐材料的时限", "say by when the papers are to come")
    return replace(after, owed=act.owed, owed_until=to_come(act.until, at, "act.until"))


def _supplied(joint: Joint, found: Approval, act: a.ApprovalStep, at: int, ref: Reference) -> Approval:
    if found.state == "lacking":
        stood = tuple((begin, at if finish is None else finish) for begin, finish in found.stood)
        after = replace(found, state="taken", lacking="", stood=stood, files=(*found.files, *act.files))
        return approval_clock(joint, after, ref)
    if not found.owes:
        raise StepRefused(Names("没有待补的材料", "no papers are outstanding"))
    return replace(found, supplied_at=at, files=(*found.files, *act.files))
