"""Who is there: seats' states as intervals, claims given back by who has gone, on one replica and on two."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.dialects import sqlite

from backend.service.accounts import token_hash
from backend.service.audit import faults
from backend.service.presence import claimed_by
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.action import Accept
from tests.backend.running import DISTRICT, PASSWORD, RunningBackend, Seat, new_id, reported
from tests.strict import ExpectedLog

MINUTE = 60_000


@pytest.fixture
def backend(database: str, tmp_path: Path) -> Iterator[RunningBackend]:
    """One whose presence the test looks after itself: its own looks are 15 s apart."""
    with RunningBackend(database, tmp_path / "files", gone_seconds=90.0) as running:
        yield running


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database for each test, on each kind."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        return make()
    return f"sqlite:///{tmp_path / 'grid.db'}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test on both kinds of database."""
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


def look(backend: RunningBackend) -> None:
    """What the presence task does now and then, with its first 90 s behind it."""
    presence = backend.services.presence

    async def once() -> None:
        presence._since = -1_000.0
        presence._looked = asyncio.get_running_loop().time()
        await presence.look()

    backend.run(once())


def claimed(seat: Seat, ticket: str) -> str:
    """Who is in a ticket."""
    claim = seat.get(f"/api/tickets/{ticket}").json()["ticket"].get("claim")
    return claim["name"] if claim else ""


def claim(seat: Seat, ticket: str, note: str = "") -> httpx.Response:
    """Claim a ticket, or take it over with a note."""
    return seat.post(f"/api/tickets/{ticket}/claim", json={"action_id": new_id(), "note": note})


def enter(seat: Seat, state: str, key: str = "") -> httpx.Response:
    """Enter a state."""
    return seat.put("/api/seat", json={"action_id": key or new_id(), "state": state})


def now(seat: Seat) -> tuple[str, dict[str, int]]:
    """A seat's own state and what of today is over."""
    answer = seat.get("/api/seat").json()
    return answer["state"], answer["today"]


def board(seat: Seat) -> dict[str, Any]:
    """All seats by number or name."""
    return {row["name"]: row for row in seat.get("/api/seats").json()}


def sound(backend: RunningBackend) -> list[str]:
    """What is wrong with chain, feed and rows."""

    async def check() -> list[str]:
        async with backend.services.store.read() as connection:
            return await faults(connection, DISTRICT)

    return backend.run(check())


def test_a_seat_that_is_not_heard_of_gives_its_claims_back(backend: RunningBackend) -> None:
    one, two, watcher = backend.seat("seat01"), backend.seat("seat02"), backend.seat("duty01")
    first, second = reported(one), reported(two)
    assert claim(one, first).status_code == 200
    assert claim(two, second).status_code == 200
    look(backend)
    backend.clock.move(80_000)
    two.get("/api/session")
    look(backend)
    assert (claimed(watcher, first), claimed(watcher, second)) == ("坐席01", "坐席02")
    backend.clock.move(20_000)
    before = watcher.get(f"/api/tickets/{first}").json()
    cursor = int(watcher.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()["seq"])
    told = backend.clock.now()
    look(backend)
    assert (claimed(watcher, first), claimed(watcher, second)) == ("", "坐席02")
    # Everybody hears it now, the timeline says nothing of it, the version is what it was.
    events = watcher.get("/api/feed/poll", params={"cursor": cursor, "wait": 1}).json()["events"]
    assert {e["kind"] for e in events} == {"ticket", "seat"}
    assert min(e["at"] for e in events) >= told
    assert [e["ticket"]["id"] for e in events if e["kind"] == "ticket"] == [first]
    after = watcher.get(f"/api/tickets/{first}").json()
    assert len(after["timeline"]) == len(before["timeline"])
    assert after["ticket"]["version"] == before["ticket"]["version"]
    assert sound(backend) == []


def test_a_sign_in_time_keeps_what_it_holds(backend: RunningBackend) -> None:
    seat, watcher = backend.seat("seat01"), backend.seat("duty01")
    ticket = reported(seat)
    claim(seat, ticket)
    for _ in range(5):
        backend.clock.move(85_000)
        assert seat.get("/api/time").status_code == 200
        look(backend)
        while backend.services.presence._signs:
            look(backend)
    assert claimed(watcher, ticket) == "坐席01"


