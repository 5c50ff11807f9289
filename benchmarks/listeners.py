"""Many subscribers in one process: opens so many streams and keeps how late each event came.

Run as ``python -m benchmarks.listeners HOST PORT COUNT PATTERN`` with what each connection says first, a
JSON string, on standard input. Says ``ready`` when every stream has sent something, then listens until
standard input ends, then prints the delays in ms as JSON.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time


class Listener(asyncio.Protocol):
    """One stream. An event says when it began in a number of ms that `pattern` finds."""

    def __init__(
        self, hello: bytes, pattern: re.Pattern[bytes], delays: list[float], open_: asyncio.Queue[None]
    ) -> None:
        self._hello = hello
        self._pattern = pattern
        self._delays = delays
        self._open = open_
        self._heard = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        """Note how late it is."""
        now = time.time() * 1000
        if not self._heard:
            self._heard = True
            self._open.put_nowait(None)
            return
        self._delays.extend(now - float(at) for at in self._pattern.findall(data))


async def listen(host: str, port: int, count: int, pattern: re.Pattern[bytes], hello: bytes) -> list[float]:
    """Open all streams, say so, and listen until standard input ends."""
    loop = asyncio.get_running_loop()
    delays: list[float] = []
    opened: asyncio.Queue[None] = asyncio.Queue()
    transports = []
    for _ in range(count):
        transport, _protocol = await loop.create_connection(
            lambda: Listener(hello, pattern, delays, opened), host, port
        )
        transports.append(transport)
    for _ in range(count):
        await opened.get()
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    for transport in transports:
        transport.close()
    return delays


def main() -> None:
    """See the module."""
    host, port, count, pattern = sys.argv[1:]
    hello = str(json.loads(sys.stdin.buffer.readline())).encode()
    delays = asyncio.run(listen(host, int(port), int(count), re.compile(pattern.encode()), hello))
    print(json.dumps([round(d, 2) for d in delays]))


if __name__ == "__main__":
    main()
