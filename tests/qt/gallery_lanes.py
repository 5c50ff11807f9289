"""A board of lanes to be looked at: part of the gallery, and what the tests of the board stand on."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from tests.qt.gallery import MATTERS, NOW, ZONE
from widgets.lanes import Axis, Lane, LaneBoard, Load, Marks

LANES = (
    "望湖街道",
    "包公街道",
    "常青街道",
    "骆岗街道",
    "烟墩街道",
    "滨湖社区",
    "区城管局",
    "区住建局",
    "区市场监管局",
    "市政养护",
)
HOUR_MS = 3_600_000


def working_spans(first: datetime, days: int) -> NDArray[np.int64]:
    """08–12 and 14–18 of the working days among so many from a day on, as `LaneBoard.set_axis` takes them."""
    found = [
        [round(day.replace(hour=hour).timestamp() * 1000) for hour in hours]
        for day in (first + timedelta(days=n) for n in range(days))
        if day.weekday() < 5
        for hours in ((8, 12), (14, 18))
    ]
    return np.array(found, np.int64)


SPANS = working_spans(datetime(2026, 10, 12, tzinfo=ZONE), 120)


def some_marks(count: int, lanes: int = len(LANES), seed: int = 7) -> Marks:
    """So many, most of them ahead, some past; one in eight falls due at the end of a span."""
    random = np.random.default_rng(seed)
    axis, now = Axis(SPANS), round(NOW.timestamp() * 1000)
    away = random.exponential(14 * HOUR_MS, count)
    away[: count // 24] *= -1
    at = axis.instant(axis.place_of(now) + away)
    ends = random.random(count) < 0.12
    at[ends] = SPANS[np.minimum(np.searchsorted(SPANS[:, 1], at[ends]), len(SPANS) - 1), 1]
    amber = axis.instant(axis.place(at) - 1.5 * HOUR_MS)
    standing = random.random(count) < 0.04
    return Marks.of(np.arange(count), random.integers(0, lanes, count), at, amber, standing=standing)


def make_lanes(count: int = 620, lanes: int = len(LANES)) -> LaneBoard:
    """A board of deadlines."""
    board = LaneBoard(ZONE, name="时限台")
    board.set_axis(SPANS)
    board.set_lanes([Lane(n, LANES[n % len(LANES)]) for n in range(lanes)])
    marks, now = some_marks(count, lanes), round(NOW.timestamp() * 1000)
    board.set_marks(marks)
    hours = np.arange(now // HOUR_MS * HOUR_MS, now + 10 * 24 * HOUR_MS, HOUR_MS)
    due = np.histogram(marks.at, np.append(hours, hours[-1] + HOUR_MS))[0]
    board.set_load(Load.of(hours, hours + HOUR_MS, due, due // 6))
    board.set_load_caption("每小时到期")
    names = [matter[0] for matter in MATTERS]
    board.set_words(
        lambda key: f"{key:06d} {names[key % len(names)]}",
        lambda key: f"BH261120{key:06d} {names[key % len(names)]}\n{MATTERS[key % len(names)][1]}",
    )
    board.set_now(now)
    return board
