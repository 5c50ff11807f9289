"""One step of a joint action: the row before, the act, who and when → the row after.

Pure, and used by both sides as `contract.advance` is for tickets. Who may: `contract.joint.guards`; what
departments do: `contract.joint.parties`; tasks, problems, evidence: `contract.joint.work`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from contract.account import Actor, in_path
from contract.carried import position, reason_given, said
from contract.machine import HELD, SAME, Names, Transition
from contract.outline import crosses_itself
from contract.reference import Reference
from contract.refused import Refused, RoleRefused, StepRefused, wrong

from . import action as a
from .approving import approving, asked_with
from .clocks import clocked, stage_clock
from .guards import form_of, guard, may_arrive, may_object, may_sign_in, own_party
from .joint import Account, CampaignTie, Failure, Held, Joint, JointTicket, Origin, in_joint_scope
from .lifecycle import TABLE
from .limits import room
from .mediating import mediated, reopened, table_since
from .parties import PartyAct, moved, named
from .party import Party
from .spot import Attended, Minutes
from .work import UNKNOWN, Known, WorkAct, again, worked

FAILURES_TO_ACCOUNT = 2
"""Acceptances that fail in a row before the lead is held to account."""
CORNERS = 3
"""An outline on the map has so many at least."""

__all__ = ["Known", "advance", "effective", "propose"]


def effective(
    joint: Joint | None, act: a.JointAct, actor: Actor, done_at: int | None, received_at: int
) -> int:
    """When an act counts: `done_at` where it lies between what it stands on and its receipt, else the
    receipt.

    A move of the phase stands on the move before it, a department's own act on that department's last event:
    what was done off line counts when it was done, whatever the others did meanwhile. A sign of life that is
    older than the last one counts with that: it says nothing of the time since."""
    since = _since(joint, act, actor) if joint is not None else 0
    if isinstance(act, a.Safety) and act.outcome == "heard" and done_at is not None and done_at < since:
        return since
    if done_at is not None and since <= done_at <= received_at:
        return done_at
    return max(received_at, since)


def _since(joint: Joint, act: a.JointAct, actor: Actor) -> int:
    match act:
        case a.JointSignIn() | a.JointArrive() | a.Object():
            own = _line(joint, act, actor)
            return own.own_at if own is not None else joint.origin.at
        case a.DecideObjection() | a.Remind() | a.MarkAbsent() | a.Substitute():
            party = joint.party(act.unit)
            return party.changed_at if party is not None else joint.origin.at
        case a.Safety():
            own = joint.own(actor) if not act.unit else joint.party(act.unit)
            heard = [w.last_at for w in joint.safety if own is not None and w.unit == own.unit]
            return max([joint.called_at or joint.origin.at, *heard])
        case a.TaskStep():
            task = next((one for one in joint.tasks if one.id == act.task), None)
            return joint.moved_at if task is None else (task.taken_at or task.given_at)
        case a.ProblemStep():
            found = next((one for one in joint.problems if one.id == act.problem), None)
            return joint.origin.at if found is None else found.found_at
        case a.ApprovalStep():
            asked = next((one for one in joint.approvals if one.id == act.approval), None)
            return joint.moved_at if asked is None else asked.changed_at
        case a.SideStep() | a.SessionStep() | a.SettlementStep():
            return table_since(joint, act)
        case a.EvidenceStep():
            item = next((one for one in joint.evidence if one.id == act.evidence), None)
            return (joint.called_at or joint.origin.at) if item is None else item.at
        case a.Rate():
            return joint.verified_at or joint.origin.at
        case a.Say() | a.TieTicket():
            return joint.origin.at
        case a.Agree():
            held = joint.agreement
            return joint.moved_at if held is None else max(held.drawn_at, held.lead_signed_at or 0)
        case _:
            return joint.moved_at


def _line(joint: Joint, act: a.JointSignIn | a.JointArrive | a.Object, actor: Actor) -> Party | None:
    """Whose line of the actor's an act will move, None where it will be refused."""
    try:
        match act:
            case a.JointSignIn():
                return own_party(joint, act.unit, actor, may_sign_in)
            case a.JointArrive():
                return own_party(joint, act.unit, actor, may_arrive)
            case a.Object():
                return own_party(joint, act.unit, actor, may_object)
    except Refused:
        return None


