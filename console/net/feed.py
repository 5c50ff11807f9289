"""The feed as it comes in: an event stream, or long polls where something in between swallows streams."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec

from console.errors import ConsoleBug, unreachable
from contract.feed import Batch, Event
from contract.joint.joint import Joint
from contract.machine import Names
from contract.ticket import Ticket

from .client import ANSWER_S, Client

if TYPE_CHECKING:
    from httpx_sse import EventSource

SILENCE_S = 25.0
"""Heartbeats come every 10 s; a stream silent for longer than this is taken for dead."""
POLL_S = 20

MANY = 50
"""From so many events on in a batch, rows that a later event replaces are left out."""


class _Event(msgspec.Struct, frozen=True):
    """An event whose row is not decoded yet."""

    seq: int
    kind: str
    at: int
    id: str = ""
    ticket: msgspec.Raw = msgspec.Raw()
    account: str = ""
    joint: msgspec.Raw = msgspec.Raw()


class _Batch(msgspec.Struct, frozen=True):
    prev: int
    seq: int
    at: int
    events: tuple[_Event, ...] = ()


_decoder = msgspec.json.Decoder(Batch)
_rough = msgspec.json.Decoder(_Batch)
_ticket = msgspec.json.Decoder(Ticket)
_joint = msgspec.json.Decoder(Joint)
ROWS = {"ticket": "ticket", "gone": "ticket", "joint": "joint", "joint_gone": "joint"}
"""Kinds of events that say how a row stands, by what it is a row of."""


def decoded(data: str | bytes) -> Batch:
    """A batch off the wire; raises ConsoleBug. Of many events of one ticket or joint action the last alone
    is kept: of thousands that were missed, most are of tickets that went on."""
    try:
        rough = _rough.decode(data)
        if len(rough.events) < MANY:
            return _decoder.decode(data)
        rows = (event for event in rough.events if event.kind in ROWS)
        last = {(ROWS[event.kind], event.id): event.seq for event in rows}
        events = tuple(
            Event(
                e.seq,
                e.kind,
                e.at,
                e.id,
                ticket=_ticket.decode(e.ticket) if e.ticket else None,
                account=e.account,
                joint=_joint.decode(e.joint) if e.joint else None,
            )
            for e in rough.events
            if e.kind not in ROWS or last[ROWS[e.kind], e.id] == e.seq
        )
        return Batch(rough.prev, rough.seq, rough.at, events)
    except msgspec.DecodeError as error:
        raise ConsoleBug(
            Names("实时数据无法理解", f"the feed's batch breaks the contract: {error}")
        ) from error


async def _batches(source: EventSource) -> AsyncGenerator[Batch, None]:
    # Closed here, once the answer is. Qt's loop finalizes no generators: one that dies inside httpcore's
    # stream, with the answer still open, would begin to close it and be gone in the midst; one that an
    # error's traceback holds is closed by the collector, where no task runs and httpcore knows no loop.
    events = source.aiter_sse()
    try:
        async for event in events:
            if event.data:
                yield decoded(event.data)
    finally:
        try:
            await source.response.aclose()
        finally:
            await events.aclose()
    raise unreachable("stream ended", "broken")


@asynccontextmanager
async def streamed(client: Client, cursor: int | None) -> AsyncIterator[AsyncGenerator[Batch, None]]:
    """Registers for the feed: from entering on nothing falls between, whenever the batches are read.

    `cursor` is the last sequence held; None begins at the present. Raises CursorExpired, LoginRequired,
    Unreachable and the other faults of the environment, also while batches are read.
    """
    params = {} if cursor is None else {"cursor": cursor}
    headers = {} if cursor is None else {"Last-Event-ID": str(cursor)}
    async with client.stream("/api/feed", params=params, headers=headers, silence_s=SILENCE_S) as source:
        yield _batches(source)


async def polled(client: Client, cursor: int) -> AsyncIterator[Batch]:
    """The same batches by long polls. The first answers at once: the seat then knows that it is current."""
    wait = 0
    while True:
        response = await client.send(
            "GET", "/api/feed/poll", params={"cursor": cursor, "wait": wait}, answer_s=wait + ANSWER_S
        )
        wait = POLL_S
        batch = decoded(response.content)
        cursor = batch.seq
        yield batch
