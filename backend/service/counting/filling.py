"""Taking in tickets from before there was counting: their facts, out of their timelines.

A line of a timeline that a recall may need has the row before it beside it: so the row after nearly every
step is there. A step whose row after is not there was recalled at once, and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace

from backend.service.counting.facts import EMPTY, Tally, pack
from backend.service.counting.gathering import Gathering
from backend.service.filling import Timelines, fill_column
from backend.service.reference import Held, References
from backend.store import tables as t
from backend.store.bulk import Gathered
from backend.store.engine import Store
from contract.counting import Stated
from contract.feed import Entry
from contract.ticket import Ticket

log = structlog.get_logger("counting")

_ticket = msgspec.msgpack.Decoder(Ticket).decode
_entry = msgspec.msgpack.Decoder(Entry).decode
_pack = msgspec.msgpack.Encoder().encode


async def fill(store: Store, references: References) -> int:
    """Take in every ticket that is not yet; gives how many."""
    filled = await fill_column(store, references, t.ticket.c.tally, _gathered)
    if filled:
        log.info("counted_anew", tickets=filled)
    return filled


def _gathered(held: Held, rows: Mapping[str, Ticket], timelines: Timelines) -> Gathered:
    district = held.district
    gathering = Gathering(district)
    tallies, bodies = [], []
    for id_, timeline in timelines.items():
        tally, stated = _taken_in(gathering, rows[id_], timeline, held)
        tallies.append({"district": district, "id": id_, "tally": pack(tally)})
        bodies += [
            {"district": district, "ticket": id_, "n": entry.n, "body": _pack(entry)} for entry in stated
        ]
    return Gathered(
        inserts=[],
        absent=[],
        whole=gathering.upserts(),
        changes=[(t.ticket, ("tally",), tallies), (t.entry, ("body",), bodies)],
    )


def _taken_in(
    gathering: Gathering, row: Ticket, timeline: Sequence[Any], held: Held
) -> tuple[Tally, list[Entry]]:
    """The tally at the end of a timeline, and the lines that now state what counts of them."""
    after = {line.version - 1: _ticket(line.image) for line in timeline if line.image is not None}
    after[row.version] = row
    tally, changed = EMPTY, []
    for line in timeline:
        if line.version == tally.version:
            continue
        entry, now = _entry(line.body), after.get(line.version)
        if now is None:
            tally = Tally(line.version, tally.now, tally.now)
            continue
        stated = entry.stated or _stated(entry, now)
        if stated != entry.stated:
            entry = replace(entry, stated=stated)
            changed.append(entry)
        tally = gathering.step(tally, entry, now, held.reference.calendar)
    return tally, changed


def _stated(entry: Entry, after: Ticket) -> Stated | None:
    """What a line states, of the steps that there were before lines stated it."""
    match entry.action:
        case "report":
            superior = after.superior
            return Stated(
                channel=after.channel,
                category=after.category,
                area_path=after.area_path,
                reported_at=after.reported_at if after.reported_at != entry.at else None,
                limit_at=superior.due_at if superior is not None else None,
            )
        case "accept":
            return Stated(area_path=after.area_path)
        case "file":
            return Stated(
                category=after.category,
                item=after.item,
                item_version=after.item_version,
                area_path=after.area_path,
            )
        case "dispatch" | "redispatch":
            return Stated(unit=after.unit)
        case _:
            return None
