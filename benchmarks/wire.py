"""HTTP as cheap as it gets: prepared requests over kept connections, so that a measurement is the server's.

A client library costs more per request than the server under test does. This speaks just enough HTTP/1.1
for answers that state their length.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
import urllib.request
from collections.abc import Sequence
from urllib.parse import urlsplit


class WireError(Exception):
    """The server answered what a measurement cannot use; the text is the answer's beginning."""


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A prepared POST of JSON."""
    lines = [
        f"POST {path} HTTP/1.1",
        "host: bench",
        "content-type: application/json",
        f"content-length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _client(host: str, port: int, requests: Sequence[bytes], wanted: frozenset[int]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for request in requests:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = 0
            for line in head.split(b"\r\n"):
                if line[:15].lower() == b"content-length:":
                    length = int(line[15:])
            body = await reader.readexactly(length)
            if int(head[9:12]) not in wanted:
                raise WireError((head[:20] + body)[:400].decode(errors="replace"))
    finally:
        writer.close()
        await writer.wait_closed()


async def drive(url: str, requests: Sequence[bytes], clients: int, wanted: frozenset[int]) -> float:
    """Post all requests from so many clients at once, each waiting for its answer; gives requests a second.

    Raises WireError on an answer whose status is not wanted.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n in range(clients):
            group.create_task(_client(host, port, requests[n::clients], wanted), name=f"client {n}")
    return len(requests) / (time.perf_counter() - began)


def log_in(url: str, login: str, password: str) -> str:
    """A session's token."""
    body = json.dumps({"login": login, "password": password}).encode()
    request = urllib.request.Request(
        f"{url}/api/session", data=body, headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return str(json.load(answer)["token"])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, seconds: float = 10.0) -> None:
    """Return when somebody listens on a port of this machine; raises WireError when nobody does in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise WireError(f"nobody listens on port {port}")
