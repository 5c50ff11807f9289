"""The joint actions of a campaign are found by it, and the feed says that it is another: once for a round."""

from __future__ import annotations

import msgspec

from contract.joint.joint import JointPage
from tests.backend.campaign.play import STREETS, running
from tests.backend.running import DISTRICT, RunningBackend


def test_found_by_its_id_and_told_of_once(backend: RunningBackend) -> None:
    campaign = running(backend)
    backend.clock.move(campaign.rounds[0].at - backend.clock.now())
    backend.run(backend.services.scheduler.look(DISTRICT))
    backend.forget_sessions()
    duty = backend.seat("duty01")

    def of(campaign: str) -> list[str]:
        answer = duty.get("/api/joints", params={"campaign": campaign})
        assert answer.status_code == 200, answer.text
        return sorted(one.area for one in msgspec.json.decode(answer.content, type=JointPage).joints)

    assert of(campaign.id) == list(STREETS)
    assert of("nobodys") == []
    feed = duty.get("/api/feed/poll", params={"cursor": 0, "wait": 5}).json()["events"]
    told = [event for event in feed if event["kind"] == "campaign" and event["id"] == campaign.id]
    assert len(told) == 3  # planned, started, its first round
