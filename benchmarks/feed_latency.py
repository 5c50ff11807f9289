"""Commit to delivery: 500 seats on the feed, 50 events a second, p99 in ms; the peer is Redis pub/sub.

An event's age is counted from the instant at which the backend took the request that made it, on the one
clock of this machine: the commit with its fsync is inside. Redis keeps nothing.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import quantiles
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from benchmarks import wire
from benchmarks.figure import Figure, figure
from benchmarks.intake import requests_for
from stage.backend import BackendProcess, program

SEATS = 500
RATE = 50
SECONDS = 8
RUNS = 3
EVENT = r'"seq":\d+,"kind":"ticket","at":(\d+)'
STAMP = r"at=(\d+\.\d+);"


class Listeners:
    """A process with SEATS open streams; `delays` ends it."""

    def __init__(self, host: str, port: int, pattern: str, hello: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.listeners", host, str(port), str(SEATS), pattern],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._stdin.write(json.dumps(hello).encode() + b"\n")
        self._stdin.flush()

    def __enter__(self) -> Self:
        if self._stdout.readline() != b"ready\n":
            raise wire.WireError("the listeners did not open their streams")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._stdin.close()
        self._stdout.close()

    def delays(self) -> list[float]:
        """Every delay in ms."""
        self._stdin.close()
        return [float(d) for d in json.loads(self._stdout.readline())]


async def _paced(send: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Send RATE things a second for SECONDS, on the beat however long one takes."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for n in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, began + n / RATE - time.monotonic()))
            group.create_task(send(n), name=f"event {n}")


def _p99(delays: list[float]) -> float:
    wanted = RATE * SECONDS * SEATS
    if len(delays) < 0.98 * wanted:
        raise wire.WireError(f"{len(delays)} of {wanted} deliveries came")
    return quantiles(delays, n=100)[98]


def _ours(url: str, token: str, seed: int) -> float:
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    hello = f"GET /api/feed HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"
    requests = requests_for("/api/actions", token, seed, RATE * SECONDS)

    async def send(n: int) -> None:
        await wire.drive(url, [requests[n]], 1, frozenset({201}))

    with Listeners(parts.hostname, parts.port, EVENT, hello) as listeners:
        asyncio.run(_paced(send))
        return _p99(listeners.delays())


def _redis(port: int) -> float:
    async def publish() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        async def send(_n: int) -> None:
            # As long as a ticket's event.
            said = f"at={time.time() * 1000:.3f};".encode().ljust(1600, b".")
            writer.write(b"*3\r\n$7\r\nPUBLISH\r\n$1\r\nf\r\n$%d\r\n%s\r\n" % (len(said), said))
            await reader.readline()

        await _paced(send)
        writer.close()
        await writer.wait_closed()

    with Listeners("127.0.0.1", port, STAMP, "SUBSCRIBE f\r\n") as listeners:
        asyncio.run(publish())
        return _p99(listeners.delays())


def run() -> Figure:
    """Both in turn, RUNS times."""
    redis = shutil.which("redis-server")
    if redis is None:
        raise SystemExit("feed_latency measures beside Redis: install redis-server (apt) first")
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/grid.db"
        load = [program("grid-backend"), "load-district", "baohe", "--demo", "--database", database]
        subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
        port = wire.free_port()
        peer = [redis, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (
            BackendProcess(["--database", database], Path(folder) / "backend.log") as backend,
            subprocess.Popen(peer, stdout=subprocess.DEVNULL, cwd=folder) as server,
        ):
            try:
                wire.await_port(port)
                token = wire.log_in(backend.url, "seat01", "baohe-demo-2026")
                for n in range(RUNS):
                    ours.append(_ours(backend.url, token, n))
                    theirs.append(_redis(port))
            finally:
                server.terminate()
    return figure("feed_latency", "ms", ours, peer="Redis pub/sub", peer_values=theirs)
