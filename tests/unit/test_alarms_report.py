"""What is counted from the alarm log, how lines are grouped, when it sounds; sound needs no device."""

from __future__ import annotations

import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from console.alarms.alarm import DEMANDS, About, Alarm, Happening
from console.alarms.calling import EVERY_MS, MUTE_MS, Calling
from console.alarms.journal import KEEP, Entry, Journal, entry_of
from console.alarms.kinds import DAY, FLOOD, HOUR, PRIORITIES, RULES, WINDOW, Kind
from console.alarms.lines import MANY, Rate, lines
from console.alarms.report import report
from console.alarms.sound import FOLDER, Sounds
from console.replica.database import Database
from contract.clock import MINUTE
from resources.sounds.make import SOUNDS, made
from tests.strict import ExpectedLog

T = 1_000 * DAY
KINDS: tuple[Kind, ...] = tuple(RULES)


def entry(
    at: int, kind: Kind = "new", *, key: str = "", what: Happening = "raised", unit: str = "u1"
) -> Entry:
    return Entry(
        at=at,
        key=key or f"{kind} {at}",
        what=what,
        kind=kind,
        priority=RULES[kind].priority,
        unit_path=unit,
        unit_name=unit.upper(),
        area_path=f"d/{unit}x/g",
        channel="call",
    )


def alarm(n: int, kind: Kind = "new", *, unit: str = "", at: int = T) -> Alarm:
    about = About(since=at, ticket_id=f"t{n}", unit_name=unit, area_path=f"d/s{n % 9}/g")
    return Alarm(
        key=f"{kind} t{n}", kind=kind, about=about, state="unacknowledged", changed_at=at, demanded_at=at
    )


# --- the report


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-HOUR, 9 * HOUR), st.sampled_from(KINDS), st.sampled_from(("u1", "u2", "u3"))),
        max_size=60,
    )
)
def test_every_call_is_counted_once_everywhere(calls: list[tuple[int, Kind, str]]) -> None:
    entries = sorted((entry(T + at, kind, unit=unit) for at, kind, unit in calls), key=lambda e: e.at)
    found = report(entries, T, T + 8 * HOUR, by="unit", now=T + 8 * HOUR)
    inside = [e for e in entries if T <= e.at < T + 8 * HOUR]
    assert found.total == len(inside) == sum(found.bins) == sum(s.count for s in found.sources)
    assert len(found.bins) == 48
    assert sum(found.priorities.values()) == found.total
    assert found.peak == max(found.bins)
    counts = [source.count for source in found.sources]
    assert counts == sorted(counts, reverse=True)
    if inside:
        assert found.sources[-1].total_share == pytest.approx(1)
        assert sum(found.share(p) for p in PRIORITIES) == pytest.approx(1)


def test_the_time_to_acknowledge_is_from_the_last_call_to_the_hand_that_took_it() -> None:
    lines_written = [
        entry(T - MINUTE, "past", key="a"),
        entry(T + MINUTE, "past", key="a", what="acknowledged"),
        entry(T + 10 * MINUTE, "past", key="a", what="again"),
        entry(T + 14 * MINUTE, "past", key="a", what="acknowledged"),
        entry(T + 15 * MINUTE, "near", key="b"),
        entry(T + 16 * MINUTE, "near", key="b", what="ended"),
        entry(T + 17 * MINUTE, "near", key="b", what="acknowledged"),
    ]
    found = report(lines_written, T, T + HOUR, by="channel", now=T + HOUR)
    assert found.taking["high"].taken == 2
    assert found.taking["high"].median_ms == 3 * MINUTE
    assert found.taking["low"].taken == 0
    assert [(s.kind, s.place, s.count) for s in found.sources] == [("near", "call", 1), ("past", "call", 1)]


def test_what_was_found_at_the_seat_is_no_burden_and_what_stands_for_a_day_is_stale() -> None:
    assert "found" not in DEMANDS
    old, young = alarm(1, "past", at=T - 2 * DAY), alarm(2, "past", at=T)
    found = report([entry(T, what="found")], T, T + HOUR, by="area", now=T + HOUR, standing=[young, old])
    assert found.total == 0
    assert found.top_share == 0
    assert found.stale == (old,)


