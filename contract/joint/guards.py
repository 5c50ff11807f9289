"""Who may take which step of a joint action now: the guards that the rows of its table name."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from contract.account import Actor, in_path
from contract.machine import Names, Transition
from contract.reference import Reference
from contract.refused import RoleRefused, StepRefused

from .joint import Joint, in_joint_scope
from .lifecycle import TABLE
from .party import Party
from .rules import JointKind


class Missing(msgspec.Struct, frozen=True):
    """What its kind demands of the evidence pack: `have` of `want` items of a kind."""

    kind: str
    have: int
    want: int


def missing(joint: Joint, ref: Reference) -> tuple[Missing, ...]:
    """What its kind demands and is not there; empty where the pack is whole."""
    return tuple(one for one in demanded(joint, ref) if one.have < one.want)


def demanded(joint: Joint, ref: Reference) -> tuple[Missing, ...]:
    """What its kind demands, with how much of it there is."""
    kind = ref.district.joint.kind(joint.kind)
    found: list[Missing] = []
    for key, want in (kind.evidence if kind is not None else {}).items():
        have = (
            int(_signed(joint, kind))
            if key == "agreement"
            else sum(item.counts for item in joint.evidence if item.kind == key)
        )
        found.append(Missing(key, have, want))
    return tuple(found)


def _signed(joint: Joint, kind: JointKind | None) -> bool:
    """Whether what is to be signed is: the settlement (or it is said that there is none), the hand-over."""
    if kind is not None and kind.form == "mediation":
        return joint.mediated
    return joint.agreement is not None and joint.agreement.signed


def form_of(joint: Joint, ref: Reference) -> str:
    """What its kind's work is like (`contract.joint.rules.FORMS`)."""
    kind = ref.district.joint.kind(joint.kind)
    if kind is not None:
        return kind.form
    # The district has dropped the kind since: what was begun is gone on with.
    return "mediation" if joint.sides else "approval" if joint.approvals else "spot"


def is_centre(actor: Actor) -> bool:
    """Whether somebody sits at the district's centre."""
    return actor.role in ("seat", "duty", "leader", "admin") and actor.area_path == actor.district


def is_lead(joint: Joint, actor: Actor) -> bool:
    """Whether the department that leads is the actor's."""
    own = joint.own(actor)
    return own is not None and own.lead


def is_proposer(joint: Joint, actor: Actor) -> bool:
    """Whether it is the actor's own proposal, or one of the actor's unit or street."""
    origin = joint.origin
    if actor.id == origin.by:
        return True
    if actor.role == "handler":
        return bool(actor.unit_path) and in_path(origin.unit_path, actor.unit_path)
    street = actor.area_path != actor.district and in_path(joint.area_path, actor.area_path)
    return actor.role in ("seat", "leader") and street and origin.way == "whistle"


def guard(row: Transition, joint: Joint | None, actor: Actor, ref: Reference) -> Names | None:
    """Why a row may not be taken by this actor on this joint action now, None where it may.

    What depends on what the act carries (which department, which task) is checked when it is performed.
    """
    if actor.role not in row.roles:
        return Names("您的角色不能办理此步骤", "your role does not take this step")
    if joint is not None and not in_joint_scope(joint, actor):
        return Names("不在您的范围内", "it is outside your scope")
    for name in row.guards:
        why = _start(name, actor, ref) if joint is None else _whose(name, joint, actor)
        if why is None and joint is not None:
            why = _ready(name, joint, ref) or _own(name, joint, actor)
        if why is not None:
            return why
    return None


def offers(joint: Joint, actor: Actor, ref: Reference) -> list[Transition]:
    """The rows that this actor may take on this joint action now, in the table's order."""
    return [row for row in TABLE.rows(joint.state) if guard(row, joint, actor, ref) is None]


def proposals(actor: Actor, ref: Reference) -> list[Transition]:
    """The ways in which this actor may start one."""
    return [row for row in TABLE.rows(None) if guard(row, None, actor, ref) is None]


_WAY = {
    "may_whistle": "whistle",
    "may_apply": "application",
    "may_convene": "committee",
    "may_open": "green",
}


