"""The measurements run: each at a small size, in a real window or beside a real backend, and says what
`make bench` promises. Their values mean nothing here."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.__main__ import BENCHES
from benchmarks.figure import Figure, figure

pytestmark = pytest.mark.alone

SMALL: dict[str, dict[str, Any]] = {
    "queue_sort": {"count": 400, "rounds": 1},
    "queue_filter": {"count": 400, "rounds": 1, "words": 2},
    "queue_changes": {"count": 600, "rounds": 2},
    "queue_tick": {"count": 400, "seconds": 1},
    "search": {"count": 400, "rounds": 1},
    "deadline_pan": {"count": 400, "frames": 8},
    "map_pan": {"rounds": 1, "beside": False},
    "map_update": {"rounds": 2},
    "joint_board": {"count": 13, "runs": 1},
    "joint_move": {"count": 26, "rounds": 2},
    "start_warm": {"count": 400, "runs": 1},
    "memory": {"count": 400, "runs": 1, "settle": 1},
}
UNITS = {"queue_tick": "%", "memory": "MB", "deadline_pan": "frames/s", "map_pan": "frames/s"}
PEERS = {
    "queue_sort",
    "queue_filter",
    "queue_changes",
    "search",
    "deadline_pan",
    "map_update",
    "joint_board",
    "joint_move",
}


@pytest.mark.parametrize("name", SMALL)
def test_a_measurement_of_the_seat_runs(name: str) -> None:
    run: Callable[..., Figure] = importlib.import_module(f"benchmarks.{name}").run
    found = run(**SMALL[name])
    assert (found.name, found.unit) == (name, UNITS.get(name, "ms"))
    assert found.value > 0
    assert found.n >= 1
    assert (found.peer is not None, found.ratio is not None) == (name in PEERS, name in PEERS)


@pytest.mark.soak
def test_catching_up_runs() -> None:
    found = importlib.import_module("benchmarks.catch_up").run(missed=300, days=1, runs=1)
    assert (found.name, found.unit, found.n) == ("catch_up", "s", 1)
    assert 0 < found.value < 60


def test_every_measurement_has_a_module_that_runs() -> None:
    for name in BENCHES:
        assert callable(importlib.import_module(f"benchmarks.{name}").run)


def test_the_command_prints_json_lines_alone() -> None:
    code = (
        "import sys, benchmarks.search as s, benchmarks.__main__ as m;"
        "s.run.__defaults__ = (200, 1); sys.exit(m.main(['search']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    said = json.loads(line)
    assert set(said) == {"name", "value", "unit", "peer", "peer_value", "ratio", "n"}
    assert (said["name"], said["n"]) == ("search", 20)


def test_a_ratio_says_how_many_times_better() -> None:
    less = figure("a", "ms", [2.0, 4.0, 9.0], peer="p", peer_values=[8.0])
    more = figure("a", "/s", [4.0], peer="p", peer_values=[8.0], more_is_better=True)
    assert (less.value, less.ratio, less.n) == (4.0, 2.0, 3)
    assert more.ratio == 0.5
    assert figure("a", "ms", [1.0]).ratio is None
    with pytest.raises(ValueError, match="nothing was measured"):
        figure("a", "ms", [])
