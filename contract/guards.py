"""Who may take which step of a ticket now: the guards that the table's rows name."""

from __future__ import annotations

from .account import Actor, in_path
from .beside import ARBITRATED_AFTER, MOST_EXTENSIONS, Beside, Supervision
from .clock import Clock
from .lifecycle import TABLE
from .lifecycle_beside import UNDER_WAY
from .machine import Names, Transition
from .reference import Reference
from .supervising import supervised_at
from .ticket import Ticket


def in_scope(ticket: Ticket, actor: Actor) -> bool:
    """Whether a ticket is the actor's to see (roles and bounds: `Actor`)."""
    if ticket.district != actor.district:
        return False
    match actor.role:
        case "handler":
            shared = any(in_path(path, actor.unit_path) for path in ticket.beside.shared_with())
            return shared or in_path(ticket.unit_path, actor.unit_path)
        case "grid":
            return in_path(ticket.area_path, actor.area_path)
        case "channel" | "reporter":
            return bool(actor.channel) and ticket.channel == actor.channel
        case _:
            return actor.area_path == ticket.district or in_path(ticket.area_path, actor.area_path)


def guard(row: Transition, ticket: Ticket | None, actor: Actor, ref: Reference) -> Names | None:
    """Why a row may not be taken by this actor on this ticket now, None where it may.

    What depends on what the act carries or on the instant is checked when it is performed.
    """
    if actor.role not in row.roles:
        return Names("您的角色不能办理此步骤", "your role does not take this step")
    if ticket is None:
        return None
    if not in_scope(ticket, actor):
        return Names("不在您的范围内", "it is outside your scope")
    for name in row.guards:
        why = (
            _whose(name, ticket, actor)
            or _way(name, ticket, actor, ref)
            or _beside(name, row.action, ticket, actor, ref)
        )
        if why is not None:
            return why
    return None


def offers(ticket: Ticket, actor: Actor, ref: Reference) -> list[Transition]:
    """The rows that this actor may take on this ticket now, in the table's order."""
    return [row for row in TABLE.rows(ticket.state) if guard(row, ticket, actor, ref) is None]


def _whose(name: str, ticket: Ticket, actor: Actor) -> Names | None:
    """Guards on whose the ticket is."""
    match name:
        case "own_unit" if actor.role == "grid":
            # A welfare visit and an errand are the grid's own, whoever of its unit or above was asked, too.
            if ticket.beside.visit is None and not ticket.beside.errand:
                return Names("不是告警上门或代办工单", "it is no welfare visit and no errand")
            own = in_path(ticket.area_path, actor.area_path)
            return None if own else Names("不在您的网格内", "it is not in your grid")
        case "own_unit" if not in_path(ticket.unit_path, actor.unit_path):
            return Names("不是派给您单位的", "it is not your unit's")
        case "own_unit_if_handler" if actor.role == "handler" and not in_path(
            ticket.unit_path, actor.unit_path
        ):
            return Names("不是派给您单位的", "it is not your unit's")
        case "own_area" if actor.role == "grid" and not in_path(ticket.area_path, actor.area_path):
            return Names("不在您的网格内", "it is not in your grid")
        case "by_rule" if actor.role == "system" and ticket.beside.visit is None:
            return Names("只有传感告警由系统自动办理", "by rule only an alarm of a sensor moves")
        case "own_channel" if actor.role in ("channel", "reporter") and ticket.channel != actor.channel:
            return Names("不是您渠道的工单", "it did not come through your channel")
        case _:
            return None