def _start(name: str, actor: Actor, ref: Reference) -> Names | None:
    if name == "may_campaign":
        return None  # only the system does, from its campaign (`contract.campaign.campaign`)
    way = _WAY[name]
    types = ref.district.joint.ways.get(way)
    if types is None:
        return Names("本区不设此发起方式", "this district has no such way to start one")
    if way == "green":
        centre = Names("由区中心开通绿色通道", "the district's centre opens the green channel")
        return None if is_centre(actor) else centre
    if actor.role in ("seat", "leader"):
        street = bool(actor.area_path) and actor.area_path != actor.district
        return None if street else Names("由街镇吹哨", "a street whistles")
    unit = ref.unit(actor.unit)
    if unit is None or unit.type not in types:
        return Names("您的单位不能以此方式发起", "your unit does not start one in this way")
    return None


def _whose(name: str, joint: Joint, actor: Actor) -> Names | None:
    """Guards on whose step it is."""
    match name:
        case "centre" if not is_centre(actor):
            return Names("由区中心办理", "the district's centre takes this step")
        case "lead_or_centre" if not (is_centre(actor) or is_lead(joint, actor)):
            return Names("由主办单位或区中心办理", "the lead department or the centre takes this step")
        case "proposer" if not is_proposer(joint, actor):
            return Names("由发起方办理", "who proposed takes this step")
        case "proposer_or_centre" if not (is_proposer(joint, actor) or is_centre(actor)):
            return Names("由发起方或区中心办理", "who proposed or the centre takes this step")
        case "of_it" if not (is_proposer(joint, actor) or is_centre(actor) or is_lead(joint, actor)):
            return Names(
                "由发起方、主办单位或区中心办理", "who proposed, the lead or the centre takes this step"
            )
        case "own_party" if joint.own(actor) is None:
            return Names("您的单位未参加此行动", "your department takes no part in it")
        case "party_or_centre" if joint.own(actor) is None and not is_centre(actor):
            return Names("由参加单位或区中心办理", "a department of it or the centre takes this step")
        case "signatory" if not any(signs(joint, actor)):
            return Names("没有待您签署的协议", "there is nothing for you to sign")
        case _:
            return None


def signs(joint: Joint, actor: Actor) -> tuple[bool, bool]:
    """Whether the actor may sign the agreement now: for the lead, for the receiver."""
    held = joint.agreement
    if held is None or actor.role != "handler":
        return False, False
    lead = held.lead_signed_at is None and is_lead(joint, actor)
    to = held.to_signed_at is None and bool(held.to_path) and in_path(held.to_path, actor.unit_path)
    return lead, to


def _own(name: str, joint: Joint, actor: Actor) -> Names | None:
    """Guards on how the actor's own departments stand: one of them must be able to take the step."""
    waits = {
        "party_waits": may_sign_in,
        "party_comes": may_arrive,
        "party_may_object": may_object,
    }.get(name)
    if waits is None:
        return None
    own = [p for p in joint.active if in_path(p.unit_path, actor.unit_path)]
    if any(waits(party) for party in own):
        return None
    return Names("您的单位已办过此步骤", "your department has taken this step")


def own_party(joint: Joint, unit: str, actor: Actor, fits: Callable[[Party], bool] | None = None) -> Party:
    """The actor's department that a step is about; the centre names one. Raises Refused."""
    if actor.role == "handler":
        mine = [p for p in joint.active if in_path(p.unit_path, actor.unit_path)]
    elif is_centre(actor):
        mine = [p for p in joint.active if unit]
    else:
        mine = []
    if unit:
        mine = [p for p in mine if p.unit == unit]
    if not mine:
        raise RoleRefused(Names("您的单位未参加此行动", "your department takes no part in it"))
    found = mine if fits is None else [p for p in mine if fits(p)]
    if not found:
        raise StepRefused(Names("该单位已办过此步骤", "the department has taken this step already"))
    return next((p for p in found if p.lead), found[0])


def may_score(party: Party, actor: Actor) -> bool:
    """Whether it is another's department: where who proposed takes part, the centre scores it."""
    return not actor.unit or party.unit != actor.unit


def may_sign_in(party: Party) -> bool:
    """Whether it is called and has not signed in: late ones and absent ones still may."""
    return party.signed_in_at is None and party.state in ("called", "absent", "objecting")


def may_arrive(party: Party) -> bool:
    """Whether it signed in and has not come: absent ones still may, and those that object."""
    comes = party.state in ("signed_in", "absent", "objecting")
    return party.arrival is None and party.signed_in_at is not None and comes


