"""Five thousand tickets of the simulated district, summed in SQL and told over from their timelines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from backend.service.counting.figures import count
from backend.service.counting.filling import fill
from backend.store import counted
from backend.store import tables as t
from contract.counting import GROUPS, Period, rates
from tests.counting.district import (
    DISTRICT,
    END,
    calendar_of,
    disagreements,
    months,
    told,
    written,
)

FIRST, LAST = date(2026, 7, 1), date(2026, 11, 20)
ALWAYS = Period(0, END)


@pytest.mark.timeout(900)
async def test_five_thousand_tickets_are_counted_the_same_both_ways(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    async with written(database, tmp_path / "files", days=142, rate=0.06, repeat_rate=0.02) as services:
        chapters = await told(services)
        assert sum(chapter.n == 1 for chapter in chapters) > 5_000
        periods = [ALWAYS, *months(calendar_of(services), FIRST, LAST)]
        assert await disagreements(services, chapters, periods, ("", *GROUPS)) == []
        async with services.store.read() as connection:
            total = (await count(connection, DISTRICT, ALWAYS, END))[""]
            actions = set(await connection.scalars(select(t.entry.c.action).distinct()))
    # Nothing of it is empty: everything that there is to count has happened.
    assert [name for name in total.__struct_fields__ if not getattr(total, name)] == []
    assert 0 < total.closed_in_time < total.closed < total.due
    assert all(
        share is not None for share in (getattr(rates(total), f) for f in ("in_time", "rework", "arrival"))
    )
    assert actions >= {
        "return", "merge", "unmerge", "recall", "reopen", "refuse", "urge", "escalate", "arbitrate", "part",
        "suspend", "resume", "extend", "make_safe", "supervise", "force_close", "appeal", "accountability",
    }  # fmt: skip


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_tickets_from_before_there_was_counting_are_taken_in_as_they_were(
    database_url: str, tmp_path: Path
) -> None:
    async with written(database_url, tmp_path / "files", days=30, rate=0.03, repeat_rate=0.05) as services:
        chapters = await told(services)
        tables = (counted.rounds, counted.dispatches, counted.verifications)
        async with services.store.write() as connection:
            before = [sorted((await connection.execute(select(table))).all(), key=str) for table in tables]
            for table in tables:
                await connection.execute(delete(table))
            await connection.execute(update(t.ticket).values(tally=None))
            tickets = await connection.scalar(select(func.count()).select_from(t.ticket))
        assert await fill(services.store, services.references) == tickets
        assert await fill(services.store, services.references) == 0
        async with services.store.read() as connection:
            after = [sorted((await connection.execute(select(table))).all(), key=str) for table in tables]
        assert after == before
        assert await disagreements(services, chapters, [ALWAYS], ("", *GROUPS)) == []
