"""A campaign that is planned, started and opened by steps of one transaction: what stands before it knows
nothing of it yet, and its joint actions are numbered all the same."""

from __future__ import annotations

from backend.service.campaign.acting import CampaignStep
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from backend.simulation.writing import actors
from contract.campaign import action as a
from tests.backend.campaign.play import STREETS, Planner, plan
from tests.backend.running import DISTRICT, RunningBackend, new_id


def test_planned_started_and_opened_in_one_transaction(backend: RunningBackend) -> None:
    services = backend.services
    now = backend.clock.now()
    held = services.references.get(DISTRICT)
    duty = backend.run(actors(services.store, held))["duty01"]
    acts: tuple[a.CampaignAct, ...] = (plan(now), a.StartCampaign(), a.OpenRound(round=1))
    campaign = new_id()
    work = [
        Pending(
            duty,
            now,
            CampaignStep(
                a.CampaignAction(action_id=new_id(), campaign_id=campaign, base_version=version, act=act)
            ),
        )
        for version, act in enumerate(acts)
    ]
    outcomes = backend.run(services.performer.perform(DISTRICT, work))
    assert not [one for one in outcomes if isinstance(one, ServiceRefused)]
    seat = backend.seat("duty01")
    detail = Planner(seat).page(campaign)
    assert [round_.n for round_ in detail.campaign.rounds if round_.opened_at] == [1]
    joints = seat.get("/api/joints", params={"campaign": campaign}).json()["joints"]
    assert sorted(one["area"] for one in joints) == list(STREETS)
    assert len({one["number"] for one in joints}) == len(STREETS)
