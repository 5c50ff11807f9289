"""A feed that is left in any instant, once or twice over, leaves nothing for the collector to close."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from console.net.client import Client
from console.net.feed import streamed
from console.tasks import Tasks
from contract.feed import Batch
from tests.console_matter import T0, until

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(seq: int) -> bytes:
    """A batch without events, as a chunk of the stream."""
    data = b"data: %s\n\n" % msgspec.json.encode(Batch(seq - 1, seq, T0, ()))
    return b"%x\r\n%s\r\n" % (len(data), data)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A feed of three batches that then stays open."""
    open_ = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_
        open_ += 1
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(HEAD + chunk(1) + chunk(2) + chunk(3))
            await reader.read()
        writer.close()
        open_ -= 1

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    await until(lambda: not open_)
    server.close()
    await server.wait_closed()


async def follow(client: Client, begun: asyncio.Event, busy: bool) -> None:
    """Reads the feed; stays at its first batch, or waits for the one after its last."""
    async with streamed(client, 0) as batches, aclosing(batches):
        async for batch in batches:
            if batch.seq == (1 if busy else 3):
                begun.set()
            if busy:
                await asyncio.sleep(60)


@pytest.mark.parametrize("busy", [True, False], ids=["at a batch", "between batches"])
async def test_a_feed_that_is_left(qapp: QApplication, url: str, busy: bool) -> None:
    for turns in range(8):
        client, begun = Client(url, language=lambda: "en"), asyncio.Event()
        task = Tasks().start("feed", follow(client, begun, busy))
        await begun.wait()
        if not busy:
            await asyncio.sleep(0.02)
        task.cancel()
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        # The collector comes between two turns of the loop, where no task runs.
        del task
        collected = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(lambda done=collected: done.set_result(gc.collect()))
        await collected
        await client.close()
