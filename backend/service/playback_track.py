"""A ticket's track: how it stood after every change, so that a past day can be shown without its timeline.

It goes with its ticket (column `track`), as the tally does, and is read and written with it: a step costs no
statement more. Kept is what a map of that instant shows, nothing else of the row. A light needs no moment of
its own: it follows from the instants of the clock that was shown and the instant that is looked at.
"""

from __future__ import annotations

import msgspec

from backend.service.scope import joined
from contract.clock import Clock, light
from contract.ticket import Ticket, shown_clock


class Moment(msgspec.Struct, frozen=True, array_like=True):
    """From `at` on (the instant at which it came in): the state, and when the light of the clock that was
    shown turns amber and red (None for no light)."""

    at: int
    state: str
    amber: int | None = None
    due: int | None = None


class Spot(msgspec.Struct, frozen=True, array_like=True):
    """From the moment of that number on: where it lies, whose it is to see, what it is."""

    first: int
    area_path: str
    unit_path: str = ""
    shared_paths: str = ""
    lon: float | None = None
    lat: float | None = None
    kind: str = "event"


class Track(msgspec.Struct, frozen=True, array_like=True):
    """Moments and spots, both in order; the first spot is that of the first moment."""

    moments: tuple[Moment, ...] = ()
    spots: tuple[Spot, ...] = ()


EMPTY = Track()

unpacked = msgspec.msgpack.Decoder(Track).decode
pack = msgspec.msgpack.Encoder().encode


def unpack(stored: bytes | None) -> Track:
    """A track as the column has it; the empty one for a ticket of before there was any."""
    return unpacked(stored) if stored else EMPTY


def lights_of(clock: Clock | None, at: int) -> tuple[int | None, int | None]:
    """When a clock's light turns amber and red, as seen from an instant; (None, None) for no light.

    One that stands past its limit stays red: its due instant lies before it stood.
    """
    if clock is None or light(clock, at) == "none":
        return None, None
    return clock.amber_at, clock.due_at


def traced(track: Track, ticket: Ticket, at: int) -> Track:
    """The track once a ticket's row, which came in `at`, is this; the same track where nothing of it is
    other."""
    moments, spots = track.moments, track.spots
    last = moments[-1] if moments else None
    if last is not None:
        at = max(at, last.at)
    amber, due = lights_of(shown_clock(ticket), at)
    spot = Spot(
        len(moments),
        ticket.area_path,
        ticket.unit_path,
        joined(ticket.beside.shared_with()),
        ticket.lon,
        ticket.lat,
        ticket.kind,
    )
    moved = not spots or msgspec.structs.replace(spot, first=spots[-1].first) != spots[-1]
    if last is not None and not moved and (last.state, last.amber, last.due) == (ticket.state, amber, due):
        return track
    moment = Moment(at, ticket.state, amber, due)
    return Track((*moments, moment), (*spots, spot) if moved else spots)
