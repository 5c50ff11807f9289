"""Many at once: one wins, the feed has no holes, two processes are as good as one."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import Counter
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from backend.service.audit import faults
from backend.service.clock import SystemClock
from backend.service.steps import Pending
from backend.services import Services
from backend.settings import Settings
from contract import action as a
from contract.feed import Batch, Snapshot
from contract.problem import Problem
from tests.backend.running import DISTRICT, GRID, RunningBackend, dispatched, reported
from tests.strict import ExpectedLog

T = TypeVar("T")

ROUNDS = 1_000
AT_ONCE = 10


def body(ticket: str, version: int, act: a.Act) -> bytes:
    return msgspec.json.encode(
        a.Action(action_id=str(uuid.uuid4()), ticket_id=ticket, base_version=version, act=act)
    )


def head_of(backend: RunningBackend) -> int:
    """The last number of the feed, as a new snapshot names it."""
    seat = backend.seat("c-open311")
    return msgspec.msgpack.decode(seat.get("/api/snapshot").content, type=Snapshot).seq


async def follow(url: str, token: str, cursor: int, until: int) -> list[Batch]:
    """Batches of the stream from a cursor until a number has come."""
    batches: list[Batch] = []
    headers = {"authorization": f"Bearer {token}", "last-event-id": str(cursor)}
    async with (
        httpx.AsyncClient(base_url=url, timeout=30) as client,
        client.stream("GET", "/api/feed", headers=headers) as stream,
    ):
        assert stream.status_code == 200
        async with aclosing(stream.aiter_lines()) as lines:
            async for line in lines:
                if line.startswith("data: "):
                    batches.append(msgspec.json.decode(line[6:], type=Batch))
                    if batches[-1].seq >= until:
                        break
    return batches


def paged(backend: RunningBackend, login: str, cursor: int, until: int) -> list[Batch]:
    """Every event by itself, as the long-poll brings them."""
    batches: list[Batch] = []
    seat = backend.seat(login)
    while cursor < until:
        answer = seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 0}).raise_for_status()
        batches.append(msgspec.json.decode(answer.content, type=Batch))
        cursor = batches[-1].seq
    return batches


def played(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a loop of its own; generators that a broken-off stream left are closed before it ends."""

    async def whole() -> T:
        try:
            return await work
        finally:
            await asyncio.get_running_loop().shutdown_asyncgens()

    return asyncio.run(whole())


def unbroken(batches: list[Batch], cursor: int) -> list[int]:
    """The numbers of a stream's events, having checked that no batch leaves a gap."""
    for batch in batches:
        assert batch.prev == cursor
        assert batch.prev <= batch.seq
        assert all(batch.prev < e.seq <= batch.seq for e in batch.events)
        cursor = batch.seq
    return [e.seq for batch in batches for e in batch.events]


