"""A year of the simulated district (about 220,000 tickets), counted both ways: `make soak ARGS=year`.

The clock goes along with what is written, and the service tidies up behind it as it does in an office: the
feed is pruned, old answers are let go, ended tickets age.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.service.clock import SimulatedClock
from backend.service.counting.figures import count
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.history import first_day
from backend.simulation.writing import Written, write_history
from backend.store import tables as t
from contract.counting import Period, rates
from tests.counting.district import BAOHE, DISTRICT, calendar_of, disagreements, months, told

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = 365
END = round(datetime(2026, 12, 31, 16, 0, tzinfo=UTC).timestamp() * 1000)
TICKETS = 210_000
"""The district's volume gives 219,900 on average."""
REPEATS = 0.01
"""More than the district has, so that merges are among what is counted."""


async def _lived(services: Services, clock: SimulatedClock) -> Written:
    """Write the year, with the service's own housekeeping beside it."""
    start = first_day(END, DAYS)

    def passed(share: float) -> None:
        clock.move(max(start + round((END - start) * share) - clock.now(), 0))

    services.housekeeping.start()
    try:
        return await write_history(
            services, DISTRICT, BAOHE, END, days=DAYS, repeat_rate=REPEATS, progress=passed
        )
    finally:
        await services.housekeeping.close()


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
async def test_a_year_is_counted_the_same_both_ways(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'grid.db'}", files=tmp_path / "files", port=0)
    clock = SimulatedClock(first_day(END, DAYS), 0)
    services = await Services.open(settings, clock)
    try:
        await load_district(services, BAOHE, demo=True)
        written = await _lived(services, clock)
        clock.move(END - clock.now())
        year = Period(first_day(END, DAYS), END)
        async with services.store.read() as connection:
            tickets = await connection.scalar(select(func.count()).select_from(t.ticket))
            entries = await connection.scalar(select(func.count()).select_from(t.entry))
            began = time.monotonic()
            total = (await count(connection, DISTRICT, year, END))[""]
            summed = time.monotonic() - began
        began = time.monotonic()
        chapters = await told(services)
        retold = time.monotonic() - began
        print(
            f"\n{tickets} tickets, {written.actions} actions in {written.seconds:.0f} s"
            f" ({written.actions / written.seconds:.0f}/s), {entries} lines of timelines;"
            f" summed in {summed:.2f} s, told over in {retold:.0f} s\n{total}\n{rates(total)}"
        )
        periods = [year, *months(calendar_of(services), FIRST, LAST)]
        assert await disagreements(services, chapters, periods, ("", "unit", "street")) == []
    finally:
        await services.close()
    assert tickets is not None
    assert tickets > TICKETS
    assert tickets == total.reported == written.tickets
    assert total.closed_in_time <= total.closed <= total.due <= total.filed + total.reworked
