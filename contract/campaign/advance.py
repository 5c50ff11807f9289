"""One step of a campaign: the row before, the act, who and when → the row after. Pure, used by both sides."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from msgspec.structs import replace

from contract.account import Actor, in_path
from contract.calendar import MINUTE, Calendar
from contract.carried import reason_given, said
from contract.clock import DAY
from contract.joint.guards import is_centre
from contract.machine import SAME, Names
from contract.reference import Reference
from contract.refused import RoleRefused, StepRefused, wrong

from . import action as a
from .campaign import MEASURES, MOST_ROUNDS, Campaign, CampaignArea, Round
from .guards import guard
from .lifecycle import TABLE

LONGEST = 3 * 366 * DAY
"""From a campaign's first day to its last."""
_EPOCH = date(1970, 1, 1)
_MONTHS = 12


def name_of(act: a.CampaignAct) -> str:
    """The action's name in the table."""
    return str(act.__struct_config__.tag)


def rounds_of(act: a.PlanCampaign, calendar: Calendar, past: int = -1) -> tuple[int, ...]:
    """When its rounds are, ms UTC, rising: every so many days, weeks or months from its first day on, at its
    minute of the day, none past its end. A month that lacks the day has it on its last. Where `workdays`, a
    round of a day off is held on the next working day; two never share a day. At most `MOST_ROUNDS` + 1 are
    given: so many are too many. Those up to the local day `past` are left out, and not counted."""
    first, last = calendar.day(act.from_at), calendar.day(act.to_at)
    found: list[int] = []
    taken = max(first - 1, past)
    for k in range(last - first + 1):
        day = _stepped(first, k * act.every, act.rhythm)
        while act.workdays and day <= last and not calendar.is_working_day(day):
            day += 1
        if day > last or len(found) > MOST_ROUNDS:
            break
        at = calendar.midnight(day) + act.minute * MINUTE
        if day > taken and act.from_at <= at <= act.to_at:
            found.append(at)
            taken = day
    return tuple(found)


def _stepped(first: int, count: int, rhythm: str) -> int:
    """A local day so many days, weeks or months after the first."""
    if rhythm != "months":
        return first + count * (7 if rhythm == "weeks" else 1)
    start = _EPOCH + timedelta(days=first)
    year, month = divmod(start.year * _MONTHS + start.month - 1 + count, _MONTHS)
    day = min(start.day, monthrange(year, month + 1)[1])
    return (date(year, month + 1, day) - _EPOCH).days


def plan(
    campaign_id: str, number: str, act: a.PlanCampaign, actor: Actor, at: int, ref: Reference
) -> Campaign:
    """A new campaign; raises Refused."""
    row = TABLE.find(None, name_of(act))
    assert row is not None
    why = guard(row, None, actor, ref)
    if why is not None:
        raise RoleRefused(why)
    fresh = Campaign(
        id=campaign_id,
        district=ref.district.code,
        number=number,
        version=1,
        state=row.target,
        kind=act.kind,
        title=act.title,
        planned_at=at,
        planned_by=actor.id,
        planned_name=actor.name,
        planned_unit=actor.unit,
        planned_unit_path=actor.unit_path,
        changed_at=at,
        from_at=act.from_at,
        to_at=act.to_at,
        every=act.every,
        rhythm=act.rhythm,
        minute=act.minute,
        lead="",
        lead_path="",
        lead_name="",
    )
    return _planned(fresh, act, actor, ref)


def plan_of(campaign: Campaign) -> a.PlanCampaign:
    """What it was last planned to be, as the form has it."""
    return a.PlanCampaign(
        kind=campaign.kind,
        title=campaign.title,
        text=campaign.text,
        lead=campaign.lead,
        wanted=campaign.wanted,
        areas=tuple(area.code for area in campaign.areas),
        goals=campaign.goals,
        from_at=campaign.from_at,
        to_at=campaign.to_at,
        every=campaign.every,
        rhythm=campaign.rhythm,
        minute=campaign.minute,
        workdays=campaign.workdays,
    )


