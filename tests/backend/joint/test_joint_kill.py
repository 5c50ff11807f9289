"""kill -9 between acts: what was committed is there once, whoever asks again hears what was answered."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from contract.clock import MINUTE
from contract.joint import action as j
from contract.joint.joint import JointDetail
from tests.backend.joint.play import LEAD, PLACE, STREET, UNITS, approve, steps, whistle
from tests.backend.running import PASSWORD, TINY, new_id
from tests.backend.test_kill import START_S, command, process, serve


class Callers:
    """Whoever acts, each logged in once at a backend."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._tokens: dict[str, str] = {}

    def headers(self, login: str) -> dict[str, str]:
        """What says who it is."""
        if login not in self._tokens:
            who = {"login": login, "password": PASSWORD}
            answer = httpx.post(f"{self._url}/api/session", json=who, timeout=START_S)
            self._tokens[login] = answer.json()["token"]
        return {"authorization": f"Bearer {self._tokens[login]}"}

    def post(self, login: str, action: j.JointAction) -> httpx.Response:
        """Act."""
        return httpx.post(
            f"{self._url}/api/joint-actions",
            content=msgspec.json.encode(action),
            headers={"content-type": "application/json", **self.headers(login)},
            timeout=START_S,
        )


def test_killed_between_acts(database: str, tmp_path: Path) -> None:
    command("load-district", str(TINY), "--demo", "--database", database)
    joint = new_id()
    acts: list[tuple[str, j.JointAct, int]] = [
        (STREET, whistle(), 0),
        ("duty01", approve(), 1),
        ("duty01", j.Call(), 2),
        *((f"u-{unit}", j.JointSignIn(), 3) for unit in UNITS),
        *((f"u-{unit}", j.JointArrive(people=2, lon=PLACE[0], lat=PLACE[1]), 3) for unit in UNITS),
        (f"u-{LEAD}", j.Muster(), 3),
    ]
    work = [
        (who, j.JointAction(action_id=new_id(), joint_id=joint, base_version=base, act=act))
        for who, act, base in acts
    ]
    dying = [sys.executable, "-m", "tests.backend.joint.dying", database, str(tmp_path), "5"]
    with process(dying) as (running, url):
        callers = Callers(url)
        for who, action in work[:4]:
            assert callers.post(who, action).status_code in (200, 201)
        with pytest.raises(httpx.TransportError):
            callers.post(*work[4])
        assert running.wait(START_S) == -signal.SIGKILL
    with process(serve(database, tmp_path)) as (_, url):
        callers = Callers(url)
        codes = [callers.post(who, action) for who, action in work]
        assert [one.status_code for one in codes] == [201] + [200] * (len(work) - 1)
        replays = ["idempotent-replay" in one.headers for one in codes]
        # The fifth was committed, and nobody heard of it.
        assert replays == [True] * 5 + [False] * (len(work) - 5)
        page = httpx.get(f"{url}/api/joints/{joint}", headers=callers.headers("duty01"), timeout=START_S)
        found = msgspec.json.decode(page.content, type=JointDetail)
    assert found.joint.state == "on_site"
    assert found.joint.people == 8
    assert steps(found.log) == [j.name_of(act).removeprefix("joint_") for _, act, _ in acts]
    assert json.loads(command("check", "--database", database))["ok"] is True


def test_killed_after_telling_what_fell_due(database: str, tmp_path: Path) -> None:
    """A whistle of forty minutes ago comes in: near and past its approval are told at once, and the backend
    dies with it. The next one tells nothing of it again."""
    command("load-district", str(TINY), "--demo", "--database", database)
    joint, at = new_id(), time.time_ns() // 1_000_000 - 40 * MINUTE
    whistled = j.JointAction(action_id=new_id(), joint_id=joint, base_version=0, act=whistle(), done_at=at)
    said = j.JointAction(action_id=new_id(), joint_id=joint, base_version=1, act=j.Say(note="在途"))
    dying = [sys.executable, "-m", "tests.backend.joint.dying", database, str(tmp_path), "3"]
    with process(dying) as (running, url):
        assert Callers(url).post(STREET, whistled).status_code == 201
        assert running.wait(START_S) == -signal.SIGKILL
    with process(serve(database, tmp_path)) as (_, url):
        callers = Callers(url)
        assert callers.post(STREET, whistled).headers["idempotent-replay"]
        assert callers.post(STREET, said).status_code == 200
        page = httpx.get(f"{url}/api/joints/{joint}", headers=callers.headers("duty01"), timeout=START_S)
        log = msgspec.json.decode(page.content, type=JointDetail).log
    told = [(one.action, one.outcome, (one.at - at) // MINUTE) for one in log if one.action == "due"]
    assert told == [("due", "near", 24), ("due", "past", 30)]
    assert [one.action for one in log] == ["joint_propose", "due", "due", "joint_note"]
    assert json.loads(command("check", "--database", database))["ok"] is True
