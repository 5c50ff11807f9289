"""The register as it lies in the database: what a file would change, and taking it in, portion by portion.

A whole register is too much for one transaction under the district's lock: its rows are written by portions,
each with its key and audit entry. Rows are keyed, so that a file whose import was cut off goes in again.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending
from backend.store import tables as t
from backend.store.bulk import by_key
from backend.store.engine import Store
from contract.account import Actor
from contract.address import Address, AddressImport
from contract.component import ComponentFault

from .reading import Drafted, Reading, RefusedRow, Repeated

PORTION = 5_000
AreaAt = Callable[[str, float, float], str]
"""The code of the smallest area at a coordinate of a district, "" outside."""
HERE = "address"

_pack = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Address).decode
_json = msgspec.json.Encoder().encode


class Standing(msgspec.Struct, frozen=True):
    """The register as a whole: its version (0 for none), entries, those that are schematic."""

    version: int
    entries: int
    schematic: int


async def standing(connection: AsyncConnection, district: str) -> Standing:
    """How the register of a district stands."""
    a = t.address.c
    query = select(func.coalesce(func.max(a.version), 0), func.count()).where(a.district == district)
    version, entries = (await connection.execute(query)).one()
    drawn = await connection.scalar(
        select(func.count()).select_from(t.address).where(a.district == district, a.schematic.is_(True))
    )
    return Standing(int(version), int(entries), int(drawn or 0))


async def there(connection: AsyncConnection, district: str, codes: Sequence[str]) -> dict[str, Address]:
    """Entries by their codes."""
    found = await by_key(connection, t.address, "code", district, codes, "body")
    return {one.code: one for one in (unpack(body) for (body,) in found)}


class Worked(msgspec.Struct, frozen=True):
    """What a file comes to, and the entries that it writes."""

    told: AddressImport
    entries: tuple[Address, ...]


async def worked_out(
    store: Store, district: str, rows: Sequence[Reading], area_at: AreaAt, *, partial: bool, schematic: bool
) -> Worked:
    """What a file would change; nothing is written."""
    faults: list[ComponentFault] = []
    good: list[Address] = []
    repeated = 0
    for row in rows:
        match row:
            case RefusedRow():
                faults.append(row.fault)
            case Repeated():
                repeated += 1
            case Drafted():
                if area_at(district, row.entry.lon, row.entry.lat):
                    good.append(row.entry)
                else:
                    faults.append(_outside(row))
    faults.sort(key=lambda fault: fault.line)
    entries: list[Address] = []
    added = unchanged = 0
    async with store.read() as connection:
        now = await standing(connection, district)
        for portion in _portions(good):
            held = await there(connection, district, [one.code for one in portion])
            for one in portion:
                was = held.get(one.code)
                if was is not None and replace(was, version=0) == replace(one, schematic=schematic):
                    unchanged += 1
                    continue
                added += was is None
                entries.append(replace(one, schematic=schematic, version=now.version + 1))
    told = AddressImport(
        rows=len(rows),
        added=added,
        changed=len(entries) - added,
        unchanged=unchanged,
        repeated=repeated,
        refused=len(faults),
        schematic=0 if schematic or not entries else now.schematic,
        version=now.version + bool(entries),
        accepted=bool(rows) and (not faults or (partial and len(faults) < len(rows))),
        written=False,
        kinds=dict(Counter(one.kind for one in good)),
        faults=tuple(faults),
    )
    return Worked(told, tuple(entries))


def _outside(row: Drafted) -> ComponentFault:
    return ComponentFault(
        line=row.line,
        rule="inside",
        field="lon",
        value=f"{row.entry.lon:.6f}, {row.entry.lat:.6f}",
        zh="坐标在本区所有网格之外",
        en="the coordinates lie outside every grid of the district",
    )


def _portions(entries: Sequence[Address]) -> Iterator[Sequence[Address]]:
    for begin in range(0, len(entries), PORTION):
        yield entries[begin : begin + PORTION]


class Portion(msgspec.Struct, frozen=True):
    """Some entries of a file, the `nth` of `of` portions; the last tells everybody."""

    action_id: str
    source: str
    entries: tuple[Address, ...]
    nth: int
    of: int
    drops: bool
    """Whether the first real file sends the schematic entries away with this portion."""
    partial: bool = False

    @property
    def key(self) -> str:
        """Its idempotency key."""
        return self.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Nothing: what the entries were is known by their version."""

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Write them."""
        digest = hashlib.sha256(_pack(self.entries)).hexdigest()
        content = content_of(piece.actor, replace(self, entries=()), digest)
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if self.drops:
            a = t.address.c
            ledger.statements.append(
                delete(t.address).where(a.district == ledger.district, a.schematic.is_(True))
            )
        rows = ledger.whole.setdefault(t.address, {})
        for one in self.entries:
            rows[one.code,] = {
                "district": ledger.district,
                "code": one.code,
                "kind": one.kind,
                "schematic": one.schematic,
                "version": one.version,
                "lon": one.lon,
                "lat": one.lat,
                "body": _pack(one),
            }
        if self.nth == self.of:
            ledger.announce("addresses", piece.received_at)
        ledger.record(
            piece,
            "addresses_imported",
            self.source,
            key=self.key,
            content=digest,
            note=f"portion {self.nth} of {self.of}: {len(self.entries)} entries"
            + (", the schematic ones are gone" if self.drops else ""),
        )
        body = _json({"entries": len(self.entries)})
        ledger.answer(self.key, content, 201, body, "", piece.received_at)
        return Done(201, body, seq=ledger.seq)


def pieces(worked: Worked, source: str, actor: Actor, at: int) -> Iterator[Pending]:
    """The work of a file, in order."""
    portions = list(_portions(worked.entries))
    for nth, portion in enumerate(portions, start=1):
        drops = nth == 1 and worked.told.schematic > 0
        work = Portion(str(uuid.uuid4()), source, tuple(portion), nth, len(portions), drops)
        yield Pending(actor, at, work)
