"""What is the matter with the line is said in words: certificates, portals, sleep, a centre set back."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest

import console.line
from console.errors import Unreachable
from console.net.client import Client
from console.net.feed import streamed
from contract import action as a
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_way import GRID, settled, state

People = Callable[[str], Person]


async def said(server: str, **more: str) -> str:
    """Why a client cannot reach an address."""
    client = Client(server, language=lambda: "en", **more)
    try:
        with pytest.raises(Unreachable) as failed:
            await client.send("GET", "/api/time")
    finally:
        await client.close()
    return failed.value.says.en


@pytest.fixture
def untrusted(tmp_path: Path) -> ssl.SSLContext:
    """A server's side with a certificate that nobody has signed."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-keyout", tmp_path / "key", "-out", tmp_path / "cert"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    return context


async def test_what_is_the_matter_is_said_in_words(untrusted: ssl.SSLContext) -> None:
    unknown = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=untrusted)
    silent = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    tls, plain = (server.sockets[0].getsockname()[1] for server in (unknown, silent))
    assert (await said(f"https://127.0.0.1:{tls}")).startswith("the centre's certificate is not trusted")
    assert (await said(f"https://127.0.0.1:{plain}")).startswith(("something in between", "the connection"))
    assert (await said(f"http://127.0.0.1:{plain}")).startswith("the connection to the centre's system broke")
    for server in (unknown, silent):
        server.close()
        await server.wait_closed()
    assert (await said(f"http://127.0.0.1:{plain}")).startswith("the centre's system is not running")
    assert (await said("http://no.such.host.invalid")).startswith("the centre's address cannot be found")


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_centre_set_back_is_followed_and_said(
    open_desk: OpenDesk, wire: Wire, backend: BackendProcess, tmp_path: Path
) -> None:
    """Restored from a copy: the seat's cursor lies in the future. The outbox survives it."""
    clerk = Person(backend.url, "seat02")
    before = clerk.report("备份之前", area=GRID)
    backend.stop()
    shutil.copy(backend.database, tmp_path / "copy")
    await backend.start()
    wire.target = backend.port
    seat = await open_desk("seat01")
    await until(lambda: bool(state(seat, before)))
    seat.submit(before, a.Accept())
    await settled(seat)
    lost = Person(backend.url, "seat02").report("备份之后", area=GRID)
    await until(lambda: bool(state(seat, lost)))
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    seat.submit(before, a.File(item="1-1-01", area=GRID))
    backend.stop()
    for part in backend.folder.glob("grid.sqlite*"):
        part.unlink()
    shutil.copy(tmp_path / "copy", backend.database)
    await backend.start()
    wire.target = backend.port
    wire.mend()
    # The copy knows nothing of this session either.
    await until(lambda: seat.session == "expired", 20)
    await seat.log_in("seat01", PASSWORD)
    await until(lambda: state(seat, lost) == "", 30)
    await until(lambda: seat.connection.reason is not None and "set back" in seat.connection.reason.en)
    # What was done on a state that the centre no longer has is a conflict, not lost.
    await until(lambda: [r.state for r in seat.outbox] in (["conflict"], ["parked"]), 20)
    assert state(seat, before) == "reported1"
    seat.drop(seat.outbox[0].action_id)
    seat.submit(before, a.Accept())
    await settled(seat)


async def test_a_machine_that_slept_connects_anew_at_once(
    open_desk: OpenDesk, wire: Wire, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock that runs through sleep jumps; the stream of before the sleep is not waited for."""
    seat = await open_desk("seat01")
    ticket_id = person("seat02").report("休眠前", area=GRID)
    await until(lambda: bool(state(seat, ticket_id)))
    feeds = sum(r.startswith("GET /api/feed?") for r in wire.requests)
    asleep = 3_600_000
    monkeypatch.setattr(
        console.line, "boot_ms", lambda: time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000 + asleep
    )
    await until(lambda: sum(r.startswith("GET /api/feed?") for r in wire.requests) > feeds)
    await until(lambda: seat.connection.reason is not None and "slept for 3" in seat.connection.reason.en)
    await until(lambda: seat.connection.link == "live")


async def test_reconnecting_now_does_not_wait_out_the_back_off(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    await until(lambda: seat.connection.link == "live")
    feeds = sum(r.startswith("GET /api/feed?") for r in wire.requests)
    seat.reconnect()
    await until(lambda: sum(r.startswith("GET /api/feed?") for r in wire.requests) > feeds)
    ticket_id = clerk.report("重连", area=GRID)
    await until(lambda: bool(state(seat, ticket_id)))
    assert sum(request.startswith("GET /api/snapshot") for request in wire.requests) == 1


async def test_a_stream_given_up_in_the_midst_is_closed(backend: BackendProcess, person: People) -> None:
    """Qt's loop finalizes no generators: what is left of a stream must not have to close it."""
    clerk = person("seat01")
    client = Client(backend.url, language=lambda: "en")
    client.token = clerk.token
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)

    async def read_and_fail() -> None:
        async with streamed(client, None) as batches:
            clerk.report("一件", area=GRID)
            async with aclosing(batches):
                async for _ in batches:
                    raise LookupError

    try:
        with pytest.raises(LookupError):
            await read_and_fail()
        # The one connection is free again: had the stream died half closed, it would count as taken.
        transport = client._client()._transport
        assert isinstance(transport, httpx.AsyncHTTPTransport)
        assert [c for c in transport._pool.connections if not (c.is_idle() or c.is_closed())] == []
    finally:
        sys.set_asyncgen_hooks(*hooks)
        await client.close()
