"""The time ahead cut into slices, and how many tickets fall due in each: working hours one by one, what lies
between them (nights, weekends, holidays) folded into one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contract.clock import HOUR, MINUTE, Calendar


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of time, instants in ms: due in it is what is due after `begin` and up to `end`, so that
    18:00 belongs to the last working hour. `working`: an hour (or the rest of one) of work, else the time
    until work goes on."""

    begin: int
    end: int
    working: bool


def slices(now: int, calendar: Calendar, most: int) -> list[Slice]:
    """The first `most` slices from an instant on, without a gap."""
    found: list[Slice] = []
    at = now
    for begin, finish in calendar.spans_from(now):
        if begin > at:
            found.append(Slice(at, begin, False))
        at = begin
        while at < finish and len(found) < most:
            end = min(finish, _next_hour(at, calendar))
            found.append(Slice(at, end, True))
            at = end
        if len(found) >= most:
            break
    return found[:most]


def _next_hour(at: int, calendar: Calendar) -> int:
    """The next whole hour of the local day after an instant."""
    offset = calendar.utc_offset * MINUTE
    return ((at + offset) // HOUR + 1) * HOUR - offset


def fall_due(
    due: NDArray[np.float64], lanes: NDArray[np.int32], count: int, cut: list[Slice]
) -> NDArray[np.int64]:
    """How many fall due, (count, len(cut)): by lane code (below `count`) and slice. `due` may hold NaN."""
    if not cut or not count:
        return np.zeros((count, len(cut)), np.int64)
    ends = np.array([s.end for s in cut], np.float64)
    ahead = (due >= cut[0].begin) & (due <= ends[-1])
    cells = lanes[ahead].astype(np.int64) * len(cut) + np.searchsorted(ends, due[ahead], side="left")
    return np.bincount(cells, minlength=count * len(cut)).reshape(count, len(cut)).astype(np.int64)
