"""When something of a ticket falls due that is to be told: near (amber), past (due), then reminders.

Pure. Only a clock that runs falls due, and a reminder stops with it. What was told is kept as marks, one per
clock as it was started and due: a due instant that moves (an extension, a pause, another calendar, a new
round) is another mark, so everything of it is told anew, and one that comes back by a recall is not. A
clock that resumes with its instants in the past falls due at the instant at which it resumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from contract.clock import Clock, ahead, elapsed
from contract.reference import Reference
from contract.ticket import Ticket

Outcome = Literal["near", "past", "reminder"]

KEPT_MARKS = 12
"""So many of the latest marks are kept with a ticket: more than a recall can go back."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Of the clock `name` as started at `started_at` and due at `due_at`, everything up to `until` is told
    (instants, ms)."""

    name: str
    started_at: int
    due_at: int
    until: int


Told = tuple[Mark, ...]
"""What was told of a ticket, the latest last."""


class Fallen(msgspec.Struct, frozen=True):
    """One event: which clock, what, at which instant; `nth` counts reminders from 1."""

    clock: str
    outcome: Outcome
    at: int
    due_at: int
    nth: int = 0


_decode = msgspec.msgpack.Decoder(Told).decode
_encode = msgspec.msgpack.Encoder().encode


def unpacked(stored: bytes | None) -> Told | None:
    """Marks as the column `told` has them; None for a row that nobody has armed yet."""
    return _decode(stored) if stored is not None else None


def packed(told: Told | None) -> bytes | None:
    """Marks for the column `told`."""
    return _encode(told) if told is not None else None


def _running(ticket: Ticket) -> Iterator[Clock]:
    for clock in (ticket.stage, ticket.responsibility):
        if clock is not None and clock.running_since is not None and clock.due_at is not None:
            yield clock


def _is_of(mark: Mark, clock: Clock) -> bool:
    return (mark.name, mark.started_at, mark.due_at) == (clock.name, clock.started_at, clock.due_at)


def _until(told: Told, clock: Clock) -> int:
    return next((mark.until for mark in reversed(told) if _is_of(mark, clock)), -1)


def _firsts(clock: Clock) -> tuple[int, int]:
    """The instants of near and past; near at past's where it is not told."""
    assert clock.running_since is not None
    assert clock.due_at is not None
    past = max(clock.due_at, clock.running_since)
    near = max(clock.amber_at if clock.amber_at is not None else past, clock.running_since)
    return min(near, past), past


def _interval(clock: Clock, ref: Reference) -> int:
    """What lies between two reminders, in the clock's own kind of ms; 0 where there are none."""
    remind = ref.district.remind
    limit = remind.get(clock.name, remind.get("every"))
    return limit.amount if limit is not None else 0


def _reminder(clock: Clock, nth: int, ref: Reference) -> int:
    _, past = _firsts(clock)
    return ahead(clock.limit, past, nth * _interval(clock, ref), ref.calendar)


def _silent(clock: Clock, at: int, ticket: Ticket, ref: Reference) -> bool:
    """Whether a stage does not remind: the whole ticket is late and reminds by its responsibility clock."""
    whole = ticket.responsibility
    if whole is None or clock.name == whole.name or whole not in _running(ticket):
        return False
    return bool(_interval(whole, ref)) and _firsts(whole)[1] <= at


def _next(clock: Clock, told: Told, ticket: Ticket, ref: Reference) -> int | None:
    until = _until(told, clock)
    near, past = _firsts(clock)
    if until < near:
        return near
    if until < past:
        return past
    interval = _interval(clock, ref)
    if not interval:
        return None
    nth = elapsed(clock.limit, past, until, ref.calendar) // interval + 1
    at = _reminder(clock, nth, ref)
    return None if _silent(clock, at, ticket, ref) else at


def next_at(ticket: Ticket, told: Told, ref: Reference) -> int | None:
    """The earliest instant at which something of a ticket falls due that is not told; None for never."""
    return min(
        (at for clock in _running(ticket) if (at := _next(clock, told, ticket, ref)) is not None),
        default=None,
    )


def fallen(ticket: Ticket, told: Told, upto: int, ref: Reference) -> list[Fallen]:
    """What fell due up to an instant and is not told, in order. Of reminders missed, the last one only."""
    found: list[Fallen] = []
    for clock in _running(ticket):
        until = _until(told, clock)
        near, past = _firsts(clock)
        assert clock.due_at is not None
        if until < near <= upto and near < past:
            found.append(Fallen(clock.name, "near", near, clock.due_at))
        if until < past <= upto:
            found.append(Fallen(clock.name, "past", past, clock.due_at))
        interval = _interval(clock, ref)
        if interval and past <= upto:
            nth = elapsed(clock.limit, past, upto, ref.calendar) // interval
            at = _reminder(clock, nth, ref) if nth else until
            if at > until and not _silent(clock, at, ticket, ref):
                found.append(Fallen(clock.name, "reminder", at, clock.due_at, nth))
    return sorted(found, key=lambda one: one.at)


def marked(told: Told, ticket: Ticket, upto: int) -> Told:
    """The marks once everything of a ticket up to an instant is told."""
    for clock in _running(ticket):
        if _until(told, clock) < upto and _firsts(clock)[0] <= upto:
            assert clock.due_at is not None
            mark = Mark(clock.name, clock.started_at, clock.due_at, upto)
            told = (*(m for m in told if not _is_of(m, clock)), mark)[-KEPT_MARKS:]
    return told
