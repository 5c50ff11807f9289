"""Tracks of tickets from before there were any, told from their timelines.

The row after nearly every step lies beside the next line, since a recall may need it. Where it does not (a
step that was recalled at once, or came before one that nobody recalls), the line says the state it led to,
and the clocks follow from the row before it by the table, as they did then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace

from backend.service.filling import Timelines, fill_column
from backend.service.playback_track import EMPTY, Track, pack, traced
from backend.service.reference import Held, References
from backend.store import tables as t
from backend.store.bulk import Gathered
from backend.store.engine import Store
from contract.feed import Entry
from contract.lifecycle import TABLE
from contract.reference import Reference
from contract.ticket import Ticket
from contract.ticket_clocks import clocked

log = structlog.get_logger("playback")

_ticket = msgspec.msgpack.Decoder(Ticket).decode
_entry = msgspec.msgpack.Decoder(Entry).decode


async def fill_tracks(store: Store, references: References) -> int:
    """Take in every ticket that has no track; gives how many."""
    filled = await fill_column(store, references, t.ticket.c.track, _gathered)
    if filled:
        log.info("tracked_anew", tickets=filled)
    return filled


def _gathered(held: Held, rows: Mapping[str, Ticket], timelines: Timelines) -> Gathered:
    changes = []
    for id_, timeline in timelines.items():
        track = told_track(rows[id_], timeline, held.reference)
        changes.append(
            {"district": held.district, "id": id_, "track": pack(track), "traced_at": track.moments[-1].at}
        )
    return Gathered(inserts=[], absent=[], changes=[(t.ticket, ("track", "traced_at"), changes)])


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