def propose(
    joint_id: str,
    number: str,
    act: a.Propose,
    actor: Actor,
    at: int,
    ref: Reference,
    tickets: Sequence[JointTicket] = (),
    campaign: CampaignTie | None = None,
) -> Joint:
    """A new joint action; raises Refused. `tickets` are those that the act names, as they are called, and so
    is `campaign`."""
    row = TABLE.find(None, a.name_of(act), act.outcome)
    assert row is not None
    why = guard(row, None, actor, ref)
    if why is not None:
        raise RoleRefused(why)
    _kind(act.kind, ref)
    said(act.title, "act.title", "请填写标题", "give it a title")
    reason_given(act.reason)
    position(act.lon, act.lat)
    if 0 < len(act.ring) < CORNERS:
        raise wrong("act.ring", len(act.ring), "corners", "范围至少三个点", "an outline has three corners")
    if crosses_itself(act.ring):
        raise wrong(
            "act.ring", len(act.ring), "once", "范围线自相交，请重新绘制", "the outline crosses itself"
        )
    area = ref.area(act.area)
    if area is None:
        raise wrong("act.area", act.area, "known", "没有这个网格或区域编码", "no such area or grid code")
    for code in act.wanted:
        if ref.unit(code) is None:
            raise wrong("act.wanted", code, "known", "没有这个单位", "no such unit")
    unit = ref.unit(actor.unit)
    own = ref.area(unit.area) if unit is not None and act.outcome == "whistle" else None
    if own is not None and not in_path(area.path, own.path):
        raise RoleRefused(Names("不在您单位的辖区内", "it is outside your unit's area"))
    called = {ticket.id: ticket for ticket in tickets}
    joint = Joint(
        id=joint_id,
        district=ref.district.code,
        number=number,
        version=1,
        seq=0,
        state=row.target,
        kind=act.kind,
        title=act.title,
        text=act.text,
        urgency=act.urgency,
        origin=Origin(
            way=act.outcome,
            by=actor.id,
            name=actor.name,
            role=actor.role,
            at=at,
            reason=act.reason,
            unit=actor.unit,
            unit_path=actor.unit_path,
            unit_name=unit.names.zh if unit is not None else "",
        ),
        changed_at=at,
        moved_at=at,
        place=act.place,
        lon=act.lon,
        lat=act.lat,
        area=area.code,
        area_path=area.path,
        area_name=area.short or area.names.zh,
        ring=act.ring,
        tickets=tuple(called.get(one, JointTicket(one, "", "")) for one in dict.fromkeys(act.tickets)),
        wanted=tuple(dict.fromkeys(act.wanted)),
        campaign=campaign or (CampaignTie(act.campaign, "", "", act.round) if act.campaign else None),
        stage=stage_clock(row.target, at, ref),
    )
    if act.outcome == "green" and form_of(joint, ref) != "approval":
        raise wrong("act.kind", act.kind, "form", "绿色通道须选审批类", "the green channel is for approvals")
    if bool(act.campaign) != (act.outcome == "campaign"):
        raise wrong("act.campaign", act.campaign, "way", "整治轮次须注明整治", "a round names its campaign")
    if not in_joint_scope(joint, actor):
        raise RoleRefused(Names("不在您的范围内", "it is outside your scope"))
    return joint


def advance(
    joint: Joint, act: a.JointAct, actor: Actor, at: int, ref: Reference, *, known: Known = UNKNOWN
) -> Joint:
    """The row after one act; raises Refused. `at` is the effective instant; `seq` and `entries` are the
    caller's. `version` rises with a move of the phase alone."""
    name, outcome = a.name_of(act), a.outcome_of(act)
    if isinstance(act, a.Propose):
        raise StepRefused(Names("联合行动已存在", "the joint action exists already"))
    row = TABLE.find(joint.state, name, outcome)
    if row is None:
        state = TABLE.state(joint.state)
        what = TABLE.names_of(name, outcome) or Names(name, name)
        now = state.names if state is not None else Names(joint.state, joint.state)
        raise StepRefused(
            Names(f"“{now.zh}”的行动不能“{what.zh}”", f"an action that is {now.en} cannot take: {what.en}")
        )
    why = guard(row, joint, actor, ref)
    if why is not None:
        role = actor.role not in row.roles or not in_joint_scope(joint, actor)
        raise RoleRefused(why) if role else StepRefused(why)
    room(joint, act)
    after = _taken(joint, act, actor, at, ref, known)
    after = replace(after, changed_at=max(joint.changed_at, at))
    if not row.versioned:
        return after
    after = replace(after, state=_target(row, joint), version=joint.version + 1, moved_at=at)
    return clocked(after, row, at, ref)


def _target(row: Transition, joint: Joint) -> str:
    if row.target == SAME:
        return joint.state
    if row.target == HELD:
        assert joint.held is not None
        return joint.held.state
    return row.target


def _kind(key: str, ref: Reference) -> None:
    if ref.district.joint.kind(key) is None:
        raise wrong("act.kind", key, "known", "没有这种联合行动", "no such kind of joint action")


