"""The one clock that everything in the backend reads.

`SystemClock` is real time. `SimulatedClock` starts at an instant and runs at a speed; tests stop it and
move it by hand. Neither ever goes back.
"""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """An instant in ms since 1970, and how fast it runs against real time."""

    @property
    def speed(self) -> float:
        """1.0 outside simulations."""

    def now(self) -> int:
        """The instant now; never before one that was given earlier."""


class SystemClock:
    """The machine's time, held still where the machine's own is set back."""

    speed = 1.0

    def __init__(self) -> None:
        self._last = 0

    def now(self) -> int:
        """The instant now."""
        self._last = max(self._last, time.time_ns() // 1_000_000)
        return self._last


class SimulatedClock:
    """A clock that starts at `origin` and runs `speed` times as fast as real time (0 stands still)."""

    def __init__(self, origin: int, speed: float) -> None:
        self._origin = origin
        self._since = time.monotonic_ns()
        self.speed = speed

    def now(self) -> int:
        """The instant now."""
        return self._origin + int((time.monotonic_ns() - self._since) / 1_000_000 * self.speed)

    def run_at(self, speed: float) -> None:
        """Go on from now at another speed."""
        now = self.now()
        self._since, self._origin, self.speed = time.monotonic_ns(), now, speed

    def move(self, ms: int) -> None:
        """Set the clock forward."""
        if ms < 0:
            raise ValueError("a clock does not go back")
        self._origin += ms
