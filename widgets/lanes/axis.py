"""Time as an axis on which what does not count is folded: instants to places and back, both ways exact.

A place is a float in axis milliseconds. Inside a span the axis runs as time does, so that a place differs
from its instant by a whole number; a gap between two spans is as short as `FOLDED` says, and whatever falls
into it keeps its order there. Beyond the first and the last span time runs on unfolded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

MINUTE = 60_000
HOUR = 60 * MINUTE

FOLDED = ((4 * HOUR, 20 * MINUTE), (2**62, 40 * MINUTE))
"""Gaps up to so long, and how much of the axis they keep: noon, and nights with all that may join them. In
what is left a few things that fall due at night still stand beside each other."""

Instants = NDArray[np.int64]
Places = NDArray[np.float64]


class Axis:
    """`spans` is (n, 2): begin and end of the working spans, [begin, end) in int ms UTC, in order; those
    that touch are one. None or none at all folds nothing.

    Raises ValueError where spans overlap, are empty or not in order.
    """

    def __init__(self, spans: ArrayLike | None = None) -> None:
        given = np.empty((0, 2), np.int64) if spans is None else np.asarray(spans, np.int64).reshape(-1, 2)
        if np.any(given[:, 0] >= given[:, 1]) or np.any(given[1:, 0] < given[:-1, 1]):
            raise ValueError("spans must have a length, be in order and not overlap")
        apart = given[1:, 0] > given[:-1, 1]
        begins = given[np.concatenate(([True], apart))[: len(given)], 0]
        ends = given[np.concatenate((apart, [True]))[: len(given)], 1]
        self.spans: Instants = np.column_stack((begins, ends))
        """As given, those that touch joined."""
        self._origin = int(begins[0]) if len(begins) else 0
        self._knots = (self.spans.reshape(-1) - self._origin).astype(np.float64)
        lengths = np.diff(self.spans.reshape(-1))
        lengths[1::2] = kept_of(lengths[1::2])
        self._places = np.concatenate(([0.0], np.cumsum(lengths, dtype=np.float64)))[: len(self._knots)]

    @property
    def folds(self) -> bool:
        """Whether there is a gap at all."""
        return len(self.spans) > 1

    @property
    def day_length(self) -> float:
        """How much of the axis a day of work takes, noon and the night behind it included: the median; 24
        hours where nothing is folded."""
        nights = np.flatnonzero(np.diff(self.spans.reshape(-1))[1::2] > FOLDED[0][0])
        morning = self._places[2 * nights + 2]
        return float(np.median(np.diff(morning))) if len(morning) > 1 else 24.0 * HOUR

    def gaps(self) -> Instants:
        """(n, 2): the gaps between the spans, [begin, end)."""
        return np.column_stack((self.spans[:-1, 1], self.spans[1:, 0]))

    def place(self, instants: ArrayLike) -> Places:
        """Where those instants stand, of the same shape."""
        since = (np.asarray(instants, np.int64) - self._origin).astype(np.float64)
        return self._through(since, self._knots, self._places)

    def instant(self, places: ArrayLike) -> Instants:
        """Which instants stand there, to the ms."""
        found = self._through(np.asarray(places, np.float64), self._places, self._knots)
        return np.rint(found).astype(np.int64) + self._origin

    def place_of(self, instant: int) -> float:
        """`place` of one."""
        return float(self.place(np.array([instant]))[0])

    def instant_of(self, place: float) -> int:
        """`instant` of one."""
        return int(self.instant(np.array([place]))[0])

    def inside_gap(self, instants: ArrayLike) -> NDArray[np.bool_]:
        """Whether each lies in a gap, at its begin or later, before its end."""
        found = np.asarray(instants, np.int64)
        span = np.searchsorted(self.spans[:, 0], found, side="right") - 1
        inside = (span >= 0) & (span < len(self.spans) - 1)
        return inside & (found >= self.spans[np.where(inside, span, 0), 1]) if self.folds else inside

    def _through(self, values: Places, from_: Places, to: Places) -> Places:
        if not len(from_):
            return values
        found = np.interp(values, from_, to)
        # Beyond the ends as time runs.
        found = np.where(values < from_[0], values - from_[0] + to[0], found)
        return np.where(values > from_[-1], values - from_[-1] + to[-1], found)


def kept_of(lengths: Instants) -> Instants:
    """How much of the axis gaps of those lengths (ms) keep: never more than they are long."""
    (noon, short), (_, long) = FOLDED
    kept: Instants = np.minimum(np.where(lengths <= noon, short, long), lengths)
    return kept


def spans_of(pairs: Sequence[tuple[int, int]]) -> Instants:
    """Pairs as the array `Axis` takes."""
    return np.array(pairs, np.int64).reshape(-1, 2)
