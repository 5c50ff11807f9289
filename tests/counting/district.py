"""A simulated district with a past, and whether its figures agree however they are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from backend.service.clock import SimulatedClock
from backend.service.counting.figures import count
from backend.service.counting.recount import books, differences, recount
from backend.service.counting.replay import Chapter
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import write_history
from contract.calendar import Calendar
from contract.counting import Figures, Period, day_of, month

BAOHE = Path(__file__).parents[2] / "resources" / "districts" / "baohe"
DISTRICT = "340111"
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)
"""A Friday, 10:20 in Hefei."""
NOTHING = Figures()


@asynccontextmanager
async def written(
    database: str, files: Path, *, days: int, rate: float, repeat_rate: float
) -> AsyncIterator[Services]:
    """A district that has lived so many days up to `END`; its clock stands."""
    settings = Settings(database=database, files=files, port=0)
    services = await Services.open(settings, SimulatedClock(END, 0))
    try:
        await load_district(services, BAOHE, demo=True)
        await write_history(services, DISTRICT, BAOHE, END, days=days, rate=rate, repeat_rate=repeat_rate)
        yield services
    finally:
        await services.store.close()


def calendar_of(services: Services) -> Calendar:
    """The calendar by which the district's months begin and end."""
    return services.references.get(DISTRICT).reference.calendar


def months(calendar: Calendar, first: date, last: date) -> list[Period]:
    """The months from that of one day to that of another."""
    found, at = [], first.replace(day=1)
    while at <= last:
        found.append(month(calendar, at.year, at.month))
        at = day_of(calendar, found[-1].to_at)
    return found


async def told(services: Services) -> list[Chapter]:
    """Every round of every ticket, told from the timelines."""
    reference = services.references.get(DISTRICT).reference
    async with services.store.read() as connection:
        return [chapter async for _, chapters in books(connection, reference) for chapter in chapters]


async def disagreements(
    services: Services, chapters: list[Chapter], periods: Iterable[Period], groups: Iterable[str]
) -> list[str]:
    """Where the database sums what the timelines do not tell: row by row, and in every figure."""
    reference, now = services.references.get(DISTRICT).reference, services.clock.now()
    groups = list(groups)
    async with services.store.read() as connection:
        found = await differences(connection, reference)
        for period in periods:
            for by in groups:
                summed = await count(connection, DISTRICT, period, now, by)
                over = recount(chapters, period, now, by)
                for code in sorted({*summed, *over}):
                    ours, theirs = summed.get(code, NOTHING), over.get(code, NOTHING)
                    if ours != theirs:
                        found.append(f"{period} by {by or 'nothing'}, {code}: {ours} is told as {theirs}")
    return found
