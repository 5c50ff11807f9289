"""Where the axis is cut: days, hours, and slices in which what is too dense is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from widgets.lanes.axis import HOUR, MINUTE, Axis, Instants
from widgets.moments import clock_time, day

DAY = 24 * HOUR
HALF_DAY = 6 * HOUR
STEPS = (5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, HALF_DAY, DAY, 2 * DAY, 7 * DAY, 28 * DAY)
"""What slices may be long; those of a day and more are whole days, weeks begin on Mondays."""


class Days:
    """The local days of a zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._starts: dict[int, int] = {}

    def local(self, instant: int) -> datetime:
        """The instant as people there have it."""
        return datetime.fromtimestamp(instant / 1000, self.zone)

    def ordinal(self, instant: int) -> int:
        """The day it lies in, counted from 0001-01-01, a Monday, as 1."""
        return self.local(instant).toordinal()

    def start(self, ordinal: int) -> int:
        """When that day begins."""
        found = self._starts.get(ordinal)
        if found is None:
            midnight = datetime.fromordinal(ordinal).replace(tzinfo=self.zone)
            found = self._starts[ordinal] = round(midnight.timestamp() * 1000)
        return found

    def starts(self, begin: int, end: int, every: int = 1) -> Instants:
        """The beginnings of days from the one `begin` lies in to the first after `end`, each n-th of them."""
        first, last = self.ordinal(begin), self.ordinal(end) + 1
        first -= (first - 1) % every
        return np.array([self.start(n) for n in range(first, last + every, every)], np.int64)


def multiples(days: Days, begin: int, end: int, step: int) -> Instants:
    """The instants of the local clock from some before `begin` to some after `end` that are multiples of
    `step` from midnight, or each n-th midnight where a step is as many days."""
    if step >= DAY:
        return days.starts(begin, end, step // DAY)
    starts = days.starts(begin, end)
    found = (starts[:-1, None] + np.arange(0, DAY, step)[None, :]).astype(np.int64)
    # On the day that clocks are put forward, what would lie in the next day is there anyway.
    return found[found < starts[1:, None]]


def slices(axis: Axis, days: Days, begin: int, end: int, step: int, narrow: bool) -> Instants:
    """The cuts between slices of that step about [begin, end], in order; `narrow` says that a gap has no
    room for a count of its own, and belongs to what is before it.

    What falls due at the end of a span belongs to the span: a working limit is used up there, at 18:00.
    """
    found = multiples(days, begin, end, step)
    if not axis.folds:
        return found
    if step >= DAY:
        return _last_of_gaps(axis, found)
    outside = (found < axis.spans[0, 0]) | (found >= axis.spans[-1, 1])
    found = found[outside if step == HALF_DAY else ~axis.inside_gap(found)]
    edges = axis.spans[:, 0] if narrow or step == HALF_DAY else _edges(axis)
    # The span that `begin` lies in is cut from its own beginning on.
    first, last = np.searchsorted(edges, (begin, end), side="right")
    return np.unique(np.concatenate((found, edges[max(first - 1, 0) : last + 1])))


def _edges(axis: Axis) -> Instants:
    """The cuts at both ends of each span, in order."""
    return np.concatenate((axis.spans[:, :1], axis.spans[:, 1:] + 1), axis=1).reshape(-1)


def _last_of_gaps(axis: Axis, midnights: Instants) -> Instants:
    """Of the midnights in one gap the last: days off have no slice of their own."""
    inside = axis.inside_gap(midnights)
    gap = np.searchsorted(axis.spans[:, 0], midnights, side="right")
    followed = np.concatenate((inside[1:] & inside[:-1] & (gap[1:] == gap[:-1]), [False]))
    return midnights[~followed]


@dataclass(frozen=True, slots=True)
class Gap:
    """A folded gap and what it is called."""

    begin: int
    end: int
    name: str


def gap_names(axis: Axis, days: Days, begin: int, end: int) -> list[Gap]:
    """The gaps about [begin, end]: noon, night, or so many days off."""
    found = []
    gaps = axis.gaps()
    for start, stop in gaps[(gaps[:, 1] >= begin) & (gaps[:, 0] <= end)].tolist():
        nights = days.ordinal(stop) - days.ordinal(start)
        found.append(Gap(start, stop, _gap_name(days.local(start), days.local(stop), nights)))
    return found


def _gap_name(start: datetime, stop: datetime, nights: int) -> str:
    translate = QCoreApplication.translate
    if nights > 2:
        return translate("Lanes", "{n} days off").format(n=nights - 1)
    if nights == 2:
        return translate("Lanes", "1 day off")
    if nights == 1:
        return translate("Lanes", "night")
    noon = start.replace(hour=12, minute=30, second=0, microsecond=0)
    return translate("Lanes", "noon") if start <= noon < stop else ""


def slice_name(days: Days, begin: int, end: int) -> str:
    """`Mon 23 Nov 14:00–15:00`, or the days where it is of whole ones. A cut a millisecond past the end of
    a span is that end."""
    from_, to = days.local(begin - begin % 1000), days.local(end - end % 1000)
    if days.start(days.ordinal(begin)) == begin and days.start(days.ordinal(end)) == end:
        last = to - timedelta(days=1)
        return day(from_) if from_.date() == last.date() else f"{day(from_)} – {day(last)}"
    if from_.date() == to.date() or (to.hour, to.minute) == (0, 0):
        return f"{day(from_)} {clock_time(from_)}–{clock_time(to)}"
    return f"{day(from_)} {clock_time(from_)} – {day(to)} {clock_time(to)}"


def step_for(axis: Axis, scale: float, least: float) -> int:
    """The shortest step whose slices are at least so many px wide at that scale; the longest where none
    are."""

    def width(step: int) -> float:
        if not axis.folds or step < HALF_DAY:
            return step * scale
        whole = step / DAY * axis.day_length * scale
        # Half a day is one span; of a week two days are off.
        return whole * 1.8 if step == HALF_DAY else whole if step < 7 * DAY else whole * 5 / 7

    return next((step for step in STEPS if width(step) >= least), STEPS[-1])


def mondays(starts: Instants, days: Days) -> NDArray[np.bool_]:
    """Which of those days begin a week."""
    return np.array([days.local(start).weekday() == 0 for start in starts.tolist()], np.bool_)
