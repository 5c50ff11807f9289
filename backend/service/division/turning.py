"""The instant of a division: every process reads the new areas from it on by itself; that it has come is
announced to the consoles once, by whichever replica wakes first."""

from __future__ import annotations

import asyncio

import msgspec
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.clock import Clock
from backend.service.housekeeping import FAULTS, reason_of
from backend.service.ledger import Ledger
from backend.service.reference import References
from backend.service.steps import Aside, Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.tasks import finish, spawn
from contract.clock import SECOND

from .moving import AreaAt, Moved, Moving

LONGEST_S = 2.0
"""So often is looked, whatever is known: another replica may not have lived to tell."""
SLOWEST = 1e-6

log = structlog.get_logger("division")

_D = t.division.c


class Turning(msgspec.Struct, frozen=True):
    """Divisions have begun: consoles fetch the grids anew."""

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The digest under which the reference is known, seen under the lock."""
        here = t.district.c.district == ledger.district
        ledger.beside["division", "digest"] = await connection.scalar(select(t.district.c.digest).where(here))

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Announce them, where no other replica has."""
        if ledger.beside.pop(("division", "digest"), "") != ledger.reference.digest:
            ledger.hold(ledger.held, piece.received_at)
        return Done(204, b"")


class Told(msgspec.Struct, frozen=True):
    """Everything that a division brings with it is done."""

    id: str
    moved: int

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """Whether another replica has said so."""
        query = select(_D.told).where(_D.district == ledger.district, _D.id == self.id)
        ledger.beside["division told", self.id] = await connection.scalar(query)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Say so, once."""
        if ledger.beside.pop(("division told", self.id), True) is False:
            here = (_D.district == ledger.district, _D.id == self.id)
            ledger.statements.append(update(t.division).where(*here).values(told=True))
            note = f"{self.moved} components came to other grids"
            ledger.record(piece, "division_begins", self.id, note=note)
        return Done(204, b"")


class Divisions:
    """The room that sleeps until a division begins."""

    def __init__(self, references: References, writer: Writer, clock: Clock, area_at: AreaAt) -> None:
        """`area_at` gives the code of the smallest area at a coordinate at an instant."""
        self._area_at = area_at
        self._references = references
        self._writer = writer
        self._clock = clock
        self._soon = asyncio.Event()
        self._waits: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    async def heard(self, district: str) -> None:  # noqa: ARG002
        """A reference is another one: a division may begin earlier than what is waited for."""
        self._soon.set()

    async def start(self) -> None:
        """Begin to wait; what began while no process ran is told now."""
        self._task = spawn("division", self._run(), essential=True)

    async def close(self) -> None:
        """End."""
        await finish(self._task)

    async def _run(self) -> None:
        while True:
            self._soon.clear()
            next_at = float("inf")
            for district in self._references.districts:
                try:
                    next_at = min(next_at, await self.look(district))
                except FAULTS as error:
                    if district not in self._waits:
                        self._waits.add(district)
                        log.warning("division_waits", district=district, reason=reason_of(error))
                else:
                    self._waits.discard(district)
            wait = (next_at - self._clock.now()) / SECOND / max(self._clock.speed, SLOWEST)
            try:
                async with asyncio.timeout(min(max(wait, 0.001), LONGEST_S)):
                    await self._soon.wait()
            except TimeoutError:
                continue

    async def look(self, district: str) -> float:
        """Tell what has begun in a district, and bring its components to their grids; gives when the next
        division begins."""
        now = self._clock.now()
        held = self._references.get(district)
        begun = [step for step in held.divided.untold if step.effective_from <= now]
        if begun:
            await self._submit(district, Turning())
            for step in begun:
                await self._submit(district, Told(step.id, await self._moved(district, step.id)))
            await self._references.refresh(district)
            held = self._references.get(district)
        return held.turns_at

    async def _moved(self, district: str, division: str) -> int:
        """Bring the components of a division to their grids; gives how many came to another."""
        so_far, moved = Moved("", 0), 0
        while True:
            done = await self._submit(district, Moving(division, so_far.upto, self._area_at))
            so_far = msgspec.json.decode(done.body, type=Moved)
            moved += so_far.moved
            if not so_far.upto:
                return moved

    async def _submit(self, district: str, work: Aside) -> Done:
        return await self._writer.submit(Pending(system(district), self._clock.now(), work))
