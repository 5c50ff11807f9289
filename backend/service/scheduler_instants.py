"""When something of a ticket falls due that is to be told: near (amber), past (due), then reminders.

Pure. Only a clock that runs falls due, and its reminders stop with it. What was told is kept as marks, by the
clock as it was started and the instant itself: one that moves (an extension, a pause, another calendar, a
new round) is told anew, one that a recall brings back is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from contract.clock import Clock, Limit, ahead, elapsed
from contract.guards import reply_owed
from contract.mediating import mediation_clock
from contract.reference import Reference
from contract.supervising import supervised_at
from contract.ticket import Ticket
from contract.visiting import acts_at

Outcome = Literal["near", "past", "reminder"]

KEPT_MARKS = 24
"""So many of the latest marks are kept with a ticket: more than a recall can go back."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Of the clock `name` as started at `started_at`, near or past at the instant `at` is told; for past,
    `nth` reminders, too, the last of them by `until` (instants, ms)."""

    name: str
    started_at: int
    past: bool
    at: int
    until: int = 0
    nth: int = 0


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


def reply_clock(ticket: Ticket) -> Clock | None:
    """The time that a supervision gives for its reply, as a clock; it reminds in working time."""
    held = reply_owed(ticket)
    if held is None:
        return None
    limit = Limit(1, "working_days")
    due = held.reply_due
    return Clock("reply", limit, held.at, running_since=held.at, due_at=due, amber_at=due)


def _running(ticket: Ticket) -> Iterator[tuple[Clock, int, int]]:
    """The clocks that run, with their instants of near and past."""
    beside = ticket.beside
    for clock in (
        ticket.stage,
        ticket.responsibility,
        *beside.staged,
        reply_clock(ticket) if beside.supervision is not None else None,
        mediation_clock(ticket) if beside.mediations else None,
        *(part.clock for part in beside.parts if part.open),
    ):
        if clock is not None and clock.running_since is not None and clock.due_at is not None:
            near = clock.amber_at if clock.amber_at is not None else clock.due_at
            yield clock, min(near, clock.due_at), clock.due_at


def _mark(told: Told, clock: Clock, at: int, *, past: bool) -> Mark | None:
    for mark in reversed(told):
        if (mark.at, mark.past, mark.started_at, mark.name) == (at, past, clock.started_at, clock.name):
            return mark
    return None


def _interval(clock: Clock, ref: Reference) -> int:
    """What lies between two reminders, in the clock's own kind of ms; 0 where there are none."""
    remind = ref.district.remind
    limit = remind.get(clock.name.partition(":")[0], remind.get("every"))
    return limit.amount if limit is not None else 0


def _base(clock: Clock) -> int:
    """Where the reminders of a clock begin: time in which it stood does not count for them."""
    assert clock.due_at is not None
    assert clock.running_since is not None
    return max(clock.due_at, clock.running_since)


def _silent(clock: Clock, at: int, ticket: Ticket, ref: Reference) -> bool:
    """Whether a stage does not remind: the whole ticket is late and reminds by its responsibility clock."""
    whole = ticket.responsibility
    if clock is not ticket.stage or whole is None or whole.running_since is None or whole.due_at is None:
        return False
    return whole.due_at <= at and _interval(whole, ref) > 0


def _reminder(clock: Clock, until: int, ticket: Ticket, ref: Reference) -> int | None:
    """The instant of the first reminder after `until`."""
    interval = _interval(clock, ref)
    if not interval:
        return None
    base = _base(clock)
    nth = elapsed(clock.limit, base, until, ref.calendar) // interval + 1
    at = ahead(clock.limit, base, nth * interval, ref.calendar)
    return None if _silent(clock, at, ticket, ref) else at


def _last_reminder(clock: Clock, upto: int, ticket: Ticket, ref: Reference) -> int | None:
    """The instant of the last reminder up to `upto`."""
    interval = _interval(clock, ref)
    base = _base(clock)
    nth = elapsed(clock.limit, base, upto, ref.calendar) // interval if interval else 0
    if not nth:
        return None
    at = ahead(clock.limit, base, nth * interval, ref.calendar)
    return None if _silent(clock, at, ticket, ref) else at


def next_at(ticket: Ticket, told: Told, ref: Reference) -> int | None:
    """The earliest instant at which something of a ticket falls due that is not told, or at which it goes on
    or is supervised by itself; None for never."""
    found: list[int] = []
    if ticket.beside.suspension is not None:
        found.append(ticket.beside.suspension.until)
    if ticket.beside.visit is not None and (by_alarm := acts_at(ticket, ref)) is not None:
        found.append(by_alarm)
    by_rule = supervised_at(ticket, ref)
    if by_rule is not None:
        found.append(by_rule)
    for clock, near, past in _running(ticket):
        if near < past and not (told and _mark(told, clock, near, past=False)):
            found.append(near)
            continue
        mark = _mark(told, clock, past, past=True) if told else None
        at = past if mark is None else _reminder(clock, mark.until, ticket, ref)
        if at is not None:
            found.append(at)
    return min(found, default=None)


def fallen(ticket: Ticket, told: Told, upto: int, ref: Reference) -> list[Fallen]:
    """What fell due up to an instant and is not told, in order. Of reminders missed, the last one only."""
    found: list[Fallen] = []
    for clock, near, past in _running(ticket):
        if near < past and near <= upto and _mark(told, clock, near, past=False) is None:
            found.append(Fallen(clock.name, "near", near, past))
        if past > upto:
            continue
        mark = _mark(told, clock, past, past=True)
        if mark is None:
            found.append(Fallen(clock.name, "past", past, past))
        at = _last_reminder(clock, upto, ticket, ref)
        if at is not None and (mark is None or at > mark.until):
            found.append(Fallen(clock.name, "reminder", at, past, mark.nth + 1 if mark is not None else 1))
    return sorted(found, key=lambda one: one.at)


def marked(told: Told, ticket: Ticket, upto: int, events: list[Fallen] | None = None) -> Told:
    """The marks once everything of a ticket up to an instant is told: by `events`, or by nothing at all."""
    fresh: list[Mark] = []
    for clock, near, past in _running(ticket):
        if near < past and near <= upto and _mark(told, clock, near, past=False) is None:
            fresh.append(Mark(clock.name, clock.started_at, False, near))
        if past <= upto:
            mark = _mark(told, clock, past, past=True)
            nth = sum(e.outcome == "reminder" and e.clock == clock.name for e in events or ())
            nth += mark.nth if mark is not None else 0
            told = tuple(m for m in told if m is not mark)
            fresh.append(Mark(clock.name, clock.started_at, True, past, upto, nth))
    return (*told, *fresh)[-KEPT_MARKS:] if fresh else told