# --- lines and rate


def test_a_flood_begins_at_ten_in_ten_minutes_and_ends_below_five() -> None:
    rate = Rate()
    for n in range(FLOOD):
        rate.add(T + n)
        assert rate.now(T + n) == n + 1
        assert rate.flood == (n == FLOOD - 1)
    assert rate.now(T + WINDOW + 4) == 5
    assert rate.level == "flood"
    assert rate.now(T + WINDOW + 5) == 4
    assert rate.level == "busy"
    assert rate.now(T + 2 * WINDOW) == 0
    assert rate.level == "steady"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(("", "u1", "u2"))), max_size=40), st.booleans()
)
def test_every_alarm_stands_in_one_line_the_most_urgent_first(
    some: list[tuple[Kind, str]], flood: bool
) -> None:
    alarms = [alarm(n, kind, unit=unit, at=T + n) for n, (kind, unit) in enumerate(some)]
    found = lines(alarms, flood=flood)
    assert sorted(key for line in found for key in line.keys) == sorted(a.key for a in alarms)
    ranks = [PRIORITIES.index(line.first.priority) for line in found]
    assert ranks == sorted(ranks)
    for line in found:
        assert len({(a.kind, a.state) for a in line.alarms}) == 1
        assert len(line.alarms) == 1 or flood or sum(a.kind == line.first.kind for a in alarms) > MANY
    opened = lines(alarms, flood=flood, opened=frozenset(line.key for line in found))
    assert len(opened) == len(found) + sum(len(line.alarms) for line in found if len(line.alarms) > 1)


def test_a_flood_is_told_apart_by_source_while_that_is_few_lines() -> None:
    few = lines([alarm(n, "past", unit=f"u{n % 3}") for n in range(12)], flood=True)
    assert [(line.source, len(line.alarms)) for line in few] == [("u0", 4), ("u1", 4), ("u2", 4)]
    many = lines([alarm(n, "past", unit=f"u{n}") for n in range(12)], flood=True)
    assert [(line.source, len(line.alarms)) for line in many] == [("", 12)]


# --- sound


def test_it_sounds_until_it_is_taken_the_most_urgent_alone_and_not_while_muted() -> None:
    calling = Calling()
    low, high = alarm(1, "new"), alarm(2, "past", at=T + 5)
    assert calling.due([low], 0) == "low"
    assert calling.due([low], EVERY_MS["low"] - 1) is None
    assert calling.due([low], EVERY_MS["low"]) == "low"
    now = EVERY_MS["low"] + 1
    assert calling.due([low, high], now) == "high"
    assert calling.due([low, high], now + EVERY_MS["high"] - 1) is None
    assert calling.due([low, high], now + EVERY_MS["high"]) == "high"
    calling.mute(now)
    assert calling.due([low, high], now + MUTE_MS - 1) is None
    assert calling.muted(now + MUTE_MS - 1) == 1
    assert calling.due([low, high], now + MUTE_MS) == "high"
    taken = replace(high, state="acknowledged")
    assert calling.due([low, taken], now + MUTE_MS + EVERY_MS["low"]) == "low"
    assert calling.due([replace(low, state="suppressed"), taken], now + 10 * MUTE_MS) is None


def test_the_sounds_are_what_the_script_makes() -> None:
    for name, notes in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav")) as file:
            assert file.readframes(file.getnframes()) == made(notes).tobytes()
            assert file.getnframes() / file.getframerate() < 0.8


def test_a_sound_is_played_to_its_end_and_a_machine_without_a_device_says_so(qtbot: QtBot) -> None:
    quiet = Sounds(silent_device=True)
    with qtbot.waitSignal(quiet.heard_of, timeout=5_000) as heard:
        quiet.play("high")
    assert heard.args == [True]
    quiet.close()
    QCoreApplication.processEvents()


# --- the journal


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "seat.sqlite")
    yield opened
    opened.close()


