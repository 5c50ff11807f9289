"""The ticket: its row (its states and steps: `contract.lifecycle`)."""

from __future__ import annotations

import math

import msgspec

from .beside import PLAIN, Beside
from .clock import Clock


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is in a ticket. It warns others; it does not stop them. It ends at `until` unless renewed, which
    was last done `at`. Taken over, it says from whose account (`over`) and why (`reason`)."""

    by: str
    name: str
    seat: str
    at: int
    until: int
    over: str = ""
    reason: str = ""


class Last(msgspec.Struct, frozen=True):
    """The last versioned action: who, what, when; `recall_to`, what a recall goes back to ("" for none)."""

    by: str
    name: str
    action: str
    outcome: str
    at: int
    recall_to: str = ""


class Superior(msgspec.Struct, frozen=True):
    """What a superior platform gave a ticket: its number there, and its limit as an instant."""

    channel: str
    number: str
    due_at: int | None = None


class Ticket(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One matter from report to closing, as every seat holds it.

    `seq` is the feed sequence that last touched it, `version` counts versioned actions. `reporter` is
    masked (张** 138****2207). `stage` and `responsibility` are its two clocks. `in_time` says whether
    the last handling came by the responsibility clock's due instant. `unit_path` and `area_path` join
    codes from the root with slashes. `text` is the matter's full words, at most 20,000 characters.
    """

    id: str
    district: str
    number: str
    version: int
    seq: int
    state: str
    channel: str
    title: str
    reported_at: int
    changed_at: int
    text: str = ""
    kind: str = "event"
    category: str = ""
    item: str = ""
    item_version: str = ""
    item_name: str = ""
    area: str = ""
    area_path: str = ""
    area_name: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    unit: str = ""
    unit_path: str = ""
    unit_name: str = ""
    reporter: str = ""
    reporter_phone: str = ""
    stage: Clock | None = None
    responsibility: Clock | None = None
    round: int = 1
    bounces: int = 0
    reworks: int = 0
    urges: int = 0
    repeats: int = 0
    files: int = 0
    merged_into: str = ""
    satisfaction: str = ""
    received_at: int | None = None
    accepted_at: int | None = None
    filed_at: int | None = None
    dispatched_at: int | None = None
    signed_in_at: int | None = None
    arrived_at: int | None = None
    handled_at: int | None = None
    closed_at: int | None = None
    evaluated_at: int | None = None
    in_time: bool | None = None
    claim: Claim | None = None
    last: Last | None = None
    superior: Superior | None = None
    beside: Beside = PLAIN


def shown_clock(ticket: Ticket) -> Clock | None:
    """The clock a queue shows: of those that run the one due first; where all stand, one past its limit
    before one with something left. None where all have ended."""
    clocks = [c for c in (ticket.stage, ticket.responsibility) if c is not None and c.ended_at is None]
    running = [c for c in clocks if c.running]
    return min(running or clocks, key=_first_due, default=None)


def _first_due(clock: Clock) -> float:
    return math.inf if clock.due_at is None else clock.due_at
