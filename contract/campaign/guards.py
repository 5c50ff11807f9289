"""Who may take which step of a campaign now: the guards that the rows of its table name."""

from __future__ import annotations

from contract.account import Actor, in_path
from contract.joint.guards import is_centre
from contract.machine import Names, Transition
from contract.reference import Reference

from .campaign import Campaign, in_campaign_scope
from .lifecycle import TABLE

_CENTRE = Names("由区中心办理", "the district's centre takes this step")


def guard(row: Transition, campaign: Campaign | None, actor: Actor, ref: Reference) -> Names | None:
    """Why a row may not be taken by this actor on this campaign now, None where it may."""
    if actor.role not in row.roles:
        return Names("您的角色不能办理此步骤", "your role does not take this step")
    if campaign is None:
        return _plans(actor, ref)
    if not in_campaign_scope(campaign, actor):
        return Names("不在您的范围内", "it is outside your scope")
    for name in row.guards:
        why = _why(name, campaign, actor)
        if why is not None:
            return why
    return None


def offers(campaign: Campaign, actor: Actor, ref: Reference) -> list[Transition]:
    """The rows that this actor may take on this campaign now, in the table's order."""
    return [row for row in TABLE.rows(campaign.state) if guard(row, campaign, actor, ref) is None]


def may_plan(actor: Actor, ref: Reference) -> bool:
    """Whether this actor may plan one."""
    return any(guard(row, None, actor, ref) is None for row in TABLE.rows(None))


def is_planner(campaign: Campaign, actor: Actor) -> bool:
    """Whether it is the actor's own plan, or one of the actor's unit."""
    if actor.id == campaign.planned_by:
        return True
    return actor.role == "handler" and in_path(campaign.planned_unit_path, actor.unit_path)


def _plans(actor: Actor, ref: Reference) -> Names | None:
    if actor.role != "handler":
        return None if actor.area_path else Names("不在您的范围内", "it is outside your scope")
    rules, unit = ref.district.joint, ref.unit(actor.unit)
    types = {*rules.ways.get("application", ()), *rules.ways.get("committee", ())}
    if unit is None or unit.type not in types:
        return Names("您的单位不能制定整治计划", "your unit does not plan campaigns")
    return None


def _why(name: str, campaign: Campaign, actor: Actor) -> Names | None:
    match name:
        case "centre" if not is_centre(actor):
            return _CENTRE
        case "centre_or_system" if not (is_centre(actor) or actor.role == "system"):
            return _CENTRE
        case "planner_or_centre" if not (is_planner(campaign, actor) or is_centre(actor)):
            return Names("由制定方或区中心办理", "who planned it or the centre takes this step")
        case "round_waits" if campaign.next_round is None:
            return Names("没有待开启的轮次", "no round is still to be opened")
        case _:
            return None
