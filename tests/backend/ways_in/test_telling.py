"""A superior platform hears of its tickets, whatever the line does."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from backend.service.platforms import connect
from backend.service.refusal import ServiceRefused
from backend.service.sending import wait_ms
from backend.store import tables as t
from contract import action as a
from tests.strict import ExpectedLog

from .conftest import CODE, Backend, Loop, listening, opened, running
from .handing import act, hand_down, quick, tell_of, ticket_of, until, work_off
from .stand_in import Platform


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
