"""Due instants against a computation of another kind: every minute of six years as an array, worked or not.

The calendar is read here from its publication; nothing of the product's arithmetic is used for what is
expected. Pauses are cut out of the axis of working time instead of being walked through.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.service.calendar import build
from contract import clock
from contract.clock import Clock, Limit

Instants = NDArray[np.int64]

CASES = 100_000
SHARE = 0.2
MINUTE, DAY = 60_000, 86_400_000
YEARS = (2023, 2024, 2025, 2026)
FIRST, LAST = date(2022, 12, 31), date(2029, 1, 1)
ZERO = ((FIRST - date(1970, 1, 1)).days * 24 - 8) * 60 * MINUTE
"""The first minute of the axis: midnight in Shanghai."""
NEW_YEAR = ZERO + (date(2027, 1, 1) - FIRST).days * DAY
UNITS = {
    "minutes": MINUTE,
    "hours": 60 * MINUTE,
    "natural_days": DAY,
    "urgent_hours": 60 * MINUTE,
    "working_hours": 60 * MINUTE,
    "working_days": 480 * MINUTE,
}
WORKING = ("working_hours", "working_days")
CALENDAR = build(((480, 720), (840, 1080)), 480)


class Minutes:
    """Working time as the publication has it: the worked minutes, and how many lie before each minute."""

    def __init__(self, folder: Path) -> None:
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
        self.turned: dict[date, bool] = {}
        for year in YEARS:
            read = json.loads((folder / f"calendar/holiday-cn-{year}.json").read_text("utf-8"))
            self.turned |= {date.fromisoformat(d["date"]): not d["isOffDay"] for d in read["days"]}
        worked_days = np.array([self.turned.get(day, day.weekday() < 5) for day in days])
        of_day = np.arange(1440)
        office = ((of_day >= 480) & (of_day < 720)) | ((of_day >= 840) & (of_day < 1080))
        self.worked = (worked_days[:, None] & office[None, :]).ravel()
        self.before = np.concatenate([[0], np.cumsum(self.worked)])
        self.minutes = np.flatnonzero(self.worked)

    def position(self, at: Instants) -> Instants:
        """Working ms before an instant."""
        minute, rest = (at - ZERO) // MINUTE, (at - ZERO) % MINUTE
        return self.before[minute] * MINUTE + np.where(self.worked[minute], rest, 0)

    def instant(self, position: Instants) -> Instants:
        """The earliest instant before which so many working ms lie."""
        nth = -(-position // MINUTE)
        return ZERO + self.minutes[nth - 1] * MINUTE + position - (nth - 1) * MINUTE


@pytest.fixture(scope="module")
def minutes(shared_data: Path) -> Minutes:
    return Minutes(shared_data)


def due_of(
    minutes: Minutes, working: NDArray[np.bool_], begin: Instants, amount: Instants, pauses: Instants
) -> Instants:
    """When amounts are used up. `pauses` (cases, n, 2) in order, not overlapping."""

    def place(at: Instants) -> Instants:
        return np.where(working, minutes.position(at), at)

    target = place(begin) + amount
    for n in range(pauses.shape[1]):
        since, until = place(pauses[:, n, 0]), place(pauses[:, n, 1])
        target = np.where(since < target, target + until - since, target)
    return np.where(working, minutes.instant(np.where(working, target, MINUTE)), target)


def drawn_starts(draw: np.random.Generator, minutes: Minutes, count: int) -> Instants:
    """Half anywhere in the four years, half within four days of a holiday or a make-up day; some in the last
    days of them."""
    whole = (date(2027, 1, 1) - date(2023, 1, 1)).days * DAY
    anywhere = ZERO + DAY + draw.integers(0, whole, count)
    special = np.array([(day - FIRST).days for day in minutes.turned if day.year in YEARS])
    near = ZERO + draw.choice(special, count) * DAY + draw.integers(-4 * DAY, 4 * DAY, count)
    begin = np.where(draw.random(count) < 0.5, anywhere, near)
    begin = np.where(draw.random(count) < 0.03, NEW_YEAR - draw.integers(1, 20 * DAY, count), begin)
    round_ = np.where(draw.random(count) < 0.3, 30 * MINUTE, 1)
    begin = begin // round_ * round_
    return np.clip(begin, ZERO + DAY, ZERO + DAY + whole - 1)


def test_a_hundred_thousand_deadlines_are_the_same_to_the_millisecond(minutes: Minutes) -> None:
    draw = np.random.default_rng(20261122)
    units = list(UNITS)
    unit = draw.integers(0, len(units), CASES)
    length = np.array([UNITS[name] for name in units])[unit]
    # Quarters, so that the product's arithmetic of a value times a unit is exact here, too.
    quarters = np.ceil(draw.random(CASES) ** 2 * np.array([4000, 800, 80, 400, 400, 80])[unit]).astype(
        np.int64
    )
    amount = quarters * length // 4
    working = np.isin(np.array(units)[unit], WORKING)
    begin = drawn_starts(draw, minutes, CASES)
    gaps = (draw.random((CASES, 6)) ** 3 * 12 * DAY).astype(np.int64)
    gaps[draw.random((CASES, 6)) < 0.05] = 0
    edges = begin[:, None] + np.cumsum(gaps, axis=1)
    pauses = edges.reshape(CASES, 3, 2)
    number = draw.integers(0, 4, CASES)
    for n in range(3):
        gone = number <= n
        pauses[gone, n, :] = pauses[gone, n, :1]  # a pause that takes nothing
    more = np.where(draw.random((CASES, 2)) < 0.3, draw.integers(1, 3 * DAY, (CASES, 2)), 0)
    when = draw.integers(0, 7, (CASES, 2))
    stands = (number > 0) & (draw.random(CASES) < 0.15)
    total = amount + more.sum(axis=1)
    due = due_of(minutes, working, begin, total, pauses)
    green = np.round(total * (1 - SHARE)).astype(np.int64)
    amber = np.minimum(due_of(minutes, working, begin, green, pauses), due)
    stood = pauses[np.arange(CASES), np.maximum(number - 1, 0), 0]
    # One that stands for good: its last pause never ends, so what is used up after it is not known.
    before = np.where(_last(number), pauses[:, :, :1], pauses)
    open_due = due_of(minutes, working, begin, total, before)
    open_amber = np.minimum(due_of(minutes, working, begin, green, before), open_due)
    left_open = stands & (open_due >= stood)
    due, amber = np.where(stands, open_due, due), np.where(stands, open_amber, amber)
    provisional = working & (np.where(left_open, stood, due) >= NEW_YEAR)
    wrong = []
    for n in range(CASES):
        made = _made(
            Limit(int(quarters[n]) / 4, units[unit[n]]),
            int(begin[n]),
            pauses[n, : number[n]].tolist(),
            sorted(zip(when[n].tolist(), more[n].tolist(), strict=True)),
            bool(stands[n]),
        )
        expected = (None, None) if left_open[n] else (due[n], amber[n])
        if (made.due_at, made.amber_at) != expected or made.provisional != provisional[n]:
            wrong.append((made, expected, provisional[n]))
    assert not wrong, (len(wrong), wrong[0])
    assert left_open.sum() > 1000
    assert provisional.sum() > 500
    assert (stands & ~left_open).sum() > 500


def _last(number: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pause of each case is its last, shaped to cut it out."""
    last: NDArray[np.bool_] = np.arange(3)[None, :] == number[:, None] - 1
    return last[:, :, None]


