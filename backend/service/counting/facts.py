"""What counting needs to know of a ticket, kept up step by step.

Pure. A tally goes with its ticket (column `tally`), and is read and written with it, so that a step costs no
statement more. Of the facts in it, rows are made (tables `round`, `dispatch`, `verification`) over which the
figures are summed. A recall brings back the facts of before the step that it recalls.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from contract.calendar import Calendar
from contract.clock import Clock
from contract.feed import Entry
from contract.ticket import Ticket


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """One dispatch to a unit; `n` is the timeline entry that made it.

    A wait (to be signed in, to be on the spot) has the instant at which it is past its limit (None without
    a limit, and while its clock stands with something left), the one at which what it waits for came, and
    the one at which it ended without that.
    """

    n: int
    unit: str
    at: int
    returned_at: int | None = None
    sign_in_due_at: int | None = None
    signed_in_at: int | None = None
    sign_in_over_at: int | None = None
    arrive_due_at: int | None = None
    arrived_at: int | None = None
    arrive_over_at: int | None = None


class Verified(msgspec.Struct, frozen=True, array_like=True):
    """One verification; `n` is its timeline entry, `unit` whose work was looked at."""

    n: int
    unit: str
    at: int
    failed: bool


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """What counts of one round beyond what the ticket's row says of it. `handled_at` is None again once a
    verification has failed; `handling` is the working time (ms) from the first dispatch to it."""

    round: int = 1
    handled_at: int | None = None
    handling: int | None = None
    merged_at: int | None = None
    sent: tuple[Sent, ...] = ()
    verified: tuple[Verified, ...] = ()
    linked_at: int | None = None


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """The facts as of a version of the ticket, and those before the step that made that version."""

    version: int = 0
    now: Facts = Facts()
    before: Facts = Facts()


EMPTY = Tally()

_decode = msgspec.msgpack.Decoder(Tally).decode
pack = msgspec.msgpack.Encoder().encode


def unpack(stored: bytes | None) -> Tally:
    """A tally as the column has it; the empty one for a ticket of before there was any."""
    return _decode(stored) if stored else EMPTY


def tallied(tally: Tally, entry: Entry, after: Ticket, calendar: Calendar) -> Tally:
    """The tally after one line of a ticket's timeline, whose row is now `after`."""
    if after.version == tally.version:
        # Nothing of the table was done, but a clock may have been counted anew.
        return replace(tally, now=_waiting(tally.now, after, entry.at))
    if entry.action == "recall":
        return Tally(after.version, tally.before, tally.before)
    now = tally.now
    if after.round != now.round:
        now = Facts(round=after.round)
    now = _stepped(now, entry, after, calendar)
    return Tally(after.version, _waiting(now, after, entry.at), tally.now)


def _stepped(now: Facts, entry: Entry, after: Ticket, calendar: Calendar) -> Facts:
    at = entry.at
    match entry.action, entry.outcome:
        case "handle", "done":
            took = calendar.between(after.dispatched_at, at) if after.dispatched_at is not None else None
            now = replace(now, handled_at=at, handling=took)
        case "verify", outcome:
            one = Verified(entry.n, after.unit, at, outcome == "failed")
            now = replace(now, verified=(*now.verified, one))
            if one.failed:
                now = replace(now, handled_at=None, handling=None)
        case "sign_in", _:
            now = _last(now, signed_in_at=at)
        case "arrive", _ if (
            now.sent and now.sent[-1].arrived_at is None and now.sent[-1].arrive_over_at is None
        ):
            now = _last(now, arrived_at=at)
        case "return", _:
            now = _last(now, returned_at=at)
        case "link", outcome:
            now = replace(now, linked_at=at if outcome == "made" else None)
        case _:
            pass
    if entry.stated is not None and entry.stated.unit:
        sent = tuple(_left(one, at) for one in now.sent[-1:])
        now = replace(now, sent=(*now.sent[:-1], *sent, Sent(entry.n, after.unit, at)))
    if bool(after.merged_into) != (now.merged_at is not None):
        now = replace(now, merged_at=at if after.merged_into else None)
    return now


def _last(now: Facts, **changes: int) -> Facts:
    if not now.sent:
        return now
    return replace(now, sent=(*now.sent[:-1], replace(now.sent[-1], **changes)))


def _left(sent: Sent, at: int, *, sign_in: bool = True, arrive: bool = True) -> Sent:
    """A dispatch whose waits end here, those that have not come to their end."""
    if sign_in and sent.signed_in_at is None and sent.sign_in_over_at is None:
        sent = replace(sent, sign_in_over_at=at)
    if arrive and sent.signed_in_at is not None and sent.arrived_at is None and sent.arrive_over_at is None:
        sent = replace(sent, arrive_over_at=at)
    return sent


def _waiting(now: Facts, after: Ticket, at: int) -> Facts:
    """The facts with what the ticket's stage clock says of the waits of its last dispatch."""
    if not now.sent:
        return now
    stage: Clock | None = after.stage if after.stage is not None and after.stage.ended_at is None else None
    name = stage.name if stage is not None else ""
    sent = _left(now.sent[-1], at, sign_in=name != "sign_in", arrive=name != "arrive")
    if stage is not None and name == "sign_in":
        sent = replace(sent, sign_in_due_at=stage.due_at)
    elif stage is not None and name == "arrive":
        sent = replace(sent, arrive_due_at=stage.due_at)
    return now if sent == now.sent[-1] else replace(now, sent=(*now.sent[:-1], sent))
