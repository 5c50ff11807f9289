"""What is written along the axis: days, hours and gaps, as much as there is room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from widgets.lanes.axis import Axis, Places
from widgets.lanes.cuts import DAY, HALF_DAY, STEPS, Days, gap_names, mondays, multiples
from widgets.lanes.stretch import Stretch, scale_of
from widgets.moments import clock_time, day

SEEN = 3
"""Px that a gap must have to be shown."""

Measure = Callable[[str], float]
"""A text's px."""

AIR = 28
"""Px at 100 % from one label to the next at least."""


@dataclass(frozen=True, slots=True)
class DayOnAxis:
    """A day's first place in sight of the axis, and what is written there; "" where there is no room."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Good for all stretches of a level of zoom between two places: what is written has room at the
    smallest scale of the level."""

    begin: float
    end: float
    level: int
    lines: Places
    """Where a quiet line stands."""
    labels: tuple[tuple[float, str], ...]
    """Times of day, at their lines."""
    days: tuple[DayOnAxis, ...]
    gaps: tuple[tuple[float, float, str], ...]
    """Begin, end, name ("" without room for it)."""

    def covers(self, stretch: Stretch) -> bool:
        begin, end = stretch.bounds()
        return self.level == stretch.level and self.begin <= begin and end <= self.end


def hours(axis: Axis, days: Days, stretch: Stretch, measure: Measure, air: float) -> Hours:
    """What is written about a stretch, and half of its width more on both sides. The same for every stretch
    of a level, so that nothing written jumps when the stretch moves."""
    begin, end = stretch.bounds()
    begin, end = begin - (end - begin) / 2, end + (end - begin) / 2
    from_, to = axis.instant_of(begin), axis.instant_of(end)
    level = stretch.level
    scale, width = scale_of(level), measure("00:00") + air
    step = next((step for step in STEPS if step * scale >= width), STEPS[-1])
    found_days = _days(axis, days, from_, to, scale, measure, air)
    gaps = tuple(
        (
            first,
            last,
            gap.name if gap.name and measure(gap.name) + air / 2 <= (last - first) * scale else "",
        )
        for gap in gap_names(axis, days, from_, to)
        for first, last in [axis.place((gap.begin, gap.end)).tolist()]
        if (last - first) * scale >= SEEN
    )
    if step > HALF_DAY:
        midnights = np.array([found.place for found in found_days])
        return Hours(begin, end, level, midnights, (), found_days, gaps)
    at = multiples(days, from_, to, step)
    at = at[~axis.inside_gap(at)]
    opening = axis.spans[:, 0] if axis.folds else np.empty(0, np.int64)
    opening = opening[(opening >= from_) & (opening <= to)]
    places, openings = axis.place(at), axis.place(opening)
    mornings = np.array([found.place for found in found_days])
    first = np.isin(openings, mornings)
    # The day's first label comes first, then those behind gaps, then the others, as far as there is room.
    kept = np.concatenate((mornings, openings[~first][_far(openings[~first], mornings, width / scale)]))
    kept = np.concatenate((kept, places[_far(places, kept, width / scale)]))
    labels = tuple(
        (place, clock_time(days.local(instant)))
        for place, instant in zip(kept.tolist(), axis.instant(kept).tolist(), strict=True)
    )
    lines = np.unique(np.concatenate((places, openings)))
    return Hours(begin, end, level, lines, labels, found_days, gaps)


def _far(places: Places, from_: Places, least: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which are at least so far from all of the others."""
    if not len(from_) or not len(places):
        return np.ones(len(places), np.bool_)
    others = np.sort(from_)
    at = np.searchsorted(others, places)
    before = places - others[np.maximum(at - 1, 0)]
    behind = others[np.minimum(at, len(others) - 1)] - places
    near_before = (at > 0) & (before < least)
    near_behind = (at < len(others)) & (behind < least)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~near_before & ~near_behind
    return found


def _days(
    axis: Axis, days: Days, from_: int, to: int, scale: float, measure: Measure, air: float
) -> tuple[DayOnAxis, ...]:
    """The days that have a place of their own: at midnight, or where the gap it lies in ends that day."""
    starts = days.starts(from_, to)
    seen = starts.copy()
    inside = axis.inside_gap(starts)
    behind = np.searchsorted(axis.spans[:, 0], starts[inside], side="right")
    seen[inside] = axis.spans[behind, 0]
    # A day off has no place: the gap goes on until another day.
    own = np.concatenate((seen[:-1] < starts[1:], [True]))
    starts, seen = starts[own], seen[own]
    places = axis.place(seen)
    if not len(starts):
        return ()
    long = [day(days.local(start)) for start in starts.tolist()]
    short = [f"{moment.month}-{moment.day}" for moment in map(days.local, starts.tolist())]
    room = (axis.day_length if axis.folds else DAY) * scale - air
    if max(map(measure, long)) <= room:
        texts = long
    elif measure("12-30") <= room:
        texts = short
    else:
        weekly = room * 5 >= measure("12-30")
        monday = mondays(starts, days)
        firsts = np.array([days.local(start).day <= 7 for start in starts.tolist()])
        named = monday if weekly else monday & firsts
        texts = [text if shown else "" for text, shown in zip(short, named.tolist(), strict=True)]
        if room < air:
            # Where days are a few px each, those without a name are not shown at all.
            kept = [n for n, text in enumerate(texts) if text]
            places, texts = places[kept], [texts[n] for n in kept]
    return tuple(DayOnAxis(place, text) for place, text in zip(places.tolist(), texts, strict=True))
