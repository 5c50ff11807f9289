"""When the alarms sound: by priority, again and again until somebody takes them, and not while muted."""

from __future__ import annotations

from collections.abc import Iterable

from .alarm import Alarm
from .kinds import PRIORITIES, Priority

EVERY_MS: dict[Priority, int] = {"high": 8_000, "medium": 20_000, "low": 60_000}
"""So often a sound comes again."""
MUTE_MS = 10 * 60_000
"""So long a seat is quiet after a person asked for it; nobody can silence it for good."""


class Calling:
    """Instants are ms of a clock that never steps (`console.clock.boot_ms`): a sound is for this room,
    whatever the backend's clock says."""

    def __init__(self) -> None:
        self._last: dict[Priority, int] = {}
        self._called: dict[Priority, int] = {}
        self.muted_until = 0

    def mute(self, now: int) -> None:
        """Quiet for ten minutes from now."""
        self.muted_until = now + MUTE_MS

    def unmute(self) -> None:
        """Sounds again."""
        self.muted_until = 0

    def muted(self, now: int) -> int:
        """How much longer it is quiet, ms; 0 for not at all."""
        return max(0, self.muted_until - now)

    def due(self, alarms: Iterable[Alarm], now: int) -> Priority | None:
        """What is to sound now, if anything. A new call sounds at once, what goes on calling at its pace; one
        sound at a time, that of the most urgent."""
        newest: dict[Priority, int] = {}
        for alarm in alarms:
            if alarm.demands:
                newest[alarm.priority] = max(newest.get(alarm.priority, 0), alarm.demanded_at)
        for priority in PRIORITIES:
            if priority not in newest:
                self._called.pop(priority, None)
                continue
            fresh = newest[priority] > self._called.get(priority, 0)
            again = now - self._last.get(priority, -EVERY_MS[priority]) >= EVERY_MS[priority]
            if not (fresh or again):
                return None
            self._called = newest
            if self.muted(now):
                return None
            for lesser in PRIORITIES[PRIORITIES.index(priority) :]:
                self._last[lesser] = now
            return priority
        return None