def _made(
    limit: Limit, begin: int, pauses: list[list[int]], more: list[tuple[int, int]], stands: bool
) -> Clock:
    """The clock as a ticket's life makes it: what was approved comes anywhere between the steps."""
    made = clock.start("handle", limit, begin, CALENDAR, SHARE)
    steps = [at for pause in pauses for at in pause]
    if stands:
        steps.pop()
    for n in range(7):
        for _, amount in (e for e in more if e[0] == n and e[1]):
            made = clock.extend(made, amount, CALENDAR)
        if n < len(steps):
            made = (clock.stand, clock.resume)[n % 2](made, steps[n], CALENDAR)
    return made


@pytest.mark.parametrize(
    "limit", ["1 working hour", "0.5 working days", "1 working day", "3 working days", "11 working days"]
)
def test_before_and_across_every_holiday_and_make_up_day(minutes: Minutes, limit: str) -> None:
    length = clock.parse_limit(limit)
    for day in sorted(minutes.turned):
        if day.year not in YEARS:
            continue
        midnight = ZERO + (day - FIRST).days * DAY
        begins = [midnight + at * MINUTE for at in (-24 * 60 + 1050, -1, 0, 600, 780, 1080, 1440 + 481)]
        begins += [begins[0] + 1, midnight + 8 * 60 * MINUTE - 1, midnight + 12 * 60 * MINUTE - 1]
        at = np.array([begin for begin in begins if begin < NEW_YEAR])
        amounts = np.full(len(at), length.amount)
        due = due_of(minutes, np.ones(len(at), bool), at, amounts, np.zeros((len(at), 0, 2), np.int64))
        for begin, expected in zip(at.tolist(), due.tolist(), strict=True):
            made = clock.start("handle", length, begin, CALENDAR)
            assert made.due_at == expected, (day, begin)
            assert CALENDAR.between(begin, expected) == length.amount
            assert made.provisional is (expected >= NEW_YEAR)
            assert clock.recompute(made, CALENDAR) == made
