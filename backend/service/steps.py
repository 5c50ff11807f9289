"""What is asked of the performer, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from contract.account import Actor
from contract.action import Act, Action, Command
from contract.feed import Entry
from contract.ticket import Ticket

if TYPE_CHECKING:
    from backend.service.ledger import Ledger
    from backend.service.reference import Held

Verb = Literal["claim", "release", "note", "attach"]


def system(district: str) -> Actor:
    """Who does what nobody asked for."""
    return Actor(id="system", name="系统", role="system", district=district, area_path=district)


class Order(msgspec.Struct, frozen=True):
    """A command on a ticket that is no step of the table."""

    verb: Verb
    ticket_id: str
    command: Command


class Trace(msgspec.Struct, frozen=True):
    """Something that changes nothing but must be in the audit log."""

    action: str
    object: str
    note: str = ""


class Ageing(msgspec.Struct, frozen=True):
    """Tickets that ended long ago leave the consoles."""

    tickets: tuple[str, ...]


class Aside(Protocol):
    """Work beside the steps of tickets (a saved filter, a seat's state): same transaction, key and audit."""

    @property
    def key(self) -> str:
        """Its idempotency key, "" where nobody asked for it."""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Fetch into the ledger what it needs."""

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Do it in the ledger, in its turn; raises ServiceRefused, and then has changed nothing."""


class Origin(msgspec.Struct, frozen=True):
    """Where a report came from and its key there: kept with the report, for good (table `imported`)."""

    source: str
    key: str


class Pending(msgspec.Struct, frozen=True):
    """One piece of work: who asks, when it came, what; for a report from outside, its key there."""

    actor: Actor
    received_at: int
    work: Action | Order | Trace | Ageing | Aside
    origin: Origin | None = None


class Done(msgspec.Struct, frozen=True):
    """Success: the status and JSON body that were stored with the key, and the row where it is at hand.

    `replayed` says that it had been done before.
    """

    status: int
    body: bytes
    ticket: Ticket | None = None
    seq: int = 0
    replayed: bool = False


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One step as it was taken, for those who follow what happens (superior platforms, suggestions)."""

    district: str
    seq: int
    before: Ticket | None
    after: Ticket
    entry: Entry
    act: Act | None = None
    actor: Actor


Follower = Callable[[Taken, "Held"], Iterable[dict[str, Any]]]
"""Gives rows of the table `delivery` for a step, written in the same transaction."""


class FeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the feed with its ticket's bounds after and before; `body` is JSON `feed.Event`."""

    seq: int
    at: int
    kind: str
    ticket: str = ""
    area_path: str = ""
    unit_path: str = ""
    shared_paths: str = ""
    channel: str = ""
    was_area_path: str = ""
    was_unit_path: str = ""
    was_shared_paths: str = ""
    was_channel: str = ""
    body: bytes


class Committed(msgspec.Struct, frozen=True, kw_only=True):
    """What one transaction brought: events (prev, seq] of a district and the steps behind them; `next_at`
    is when something of its tickets falls due first."""

    district: str
    prev: int
    seq: int
    events: tuple[FeedRow, ...]
    taken: tuple[Taken, ...]
    next_at: int | None = None
