"""Clock arithmetic against an independent computation, minute by minute, and against published holidays."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contract import clock
from contract.clock import HOUR, MINUTE, Calendar, Limit

SHANGHAI = timezone(timedelta(hours=8))
HOURS = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))


def instant(text: str) -> int:
    """Local time of Shanghai, ``2026-10-08 09:30``, as an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def local(at: int | None) -> str:
    assert at is not None
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def calendar(
    off: Iterable[date] = (), made_up: Iterable[date] = (), known: Iterable[int] = (2026,)
) -> Calendar:
    return Calendar(480, HOURS, frozenset(off), frozenset(made_up), frozenset(known))


PLAIN = calendar()


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-11-18 09:00", "1 working day", "2026-11-19 09:00:00"),
        ("2026-11-18 08:00", "1 working day", "2026-11-18 18:00:00"),
        ("2026-11-18 12:30", "1 working hour", "2026-11-18 15:00:00"),
        ("2026-11-18 12:30", "4 working hours", "2026-11-18 18:00:00"),
        ("2026-11-20 17:30", "1 working hour", "2026-11-23 08:30:00"),
        ("2026-11-21 10:00", "2 working days", "2026-11-24 18:00:00"),
        ("2026-11-20 17:30", "4 urgent hours", "2026-11-20 21:30:00"),
        ("2026-11-20 17:30", "2 natural days", "2026-11-22 17:30:00"),
        ("2026-11-20 23:50", "15 minutes", "2026-11-21 00:05:00"),
    ],
)
def test_due(start: str, limit: str, due: str) -> None:
    made = clock.start("handle", clock.parse_limit(limit), instant(start), PLAIN)
    assert local(made.due_at) == due


def by_minutes(start: int, minutes: int, cal: Calendar) -> int:
    """The same answer by walking whole minutes, which no one would do in earnest."""
    at, left = start, minutes
    while left:
        if cal.is_working(at):
            left -= 1
        at += MINUTE
    return at


@given(
    st.integers(0, 60 * 24 * 14),
    st.integers(1, 2400),
    st.sets(st.integers(1, 28), max_size=5),
    st.integers(1, 28),
)
def test_working_time_equals_a_walk(offset: int, minutes: int, off: set[int], made_up: int) -> None:
    cal = calendar([date(2026, 2, d) for d in off], [date(2026, 2, made_up)])
    begin = instant("2026-02-01 00:00") + offset * MINUTE
    due = cal.add(begin, minutes * MINUTE)
    assert due == by_minutes(begin, minutes, cal)
    assert cal.between(begin, due) == minutes * MINUTE


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=6), st.integers(1, 40))
def test_standing_takes_nothing(pieces: list[int], hours: int) -> None:
    """However often a clock stands, what it used is what it ran."""
    limit = Limit(hours, "working_hours")
    at = instant("2026-03-02 09:00")
    made = clock.start("responsibility", limit, at, PLAIN)
    ran, due = 0, made.due_at
    for index, piece in enumerate(pieces):
        then = at + piece * MINUTE
        if index % 2 == 0:
            ran += PLAIN.between(at, then)
            made = clock.stand(made, then, PLAIN)
            over = due is not None and then > due
            assert clock.light(made, then) == ("red" if over else "none")
            assert made.due_at == (due if over else None)
        else:
            made = clock.resume(made, then, PLAIN)
            due = made.due_at
        at = then
    made = clock.resume(made, at, PLAIN)
    assert clock.remaining(made, at, PLAIN) == limit.amount - ran


STEPS = st.lists(
    st.tuples(st.sampled_from(("stand", "resume", "extend", "wait")), st.integers(0, 3 * 24 * 60)), max_size=9
)


@given(st.sampled_from(("hours", "working_hours")), st.integers(1, 30), STEPS)
def test_a_clock_follows_from_its_start_its_pauses_and_its_extensions(
    unit: str, value: int, steps: list[tuple[str, int]]
) -> None:
    """Whatever happens to it, in any order: what it says at once is what is counted anew, and adds up."""
    at = instant("2026-03-02 09:00")
    made = clock.start("handle", Limit(value, unit), at, PLAIN)
    for step, minutes in steps:
        at += minutes * MINUTE
        match step:
            case "stand":
                made = clock.stand(made, at, PLAIN)
            case "resume":
                made = clock.resume(made, at, PLAIN)
            case "extend":
                made = clock.extend(made, (minutes + 1) * MINUTE, PLAIN)
        assert clock.recompute(made, PLAIN) is made
        counted = [(b, at if e is None else e) for b, e in clock.runs(made)]
        took = sum(clock.elapsed(made.limit, b, e, PLAIN) for b, e in counted)
        assert clock.remaining(made, at, PLAIN) == made.total - took
        assert made.running or made.due_at is None or made.due_at < made.pauses[-1][0]
        if made.due_at is not None:
            upto = [(b, min(e, made.due_at)) for b, e in counted if b < made.due_at]
            ahead = made.due_at - at if made.due_at > at else 0
            ahead = PLAIN.between(at, at + ahead) if made.limit.working else ahead
            assert sum(clock.elapsed(made.limit, b, e, PLAIN) for b, e in upto) + ahead == made.total
    ended = clock.end(made, at, PLAIN)
    assert clock.extend(clock.stand(ended, at + HOUR, PLAIN), HOUR, PLAIN) == ended
    assert clock.recompute(ended, calendar([date(2026, 3, 3)])) == ended
    assert (ended.due_at, ended.amber_at) == (made.due_at, made.amber_at)


