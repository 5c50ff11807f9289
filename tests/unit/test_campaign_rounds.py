"""When the rounds of a campaign are: by days, weeks, months, on working days, within its time, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contract.campaign.action import PlanCampaign
from contract.campaign.advance import rounds_of
from contract.campaign.campaign import MOST_ROUNDS, Rhythm
from tests.unit.joint_town import reference

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = reference().calendar


def instant(day: date, at: time = time()) -> int:
    """A local moment as ms UTC."""
    return int(datetime.combine(day, at, ZONE).timestamp() * 1000)


def of(instants: tuple[int, ...]) -> list[datetime]:
    """Instants as local moments."""
    return [datetime.fromtimestamp(at / 1000, UTC).astimezone(ZONE) for at in instants]


def planned(
    first: date, last: date, every: int, rhythm: Rhythm, *, workdays: bool = False, minute: int = 540
) -> PlanCampaign:
    return PlanCampaign(
        kind="enforcement",
        title="夜间烧烤整治",
        lead="d1",
        areas=("d",),
        from_at=instant(first),
        to_at=instant(last, time(23, 59)),
        every=every,
        rhythm=rhythm,
        workdays=workdays,
        minute=minute,
    )


def test_every_second_week_at_its_hour() -> None:
    found = of(rounds_of(planned(date(2026, 3, 4), date(2026, 4, 20), 2, "weeks"), CALENDAR))
    assert [(one.date(), one.time()) for one in found] == [
        (date(2026, 3, 4) + timedelta(days=14 * k), time(9)) for k in range(4)
    ]


def test_a_month_that_lacks_the_day_has_it_on_its_last() -> None:
    found = of(rounds_of(planned(date(2027, 12, 31), date(2028, 5, 31), 1, "months"), CALENDAR))
    assert [one.date() for one in found] == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
        date(2028, 5, 31),
    ]


def test_what_falls_on_days_off_is_held_on_the_next_working_day_and_two_never_share_one() -> None:
    # 1 to 7 October 2026 are off by the announced calendar or by the week: every day of them asks for one.
    days = of(rounds_of(planned(date(2026, 9, 30), date(2026, 10, 12), 1, "days", workdays=True), CALENDAR))
    dates = [one.date() for one in days]
    assert dates == sorted(set(dates))
    working = [
        day
        for day in (date(2026, 9, 30) + timedelta(days=k) for k in range(13))
        if CALENDAR.is_working_day(CALENDAR.day(instant(day)))
    ]
    assert dates == working


def test_none_lies_before_the_beginning_or_past_the_end() -> None:
    act = planned(date(2026, 3, 4), date(2026, 3, 18), 7, "days")
    late = replace(
        act, from_at=instant(date(2026, 3, 4), time(10)), to_at=instant(date(2026, 3, 18), time(8))
    )
    assert [one.date() for one in of(rounds_of(late, CALENDAR))] == [date(2026, 3, 11)]


@pytest.mark.parametrize("rhythm", ["days", "weeks", "months"])
@given(
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 700),
    every=st.integers(1, 40),
    workdays=st.booleans(),
    minute=st.integers(0, 1439),
)
def test_rounds_rise_lie_within_and_follow_their_rhythm(
    rhythm: Rhythm, first: date, length: int, every: int, workdays: bool, minute: int
) -> None:
    last = first + timedelta(days=length)
    act = planned(first, last, every, rhythm, workdays=workdays, minute=minute)
    found = rounds_of(act, CALENDAR)
    assert len(found) <= MOST_ROUNDS + 1
    assert all(a < b for a, b in pairwise(found))
    days = [CALENDAR.day(at) for at in found]
    assert len(set(days)) == len(days)
    for at, day in zip(found, days, strict=True):
        assert act.from_at <= at <= act.to_at
        assert at == CALENDAR.midnight(day) + minute * 60_000
        assert not workdays or CALENDAR.is_working_day(day)
    if not workdays and rhythm != "months":
        step = every * (7 if rhythm == "weeks" else 1)
        expected = range(CALENDAR.day(act.from_at), CALENDAR.day(act.to_at) + 1, step)
        assert days == list(expected)[: MOST_ROUNDS + 1]