def _way(name: str, ticket: Ticket, actor: Actor, ref: Reference) -> Names | None:
    """Guards of the plain way."""
    steps = ref.district.steps
    last = ticket.last
    match name:
        case "step_arrive" if steps.get("arrive") == "skipped":
            return Names("本区不设到场环节", "this district has no arrival step")
        case "arrived" if steps.get("arrive") == "required" and ticket.arrived_at is None:
            return Names("须先到场", "arrival comes first")
        case "step_verify" if steps.get("verify") == "skipped":
            return Names("本区不设核查环节", "this district has no verification step")
        case "step_verify" if (
            actor.role == "grid"
            and (ticket.beside.visit is not None or ticket.beside.errand)
            and last is not None
            and last.by == actor.id
        ):
            return Names("不能核查自己的处置", "nobody verifies what they handled")
        case "verified" if ticket.state == "handled" and steps.get("verify") != "skipped":
            return Names("须先核查", "verification comes first")
        case "own_last_action" if last is None or not last.recall_to:
            return Names("上一步不能撤回", "the last step cannot be recalled")
        case "own_last_action" if last is not None and last.by != actor.id:
            return Names("已有他人接着办理", "somebody else has acted since")
        case _:
            return None


def _beside(name: str, action: str, ticket: Ticket, actor: Actor, ref: Reference) -> Names | None:
    """Guards beside the plain way."""
    beside = ticket.beside
    return (
        _asked(name, action, beside, actor)
        or _parted(name, beside, actor)
        or _standing(name, ticket, actor, ref)
    )


def _asked(name: str, action: str, beside: Beside, actor: Actor) -> Names | None:
    """Guards on what was asked for and who signed it."""
    request = beside.request(action)
    match name:
        case "nothing_asked" if request is not None:
            return Names("已有申请待批", "a request of this kind awaits its decision already")
        case "asked" if request is None:
            return Names("没有待批的申请", "nothing of this kind was asked for")
        case "not_endorsed" if request is not None and request.endorsed_at is not None:
            return Names("值班长已同意，待领导批准", "it is endorsed already and awaits a leader")
        case "endorsed" if request is not None and request.endorsed_at is None:
            return Names("须值班长先同意", "the duty officer endorses it first")
        case "not_own_request" if request is not None and actor.id in (request.by, request.endorsed_by):
            return Names("不能批准自己的申请", "nobody signs what they asked for, or signs twice")
        case "supervised" if beside.supervision is None:
            return Names("没有督办", "it is not supervised")
        case "reply_owed" if beside.supervision is None or beside.supervision.replied_at is not None:
            return Names("没有待回复的督办", "no reply to a supervision is owed")
        case "no_reply_owed" if beside.supervision is not None and beside.supervision.replied_at is None:
            return Names("已督办，待回复", "a supervision awaits its reply already")
        case "not_following" if beside.follows(actor.id):
            return Names("您已关注", "you follow it already")
        case "following" if not beside.follows(actor.id):
            return Names("您没有关注", "you do not follow it")
        case "accountable" if beside.accountability is None or beside.accountability.settled_at is not None:
            return Names("没有待办结的问责", "nobody is held to account for it")
        case _:
            return None


def _parted(name: str, beside: Beside, actor: Actor) -> Names | None:
    """Guards on the parts of other units."""
    own = beside.part(actor.unit_path)
    match name:
        case "own_part" if own is None:
            return Names("没有分派给您单位的协办", "your unit has no part in it")
        case "part_not_taken" if own is not None and own.taken_at is not None:
            return Names("协办已签收", "your unit has taken its part already")
        case "part_open" if not any(part.open for part in beside.parts):
            return Names("没有未完成的协办", "no part is open")
        case "parts_done" if any(part.open for part in beside.parts):
            return Names("协办尚未完成", "parts of other units are not done yet")
        case _:
            return None


_ERRAND = {"collecting": "collect", "handing_in": "hand_in", "bringing_back": "bring_back"}


def _no_longer(field: str, beside: Beside) -> bool:
    """Whether a stage is not under way."""
    clock: Clock | None = getattr(beside, field)
    return clock is None or clock.ended_at is not None