def test_who_logs_out_gives_back_at_once(backend: RunningBackend) -> None:
    seat, watcher = backend.seat("seat03"), backend.seat("duty01")
    ticket = reported(seat)
    claim(seat, ticket)
    assert board(watcher)["坐席03"]["state"] == "ready"
    backend.clock.move(MINUTE)
    assert seat.delete("/api/session").status_code == 204
    backend.forget("seat03")
    assert claimed(watcher, ticket) == ""
    row = board(watcher)["坐席03"]
    assert (row["state"], row["today"]["ready"] // MINUTE) == ("absent", 1)


def test_who_has_a_second_console_is_there_until_the_last_is_left(backend: RunningBackend) -> None:
    seat, watcher = backend.seat("seat03"), backend.seat("duty01")
    at = f"{backend.url}/api/session"

    def another() -> str:
        answer = backend.http.post(at, json={"login": "seat03", "password": PASSWORD})
        return str(answer.json()["token"])

    second, third = another(), another()
    ticket = reported(seat)
    claim(seat, ticket)
    enter(seat, "on_call")
    backend.clock.move(MINUTE)
    answer = backend.http.delete(at, headers={"authorization": f"Bearer {second}"})
    assert answer.status_code == 204
    assert (claimed(watcher, ticket), board(watcher)["坐席03"]["state"]) == ("坐席03", "on_call")

    async def run_out() -> None:
        s = t.session
        async with backend.services.store.write() as connection:
            ended = update(s).where(s.c.token_hash == token_hash(third))
            await connection.execute(ended.values(expires_at=backend.clock.now()))

    # A session that has run out is nobody's console.
    backend.run(run_out())
    assert seat.delete("/api/session").status_code == 204
    backend.forget("seat03")
    assert (claimed(watcher, ticket), board(watcher)["坐席03"]["state"]) == ("", "absent")
    assert sound(backend) == []


def test_a_fault_of_the_database_does_not_end_the_looking(
    database: str, tmp_path: Path, expect_log: ExpectedLog
) -> None:
    expect_log("presence_waits", level=logging.WARNING, logger="presence")
    with RunningBackend(database, tmp_path / "files", gone_seconds=30.0) as backend:
        services, seat = backend.services, backend.seat("seat01")
        presence = services.presence

        async def rename(old: str, new: str) -> None:
            async with services.store.write() as connection:
                await connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

        async def seen() -> int:
            async with services.store.read() as connection:
                return await connection.scalar(select(func.max(t.presence.c.seen_at))) or 0

        def until(holds: Callable[[], bool]) -> None:
            deadline = time.monotonic() + 20
            while not holds():
                assert time.monotonic() < deadline
                presence._written.clear()
                assert seat.get("/api/session").status_code == 200

        before = presence._since
        backend.run(rename("presence", "presence_away"))
        until(lambda: presence._since > before)
        backend.clock.move(MINUTE)
        later = backend.clock.now()
        backend.run(rename("presence_away", "presence"))
        until(lambda: backend.run(seen()) >= later)


def test_a_seat_goes_from_state_to_state(backend: RunningBackend) -> None:
    seat = backend.seat("seat01")
    assert now(seat)[0] == "ready"
    refused = enter(seat, "after_call")
    assert refused.status_code == 409
    assert refused.json()["zh"] == "“就绪”不能直接转为“话后处理”"
    backend.clock.move(10 * MINUTE)
    assert enter(seat, "on_call").json()["state"] == "on_call"
    backend.clock.move(3 * MINUTE)
    assert enter(seat, "ready").status_code == 409
    key = new_id()
    first = enter(seat, "after_call", key)
    assert enter(seat, "after_call", key).content == first.content
    assert enter(seat, "break", key).status_code == 409
    backend.clock.move(2 * MINUTE)
    enter(seat, "ready")
    state, today = now(seat)
    assert state == "ready"
    assert {k: v // MINUTE for k, v in today.items()} == {"ready": 10, "on_call": 3, "after_call": 2}
    assert enter(seat, "asleep").status_code == 400
    assert sound(backend) == []


def test_the_day_begins_at_midnight(backend: RunningBackend) -> None:
    seat, other = backend.seat("seat01"), backend.seat("seat02")
    enter(seat, "break")
    left_at = backend.clock.now()
    other.delete("/api/session")
    look(backend)  # what was heard is written before the clock leaps
    backend.clock.move(15 * 60 * MINUTE + 30 * MINUTE)  # 00:30 of the next day
    backend.forget_sessions()
    # It was not heard of since: the break ended where it was, and nothing of today is over.
    again = backend.seat("seat01")
    state, today = now(again)
    assert (state, today) == ("ready", {})
    backend.clock.move(MINUTE)
    enter(again, "break")
    assert now(again)[1]["ready"] // MINUTE == 1
    # Who left the day before is absent since then; who was never there, since never.
    rows = board(backend.seat("duty01"))
    assert (rows["坐席02"]["state"], rows["坐席02"]["today"]) == ("absent", {})
    assert left_at <= rows["坐席02"]["since"] < left_at + MINUTE
    assert (rows["坐席04"]["state"], rows["坐席04"]["since"]) == ("absent", 0)


def test_a_seat_lost_sight_of_goes_on_where_it_was(backend: RunningBackend) -> None:
    # A look of its own beside the test's would be that of another replica.
    backend.run(backend.services.presence.close())
    seat, watcher = backend.seat("seat01"), backend.seat("duty01")
    enter(seat, "on_call")
    look(backend)
    backend.clock.move(4 * MINUTE)
    watcher.get("/api/session")
    look(backend)
    row = board(watcher)["坐席01"]
    assert row["state"] == "absent"
    lost_at = row["since"]
    assert row["today"].get("on_call", 0) < MINUTE
    backend.clock.move(MINUTE)
    seat.get("/api/session")
    look(backend)
    row = board(watcher)["坐席01"]
    assert row["state"] == "on_call"
    assert row["since"] - lost_at >= 5 * MINUTE - 2_000
    # Again, and heard before anybody looked: the gap is no time on the call.
    backend.clock.move(30 * MINUTE)
    backend.services.presence._written.clear()
    seat.get("/api/session")
    look(backend)
    state, today = now(seat)
    assert (state, today["on_call"] // MINUTE) == ("on_call", 0)


def test_who_watches_sees_the_seats_of_their_scope(backend: RunningBackend) -> None:
    backend.seat("seat01"), backend.seat("s-T-S1")
    watcher = backend.seat("duty01")
    everyone = board(watcher)
    assert {row["state"] for name, row in everyone.items() if name == "坐席01"} == {"ready"}
    assert all(row["state"] in ("ready", "absent") for row in everyone.values())
    assert backend.seat("leader01").get("/api/seats").status_code == 200
    assert backend.seat("seat02").get("/api/seats").status_code == 403
    cursor = int(watcher.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()["seq"])
    enter(backend.seat("seat01"), "break")
    events = watcher.get("/api/feed/poll", params={"cursor": cursor, "wait": 2}).json()["events"]
    assert "seat" in [e["kind"] for e in events]


def test_taking_over_says_from_whom_and_why(backend: RunningBackend) -> None:
    one, two = backend.seat("seat01"), backend.seat("seat02")
    ticket = reported(one)
    claim(one, ticket)
    assert claim(two, ticket).status_code == 409
    taken = claim(two, ticket, "对方无应答").json()["claim"]
    assert (taken["over"], taken["reason"]) == (one.get("/api/session").json()["id"], "对方无应答")
    renewed = claim(two, ticket).json()["claim"]
    assert (renewed["over"], renewed["reason"]) == (taken["over"], "对方无应答")
    two.post(f"/api/tickets/{ticket}/release", json={"action_id": new_id()})
    fresh = claim(one, ticket).json()["claim"]
    assert (fresh.get("over", ""), fresh.get("reason", "")) == ("", "")
    one.done(ticket, 1, Accept())


def test_five_hundred_seats_are_one_write(backend: RunningBackend) -> None:
    presence, store = backend.services.presence, backend.services.store
    writes: list[str] = []

    def written(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO presence"):
            writes.append(statement)

    async def many() -> int:
        for n in range(500):
            presence.sign(Actor(id=f"x{n:03}", name="", role="handler", district=DISTRICT))
        await presence.look()
        async with store.read() as connection:
            p = t.presence.c
            return int(await connection.scalar(select(func.count()).where(p.account.like("x%"))) or 0)

    engine = store._writer.sync_engine
    event.listen(engine, "before_cursor_execute", written)
    assert backend.run(many()) == 500
    event.remove(engine, "before_cursor_execute", written)
    assert len(writes) == 1


def test_claims_are_found_by_their_own_index(tmp_path: Path) -> None:
    """Not by reading all tickets of the district, in the transaction that everybody waits for."""

    async def plan() -> str:
        store = Store(f"sqlite:///{tmp_path / 'grid.db'}")
        try:
            await store.migrate()
            query = claimed_by(DISTRICT, ["a", "b"])
            said = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            async with store.read() as connection:
                rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")
                return "\n".join(row.detail for row in rows)
        finally:
            await store.close()

    assert asyncio.run(plan()) == "SEARCH ticket USING INDEX ix_ticket_claimed (district=? AND claim_by=?)"


def test_two_replicas_know_of_each_others_seats(new_postgres_url: Callable[[], str], tmp_path: Path) -> None:
    """A seat that speaks to the one is not gone for the other; who has gone is found by either."""
    url = new_postgres_url()
    with (
        RunningBackend(url, tmp_path / "a", gone_seconds=1.2, heartbeat_seconds=0.3) as one,
        RunningBackend(url, tmp_path / "b", gone_seconds=1.2, heartbeat_seconds=0.3) as two,
    ):
        alive, dying, watcher = one.seat("seat01"), one.seat("seat02"), two.seat("duty01")
        first, second = reported(alive), reported(dying)
        claim(alive, first)
        claim(dying, second)
        seen = claimed(watcher, second)
        assert seen == "坐席02"
        # One of the two goes on speaking, to the first replica alone.
        began = one.clock.now()
        while claimed(watcher, second) and one.clock.now() - began < 20_000:
            assert alive.get("/api/session").status_code == 200
        assert (claimed(watcher, first), claimed(watcher, second)) == ("坐席01", "")
        rows = board(watcher)
        assert (rows["坐席01"]["state"], rows["坐席02"]["state"]) == ("ready", "absent")
        # Its replica ends, it goes on at the other: its claim stays.
        token = one.token("seat01")
        one._server.should_exit = True
        moved = httpx.Client(base_url=two.url, headers={"authorization": f"Bearer {token}"}, timeout=30)
        with moved:
            moved_at = two.clock.now()
            while two.clock.now() - moved_at < 3_000:
                moved.get("/api/session")
            assert claimed(watcher, first) == "坐席01"
