"""The backend's time on this machine.

The offset comes from the round trip with the smallest delay (its middle is when the backend read its clock),
counted on a clock that runs on through sleep. It is kept in the profile, so that a console started off line
counts on with it, and says so (`certain` is False).
"""

from __future__ import annotations

import sys
import time
from collections import deque

import msgspec

from contract.account import Time

KEEP = 8
"""Round trips remembered; the one with the smallest delay counts."""
STALE_MS = 600_000
"""A round trip older than this counts no more beside younger ones (crystals drift by up to 50 ms in that)."""

_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


def boot_ms() -> int:
    """Milliseconds of a clock that never steps and runs through sleep; only differences mean something."""
    if _BOOT is not None and sys.platform != "win32":
        return time.clock_gettime_ns(_BOOT) // 1_000_000
    # CPython's monotonic clock on Windows is GetTickCount64, which counts sleep as well.
    return time.monotonic_ns() // 1_000_000


class Kept(msgspec.Struct, frozen=True):
    """What the profile keeps: the backend's instant at one of this machine's wall clock, and its speed."""

    backend: int
    wall: int
    speed: float = 1.0


class _Sample(msgspec.Struct, frozen=True):
    boot: int
    backend: int
    delay: int


class BackendClock:
    """`now()` is the backend's time in ms since 1970 UTC."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._samples: deque[_Sample] = deque(maxlen=KEEP)
        self.speed = 1.0
        self.certain = False
        self.delay: int | None = None
        self._boot = boot_ms()
        self._backend = time.time_ns() // 1_000_000
        if kept is not None:
            self.speed = kept.speed
            self._backend = kept.backend + round((self._backend - kept.wall) * kept.speed)

    def now(self) -> int:
        """The backend's time, ms."""
        return self._backend + round((boot_ms() - self._boot) * self.speed)

    def seconds(self) -> float:
        """The backend's time in POSIX seconds, for widgets that tick."""
        return self.now() / 1000

    def heard(self, sent: int, received: int, answer: Time) -> None:
        """One round trip: `sent` and `received` are `boot_ms()` around it."""
        if answer.speed != self.speed:
            # Another speed is another clock: what was measured against the old one says nothing.
            self._samples.clear()
            self.speed = answer.speed
        self._samples.append(_Sample((sent + received) // 2, answer.now, received - sent))
        young = [s for s in self._samples if received - s.boot <= STALE_MS]
        best = min(young, key=lambda s: s.delay)
        self._boot, self._backend, self.delay = best.boot, best.backend, best.delay
        self.certain = True

    def keep(self) -> Kept:
        """What to keep for a start without the backend."""
        return Kept(self.now(), time.time_ns() // 1_000_000, self.speed)
