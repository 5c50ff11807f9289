"""The figures as they are asked for, over the API and by command; what `check` says of wrong ones."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import msgspec
import pytest

from contract import action as a
from contract.counting import Count, Figures
from tests.backend.running import DISTRICT, GRID, ORIGIN, RunningBackend, dispatched, new_id
from tests.backend.test_command_line import call

DAY = {"from": ORIGIN - 3_600_000, "to": ORIGIN + 12 * 3_600_000}


@pytest.fixture
def used(tmp_path: Path) -> str:
    """A SQLite database in which something has happened, and been asked for."""
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    with RunningBackend(database, tmp_path / "files") as backend:
        seat, handler = backend.seat("seat01"), backend.seat("u-T-S1-ZF")
        ticket = dispatched(seat)
        handler.done(ticket, 4, a.SignIn())
        handler.done(ticket, 5, a.Handle(result="已责令停工"))
        elsewhere = {"channel": "app", "title": "路灯不亮", "area": "990001002"}
        seat.done(new_id(), 0, a.Report(**elsewhere))

        def counted(login: str, **more: object) -> Count:
            answer = backend.seat(login).get("/api/figures", params={**DAY, **more})
            assert answer.status_code == 200, answer.text
            assert answer.headers["cache-control"] == "no-store"
            return msgspec.json.decode(answer.content, type=Count)

        whole = counted("leader01", by="street")
        assert (whole.total.reported, whole.total.due, whole.total.closed) == (2, 1, 0)
        assert whole.rates.closing == 0.0
        assert whole.rates.satisfaction is None
        assert [(line.code, line.names.zh) for line in whole.lines] == [
            ("990001001", "东门街道"),
            ("990001002", "西河街道"),
        ]
        assert sum((line.figures for line in whole.lines), Figures()) == whole.total
        # A street's own seat counts its street alone, by whatever it asks.
        own = counted("s-T-S1", by="unit")
        assert own.total == whole.lines[0].figures
        assert [line.code for line in own.lines] == ["T-S1-ZF"]
        wrong = seat.get("/api/figures", params={"from": DAY["to"], "to": DAY["from"]})
        assert wrong.status_code == 400
        assert wrong.json()["errors"][0]["field"] == "to"
    return database


def test_figures_are_told_and_wrong_ones_are_found(used: str) -> None:
    days = ("--from", "2026-11-18", "--to", "2026-11-18")
    said = call("figures", "--database", used, *days, "--by", "unit")
    assert said.returncode == 0, said.stderr
    count = msgspec.json.decode(said.stdout, type=Count)
    assert {line.code: line.figures.dispatched for line in count.lines} == {"": 0, "T-S1-ZF": 1}
    table = call("figures", "--database", used, *days, "--by", "channel", "--lang", "en", "--table")
    lines = table.stdout.splitlines()
    assert lines[0] == "2026-11-18 – 2026-11-18"
    assert lines[-1].split()[:2] == ["all", "2"]
    assert len(lines) == 5
    refused = call("figures", "--database", used, "--from", "18.11.2026")
    assert refused.returncode == 1
    assert "2026-01-31" in refused.stderr

    sound = call("check", "--database", used)
    assert json.loads(sound.stdout) == {"district": DISTRICT, "ok": True, "faults": []}
    with sqlite3.connect(used.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE round SET handled_at = handled_at - 1 WHERE handled_at IS NOT NULL")
        connection.execute("UPDATE dispatch SET unit = 'T-S2-ZF'")
        connection.execute(
            "INSERT INTO verification (district, ticket, n, round, unit, at, failed)"
            " VALUES (?, 'nobody', 1, 1, '', 1, 0)",
            (DISTRICT,),
        )
    connection.close()
    broken = call("check", "--database", used)
    assert broken.returncode == 1
    faults = json.loads(broken.stdout)["faults"]
    assert len(faults) == 3
    assert [fault.split()[1] for fault in faults] == ["round", "dispatch", "1"]
    assert GRID not in faults[2]