def advance(campaign: Campaign, act: a.CampaignAct, actor: Actor, at: int, ref: Reference) -> Campaign:
    """The row after one act; raises Refused. `entries` is the caller's."""
    if isinstance(act, a.PlanCampaign):
        raise StepRefused(Names("整治已存在", "the campaign exists already"))
    row = TABLE.find(campaign.state, name_of(act))
    if row is None:
        state = TABLE.state(campaign.state)
        what = TABLE.names_of(name_of(act)) or Names(name_of(act), name_of(act))
        now = state.names if state is not None else Names(campaign.state, campaign.state)
        raise StepRefused(
            Names(f"“{now.zh}”的整治不能“{what.zh}”", f"a campaign that is {now.en} cannot take: {what.en}")
        )
    why = guard(row, campaign, actor, ref)
    if why is not None:
        raise RoleRefused(why) if actor.role not in row.roles else StepRefused(why)
    after = _taken(campaign, act, actor, at, ref)
    return replace(
        after,
        state=campaign.state if row.target == SAME else row.target,
        version=campaign.version + (1 if row.versioned else 0),
        changed_at=max(at, campaign.changed_at),
    )


def _taken(campaign: Campaign, act: a.CampaignAct, actor: Actor, at: int, ref: Reference) -> Campaign:
    match act:
        case a.ChangeCampaign():
            reason_given(act.reason)
            return _planned(_from_now(campaign, at), act.plan, actor, ref)
        case a.StartCampaign():
            return replace(campaign, started_at=at, started_by=actor.name, running_since=at)
        case a.ResumeCampaign():
            return replace(campaign, running_since=at, reason="")
        case a.PauseCampaign():
            reason_given(act.reason)
            return replace(campaign, reason=act.reason, running_since=None)
        case a.CallOffCampaign():
            reason_given(act.reason)
            return replace(campaign, reason=act.reason, running_since=None, ended_at=at)
        case a.EndCampaign():
            said(act.result, "act.result", "请填写整治结果", "say what came of it")
            return replace(campaign, result=act.result, running_since=None, ended_at=at)
        case a.OpenRound():
            return _opened(campaign, act.round, actor, at)
        case a.SayOfCampaign():
            said(act.note, "act.note", "请填写内容", "say something")
    return campaign


def _from_now(campaign: Campaign, at: int) -> Campaign:
    """The row whose rounds open by themselves from the change of its plan on, or from the first that was due
    and is not open yet: what a new plan lays into the past is opened by hand or not at all."""
    if campaign.running_since is None:
        return campaign
    since = min((one.at for one in due_rounds(campaign, at)), default=at)
    return replace(campaign, running_since=max(since, campaign.running_since))


def _opened(campaign: Campaign, n: int, actor: Actor, at: int) -> Campaign:
    found = next((one for one in campaign.rounds if one.n == n), None)
    if found is None:
        raise wrong("act.round", n, "known", "没有这一轮", "no such round")
    if found.opened_at is not None:
        raise StepRefused(Names(f"第{n}轮已开启", f"round {n} is open already"))
    now = replace(found, opened_at=at, opened_by=actor.name)
    return replace(campaign, rounds=tuple(now if one is found else one for one in campaign.rounds))


