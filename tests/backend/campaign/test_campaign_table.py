"""The campaign's lifecycle table is served beside the others."""

from __future__ import annotations

from contract.campaign.lifecycle import TABLE
from tests.backend.running import RunningBackend


def test_served_with_its_digest(backend: RunningBackend) -> None:
    served = backend.seat("duty01").get("/api/tables").json()
    assert served["campaign_digest"] == TABLE.digest()
    assert served["campaign"]["name"] == TABLE.name
