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
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.tasks import finish, spawn
from contract.clock import SECOND

LONGEST_S = 2.0
"""So often is looked, whatever is known: another replica may not have lived to tell."""
SLOWEST = 1e-6

log = structlog.get_logger("division")

_D = t.division.c


class Turning(msgspec.Struct, frozen=True):
    """Tell that divisions have begun, those of which it is not told yet."""

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Those that have begun by now, as the database has it under the lock."""
        begun = (_D.district == ledger.district, _D.effective_from <= piece.received_at, _D.told.is_(False))
        query = select(_D.id).where(*begun).order_by(_D.effective_from)
        ledger.beside["division", "begun"] = list(await connection.scalars(query))

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Tell it."""
        begun: list[str] = ledger.beside.pop(("division", "begun"), [])
        for id_ in begun:
            here = (_D.district == ledger.district, _D.id == id_)
            ledger.statements.append(update(t.division).where(*here).values(told=True))
            ledger.record(piece, "division_begins", id_)
        if begun:
            ledger.hold(ledger.held, piece.received_at)
        return Done(204, b"")


class Divisions:
    """The room that sleeps until a division begins."""

    def __init__(self, references: References, writer: Writer, clock: Clock) -> None:
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
        """Tell what has begun in a district; gives when the next one begins."""
        now = self._clock.now()
        held = self._references.get(district)
        if any(step.effective_from <= now for step in held.divided.untold):
            await self._writer.submit(Pending(system(district), now, Turning()))
            await self._references.refresh(district)
            held = self._references.get(district)
        return held.turns_at
