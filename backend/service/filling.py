"""Columns that tickets from before did not have, filled out of their timelines, some tickets at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, select

from backend.service.reference import Held, References
from backend.store import tables as t
from backend.store.bulk import Gathered, by_key, write
from backend.store.engine import Store
from contract.ticket import Ticket

AT_ONCE = 500

Timelines = Mapping[str, Sequence[Any]]
"""By ticket its lines in order, each with `version`, `body` and `image`."""
Fill = Callable[[Held, Mapping[str, Ticket], Timelines], Gathered]
"""What is written for some tickets of a district: of each its row as it is, by id, and its timeline."""

_ticket = msgspec.msgpack.Decoder(Ticket).decode


async def fill_column(store: Store, references: References, column: ColumnElement[Any], fill: Fill) -> int:
    """Take in every ticket that has nothing in that column; gives how many.

    Each transaction takes some of a district, which it locks: several replicas may do it at once, and one
    that ends before it has done leaves the rest to the next.
    """
    filled = 0
    for district in references.districts:
        while some := await _some(store, references.get(district), column, fill):
            filled += some
    return filled


async def _some(store: Store, held: Held, column: ColumnElement[Any], fill: Fill) -> int:
    district, c = held.district, t.ticket.c
    waiting = select(c.id).where(c.district == district, column.is_(None)).order_by(c.id).limit(AT_ONCE)
    async with store.read() as connection:
        if (await connection.execute(waiting.limit(1))).first() is None:
            return 0
    async with store.write() as connection:
        await connection.execute(
            select(t.district.c.seq).where(t.district.c.district == district).with_for_update()
        )
        ids = [id_ for (id_,) in await connection.execute(waiting)]
        found = await by_key(connection, t.ticket, "id", district, ids, "id", "row")
        rows = {id_: _ticket(row) for id_, row in found}
        lines: dict[str, list[Any]] = {id_: [] for id_ in ids}
        columns = ("ticket", "n", "version", "body", "image")
        for line in await by_key(connection, t.entry, "ticket", district, ids, *columns):
            lines[line.ticket].append(line)
        for timeline in lines.values():
            timeline.sort(key=lambda line: int(line.n))
        await write(connection, store.dialect, fill(held, rows, lines))
    return len(ids)
