"""Several replicas, kill -9, a database that is away; and what it costs."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, select

from backend.service.scheduler import falling, first
from backend.store import tables as t
from contract import action as a
from contract.clock import MINUTE
from tests.backend.falling_play import ACCEPT, WAIT_S, opened, played, when
from tests.backend.running import DISTRICT, ORIGIN
from tests.strict import ExpectedLog

ROOT = Path(__file__).parents[2]


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
