"""From patterns to turns: days, midnight, holidays, the district's time zone, gaps, overlaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.clock import DAY, HOUR, MINUTE, Calendar
from contract.rota import DayChange, Pattern, Shift, Turn, all_turns, gaps, overlap, runs, turns

CHINA = timezone(timedelta(hours=8))
CALENDAR = Calendar(
    utc_offset=480,
    spans=((480, 720), (840, 1080)),
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    made_up=frozenset({date(2026, 10, 10)}),
    known=frozenset({2026}),
)


def at(text: str) -> int:
    """A local moment of China as an instant."""
    return round(datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp() * 1000)


def shift(begin: int = 480, end: int = 1200, **more: object) -> Shift:
    """A shift by day."""
    pattern = more.pop("pattern", None) or Pattern(begin=begin, end=end)
    fields: dict[str, object] = {
        "id": "s",
        "version": 1,
        "place": "p",
        "holder": "a",
        "from_day": "2026-09-01",
        "pattern": pattern,
        **more,
    }
    return Shift(**fields)  # type: ignore[arg-type]


def said(found: list[Turn]) -> list[tuple[str, str, str]]:
    """Turns as local times and their people."""

    def local(instant: int) -> str:
        return datetime.fromtimestamp(instant / 1000, CHINA).strftime("%m-%d %H:%M")

    return [(local(turn.since), local(turn.until), turn.holder) for turn in found]


def test_a_pattern_is_counted_in_the_districts_days() -> None:
    """Eight in the morning of China is midnight of UTC: no day before, none after."""
    found = turns(shift(), CALENDAR, at("2026-11-22T00:00"), at("2026-11-23T00:00"))
    assert said(found) == [("11-22 08:00", "11-22 20:00", "a")]
    elsewhere = Calendar(
        utc_offset=0, spans=((480, 720),), days_off=frozenset(), made_up=frozenset(), known=frozenset()
    )
    (turn,) = turns(shift(), elsewhere, at("2026-11-22T09:00"), at("2026-11-22T17:00"))
    assert turn.since == at("2026-11-22T16:00")


def test_a_night_goes_past_midnight_and_equal_hours_are_a_whole_day() -> None:
    night = shift(1320, 360)
    start, end = at("2026-11-22T00:00"), at("2026-11-23T00:00")
    assert said(turns(night, CALENDAR, start, end)) == [
        ("11-21 22:00", "11-22 06:00", "a"),
        ("11-22 22:00", "11-23 06:00", "a"),
    ]
    whole = shift(480, 480)
    assert said(turns(whole, CALENDAR, at("2026-11-22T07:00"), at("2026-11-22T09:00"))) == [
        ("11-21 08:00", "11-22 08:00", "a"),
        ("11-22 08:00", "11-23 08:00", "a"),
    ]


def test_holidays_and_make_up_days_are_the_calendars() -> None:
    working = Pattern(rule="working_days", weekdays=(), begin=480, end=1080)
    resting = Pattern(rule="rest_days", weekdays=(), begin=480, end=1080)
    week = Pattern(weekdays=(0, 1, 2, 3, 4), begin=480, end=1080)
    first = (date(2026, 9, 30) - date(1970, 1, 1)).days
    days = range(first, first + 12)

    def on(pattern: Pattern) -> list[int]:
        return [CALENDAR.date_of(day).day for day in days if runs(pattern, CALENDAR, day)]

    assert on(working) == [30, 8, 9, 10]
    assert on(resting) == [1, 2, 3, 4, 5, 6, 7, 11]
    assert on(week) == [30, 1, 2, 5, 6, 7, 8, 9]


def test_a_day_may_be_off_have_other_hours_or_somebody_else() -> None:
    start, end = at("2026-11-22T00:00"), at("2026-11-25T00:00")
    changed = shift(
        changes=(
            DayChange(day="2026-11-22", kind="off", reason="病假"),
            DayChange(day="2026-11-23", kind="hours", begin=600, end=720),
            DayChange(day="2026-11-24", kind="substitute", holder="b", reason="培训"),
        )
    )
    assert said(turns(changed, CALENDAR, start, end)) == [
        ("11-23 10:00", "11-23 12:00", "a"),
        ("11-24 08:00", "11-24 20:00", "b"),
    ]
    stands_in = turns(changed, CALENDAR, start, end)[-1]
    assert (stands_in.for_holder, stands_in.reason) == ("a", "培训")


def test_a_substitute_may_take_a_part() -> None:
    part = shift(
        changes=(DayChange(day="2026-11-22", kind="substitute", begin=840, end=960, holder="b", reason="会"),)
    )
    found = turns(part, CALENDAR, at("2026-11-22T00:00"), at("2026-11-23T00:00"))
    assert said(found) == [
        ("11-22 08:00", "11-22 14:00", "a"),
        ("11-22 14:00", "11-22 16:00", "b"),
        ("11-22 16:00", "11-22 20:00", "a"),
    ]
    night = shift(
        1320,
        360,
        changes=(DayChange(day="2026-11-22", kind="substitute", begin=0, end=180, holder="b", reason="会"),),
    )
    found = turns(night, CALENDAR, at("2026-11-22T20:00"), at("2026-11-23T08:00"))
    assert said(found) == [
        ("11-22 22:00", "11-23 00:00", "a"),
        ("11-23 00:00", "11-23 03:00", "b"),
        ("11-23 03:00", "11-23 06:00", "a"),
    ]


def test_what_was_in_force_before_a_change_stays_and_goes_on_as_one_turn() -> None:
    changed_at = at("2026-11-22T10:30")
    before = shift(ended_at=changed_at)
    after = shift(480, 1080, version=2, made_at=changed_at)
    found = all_turns([before, after], CALENDAR, at("2026-11-22T00:00"), at("2026-11-23T00:00"))
    assert said(found) == [("11-22 08:00", "11-22 18:00", "a")]
    assert said(turns(before, CALENDAR, changed_at, at("2026-11-23T00:00"))) == []


def test_gaps_are_where_nobody_is() -> None:
    start, end = at("2026-11-22T08:00"), at("2026-11-22T20:00")
    morning, evening = shift(480, 840), shift(1080, 1200, id="t", holder="b")
    found = all_turns([morning, evening], CALENDAR, start, end)
    assert gaps(found, start, end) == [(at("2026-11-22T14:00"), at("2026-11-22T18:00"))]
    assert gaps([], start, end) == [(start, end)]
    assert gaps(all_turns([shift(480, 1200)], CALENDAR, start, end), start, end) == []


def test_an_overlap_is_found_and_what_follows_at_once_is_none() -> None:
    start, end = at("2026-11-22T00:00"), at("2026-11-24T00:00")
    assert overlap(all_turns([shift(480, 840), shift(840, 1200, id="t")], CALENDAR, start, end)) is None
    both = overlap(all_turns([shift(480, 900), shift(840, 1200, id="t")], CALENDAR, start, end))
    assert both is not None
    assert [turn.shift for turn in both] == ["s", "t"]
    # A night that reaches into the next morning.
    both = overlap(all_turns([shift(1320, 500), shift(480, 840, id="t")], CALENDAR, start, end))
    assert both is not None


@given(
    begin=st.integers(0, 1439),
    end=st.integers(0, 1439),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    offset=st.sampled_from([480, 0, 330, -300]),
    day=st.integers(20_700, 20_800),
    moment=st.integers(0, DAY - 1),
)
def test_who_is_on_at_a_moment_is_what_a_minute_by_minute_look_says(
    begin: int, end: int, weekdays: set[int], offset: int, day: int, moment: int
) -> None:
    calendar = Calendar(
        utc_offset=offset, spans=((480, 720),), days_off=frozenset(), made_up=frozenset(), known=frozenset()
    )
    one = shift(pattern=Pattern(weekdays=tuple(sorted(weekdays)), begin=begin, end=end))
    instant = day * DAY + moment
    on = any(turn.since <= instant < turn.until for turn in turns(one, calendar, instant, instant + 1))
    local = instant + offset * MINUTE
    today, minutes = local // DAY, local % DAY
    length = (end - begin) * MINUTE if end > begin else (end - begin) * MINUTE + 24 * HOUR
    expected = False
    for back in (0, 1):
        if (today - back + 3) % 7 in weekdays:
            since = begin * MINUTE - back * DAY
            expected = expected or since <= minutes < since + length
    assert on is expected


@pytest.mark.parametrize(("first", "last", "count"), [("2026-11-22", "", 3), ("2026-11-23", "2026-11-23", 1)])
def test_a_shift_lasts_from_its_first_day_to_its_last(first: str, last: str, count: int) -> None:
    one = shift(from_day=first, to_day=last)
    assert len(turns(one, CALENDAR, at("2026-11-20T00:00"), at("2026-11-25T00:00"))) == count
