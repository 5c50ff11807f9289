"""What of a joint action is to be told, and what of it was: near its limit, past it, then reminders.

Pure. What was told is kept as marks by the clock, what it is on, and the instant itself: one that moves (a
stop, another calendar, a timer that was set anew, a phase that begins again) is told anew, one that a stop
leaves where it was is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from contract.clock import ahead, elapsed
from contract.joint.falling import Falls, falling
from contract.joint.joint import Joint
from contract.reference import Reference

Outcome = Literal["near", "past", "reminder"]
ORDER: tuple[Outcome, ...] = ("near", "past", "reminder")
KEPT_MARKS = 8
"""So many of the latest marks of one clock are kept: it moves seldom."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Of the clock `name` of what it is `on`, near or past at the instant `at` is told; for past, `nth`
    reminders, too, and all of them up to `until` (instants, ms). The first three are what rows of older
    backends have: that it was past."""

    name: str
    on: str
    at: int
    past: bool = True
    until: int = 0
    nth: int = 0


Told = tuple[Mark, ...]
"""What was told of a joint action, of each clock the latest last."""


class Fallen(msgspec.Struct, frozen=True):
    """One event: of which clock, what, at which instant; `nth` counts reminders from 1."""

    of: Falls
    outcome: Outcome
    at: int
    nth: int = 0


_decode = msgspec.msgpack.Decoder(Told).decode
pack_told = msgspec.msgpack.Encoder().encode


def unpack_told(stored: bytes) -> Told:
    """What was told, as the column has it."""
    return _decode(stored)


def _find(told: Told, of: Falls, at: int, *, past: bool) -> Mark | None:
    wanted = (at, past, of.on, of.name)
    return next((m for m in reversed(told) if (m.at, m.past, m.on, m.name) == wanted), None)


def _silent(of: Falls, at: int, clocks: Iterable[Falls], ref: Reference) -> bool:
    """Whether a phase does not remind: the whole action is late, and reminds by its handling clock."""
    if of.on or of.name == "handle":
        return False
    whole = next((one for one in clocks if one.name == "handle"), None)
    if whole is None or whole.base is None or whole.due_at is None:
        return False
    return whole.due_at <= at and whole.interval(ref) > 0


def _reminder(of: Falls, until: int, ref: Reference) -> int | None:
    """The instant of the first reminder after `until`; None where there are none, or it stands."""
    interval, base = of.interval(ref), of.base
    if not interval or base is None:
        return None
    limit, calendar = of.clock.limit, ref.calendar
    nth = elapsed(limit, base, until, calendar) // interval + 1
    return ahead(limit, base, nth * interval, calendar)


def _last_reminder(of: Falls, upto: int, ref: Reference) -> int | None:
    """The instant of the last reminder up to `upto`."""
    interval, base = of.interval(ref), of.base
    if not interval or base is None:
        return None
    limit, calendar = of.clock.limit, ref.calendar
    nth = elapsed(limit, base, upto, calendar) // interval
    return ahead(limit, base, nth * interval, calendar) if nth else None


def next_at(joint: Joint, told: Told, ref: Reference) -> int | None:
    """The earliest instant at which something falls due that is not told; None for never."""
    found: list[int] = []
    clocks = tuple(falling(joint, ref))
    for one in clocks:
        near, past = one.near, one.due_at
        if near is not None and _find(told, one, near, past=False) is None:
            found.append(near)
        elif past is not None:
            mark = _find(told, one, past, past=True)
            at = past if mark is None else _reminder(one, mark.until, ref)
            if at is not None and (mark is None or not _silent(one, at, clocks, ref)):
                found.append(at)
    return min(found, default=None)


def fallen(joint: Joint, told: Told, upto: int, ref: Reference) -> list[Fallen]:
    """What fell due up to an instant and is not told, in order. Of reminders missed, the last one only."""
    found: list[Fallen] = []
    clocks = tuple(falling(joint, ref))
    for one in clocks:
        near, past = one.near, one.due_at
        if near is not None and near <= upto and _find(told, one, near, past=False) is None:
            found.append(Fallen(one, "near", near))
        if past is None or past > upto:
            continue
        mark = _find(told, one, past, past=True)
        if mark is None:
            found.append(Fallen(one, "past", past))
        at = _last_reminder(one, upto, ref)
        if at is not None and (mark is None or at > mark.until) and not _silent(one, at, clocks, ref):
            found.append(Fallen(one, "reminder", at, mark.nth + 1 if mark is not None else 1))
    return sorted(found, key=lambda event: (event.at, ORDER.index(event.outcome)))


def marked(joint: Joint, told: Told, upto: int, ref: Reference, events: Iterable[Fallen] = ()) -> Told:
    """The marks once everything of a joint action up to an instant is told by `events`."""
    reminded = {(e.of.name, e.of.on): e.nth for e in events if e.outcome == "reminder"}
    for one in falling(joint, ref):
        near, past = one.near, one.due_at
        if near is not None and near <= upto and _find(told, one, near, past=False) is None:
            told = (*told, Mark(one.name, one.on, near, past=False))
        if past is None or past > upto:
            continue
        mark = _find(told, one, past, past=True) or Mark(one.name, one.on, past)
        until, nth = max(mark.until, upto), reminded.get((one.name, one.on), mark.nth)
        told = (*(m for m in told if m is not mark), replace(mark, until=until, nth=nth))
    return told


def adopted(joint: Joint, told: Told, now: int, ref: Reference) -> Told:
    """The marks of a row that an older backend wrote, or under other rules: amber that lies in the past, and
    the reminders of what was told, are taken as told; what is past and was not told stays to be told."""
    for one in falling(joint, ref):
        near, past = one.near, one.due_at
        if near is not None and near <= now and _find(told, one, near, past=False) is None:
            told = (*told, Mark(one.name, one.on, near, past=False))
        mark = _find(told, one, past, past=True) if past is not None else None
        if mark is not None and mark.until < now:
            told = tuple(replace(m, until=now) if m is mark else m for m in told)
    return told


def kept_marks(joint: Joint, told: Told, ref: Reference) -> Told:
    """The marks of clocks that have not ended, also where they stand; nobody asks after the others."""
    open_ = {(one.name, one.on) for one in falling(joint, ref)}
    kept: list[Mark] = []
    seen: dict[tuple[str, str], int] = {}
    for mark in reversed(told):
        key = (mark.name, mark.on)
        seen[key] = seen.get(key, 0) + 1
        if key in open_ and seen[key] <= KEPT_MARKS:
            kept.append(mark)
    return tuple(reversed(kept))