def test_two_seats_act_at_the_same_instant(backend: RunningBackend) -> None:
    """A thousand times; exactly one wins each, the other is told by whom, timeline and feed agree."""
    seats = {name: backend.token(name) for name in ("seat01", "seat02")}
    start = head_of(backend)

    async def play() -> tuple[Counter[str], dict[str, str]]:
        winners: Counter[str] = Counter()
        won: dict[str, str] = {}
        limits = httpx.Limits(max_connections=AT_ONCE * 2)
        async with httpx.AsyncClient(base_url=backend.url, timeout=60, limits=limits) as client:

            async def post(name: str, content: bytes) -> httpx.Response:
                return await client.post(
                    "/api/actions",
                    content=content,
                    headers={"authorization": f"Bearer {seats[name]}", "content-type": "application/json"},
                )

            async def once() -> None:
                ticket = str(uuid.uuid4())
                made = await post(
                    "seat01", body(ticket, 0, a.Report(channel="hotline", title="x", area=GRID))
                )
                assert made.status_code == 201
                answers = await asyncio.gather(
                    post("seat01", body(ticket, 1, a.Accept())),
                    post("seat02", body(ticket, 1, a.Refuse(reason="不在清单"))),
                )
                assert sorted(answer.status_code for answer in answers) == [200, 412]
                lost = next(answer for answer in answers if answer.status_code == 412)
                first = msgspec.json.decode(lost.content, type=Problem).first
                assert first is not None
                winner = "seat01" if answers[0].status_code == 200 else "seat02"
                assert (first.by, first.action) == (
                    ("坐席01", "accept") if winner == "seat01" else ("坐席02", "refuse")
                )
                winners[winner] += 1
                won[ticket] = "accepted" if winner == "seat01" else "refused"

            for _ in range(0, ROUNDS, AT_ONCE):
                await asyncio.gather(*(once() for _ in range(AT_ONCE)))
            for ticket in list(won)[::100]:
                page = await client.get(
                    f"/api/tickets/{ticket}", headers={"authorization": f"Bearer {seats['seat01']}"}
                )
                assert [e["action"] for e in page.json()["timeline"]] in (
                    ["report", "accept"],
                    ["report", "refuse"],
                )
        return winners, won

    winners, won = played(play())
    assert sum(winners.values()) == len(won) == ROUNDS
    end = head_of(backend)
    assert end - start == 2 * ROUNDS
    # Every event by itself: none is lost, none doubled, and the loser of each round has left none.
    whole = paged(backend, "seat01", start, end)
    assert unbroken(whole, start) == list(range(start + 1, end + 1))
    ways: dict[str, list[str]] = {}
    for event in (e for batch in whole for e in batch.events):
        assert event.ticket is not None
        ways.setdefault(event.id, []).append(event.ticket.state)
    assert ways == {ticket: ["reported", state] for ticket, state in won.items()}
    # Who is far behind is sent each ticket once, in order and in its last state.
    batches = played(follow(backend.url, seats["seat01"], start, end))
    heard = unbroken(batches, start)
    assert len(heard) == ROUNDS
    assert heard == sorted(heard)
    assert batches[-1].seq == end
    last = {e.id: e.ticket.state for batch in batches for e in batch.events if e.ticket is not None}
    assert last == won
    backend.run(sound(backend.services))


async def sound(services: Services) -> None:
    async with services.store.read() as connection:
        assert await faults(connection, DISTRICT) == []


def test_the_feed_has_no_holes_for_anybody(backend: RunningBackend) -> None:
    """Readers of several scopes hear while many write: each gets its own events, all of them, in order."""
    logins = ("seat01", "s-T-S1", "s-T-S2", "u-T-S1-ZF", "g-990001001001-01", "c-app")
    # A log-in is an event, too: whose seat is ready.
    tokens = {login: backend.token(login) for login in logins}
    start = head_of(backend)
    tickets = 60

    async def write(client: httpx.AsyncClient, n: int) -> None:
        ticket = str(uuid.uuid4())
        area = (GRID, "990001002002-02")[n % 2]
        act = a.Report(channel=("hotline", "app")[n % 3 == 0], title="噪音", area=area)
        headers = {"authorization": f"Bearer {tokens['seat01']}", "content-type": "application/json"}
        for version, step in enumerate((act, a.Accept(), a.File(item="1-1-03", area=area))):
            answer = await client.post("/api/actions", content=body(ticket, version, step), headers=headers)
            assert answer.status_code in (200, 201)

    async def play() -> dict[str, list[Batch]]:
        end = start + tickets * 3
        readers = {
            login: asyncio.create_task(follow(backend.url, token, start, end))  # noqa: TID251
            for login, token in tokens.items()
        }
        async with httpx.AsyncClient(base_url=backend.url, timeout=60) as client:
            await asyncio.gather(*(write(client, n) for n in range(tickets)))
        return {login: await reader for login, reader in readers.items()}

    heard = played(play())
    numbers = {login: unbroken(batches, start) for login, batches in heard.items()}
    assert numbers["seat01"] == list(range(start + 1, start + tickets * 3 + 1))
    assert len(numbers["s-T-S1"]) == len(numbers["g-990001001001-01"]) == tickets // 2 * 3
    assert sorted(numbers["s-T-S1"] + numbers["s-T-S2"]) == numbers["seat01"]
    assert numbers["u-T-S1-ZF"] == []
    assert len(numbers["c-app"]) == tickets // 3 * 3


