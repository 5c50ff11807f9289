"""Lines as they are: cursors that expire, streams that break or are swallowed, portals that answer."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from console.desk import Desk
from contract import action as a
from contract.lifecycle import TABLE
from contract.machine import Machine
from tests.console_matter import until
from tests.pair.backend_process import TINY, BackendProcess, Person, Wire
from tests.pair.backend_process import backend as command
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_way import GRID, settled, state

People = Callable[[str], Person]


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_gap_is_closed_by_a_snapshot(
    open_desk: OpenDesk, wire: Wire, backend: BackendProcess, person: People
) -> None:
    """The feed is pruned behind a seat that was away: its cursor has expired."""
    seat, clerk = await open_desk("seat01"), person("seat02")
    before = clerk.report("先报", area=GRID)
    await until(lambda: state(seat, before))
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    clerk.act(before, 1, action="accept")
    after = clerk.report("后报", area=GRID)
    backend.stop()
    db = sqlite3.connect(backend.database)
    db.execute("UPDATE district SET feed_floor = seq")
    db.execute("DELETE FROM feed")
    db.commit()
    db.close()
    await backend.start()
    wire.target = backend.port
    wire.requests.clear()
    wire.mend()
    await until(lambda: state(seat, after) == "reported1", 20)
    assert state(seat, before) == "accepted2"
    assert any(request.startswith("GET /api/snapshot") for request in wire.requests)


async def test_a_stream_cut_in_the_middle_loses_nothing(
    open_desk: OpenDesk, wire: Wire, person: People
) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    made = []
    for n in range(12):
        made.append(clerk.report(f"报 {n}", area=GRID))
        if n % 4 == 3:
            wire.cut()
            made.append(clerk.report(f"断线时报 {n}", area=GRID))
            wire.mend()
    await until(lambda: all(state(seat, ticket_id) == "reported1" for ticket_id in made), 30)
    assert sum(request.startswith("GET /api/snapshot") for request in wire.requests) == 1


async def test_where_streams_are_swallowed_polls_take_over(
    open_desk: OpenDesk, wire: Wire, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    import console.net.feed

    monkeypatch.setattr(console.net.feed, "SILENCE_S", 0.5)
    wire.swallow = ("GET /api/feed ", "GET /api/feed?")
    clerk = person("seat02")
    seat = await open_desk("seat01")
    await until(lambda: seat.connection.polling, 20)
    ticket_id = clerk.report("路灯不亮", area=GRID)
    await until(lambda: state(seat, ticket_id) == "reported1", 20)
    assert seat.connection.link == "live"
    seat.submit(ticket_id, a.Accept())
    await settled(seat)


async def test_an_older_backends_table_bounds_what_is_offered(open_desk: OpenDesk, person: People) -> None:
    seat, clerk = await open_desk("seat01"), person("seat02")
    ticket_id = clerk.report("路灯不亮", area=GRID)
    await until(lambda: state(seat, ticket_id))
    assert seat.machine == TABLE
    older = Machine("ticket", TABLE.states, tuple(t for t in TABLE.transitions if t.action != "merge"))
    seat._actions.know(older)
    assert "merge" not in [offer.action for offer in seat.offers(ticket_id)]


PORTALS = {
    "page": b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\nlog in here",
    "refusal": b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    "gateway": b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    "elsewhere": b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    "noise": b"\x00\x01\x02\r\n\r\n",
}


@pytest.mark.parametrize("kind", PORTALS)
async def test_what_stands_between_parks_nothing(
    open_desk: OpenDesk, wire: Wire, person: People, kind: str
) -> None:
    """A portal's answer is none of the backend's: the act waits, whatever it says."""
    seat, clerk = await open_desk("seat01"), person("seat02")
    ticket_id = clerk.report("路灯不亮", area=GRID)
    await until(lambda: state(seat, ticket_id))
    wire.portal = PORTALS[kind]
    wire.cut()
    wire.mend()
    await until(lambda: seat.connection.link == "offline")
    seat.submit(ticket_id, a.Accept())
    await until(lambda: [(r.state, r.tries > 0) for r in seat.outbox] == [("queued", True)], 20)
    assert seat.session == "in"
    wire.portal = b""
    await settled(seat)
    assert clerk.done(ticket_id) == ["report", "accept"]


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_clock_that_changes_its_speed_is_followed(
    open_desk: OpenDesk, wire: Wire, backend: BackendProcess
) -> None:
    backend.stop()
    await backend.start("--speed", "60")
    wire.target = backend.port
    seat = await open_desk("seat01")
    admin = Person(backend.url, "admin01")
    await until(lambda: seat.clock.speed == 60)
    assert abs(seat.clock.now() - admin.get("/api/time")["now"]) < 30_000
    admin.put("/api/time", {"speed": 1})
    # The next heartbeat shows it, not the next round trip half a minute later.
    await until(lambda: seat.clock.speed == 1, 25)
    assert abs(seat.clock.now() - admin.get("/api/time")["now"]) < 1_000


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_a_catalogue_that_changed_meanwhile_is_fetched(
    open_desk: OpenDesk, wire: Wire, backend: BackendProcess, tmp_path: Path
) -> None:
    """The event of the change is pruned: only opening the feed anew can tell."""
    seat = await open_desk("seat01")
    assert seat.reference is not None
    before = seat.reference.digest
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    backend.stop()
    changed = tmp_path / "tiny"
    shutil.copytree(TINY, changed)
    units = (changed / "organisations.csv").read_text(encoding="utf-8")
    (changed / "organisations.csv").write_text(units.replace("城管局", "市容局"), encoding="utf-8")
    loading = await asyncio.create_subprocess_exec(
        *command("load-district", str(changed), "--demo", "--database", f"sqlite:///{backend.database}"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await loading.wait() == 0
    db = sqlite3.connect(backend.database)
    db.execute("UPDATE district SET feed_floor = seq")
    db.execute("DELETE FROM feed")
    db.commit()
    db.close()
    await backend.start()
    wire.target = backend.port
    wire.mend()
    await until(lambda: seat.reference is not None and seat.reference.digest != before, 30)


def test_desk_is_what_views_may_hold() -> None:
    """Nothing of the way to the backend is public on the desk."""
    public = {name for name in vars(Desk) if not name.startswith("_")}
    assert {"submit", "report", "undo", "offers", "changed", "outbox"} <= public
