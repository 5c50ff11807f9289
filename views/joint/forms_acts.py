"""What each form of a joint action asks, what it is about, and the acts that come of what was given.

A step is named as on the wire without ``joint_``: ``approve``, ``task/done``. What may be done is decided by
`contract.joint.guards` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.ids import uuid7
from contract.account import Actor, in_path
from contract.action import FileRef
from contract.joint import action as act
from contract.joint.guards import may_arrive, may_object, may_sign_in
from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.joint.spot import EVIDENCE_KINDS, Task
from views.joint import approval_forms, mediation_forms
from views.joint.cards import is_awaited


@dataclass(frozen=True, slots=True)
class About:
    """What a step is done to; what is left empty is asked for where there are several."""

    unit: str = ""
    task: str = ""
    problem: str = ""
    evidence: str = ""
    ticket: str = ""
    side: str = ""
    session: str = ""
    approval: str = ""


ASKS: dict[str, tuple[str, ...]] = {
    "approve": ("parties!", "kind", "approvals", "note"),
    "refuse": ("reason!",),
    "withdraw": ("reason!",),
    "call": ("meet_at", "note"),
    "join": ("party!", "reason!"),
    "arrive": ("people!", "point", "note", "files"),
    "object": ("reason!", "entry"),
    "decide/kept": ("reason!",),
    "decide/released": ("reason!", "instead", "entry"),
    "substitute": ("instead!", "entry", "reason!"),
    "plan": ("minutes!", "attended", "tasks", "files"),
    "task/given": ("unit!", "until!", "text!"),
    "task/done": ("result!", "files"),
    "task/withdrawn": ("reason!",),
    "problem/found": ("text!", "place", "point", "files"),
    "problem/handled": ("result!", "files"),
    "problem/handed_on": ("unit!", "reason!"),
    "problem/ticketed": ("title!", "area!", "text", "place"),
    "evidence/brought": ("files!", "document", "point", "words"),
    "evidence/struck": ("reason!",),
    "agree/drawn": ("text!", "unit", "body"),
    "agree/signed_outside": ("files!",),
    "safety/started": ("people!", "every"),
    "stop": ("reason!",),
    "complete": ("result!",),
    "hand_over": ("note",),
    "verify/passed": ("note", "files"),
    "verify/failed": ("reason!", "files"),
    "score/department": ("scores!",),
    "score/whistle": ("value!", "words"),
    "evaluate": ("note",),
    "close": ("note",),
    "call_off": ("reason!",),
    "settle": ("result!",),
    "ticket/tied": ("ticket!",),
    "ticket/untied": ("reason!",),
    "note": ("note!", "files"),
    **mediation_forms.ASKS,
    **approval_forms.ASKS,
}
"""What the form of a step asks for, required ones marked ``!``; a step without a form acts at once."""

AGAIN = {"problem/ticketed": ("ticket!",)}
"""What the form of a step asks for where its act is corrected: what was made before the act stands."""

_TARGETS = {
    "sign_in": "unit",
    "arrive": "unit",
    "object": "unit",
    "score/whistle": "unit",
    "safety/started": "unit",
    "safety/heard": "unit",
    "safety/ended": "unit",
    "decide/kept": "unit",
    "decide/released": "unit",
    "remind": "unit",
    "absent": "unit",
    "substitute": "unit",
    "task/taken": "task",
    "task/done": "task",
    "task/withdrawn": "task",
    "problem/handled": "problem",
    "problem/handed_on": "problem",
    "problem/ticketed": "problem",
    "evidence/struck": "evidence",
    "ticket/untied": "ticket",
    **mediation_forms.TARGETS,
    **approval_forms.TARGETS,
}


def step_of(action: str, outcome: str = "") -> str:
    """A row's name among the steps."""
    name = action.removeprefix("joint_")
    return f"{name}/{outcome}" if outcome else name


def target_kind(step: str) -> str:
    """What a step is done to, as `About` names it; "" for the action as a whole."""
    return _TARGETS.get(step, "")


def named(about: About, step: str) -> str:
    """The id of what a step is to be done to, "" where it does not say."""
    kind = target_kind(step)
    return str(getattr(about, kind)) if kind else ""