def test_what_leaves_a_scope_is_gone(backend: RunningBackend) -> None:
    """Another grid, another unit: who no longer sees the ticket is told `gone`, and 404 from then on."""
    seat, handler = backend.seat("seat01"), backend.seat("u-T-S1-ZF")
    ticket = dispatched(seat)
    start = head_of(backend)
    assert handler.get(f"/api/tickets/{ticket}").status_code == 200
    seat.done(ticket, 4, a.Redispatch(unit="T-S2-ZF"))
    poll = handler.get("/api/feed/poll", params={"cursor": start, "wait": 5})
    batch = msgspec.json.decode(poll.content, type=Batch)
    assert [(e.kind, e.id, e.ticket) for e in batch.events] == [("gone", ticket, None)]
    assert handler.get(f"/api/tickets/{ticket}").status_code == 404
    moved = reported(seat)
    start = head_of(backend)
    seat.done(moved, 1, a.Accept(area="990001002001-01"))
    poll = backend.seat("g-990001001001-01").get("/api/feed/poll", params={"cursor": start, "wait": 5})
    assert [e.kind for e in msgspec.json.decode(poll.content, type=Batch).events] == ["gone"]


def test_old_tickets_age_out(backend: RunningBackend) -> None:
    seat = backend.seat("seat02")
    ticket = reported(seat)
    seat.done(ticket, 1, a.Refuse(reason="不属受理范围"))
    start = head_of(backend)
    backend.clock.move(21 * 86_400_000)
    backend.forget_sessions()
    backend.run(backend.services.housekeeping.tidy(DISTRICT))
    seat = backend.seat("seat02")
    poll = seat.get("/api/feed/poll", params={"cursor": start, "wait": 5})
    batch = msgspec.json.decode(poll.content, type=Batch)
    assert (ticket, "gone") in {(e.id, e.kind) for e in batch.events}
    assert ticket.encode() not in seat.get("/api/snapshot").content
    seat.done(ticket, 2, a.Recall())
    assert ticket.encode() in seat.get("/api/snapshot").content
    backend.run(sound(backend.services))


@pytest.mark.parametrize("backends", [2])
def test_two_processes_on_one_database(
    new_postgres_url: object, tmp_path_factory: pytest.TempPathFactory, backends: int
) -> None:
    """Two replicas on one PostgreSQL: one order of events for the readers of both."""
    assert callable(new_postgres_url)
    url, folder = new_postgres_url(), tmp_path_factory.mktemp("files")
    with RunningBackend(url, folder) as one, RunningBackend(url, folder) as two:
        tokens = [one.token("seat01"), two.token("seat02")]
        start = head_of(one)
        count = 150

        async def play() -> list[list[Batch]]:
            readers = [
                asyncio.create_task(follow(where.url, token, start, start + count * 2))  # noqa: TID251
                for where, token in zip((one, two), tokens, strict=True)
            ]
            async with (
                httpx.AsyncClient(base_url=one.url, timeout=60) as first,
                httpx.AsyncClient(base_url=two.url, timeout=60) as second,
            ):

                async def write(n: int) -> None:
                    act = a.Report(channel="hotline", title="噪音", area=GRID)
                    clients = (first, second)
                    answer = await clients[n % 2].post(
                        "/api/actions",
                        content=body(str(uuid.uuid4()), 0, act),
                        headers={
                            "authorization": f"Bearer {tokens[n % 2]}",
                            "content-type": "application/json",
                        },
                    )
                    assert answer.status_code == 201, answer.text

                await asyncio.gather(*(write(n) for n in range(count * 2)))
            return [await reader for reader in readers]

        heard = played(play())
        for batches in heard:
            assert unbroken(batches, start) == list(range(start + 1, start + count * 2 + 1))
        rows = [[e.ticket for b in batches for e in b.events] for batches in heard]
        assert rows[0] == rows[1]
        # A session opened at one replica is known at the other, and so is its end.
        assert httpx.get(
            f"{two.url}/api/session", headers={"authorization": f"Bearer {tokens[0]}"}
        ).is_success
        two.run(sound(two.services))


