"""The parts of a campaign on the tiny district."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from contract.campaign import action as a
from contract.campaign.campaign import Campaign, CampaignDetail, CampaignList, Goal
from contract.clock import DAY, HOUR
from contract.problem import Problem
from tests.backend.running import RunningBackend, Seat, new_id

STREETS = ("990001001", "990001002")


def plan(now: int, **more: Any) -> a.PlanCampaign:
    """Both streets, every second day for some days from tomorrow's morning on."""
    fields: dict[str, Any] = {
        "kind": "inspection",
        "title": "燃气安全隐患排查",
        "lead": "T-D-CG",
        "wanted": ("T-D-ZJ",),
        "areas": STREETS,
        "goals": (Goal("actions", 4), Goal("people", 20)),
        "from_at": now + HOUR,
        "to_at": now + 9 * DAY,
        "every": 2,
        "rhythm": "days",
        "minute": 9 * 60,
        "workdays": False,
    }
    return a.PlanCampaign(**{**fields, **more})


class Planner:
    """Who acts on campaigns."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    def act(self, campaign: str, act: a.CampaignAct, version: int = 0, *, key: str = "") -> httpx.Response:
        """Post an act."""
        action = a.CampaignAction(
            action_id=key or new_id(), campaign_id=campaign, base_version=version, act=act
        )
        return self.seat.post(
            "/api/campaign-actions",
            content=msgspec.json.encode(action),
            headers={"content-type": "application/json", "idempotency-key": action.action_id},
        )

    def done(self, campaign: Campaign, act: a.CampaignAct) -> Campaign:
        """An act on a row as it was seen, which must succeed; gives the row after it."""
        response = self.act(campaign.id, act, campaign.version)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=a.CampaignAnswer).campaign

    def planned(self, act: a.PlanCampaign) -> Campaign:
        """A plan that must succeed."""
        response = self.act(new_id(), act)
        assert response.status_code == 201, response.text
        return msgspec.json.decode(response.content, type=a.CampaignAnswer).campaign

    def refused(self, campaign: Campaign, act: a.CampaignAct, version: int | None = None) -> Problem:
        """An act that must be refused."""
        response = self.act(campaign.id, act, campaign.version if version is None else version)
        assert response.headers["content-type"] == "application/problem+json", response.text
        return msgspec.json.decode(response.content, type=Problem)

    def page(self, campaign: str) -> CampaignDetail:
        """Its own page."""
        response = self.seat.get(f"/api/campaigns/{campaign}")
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=CampaignDetail)

    def all(self) -> CampaignList:
        """The campaigns in scope."""
        return msgspec.json.decode(self.seat.get("/api/campaigns").content, type=CampaignList)


def running(backend: RunningBackend, **more: Any) -> Campaign:
    """One that runs, planned and started by the duty officer."""
    duty = Planner(backend.seat("duty01"))
    return duty.done(duty.planned(plan(backend.clock.now(), **more)), a.StartCampaign())