def _standing(name: str, ticket: Ticket, actor: Actor, ref: Reference) -> Names | None:
    """Guards on how far the ticket has come beside its way."""
    beside, clock = ticket.beside, ticket.responsibility
    match name:
        case "may_extend" if clock is None or not clock.running:
            return Names("没有正在计时的责任时限", "no responsibility clock runs")
        case "may_extend" if beside.extensions >= MOST_EXTENSIONS:
            return Names("本轮已延期两次", "it was extended twice in this round")
        case "below_top" if not raised(ticket, ref):
            return Names("已在最高一级", "it is at the highest level already")
        case "few_returns" if ticket.state == "returned" and ticket.bounces >= ARBITRATED_AFTER:
            return Names("多次退单，须研判派遣", "it came back more than once: it is arbitrated now")
        case "not_arbitrated" if beside.arbitrated and beside.arbitrated == ticket.unit:
            return Names("经研判派遣，不得再退单", "arbitration made it yours: it is not returned again")
        case "no_hazard" if beside.safe is not None:
            return Names("已安排先行处置", "making safe is under way or done")
        case "hazard" if beside.safe is None or beside.safe.ended_at is not None:
            return Names("没有待先行处置的险情", "nothing is to be made safe")
        case "by_time_out" if actor.role == "system" and supervised_at(ticket, ref) is None:
            return Names("未到按规定督办的条件", "no rule has it supervised now")
        case "mediation" if beside.mediation is None:
            return Names("没有约定的调解", "no mediation is set")
        case "no_mediation" if beside.mediation is not None:
            return Names("已约定调解，待调解", "a mediation is set and awaits its outcome")
        case "linked" if beside.repeat_of is None:
            return Names("没有关联原工单", "it is linked to no other ticket")
        case "not_linked" if beside.repeat_of is not None:
            return Names("已关联原工单", "it is linked already")
        case "repairing" if beside.repair is None or beside.repair.ended_at is not None:
            return Names("没有待修复的事项", "nothing is to be repaired now")
        case "restoring" if beside.restore is None or beside.restore.ended_at is not None:
            return Names("没有待恢复的事项", "nothing is to be restored now")
        case "collecting" | "handing_in" | "bringing_back" if _no_longer(_ERRAND[name], beside):
            return Names("代办未到这一步", "the errand is not at this step")
        case "stages_done" if any(one.ended_at is None for one in beside.staged):
            return Names(
                "各阶段（先行处置、修复、恢复、代办）须逐项办结", "its stages come first, one by one"
            )
        case "late" if ticket.in_time is not False:
            return Names("没有判为超时", "it was not judged late")
        case "not_excused" if beside.excused_at is not None:
            return Names("申诉已成立", "an appeal was upheld already")
        case "answered" if beside.answered_at is None:
            return Names("主工单尚未结案答复", "what it was merged into is not closed and answered yet")
        case "answered" if ticket.satisfaction:
            return Names("已评价", "it was evaluated already")
        case _:
            return None


def reply_owed(ticket: Ticket) -> Supervision | None:
    """The supervision that a ticket's unit is to answer; what is closed owes no answer."""
    held = ticket.beside.supervision
    owed = held is not None and held.replied_at is None and ticket.state in UNDER_WAY
    return held if owed else None


def level_of(ticket: Ticket, ref: Reference) -> str:
    """The level of the district at which a ticket is dealt with now: what it was passed up to, else its
    item's, else that of the area it lies in."""
    levels = [level.key for level in ref.district.levels]
    if ticket.beside.level in levels:
        return ticket.beside.level
    item = ref.item(ticket.item, ticket.item_version)
    if item is not None and item.level in levels:
        return item.level
    area = ref.area(ticket.area)
    return area.level if area is not None and area.level in levels else levels[-1]


def raised(ticket: Ticket, ref: Reference) -> str:
    """The level above a ticket's ("" at the top)."""
    levels = [level.key for level in ref.district.levels]
    here = levels.index(level_of(ticket, ref))
    return levels[here - 1] if here > 0 else ""
