"""A campaign's table and its step: who may what, what a plan must say, what a change leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from msgspec.structs import replace

from contract.account import Actor
from contract.campaign import action as a
from contract.campaign.advance import advance, due_rounds, laid, name_of, next_at, plan, rounds_of
from contract.campaign.campaign import Campaign, Goal, in_campaign_scope
from contract.campaign.guards import offers
from contract.campaign.lifecycle import TABLE
from contract.clock import DAY
from contract.refused import InputRefused, Refused, RoleRefused, StepRefused
from tests.unit import joint_town as town
from tests.unit.test_campaign_rounds import instant

REF = town.REF
AT = instant(date(2026, 9, 1), time(9))
PLAN = a.PlanCampaign(
    kind="enforcement",
    title="夜间烧烤整治",
    lead="d1",
    wanted=("d2", "d3"),
    areas=("s1", "s2"),
    goals=(Goal("actions", 8), Goal("areas", 2)),
    from_at=instant(date(2026, 9, 7)),
    to_at=instant(date(2026, 10, 31)),
    every=2,
    rhythm="weeks",
    minute=19 * 60,
)


def planned(act: a.PlanCampaign = PLAN, actor: Actor = town.DUTY) -> Campaign:
    return plan("c-1", "ZZ26-001", act, actor, AT, REF)


def running() -> Campaign:
    return advance(planned(), a.StartCampaign(), town.DUTY, AT, REF)


ACTS: dict[str, a.CampaignAct] = {
    "campaign_change": a.ChangeCampaign(plan=PLAN, reason="调整"),
    "campaign_start": a.StartCampaign(),
    "campaign_pause": a.PauseCampaign(reason="重大活动"),
    "campaign_resume": a.ResumeCampaign(),
    "campaign_open": a.OpenRound(round=1),
    "campaign_end": a.EndCampaign(result="完成"),
    "campaign_call_off": a.CallOffCampaign(reason="合并"),
    "campaign_note": a.SayOfCampaign(note="请各街镇准备"),
}


def in_state(state: str) -> Campaign:
    """A campaign that came to a state by its steps."""
    by: dict[str, Callable[[], Campaign]] = {
        "planned": planned,
        "running": running,
        "paused": lambda: advance(running(), ACTS["campaign_pause"], town.DUTY, AT, REF),
        "ended": lambda: advance(running(), ACTS["campaign_end"], town.DUTY, AT, REF),
        "called_off": lambda: advance(planned(), ACTS["campaign_call_off"], town.DUTY, AT, REF),
    }
    return by[state]()


def test_the_table_is_sound_and_every_act_is_in_it() -> None:
    assert TABLE.faults() == []
    assert set(TABLE.actions()) == {"campaign_plan", *ACTS}
    assert all(name_of(act) == name for name, act in ACTS.items())


@pytest.mark.parametrize("state", [state.name for state in TABLE.states])
@pytest.mark.parametrize("name", sorted(ACTS))
def test_what_is_offered_is_taken_and_nothing_else(state: str, name: str) -> None:
    campaign = in_state(state)
    assert campaign.state == state
    for actor in town.ACTORS:
        offered = [row for row in offers(campaign, actor, REF) if row.action == name]
        if not offered:
            with pytest.raises(Refused):
                advance(campaign, ACTS[name], actor, AT, REF)
            continue
        after = advance(campaign, ACTS[name], actor, AT, REF)
        assert after.state == (offered[0].target if offered[0].target != "<same>" else state)
        assert after.version == campaign.version + offered[0].versioned


def test_who_plans() -> None:
    assert planned(actor=town.LEADER).planned_by == "leader"
    assert planned(actor=town.HANDLERS["d4"]).planned_unit == "d4"
    street = planned(replace(PLAN, areas=("s1", "g1")), town.STREET)
    assert [area.code for area in street.areas] == ["s1", "g1"]
    for actor in (town.GRID, town.CHANNEL, town.ADMIN, town.TEAM):
        with pytest.raises(RoleRefused):
            planned(actor=actor)
    with pytest.raises(RoleRefused):
        planned(actor=town.STREET)  # the other street is not its own


def test_whose_plan_it_is_changes_and_calls_off_what_has_not_started() -> None:
    own = planned(actor=town.HANDLERS["d4"])
    assert advance(own, a.CallOffCampaign(reason="合并"), town.HANDLERS["d4"], AT, REF).state == "called_off"
    for act in (ACTS["campaign_start"], ACTS["campaign_open"]):
        with pytest.raises(Refused):
            advance(own, act, town.HANDLERS["d4"], AT, REF)
    begun = advance(own, a.StartCampaign(), town.DUTY, AT, REF)
    with pytest.raises(Refused):
        advance(begun, ACTS["campaign_change"], town.HANDLERS["d4"], AT, REF)


@pytest.mark.parametrize(
    ("field", "act"),
    [
        ("act.kind", replace(PLAN, kind="nothing")),
        ("act.title", replace(PLAN, title="  ")),
        ("act.lead", replace(PLAN, lead="nobody")),
        ("act.wanted", replace(PLAN, wanted=("nobody",))),
        ("act.areas", replace(PLAN, areas=("nowhere",))),
        ("act.goals", replace(PLAN, goals=(Goal("actions", 3), Goal("actions", 4)))),
        ("act.goals", replace(PLAN, goals=(Goal("luck", 3),))),
        ("act.goals", replace(PLAN, goals=(Goal("people", 0),))),
        ("act.to_at", replace(PLAN, to_at=PLAN.from_at)),
        ("act.to_at", replace(PLAN, to_at=PLAN.from_at + 4 * 366 * 86_400_000)),
        ("act.to_at", replace(PLAN, to_at=PLAN.from_at + 60_000)),
        ("act.every", replace(PLAN, every=1, rhythm="days", to_at=PLAN.from_at + 300 * 86_400_000)),
    ],
)
def test_a_plan_that_is_not_right(field: str, act: a.PlanCampaign) -> None:
    with pytest.raises(InputRefused) as refused:
        planned(act)
    assert refused.value.faults[0].field == field


def test_rounds_open_by_themselves_from_when_it_runs_on() -> None:
    campaign = running()
    first, second = campaign.rounds[:2]
    assert next_at(planned(), AT) is None
    assert next_at(campaign, AT) == first.at
    assert due_rounds(campaign, first.at - 1) == ()
    assert due_rounds(campaign, first.at) == (first,)
    paused = advance(campaign, ACTS["campaign_pause"], town.DUTY, AT, REF)
    assert due_rounds(paused, second.at) == ()
    resumed = advance(paused, a.ResumeCampaign(), town.DUTY, first.at + 1, REF)
    assert due_rounds(resumed, second.at) == (second,)  # the first passed while it stood
    by_hand = advance(resumed, a.OpenRound(round=1), town.DUTY, second.at - 1, REF)
    assert by_hand.rounds[0].opened_by == "duty"
    with pytest.raises(StepRefused):
        advance(by_hand, a.OpenRound(round=1), town.DUTY, second.at, REF)
    with pytest.raises(InputRefused):
        advance(by_hand, a.OpenRound(round=99), town.DUTY, second.at, REF)


def test_a_change_leaves_what_was_opened_and_lays_the_rest_anew() -> None:
    campaign = running()
    first = campaign.rounds[0]
    opened = advance(campaign, a.OpenRound(round=1), town.DUTY, first.at, REF)
    weekly = replace(PLAN, every=1)
    after = advance(opened, a.ChangeCampaign(plan=weekly, reason="加密"), town.DUTY, first.at, REF)
    assert after.rounds[0] == opened.rounds[0]
    later = [at for at in rounds_of(weekly, REF.calendar) if at > first.at]
    assert [one.at for one in after.rounds[1:]] == later
    assert [one.n for one in after.rounds] == list(range(1, len(after.rounds) + 1))
    assert laid(after, REF.calendar) is after


def test_what_a_change_lays_into_the_past_opens_by_hand_alone() -> None:
    campaign = running()
    first, second = campaign.rounds[:2]
    opened = advance(campaign, a.OpenRound(round=1), town.DUTY, first.at, REF)
    daily = replace(PLAN, every=1, rhythm="days")
    at = first.at + 5 * DAY
    after = advance(opened, a.ChangeCampaign(plan=daily, reason="加密"), town.DUTY, at, REF)
    past = [one for one in after.rounds if one.opened_at is None and one.at < at]
    assert past
    assert due_rounds(after, at) == ()
    upcoming = next(one for one in after.rounds if one.at >= at)
    assert due_rounds(after, upcoming.at) == (upcoming,)
    by_hand = advance(after, a.OpenRound(round=past[0].n), town.DUTY, at, REF)
    assert by_hand.rounds[past[0].n - 1].opened_by == "duty"
    # One that was due and not open yet still opens.
    late = advance(opened, a.ChangeCampaign(plan=PLAN, reason="改标题"), town.DUTY, second.at + 1, REF)
    assert due_rounds(late, second.at + 1) == (second,)


def test_another_calendar_moves_what_is_to_come() -> None:
    campaign = running()
    on = REF.calendar.day(campaign.rounds[1].at)
    off = replace(REF.calendar, days_off=REF.calendar.days_off | {REF.calendar.date_of(on)})
    after = laid(campaign, off)
    assert after.rounds[0] == campaign.rounds[0]
    assert off.day(after.rounds[1].at) > on
    assert after.rounds[2:] == campaign.rounds[2:]


def test_a_change_lays_rounds_to_its_end_or_is_refused() -> None:
    long = replace(PLAN, every=1, to_at=PLAN.from_at + 200 * 86_400_000, workdays=False)
    campaign = advance(planned(long), a.StartCampaign(), town.DUTY, AT, REF)
    for one in campaign.rounds[:19]:
        campaign = advance(campaign, a.OpenRound(round=one.n), town.DUTY, one.at, REF)
    at = campaign.rounds[18].at
    daily = replace(long, every=1, rhythm="days")
    after = advance(campaign, a.ChangeCampaign(plan=daily, reason="加密"), town.DUTY, at, REF)
    assert after.to_at - after.rounds[-1].at < 86_400_000
    longer = replace(daily, to_at=daily.to_at + 60 * 86_400_000)
    with pytest.raises(InputRefused) as refused:
        advance(campaign, a.ChangeCampaign(plan=longer, reason="加密"), town.DUTY, at, REF)
    assert refused.value.faults[0].field == "act.every"


def test_who_sees_it() -> None:
    campaign = planned(replace(PLAN, areas=("s1",)))
    seen = {actor.id for actor in town.ACTORS if in_campaign_scope(campaign, actor)}
    assert seen == {"seat", "duty", "leader", "admin", "street", "street-leader", "u-d1", "u-d2", "u-d3"}
