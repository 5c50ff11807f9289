"""The list has every campaign that is open, however many were planned and ended since."""

from __future__ import annotations

import pytest

from backend.service.campaign import reading
from contract.campaign import action as a
from tests.backend.campaign.play import Planner, plan, running
from tests.backend.running import RunningBackend


def test_an_old_one_that_runs_is_listed(backend: RunningBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    old = running(backend)
    duty = Planner(backend.seat("duty01"))
    ended = []
    for _ in range(3):
        backend.clock.move(60_000)
        fresh = duty.planned(plan(backend.clock.now()))
        ended.append(duty.done(fresh, a.CallOffCampaign(reason="合并")).id)
    listed = [one.campaign.id for one in duty.all().campaigns]
    assert old.id in listed
    assert [id_ for id_ in listed if id_ in ended] == ended[:0:-1]
