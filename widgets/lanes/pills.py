"""Where counts stand, and which marks are out of sight: never a number that is cut, none counted twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from widgets.lanes.axis import Places
from widgets.lanes.shown import Shown
from widgets.lanes.stretch import Stretch

AIR = 2
"""Px between a count and the edge of what is in sight of its slice."""

Tallies = NDArray[np.int64]
"""(lanes, 4): counts by lane and code of light."""


@dataclass(frozen=True, slots=True, eq=False)
class Pills:
    """By count: `x` where its middle stands, whether it is `shown`, and whether its slice is `before` or
    `behind` what is in sight, or has too little in it for the number."""

    x: Places
    shown: NDArray[np.bool_]
    before: NDArray[np.bool_]
    behind: NDArray[np.bool_]


def pills(state: Shown, stretch: Stretch, width: float) -> Pills:
    """Of counts so many px wide. One stands in the middle of its slice, or as near to it as it is whole."""
    left, right = stretch.x(state.counts.begin), stretch.x(state.counts.end)
    middle, half = (left + right) / 2, width / 2 + AIR
    inside = (left >= 0) & (right <= stretch.width)
    low, high = np.maximum(left, 0) + half, np.minimum(right, stretch.width) - half
    shown = inside | (low <= high)
    x = np.where(low <= high, np.clip(middle, low, np.maximum(low, high)), middle)
    x = np.clip(x, half, max(half, stretch.width - half))
    return Pills(x, shown, ~shown & (middle < stretch.width / 2), ~shown & (middle >= stretch.width / 2))


def tallies(lane: NDArray[np.int64], light: NDArray[np.int8], lanes: int) -> Tallies:
    """Counts by lane and light; marks of no lane are left out."""
    held = lane >= 0
    found = np.bincount(lane[held] * 4 + light[held], minlength=lanes * 4)
    return found.astype(np.int64).reshape(-1, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """Masks of marks: out of sight to the left, and to the right. What a count in sight counts is in
    sight."""

    before: NDArray[np.bool_]
    behind: NDArray[np.bool_]

    def tallies(self, state: Shown, lanes: int, side: int) -> Tallies:
        """By lane and light, those on the left (-1) or on the right (1)."""
        which = self.before if side < 0 else self.behind
        return tallies(state.lane[which], state.light[which], lanes)


def beyond(state: Shown, stretch: Stretch, width: float) -> Beyond:
    """What is out of sight, with counts so many px wide."""
    begin, end = stretch.bounds()
    before, behind = state.place < begin, state.place >= end
    counted = state.counts.of >= 0
    if counted.any():
        found, of = pills(state, stretch, width), state.counts.of[counted]
        before[counted], behind[counted] = found.before[of], found.behind[of]
    return Beyond(before, behind)
