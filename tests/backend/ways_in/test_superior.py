"""A superior platform hands tickets down and hears of them, whatever the line between them does."""

import asyncio
import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import delete, select

from backend.service import signing
from backend.service.platforms import connect
from backend.service.refusal import ServiceRefused
from backend.service.sending import Sender, wait_ms
from backend.service.steps import Done, Pending
from backend.services import Services
from backend.store import tables as t
from contract import action as a
from contract.ticket import Ticket
from tests.strict import ExpectedLog

from .conftest import CODE, SECRET, Backend, Loop, listening, opened, running
from .stand_in import Platform

DUE = "2099-05-01T10:00:00+08:00"
DUE_MS = round(datetime.fromisoformat(DUE).timestamp() * 1000)
WAIT_S = 30.0


def quick(services: Services) -> None:
    """The same sender with waits that a test can sit through."""
    services.sender = Sender(
        services.store,
        services.references,
        services.clock,
        services.peers,
        time_limit=0.4,
        first_wait=20,
        longest_wait=80,
        idle=0.02,
    )
    services.rooms[:] = [(services.sender.start, services.sender.close)]


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def platform_url(platform: Platform) -> Iterator[str]:
    loop = Loop()
    try:
        with listening(loop, platform) as url:
            yield url
    finally:
        loop.close()


@pytest.fixture
def start(either_database: str, tmp_path: Path) -> Callable[[], AbstractContextManager[Backend]]:
    """Starts a backend on a database that stays."""
    return lambda: running(either_database, tmp_path / "files", quick)


@pytest.fixture
def backend(start: Callable[[], AbstractContextManager[Backend]]) -> Iterator[Backend]:
    with start() as made:
        yield made


def tell_of(backend: Backend, url: str, *steps: str) -> None:
    """Connect the platform, and wait until the running sender knows it."""
    backend.run(connect(backend.services, CODE, "city", url, SECRET, steps))
    until(lambda: bool(backend.services.peers.known))


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


def send(backend: Backend, what: str, body: dict[str, Any], **change: Any) -> httpx.Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    signed = signing.headers(
        change.pop("secret", SECRET), time.time_ns() // 1_000_000 + change.pop("skew", 0), content
    )
    channel = change.pop("channel", "city")
    return backend.client.post(f"/api/superior/{channel}/{what}", content=content, headers=signed | change)


def hand_down(backend: Backend, number: str, **more: Any) -> Ticket:
    body = {
        "number": number,
        "title": "市民反映路面塌陷",
        "reporter": {"name": "赵一", "phone": "13900001234"},
        "due_at": DUE,
    }
    answer = send(backend, "tickets", body | more)
    assert answer.status_code == 201, answer.text
    return ticket_of(backend, number)


def ticket_of(backend: Backend, number: str) -> Ticket:
    async def read() -> Ticket:
        query = select(t.ticket.c.row).where(t.ticket.c.superior_number == number)
        async with backend.services.store.read() as connection:
            (row,) = (await connection.execute(query)).scalars()
            return msgspec.msgpack.decode(row, type=Ticket)

    return backend.run(read())


def act(backend: Backend, login: str, number: str, step: a.Act) -> Ticket:
    """Take a step on a ticket of the platform's, as somebody of ours."""
    ticket = ticket_of(backend, number)
    services = backend.services
    action = a.Action(action_id=str(uuid.uuid4()), ticket_id=ticket.id, base_version=ticket.version, act=step)
    done: Done = backend.run(
        services.writer.submit(Pending(backend.actor(login), services.clock.now(), action))
    )
    assert done.ticket is not None
    return done.ticket


def work_off(backend: Backend, number: str, result: str = "已填平压实") -> None:
    """From accepted to closed."""
    act(backend, "seat01", number, a.Accept())
    act(backend, "seat01", number, a.File(item="1-1-02", area=f"{CODE}001001-01"))
    act(backend, "seat01", number, a.Dispatch(unit="W", note="内部备注：电话 13900001234"))
    act(backend, "u-W", number, a.SignIn())
    act(backend, "u-W", number, a.Handle(outcome="done", result=result))
    act(backend, "seat01", number, a.Verify())
    act(backend, "seat01", number, a.Close())


