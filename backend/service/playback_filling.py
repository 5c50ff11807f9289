"""Tracks of tickets from before there were any, told from their timelines.

The row after nearly every step lies beside the next line, since a recall may need it. Where it does not (a
step that was recalled at once, or came before one that nobody recalls), the line says the state it led to,
and the clocks follow from the row before it by the table, as they did then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace
from sqlalchemy import select

from backend.service.playback_track import EMPTY, Track, pack, traced
from backend.service.reference import Held, References
from backend.store import tables as t
from backend.store.bulk import Gathered, by_key, write
from backend.store.engine import Store
from contract.feed import Entry
from contract.lifecycle import TABLE
from contract.reference import Reference
from contract.ticket import Ticket
from contract.ticket_clocks import clocked

AT_ONCE = 500

log = structlog.get_logger("playback")

_ticket = msgspec.msgpack.Decoder(Ticket).decode
_entry = msgspec.msgpack.Decoder(Entry).decode


async def fill_tracks(store: Store, references: References) -> int:
    """Take in every ticket that has no track; gives how many. Several replicas may do it at once."""
    filled = 0
    for district in references.districts:
        while some := await _some(store, references.get(district)):
            filled += some
    if filled:
        log.info("tracked_anew", tickets=filled)
    return filled


async def _some(store: Store, held: Held) -> int:
    district, c = held.district, t.ticket.c
    waiting = select(c.id).where(c.district == district, c.track.is_(None)).order_by(c.id).limit(AT_ONCE)
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
        for line in await by_key(
            connection, t.entry, "ticket", district, ids, "ticket", "n", "version", "body", "image"
        ):
            lines[line.ticket].append(line)
        changes = []
        for id_ in ids:
            timeline = sorted(lines[id_], key=lambda line: int(line.n))
            track = told_track(rows[id_], timeline, held.reference)
            changes.append(
                {"district": district, "id": id_, "track": pack(track), "traced_at": track.moments[-1].at}
            )
        columns = ("track", "traced_at")
        await write(
            connection,
            store.dialect,
            Gathered(inserts=[], absent=[], changes=[(t.ticket, columns, changes)]),
        )
    return len(ids)


def told_track(row: Ticket, timeline: Sequence[Any], reference: Reference) -> Track:
    """The track of a ticket whose row is now `row`, by its timeline: lines in order, each with `version`,
    `body` and `image`. What moved a clock between two steps counts from the step before it."""
    after = {line.version - 1: _ticket(line.image) for line in timeline if line.image is not None}
    after[row.version] = row
    track, version, shown, last = EMPTY, 0, None, row.changed_at
    for line in timeline:
        entry = _entry(line.body)
        last = entry.received_at
        if line.version == version:
            continue
        version = line.version
        now = after.get(version)
        if now is None:
            if shown is None:
                continue
            now = _stepped(shown, entry, reference)
        shown = now
        track = traced(track, now, entry.received_at)
    return traced(track, row, last)


def _stepped(before: Ticket, entry: Entry, reference: Reference) -> Ticket:
    """A row after a line whose own row is not kept."""
    now = replace(before, state=entry.target, version=before.version + 1, changed_at=entry.at)
    row = TABLE.find(entry.source, entry.action, entry.outcome)
    return now if row is None else clocked(before, now, row, entry.at, reference)
