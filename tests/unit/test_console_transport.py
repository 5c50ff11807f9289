"""Requests that are given up in any instant leave no socket behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest

from console.net.transport import Transport
from console.tasks import Tasks
from tests.console_matter import until

STEPS = 25
"""A request to a server on this machine takes fewer turns of the loop until it waits for the answer."""
TOGETHER = 4


class Server:
    """One that hangs up on who waits, and knows who has not hung up."""

    def __init__(self) -> None:
        self.url = ""
        self.held: set[asyncio.StreamWriter] = set()
        self.answering = asyncio.Event()
        self.answering.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.held.add(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(0)
                await self.answering.wait()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngr")
                await writer.drain()
                await asyncio.sleep(0)
                writer.write(b"id")
        self.held.discard(writer)
        writer.close()

    def hang_up(self) -> None:
        """Its side of all connections ends."""
        for writer in self.held:
            writer.write_eof()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    listening = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield found
    listening.close()
    await listening.wait_closed()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=Transport(trust_env=False), trust_env=False) as found:
        yield found


async def given_up(http: httpx.AsyncClient, url: str, turns: int) -> None:
    """A request that is cancelled after so many turns of the loop."""
    task = Tasks().start("given up", http.get(url))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def together(http: httpx.AsyncClient, url: str) -> None:
    """So many connections wait for the next request."""
    await asyncio.gather(*(http.get(url) for _ in range(TOGETHER)))


@pytest.mark.parametrize("turns", range(STEPS))
async def test_what_a_server_hung_up_on_is_closed(server: Server, turns: int) -> None:
    async with httpx.AsyncClient(transport=Transport(trust_env=False), trust_env=False) as http:
        await together(http, server.url)
        assert len(server.held) == TOGETHER
        server.hang_up()
        await asyncio.sleep(0.02)
        await given_up(http, server.url, turns)
    await until(lambda: not server.held)


@pytest.mark.parametrize("turns", range(STEPS))
async def test_an_answer_that_nobody_waits_for_any_more(server: Server, turns: int) -> None:
    async with httpx.AsyncClient(transport=Transport(trust_env=False), trust_env=False) as http:
        await given_up(http, server.url, turns)
        # The next one finds its way.
        assert (await http.get(server.url)).text == "grid"
        # The one that was given up keeps no connection of the pool.
        await until(lambda: len(server.held) == 1)
    await until(lambda: not server.held)


@pytest.mark.parametrize("turns", range(3 * TOGETHER))
async def test_closing_that_is_given_up_closes(server: Server, turns: int) -> None:
    http = httpx.AsyncClient(transport=Transport(trust_env=False), trust_env=False)
    await together(http, server.url)
    closing = Tasks().start("closing", http.aclose())
    for _ in range(turns + 1):
        await asyncio.sleep(0)
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await closing
    await until(lambda: not server.held)


async def test_errors_come_as_they_are(server: Server, http: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.ConnectError):
        await http.get("http://127.0.0.1:9")
    server.answering.clear()
    with pytest.raises(httpx.ReadTimeout):
        await http.get(server.url, timeout=0.05)
    async with asyncio.timeout(10):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await http.get(server.url)
    server.answering.set()
    assert (await http.get(server.url)).content == b"grid"
