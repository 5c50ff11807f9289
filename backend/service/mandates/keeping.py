"""What is kept of the two lists: their rows and versions, and in memory what is in force, to be searched.

The memory of a process is as old as the versions it was read with: these are asked before each answer, so
that replicas follow a list put in force by any of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import Any

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.clock import Clock
from backend.service.reference import References
from backend.store import tables as t
from backend.store.engine import Store
from contract.mandate import Mandate, Mandates, called, haystack, in_force, rank, terms
from contract.reference import Reference, Unit

_unpack = msgspec.msgpack.Decoder(Mandate).decode
_json = msgspec.json.Encoder().encode


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a list as it was put in force (table `mandate_version`)."""

    list: str
    version: str
    effective_from: int
    at: int
    account: str = ""
    name: str = ""
    source: str = ""


async def read_rows(connection: AsyncConnection, district: str, list_: str = "") -> tuple[Mandate, ...]:
    """Every row of a list (or of both), in the lists' own order, older versions first."""
    c = t.mandate.c
    query = select(c.body).where(c.district == district)
    if list_:
        query = query.where(c.list == list_)
    rows = await connection.execute(query.order_by(c.list, c.effective_from, c.place, c.code))
    return tuple(_unpack(body) for (body,) in rows)


async def read_put(connection: AsyncConnection, district: str, list_: str = "") -> tuple[Put, ...]:
    """The versions of a list (or of both), by list and date."""
    c = t.mandate_version.c
    query = select(*(column for column in c if column.name != "district")).where(c.district == district)
    if list_:
        query = query.where(c.list == list_)
    rows = await connection.execute(query.order_by(c.list, c.effective_from))
    return tuple(Put(**row._mapping) for row in rows)


def rows_of_table(district: str, entries: Iterable[Mandate]) -> list[dict[str, Any]]:
    """Rows of the table `mandate`, in the order given."""
    return [
        {
            "district": district,
            "list": entry.list,
            "code": entry.code,
            "version": entry.version,
            "place": n,
            "effective_from": entry.effective_from,
            "body": msgspec.msgpack.encode(entry),
        }
        for n, entry in enumerate(entries)
    ]


async def put_with_profile(
    connection: AsyncConnection, district: str, entries: Sequence[Mandate], at: int
) -> None:
    """Write the versions of a profile's lists that are not there yet."""
    v = t.mandate_version.c
    query = select(v.list, v.version).where(v.district == district)
    there = {(row.list, row.version) for row in await connection.execute(query)}
    fresh = [entry for entry in entries if (entry.list, entry.version) not in there]
    if not fresh:
        return
    starts = {(entry.list, entry.version): entry.effective_from for entry in fresh}
    put = [Put(list=of, version=name, effective_from=start, at=at) for (of, name), start in starts.items()]
    await connection.execute(
        insert(t.mandate_version), [{"district": district, **msgspec.structs.asdict(one)} for one in put]
    )
    await connection.execute(insert(t.mandate), rows_of_table(district, fresh))


class InForce:
    """Both lists of a district at a time, ready to be searched."""

    def __init__(self, rows: Sequence[Mandate], at: int, reference: Reference) -> None:
        self.entries = in_force(rows, at)
        # A role that a hundred units have is known by the first of them.
        names: dict[str, tuple[str, ...]] = {}
        for one in reference.units:
            for key in filter(None, (one.code, one.role)):
                names.setdefault(key, called(one))
        self._hay = [haystack(entry, names.get(entry.unit, ())) for entry in self.entries]
        self._near = [(entry.code.lower(), entry.names.zh.lower(), entry.initials) for entry in self.entries]
        coming = [row for row in rows if row.effective_from > at]
        self.json, self.digest = _served((*self.entries, *coming))
        self._items: dict[str, list[Mandate]] = {}
        for entry in self.entries:
            for item in entry.items:
                self._items.setdefault(item, []).append(entry)

    def of_item(self, item: str) -> Sequence[Mandate]:
        """The entries that ground an item, the duty list's first."""
        return self._items.get(item, ())

    def search(
        self, text: str, *, list_: str = "", unit: Unit | None = None, item: str = "", most: int = 50
    ) -> tuple[Mandate, ...]:
        """Entries in which every word of `text` stands (code, title, initials, basis, unit), the nearest
        first; of one list, one unit, one item where these are given."""
        asked = terms(text)
        among: Iterable[int] = range(len(self.entries))
        for term in asked:
            among = [n for n in among if term in self._hay[n]]
        if list_ or unit is not None or item:
            among = [n for n in among if _is(self.entries[n], list_, unit, item)]
        near = [(rank(asked, *self._near[n]), n) for n in among] if asked else [(0, n) for n in among]
        return tuple(self.entries[n] for _, n in nsmallest(most, near))


def _is(entry: Mandate, list_: str, unit: Unit | None, item: str) -> bool:
    """Whether an entry is of a list, a unit, an item, where these are given."""
    return (
        (not list_ or entry.list == list_)
        and (unit is None or entry.held_by(unit))
        and (not item or item in entry.items)
    )


def _served(entries: Iterable[Mandate]) -> tuple[bytes, str]:
    rows = tuple(entries)
    digest = hashlib.sha256(msgspec.json.encode(rows, order="deterministic")).hexdigest()
    return _json(Mandates(digest, rows)), digest


class _Read(msgspec.Struct):
    mark: tuple[int, int]
    rows: tuple[Mandate, ...]
    starts: tuple[int, ...]


class Lists:
    """The lists of every district, read when they are first asked for."""

    def __init__(self, store: Store, references: References, clock: Clock) -> None:
        self._store = store
        self._references = references
        self._clock = clock
        self._read: dict[str, _Read] = {}
        self._ready: dict[str, tuple[tuple[tuple[int, int], int, str], InForce]] = {}

    async def now(self, district: str) -> InForce:
        """What is in force now."""
        c = t.mandate_version.c
        async with self._store.read() as connection:
            counted = select(func.count(), func.coalesce(func.max(c.at), 0)).where(c.district == district)
            row = (await connection.execute(counted)).one()
            mark = (int(row[0]), int(row[1]))
            read = self._read.get(district)
            if read is None or read.mark != mark:
                rows = await read_rows(connection, district)
                read = _Read(mark, rows, tuple(sorted({row.effective_from for row in rows})))
                self._read[district] = read
        now, reference = self._clock.now(), self._references.get(district).reference
        since = max((start for start in read.starts if start <= now), default=0)
        state = (mark, since, reference.digest)
        held = self._ready.get(district)
        if held is None or held[0] != state:
            held = state, InForce(read.rows, now, reference)
            self._ready[district] = held
        return held[1]
