"""Another calendar: what is open is counted anew, once, says so, and is sent to consoles."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from backend.service import profile
from backend.service.audit import Record
from backend.service.calendar_import import import_year
from backend.service.loading import load_profile
from backend.store import tables as t
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE, Clock, recompute
from contract.feed import Entry
from contract.recalendar import recalculated
from contract.ticket import Ticket
from tests.backend.falling_play import WAIT_S, Play, opened, played
from tests.backend.running import DISTRICT, ORIGIN, TINY

ROOT = Path(__file__).parents[2]
NEW_YEAR = ORIGIN + 43 * DAY + 7 * HOUR
"""31 December 2026, a Thursday, 16:00."""
EVE = NEW_YEAR - 16 * HOUR


def due(days: int, hours: float) -> int:
    """So many days and hours after the midnight with which 31 December begins."""
    return EVE + days * DAY + round(hours * 60) * MINUTE


async def announced(it: Play, days: str = "2027-01-01,off\n", year: int = 2027) -> int:
    """Import a year; gives how many tickets it changed."""
    file = it.folder / "days.csv"
    file.write_text(days, "utf-8")
    since = await it.one.calendars.last(DISTRICT)
    await import_year(it.one.store, DISTRICT, year, file, it.clock.now())
    return await it.one.calendars.through(DISTRICT, since)


async def entries(it: Play, ticket: str | None = None) -> list[tuple[str, Entry]]:
    """What timelines say of changes of calendar."""
    e = t.entry.c
    query = (
        select(e.ticket, e.body).where(e.district == DISTRICT, e.action == "calendar").order_by(e.ticket, e.n)
    )
    if ticket is not None:
        query = query.where(e.ticket == ticket)
    async with it.one.store.read() as connection:
        rows = await connection.execute(query)
        return [(id_, msgspec.msgpack.decode(body, type=Entry)) for id_, body in rows]


def whole(row: Ticket) -> Clock:
    assert row.responsibility is not None
    return row.responsibility


def test_a_year_that_is_announced_moves_what_is_open_and_says_so(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            (plain,) = await it.report()
            ended = await it.dispatch()
            await it.act(ended, 4, a.Redispatch(unit="T-S2-ZF"))
            ticket = await it.dispatch()
            before, untouched = await it.row(ticket), await it.row(plain)
            assert (whole(before).due_at, whole(before).provisional) == (due(4, 16), True)
            assert await announced(it) == 2
            row = await it.row(ticket)
            assert (whole(row).due_at, whole(row).provisional) == (due(5, 16), False)
            assert (row.version, row.state) == (before.version, before.state)
            assert row.seq > before.seq
            assert await it.row(plain) == untouched
            ((_, entry),) = await entries(it, ticket)
            assert (entry.by, entry.calendar) == ("system", "2027")
            assert [(m.clock, m.was, m.now, m.provisional) for m in entry.moved] == [
                ("responsibility", due(4, 16), due(5, 16), False)
            ]
            assert entry.words == "2027年放假安排变更：责任时限 2027-01-04 16:00 → 2027-01-05 16:00"
            f, u = t.feed.c, t.audit.c
            async with it.one.store.read() as connection:
                kinds = await connection.scalars(select(f.kind).where(f.seq > before.seq).order_by(f.seq))
                assert list(kinds) == ["reference", "ticket", "ticket"]
                bodies = await connection.scalars(select(u.body).where(u.action == "calendar").order_by(u.n))
                notes = [msgspec.json.decode(body, type=Record).note for body in bodies]
            assert notes == ["2027", "2027", "2027: 2 tickets"]
            # The same again is no change; others for a year that is known are one.
            assert await announced(it) == 0
            assert await announced(it, "2027-01-01,off\n2027-01-02,working\n") == 2
            assert whole(await it.row(ticket)).due_at == due(4, 16)
            assert len(await entries(it, ticket)) == 2
            await it.sound()

    played(play())


def test_what_has_ended_stays_as_it_was_judged_and_a_recall_counts_by_the_new_calendar(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with opened(f"sqlite:///{tmp_path / 'grid.db'}", tmp_path) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            judged = await it.dispatch()
            await it.act(judged, 4, a.SignIn(), "u-T-S1-ZF")
            await it.act(judged, 5, a.Handle(outcome="started"), "u-T-S1-ZF")
            await it.act(judged, 6, a.Handle(outcome="done", result="已处置"), "u-T-S1-ZF")
            await it.act(judged, 7, a.Verify(outcome="passed"), "seat01")
            await it.act(judged, 8, a.Close(), "seat01")
            recalled = await it.dispatch()
            await it.act(recalled, 4, a.SignIn(), "u-T-S1-ZF")
            closed = await it.row(judged)
            await announced(it)
            assert whole(await it.row(judged)) == whole(closed)
            await it.act(recalled, 5, a.Recall(), "u-T-S1-ZF")
            row = await it.row(recalled)
            assert row.state == "dispatched"
            assert whole(row).due_at == due(5, 16)
            calendar = it.one.references.get(DISTRICT).reference.calendar
            for clock in (row.stage, row.responsibility):
                assert clock is not None
                assert recompute(clock, calendar) == clock
            await it.sound()

    played(play())


def test_other_hours_of_a_district_move_its_open_clocks(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            ticket = await it.dispatch()
            before = await it.row(ticket)
            read = profile.load(TINY)
            await load_profile(it.one.store, read, it.clock.now())
            assert await it.one.calendars.through(DISTRICT, 0) == 0
            late = replace(read, spans=((600, 780), (900, 1200)))
            await load_profile(it.one.store, late, it.clock.now())
            assert await it.one.calendars.through(DISTRICT, 0) == 1
            row = await it.row(ticket)
            # Wednesday and Thursday from ten on, 480 minutes each.
            assert whole(before).due_at == ORIGIN + 2 * DAY
            assert whole(row).due_at == ORIGIN + DAY + 11 * HOUR
            ((_, entry),) = await entries(it)
            assert (entry.calendar, entry.words.partition("：")[0]) == ("hours", "工作时间变更")
            await it.sound()

    played(play())


def test_what_was_broken_off_goes_on_with_the_change_that_follows(url: str, tmp_path: Path) -> None:
    """kill -9 after some of its commits: who comes next does the rest, and no ticket twice."""
    many, killed_after = 40, 20

    async def before() -> None:
        async with opened(url, tmp_path) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            await asyncio.gather(*(it.dispatch() for _ in range(many)))
            file = tmp_path / "days.csv"
            file.write_text("2027-01-01,off\n", "utf-8")
            await import_year(it.one.store, DISTRICT, 2027, file, it.clock.now())

    async def after() -> None:
        async with opened(url, tmp_path, start=True) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            assert 0 < len(await entries(it)) < many
            assert await it.one.calendars.through(DISTRICT, 0) == many
            told = Counter(id_ for id_, _ in await entries(it))
            assert len(told) == many
            assert set(told.values()) == {1}
            await it.sound()

    played(before())
    asked = (url, str(tmp_path), str(NEW_YEAR), str(killed_after))
    died = subprocess.run(
        [sys.executable, "-m", "tests.backend.changing", *asked],
        cwd=ROOT, check=False, timeout=WAIT_S, capture_output=True,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    played(after())


def test_each_ticket_is_counted_once_by_however_many_replicas(url: str, tmp_path: Path) -> None:
    # An SQLite file belongs to one process.
    replicas, many = 1 if url.startswith("sqlite") else 3, 30

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            for services in it.replicas:
                services.calendars.at_once = 4
            await asyncio.gather(*(it.dispatch() for _ in range(many)))
            file = tmp_path / "days.csv"
            file.write_text("2027-01-01,off\n", "utf-8")
            # Imported beside the service, as by the command line: the service hears of it by its feed.
            await import_year(it.one.store, DISTRICT, 2027, file, it.clock.now())
            await asyncio.gather(*(services.calendars.through(DISTRICT) for services in it.replicas))
            assert await it.one.calendars.through(DISTRICT, 0) == many
            told = Counter(id_ for id_, _ in await entries(it))
            assert (len(told), set(told.values())) == (many, {1})
            await it.sound()

    played(play())


def test_changes_before_the_first_is_through_are_one(tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(f"sqlite:///{tmp_path / 'grid.db'}", tmp_path) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            await it.dispatch()
            file = tmp_path / "days.csv"
            file.write_text("2027-01-01,off\n", "utf-8")
            await import_year(it.one.store, DISTRICT, 2027, file, it.clock.now())
            late = replace(profile.load(TINY), spans=((600, 780), (900, 1200)))
            await load_profile(it.one.store, late, it.clock.now())
            assert await it.one.calendars.through(DISTRICT, 0) == 1
            ((_, entry),) = await entries(it)
            assert entry.calendar == "2027,hours"
            assert entry.words.startswith("2027年放假安排、工作时间变更：责任时限 ")
            await it.sound()

    played(play())


def test_people_work_on_while_clocks_are_counted_anew(url: str, tmp_path: Path) -> None:
    """Steps before, amid and after: in the end no open clock counts by the calendar that was."""
    many = 24

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            it.clock.move(NEW_YEAR - it.clock.now())
            it.one.calendars.at_once = 3
            tickets = [await it.dispatch() for _ in range(many)]
            file = tmp_path / "days.csv"
            file.write_text("2027-01-01,off\n", "utf-8")

            async def work(ticket: str) -> None:
                await it.act(ticket, 4, a.SignIn(), "u-T-S1-ZF")
                await it.act(ticket, 5, a.Return(reason="不属本单位职责"), "u-T-S1-ZF")
                await it.act(ticket, 6, a.Redispatch(unit="T-S2-ZF"))

            async def change() -> None:
                await import_year(it.one.store, DISTRICT, 2027, file, it.clock.now())
                await it.one.calendars.through(DISTRICT)

            await asyncio.gather(change(), *(work(ticket) for ticket in tickets))
            calendar = it.one.references.get(DISTRICT).reference.calendar
            assert 2027 in calendar.known
            for ticket in tickets:
                row = await it.row(ticket)
                assert recalculated(row, calendar) is row
                assert whole(row).due_at == due(5, 16)
            told = Counter(id_ for id_, _ in await entries(it))
            assert set(told.values()) == {1}
            await it.sound()

    played(play())
