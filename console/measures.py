"""What areas are measured by: how many open tickets lie in each, counted from the columns; and over which
days the centre's own measures look back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contract.calendar import Calendar
from contract.counting import Period
from contract.measures import DAYS

from .replica.column import Coded
from .replica.columns import Slots

STEPS = tuple(n * 10**power / 10 for power in range(6) for n in (1, 2, 3, 5, 8))
"""Round numbers at which the shades of a figure begin: 0.1 … 8, 10 … 80, 100 … 800, 1,000 … 80,000."""
SHADES = 5
"""So many there are: one below the first step, one from each step on."""


class AreaCounts:
    """Counts by the areas of a level. The level of each path is looked up once."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._index: dict[str, int] = {}
        self._of_path: NDArray[np.int32] = np.zeros(0, np.int32)

    def set_areas(self, codes: list[str]) -> None:
        """The codes of the level."""
        if codes != self._codes:
            self._codes = list(codes)
            self._index = {code: place for place, code in enumerate(codes)}
            self._of_path = np.zeros(0, np.int32)

    def count(self, paths: Coded, slots: Slots) -> dict[str, int]:
        """How many of the slots lie at or below each area of the level, the areas with none among them."""
        self._look_up(paths.values)
        places = self._of_path[paths.codes[slots]]
        counts = np.bincount(places[places >= 0], minlength=len(self._codes))
        return dict(zip(self._codes, counts.tolist(), strict=True))

    def _look_up(self, values: list[str]) -> None:
        known = len(self._of_path)
        if known > len(values):
            # The columns were loaded anew: a code is another path now.
            self._of_path, known = np.zeros(0, np.int32), 0
        if known < len(values):
            found = [self._place(path) for path in values[known:]]
            self._of_path = np.concatenate((self._of_path, np.array(found, np.int32)))

    def _place(self, path: str) -> int:
        return next((self._index[code] for code in path.split("/") if code in self._index), -1)

    def forget(self) -> None:
        """The columns are loaded anew."""
        self._of_path = np.zeros(0, np.int32)


def steps_up_to(most: float, least: float = 1.0) -> tuple[float, ...]:
    """At which values the shades begin, none below `least`, where the largest value is `most`: round
    numbers, the same ones for values that are near each other, so that a shade does not turn with every
    ticket. As many at most as leave each shade its own colour."""
    reached = [step for step in STEPS if least <= step <= most] or [max(least, STEPS[0])]
    if len(reached) < SHADES:
        return tuple(float(step) for step in reached)
    places = np.linspace(0, len(reached) - 1, SHADES - 1).round().astype(int)
    return tuple(float(reached[place]) for place in places)


def last_days(calendar: Calendar, now: int, days: int = DAYS) -> Period:
    """The last local days up to now, today among them."""
    today = calendar.day(now)
    return Period(calendar.midnight(today - days + 1), calendar.midnight(today + 1))
