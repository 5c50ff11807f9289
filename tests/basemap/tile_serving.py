"""A tile server of the test: a real socket in a thread of its own, which answers as it is told."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import NamedTuple, Self

from tests.basemap.tiles_made import tile_of

Place = tuple[int, int, int]


class Reply(NamedTuple):
    """An answer: whole, or its content so many bytes at a time with a pause between."""

    status: int = 200
    content: bytes = b""
    head: str = "Content-Type: image/png"
    piece: int = 0
    pause_s: float = 0.0
    length: int | None = None


def right(place: Place) -> Reply:
    """The tile of the place."""
    return Reply(content=tile_of(*place))


class TileServing:
    """`answer` says what comes of a place; `hold()` lets every answer wait until `release()`."""

    def __init__(self) -> None:
        self.answer: Callable[[Place], Reply] = right
        self.asked: list[Place] = []
        self.heads: list[str] = []
        self.given_up = 0
        self.at_once = 0
        self.most_at_once = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tile server")
        self._server: asyncio.Server | None = None
        self._open = asyncio.Event()
        self._open.set()
        self._handlers: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """The template of its tiles."""
        return f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}.png"

    def start(self) -> None:
        """It listens, on the port it had."""
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()

    def stop(self) -> None:
        """It is not there any more."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()

    def hold(self) -> None:
        """Every answer waits."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def release(self) -> None:
        """The answers that wait go out."""
        self._loop.call_soon_threadsafe(self._open.set)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            for task in tuple(self._handlers):
                task.cancel()
            await asyncio.gather(*self._handlers, return_exceptions=True)
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                await self._respond(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.given_up += 1
        except asyncio.CancelledError:
            pass
        finally:
            self._handlers.discard(task)
            writer.close()

    async def _wait(self, reader: asyncio.StreamReader) -> None:
        """Until the answers go out; raises ConnectionError where who asked has gone before."""
        going, gone = (self._loop.create_task(work) for work in (self._open.wait(), reader.read(1)))
        try:
            await asyncio.wait((going, gone), return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                raise ConnectionResetError
        finally:
            for work in (going, gone):
                work.cancel()
            await asyncio.wait((going, gone))

    async def _respond(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = re.match(r"GET /(\d+)/(-?\d+)/(-?\d+)", head)
        assert found is not None, head
        place = int(found[1]), int(found[2]), int(found[3])
        self.asked.append(place)
        self.heads.append(head)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if not self._open.is_set():
                await self._wait(reader)
            reply = self.answer(place)
            length = len(reply.content) if reply.length is None else reply.length
            writer.write(
                f"HTTP/1.1 {reply.status} x\r\n{reply.head}\r\nContent-Length: {length}\r\n\r\n".encode()
            )
            step = reply.piece or max(len(reply.content), 1)
            for at in range(0, len(reply.content), step):
                writer.write(reply.content[at : at + step])
                await writer.drain()
                if reply.pause_s:
                    await asyncio.sleep(reply.pause_s)
            await writer.drain()
            if length != len(reply.content):
                raise ConnectionResetError
        finally:
            self.at_once -= 1
