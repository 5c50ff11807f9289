"""A ticket while a transaction works on it, and the columns that are written of it."""

from __future__ import annotations

from typing import Any

import msgspec

from backend.service import playback_track as tracks
from backend.service import scheduler_instants as instants
from backend.service.counting import facts
from backend.service.scope import joined
from backend.store import tables as t
from contract.lifecycle import ENDED_STATES
from contract.ticket import Ticket

WORDS = 600
"""So many characters of a matter's text are searched."""

_pack = msgspec.msgpack.Encoder().encode

CHANGING = tuple(
    c.name
    for c in t.ticket.c
    if c.name not in ("district", "id", "number", "channel", "reported_at", "superior_number")
)
"""Columns of a ticket that its steps change."""
MARKS = ("next_at", "told")
"""Columns of a ticket that say what of it falls due."""


class Kept:
    """A ticket while the transaction works on it."""

    __slots__ = (
        "aged",
        "entries",
        "fresh",
        "marked",
        "next_at",
        "tally",
        "ticket",
        "told",
        "touched",
        "track",
    )

    def __init__(
        self,
        ticket: Ticket,
        entries: int,
        told: instants.Told | None = (),
        next_at: int | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        self.ticket = ticket
        self.entries = entries
        self.told = told
        """What was told of it (None for a row from before there was a scheduler)."""
        self.next_at = next_at
        """When something of it falls due next that is not told."""
        self.tally = facts.EMPTY
        """What counting knows of it."""
        self.track = tracks.EMPTY
        """How it stood after every change."""
        self.fresh = fresh
        self.touched = fresh
        self.marked = False
        """Whether what was told is another, though the row may be as it was."""
        self.aged = False


def lasting(district: str, ticket: Ticket) -> dict[str, Any]:
    """The columns of a ticket that never change."""
    return {
        "district": district,
        "id": ticket.id,
        "number": ticket.number,
        "channel": ticket.channel,
        "reported_at": ticket.reported_at,
        "superior_number": ticket.superior.number if ticket.superior else "",
    }


def columns(kept: Kept) -> dict[str, Any]:
    """The columns that its steps change, what falls due among them."""
    ticket = kept.ticket
    words = f"{ticket.number} {ticket.title} {ticket.place} {ticket.item_name} {ticket.text[:WORDS]}"
    return {
        "version": ticket.version,
        "seq": ticket.seq,
        "state": ticket.state,
        "item": ticket.item,
        "area_path": ticket.area_path,
        "unit_path": ticket.unit_path,
        "shared_paths": joined(ticket.beside.shared_with()),
        "merged_into": ticket.merged_into,
        "claim_by": ticket.claim.by if ticket.claim is not None else "",
        "component": ticket.beside.component.code if ticket.beside.component is not None else "",
        "lon": ticket.lon,
        "lat": ticket.lat,
        "changed_at": ticket.changed_at,
        "ended_at": ticket.changed_at if ticket.state in ENDED_STATES else None,
        "aged": kept.aged,
        "entries": kept.entries,
        **marks(kept),
        "tally": facts.pack(kept.tally),
        "track": tracks.pack(kept.track),
        "traced_at": kept.track.moments[-1].at if kept.track.moments else None,
        "words": words.lower(),
        "row": _pack(ticket),
    }


def marks(kept: Kept) -> dict[str, Any]:
    """The columns that say what of it falls due."""
    return {"next_at": kept.next_at, "told": instants.packed(kept.told)}
