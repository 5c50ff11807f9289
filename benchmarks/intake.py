"""Durable creates a second on PostgreSQL: 32 clients, one replica; the peer is a bare JSON endpoint.

Every create is a report with its clocks, timeline line, audit entry, feed event and stored answer, committed
with fsync before it is answered.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import msgspec

from benchmarks import wire
from benchmarks.figure import Figure, figure
from contract.action import Action, Report, Reporter
from stage.backend import BackendProcess, program
from stage.postgres import DURABLE, PostgresServer

CLIENTS = 32
CREATES = 6_000
RUNS = 5
BOUNDS = (117.25, 31.70, 117.42, 31.86)


def _report(draw: random.Random) -> bytes:
    act = Report(
        channel="hotline",
        title="路口井盖松动，车辆经过时有响声",
        text="早上路过时发现人行道上的井盖松动，夜间光线不好，担心老人和孩子绊倒，请尽快派人查看。" * 2,
        place="路口东北角人行道",
        lon=round(draw.uniform(BOUNDS[0], BOUNDS[2]), 6),
        lat=round(draw.uniform(BOUNDS[1], BOUNDS[3]), 6),
        reporter=Reporter(name="王某某", phone="13800000000"),
    )
    action = Action(action_id=str(uuid.uuid4()), ticket_id=str(uuid.uuid4()), act=act)
    return msgspec.json.encode(action)


def requests_for(path: str, token: str, seed: int, count: int) -> list[bytes]:
    """Prepared reports of matters all over the district."""
    draw = random.Random(seed)
    bodies = (_report(draw) for _ in range(count))
    return [wire.post(path, body, {"authorization": f"Bearer {token}"}) for body in bodies]


def run() -> Figure:
    """Creates and bare posts in turn, RUNS times."""
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder, PostgresServer(DURABLE) as server:
        database = server.create()
        subprocess.run(
            [program("grid-backend"), "load-district", "baohe", "--demo", "--database", database],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        log = Path(folder) / "backend.log"
        arguments = ["--database", database, "--files", f"{folder}/files"]
        with (
            BackendProcess(arguments, log) as backend,
            subprocess.Popen([sys.executable, "-m", "benchmarks.bare"], stdout=subprocess.PIPE) as bare,
        ):
            try:
                assert bare.stdout is not None
                bare_url = json.loads(bare.stdout.readline())["listening"]
                token = wire.log_in(backend.url, "seat01", "baohe-demo-2026")
                for n in range(-1, RUNS):
                    count = CREATES if n >= 0 else CREATES // 10
                    created = requests_for("/api/actions", token, n, count)
                    rate = asyncio.run(wire.drive(backend.url, created, CLIENTS, frozenset({201})))
                    posted = requests_for("/bare", token, n, count)
                    peer = asyncio.run(wire.drive(bare_url, posted, CLIENTS, frozenset({200})))
                    if n >= 0:
                        ours.append(rate)
                        theirs.append(peer)
            finally:
                bare.terminate()
    return figure("intake", "/s", ours, peer="bare JSON endpoint", peer_values=theirs, more_is_better=True)