def may_object(party: Party) -> bool:
    """Whether it may say that it is not its matter: before it came, and once."""
    return party.state in ("called", "signed_in", "absent") and party.objection is None


def _ready(name: str, joint: Joint, ref: Reference) -> Names | None:
    """Guards on how the action stands."""
    lead, held = joint.lead, joint.agreement
    match name:
        case "parallel" if form_of(joint, ref) != "approval":
            return Names("此类行动没有并联审批", "its kind has no parallel approvals")
        case "mediation" if form_of(joint, ref) != "mediation":
            return Names("此类行动没有调解", "its kind has no mediation table")
        case "on_the_spot" if form_of(joint, ref) == "approval":
            return Names("此类行动不到现场", "its kind has no spot to come to")
        case "lead_signed_in" if lead is None or lead.signed_in_at is None:
            return Names("主办单位尚未签收", "the lead department has not signed in yet")
        case "lead_on_site" if lead is None or lead.state != "on_site":
            return Names("主办单位尚未到场", "the lead department is not on the spot yet")
        case "evidence_whole" if any(m.kind != "agreement" for m in missing(joint, ref)):
            return Names("规定的证据尚不齐全", "evidence that its kind demands is missing")
        case "pack_whole" if missing(joint, ref):
            return Names("规定的证据尚不齐全", "evidence that its kind demands is missing")
        case "tasks_ended" if any(task.state in ("given", "taken") for task in joint.tasks):
            return Names("尚有任务未完成", "there are tasks that are not done")
        case "problems_ended" if any(problem.state == "open" for problem in joint.problems):
            return Names("尚有问题未处理", "there are problems that nobody has dealt with")
        case "approvals_ended" if form_of(joint, ref) == "approval" and not joint.approvals:
            return Names("尚未提请审批", "no approval was asked for")
        case "approvals_ended" if any(not one.ended or one.owes for one in joint.approvals):
            return Names("尚有审批未办结或材料未补齐", "approvals or papers are outstanding")
        case "settled" if form_of(joint, ref) == "mediation" and not joint.mediated:
            return Names("调解尚无结果", "the sides have neither settled nor parted")
        case "settled" if any(one.state == "set" for one in joint.sessions):
            return Names("尚有约定的调解会未举行", "a session that was set is neither held nor cancelled")
        case "open_table" if joint.mediated:
            return Names("调解已有结果", "the sides have settled or parted already")
        case "settlement_drawn" if joint.settlement is None or joint.settlement.signed_at is not None:
            return Names("没有待签署的调解协议", "no settlement awaits a signature")
        case "settlement_signed" if joint.settlement is None or joint.settlement.signed_at is None:
            return Names("调解协议尚未签署", "the settlement is not signed by all")
        case "settlement_awaited" if joint.settlement is None or not joint.settlement.awaited:
            return Names("没有待履行的调解协议", "nothing of a settlement is outstanding")
        case "performed" if joint.settlement is not None and joint.settlement.awaited:
            return Names("调解协议尚未履行", "the settlement is not performed yet")
        case "safe" if any(watch.ended_at is None for watch in joint.safety):
            return Names("现场人员的安全联络尚未结束", "people on the spot are still to be heard of")
        case "nobody_objects" | "objection" as which:
            objecting = any(party.state == "objecting" for party in joint.parties)
            if which == "objection":
                return None if objecting else Names("没有待裁定的异议", "nobody objects")
            return Names("尚有异议未裁定", "an objection awaits its decision") if objecting else None
        case "agreement_drawn" if held is None:
            return Names("尚未拟订移交协议", "no agreement was drawn up")
        case "agreement_signed" if _unsigned(joint, ref):
            return Names("移交协议尚未签署", "the hand-over agreement is not signed by both")
        case "all_scored" if any(party.score is None for party in joint.active):
            return Names("尚有单位未评价", "some departments have no score")
        case "accounts_settled" if any(account.settled_at is None for account in joint.accounts):
            return Names("尚有问责未办结", "accountability is not settled")
        case "account_open" if all(account.settled_at is not None for account in joint.accounts):
            return Names("没有待办结的问责", "nobody is held to account")
        case _:
            return None


def _unsigned(joint: Joint, ref: Reference) -> bool:
    kind = ref.district.joint.kind(joint.kind)
    if joint.agreement is not None:
        return not joint.agreement.signed
    return kind is not None and kind.agreement
