"""The tour's eight steps, on a backend of the test's own; the gallery of screens is `make demo`'s."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stage.backend import BackendProcess, program
from tests.tour.beside import Beside
from tests.tour.jointly import Jointly
from tests.tour.on_map import OnMap
from tests.tour.redivide import Redivide
from tests.tour.run import PASSWORD, play
from tests.tour.scenario import Scenario

STEPS = (*Scenario.steps, *Beside.steps, *OnMap.steps, *Redivide.steps, *Jointly.steps)
ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(600)
def test_four_seats_take_a_ticket_from_the_call_to_the_evaluation(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    load = [program("grid-backend"), "load-district", "baohe", "--history-days", "1", "--database", database]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    out = tmp_path / "out"
    with BackendProcess(["--database", database], tmp_path / "backend.log") as backend:
        records, witness = play(backend.url, out, tmp_path / "seats", PASSWORD)
        assert [(record.name, record.error) for record in records] == [(name, "") for name in STEPS]
        row = witness.find(number=records[0].ticket)[0]
        taken = [
            (entry["action"], entry["role"])
            for entry in witness.detail(row["id"])["timeline"]
            if entry["action"] != "claim"
        ]
        bound = next(record for record in records if record.name == "arbitrate")
        detail = witness.detail(witness.find(number=bound.ticket)[0]["id"])
        cited = [e["mandate"] for e in detail["timeline"] if e["action"] == "arbitrate"]
    assert [(entry["list"], "占道经营" in entry["names"]["zh"]) for entry in cited] == [("duty", True)]
    assert all(record.ok and record.shots for record in records)
    assert all((out / shot).stat().st_size > 10_000 for record in records for shot in record.shots)
    assert taken == [
        ("report", "seat"),
        ("accept", "seat"),
        ("file", "seat"),
        ("dispatch", "seat"),
        ("sign_in", "handler"),
        ("arrive", "handler"),
        ("handle", "handler"),
        ("handle", "handler"),
        ("verify", "grid"),
        ("close", "seat"),
        ("evaluate", "seat"),
    ]
    assert (row["state"], row["satisfaction"], row["in_time"]) == ("evaluated", "satisfied", True)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_make_demo_plays_the_whole_tour(tmp_path: Path) -> None:
    demo = [sys.executable, str(ROOT / "packaging" / "demo.py"), "--tour", str(tmp_path)]
    subprocess.run(demo, check=True, cwd=ROOT)
    told = json.loads((tmp_path / "tour.json").read_text("utf-8"))
    assert told["ok"]
    assert [step["name"] for step in told["steps"]] == list(STEPS)
    assert all(step["ok"] and step["ticket"] and step["state"] and step["shots"] for step in told["steps"])
    assert len(told["screens"]) >= 50
