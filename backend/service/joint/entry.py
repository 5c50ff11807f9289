"""What a step of a joint action is in its log: who did what, on what, whose event it is, in which words."""

from __future__ import annotations

from typing import NamedTuple

from backend.service.joint import entry_approval
from backend.service.joint.entry_mediation import at_table
from backend.service.steps import Pending
from contract.account import Actor
from contract.action import FileRef
from contract.advance import LATE_AFTER
from contract.joint import action as a
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.joint.stated import stated
from contract.reference import Reference

STARS = 5


class _On(NamedTuple):
    """What a step was done to: its code or id, and its words as they are then."""

    on: str = ""
    subject: str = ""


def entry_of(
    action: a.JointAction,
    act: a.JointAct,
    piece: Pending,
    at: int,
    before: Joint | None,
    after: Joint,
    reference: Reference,
) -> JointEntry:
    """The line that a step adds; `after` is the row as it stands in the log's order already."""
    actor = piece.actor
    unit = _whose(act, actor, before, after)
    found = reference.unit(unit)
    about = _on(act, after, reference)
    files: tuple[FileRef, ...] = getattr(act, "files", ())
    return JointEntry(
        n=after.entries,
        action=a.name_of(act),
        outcome=a.outcome_of(act),
        source=before.state if before is not None else "",
        target=after.state,
        by=actor.id,
        name=actor.name,
        role=actor.role,
        at=at,
        received_at=piece.received_at,
        late=action.done_at is not None and piece.received_at - at > LATE_AFTER,
        unit=unit,
        unit_name=found.names.zh if found is not None else "",
        on=about.on,
        subject=about.subject,
        words=_words(act),
        people=_people(act),
        files=files,
        stated=stated(before, after),
    )


def _whose(act: a.JointAct, actor: Actor, before: Joint | None, after: Joint) -> str:
    """The unit whose event it is: the department's own line that it changed, else the actor's department in
    it, else the unit that the actor is of."""
    if before is not None:
        match act:
            case a.JointSignIn() | a.JointArrive() | a.Object() | a.Rate(outcome="whistle"):
                pairs = zip(before.parties, after.parties, strict=True)
                return next((now.unit for was, now in pairs if was != now), "")
            case a.Safety():
                was = set(before.safety)
                return next((now.unit for now in after.safety if now not in was), "")
            case a.TaskStep(outcome="taken" | "done"):
                return next((task.unit for task in after.tasks if task.id == act.task), "")
            case a.ApprovalStep() if unit := entry_approval.whose(act, after):
                return unit
            case _:
                own = before.own(actor)
                if own is not None:
                    return own.unit
    return actor.unit if actor.role == "handler" else ""


def _on(act: a.JointAct, after: Joint, reference: Reference) -> _On:
    def unit(code: str) -> str:
        found = reference.unit(code)
        return found.names.zh if found is not None else ""

    match act:
        case a.Approve():
            return _On("", "、".join(party.unit_name for party in after.parties))
        case a.JoinIn():
            return _On(act.party.unit, unit(act.party.unit))
        case a.Substitute() | a.DecideObjection():
            instead = f" → {unit(act.instead)}" if act.instead else ""
            return _On(act.unit, unit(act.unit) + instead)
        case a.Remind() | a.MarkAbsent():
            return _On(act.unit, unit(act.unit))
        case a.Rate():
            whose = unit(act.unit) if act.outcome == "department" else after.origin.name
            stars = "★" * act.value + "☆" * (STARS - act.value)
            return _On(act.unit if act.outcome == "department" else "", f"{whose} {stars}")
        case a.TaskStep():
            return _On(act.task, next((task.text for task in after.tasks if task.id == act.task), ""))
        case a.ProblemStep():
            return _On(act.problem, next((one.text for one in after.problems if one.id == act.problem), ""))
        case a.EvidenceStep():
            return _On(act.evidence, next((e.file.name for e in after.evidence if e.id == act.evidence), ""))
        case a.Agree() if after.agreement is not None:
            return _On(after.agreement.to_unit, after.agreement.to_name)
        case a.SideStep() | a.SessionStep() | a.SettlementStep():
            return _On(*at_table(act, after))
        case a.ApprovalStep():
            return _On(*entry_approval.at_desk(act, after))
        case a.TieTicket():
            tied = next((one for one in after.tickets if one.id == act.ticket), None)
            return _On(act.ticket, f"{tied.number} {tied.title}".strip() if tied is not None else "")
        case _:
            return _On()


def _words(act: a.JointAct) -> str:
    """The reason, result, text or note that it carried, the first of them that says something."""
    if isinstance(act, a.ApprovalStep):
        return entry_approval.said(act)
    for name in ("reason", "result", "minutes", "text", "words", "note"):
        said = getattr(act, name, "")
        if isinstance(said, str) and said.strip():
            return said
    return ""


def _people(act: a.JointAct) -> int | None:
    match act:
        case a.JointArrive() | a.Safety(outcome="started") | a.SideStep(outcome="joined"):
            return act.people
        case a.Plan():
            return sum(one.people for one in act.attended)
        case _:
            return None