def targets(step: str, joint: Joint, actor: Actor) -> list[str]:
    """The ids of what this actor may do a step to now: units' codes, or ids."""
    match target_kind(step):
        case "unit":
            return [party.unit for party in joint.active if _fits(step, party, joint, actor)]
        case "task":
            return [task.id for task in joint.tasks if _task_fits(step, task, joint, actor)]
        case "problem":
            return [problem.id for problem in joint.problems if problem.state == "open"]
        case "evidence":
            return [item.id for item in joint.evidence if item.struck_at is None]
        case "ticket":
            return [ticket.id for ticket in joint.tickets]
        case "side" | "session":
            return mediation_forms.targets(step, joint)
        case "approval":
            return approval_forms.targets(step, joint, actor)
        case _:
            return []


def _fits(step: str, party: Party, joint: Joint, actor: Actor) -> bool:
    own = in_path(party.unit_path, actor.unit_path)
    watched = any(watch.unit == party.unit and watch.ended_at is None for watch in joint.safety)
    match step:
        case "sign_in":
            return own and may_sign_in(party)
        case "arrive":
            return own and may_arrive(party)
        case "object":
            return own and may_object(party)
        case "score/whistle":
            return own
        case "safety/started":
            return party.arrival is not None and not watched and (own or actor.role != "handler")
        case "safety/heard" | "safety/ended":
            return watched and (own or actor.role != "handler")
        case "decide/kept" | "decide/released":
            return party.state == "objecting"
        case "remind" | "substitute":
            return party.arrival is None
        case "absent":
            return is_awaited(party) and party.state != "absent"
        case _:
            return True


def _task_fits(step: str, task: Task, joint: Joint, actor: Actor) -> bool:
    party = joint.party(task.unit)
    own = party is not None and in_path(party.unit_path, actor.unit_path)
    match step:
        case "task/taken":
            return own and task.state == "given"
        case "task/done":
            return own and task.state in ("given", "taken")
        case _:
            return task.state in ("given", "taken")


def acts_of(step: str, target: str, given: Mapping[str, Any]) -> list[act.JointAct]:
    """What a step submits, one after the other. `given` holds the form's values by field: `parties` are
    `Named`, `attended` `Attends`, `tasks` `Given`, `scores` (unit, stars, words), `point` a (code, lon, lat)
    triple or None. Of ``problem/ticketed`` the ticket's id stands in `ticket`."""
    note, reason = str(given.get("note") or ""), str(given.get("reason") or "")
    result, words = str(given.get("result") or ""), str(given.get("words") or "")
    text = str(given.get("text") or "")
    files: tuple[FileRef, ...] = tuple(given.get("files") or ())
    entry, ground = str(given.get("entry") or ""), str(given.get("ground") or "")
    _, lon, lat = given.get("point") or ("", None, None)
    unit, instead = str(given.get("unit") or ""), str(given.get("instead") or "")
    match step:
        case "approve":
            return [
                act.Approve(
                    parties=tuple(given["parties"]),
                    approvals=tuple(given.get("approvals") or ()),
                    kind=str(given.get("kind") or ""),
                    note=note,
                )
            ]
        case "refuse":
            return [act.RefuseJoint(reason=reason)]
        case "withdraw":
            return [act.Withdraw(reason=reason)]
        case "call":
            return [act.Call(meet_at=given.get("meet_at"), note=note)]
        case "join":
            return [act.JoinIn(party=given["party"][0], reason=reason)]
        case "sign_in":
            return [act.JointSignIn(unit=target)]
        case "arrive":
            return [
                act.JointArrive(people=given["people"], unit=target, lon=lon, lat=lat, note=note, files=files)
            ]
        case "object":
            return [act.Object(reason=reason, unit=target, entry=entry)]
        case "decide/kept":
            return [act.DecideObjection(outcome="kept", unit=target, reason=reason)]
        case "decide/released":
            return [
                act.DecideObjection(
                    outcome="released",
                    unit=target,
                    reason=reason,
                    instead=instead,
                    entry=entry if instead else "",
                    ground=ground if instead else "",
                )
            ]
        case "remind":
            return [act.Remind(unit=target)]
        case "absent":
            return [act.MarkAbsent(unit=target)]
        case "substitute":
            return [act.Substitute(unit=target, instead=instead, reason=reason, entry=entry, ground=ground)]
        case "muster":
            return [act.Muster()]
        case "plan":
            return [
                act.Plan(
                    minutes=given["minutes"],
                    attended=tuple(given.get("attended") or ()),
                    tasks=tuple(given.get("tasks") or ()),
                    files=files,
                )
            ]
        case "begin":
            return [act.Begin()]
        case "task/given":
            return [act.TaskStep(outcome="given", task=uuid7(), unit=unit, text=text, until=given["until"])]
        case "task/taken":
            return [act.TaskStep(outcome="taken", task=target)]
        case "task/done":
            return [act.TaskStep(outcome="done", task=target, result=result, files=files)]
        case "task/withdrawn":
            return [act.TaskStep(outcome="withdrawn", task=target, reason=reason)]
        case "stop":
            return [act.Stop(reason=reason)]
        case "resume":
            return [act.Continue()]
        case "complete":
            return [act.Complete(result=result)]
        case "hand_over":
            return [act.HandOver(note=note)]
        case "verify/passed":
            return [act.VerifyJoint(outcome="passed", note=note, files=files)]
        case "verify/failed":
            return [act.VerifyJoint(outcome="failed", reason=reason, files=files)]
        case "score/department":
            return [
                act.Rate(outcome="department", unit=of, value=stars, words=said)
                for of, stars, said in given["scores"]
            ]
        case "score/whistle":
            return [act.Rate(outcome="whistle", unit=target, value=int(given["value"]), words=words)]
        case "evaluate":
            return [act.Evaluated(note=note)]
        case "close":
            return [act.CloseJoint(note=note)]
        case "call_off":
            return [act.CallOff(reason=reason)]
        case "settle":
            return [act.SettleJoint(result=result)]
        case "ticket/tied":
            return [act.TieTicket(outcome="tied", ticket=given["ticket"])]
        case "ticket/untied":
            return [act.TieTicket(outcome="untied", ticket=target, reason=reason)]
        case "note":
            return [act.Say(note=note, files=files)]
        case _:
            return _on_the_spot(step, target, given)