def test_a_database_can_be_opened_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What was written stands after the service has ended; numbers go on."""
    folder = tmp_path_factory.mktemp("again")
    url = f"sqlite:///{folder / 'grid.db'}"
    with RunningBackend(url, folder / "files") as backend:
        ticket = reported(backend.seat("seat01"))
        head = head_of(backend)

    async def look() -> None:
        services = await Services.open(Settings(database=url), SystemClock())
        await sound(services)
        await services.store.close()

    asyncio.run(look())
    with RunningBackend(url, folder / "files") as backend:
        assert head_of(backend) == head
        answer = backend.seat("seat01").done(ticket, 1, a.Accept())
        assert answer.seq == head + 1


def test_a_database_that_drops_every_connection(
    new_postgres_url: object, tmp_path_factory: pytest.TempPathFactory, expect_log: ExpectedLog
) -> None:
    """The service goes on: what was refused meanwhile is taken at the next try, and the feed is whole."""
    assert callable(new_postgres_url)
    expect_log("feed_deaf", logger="feed")
    expect_log("store_away", logger="api", optional=True)
    expect_log("feed_waits", logger="feed", optional=True)
    expect_log("falling_waits", logger="scheduler", optional=True)
    expect_log("terminated", level=logging.ERROR, logger="sqlalchemy", optional=True)
    with RunningBackend(new_postgres_url(), tmp_path_factory.mktemp("files")) as backend:
        seat = backend.seat("seat01")
        start = head_of(backend)
        reported(seat)

        async def drop() -> None:
            async with backend.services.store.write() as connection:
                await connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        for _ in range(3):
            backend.run(drop())
            ticket, key = str(uuid.uuid4()), str(uuid.uuid4())
            act = a.Report(channel="hotline", title="噪音", area=GRID)
            answer = seat.act(ticket, 0, act, key=key)
            while answer.status_code == 503:
                assert answer.headers["retry-after"]
                answer = seat.act(ticket, 0, act, key=key)
            assert answer.status_code == 201
        end = head_of(backend)
        assert end == start + 4
        batches = played(follow(backend.url, backend.token("seat01"), start, end))
        assert unbroken(batches, start) == list(range(start + 1, end + 1))
        # The listener comes back by itself: another replica's events are heard through it.
        backend.run(sound(backend.services))


def test_an_old_cursor_is_told_that_it_is_gone(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pruned")
    with RunningBackend(f"sqlite:///{folder / 'grid.db'}", folder / "files", feed_events=100) as backend:
        services = backend.services

        async def fill() -> None:
            actor = await services.accounts.find(DISTRICT, "seat01")
            act = a.Report(channel="hotline", title="噪音", area=GRID)
            now = backend.clock.now()
            work = [
                Pending(
                    actor, now, a.Action(action_id=str(uuid.uuid4()), ticket_id=str(uuid.uuid4()), act=act)
                )
                for _ in range(1_300)
            ]
            await services.performer.perform(DISTRICT, work)
            backend.clock.move(4 * 86_400_000)
            # What fell due meanwhile is told first, so that nothing comes into the feed while it is read.
            await services.scheduler.look(DISTRICT)
            await services.housekeeping.tidy(DISTRICT)

        backend.run(fill())
        seat = backend.seat("seat01")
        head = head_of(backend)
        assert seat.get("/api/feed/poll", params={"cursor": 5}).status_code == 410
        assert seat.get("/api/feed", headers={"last-event-id": "5"}).status_code == 410
        poll = seat.get("/api/feed/poll", params={"cursor": head - 3, "wait": 0})
        assert len(msgspec.json.decode(poll.content, type=Batch).events) == 3
        assert len(msgspec.msgpack.decode(seat.get("/api/snapshot").content, type=Snapshot).tickets) == 1_300
        backend.run(sound(services))
