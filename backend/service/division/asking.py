"""What divisions there are, and working one out before it is adopted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from backend.service.reference import Held, read_reference
from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.division import Division, DivisionDetail, DivisionProposal, ProposeDivision

from .adopting import LEAD_MS, Adopting, Ground, begins_of, proposal_of
from .dated import Outlines, read_outlines
from .preview import counted, read_bound
from .working import Worked, work

_detail = msgspec.msgpack.Decoder(DivisionDetail).decode

Files = Callable[[str], bytes]


class Desk:
    """Questions about divisions of one database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def check(
        self, district: str, command: ProposeDivision, files: Files, now: int
    ) -> DivisionProposal:
        """What a division would come to, with outlines; raises ServiceRefused (validation, step)."""
        held, outlines = await self._read(district, now)
        begins = begins_of(command, held, now, LEAD_MS)
        worked = await self._worked(held, outlines.at(begins), command, begins, files)
        return proposal_of(command, begins, worked)

    async def adopting(
        self, district: str, command: ProposeDivision, files: Files, now: int, lead: int = LEAD_MS
    ) -> Adopting:
        """The work that adopts it; raises ServiceRefused (validation, step)."""
        held, outlines = await self._read(district, now)
        ground = Ground(held.divided.marks, held.divided.base)
        if any(step.id == command.id for step in held.divided.steps):
            # Done already: the key has its answer, and another key is refused under the lock.
            return Adopting(command, Worked(), ground, lead=lead)
        begins = begins_of(command, held, now, lead)
        worked = await self._worked(held, outlines.at(begins), command, begins, files)
        return Adopting(command, worked, ground, lead=lead)

    async def _read(self, district: str, now: int) -> tuple[Held, Outlines]:
        """Areas and outlines as the database has them: another replica may have adopted one just now."""
        async with self._store.read() as connection:
            return await read_reference(connection, district, now), await read_outlines(connection, district)

    async def _worked(
        self, held: Held, outlines: dict[str, bytes], command: ProposeDivision, begins: int, files: Files
    ) -> Worked:
        before = held.at(begins)
        worked = await asyncio.to_thread(work, command.changes, before.reference, outlines, files)
        if worked.faults:
            return worked
        async with self._store.read() as connection:
            bound = await read_bound(connection, held.district, worked)
        return await asyncio.to_thread(counted, worked, bound)

    async def all(self, district: str, now: int) -> tuple[Division, ...]:
        """Every division that was adopted, oldest first."""
        d = t.division.c
        async with self._store.read() as connection:
            query = select(d.body).where(d.district == district).order_by(d.effective_from)
            found = [_detail(body).division for body in await connection.scalars(query)]
        begun = sum(one.effective_from <= now for one in found)
        standings = ("past",) * (begun - 1) + ("current",) * (begun > 0) + ("coming",) * (len(found) - begun)
        return tuple(replace(one, standing=said) for one, said in zip(found, standings, strict=True))

    async def one(self, district: str, id_: str, now: int) -> DivisionDetail:
        """A division with what it did; raises ServiceRefused (missing)."""
        d = t.division.c
        async with self._store.read() as connection:
            body = await connection.scalar(select(d.body).where(d.district == district, d.id == id_))
        if body is None:
            raise missing()
        head = next((one for one in await self.all(district, now) if one.id == id_), None)
        if head is None:
            raise missing()
        return replace(_detail(body), division=head)