def _on_the_spot(step: str, target: str, given: Mapping[str, Any]) -> list[act.JointAct]:
    """Problems, evidence, agreement and safety."""
    text, reason = str(given.get("text") or ""), str(given.get("reason") or "")
    result, words = str(given.get("result") or ""), str(given.get("words") or "")
    files: tuple[FileRef, ...] = tuple(given.get("files") or ())
    unit = str(given.get("unit") or "")
    _, lon, lat = given.get("point") or ("", None, None)
    match step:
        case "problem/found":
            return [
                act.ProblemStep(
                    outcome="found",
                    problem=uuid7(),
                    text=text,
                    place=str(given.get("place") or ""),
                    lon=lon,
                    lat=lat,
                    files=files,
                )
            ]
        case "problem/handled":
            return [act.ProblemStep(outcome="handled", problem=target, result=result, files=files)]
        case "problem/handed_on":
            return [act.ProblemStep(outcome="handed_on", problem=target, unit=unit, reason=reason)]
        case "problem/ticketed":
            return [act.ProblemStep(outcome="ticketed", problem=target, ticket=given["ticket"])]
        case "evidence/brought":
            return [
                act.EvidenceStep(
                    outcome="brought",
                    evidence=uuid7(),
                    kind=_evidence_kind(file),
                    document=str(given.get("document") or "") if _evidence_kind(file) == "document" else "",
                    words=words,
                    lon=lon,
                    lat=lat,
                    files=(file,),
                )
                for file in files
            ]
        case "evidence/struck":
            return [act.EvidenceStep(outcome="struck", evidence=target, reason=reason)]
        case "agree/drawn":
            return [act.Agree(outcome="drawn", text=text, unit=unit, body=str(given.get("body") or ""))]
        case "agree/signed":
            return [act.Agree(outcome="signed", text=text)]
        case "agree/signed_outside":
            return [act.Agree(outcome="signed_outside", files=files[:1])]
        case "safety/started":
            return [
                act.Safety(
                    outcome="started", unit=target, people=given["people"], minutes=given.get("every") or 0
                )
            ]
        case "safety/heard":
            return [act.Safety(outcome="heard", unit=target)]
        case "safety/ended":
            return [act.Safety(outcome="ended", unit=target)]
        case _:
            if step in approval_forms.ASKS:
                return approval_forms.acts_of(step, target, given)
            return mediation_forms.acts_of(step, target, given)


def _evidence_kind(file: FileRef) -> Any:
    return file.kind if file.kind in EVIDENCE_KINDS else "other"
