"""The simulated day on a real backend: days written through the one function, and a day played over HTTP."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from backend.service import audit, calendar
from backend.service.clock import SimulatedClock
from backend.services import Services
from backend.serving import load_district, server_of
from backend.settings import Settings
from backend.simulation import scene
from backend.simulation.history import Telling, counts, first_day, living_instant
from backend.simulation.line import Declined, Line
from backend.simulation.player import Player
from backend.simulation.writing import SEED, actors, write_history
from backend.store import tables as t
from contract.clock import MINUTE
from contract.feed import Entry

BAOHE = Path(__file__).parents[2] / "resources" / "districts" / "baohe"
DISTRICT = "340111"
# A Friday, 10:20 in Hefei.
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)
FEW = 0.2
"""A fifth of the volume: enough of everything, and quick."""


@asynccontextmanager
async def furnished(database: str, files: Path, days: int, rate: float = FEW) -> AsyncIterator[Services]:
    """A district with some days behind it; its clock stands."""
    settings = Settings(database=database, files=files, port=0)
    services = await Services.open(settings, SimulatedClock(END, 0))
    try:
        await load_district(services, BAOHE, demo=True)
        await write_history(services, DISTRICT, BAOHE, END, days=days, rate=rate)
        yield services
    finally:
        await services.store.close()


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_what_is_written_is_what_was_told(database_url: str, tmp_path: Path) -> None:
    async with furnished(database_url, tmp_path / "files", 2) as services:
        reference = services.references.get(DISTRICT).reference
        known = await actors(services.store, services.references.get(DISTRICT))
        seats = tuple(f"seat{n:02d}" for n in range(1, reference.district.seats + 1))
        story = scene.read(BAOHE, first_day(END, 2))
        told = Telling(story, reference, SEED, first_day(END, 2), END, known.__getitem__, seats, FEW)
        moves = sum(1 for _ in told.play())
        async with services.store.read() as connection:
            grouped = select(t.ticket.c.state, func.count().label("n")).group_by(t.ticket.c.state)
            states = {row.state: row.n for row in await connection.execute(grouped)}
            entries = await connection.scalar(select(func.count()).select_from(t.entry))
            wrong = await audit.faults(connection, DISTRICT)
            e = t.entry.c
            bodies = await connection.scalars(select(e.body).where(e.action == "due"))
            due = [msgspec.msgpack.decode(body, type=Entry) for body in bodies]
            back = select(e.at).where(e.action.in_(("recall", "unmerge")))
            taken_back = set(await connection.scalars(back))
        # What fell due was told when it did, or when a step was taken back without which it would have, and
        # nothing of it is left to be told.
        assert {entry.outcome for entry in due} >= {"near", "past"}
        assert all(entry.at == entry.received_at <= END or entry.received_at in taken_back for entry in due)
        await services.scheduler.look(DISTRICT)
        async with services.store.read() as connection:
            again = select(func.count()).select_from(t.entry).where(t.entry.c.action == "due")
            assert await connection.scalar(again) == len(due)
    assert states == counts(told.tickets)
    assert entries is not None
    assert entries >= moves > 300
    assert wrong == []


async def test_a_day_is_played_through_the_public_api(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    async with furnished(database, tmp_path / "files", 1, rate=1.0) as services:
        clock = services.clock
        assert isinstance(clock, SimulatedClock)
        clock.run_at(50.0)
        server = server_of(services)
        # It listens from here on; who connects before the service is up waits in line.
        listening = socket.create_server(("127.0.0.1", 0))
        serving = asyncio.get_running_loop().create_task(server.serve([listening]))
        try:
            host, port = listening.getsockname()
            done = await played(f"http://{host}:{port}", minutes=20)
        finally:
            server.should_exit = True
            await serving
    assert done["reported"] > 10
    for moment in ("accepted_at", "filed_at", "dispatched_at", "signed_in_at", "handled_at", "closed_at"):
        assert done[moment] > 0, moment


async def played(url: str, minutes: int) -> Counter[str]:
    """Plays so many minutes of the backend's time and counts what the timelines say was done in them."""
    line = Line(url, "baohe-demo-2026")
    try:
        with pytest.raises(Declined, match=r"^400 "):
            await line.set_speed(-1)
        began = await line.time()
        assert began.speed == 50.0
        reference = await line.reference("leader01")
        player = Player(
            line,
            scene.read(BAOHE, began.now),
            reference,
            seed=7,
            rate=2.0,
            seats=("seat03", "seat04", "seat05"),
            api_key="baohe-demo-",
            poll_s=1.0,
        )
        before = {ticket.id: ticket for ticket in (await line.snapshot("duty01")).tickets}
        await player.run(began.now + minutes * MINUTE)
        assert player.done > 20
        found: Counter[str] = Counter()
        for ticket in (await line.snapshot("duty01")).tickets:
            if ticket.id not in before:
                found["reported"] += 1
            for moment in (
                "accepted_at",
                "filed_at",
                "dispatched_at",
                "signed_in_at",
                "handled_at",
                "closed_at",
            ):
                if (getattr(ticket, moment) or 0) > began.now:
                    found[moment] += 1
        return found
    finally:
        await line.close()


def test_a_demo_opens_in_working_hours() -> None:
    office = calendar.build(((480, 720), (840, 1080)), 480)
    for text, opens in (
        ("2026-11-21T22:16", "2026-11-20T02:20"),  # a Sunday morning in Hefei: Friday's
        ("2026-11-23T02:19", "2026-11-20T02:20"),  # a Monday, a minute too early
        ("2026-11-23T02:21", "2026-11-23T02:20"),
        ("2026-10-05T04:00", "2026-09-30T02:20"),  # in the October holidays
    ):
        now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        expected = datetime.fromisoformat(opens).replace(tzinfo=UTC)
        assert living_instant(round(now.timestamp() * 1000), office) == expected.timestamp() * 1000
