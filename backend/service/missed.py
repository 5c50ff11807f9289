"""What a reader of the feed missed, without what was overtaken meanwhile.

Of a ticket that went through eight events while a reader was away, the last that the reader may see says all:
the row as it is, or that it has gone. The earlier ones are neither read whole nor sent. Where a stream breaks
off in between, a ticket may be behind the cursor for the moment: its last event is still to come.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from backend.service.channel import GONE
from backend.service.refusal import ServiceRefused
from backend.service.steps import FeedRow
from backend.store import tables as t
from backend.store.engine import Store
from contract.machine import Names


class Portions(NamedTuple):
    """How much at a time. `window`: events looked at in one go, some 20 MB without their bodies. `batch`:
    events sent in one, a megabyte and a half. `missed`: who is further behind than this has missed something;
    who is not gets every event, so many in a batch."""

    window: int = 60_000
    batch: int = 1_000
    missed: int = 500


EXPIRED = Names("续传位置已失效，请重新获取数据", "the cursor has expired: take a new snapshot")

_ROWS = tuple(GONE.items())
"""Kinds of events that say how a row stands, for each kind of row: ids of two kinds are no matter of each
other's."""
_KINDS = tuple(kind for pair in _ROWS for kind in pair)
Sees = Callable[[FeedRow], bytes | None]


async def overtaken_left_out(
    store: Store, district: str, cursor: int, until: int, sees: Sees, portions: Portions, *, everything: bool
) -> AsyncGenerator[tuple[int, int, list[bytes]], None]:
    """Batches that bring a reader from `cursor` to `until` (both numbers of the feed): each one's last
    number, its instant (ms) and the events, as `sees` gives them; `everything` says that it sees all of
    them. Refused (gone) where they were pruned meanwhile."""
    while cursor < until:
        if everything:
            wanted = await _last_of_each(store, district, cursor, min(until, cursor + portions.window))
            last = (await _whole(store, district, wanted[-1:]))[-1]
        else:
            bounds = await _bounds(store, district, cursor, until, portions.window)
            wanted, last = _not_overtaken(bounds, sees), bounds[-1]
        end, at = last.seq, last.at
        for start in range(0, len(wanted), portions.batch):
            rows = await _whole(store, district, wanted[start : start + portions.batch])
            events = [event for row in rows if (event := sees(row)) is not None]
            if start + portions.batch < len(wanted):
                yield rows[-1].seq, rows[-1].at, events
            else:
                yield end, at, events
        if not wanted:
            yield end, at, []
        cursor = end


def _not_overtaken(bounds: Sequence[FeedRow], sees: Sees) -> list[int]:
    """The numbers of the events that say how the reader's rows stand, and of all that are no row's."""
    last: dict[tuple[bool, str], int] = {}
    others: list[int] = []
    for row in bounds:
        if sees(row) is None:
            continue
        if row.kind in _KINDS:
            last[row.kind in _ROWS[0], row.ticket] = row.seq
        else:
            others.append(row.seq)
    return sorted((*last.values(), *others))


async def _bounds(store: Store, district: str, after: int, until: int, most: int) -> list[FeedRow]:
    """Events (after, until] without their bodies, at most so many of them and at least one."""
    f = t.feed.c
    columns = [c for c in f if c.name not in ("district", "body")]
    query = select(*columns).where(f.district == district, f.seq > after, f.seq <= until)
    async with store.read() as connection:
        rows = await connection.execute(query.order_by(f.seq).limit(most))
        names = [c.name for c in columns]
        found = [FeedRow(**dict(zip(names, row, strict=True)), body=b"") for row in rows]
    _there(bool(found) and found[0].seq == after + 1)
    return found


async def _last_of_each(store: Store, district: str, after: int, until: int) -> list[int]:
    """Of all events (after, until], the numbers that were not overtaken, in order."""
    f = t.feed.c
    within = (f.district == district, f.seq > after, f.seq <= until)
    last = (select(func.max(f.seq)).where(*within, f.kind.in_(pair)).group_by(f.ticket) for pair in _ROWS)
    others = select(f.seq).where(*within, f.kind.not_in(_KINDS))
    async with store.read() as connection:
        _there(await connection.scalar(select(func.min(f.seq)).where(*within)) == after + 1)
        found = [int(n) for query in (*last, others) for n in (await connection.execute(query)).scalars()]
    return sorted(found)


async def _whole(store: Store, district: str, numbers: Sequence[int]) -> list[FeedRow]:
    """Events by their numbers, in order."""
    f = t.feed.c
    query = select(*(c for c in f if c.name != "district")).where(f.district == district, f.seq.in_(numbers))
    async with store.read() as connection:
        found = [FeedRow(**row._mapping) for row in await connection.execute(query.order_by(f.seq))]
    _there(len(found) == len(numbers))
    return found


def _there(whole: bool) -> None:
    """The numbers have no holes: what is not there was pruned since the reader's cursor was looked at."""
    if not whole:
        raise ServiceRefused("gone", EXPIRED)
