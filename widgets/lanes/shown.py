"""Marks as they stand at a level of zoom: rows, counts and lights, and what two such states differ in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from widgets.lanes.axis import Axis, Places
from widgets.lanes.cuts import HALF_DAY, Days, slices, step_for
from widgets.lanes.marks import Lane, Marks, indices
from widgets.lanes.packing import Counts, Packed, counted, packed, repacked
from widgets.lanes.stretch import scale_of


@dataclass(frozen=True, slots=True)
class Measures:
    """How large things are, in px: `apart` from mark to mark, `rows` in a lane, `pill` a count's width."""

    apart: int
    rows: int
    pill: int


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """`marks` in the order of their instants; all columns go by them. `lane` is the row of the board, -1 for
    none; `row` the row inside it; `room` how far the next thing to the right in that row is, in axis ms.
    """

    marks: Marks
    lane: NDArray[np.int64]
    place: Places
    light: NDArray[np.int8]
    packing: Packed
    counts: Counts
    number: NDArray[np.int64]
    """How many each of the counts counts."""
    worst: NDArray[np.int8]
    """The most urgent light in each of the counts."""
    room: Places
    level: int
    measures: Measures

    @property
    def row(self) -> NDArray[np.int8]:
        return self.packing.row

    def index(self, key: int) -> int | None:
        """Which mark has that key."""
        found = np.flatnonzero(self.marks.key == key)
        return int(found[0]) if len(found) else None


def shown(
    marks: Marks,
    lanes: list[Lane],
    axis: Axis,
    days: Days,
    now: int,
    level: int,
    measures: Measures,
    before: Shown | None = None,
) -> Shown:
    """What there is to see of those marks, which are in their order (`Marks.ordered`). `before` is what was
    seen of others at the same level: whatever did not change since keeps its row."""
    place = axis.place(marks.at)
    lane = indices(lanes, marks.lane)
    code = np.where(lane >= 0, marks.lane, -1)
    scale = scale_of(level)
    if before is not None and before.level == level and before.measures == measures:
        packing = repacked(before.packing, marks.key, code, place)
    else:
        packing = packed(marks.key, code, place, measures.apart / scale, measures.rows)
    cuts = np.empty(0)
    if len(marks):
        step = step_for(axis, scale, measures.pill + 4)
        # A gap keeps a count of its own where the narrowest has room for it.
        narrow = step >= HALF_DAY or _narrowest(axis) * scale < measures.pill + 4
        cuts = axis.place(slices(axis, days, int(marks.at[0]), int(marks.at[-1]), step, narrow))
    packing, tallied = counted(packing, cuts)
    tallied = replace(tallied, lane=indices(lanes, tallied.lane))
    room = _room(lane, packing, tallied)
    light = marks.lights_at(now)
    number, worst = _tallied(tallied, light)
    return Shown(
        marks, lane, place, light, packing, tallied, number, worst, room, level, measures,
    )  # fmt: skip


def turned(state: Shown, now: int) -> Shown:
    """The same at another instant: only lights turn."""
    light = state.marks.lights_at(now)
    number, worst = _tallied(state.counts, light)
    return Shown(
        state.marks, state.lane, state.place, light, state.packing, state.counts, number, worst,
        state.room, state.level, state.measures,
    )  # fmt: skip


def _narrowest(axis: Axis) -> float:
    edges = axis.place(axis.gaps())
    return float((edges[:, 1] - edges[:, 0]).min()) if len(edges) else np.inf


def _tallied(tallied: Counts, light: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    inside = tallied.of >= 0
    number = np.bincount(tallied.of[inside], minlength=len(tallied)).astype(np.int64)
    worst = np.zeros(len(tallied), np.int8)
    np.maximum.at(worst, tallied.of[inside], light[inside])
    return number, worst


def _room(lane: NDArray[np.int64], packing: Packed, tallied: Counts) -> Places:
    """How far each mark's next neighbour to the right is; counts are in the way of all rows."""
    room = np.full(len(packing.key), np.inf)
    drawn = np.flatnonzero((packing.row >= 0) & (tallied.of < 0))
    order = drawn[np.lexsort((packing.place[drawn], packing.row[drawn], lane[drawn]))]
    if len(order) > 1:
        one, next_ = order[:-1], order[1:]
        same = (lane[one] == lane[next_]) & (packing.row[one] == packing.row[next_])
        room[one[same]] = (packing.place[next_] - packing.place[one])[same]
    if len(tallied):
        # Lanes end to end on one line, so that one search serves them all.
        long = float(np.ptp(np.concatenate((packing.place, tallied.begin, tallied.end)))) + 1.0
        least = min(float(packing.place.min()), float(tallied.begin.min()))
        begins = np.sort(tallied.lane * long + (tallied.begin - least))
        own = lane[drawn] * long + (packing.place[drawn] - least)
        at = np.searchsorted(begins, own)
        next_begin = np.where(at < len(begins), begins[np.minimum(at, len(begins) - 1)], np.inf)
        same = next_begin < (lane[drawn] + 1) * long
        room[drawn] = np.minimum(room[drawn], np.where(same, next_begin - own, np.inf))
    return room


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Stretches of lanes that look another way."""

    lane: NDArray[np.int64]
    begin: Places
    end: Places


def differences(old: Shown, new: Shown, renamed: NDArray[np.int64]) -> Differences:
    """Between two states of one level and one size; marks of the `renamed` keys count as other ones."""
    gone = _unlike(old, new, renamed)
    come = _unlike(new, old, renamed)
    lost, made = _counts_unlike(old, new), _counts_unlike(new, old)
    return Differences(
        np.concatenate((old.lane[gone], new.lane[come], old.counts.lane[lost], new.counts.lane[made])),
        np.concatenate((old.place[gone], new.place[come], old.counts.begin[lost], new.counts.begin[made])),
        np.concatenate((old.place[gone], new.place[come], old.counts.end[lost], new.counts.end[made])),
    )


def _unlike(one: Shown, other: Shown, renamed: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those drawn in one that are not drawn so in the other."""
    drawn = np.flatnonzero((one.row >= 0) & (one.counts.of < 0))
    if not len(other.marks):
        return drawn
    order = np.argsort(other.marks.key, kind="stable")
    at = np.searchsorted(other.marks.key[order], one.marks.key[drawn])
    found = order[np.minimum(at, len(order) - 1)]
    same = (
        (other.marks.key[found] == one.marks.key[drawn])
        & (other.counts.of[found] < 0)
        & (other.row[found] == one.row[drawn])
        & (other.lane[found] == one.lane[drawn])
        & (other.place[found] == one.place[drawn])
        & (other.light[found] == one.light[drawn])
        & (other.marks.standing[found] == one.marks.standing[drawn])
        & ~np.isin(one.marks.key[drawn], renamed)
    )
    unlike: NDArray[np.int64] = drawn[~same]
    return unlike


def _counts_unlike(one: Shown, other: Shown) -> NDArray[np.int64]:
    held = {
        (lane, begin, end): (number, worst)
        for lane, begin, end, number, worst in zip(
            other.counts.lane.tolist(), other.counts.begin.tolist(), other.counts.end.tolist(),
            other.number.tolist(), other.worst.tolist(), strict=True,
        )
    }  # fmt: skip
    unlike = [
        n
        for n, (lane, begin, end, number, worst) in enumerate(
            zip(
                one.counts.lane.tolist(), one.counts.begin.tolist(), one.counts.end.tolist(),
                one.number.tolist(), one.worst.tolist(), strict=True,
            )
        )
        if held.get((lane, begin, end)) != (number, worst)
    ]  # fmt: skip
    return np.array(unlike, np.int64)
