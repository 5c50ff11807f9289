"""A campaign from its plan to its end, over HTTP: rounds open once, what departments do is its progress."""

from __future__ import annotations

import msgspec

from contract.campaign import action as a
from contract.campaign.campaign import CampaignEntry
from contract.clock import DAY
from contract.joint import action as j
from contract.joint.joint import Joint, JointPage
from tests.backend.campaign.play import STREETS, Planner, plan, running
from tests.backend.joint.play import Caller, Cast
from tests.backend.running import DISTRICT, RunningBackend, new_id

LEAD, OTHER = "T-D-CG", "T-D-ZJ"


def looked(backend: RunningBackend) -> None:
    """The scheduler has done what is due."""
    backend.run(backend.services.scheduler.look(DISTRICT))
    backend.forget_sessions()


def acts(log: tuple[CampaignEntry, ...]) -> list[str]:
    return [entry.action.removeprefix("campaign_") for entry in log]


def own(caller: Caller, campaign: str) -> list[Joint]:
    """The joint actions of a campaign."""
    page = msgspec.json.decode(caller.seat.get("/api/joints").content, type=JointPage)
    found = [one for one in page.joints if one.campaign is not None and one.campaign.id == campaign]
    return sorted(found, key=lambda one: (one.campaign.round if one.campaign else 0, one.area))


def test_rounds_open_in_their_time_and_what_is_done_is_counted(backend: RunningBackend) -> None:
    campaign = running(backend)
    assert campaign.number.startswith("ZZ")
    assert len(campaign.rounds) == 4
    backend.clock.move(campaign.rounds[0].at - backend.clock.now())
    looked(backend)
    looked(backend)
    duty = Planner(backend.seat("duty01"))
    page = duty.page(campaign.id)
    assert page.campaign.rounds[0].opened_at is not None
    assert [one.opened_at for one in page.campaign.rounds[1:]] == [None] * 3
    assert acts(page.log) == ["plan", "start", "open"]
    assert (page.log[-1].by, page.log[-1].round, page.log[-1].opened) == ("system", 1, 2)

    caller = Caller(backend.seat("duty01"))
    joints = own(caller, campaign.id)
    assert [one.area for one in joints] == list(STREETS)
    assert {(one.state, one.origin.way, one.wanted) for one in joints} == {
        ("proposed", "campaign", (LEAD, OTHER))
    }
    first = joints[0]
    assert first.title == "燃气安全隐患排查 · 第1轮 · 东门"
    assert first.campaign == campaign.tie(1)

    # Played through by its departments, it is one of the campaign's goals.
    lead = Caller(backend.seat(f"u-{LEAD}"))
    first = caller.done(first, j.Approve(parties=(j.Named(unit=LEAD, lead=True),)))
    first = caller.done(first, j.Call())
    first = lead.done(first, j.JointSignIn())
    first = lead.done(first, j.JointArrive(people=6))
    first = lead.done(first, j.Muster())
    first = lead.done(first, j.ProblemStep(outcome="found", problem="p1", text="软管老化"))
    first = lead.done(first, j.ProblemStep(outcome="handled", problem="p1", result="已更换"))
    page = duty.page(campaign.id)
    cells = {(cell.round, cell.area): cell for cell in page.cells}
    assert len(cells) == len(page.cells) == 4 * len(STREETS)
    cell = cells[1, STREETS[0]]
    assert (cell.joint, cell.state, cell.people, cell.problems, cell.ended_problems) == (
        first.id,
        "on_site",
        6,
        1,
        1,
    )
    assert cells[2, STREETS[0]].joint == ""
    assert [(one.measure, one.reached, one.target) for one in page.goals] == [
        ("actions", 0, 4),
        ("people", 6, 20),
    ]
    line = next(one for one in duty.all().campaigns if one.campaign.id == campaign.id)
    assert line.goals == page.goals


