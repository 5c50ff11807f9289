"""The feed as it comes in: an event stream, or long polls where something in between swallows streams."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec

from console.errors import ConsoleBug, unreachable
from contract.feed import Batch
from contract.machine import Names

from .client import ANSWER_S, Client

if TYPE_CHECKING:
    from httpx_sse import EventSource

SILENCE_S = 25.0
"""Heartbeats come every 10 s; a stream silent for longer than this is taken for dead."""
POLL_S = 20

_decoder = msgspec.json.Decoder(Batch)


def decoded(data: str | bytes) -> Batch:
    """A batch off the wire; raises ConsoleBug."""
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise ConsoleBug(
            Names("实时数据无法理解", f"the feed's batch breaks the contract: {error}")
        ) from error


async def _batches(source: EventSource) -> AsyncIterator[Batch]:
    async for event in source.aiter_sse():
        if event.data:
            yield decoded(event.data)
    raise unreachable("stream ended", "broken")


@asynccontextmanager
async def streamed(client: Client, cursor: int | None) -> AsyncIterator[AsyncIterator[Batch]]:
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
