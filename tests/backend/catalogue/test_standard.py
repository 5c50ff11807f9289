"""A city's filing standard goes in whole, and what is due by it is due when an independent count says."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from backend.service.catalogue.mapping import shipped
from contract.clock import Calendar, start
from contract.reference import Item

from .conftest import Room

CHINA = timezone(timedelta(hours=8))
STARTS = 12
WORKING = shipped("filing-standard").replace(b'= "natural_days"', b'= "working_days"')
WORKING = WORKING.replace(b'= "hours"', b'= "working_hours"')


@pytest.fixture
def standard(shared_data: Path) -> bytes:
    """The file as the city published it."""
    return (shared_data / "catalogue" / "events.csv").read_bytes()


@pytest.fixture
def working_days(shared_data: Path) -> dict[date, bool]:
    """Every day of 2023 to 2026, by the announcements alone."""
    announced: dict[date, bool] = {}
    for year in range(2023, 2027):
        said = json.loads((shared_data / f"calendar/holiday-cn-{year}.json").read_text("utf-8"))
        announced |= {date.fromisoformat(day["date"]): not day["isOffDay"] for day in said["days"]}
    first, days = date(2023, 1, 1), (date(2027, 1, 1) - date(2023, 1, 1)).days
    every = (first + timedelta(days=n) for n in range(days))
    return {day: announced.get(day, day.weekday() < 5) for day in every}


def counted(begin: datetime, value: float, word: str, meant: dict[str, str], days: dict[date, bool]) -> int:
    """When a limit is used up, counted on its own: seconds of the local day, second spans 8–12 and 14–18."""
    unit = meant[word]
    seconds = round(value * {"natural_days": 86_400, "working_days": 8 * 3_600}.get(unit, 3_600))
    if word == "紧急工作日":
        seconds *= 24
    if not unit.startswith("working"):
        return int((begin + timedelta(seconds=seconds)).timestamp() * 1000)
    day, at = begin.date(), begin.hour * 3_600 + begin.minute * 60 + begin.second
    while True:
        if days[day]:
            for opens, closes in ((8 * 3_600, 12 * 3_600), (14 * 3_600, 18 * 3_600)):
                there = max(0, closes - max(opens, at))
                if there >= seconds:
                    end = datetime(day.year, day.month, day.day, tzinfo=CHINA)
                    return int((end + timedelta(seconds=max(opens, at) + seconds)).timestamp() * 1000)
                seconds -= there
        day, at = day + timedelta(days=1), 0


@pytest.mark.parametrize(
    ("toml", "meant"),
    [
        (shipped("filing-standard"), ("natural_days", "hours")),
        (WORKING, ("working_days", "working_hours")),
    ],
    ids=["running", "working"],
)
async def test_every_row_goes_in_and_is_due_as_counted_apart(
    room: Room,
    standard: bytes,
    working_days: dict[date, bool],
    toml: bytes,
    meant: tuple[str, str],
) -> None:
    done = await room.put(room.of_file("2027.1", "2026-12-01", toml), standard)
    assert (done.rows, done.items, done.refused, done.in_force) == (144, 144, 0, True)
    items = [item for item in room.reference.items if item.version == "2027.1" and not item.withdrawn]
    assert len({item.code for item in items}) == 144
    rows = list(csv.DictReader(standard.decode().splitlines(keepends=True)))
    assert Counter(row["limit_unit"] for row in rows) == {
        "天": 86,
        "小时": 32,
        "紧急工作时": 22,
        "紧急工作日": 4,
    }
    units = {"天": meant[0], "小时": meant[1], "紧急工作时": "urgent_hours", "紧急工作日": "urgent_hours"}
    chance = random.Random(4)
    calendar: Calendar = room.reference.calendar
    for row, item in zip(rows, items, strict=True):
        assert item.file_standard.zh == row["file_cond"].strip()
        assert item.names.zh.startswith(row["small"].strip())
        assert stored(item) == f"{row['limit_value']} {row['limit_unit']}"
        assert item.handle is not None
        for _ in range(STARTS):
            begin = datetime(2023, 1, 1, tzinfo=CHINA) + timedelta(seconds=chance.randrange(1_400 * 86_400))
            at = int(begin.timestamp() * 1000)
            due = start("handle", item.handle, at, calendar).due_at
            assert due == counted(begin, float(row["limit_value"]), row["limit_unit"], units, working_days), (
                f"{item.code} {item.handle} from {datetime.fromtimestamp(at / 1000, UTC)}"
            )


def stored(item: Item) -> str:
    """A stored limit in the standard's own words, by the meanings above."""
    assert item.handle is not None
    value, unit = item.handle.value, item.handle.unit
    words = {"natural_days": "天", "working_days": "天", "hours": "小时", "working_hours": "小时"}
    if unit == "urgent_hours" and value >= 24:
        return f"{value / 24:g} 紧急工作日"
    return f"{value:g} {words.get(unit, '紧急工作时')}"


async def test_a_unit_that_the_mapping_does_not_name_refuses_its_rows(room: Room, standard: bytes) -> None:
    toml = shipped("filing-standard").replace('"紧急工作日" = "24 urgent_hours"\n'.encode(), b"")
    told = await room.check(room.of_file("2027.1", "2026-12-01", toml), standard)
    assert (told.accepted, told.items, told.refused) == (False, 140, 4)
    assert {(f.rule, f.column, f.field, f.value) for f in told.faults} == {
        ("unit", "limit_unit", "handle", "紧急工作日")
    }
    rows = list(csv.DictReader(standard.decode().splitlines(keepends=True)))
    wanted = [row["small"].strip() for row in rows if row["limit_unit"] == "紧急工作日"]
    assert len(wanted) == len(told.faults)
    assert all("紧急工作日" in f.zh and f.line > 1 for f in told.faults)
    partial = await room.put(room.of_file("2027.1", "2026-12-01", toml, partial=True), standard)
    assert (partial.in_force, partial.items, partial.refused) == (True, 140, 4)