def test_what_the_disk_refused_is_counted_and_goes_before_what_comes_after(
    database: Database, expect_log: ExpectedLog
) -> None:
    expect_log("the alarm log could not be written", logger="console.alarms.journal", level=40)
    journal = Journal(database)
    journal.open("a")
    first = alarm(1, "past")
    forbid = "CREATE TRIGGER full BEFORE INSERT ON alarm_log BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    database.write_now(lambda db: db.execute(forbid))
    journal.keep(first.key, first)
    journal.happened(first, "raised", T)
    assert [e.what for e in journal.since(0)] == ["raised"]
    database.worker.wait()
    assert journal.refused
    taken = replace(first, state="acknowledged")
    journal.keep(first.key, taken)
    journal.happened(taken, "acknowledged", T + MINUTE)
    assert [e.what for e in journal.since(0)] == ["raised", "acknowledged"]
    assert [e.what for e in journal.since(T + 1)] == ["acknowledged"]
    database.worker.wait()
    assert len(journal._refused) == 2
    database.write_now(lambda db: db.execute("DROP TRIGGER full"))
    journal.write()
    assert [e.what for e in journal.since(0)] == ["raised", "acknowledged"]
    database.worker.wait()
    assert journal._refused == []
    assert journal._not_yet == []
    # In their order: what stands is what came last.
    assert journal.open("a")[0] == [taken]


def test_the_journal_does_not_wait_for_what_the_disk_is_busy_with(database: Database) -> None:
    journal = Journal(database)
    journal.open("a")
    kept, gone, other = alarm(1, "past"), alarm(2, "past"), alarm(3, "past")
    journal.keep(gone.key, gone)
    journal.keep_hand([("t1", True, 2), ("t2", True, 1)])
    journal.happened(kept, "raised", T)
    journal.write()
    database.worker.wait()
    free = threading.Event()
    busy = database.worker.give(free.wait, 10)
    journal.keep(kept.key, kept)
    journal.keep(gone.key, None)
    journal.keep_hand([("t2", False, 0), ("t3", True, 0)])
    journal.happened(kept, "acknowledged", T + MINUTE)
    said = journal.since(0)
    taken_up = journal.open("a")
    journal.tend(T + KEEP + 1)
    left = journal.since(0)
    assert journal.open("b") == ([], set(), None)
    journal.keep(other.key, other)
    assert journal.open("b")[0] == [other]
    journal.open("a")
    assert not busy.done()
    assert [e.what for e in said] == ["raised", "acknowledged"]
    assert taken_up == ([kept], {"t1", "t3"}, {"t1": 2, "t3": 0})
    assert [e.what for e in left] == ["acknowledged"]
    free.set()
    database.worker.wait()
    assert journal.since(0) == left
    assert journal.open("a") == taken_up


def test_the_journal_is_one_accounts_own_and_forgets_what_is_too_old(database: Database) -> None:
    journal = Journal(database)
    assert journal.open("a") == ([], set(), None)
    kept = alarm(1, "past")
    journal.keep(kept.key, kept)
    journal.happened(kept, "raised", T)
    journal.happened(kept, "acknowledged", T + MINUTE)
    journal.keep_hand([("t1", True, 2), ("t2", False, 0), ("", False, 0)])
    assert [e.what for e in journal.since(T)] == ["raised", "acknowledged"]
    assert journal.since(T)[0] == entry_of(kept, "raised", T)
    assert journal.open("b") == ([], set(), None)
    assert journal.since(0) == []
    assert journal.open("a") == ([kept], {"t1"}, {"t1": 2})
    journal.keep(kept.key, None)
    journal.keep_hand([("t1", False, 0)])
    assert journal.open("a") == ([], set(), {})
    journal.tend(T + KEEP + 1)
    assert [e.what for e in journal.since(0)] == ["acknowledged"]
    # A console that is never closed forgets, too: once a day.
    journal.happened(kept, "ended", T + KEEP + DAY)
    journal.tend(T + KEEP + DAY)
    assert [e.what for e in journal.since(0)] == ["acknowledged", "ended"]
    journal.tend(T + KEEP + DAY + MINUTE)
    assert [e.what for e in journal.since(0)] == ["ended"]
