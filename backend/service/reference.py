"""What tickets refer to, held in memory per district as one consistent set under one digest.

The digest also stands in the district's row. A transaction that finds another one there loads anew, so
that replicas follow a change made by any of them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service import calendar
from backend.service.clock import Clock
from backend.service.division.dated import Divided, read_divided
from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.clock import Calendar
from contract.reference import Channel, District, Item, Reference, Unit


class Held:
    """One district's reference: the struct, its JSON as served, the units' duties.

    `stored` is the digest that stood in the district's row when it was read. It differs from the reference's
    own where an earlier edition of the service wrote it, which knew fewer fields, and from the instant of a
    division on until that is announced.
    """

    def __init__(
        self,
        reference: Reference,
        duties: dict[str, str],
        stored: str = "",
        divided: Divided | None = None,
        begun: int = 0,
    ) -> None:
        self.reference = reference
        self.stored = stored or reference.digest
        self.duties = duties
        """Entries of the duty list by unit code, separated by ";"."""
        self.divided = divided if divided is not None else Divided(reference.areas)
        self._begun = begun
        self._span = self.divided.span(begun)
        self._others: dict[int, Held] = {begun: self}

    @cached_property
    def json(self) -> bytes:
        """As it is served."""
        return msgspec.json.encode(self.reference)

    @property
    def district(self) -> str:
        """The district's code."""
        return self.reference.district.code

    @property
    def since(self) -> int:
        """Since when these areas are in force."""
        return self._span[0]

    @property
    def turns_at(self) -> float:
        """The instant from which other areas are in force; infinite where no division is to come."""
        return self._span[1]

    def at(self, instant: int) -> Held:
        """With the areas that are in force at an instant."""
        since, until = self._span
        if since <= instant < until:
            return self
        begun = self.divided.begun(instant)
        other = self._others.get(begun)
        if other is None:
            areas, former = self.divided.areas(begun)
            reference = with_digest(replace(self.reference, areas=areas, former=former))
            other = Held(reference, self.duties, self.stored, self.divided, begun)
            other._others = self._others
            self._others[begun] = other
        return other

    def changed(self, divided: Divided | None = None, **fields: Any) -> Held:
        """With other fields of the reference, or other divisions: what a transaction makes of it."""
        if divided is None:
            reference = with_digest(replace(self.reference, **fields))
            return Held(reference, self.duties, divided=self.divided, begun=self._begun)
        areas, former = divided.areas(self._begun)
        reference = replace(self.reference, areas=areas, former=former, divisions=divided.marks, **fields)
        return Held(with_digest(reference), self.duties, divided=divided, begun=self._begun)


def with_digest(reference: Reference) -> Reference:
    """The reference under the digest of what it holds."""
    return replace(reference, digest=digest_of(reference))


def digest_of(reference: Reference) -> str:
    """SHA-256 (hex) over everything but the digest itself."""
    encoder = msgspec.json.Encoder(order="deterministic")
    return hashlib.sha256(encoder.encode(replace(reference, digest=""))).hexdigest()


def parse_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans as the district's row has them."""
    return tuple((int(b), int(e)) for b, _, e in (part.partition("-") for part in text.split(";")))


async def read_calendar(connection: AsyncConnection, district: str, spans: str, offset: int) -> Calendar:
    """The calendar of a district with what its administrator imported."""
    days = await connection.execute(
        select(t.calendar_day.c.day, t.calendar_day.c.working).where(t.calendar_day.c.district == district)
    )
    years = await connection.execute(
        select(t.calendar_year.c.year).where(t.calendar_year.c.district == district)
    )
    return calendar.build(
        parse_spans(spans),
        offset,
        [(date.fromisoformat(day), working) for day, working in days],
        [year for (year,) in years],
    )


async def read_reference(connection: AsyncConnection, district: str, at: int) -> Held:
    """Read a district whole, as it is at an instant; raises ServiceRefused (missing)."""
    row = (await connection.execute(select(t.district).where(t.district.c.district == district))).first()
    if row is None:
        raise missing()
    decode = msgspec.msgpack.decode

    async def bodies(table_name: str, *order: str) -> list[bytes]:
        table = t.metadata.tables[table_name]
        query = select(table.c.body).where(table.c.district == district)
        return [body for (body,) in await connection.execute(query.order_by(*(table.c[n] for n in order)))]

    listed = select(t.unit.c.code, t.unit.c.duty).where(t.unit.c.district == district)
    duties = {row.code: row.duty for row in await connection.execute(listed)}
    divided = await read_divided(connection, district)
    begun = divided.begun(at)
    areas, former = divided.areas(begun)
    reference = Reference(
        digest="",
        district=decode(row.body, type=District),
        calendar=await read_calendar(connection, district, row.spans, row.utc_offset),
        areas=areas,
        units=tuple(decode(b, type=Unit) for b in await bodies("unit", "place")),
        items=tuple(decode(b, type=Item) for b in await bodies("item", "effective_from", "place")),
        channels=tuple(decode(b, type=Channel) for b in await bodies("channel", "place")),
        former=former,
        divisions=divided.marks,
    )
    return Held(with_digest(reference), duties, row.digest, divided, begun)


class References:
    """The references of every district in the database, in memory."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._held: dict[str, Held] = {}

    @property
    def districts(self) -> tuple[str, ...]:
        """Codes of the districts that are loaded."""
        return tuple(self._held)

    async def load(self) -> None:
        """Read every district of the database."""
        async with self._store.read() as connection:
            codes = [c for (c,) in await connection.execute(select(t.district.c.district))]
            now = self._clock.now()
            self._held = {code: await read_reference(connection, code, now) for code in codes}

    async def refresh(self, district: str, connection: AsyncConnection | None = None) -> Held:
        """Read one district anew."""
        now = self._clock.now()
        if connection is not None:
            held = await read_reference(connection, district, now)
        else:
            async with self._store.read() as own:
                held = await read_reference(own, district, now)
        self._held[district] = held
        return held

    def get(self, district: str) -> Held:
        """One district's reference as it is now; raises ServiceRefused (missing)."""
        held = self._held.get(district)
        if held is None:
            raise missing()
        now = self._clock.now()
        if now >= held.turns_at:
            held = self._held[district] = held.at(now)
        return held
