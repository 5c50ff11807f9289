"""The console does not grow and does not stall: a shift at ten times the volume, sped up.

Eight simulated hours in `make soak`, the beginning of a shift in `make test`. What is measured: every event
that the loop delivers to the GUI thread, from the program's start over log-in and log-out to its end, each
with all the slots, paints and events it causes, in that thread's own CPU time (`tests.soak.events`); what the
process holds, every two seconds; and now and then the references of None, True and False, with what holds
them (`tests.soak.holders`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.shift import Figures, play, told

RATE, SPEED = 10, 30
MOST_MS = 100.0
"""What a single event may take at the nominal pace, with all the slots it calls."""
FLAT = 0.05
LOOSE = 100
"""References of None, True and False that running frames and the interpreter's caches hold now and then."""
COUNTED = ("tasks", "threads", "files", "widgets", "objects", "timers")
ENDING = 2.0
"""How many times longer it may take to end an object late in the shift than early in it."""
GROWTH = {"tasks": 1, "threads": 0, "files": 3, "widgets": 40, "objects": 80, "timers": 2}
"""What the last window may hold more than the first: what happens to be open, not what piles up."""


def check(figures: Figures, counted: tuple[str, ...]) -> None:
    """Nothing has piled up."""
    print(told(figures))
    for name in counted:
        assert figures.growth(name) <= GROWTH[name], (name, figures.medians(name))
    for name in ("None", "True", "False"):
        # A lost or kept reference a call would be many thousands; what rows and columns hold of them is
        # accounted for.
        counts = figures.unaccounted(name)
        assert max(counts) - min(counts) <= LOOSE, (name, counts)
    endings = figures.medians("ending_ms")
    assert endings[-1] <= ENDING * endings[0], endings
    assert figures.worst()["even"] <= MOST_MS, figures.worst()


@pytest.mark.alone
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
