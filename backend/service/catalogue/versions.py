"""What versions there are, and the whole catalogue as each has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.catalogue import CatalogueItems, CatalogueVersion, Difference
from contract.reference import Item, Reference

from .admission import read_admissions
from .difference import difference
from .planning import Ground, Put, starts_of


async def read_put(connection: AsyncConnection, district: str) -> list[Put]:
    """The versions of a district that were put in force while the service ran, by their dates."""
    c = t.catalogue_version.c
    query = select(*(column for column in c if column.name != "district")).where(c.district == district)
    rows = await connection.execute(query.order_by(c.effective_from))
    return [Put(**row._mapping) for row in rows]


async def put_of(store: Store, district: str) -> list[Put]:
    """As `read_put`, in a transaction of its own."""
    async with store.read() as connection:
        return await read_put(connection, district)


async def read_ground(connection: AsyncConnection, district: str) -> Ground:
    """What a new version is worked out against."""
    put = await read_put(connection, district)
    approved = await read_admissions(connection, district, "approved")
    return Ground(put=tuple(put), approved=tuple(approved))


async def ground_of(store: Store, district: str) -> Ground:
    """As `read_ground`, in a transaction of its own."""
    async with store.read() as connection:
        return await read_ground(connection, district)


def begins_of(reference: Reference, put: Sequence[Put], version: str) -> int:
    """The instant from which a version is in force; raises ServiceRefused (missing)."""
    starts = starts_of(reference, put)
    if version not in starts:
        raise missing()
    return starts[version]


def versions(reference: Reference, put: Sequence[Put], now: int) -> tuple[CatalogueVersion, ...]:
    """Every version, oldest first."""
    known = {p.version: p for p in put}
    starts = sorted(starts_of(reference, put).items(), key=lambda pair: (pair[1], pair[0]))
    begun = [version for version, start in starts if start <= now]
    found = []
    for version, start in starts:
        rows = [item for item in reference.items if item.version == version]
        by = known.get(version)
        standing = "coming" if start > now else "current" if version == begun[-1] else "past"
        found.append(
            CatalogueVersion(
                version=version,
                effective_from=start,
                standing=standing,
                items=len(reference.items_at(start)),
                rows=len(rows),
                withdrawn=sum(item.withdrawn for item in rows),
                put_at=by.at if by is not None else None,
                by=by.name if by is not None else "",
                source=by.source if by is not None else "",
            )
        )
    return tuple(found)


def current(reference: Reference, put: Sequence[Put], now: int) -> str:
    """The version in force at an instant; raises ServiceRefused (missing) before the first."""
    begun = [v.version for v in versions(reference, put, now) if v.standing == "current"]
    if not begun:
        raise missing()
    return begun[0]


def items_of(reference: Reference, put: Sequence[Put], version: str) -> CatalogueItems:
    """The whole catalogue as a version has it; raises ServiceRefused (missing)."""
    start = begins_of(reference, put, version)
    known = reference.items_known(start)
    return CatalogueItems(
        version=version,
        effective_from=start,
        items=in_order(item for item in known if not item.withdrawn),
        withdrawn=in_order(item for item in known if item.withdrawn),
    )


def between(reference: Reference, put: Sequence[Put], before: str, after: str) -> Difference:
    """What one version changes against another; raises ServiceRefused (missing)."""
    one, other = (items_of(reference, put, version).items for version in (before, after))
    return difference(one, other, reference, (before, after))


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """By their codes, numbers in them by their value (2-1-02 before 10-1-01)."""

    def rank(item: Item) -> tuple[tuple[int, int, str], ...]:
        words = re.findall(r"\d+|\D+", item.code)
        return tuple((0, int(word), "") if word.isdecimal() else (1, 0, word) for word in words)

    return tuple(sorted(items, key=rank))
