"""What areas are measured by on a map: out of what happened, in the caller's area alone."""

from __future__ import annotations

from pathlib import Path

import msgspec

from contract import action as a
from contract.measures import AreaMeasure, AreaMeasures
from tests.backend.running import GRID, ORIGIN, RunningBackend, dispatched, new_id

DAY = {"from": ORIGIN - 3_600_000, "to": ORIGIN + 12 * 3_600_000}


def test_areas_are_measured_within_the_callers_own(tmp_path: Path) -> None:
    with RunningBackend(f"sqlite:///{tmp_path / 'grid.db'}", tmp_path / "files") as backend:
        seat, handler = backend.seat("seat01"), backend.seat("u-T-S1-ZF")
        ticket = dispatched(seat)
        handler.done(ticket, 4, a.SignIn())
        handler.done(ticket, 5, a.Handle(result="已责令停工"))
        seat.done(ticket, 6, a.Verify(outcome="passed"))
        seat.done(ticket, 7, a.Close())
        seat.done(ticket, 8, a.Evaluate(satisfaction="basically"))
        seat.done(new_id(), 0, a.Report(channel="app", title="路灯不亮", area="990001002"))

        def measured(login: str, level: str) -> dict[str, AreaMeasure]:
            answer = backend.seat(login).get("/api/figures/areas", params={**DAY, "level": level})
            assert answer.status_code == 200, answer.text
            held = msgspec.json.decode(answer.content, type=AreaMeasures)
            assert held.level == level
            return {line.code: line for line in held.lines}

        streets = measured("leader01", "street")
        assert (streets["990001001"].reported, streets["990001001"].evaluated) == (1, 1)
        assert streets["990001001"].satisfaction() == 1.0
        assert streets["990001002"].reported == 1
        assert streets["990001002"].satisfaction() is None
        grids = measured("leader01", "grid")
        assert grids[GRID].reported == 1
        assert sum(line.reported for line in grids.values()) == 1
        # A street's own seat is told of its street alone.
        assert set(measured("s-T-S1", "street")) == {"990001001"}
        assert all(code.startswith("990001001") for code in measured("s-T-S1", "grid"))
        wrong = seat.get("/api/figures/areas", params={**DAY, "level": "galaxy"})
        assert wrong.status_code == 400
        assert wrong.json()["errors"][0]["field"] == "level"
        refused = handler.get("/api/figures/areas", params={**DAY, "level": "grid"})
        assert refused.status_code == 403


def test_nobody_lives_where_no_households_are_known() -> None:
    assert AreaMeasure(code="x", reported=4).per_thousand() is None
    assert AreaMeasure(code="x", reported=4, households=2_000).per_thousand() == 2.0
