"""What falls due becomes an event, once: near, past, reminders; with several replicas, and after a stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, func, insert, select, update

from backend.service.audit import Record, faults
from backend.service.clock import SimulatedClock
from backend.service.refusal import ServiceRefused
from backend.service.scheduler import falling, first
from backend.service.steps import Done, Pending
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import actors
from backend.store import tables as t
from contract import action as a
from contract.account import Actor
from contract.clock import DAY, HOUR, MINUTE
from contract.feed import Entry
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, ITEM, ORIGIN, TINY, UNIT
from tests.strict import ExpectedLog

ROOT = Path(__file__).parents[2]
WAIT_S = 60.0
ACCEPT = 15 * MINUTE
"""The hotline's limit; amber is at twelve of these minutes."""


class Play:
    """One or several replicas on one database, on one clock that stands until it is moved."""

    def __init__(self, url: str, folder: Path, clock: SimulatedClock, replicas: list[Services]) -> None:
        self.url, self.folder, self.clock, self.replicas = url, folder, clock, replicas
        self.accounts: dict[str, Actor] = {}

    @property
    def one(self) -> Services:
        """The replica that acts where it does not matter which does."""
        return self.replicas[0]

    async def act(self, ticket: str, version: int, act: a.Act, login: str = "seat01", **more: Any) -> Done:
        """One step by one account."""
        action = a.Action(
            action_id=str(uuid.uuid4()), ticket_id=ticket, base_version=version, act=act, **more
        )
        return await self.one.writer.submit(Pending(self.accounts[login], self.clock.now(), action))

    async def report(self, many: int = 1) -> list[str]:
        """New tickets, all at one instant."""
        ids = [str(uuid.uuid4()) for _ in range(many)]
        act = a.Report(channel="hotline", title="夜间施工噪音", area=GRID)
        await asyncio.gather(*(self.act(id_, 0, act) for id_ in ids))
        return ids

    async def dispatch(self) -> str:
        """A ticket that has been sent to the first street's team (version 4)."""
        (ticket,) = await self.report()
        await self.act(ticket, 1, a.Accept())
        await self.act(ticket, 2, a.File(item=ITEM, area=GRID))
        await self.act(ticket, 3, a.Dispatch(unit=UNIT))
        return ticket

    async def look(self) -> None:
        """Let the scheduler look now."""
        await self.one.scheduler.look(DISTRICT)

    async def due(self, ticket: str | None = None) -> list[Entry]:
        """What was told, of one ticket or of all, by time."""
        e = t.entry.c
        query = select(e.body).where(e.district == DISTRICT, e.action == "due")
        if ticket is not None:
            query = query.where(e.ticket == ticket)
        async with self.one.store.read() as connection:
            bodies = await connection.scalars(query.order_by(e.ticket, e.n))
            return [msgspec.msgpack.decode(body, type=Entry) for body in bodies]

    async def told(self, ticket: str) -> list[tuple[str, str, int]]:
        """What was told of a ticket: clock, what, and when it fell due."""
        return [(e.clock, e.outcome, e.at) for e in await self.due(ticket)]

    async def row(self, ticket: str) -> Ticket:
        """The row as it stands."""
        k = t.ticket.c
        query = select(k.row).where(k.district == DISTRICT, k.id == ticket)
        async with self.one.store.read() as connection:
            return msgspec.msgpack.decode((await connection.execute(query)).scalar_one(), type=Ticket)

    async def until(self, events: int) -> None:
        """Wait until so many events were told."""
        e = t.entry.c
        query = select(func.count()).where(e.district == DISTRICT, e.action == "due")
        async with asyncio.timeout(WAIT_S):
            while True:
                async with self.one.store.read() as connection:
                    if (await connection.scalar(query) or 0) >= events:
                        return
                await asyncio.sleep(0.02)

    async def sound(self) -> None:
        """Audit chain, feed, rows and timelines are whole."""
        async with self.one.store.read() as connection:
            assert await faults(connection, DISTRICT) == []


