"""When an open stream of the feed ends."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from backend.api.feed import Stream
from tests.backend.running import DISTRICT, PASSWORD, RunningBackend
from tests.strict import ExpectedLog


def test_a_stream_ends_with_its_session(backend: RunningBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.api.feed.RECOGNISE_SECONDS", 0.2)
    token = backend.http.post(
        f"{backend.url}/api/session", json={"login": "seat06", "password": PASSWORD}
    ).json()["token"]

    async def revoke() -> None:
        actor = await backend.services.accounts.find(DISTRICT, "seat06")
        await backend.services.accounts.revoke(DISTRICT, actor.id)

    headers = {"authorization": f"Bearer {token}"}
    with backend.http.stream("GET", f"{backend.url}/api/feed", headers=headers) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("id: ")
        backend.run(revoke())
        assert list(lines)[-1] == ""


def test_a_stream_that_cannot_be_watched_ends(
    backend: RunningBackend, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLog
) -> None:
    expect_log("task_failed", level=logging.ERROR, logger="tasks")
    monkeypatch.setattr("backend.api.feed.RECOGNISE_SECONDS", 0.05)
    sent: list[Any] = []

    async def read() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            await asyncio.Event().wait()

        async def still() -> bool:
            raise RuntimeError("nobody can tell")

        actor = await backend.services.accounts.find(DISTRICT, "seat01")
        async with asyncio.timeout(10):
            await Stream(backend.services.broker, actor, None, still).send_body(send, receive)

    backend.run(read())
    assert sent[-1]["more_body"] is False
