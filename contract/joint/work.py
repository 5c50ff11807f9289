"""What is worked on in a joint action: tasks, problems, the evidence pack, the hand-over agreement."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from contract.account import Actor
from contract.carried import position, reason_given, said, to_come
from contract.clock import MINUTE
from contract.machine import Names
from contract.reference import Reference, Unit
from contract.refused import RoleRefused, StepRefused, wrong

from . import action as a
from .clocks import ended, started, until
from .guards import own_party, signs
from .joint import Joint, JointTicket
from .parties import distance
from .spot import Agreement, Evidence, JointProblem, Task

CAMERA_AHEAD = 5 * MINUTE
"""So far a camera's clock may be ahead of the backend's."""
PHOTOS = ("before", "after")
"""Kinds of evidence that are photos of the scene."""
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp", "tif", "tiff"})
"""Endings of names that say that a file is a picture."""

WorkAct = a.Plan | a.TaskStep | a.ProblemStep | a.EvidenceStep | a.Agree | a.TieTicket


class Known(msgspec.Struct, frozen=True):
    """What only the backend can look up: tickets by id, hashes of files used elsewhere before. A console has
    neither, and shows what it knows until the answer comes."""

    tickets: Mapping[str, JointTicket] = {}
    used: frozenset[str] = frozenset()


UNKNOWN = Known()
"""What a console knows of it."""


def worked(joint: Joint, act: WorkAct, actor: Actor, at: int, ref: Reference, known: Known) -> Joint:
    """The row after a step of its work; raises Refused."""
    match act:
        case a.Plan():
            tasks = [_given(joint, one, actor, at, ref) for one in act.tasks]
            if len({task.id for task in (*joint.tasks, *tasks)}) < len(joint.tasks) + len(tasks):
                raise wrong("act.tasks", "", "once", "任务编号重复", "a task's id comes twice")
            return replace(joint, tasks=(*joint.tasks, *tasks))
        case a.TaskStep():
            return _task(joint, act, actor, at, ref)
        case a.ProblemStep():
            return _problem(joint, act, actor, at, ref, known)
        case a.EvidenceStep():
            return _evidence(joint, act, actor, at, ref, known)
        case a.Agree():
            return _agreed(joint, act, actor, at, ref)
        case a.TieTicket():
            return _tied(joint, act, known)


def _unit(code: str, field: str, ref: Reference) -> Unit:
    unit = ref.unit(code)
    if unit is None:
        raise wrong(field, code, "known", "没有这个单位", "no such unit")
    return unit


# ---- tasks ----
def _given(joint: Joint, one: a.Given, actor: Actor, at: int, ref: Reference) -> Task:
    party = next((p for p in joint.active if p.unit == one.unit), None)
    if party is None:
        raise wrong("act.unit", one.unit, "party", "该单位未参加此行动", "that unit takes no part in it")
    said(one.text, "act.text", "请填写任务内容", "say what is to be done")
    due = to_come(one.until, at, "act.until")
    clock = started(joint, f"task:{one.id}", until(due, at), at, ref)
    return Task(
        id=one.id,
        unit=party.unit,
        unit_name=party.unit_name,
        text=one.text,
        clock=clock,
        given_at=at,
        given_by=actor.name,
    )


def _task(joint: Joint, act: a.TaskStep, actor: Actor, at: int, ref: Reference) -> Joint:
    found = next((task for task in joint.tasks if task.id == act.task), None)
    if act.outcome == "given":
        if found is not None:
            raise StepRefused(Names("该任务已交办", "the task was given already"))
        if act.until is None:
            raise wrong("act.until", "", "required", "请选择完成时限", "say by when")
        one = a.Given(id=act.task, unit=act.unit, text=act.text, until=act.until)
        return replace(joint, tasks=(*joint.tasks, _given(joint, one, actor, at, ref)))
    if found is None:
        raise wrong("act.task", act.task, "known", "没有这项任务", "no such task")
    if found.state not in ("given", "taken") or (act.outcome == "taken" and found.state == "taken"):
        raise StepRefused(Names("该任务已有后续办理", "the task has moved on"))
    match act.outcome:
        case "taken":
            own_party(joint, found.unit, actor)
            after = replace(found, state="taken", taken_at=at)
        case "done":
            own_party(joint, found.unit, actor)
            said(act.result, "act.result", "请填写完成情况", "say what was done")
            after = replace(
                found,
                state="done",
                taken_at=found.taken_at if found.taken_at is not None else at,
                done_at=at,
                done_by=actor.name,
                result=act.result,
                files=(*found.files, *act.files),
            )
        case _:
            reason_given(act.reason)
            after = replace(found, state="withdrawn", result=act.reason)
    if after.state in ("done", "withdrawn"):
        clock = ended(joint, found.clock, at, ref)
        assert clock is not None
        after = replace(after, clock=clock)
    return replace(joint, tasks=tuple(after if task is found else task for task in joint.tasks))


# ---- problems ----
def _problem(joint: Joint, act: a.ProblemStep, actor: Actor, at: int, ref: Reference, known: Known) -> Joint:
    found = next((one for one in joint.problems if one.id == act.problem), None)
    if act.outcome == "found":
        if found is not None:
            raise StepRefused(Names("该问题已登记", "the problem is noted already"))
        said(act.text, "act.text", "请填写问题", "say what is wrong")
        position(act.lon, act.lat)
        own = joint.own(actor)
        problem = JointProblem(
            id=act.problem,
            n=len(joint.problems) + 1,
            text=act.text,
            found_at=at,
            found_by=actor.name,
            found_unit=own.unit if own is not None else "",
            place=act.place,
            lon=act.lon,
            lat=act.lat,
            files=act.files,
        )
        return replace(joint, problems=(*joint.problems, problem))
    if found is None:
        raise wrong("act.problem", act.problem, "known", "没有这个问题", "no such problem")
    if found.state != "open":
        raise StepRefused(Names("该问题已办结", "the problem is dealt with"))
    ended_now = replace(found, state=act.outcome, ended_at=at, ended_by=actor.name)
    match act.outcome:
        case "handled":
            said(act.result, "act.result", "请填写处理结果", "say what was done")
            own = joint.own(actor)
            after = replace(
                ended_now,
                result=act.result,
                files=(*found.files, *act.files),
                unit=own.unit if own is not None else "",
                unit_name=own.unit_name if own is not None else "",
            )
        case "handed_on":
            reason_given(act.reason)
            unit = _unit(act.unit, "act.unit", ref)
            after = replace(ended_now, unit=unit.code, unit_name=unit.names.zh, result=act.reason)
        case _:
            if not act.ticket:
                raise wrong("act.ticket", "", "required", "请先生成工单", "make the ticket first")
            ticket = known.tickets.get(act.ticket)
            after = replace(ended_now, ticket=act.ticket, number=ticket.number if ticket is not None else "")
    return replace(joint, problems=tuple(after if one is found else one for one in joint.problems))


# ---- evidence ----
def _evidence(
    joint: Joint, act: a.EvidenceStep, actor: Actor, at: int, ref: Reference, known: Known
) -> Joint:
    found = next((one for one in joint.evidence if one.id == act.evidence), None)
    if act.outcome == "struck":
        if found is None:
            raise wrong("act.evidence", act.evidence, "known", "没有这项证据", "no such item")
        if found.struck_at is not None:
            raise StepRefused(Names("该证据已剔除", "it is struck already"))
        reason_given(act.reason)
        after = replace(found, struck_at=at, struck_by=actor.name, struck_reason=act.reason)
        return replace(joint, evidence=tuple(after if one is found else one for one in joint.evidence))
    if found is not None:
        raise StepRefused(Names("该证据已登记", "the item is there already"))
    if not act.kind:
        raise wrong("act.kind", "", "required", "请选择证据种类", "say what it is")
    if not act.files:
        raise wrong("act.files", "", "required", "请选择文件", "choose a file")
    if act.kind == "document":
        said(act.document, "act.document", "请填写文书编号", "give the document's number")
    position(act.lon, act.lat)
    own = joint.own(actor)
    item = Evidence(
        id=act.evidence,
        kind=act.kind,
        file=act.files[0],
        at=at,
        by=actor.id,
        name=actor.name,
        unit=own.unit if own is not None else "",
        unit_name=own.unit_name if own is not None else "",
        lon=act.lon,
        lat=act.lat,
        metres=distance(joint, act.lon, act.lat),
        document=act.document,
        words=act.words,
    )
    return replace(joint, evidence=(*joint.evidence, replace(item, marks=_marks(joint, item, ref, known))))


def _marks(joint: Joint, item: Evidence, ref: Reference, known: Known) -> tuple[str, ...]:
    """What speaks against an item that is brought (`contract.joint.spot.MARKS`)."""
    marks: list[str] = []
    sha = item.file.sha256
    if sha in known.used or any(one.file.sha256 == sha for one in joint.evidence):
        marks.append("used_before")
    if not _is_what_it_says(item):
        marks.append("other_type")
    if item.kind in PHOTOS:
        rules = ref.district.joint
        since = joint.origin.at if item.kind == "before" else (joint.called_at or joint.origin.at)
        before = rules.photo_margin.amount if item.kind == "before" else 0
        taken = item.file.taken_at
        if taken is None:
            marks.append("no_time")
        elif not since - before <= taken <= item.at + CAMERA_AHEAD:
            marks.append("out_of_time")
        if item.metres is not None and item.metres > rules.radius:
            marks.append("out_of_place")
    return tuple(marks)


def _is_what_it_says(item: Evidence) -> bool:
    """Whether the type of a file, which the backend reads from its first bytes, is the one that is said: a
    photo shows something, and what is called a picture or a PDF is one."""
    mime, ending = item.file.mime, item.file.name.lower().rpartition(".")[2]
    if item.kind in PHOTOS and not mime.startswith(("image/", "video/")):
        return False
    if ending in _PICTURES:
        return mime.startswith("image/")
    return ending != "pdf" or mime == "application/pdf"


def again(joint: Joint, at: int, actor: Actor, reason: str) -> Joint:
    """The row after an acceptance that failed: what showed the work done counts no more, the rest stays."""
    evidence = tuple(
        replace(one, struck_at=at, struck_by=actor.name, struck_reason=reason)
        if one.struck_at is None and one.kind in ("after", "result")
        else one
        for one in joint.evidence
    )
    return replace(joint, evidence=evidence)


# ---- the agreement ----
def _agreed(joint: Joint, act: a.Agree, actor: Actor, at: int, ref: Reference) -> Joint:
    held = joint.agreement
    if act.outcome == "drawn":
        if held is not None and (held.lead_signed_at is not None or held.to_signed_at is not None):
            raise StepRefused(Names("协议已有一方签署", "one side has signed it already"))
        said(act.text, "act.text", "请填写协议内容", "say what is agreed")
        unit = _unit(act.unit, "act.unit", ref) if act.unit else None
        if unit is not None and joint.lead is not None and unit.code == joint.lead.unit:
            raise wrong(
                "act.unit", unit.code, "other", "接收方不能是主办单位", "the lead cannot take it over"
            )
        body = unit.names.zh if unit is not None else act.body.strip()
        said(body, "act.body", "请填写接收方", "say who takes it over")
        drawn = Agreement(
            text=act.text,
            to_name=body,
            to_unit=unit.code if unit is not None else "",
            to_path=unit.path if unit is not None else "",
            drawn_at=at,
            drawn_by=actor.name,
        )
        return replace(joint, agreement=drawn)
    assert held is not None  # guard agreement_drawn
    if act.outcome == "signed_outside":
        if held.to_unit:
            raise StepRefused(Names("接收方须本单位签署", "the unit that takes it over signs itself"))
        if held.to_signed_at is not None:
            raise StepRefused(Names("接收方已签署", "it is signed already"))
        if not act.files:
            raise wrong("act.files", "", "required", "请上传已签署的协议", "bring the signed paper")
        return replace(
            joint,
            agreement=replace(held, to_signed_at=at, to_signed_by=held.to_name, file=act.files[0]),
        )
    if act.text and act.text != held.text:
        raise StepRefused(Names("协议已重新拟订，请阅后再签", "it was drawn up anew: read it and sign again"))
    lead, to = signs(joint, actor)
    if lead:
        held = replace(held, lead_signed_at=at, lead_signed_by=actor.name)
    elif to:
        held = replace(held, to_signed_at=at, to_signed_by=actor.name)
    else:
        raise RoleRefused(Names("没有待您签署的协议", "there is nothing for you to sign"))
    return replace(joint, agreement=held)


# ---- tickets ----
def _tied(joint: Joint, act: a.TieTicket, known: Known) -> Joint:
    there = any(ticket.id == act.ticket for ticket in joint.tickets)
    if act.outcome == "tied":
        if there:
            raise StepRefused(Names("该工单已关联", "the ticket is tied already"))
        ticket = known.tickets.get(act.ticket, JointTicket(act.ticket, "", ""))
        return replace(joint, tickets=(*joint.tickets, ticket))
    if not there:
        raise wrong("act.ticket", act.ticket, "tied", "该工单未关联", "that ticket is not tied")
    reason_given(act.reason)
    return replace(joint, tickets=tuple(t for t in joint.tickets if t.id != act.ticket))
