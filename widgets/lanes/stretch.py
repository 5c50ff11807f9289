"""The stretch of the axis in sight, in px."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from widgets.lanes.axis import HOUR, MINUTE, Places

CLOSEST, FARTHEST = 600 / MINUTE / 5, 12 / (24 * HOUR)
"""Px per axis ms: at the closest five minutes are 600 px wide, at the farthest a day is 12."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`scale` px per axis ms; the place 0 stands `left` px left of the left edge. `left` is whole, so that
    what is painted moves by whole px and can be kept; `width` px are in sight.
    """

    left: int
    scale: float
    width: int

    def x(self, places: Places) -> Places:
        """Px from the left edge."""
        return places * self.scale - self.left

    def x_of(self, place: float) -> float:
        """`x` of one."""
        return place * self.scale - self.left

    def place(self, x: float) -> float:
        """What stands x px from the left edge."""
        return (x + self.left) / self.scale

    def bounds(self) -> tuple[float, float]:
        """The places at both edges."""
        return self.place(0), self.place(self.width)

    def moved(self, dx: int) -> Stretch:
        """After what is shown was drawn along by dx px, to the right where positive."""
        return replace(self, left=self.left - dx)

    def zoomed(self, factor: float, x: float) -> Stretch:
        """So many times as large, what stands at x where it was."""
        scale = min(max(self.scale * factor, FARTHEST), CLOSEST)
        return Stretch(round(self.place(x) * scale - x), scale, self.width)

    def standing(self, place: float, x: float) -> Stretch:
        """Of the same scale, with that place at x."""
        return replace(self, left=round(place * self.scale - x))

    def wide(self, width: int) -> Stretch:
        """The same from the left edge on, so many px wide."""
        return replace(self, width=width)

    @property
    def level(self) -> int:
        """The zoom in steps of the square root of two, rounded down: what is worked out for a level holds
        for all of its scales, as marks are never closer to each other than at `scale_of(level)`.
        """
        return level_of(self.scale)


def level_of(scale: float) -> int:
    """The level of a scale."""
    return math.floor(2 * math.log2(scale) + 1e-9)


def scale_of(level: int) -> float:
    """The smallest scale of a level."""
    return float(2.0 ** (level / 2))


def showing(begin: float, end: float, width: int) -> Stretch:
    """From one place to the other, with a little more on both sides."""
    scale = min(max(width * 0.92 / max(end - begin, 1.0), FARTHEST), CLOSEST)
    return Stretch(round((begin + end) / 2 * scale - width / 2), scale, width)


def whole(x: Places) -> NDArray[np.int64]:
    """Px as drawn."""
    return np.rint(x).astype(np.int64)
