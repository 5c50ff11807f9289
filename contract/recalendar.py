"""A ticket by another calendar: clocks that still count, from their starts, pauses and extensions anew."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from .beside import STAGED
from .calendar import Calendar
from .clock import Clock, recompute
from .ticket import Ticket


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clock that another calendar moved: its name, its due instant before and after (None while it stands
    with something left), and whether the new one is provisional. `unit` names whose part of the ticket it
    is the clock of."""

    clock: str
    was: int | None = None
    now: int | None = None
    provisional: bool = False
    unit: str = ""


def recalculated(ticket: Ticket, calendar: Calendar) -> Ticket:
    """The row with its clocks by a calendar; the same row where none is another. Clocks that have ended stay
    as they were judged. Whether it was handled in time follows its responsibility clock until that ends."""

    def anew(clock: Clock | None) -> Clock | None:
        return recompute(clock, calendar) if clock is not None else None

    beside = ticket.beside
    stage, whole = anew(ticket.stage), anew(ticket.responsibility)
    staged = {field: anew(getattr(beside, field)) for field in STAGED}
    stood = tuple(replace(held, clock=recompute(held.clock, calendar)) for held in beside.stood)
    parts = tuple(replace(part, clock=recompute(part.clock, calendar)) for part in beside.parts)
    other = any(clock is not getattr(beside, field) for field, clock in staged.items())
    if other or stood != beside.stood or parts != beside.parts:
        beside = replace(beside, **staged, stood=stood, parts=parts)
    if stage is ticket.stage and whole is ticket.responsibility and beside is ticket.beside:
        return ticket
    in_time = ticket.in_time
    if whole is not ticket.responsibility and whole is not None and ticket.handled_at is not None:
        in_time = whole.due_at is None or ticket.handled_at <= whole.due_at if in_time is not None else None
    return replace(ticket, stage=stage, responsibility=whole, beside=beside, in_time=in_time)


def moved(before: Ticket, after: Ticket) -> tuple[Moved, ...]:
    """The clocks of a row that another calendar moved, or made sure."""
    own = (
        (before.stage, after.stage),
        (before.responsibility, after.responsibility),
        *((getattr(before.beside, field), getattr(after.beside, field)) for field in STAGED),
    )
    pairs = [("", old, new) for old, new in own if old is not None and new is not None]
    parts = zip(before.beside.parts, after.beside.parts, strict=True)
    pairs += [(part.unit_name, part.clock, now.clock) for part, now in parts]
    return tuple(
        Moved(new.name, old.due_at, new.due_at, new.provisional, unit)
        for unit, old, new in pairs
        if (old.due_at, old.provisional) != (new.due_at, new.provisional)
    )
