"""The console does not grow and does not stall: a shift at ten times the volume, sped up.

Eight simulated hours in `make soak`, the beginning of a shift in `make test`. The times are the GUI thread's
own CPU, which a busy machine does not lengthen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.shift import Figures, play, told

RATE, SPEED = 10, 30
MOST_MS = 100.0
"""What a single event may take, with all the slots it calls."""
FLAT = 0.05
COUNTED = ("tasks", "threads", "files", "widgets", "objects", "timers")
GROWTH = {"tasks": 3, "threads": 0, "files": 3, "widgets": 40, "objects": 80, "timers": 2}
"""What the last window may hold more than the first: what happens to be open, not what piles up."""


def check(figures: Figures, counted: tuple[str, ...]) -> None:
    """Nothing has piled up."""
    print(told(figures))
    for name in counted:
        assert figures.growth(name) <= GROWTH[name], (name, figures.medians(name))
    for name in ("None", "True", "False"):
        # A lost or kept reference a call would be many thousands by now; what rows hold of them is not.
        assert min(figures.medians(name)) > 1_000, (name, figures.medians(name))


@pytest.mark.timeout(600)
def test_the_beginning_of_a_shift(tmp_path: Path) -> None:
    figures = play(tmp_path, hours=0.5, speed=SPEED, rate=RATE)
    assert len(figures.samples) > 10
    # Screens and panels seen for the first time are still being made: their widgets count in the long run.
    check(figures, ("tasks", "threads", "files", "timers"))


@pytest.mark.soak
@pytest.mark.timeout(2400)
def test_eight_hours_at_ten_times_the_volume(tmp_path: Path) -> None:
    figures = play(tmp_path, hours=8, speed=SPEED, rate=RATE)
    check(figures, COUNTED)
    assert figures.spread("rss_kb") <= FLAT, figures.medians("rss_kb")
    assert figures.spread("None") <= 0.5, figures.medians("None")
    assert figures.worst()["slow"] <= MOST_MS, figures.worst()