@asynccontextmanager
async def opened(url: str, folder: Path, *, replicas: int = 1, start: bool = False) -> AsyncIterator[Play]:
    """Replicas on a database with the tiny district; their rooms run where they are started."""
    clock = SimulatedClock(ORIGIN, 0)
    settings = Settings(database=url, files=folder, port=0, pool=2)
    made = [await Services.open(settings, clock)]
    if not made[0].references.districts:
        await load_district(made[0], TINY, demo=True)
    made += [await Services.open(settings, clock) for _ in range(replicas - 1)]
    play = Play(url, folder, clock, made)
    play.accounts = await actors(made[0].store, made[0].references.get(DISTRICT))
    try:
        for services in made if start else ():
            await services.start()
        yield play
    finally:
        for services in made:
            await services.close()


async def when(holds: Callable[[], bool]) -> None:
    """Wait for a condition of this process."""
    async with asyncio.timeout(WAIT_S):
        while True:
            if holds():
                return
            await asyncio.sleep(0.02)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        return make()
    return f"sqlite:///{tmp_path / 'grid.db'}"


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """SQLite, where it does not matter which."""
    return f"sqlite:///{tmp_path / 'grid.db'}"


def played(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_near_past_and_reminders_at_their_instants(url: str, tmp_path: Path) -> None:
    """Each once, with the instant at which it fell due, by the system; the version stays, the row is sent."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            seq = (await it.row(ticket)).seq
            await it.look()
            assert await it.due() == []
            it.clock.move(12 * MINUTE)
            await it.look()
            await it.look()
            assert await it.told(ticket) == [("accept", "near", start + 12 * MINUTE)]
            it.clock.move(3 * MINUTE)
            await it.look()
            it.clock.move(4 * HOUR - 1)
            await it.look()
            assert len(await it.due()) == 2
            it.clock.move(1)
            await it.look()
            it.clock.move(4 * HOUR)
            await it.look()
            due = start + ACCEPT
            entries = await it.due(ticket)
            assert [(e.outcome, e.nth, e.at, e.due_at, e.late) for e in entries] == [
                ("near", 0, start + 12 * MINUTE, due, False),
                ("past", 0, due, due, False),
                ("reminder", 1, due + 4 * HOUR, due, False),
                ("reminder", 2, due + 8 * HOUR, due, False),
            ]
            assert {(e.by, e.role, e.source, e.target) for e in entries} == {
                ("system", "system", "reported", "reported")
            }
            row = await it.row(ticket)
            assert (row.version, row.seq) == (1, seq + 4)
            f, u = t.feed.c, t.audit.c
            async with it.one.store.read() as connection:
                sent = await connection.scalars(select(f.kind).where(f.ticket == ticket).order_by(f.seq))
                assert list(sent) == ["ticket"] * 5
                bodies = await connection.scalars(select(u.body).where(u.action == "due").order_by(u.n))
                notes = [msgspec.json.decode(body, type=Record).note for body in bodies]
            assert notes == ["accept near", "accept past", "accept reminder 1", "accept reminder 2"]
            # A step ends the clock, and with it what it would have told.
            await it.act(ticket, 1, a.Refuse(reason="不属受理范围"))
            it.clock.move(3 * DAY)
            await it.look()
            assert len(await it.due()) == 4
            await it.sound()

    played(play())


def test_each_is_told_once_by_however_many_replicas(url: str, tmp_path: Path) -> None:
    """Hundreds at one instant, and one replica of three ends amid them; an SQLite file has one process."""
    many, replicas = 300, 1 if url.startswith("sqlite") else 3

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            for services in it.replicas:
                services.scheduler.at_once = 20
            start = it.clock.now()
            await it.report(many)
            it.clock.move(12 * MINUTE)
            await it.until(many // 4)
            if replicas > 1:
                await it.replicas.pop().close()
            await it.until(many)
            it.clock.move(3 * MINUTE)
            await it.until(2 * many)
            for services in it.replicas:
                await services.scheduler.look(DISTRICT)
            entries = await it.due()
            assert Counter((e.outcome, e.at) for e in entries) == {
                ("near", start + 12 * MINUTE): many,
                ("past", start + ACCEPT): many,
            }
            await it.sound()

    played(play())


def test_a_replica_that_is_killed_loses_nothing(url: str, tmp_path: Path) -> None:
    """kill -9 after some of its commits; who comes next tells the rest, and nothing twice."""
    many = 120

    async def report() -> int:
        async with opened(url, tmp_path) as it:
            await it.report(many)
            return it.clock.now()

    start = asyncio.run(report())
    now = start + ACCEPT
    command = [sys.executable, "-m", "tests.backend.falling", url, str(tmp_path), str(now), "70"]
    dead = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=WAIT_S, check=False)
    assert dead.returncode == -signal.SIGKILL, dead.stderr

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            it.clock.move(ACCEPT)
            told = len(await it.due())
            assert 70 <= told < 2 * many
            await it.look()
            assert Counter((e.outcome, e.at) for e in await it.due()) == {
                ("near", start + 12 * MINUTE): many,
                ("past", now): many,
            }
            await it.sound()

    played(play())


def test_one_of_three_is_killed_amid_its_work(new_postgres_url: Callable[[], str], tmp_path: Path) -> None:
    """A process and two replicas here tell hundreds together; kill -9 takes the process amid it."""
    many, url = 300, new_postgres_url()

    async def play() -> None:
        async with opened(url, tmp_path, replicas=2) as it:
            await it.report(many)
            it.clock.move(ACCEPT)
            now = it.clock.now()
            command = [sys.executable, "-m", "tests.backend.falling", url, str(tmp_path), str(now), "1000000"]
            quiet = subprocess.DEVNULL
            third = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=quiet, stderr=quiet)
            try:
                await it.until(1)
                for services in it.replicas:
                    services.scheduler.at_once = 20
                    await services.start()
                await it.until(many // 2)
            finally:
                third.kill()
                await third.wait()
            await it.until(2 * many)
            await it.look()
            assert Counter((e.outcome, e.at) for e in await it.due()) == {
                ("near", now - 3 * MINUTE): many,
                ("past", now): many,
            }
            await it.sound()

    played(play())


def test_what_was_missed_in_a_long_stop_is_told_once_with_its_instant(plain: str, tmp_path: Path) -> None:
    """Not one reminder for every interval that went by: the last."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            it.clock.move(2 * DAY + HOUR)
            await it.look()
            await it.look()
            due = start + ACCEPT
            entries = await it.due(ticket)
            assert [(e.outcome, e.nth, e.at, e.late) for e in entries] == [
                ("near", 0, start + 12 * MINUTE, True),
                ("past", 0, due, True),
                ("reminder", 1, due + 48 * HOUR, True),
            ]
            assert {e.received_at for e in entries} == {it.clock.now()}
            it.clock.move(4 * HOUR)
            await it.look()
            assert [(e.nth, e.at) for e in await it.due(ticket)][-1] == (2, due + 52 * HOUR)
            await it.sound()

    played(play())


def test_a_step_tells_first_what_fell_due_before_it(plain: str, tmp_path: Path) -> None:
    """The scheduler had not come to it; a step as of an instant before it fell due tells nothing."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            late, early = await it.report(2)
            it.clock.move(20 * MINUTE)
            await it.act(late, 1, a.Refuse(reason="不属受理范围"))
            await it.act(early, 1, a.Refuse(reason="不属受理范围"), done_at=start + 13 * MINUTE)
            assert await it.told(late) == [
                ("accept", "near", start + 12 * MINUTE),
                ("accept", "past", start + ACCEPT),
            ]
            assert await it.told(early) == [("accept", "near", start + 12 * MINUTE)]
            await it.look()
            assert len(await it.due()) == 3
            # A refused step has told nothing.
            (third,) = await it.report()
            it.clock.move(20 * MINUTE)
            with pytest.raises(ServiceRefused, match="was first"):
                await it.act(third, 7, a.Accept())
            assert await it.told(third) == []
            await it.sound()

    played(play())


def test_a_recalled_step_brings_back_no_event_that_was_told(plain: str, tmp_path: Path) -> None:
    """The clock is the same again; what fell due while another ran in its place is told with its instant."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            await it.act(ticket, 1, a.Accept())
            it.clock.move(13 * MINUTE)
            await it.look()
            await it.act(ticket, 2, a.File(item=ITEM, area=GRID))
            it.clock.move(5 * MINUTE)
            await it.look()
            await it.act(ticket, 3, a.Recall())
            await it.look()
            assert await it.told(ticket) == [
                ("accept", "near", start + 12 * MINUTE),
                ("accept", "past", start + ACCEPT),
            ]
            await it.sound()

    played(play())


def test_a_clock_that_stands_falls_due_never_and_one_that_goes_on_is_armed_anew(
    plain: str, tmp_path: Path
) -> None:
    """Between `handled` and a rework the responsibility clock stands; its due instant has moved after it."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await it.dispatch()
            handler = f"u-{UNIT}"
            await it.act(ticket, 4, a.SignIn(), handler)
            before = (await it.row(ticket)).responsibility
            assert before is not None
            assert before.due_at is not None
            await it.act(ticket, 5, a.Handle(result="已劝离"), handler)
            it.clock.move(before.due_at - it.clock.now() + HOUR)
            await it.look()
            assert "responsibility" not in {e.clock for e in await it.due(ticket)}
            await it.act(ticket, 6, a.Verify(outcome="failed", reason="仍有噪音"))
            after = (await it.row(ticket)).responsibility
            assert after is not None
            assert after.due_at is not None
            assert after.amber_at is not None
            assert after.due_at > before.due_at
            it.clock.move(after.due_at - it.clock.now())
            await it.look()
            told = [one for one in await it.told(ticket) if one[0] == "responsibility"]
            assert told == [
                ("responsibility", "near", after.amber_at),
                ("responsibility", "past", after.due_at),
            ]
            await it.sound()

    played(play())


async def suspended(it: Play, until: int) -> str:
    """A ticket at its unit whose clocks stand until an instant (version 6)."""
    ticket = await it.dispatch()
    asked = a.Suspend(outcome="asked", cause="outside", until=until, reason="等待停电检修")
    await it.act(ticket, 4, asked, f"u-{UNIT}")
    await it.act(ticket, 5, a.Suspend(outcome="approved"), "duty01")
    return ticket


def test_a_suspended_ticket_goes_on_at_its_end_by_itself(url: str, tmp_path: Path) -> None:
    """As of that instant, however late it is found; once, though two replicas come to it."""

    async def play() -> None:
        async with opened(url, tmp_path, replicas=1 if url.startswith("sqlite") else 2) as it:
            start = it.clock.now()
            until = start + 6 * HOUR
            ticket = await suspended(it, until)
            before = await it.row(ticket)
            assert (before.state, before.version) == ("suspended", 6)
            it.clock.move(5 * HOUR)
            await it.look()
            assert (await it.row(ticket), await it.due(ticket)) == (before, [])
            it.clock.move(HOUR + 7 * MINUTE)
            await asyncio.gather(*(services.scheduler.look(DISTRICT) for services in it.replicas))
            after = await it.row(ticket)
            assert (after.state, after.version, after.changed_at) == ("dispatched", 7, until)
            assert after.beside.suspension is None
            assert after.responsibility is not None
            assert after.responsibility.running_since == until
            assert after.responsibility.pauses == ((start, until),)
            e = t.entry.c
            query = select(e.body).where(e.ticket == ticket, e.action == "resume")
            async with it.one.store.read() as connection:
                (body,) = await connection.scalars(query)
            entry = msgspec.msgpack.decode(body, type=Entry)
            assert (entry.by, entry.role, entry.at, entry.late) == ("system", "system", until, True)
            assert entry.received_at == it.clock.now()
            # What then falls due by the moved instants is told.
            assert after.stage is not None
            assert after.stage.due_at is not None
            it.clock.move(after.stage.due_at - it.clock.now())
            await it.look()
            assert (after.stage.name, "past", after.stage.due_at) in await it.told(ticket)
            await it.sound()

    played(play())


def test_a_ticket_that_somebody_resumed_is_left_alone(plain: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await suspended(it, it.clock.now() + 6 * HOUR)
            it.clock.move(HOUR)
            await it.act(ticket, 6, a.Resume(), "duty01")
            it.clock.move(6 * HOUR)
            await it.look()
            assert (await it.row(ticket)).version == 7
            await it.sound()

    played(play())


def test_a_supervision_that_is_not_answered_in_time_is_told(plain: str, tmp_path: Path) -> None:
    """Once its reply is due, and then in working time; no more once it is answered or lifted."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            answered, silent = await it.dispatch(), await it.dispatch()
            due = start + 2 * HOUR
            for ticket in (answered, silent):
                ordered = a.Supervise(outcome="ordered", kind="leader", reply_due=due, reason="请今日办结")
                await it.act(ticket, (await it.row(ticket)).version, ordered, "leader01")
            reply = a.Supervise(outcome="replied", result="已派人")
            await it.act(answered, (await it.row(answered)).version, reply, f"u-{UNIT}")
            it.clock.move(2 * HOUR)
            await it.look()
            assert [one for one in await it.told(answered) if one[0] == "reply"] == []
            assert [one for one in await it.told(silent) if one[0] == "reply"] == [("reply", "past", due)]
            # Eleven o'clock: an hour to the break, then three of the afternoon.
            it.clock.move(6 * HOUR)
            await it.look()
            told = [one for one in await it.told(silent) if one[0] == "reply"]
            assert told[1:] == [("reply", "reminder", due + 6 * HOUR)]
            lifted = a.Supervise(outcome="lifted")
            await it.act(silent, (await it.row(silent)).version, lifted, "leader01")
            it.clock.move(3 * DAY)
            await it.look()
            assert len([one for one in await it.told(silent) if one[0] == "reply"]) == 2
            await it.sound()

    played(play())


def test_what_is_closed_owes_no_reply(plain: str, tmp_path: Path) -> None:
    """Nobody could give it any more."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket, handler = await it.dispatch(), f"u-{UNIT}"
            due = it.clock.now() + 2 * HOUR
            ordered = a.Supervise(outcome="ordered", kind="leader", reply_due=due, reason="请今日办结")
            steps: list[tuple[a.Act, str]] = [
                (ordered, "leader01"),
                (a.SignIn(), handler),
                (a.Handle(result="已劝离"), handler),
                (a.Verify(), "seat01"),
                (a.Close(), "seat01"),
            ]
            for act, login in steps:
                await it.act(ticket, (await it.row(ticket)).version, act, login)
            it.clock.move(3 * DAY)
            await it.look()
            assert "reply" not in {clock for clock, _, _ in await it.told(ticket)}
            await it.sound()

    played(play())


def test_a_part_of_another_unit_falls_due_by_itself(plain: str, tmp_path: Path) -> None:
    """The timeline says whose part it is; a part that is withdrawn falls due no more."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            kept, withdrawn = await it.dispatch(), await it.dispatch()
            until = it.clock.now() + 5 * HOUR
            given = a.Share(outcome="given", unit="T-S2-ZF", task="配合封路", until=until)
            for ticket in (kept, withdrawn):
                await it.act(ticket, 4, given)
            gone = a.Share(outcome="withdrawn", unit="T-S2-ZF", reason="不再需要")
            await it.act(withdrawn, 5, gone)
            it.clock.move(5 * HOUR)
            await it.look()
            clock = "part:T-S2-ZF"
            entries = [e for e in await it.due(kept) if e.clock == clock]
            assert [(e.outcome, e.at) for e in entries] == [("near", until - HOUR), ("past", until)]
            (part,) = (await it.row(kept)).beside.parts
            assert {e.words for e in entries} == {part.unit_name}
            assert clock not in {e.clock for e in await it.due(withdrawn)}
            await it.sound()

    played(play())


def test_an_extension_arms_the_clock_anew(plain: str, tmp_path: Path) -> None:
    """Near was told of the former instant and is told of the new one; past of the new one alone."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await it.dispatch()
            before = (await it.row(ticket)).responsibility
            assert before is not None
            assert before.amber_at is not None
            it.clock.move(before.amber_at - it.clock.now())
            await it.look()
            version = (await it.row(ticket)).version
            asked = a.Extend(outcome="asked", value=1, unit=before.limit.unit, reason="材料未到")
            await it.act(ticket, version, asked, f"u-{UNIT}")
            await it.act(ticket, version + 1, a.Extend(outcome="endorsed"), "duty01")
            await it.act(ticket, version + 2, a.Extend(outcome="approved"), "leader01")
            after = (await it.row(ticket)).responsibility
            assert after is not None
            assert after.amber_at is not None
            assert after.due_at is not None
            assert after.amber_at > before.amber_at
            it.clock.move(after.due_at - it.clock.now())
            await it.look()
            assert [one for one in await it.told(ticket) if one[0] == "responsibility"] == [
                ("responsibility", "near", before.amber_at),
                ("responsibility", "near", after.amber_at),
                ("responsibility", "past", after.due_at),
            ]
            await it.sound()

    played(play())


def test_rows_from_before_are_armed_without_telling_their_past(url: str, tmp_path: Path) -> None:
    """One line of the audit log says how many; what falls due afterwards is told."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            overdue = await it.report(30)
            it.clock.move(20 * MINUTE)
            fresh = await it.report(30)
            async with it.one.store.write() as connection:
                # As the migration leaves them.
                await connection.execute(update(t.ticket).values(next_at=None, told=None))
                await connection.execute(update(t.district).values(armed_at=None))
            # One is stepped on before the scheduler comes to it: it is armed by that.
            await it.act(overdue[0], 1, a.Urge(note="请尽快"))
            it.one.scheduler.at_once = 7
            it.clock.move(MINUTE)
            await it.look()
            assert await it.due() == []
            u, now = t.audit.c, it.clock.now()
            async with it.one.store.read() as connection:
                bodies = await connection.scalars(select(u.body).where(u.action == "arm"))
                notes = [msgspec.json.decode(body, type=Record).note for body in bodies]
                assert await connection.scalar(select(t.district.c.armed_at)) == now
            assert notes == ["59 tickets; 29 of them had fallen due before and were not told"]
            it.clock.move(14 * MINUTE)
            await it.look()
            entries = await it.due()
            assert Counter(e.outcome for e in entries) == {"near": 30, "past": 30}
            assert {len(await it.due(ticket)) for ticket in fresh} == {2}
            it.clock.move(4 * HOUR - 14 * MINUTE)
            await it.look()
            assert {tuple(e.nth for e in await it.due(ticket)) for ticket in overdue} == {(1,)}
            await it.sound()

    played(play())


def test_a_fault_of_the_database_costs_time_and_no_event(
    url: str, tmp_path: Path, expect_log: ExpectedLog
) -> None:
    """It is said once, and told when the table is there again."""
    expect_log("falling_waits", level=logging.WARNING, logger="scheduler")

    async def play() -> None:
        async with opened(url, tmp_path, start=True) as it:
            (ticket,) = await it.report()

            async def rename(old: str, new: str) -> None:
                async with it.one.store.write() as connection:
                    await connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

            scheduler = it.one.scheduler
            await rename("ticket", "away")
            it.clock.move(12 * MINUTE)
            await when(lambda: bool(scheduler._waits))
            await rename("away", "ticket")
            await it.until(1)
            assert [outcome for _, outcome, _ in await it.told(ticket)] == ["near"]
            await it.sound()

    played(play())


def test_what_falls_due_is_found_by_its_own_index(url: str, tmp_path: Path) -> None:
    """Of a year's tickets almost none is armed: no poll reads the others."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            await it.report()
            k = t.ticket
            async with it.one.store.write() as connection:
                row = dict((await connection.execute(select(k))).one()._mapping)
                rows = [
                    row | {"id": f"x{n}", "number": f"x{n}", "next_at": None if n % 50 else ORIGIN + n}
                    for n in range(5_000)
                ]
                await connection.execute(insert(k), rows)
                if it.one.store.dialect == "postgresql":
                    await connection.exec_driver_sql("ANALYZE ticket")
            for query in (falling(DISTRICT, ORIGIN + 100, 200), first(DISTRICT)):
                async with it.one.store.read() as connection:
                    said = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
                    on = it.one.store.dialect
                    asked = "EXPLAIN" if on == "postgresql" else "EXPLAIN QUERY PLAN"
                    lines = [row[-1] for row in await connection.exec_driver_sql(f"{asked} {said}")]
                assert any("ix_ticket_next_at" in line for line in lines), lines
                assert not any(word in line for line in lines for word in ("Seq Scan", "Sort", "SCAN")), lines

    played(play())


def test_a_step_asks_the_database_nothing_more(plain: str, tmp_path: Path) -> None:
    """What falls due next is read with the row and written with it; what fell due is told with the rest."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            asked: list[str] = []

            def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
                asked.append(" ".join(statement.split()[:4]))

            async def refuse(ticket: str) -> list[str]:
                asked.clear()
                await it.act(ticket, 1, a.Refuse(reason="不属受理范围"))
                return asked.copy()

            in_time, late = await it.report(2)
            engine = it.one.store._writer.sync_engine
            event.listen(engine, "before_cursor_execute", hear)
            plain_step = await refuse(in_time)
            it.clock.move(20 * MINUTE)
            late_step = await refuse(late)
            event.remove(engine, "before_cursor_execute", hear)
            assert [outcome for _, outcome, _ in await it.told(late)] == ["near", "past"]
            assert late_step == plain_step
            assert sum(said.startswith("UPDATE ticket") for said in plain_step) == 1

    played(play())