def _planned(campaign: Campaign, act: a.PlanCampaign, actor: Actor, ref: Reference) -> Campaign:
    """The row with another plan; rounds that were opened stay as they are."""
    if ref.district.joint.kind(act.kind) is None:
        raise wrong("act.kind", act.kind, "known", "没有这种联合行动", "no such kind of joint action")
    said(act.title, "act.title", "请填写标题", "give it a title")
    if not act.from_at < act.to_at <= act.from_at + LONGEST:
        raise wrong(
            "act.to_at",
            act.to_at,
            "order",
            "结束须在开始之后，且不超过三年",
            "it ends after it begins, within three years",
        )
    lead = ref.unit(act.lead)
    if lead is None:
        raise wrong("act.lead", act.lead, "known", "没有这个单位", "no such unit")
    wanted = tuple(code for code in dict.fromkeys(act.wanted) if code != lead.code)
    units = [ref.unit(code) for code in wanted]
    for code, unit in zip(wanted, units, strict=True):
        if unit is None:
            raise wrong("act.wanted", code, "known", "没有这个单位", "no such unit")
    measures = [goal.measure for goal in act.goals]
    for n, goal in enumerate(act.goals):
        if goal.measure not in MEASURES or goal.target < 1 or measures.index(goal.measure) < n:
            raise wrong(
                "act.goals",
                goal.measure,
                "goal",
                "目标须各不相同且大于零",
                "goals differ, and are above zero",
            )
    after = replace(
        campaign,
        kind=act.kind,
        title=act.title,
        text=act.text,
        lead=lead.code,
        lead_path=lead.path,
        lead_name=lead.names.zh,
        wanted=wanted,
        wanted_paths=tuple(unit.path for unit in units if unit is not None),
        areas=_areas(act, actor, ref),
        goals=act.goals,
        from_at=act.from_at,
        to_at=act.to_at,
        every=act.every,
        rhythm=act.rhythm,
        minute=act.minute,
        workdays=act.workdays,
    )
    after = laid(after, ref.calendar)
    if not after.rounds:
        raise wrong("act.to_at", act.to_at, "rounds", "期间内没有轮次", "no round lies in that time")
    if len(after.rounds) > MOST_ROUNDS:
        raise wrong(
            "act.every",
            act.every,
            "rounds",
            f"轮次不超过{MOST_ROUNDS}轮",
            f"there are more than {MOST_ROUNDS} rounds",
        )
    return after


def laid(campaign: Campaign, calendar: Calendar) -> Campaign:
    """The row with its rounds after the last that was opened laid anew by its plan and a calendar, numbered
    on. The same row where none is another."""
    rounds = rounds_laid(campaign.rounds, plan_of(campaign), calendar)
    return campaign if rounds == campaign.rounds else replace(campaign, rounds=rounds)


def rounds_laid(before: tuple[Round, ...], plan: a.PlanCampaign, calendar: Calendar) -> tuple[Round, ...]:
    """Those up to the last that was opened as they are, and behind them those that a plan comes to."""
    kept = rounds_kept(before)
    n = max((one.n for one in kept), default=0)
    # Two never share a day, though the hour be another now.
    day = calendar.day(max(one.at for one in kept)) if kept else -1
    instants = rounds_of(plan, calendar, day)
    return (*kept, *(Round(n + k, at) for k, at in enumerate(instants, 1)))


def rounds_kept(before: tuple[Round, ...]) -> tuple[Round, ...]:
    """Those that another plan leaves as they are: up to the last that was opened."""
    since = max((one.at for one in before if one.opened_at is not None), default=-1)
    return tuple(one for one in before if one.at <= since)


def due_rounds(campaign: Campaign, upto: int) -> tuple[Round, ...]:
    """The rounds that open by themselves by an instant: of a campaign that runs, from when it runs on."""
    since = campaign.running_since
    if campaign.state != "running" or since is None:
        return ()
    return tuple(one for one in campaign.rounds if one.opened_at is None and since <= one.at <= upto)


def next_at(campaign: Campaign, now: int) -> int | None:
    """When its next round opens by itself; None for never."""
    since = campaign.running_since
    if campaign.state != "running" or since is None:
        return None
    waits = (one.at for one in campaign.rounds if one.opened_at is None and one.at >= since)
    return min((at for at in waits if at > now), default=None)


def _areas(act: a.PlanCampaign, actor: Actor, ref: Reference) -> tuple[CampaignArea, ...]:
    found = []
    for code in dict.fromkeys(act.areas):
        area = ref.area(code)
        if area is None:
            raise wrong("act.areas", code, "known", "没有这个网格或区域编码", "no such area or grid code")
        street = actor.role in ("seat", "leader") and not is_centre(actor)
        if street and not in_path(area.path, actor.area_path):
            raise RoleRefused(Names("不在您的范围内", "it is outside your scope"))
        found.append(CampaignArea(area.code, area.path, area.short or area.names.zh))
    return tuple(found)