def test_a_clock_from_before_pauses_were_kept_goes_on_with_what_was_left() -> None:
    at = instant("2026-03-02 09:00")
    made = clock.stand(clock.start("handle", Limit(3, "working_hours"), at, PLAIN), at + HOUR, PLAIN)
    old = replace(made, pauses=())
    for standing in (made, old):
        assert clock.remaining(standing, at + 9 * HOUR, PLAIN) == 2 * HOUR
        running = clock.resume(standing, at + 24 * HOUR, PLAIN)
        assert local(running.due_at) == "2026-03-03 11:00:00"
        older = replace(running, pauses=())
        again = clock.resume(clock.stand(older, at + 25 * HOUR, PLAIN), at + 26 * HOUR, PLAIN)
        assert local(again.due_at) == "2026-03-03 12:00:00"
        assert clock.recompute(again, PLAIN) is again


def test_what_was_past_its_limit_when_it_stood_stays_due_when_it_was() -> None:
    at = instant("2026-11-20 16:00")
    made = clock.start("handle", Limit(1, "working_hours"), at, PLAIN)
    over = clock.stand(made, instant("2026-11-20 17:30"), PLAIN)
    assert (local(over.due_at), clock.light(over, at + 24 * HOUR)) == ("2026-11-20 17:00:00", "red")
    resumed = clock.resume(over, instant("2026-11-23 09:00"), PLAIN)
    assert local(resumed.due_at) == "2026-11-20 17:00:00"
    assert clock.remaining(resumed, instant("2026-11-23 10:00"), PLAIN) == -90 * MINUTE
    # Two hours more: half an hour of them is used, and an hour is left on Monday.
    more = clock.extend(over, 2 * HOUR, PLAIN)
    assert (more.due_at, clock.light(more, at + 24 * HOUR)) == (None, "none")
    assert local(clock.resume(more, instant("2026-11-23 09:00"), PLAIN).due_at) == "2026-11-23 10:30:00"
    assert local(clock.extend(resumed, 2 * HOUR, PLAIN).due_at) == "2026-11-23 10:30:00"
    on_time = clock.stand(made, instant("2026-11-20 17:00"), PLAIN)
    assert on_time.due_at is None
    assert local(clock.resume(on_time, instant("2026-11-23 09:00"), PLAIN).due_at) == "2026-11-20 17:00:00"


def test_a_run_of_no_length_puts_no_clock_past_its_limit() -> None:
    """Stopped as its very last ran out, and stopped again as it went on."""
    begin = instant("2026-03-02T09:00")
    held = clock.start("work", Limit(30, "minutes"), begin, PLAIN)
    due = begin + 30 * MINUTE
    stood = clock.stand(held, due, PLAIN)
    assert stood.due_at is None
    again = clock.stand(clock.resume(stood, due + 1, PLAIN), due + 1, PLAIN)
    assert (again.due_at, clock.light(again, due + HOUR)) == (None, "none")
    later = clock.stand(clock.resume(stood, due + 1, PLAIN), due + 2, PLAIN)
    assert clock.light(later, due + HOUR) == "red"


def test_amber_is_a_share_of_limit_and_extensions() -> None:
    made = clock.extend(clock.start("handle", Limit(10, "minutes"), 0, PLAIN), 10 * MINUTE, PLAIN)
    assert (made.amber_at, made.due_at, made.total) == (16 * MINUTE, 20 * MINUTE, 20 * MINUTE)


def test_lights() -> None:
    made = clock.start("dispatch", Limit(10, "minutes"), 0, PLAIN)
    lights = [clock.light(made, m * MINUTE) for m in (0, 7, 8, 10, 11)]
    assert lights == ["green", "green", "amber", "amber", "red"]
    assert clock.light(clock.end(made, 9 * MINUTE, PLAIN), 20 * MINUTE) == "amber"
    assert clock.light(None, 0) == "none"


def test_an_unannounced_year_is_provisional() -> None:
    made = clock.start("handle", Limit(3, "working_days"), instant("2026-12-30 10:00"), PLAIN)
    assert made.provisional
    assert not clock.start("handle", Limit(1, "working_days"), instant("2026-12-29 10:00"), PLAIN).provisional
    assert not clock.start("handle", Limit(9, "natural_days"), instant("2026-12-30 10:00"), PLAIN).provisional


@pytest.mark.parametrize(
    "text", ["", "3", "x days", "0 hours", "-1 hours", "3 fortnights", "nan hours", "1e9 hours"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(clock.ClockError):
        clock.parse_limit(text)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_published_days(year: int, shared_data: Path) -> None:
    """Every day of a published year, by the rule and by the publication."""
    days = json.loads((shared_data / f"calendar/holiday-cn-{year}.json").read_text("utf-8"))["days"]
    off = {date.fromisoformat(d["date"]) for d in days if d["isOffDay"]}
    worked = {date.fromisoformat(d["date"]) for d in days if not d["isOffDay"]}
    cal = calendar(off, {d for d in worked if d.weekday() >= 5}, [year])
    day = date(year, 1, 1)
    while day.year == year:
        expected = day in worked or (day.weekday() < 5 and day not in off)
        noon = int(datetime(day.year, day.month, day.day, 4, tzinfo=UTC).timestamp() * 1000)
        assert cal.is_working_day(cal.day(noon)) is expected, day
        assert cal.between(cal.midnight(cal.day(noon)), cal.midnight(cal.day(noon) + 1)) == (
            8 * HOUR if expected else 0
        )
        day += timedelta(days=1)
