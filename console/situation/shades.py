"""Steps of a fill by counts: few, each about equally often, at numbers that people read."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 5
_ROUND = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80)


def _rounded_up(value: int) -> int:
    tens = 1
    while value > _ROUND[-1] * tens:
        tens *= 10
    return next(n * tens for n in _ROUND if n * tens >= value)


def steps_of(counts: Sequence[int]) -> list[int]:
    """The highest count of each step but the last, ascending: [2, 5] means 1–2, 3–5, 6 and more. 0 has no
    step. Empty where one step is enough."""
    there = sorted(count for count in counts if count > 0)
    if not there:
        return []
    bounds = {_rounded_up(there[(len(there) * n) // MOST]) for n in range(1, MOST)}
    return sorted(bound for bound in bounds if bound < there[-1])