def test_what_passes_while_it_stands_opens_by_hand_alone(backend: RunningBackend) -> None:
    campaign = running(backend)
    duty = Planner(backend.seat("duty01"))
    paused = duty.done(campaign, a.PauseCampaign(reason="重大活动保障"))
    backend.clock.move(paused.rounds[0].at - backend.clock.now() + 60_000)
    looked(backend)
    duty = Planner(backend.seat("duty01"))
    resumed = duty.done(duty.page(campaign.id).campaign, a.ResumeCampaign())
    looked(backend)
    duty = Planner(backend.seat("duty01"))
    assert duty.page(campaign.id).campaign.rounds[0].opened_at is None
    opened = duty.done(resumed, a.OpenRound(round=1, note="补做"))
    assert opened.rounds[0].opened_by
    assert len(own(Caller(backend.seat("duty01")), campaign.id)) == len(STREETS)
    assert duty.refused(opened, a.OpenRound(round=1)).type.endswith("step")
    ended = duty.done(opened, a.EndCampaign(result="排查完成"))
    assert ended.state == "ended"
    backend.clock.move(4 * DAY)
    looked(backend)
    assert len(own(Caller(backend.seat("duty01")), campaign.id)) == len(STREETS)


def test_who_comes_second_hears_who_was_first_and_a_key_is_taken_once(backend: RunningBackend) -> None:
    duty, leader = Planner(backend.seat("duty01")), Planner(backend.seat("leader01"))
    campaign = leader.planned(plan(backend.clock.now()))
    first = duty.done(campaign, a.StartCampaign())
    late = duty.refused(campaign, a.CallOffCampaign(reason="取消"))
    assert late.type.endswith("conflict")
    assert late.first is not None
    assert late.first.action == "campaign_start"
    key = new_id()
    again = [duty.act(campaign.id, a.SayOfCampaign(note="请准备"), key=key) for _ in range(2)]
    assert again[0].content == again[1].content
    assert again[1].headers["idempotent-replay"] == "true"
    assert acts(duty.page(campaign.id).log) == ["plan", "start", "note"]
    assert duty.refused(first, a.StartCampaign()).type.endswith("step")


def test_each_sees_its_own(backend: RunningBackend) -> None:
    duty = Planner(backend.seat("duty01"))
    campaign = duty.planned(plan(backend.clock.now(), areas=STREETS[:1]))

    def seen(login: str) -> bool:
        return campaign.id in [one.campaign.id for one in Planner(backend.seat(login)).all().campaigns]

    assert [login for login in ("seat01", "s-T-S1", "s-T-S2", f"u-{LEAD}", "u-T-S2-ZF") if seen(login)] == [
        "seat01",
        "s-T-S1",
        f"u-{LEAD}",
    ]
    stranger = Planner(backend.seat("u-T-S2-ZF"))
    assert stranger.seat.get(f"/api/campaigns/{campaign.id}").status_code == 404
    assert stranger.act(campaign.id, a.SayOfCampaign(note="?")).status_code == 404
    assert Planner(backend.seat(f"u-{LEAD}")).act(campaign.id, a.StartCampaign(), 1).status_code == 403


def test_nobody_proposes_for_a_campaign_by_hand(backend: RunningBackend) -> None:
    campaign = running(backend)
    act = j.Propose(
        outcome="campaign",
        kind="inspection",
        title="冒充",
        reason="冒充",
        area=STREETS[0],
        campaign=campaign.id,
        round=1,
    )
    for login in ("duty01", "seat01", f"u-{LEAD}"):
        assert Caller(backend.seat(login)).act(new_id(), act).status_code == 403
    whistle = msgspec.structs.replace(act, outcome="whistle")
    assert Caller(backend.seat("s-T-S1")).act(new_id(), whistle).status_code == 400


def test_the_records_are_whole_after_all(backend: RunningBackend) -> None:
    campaign = running(backend)
    backend.clock.move(campaign.rounds[-1].at - backend.clock.now())
    looked(backend)
    Cast(backend).sound()
