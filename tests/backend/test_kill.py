"""kill -9 of the backend: what it has answered is there, what it has not is there once or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from contract import action as a
from contract.action import Answer
from contract.feed import Detail
from tests.backend.running import GRID, PASSWORD, TINY, new_id

ROOT = Path(__file__).parents[2]
BACKEND = [sys.executable, "-m", "backend.cli"]
START_S = 60.0


@contextmanager
def process(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A backend as a process, and where it listens; killed at the end if it still lives."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            assert line, "the backend did not start"
            yield running, json.loads(line)["listening"]
        finally:
            if running.poll() is None:
                running.kill()


def serve(database: str, files: Path) -> list[str]:
    return [*BACKEND, "serve", "--database", database, "--files", str(files), "--port", "0"]


def command(*arguments: str) -> str:
    done = subprocess.run([*BACKEND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def loaded(database: str) -> str:
    """A database with the tiny district."""
    command("load-district", str(TINY), "--demo", "--database", database)
    return database


def log_in(url: str) -> httpx.Client:
    token = httpx.post(f"{url}/api/session", json={"login": "seat01", "password": PASSWORD}).json()["token"]
    return httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=30)


def post(client: httpx.Client, action: a.Action) -> httpx.Response:
    return client.post(
        "/api/actions", content=msgspec.json.encode(action), headers={"content-type": "application/json"}
    )


def report(title: str) -> a.Action:
    return a.Action(
        action_id=new_id(), ticket_id=new_id(), act=a.Report(channel="hotline", title=title, area=GRID)
    )


def test_killed_between_commit_and_answer(loaded: str, tmp_path: Path) -> None:
    action = report("最后一件")
    dying = [sys.executable, "-m", "tests.backend.dying", loaded, str(tmp_path), action.act.title]  # type: ignore[union-attr]
    with process(dying) as (running, url):
        with log_in(url) as client, pytest.raises(httpx.TransportError):
            post(client, action)
        assert running.wait(START_S) == -signal.SIGKILL
    with process(serve(loaded, tmp_path)) as (_, url), log_in(url) as client:
        again = post(client, action)
        assert again.status_code == 201
        assert again.headers["idempotent-replay"] == "true"
        answer = msgspec.json.decode(again.content, type=Answer)
        page = client.get(f"/api/tickets/{answer.ticket.id}")
        assert len(msgspec.json.decode(page.content, type=Detail).timeline) == 1
    assert json.loads(command("check", "--database", loaded))["ok"] is True


def test_killed_under_load_again_and_again(loaded: str, tmp_path: Path) -> None:
    """Four writers post the same keys until each is answered, while the service is killed under them."""
    actions = [report(f"第{n}件") for n in range(240)]
    answers: dict[str, bytes] = {}
    address = {"url": ""}
    over, up = threading.Event(), threading.Event()

    def write(own: list[a.Action]) -> None:
        while own and not over.is_set():
            up.wait()
            try:
                with log_in(address["url"]) as client:
                    while own:
                        answer = post(client, own[0])
                        assert answer.status_code == 201, answer.text
                        answers[own.pop(0).action_id] = answer.content
            except httpx.TransportError:
                over.wait(0.05)  # the killer says so a moment later than the connection does

    writers = [threading.Thread(target=write, args=(actions[n::4],)) for n in range(4)]
    try:
        for deaths in range(3):
            with process(serve(loaded, tmp_path)) as (running, url):
                address["url"] = url
                up.set()
                if deaths == 0:
                    for writer in writers:
                        writer.start()
                wanted = 80 * (deaths + 1) if deaths < 2 else len(actions)
                deadline = time.monotonic() + START_S * 2
                while len(answers) < wanted and time.monotonic() < deadline:
                    writers[0].join(0.01)
                up.clear()
                os.kill(running.pid, signal.SIGKILL)
                running.wait()
    finally:
        over.set()
        up.set()
        for writer in writers:
            writer.join()
    assert len(answers) == len(actions)
    with process(serve(loaded, tmp_path)) as (_, url), log_in(url) as client:
        for action in actions:
            assert post(client, action).content == answers[action.action_id]
        found = client.get("/api/tickets", params={"limit": 500, "text": "第"}).json()["tickets"]
        assert sorted(t["id"] for t in found) == sorted(action.ticket_id for action in actions)
    assert json.loads(command("check", "--database", loaded))["ok"] is True
