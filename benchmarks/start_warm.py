"""Process start to a usable queue of 100,000 tickets out of the replica, in ms.

Counted from before the process is made to the queue's first painted rows, with the loop idle again, so that a
key would act. The seat sits down without its log-in page and without a backend: what a person types is not
measured. The rows are those of `benchmarks.seat`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, environment, prepare
from stage.screen import VirtualScreen

RUNS = 5


def measure(profile: Path, environment: dict[str, str]) -> float:
    """One start, in ms."""
    began = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.start_child", str(profile)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return (int(done.stdout.split()[-1]) - began) / 1e6


def run(count: int = TICKETS, runs: int = RUNS) -> Figure:
    """The median of `runs` starts; the first one, which reads the disk, is not counted."""
    with tempfile.TemporaryDirectory(prefix="grid-start-") as folder, VirtualScreen() as screen:
        profile = Path(folder) / "profile"
        prepare(profile, count)
        values = [measure(profile, environment(screen)) for _ in range(runs + 1)][1:]
    return figure("start_warm", "ms", values)