def test_a_ticket_keeps_its_number_and_its_limit(backend: Backend) -> None:
    ticket = hand_down(backend, "市-2026-001", lon=117.2, lat=31.5, reported_at="2026-01-02T08:00:00+08:00")
    assert ticket.superior is not None
    assert (ticket.superior.channel, ticket.superior.number) == ("city", "市-2026-001")
    assert ticket.superior.due_at == DUE_MS
    assert (ticket.state, ticket.channel, ticket.area) == ("reported", "city", f"{CODE}001001-01")
    assert ticket.reported_at == 1767312000000
    assert (ticket.reporter, ticket.reporter_phone) == ("赵**", "139****1234")
    act(backend, "seat01", "市-2026-001", a.Accept())
    act(backend, "seat01", "市-2026-001", a.File(item="1-1-02", area=f"{CODE}001001-01"))
    dispatched = act(backend, "seat01", "市-2026-001", a.Dispatch(unit="W"))
    assert dispatched.responsibility is not None
    assert dispatched.responsibility.due_at == DUE_MS


def test_sent_again_it_is_the_same_ticket(backend: Backend) -> None:
    body = {"number": "N1", "title": "路灯", "due_at": DUE}
    first, again = send(backend, "tickets", body), send(backend, "tickets", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["number"] == "N1"
    assert first.json()["due_at"].startswith("2099-05-01T02:00:00")
    assert send(backend, "tickets", body | {"title": "别的"}).status_code == 409


def test_only_who_has_the_secret_is_heard(backend: Backend) -> None:
    body = {"number": "N1", "title": "路灯"}
    refused = [
        send(backend, "tickets", body, secret="guessed"),
        send(backend, "tickets", body, skew=-400_000),
        send(backend, "tickets", body, skew=400_000),
        send(backend, "tickets", body, channel="app"),
        send(backend, "tickets", body, channel="nowhere"),
        send(backend, "steps", body, secret="guessed"),
        backend.client.post("/api/superior/city/tickets", json=body),
    ]
    for answer in refused:
        assert answer.status_code == 401, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["zh"]
    assert refused[3].json()["detail"] == refused[4].json()["detail"] == refused[0].json()["detail"]


def test_what_is_wrong_is_named(backend: Backend) -> None:
    for change, field in (
        ({"number": ""}, "number"),
        ({"title": 7}, "title"),
        ({"due_at": "2026-01-01T00:00:00"}, "due_at"),
        ({"due_at": "soon"}, "due_at"),
        ({"due_at": "1901-01-01T00:00:00Z"}, "due_at"),
        ({"reported_at": "2098-01-01T00:00:00Z"}, "act.reported_at"),
        ({"lon": 117.0}, "lon"),
        ({"area": "nowhere"}, "act.area"),
        ({"text": "a\0b"}, ""),
        ({"extra": 1}, "extra"),
    ):
        answer = send(backend, "tickets", {"number": "N1", "title": "路灯"} | change)
        assert answer.status_code == 400, (change, answer.text)
        assert answer.json()["errors"][0]["field"] == field, answer.text


def test_steps_asked_for_are_taken_once(backend: Backend) -> None:
    hand_down(backend, "N1")
    urge = {"id": "s1", "number": "N1", "step": "urge", "note": "请加快"}
    first, again = send(backend, "steps", urge), send(backend, "steps", urge)
    assert (first.status_code, again.status_code) == (201, 200)
    assert ticket_of(backend, "N1").urges == 1
    assert send(backend, "steps", urge | {"note": "别的"}).status_code == 409
    assert send(backend, "steps", urge | {"id": "s2", "number": "N9"}).status_code == 404
    evaluate = {"id": "s3", "number": "N1", "step": "evaluate", "satisfaction": "satisfied"}
    assert send(backend, "steps", evaluate).status_code == 409
    assert send(backend, "steps", {**evaluate, "satisfaction": None}).status_code == 400
    assert send(backend, "steps", urge | {"id": "s4", "satisfaction": "satisfied"}).status_code == 400
    work_off(backend, "N1")
    answers = [send(backend, "steps", evaluate) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert send(backend, "steps", evaluate | {"satisfaction": "basically"}).status_code == 409
    ticket = ticket_of(backend, "N1")
    assert (ticket.state, ticket.satisfaction) == ("evaluated", "satisfied")


def test_the_answer_gets_there_whatever_the_line_does(
    backend: Backend, platform: Platform, platform_url: str
) -> None:
    tell_of(backend, platform_url, "accept", "handle")
    platform.moods.extend([503, "hang", "late", 404, 200, 429, "late"])
    hand_down(backend, "N1")
    work_off(backend, "N1", "已填平压实，恢复通行")
    until(lambda: len(platform.told("N1")) == 3 and not waiting(backend))
    messages = platform.told("N1")
    assert [(m["kind"], m["step"], m["state"]) for m in messages] == [
        ("step", "accept", "accepted"),
        ("step", "handle", "handled"),
        ("answer", "close", "closed"),
    ]
    assert messages[-1]["words"] == "已填平压实，恢复通行"
    assert messages[-1]["in_time"] is True
    assert messages[-1]["ticket"] == ticket_of(backend, "N1").number
    # The same event at every try, and none after it was taken.
    events = [event for event, _ in platform.requests]
    assert events == sorted(events, key=list(platform.taken).index)
    assert len(events) > len(platform.taken)
    for event in platform.taken:
        tries = [mood for known, mood in platform.requests if known == event]
        assert tries[-1] == 200
        assert tries.count(200) == 1
    assert "13900001234" not in json.dumps(messages)
    assert "内部备注" not in json.dumps(messages, ensure_ascii=False)


def waiting(backend: Backend) -> list[Any]:
    async def read() -> list[Any]:
        async with backend.services.store.read() as connection:
            d = t.delivery.c
            return list(await connection.execute(select(d.id, d.tries, d.error).where(d.taken_at.is_(None))))

    return backend.run(read())


def test_a_refusal_goes_back_with_its_reason_and_may_be_withdrawn(
    backend: Backend, platform: Platform, platform_url: str
) -> None:
    tell_of(backend, platform_url)
    hand_down(backend, "N1")
    act(backend, "seat01", "N1", a.Refuse(reason="属邻区管辖"))
    until(lambda: len(platform.told("N1")) == 1)
    act(backend, "seat01", "N1", a.Recall())
    until(lambda: len(platform.told("N1")) == 2)
    refusal, withdrawal = platform.told("N1")
    assert (refusal["kind"], refusal["state"], refusal["words"]) == ("refusal", "refused", "属邻区管辖")
    assert (withdrawal["kind"], withdrawal["state"]) == ("withdrawal", "reported")
    work_off(backend, "N1")
    act(backend, "seat01", "N1", a.Reopen(reason="又塌了"))
    until(lambda: len(platform.told("N1")) == 4)
    assert [m["kind"] for m in platform.told("N1")][2:] == ["answer", "withdrawal"]


def test_a_merged_ticket_gets_the_answer_of_the_one_it_was_merged_into(
    backend: Backend, platform: Platform, platform_url: str
) -> None:
    tell_of(backend, platform_url)
    first = hand_down(backend, "N1")
    hand_down(backend, "N2")
    act(backend, "seat01", "N2", a.Merge(into=first.id))
    until(lambda: len(platform.told("N2")) == 1)
    work_off(backend, "N1", "一并处理完毕")
    until(lambda: len(platform.told("N2")) == 2)
    merged, answer = platform.told("N2")
    assert (merged["kind"], merged["step"]) == ("step", "merge")
    assert (answer["kind"], answer["words"], answer["merged_into"]) == (
        "answer",
        "一并处理完毕",
        first.number,
    )
    assert [m["kind"] for m in platform.told("N1")] == ["answer"]


def test_one_ticket_that_is_stuck_holds_up_only_itself(
    backend: Backend, platform: Platform, platform_url: str
) -> None:
    tell_of(backend, platform_url, "accept")
    platform.refused_numbers.add("N1")
    for number in ("N1", "N2"):
        hand_down(backend, number)
        act(backend, "seat01", number, a.Accept())
        act(backend, "seat01", number, a.Refuse(reason="不在受理范围"))
    until(lambda: len(platform.told("N2")) == 2)
    assert platform.told("N1") == []
    assert len({event for event, mood in platform.requests if mood == 500}) == 1
    platform.refused_numbers.clear()
    until(lambda: len(platform.told("N1")) == 2)
    assert [m["kind"] for m in platform.told("N1")] == ["step", "refusal"]


def test_what_was_not_taken_survives_a_restart(
    start: Callable[[], AbstractContextManager[Backend]], platform: Platform
) -> None:
    with start() as backend:
        tell_of(backend, "http://127.0.0.1:9/nobody-listens")
        hand_down(backend, "N1")
        act(backend, "seat01", "N1", a.Refuse(reason="不在受理范围"))
        until(lambda: bool(waiting(backend)) and waiting(backend)[0].tries > 2)
        assert waiting(backend)[0].error == "ConnectError"
        stands = backend.run(connect(backend.services, CODE, "city"))
        assert (stands["waiting"], stands["last_error"]) == (1, "ConnectError")
    loop = Loop()
    try:
        with listening(loop, platform) as url, start() as backend:
            tell_of(backend, url)
            until(lambda: not waiting(backend))
            (message,) = platform.told("N1")
            assert (message["kind"], message["words"]) == ("refusal", "不在受理范围")
    finally:
        loop.close()


def test_without_an_address_nothing_is_kept_for_the_platform(backend: Backend) -> None:
    hand_down(backend, "N1")
    act(backend, "seat01", "N1", a.Refuse(reason="不在受理范围"))
    assert waiting(backend) == []


def test_waits_double_up_to_ten_minutes_and_vary() -> None:
    assert [wait_ms(n, 0.5) for n in (1, 2, 3, 9, 10, 60)] == [2_000, 4_000, 8_000, 512_000, 600_000, 600_000]
    assert (wait_ms(1, 0.0), wait_ms(1, 1.0)) == (1_600, 2_400)


def test_a_database_that_is_away_for_a_while_costs_no_message(
    backend: Backend,
    platform: Platform,
    platform_url: str,
    caplog: pytest.LogCaptureFixture,
    expect_log: ExpectedLog,
) -> None:
    expect_log("queue_unreachable", logger="superior")
    tell_of(backend, platform_url)
    hand_down(backend, "N1")
    platform.refused_numbers.add("N1")
    act(backend, "seat01", "N1", a.Refuse(reason="不在受理范围"))
    until(lambda: bool(platform.requests))

    async def rename(old: str, new: str) -> None:
        async with backend.services.store.write() as connection:
            await connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    backend.run(rename("delivery", "away"))
    until(lambda: "queue_unreachable" in caplog.text)
    backend.run(rename("away", "delivery"))
    platform.refused_numbers.clear()
    until(lambda: len(platform.told("N1")) == 1)


def test_what_cannot_be_connected_is_refused(backend: Backend) -> None:
    for channel, url, steps, field in (
        ("app", "https://city.example/hook", (), "channel"),
        ("nowhere", "https://city.example/hook", (), "channel"),
        ("city", "ftp://city.example", (), "url"),
        ("city", "https://", (), "url"),
        ("city", "http://[half", (), "url"),
        ("city", None, ("fly",), "steps"),
    ):
        with pytest.raises(ServiceRefused) as refused:
            backend.run(connect(backend.services, CODE, channel, url, "", steps))
        assert refused.value.faults[0].field == field
    stands = backend.run(connect(backend.services, CODE, "city"))
    assert stands == {
        "channel": "city",
        "url": "",
        "steps": [],
        "has_secret": True,
        "takes_messages": False,
        "waiting": 0,
        "last_error": "",
    }


def test_the_command_makes_an_account_and_a_secret(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.sqlite'}"

    async def prepare() -> None:
        services = await opened(database, tmp_path / "files")
        async with services.store.write() as connection:
            await connection.execute(delete(t.account).where(t.account.c.channel == "city"))
        await services.store.close()

    asyncio.run(prepare())
    line = [sys.executable, "-W", "error", "-m", "backend.cli", "superior", "city", "--database", database]
    url = "https://city.example/hook"
    first = subprocess.run(
        [*line, "--url", url, "--make-secret"], capture_output=True, timeout=120, check=True
    )
    stands = json.loads(first.stdout)
    assert (stands["url"], stands["takes_messages"], len(stands["secret"]) >= 40) == (url, True, True)
    more = [*line, "--steps", "accept,handle", "--secret"]
    second = subprocess.run(
        more, input=b"a longer secret of ours\n", capture_output=True, timeout=120, check=True
    )
    assert json.loads(second.stdout)["steps"] == ["accept", "handle"]
    assert b"a longer secret" not in second.stdout + second.stderr
    short = subprocess.run(more, input=b"short\n", capture_output=True, timeout=120, check=False)
    assert (short.returncode, short.stdout) == (1, b"")
