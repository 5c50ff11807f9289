"""What the tests of the scheduler play with: replicas on one database and one clock, moved by hand."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from backend.service.audit import faults
from backend.service.clock import SimulatedClock
from backend.service.steps import Done, Pending
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import actors
from backend.store import tables as t
from contract import action as a
from contract.account import Actor
from contract.clock import MINUTE
from contract.feed import Entry
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, ITEM, ORIGIN, TINY, UNIT

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
async def opened(
    url: str, folder: Path, *, replicas: int = 1, start: bool = False, profile: Path = TINY
) -> AsyncIterator[Play]:
    """Replicas on a database with a district, the tiny one; their rooms run where they are started."""
    clock = SimulatedClock(ORIGIN, 0)
    settings = Settings(database=url, files=folder, port=0, pool=2)
    made = [await Services.open(settings, clock)]
    if not made[0].references.districts:
        await load_district(made[0], profile, demo=True)
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


def played(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a loop of its own."""
    asyncio.run(work)