def _taken(joint: Joint, act: a.JointAct, actor: Actor, at: int, ref: Reference, known: Known) -> Joint:
    """What an act writes into the row; state and phase clocks are the table's."""
    match act:
        case a.Approve():
            return _approved(joint, act, actor, at, ref)
        case a.RefuseJoint() | a.Withdraw():
            reason_given(act.reason)
            return replace(joint, reason=act.reason)
        case a.CallOff():
            reason_given(act.reason)
            return replace(_gone_on(joint, at), reason=act.reason)
        case a.Call():
            return replace(moved(joint, act, actor, at, ref), called_at=at)
        case a.Muster():
            return replace(joint, mustered_at=at)
        case a.Plan():
            said(act.minutes, "act.minutes", "请填写会议纪要", "say what was agreed")
            minutes = Minutes(
                text=act.minutes,
                at=at,
                by=actor.id,
                name=actor.name,
                attended=tuple(_attended(one, ref) for one in act.attended),
            )
            return replace(worked(joint, act, actor, at, ref, known), minutes=minutes, planned_at=at)
        case a.Begin():
            return replace(joint, begun_at=at)
        case a.Stop():
            reason_given(act.reason)
            held = Held(joint.state, at, actor.name, act.reason)
            return replace(joint, held=held, stops=(*joint.stops, (at, None)))
        case a.Continue():
            # The table's target is read off the row before; from here on it is not stopped.
            return _gone_on(joint, at)
        case a.Complete():
            said(act.result, "act.result", "请填写处置结果", "say what came of it")
            return replace(joint, result=act.result, completed_at=at)
        case a.HandOver():
            return replace(joint, handed_over_at=at)
        case a.VerifyJoint():
            return _verified(joint, act, actor, at)
        case a.Evaluated():
            return replace(joint, evaluated_at=at)
        case a.CloseJoint():
            return replace(joint, closed_at=at)
        case a.SettleJoint():
            said(act.result, "act.result", "请填写问责结果", "say what came of it")
            first = next(account for account in joint.accounts if account.settled_at is None)
            settled = replace(first, measure=act.result, settled_at=at)
            return replace(joint, accounts=tuple(settled if one is first else one for one in joint.accounts))
        case a.Say():
            said(act.note, "act.note", "请填写内容", "say something")
            return joint
        case a.ApprovalStep():
            return approving(joint, act, actor, at, ref)
        case a.SideStep() | a.SessionStep() | a.SettlementStep():
            return mediated(joint, act, actor, at)
        case _ if isinstance(act, PartyAct):
            return moved(joint, act, actor, at, ref)
        case _ if isinstance(act, WorkAct):
            return worked(joint, act, actor, at, ref, known)
    raise StepRefused(Names("不能办理", "it cannot be done"))


def _gone_on(joint: Joint, at: int) -> Joint:
    """The row that stands no more."""
    stops = tuple((begin, at if finish is None else finish) for begin, finish in joint.stops)
    return replace(joint, held=None, stops=stops)


def _approved(joint: Joint, act: a.Approve, actor: Actor, at: int, ref: Reference) -> Joint:
    # The district may have dropped the kind since it was proposed.
    _kind(act.kind or joint.kind, ref)
    if act.kind:
        joint = replace(joint, kind=act.kind)
    leads = sum(one.lead for one in act.parties)
    if leads != 1:
        raise wrong("act.parties", leads, "one_lead", "须指定一个主办单位", "name one lead department")
    parties: tuple[Party, ...] = ()
    for one in act.parties:
        parties = (*parties, named(replace(joint, parties=parties), one, at, ref))
    after = replace(joint, parties=parties, approved_at=at, approved_by=actor.name)
    after = asked_with(after, act.approvals, actor, at, ref)
    if after.origin.way == "green" and act.kind and form_of(after, ref) != "approval":
        raise wrong("act.kind", act.kind, "form", "绿色通道须选审批类", "the green channel is for approvals")
    return after


def _attended(one: a.Attends, ref: Reference) -> Attended:
    if not one.unit:
        said(one.name, "act.attended", "请填写参会方", "say who was there")
        return Attended("", one.name, one.people)
    unit = ref.unit(one.unit)
    if unit is None:
        raise wrong("act.attended", one.unit, "known", "没有这个单位", "no such unit")
    return Attended(unit.code, unit.names.zh, one.people)


def _verified(joint: Joint, act: a.VerifyJoint, actor: Actor, at: int) -> Joint:
    if act.outcome == "passed":
        return replace(joint, failures=0, verified_at=at)
    reason_given(act.reason)
    failures = joint.failures + 1
    after = replace(
        again(reopened(joint), at, actor, act.reason),
        failures=failures,
        failed=(*joint.failed, Failure(at, actor.name, act.reason)),
        completed_at=None,
        handed_over_at=None,
    )
    lead = joint.lead
    if failures >= FAILURES_TO_ACCOUNT and lead is not None:
        account = Account(at, lead.unit, lead.unit_name, act.reason)
        after = replace(after, accounts=(*joint.accounts, account))
    return after
