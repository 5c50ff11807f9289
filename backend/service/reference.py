"""What tickets refer to, held in memory per district as one consistent set under one digest.

The digest also stands in the district's row. A transaction that finds another one there loads anew, so
that replicas follow a change made by any of them.
"""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service import calendar
from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.clock import Calendar
from contract.reference import Area, Channel, District, Item, Reference, Unit


class Held:
    """One district's reference: the struct, its JSON as served, the units' duties.

    `stored` is the digest that stands in the district's row. It differs from the reference's own where an
    earlier edition of the service wrote it, which knew fewer fields.
    """

    def __init__(self, reference: Reference, duties: dict[str, str], stored: str = "") -> None:
        self.reference = reference
        self.stored = stored or reference.digest
        self.json = msgspec.json.encode(reference)
        self.duties = duties
        """Entries of the duty list by unit code, separated by ";"."""

    @property
    def district(self) -> str:
        """The district's code."""
        return self.reference.district.code


def digest_of(reference: Reference) -> str:
    """SHA-256 (hex) over everything but the digest itself."""
    encoder = msgspec.json.Encoder(order="deterministic")
    return hashlib.sha256(encoder.encode(msgspec.structs.replace(reference, digest=""))).hexdigest()


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


async def read_reference(connection: AsyncConnection, district: str) -> Held:
    """Read a district whole; raises ServiceRefused (missing)."""
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
    reference = Reference(
        digest="",
        district=decode(row.body, type=District),
        calendar=await read_calendar(connection, district, row.spans, row.utc_offset),
        areas=tuple(decode(b, type=Area) for b in await bodies("area", "place")),
        units=tuple(decode(b, type=Unit) for b in await bodies("unit", "place")),
        items=tuple(decode(b, type=Item) for b in await bodies("item", "effective_from", "place")),
        channels=tuple(decode(b, type=Channel) for b in await bodies("channel", "place")),
    )
    return Held(msgspec.structs.replace(reference, digest=digest_of(reference)), duties, row.digest)


class References:
    """The references of every district in the database, in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, Held] = {}

    @property
    def districts(self) -> tuple[str, ...]:
        """Codes of the districts that are loaded."""
        return tuple(self._held)

    async def load(self) -> None:
        """Read every district of the database."""
        async with self._store.read() as connection:
            codes = [c for (c,) in await connection.execute(select(t.district.c.district))]
            self._held = {code: await read_reference(connection, code) for code in codes}

    async def refresh(self, district: str, connection: AsyncConnection | None = None) -> Held:
        """Read one district anew."""
        if connection is not None:
            held = await read_reference(connection, district)
        else:
            async with self._store.read() as own:
                held = await read_reference(own, district)
        self._held[district] = held
        return held

    def get(self, district: str) -> Held:
        """One district's reference; raises ServiceRefused (missing)."""
        held = self._held.get(district)
        if held is None:
            raise missing()
        return held
