"""From mark to mark by keys, and what lies under the pointer."""

from __future__ import annotations

import numpy as np

from widgets.lanes.shown import Shown


def along(state: Shown, index: int, step: int) -> int | None:
    """The next (1) or previous (-1) mark of the same lane in time; None at its end."""
    of_lane = np.flatnonzero(state.lane == state.lane[index])
    at = int(np.searchsorted(of_lane, index)) + step
    return int(of_lane[at]) if 0 <= at < len(of_lane) else None


def across(state: Shown, lane: int, place: float, step: int, lanes: int) -> int | None:
    """In the next lane downwards (1) or upwards (-1) that has any, the mark nearest to that place."""
    while 0 <= (lane := lane + step) < lanes:
        of_lane = np.flatnonzero(state.lane == lane)
        if len(of_lane):
            return int(of_lane[np.argmin(np.abs(state.place[of_lane] - place))])
    return None


def last_of(state: Shown, lane: int) -> int | None:
    """The mark of the lane that falls due last."""
    of_lane = np.flatnonzero(state.lane == lane)
    return int(of_lane[-1]) if len(of_lane) else None


def first_from(state: Shown, place: float) -> int | None:
    """The first mark of any lane at that place or behind it; the last one before where there is none."""
    held = np.flatnonzero(state.lane >= 0)
    if not len(held):
        return None
    at = int(np.searchsorted(state.place[held], place))
    return int(held[min(at, len(held) - 1)])


def nearest(state: Shown, code: int, place: float) -> int | None:
    """The mark nearest to that place in the lane of that code."""
    of_lane = np.flatnonzero((state.marks.lane == code) & (state.lane >= 0))
    return int(of_lane[np.argmin(np.abs(state.place[of_lane] - place))]) if len(of_lane) else None


def mark_near(state: Shown, lane: int, place: float, row: float, within: float, pitch: float) -> int | None:
    """The drawn mark nearest to a place and a row (with a fraction) of a lane; `within` axis ms at most, and
    `pitch` is how many of them are as long as a row is high."""
    first, last = np.searchsorted(state.place, (place - within, place + within))
    part = slice(int(first), int(last))
    drawn = (state.lane[part] == lane) & (state.row[part] >= 0) & (state.counts.of[part] < 0)
    found = np.flatnonzero(drawn) + part.start
    if not len(found):
        return None
    far = np.hypot(state.place[found] - place, (state.row[found] - row) * pitch)
    nearest = int(np.argmin(far))
    return int(found[nearest]) if far[nearest] <= within else None


def count_at(state: Shown, lane: int, place: float) -> int | None:
    """The count whose slice of the lane holds the place."""
    counted = state.counts
    found = np.flatnonzero((counted.lane == lane) & (counted.begin <= place) & (place < counted.end))
    return int(found[0]) if len(found) else None
