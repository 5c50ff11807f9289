"""50,000 missed events to a current screen, in s.

A seat that left comes back: a real backend with fourteen simulated days behind it, a real console with the
replica as it stood 50,000 events ago. Counted from the log-in (its password hash, the frame and its first
screen are inside) to the queue painted with the last event in it.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import msgspec

from benchmarks import wire
from benchmarks.figure import Figure, figure
from benchmarks.seat import PATIENCE_S, SIZE, environment
from contract.feed import Batch
from stage.backend import BackendProcess, program
from stage.screen import VirtualScreen

if TYPE_CHECKING:
    from console.desk import Desk
    from console.replica.rows import Rows

MISSED = 50_000
DAYS = 14
RUNS = 3
LOGIN, PASSWORD = "seat01", "baohe-demo-2026"


def run(missed: int = MISSED, days: int = DAYS, runs: int = RUNS) -> Figure:
    """The median of RUNS returns, each from a copy of the same profile."""
    values = []
    with tempfile.TemporaryDirectory(prefix="grid-catch-") as named, VirtualScreen() as screen:
        folder = Path(named)
        database = f"sqlite:///{folder}/grid.db"
        load = [program("grid-backend"), "load-district", "baohe", "--history-days", str(days)]
        subprocess.run([*load, "--database", database], check=True, stdout=subprocess.DEVNULL)
        with BackendProcess(["--database", database], folder / "backend.log") as backend:
            left = folder / "left"
            head = _child("leave", left, backend.url, screen, missed)
            for n in range(runs):
                profile = folder / f"back-{n}"
                shutil.copytree(left, profile)
                values.append(_child("return", profile, backend.url, screen, round(head)))
                shutil.rmtree(profile)
    return figure("catch_up", "s", values)


def _child(what: str, profile: Path, server: str, screen: VirtualScreen, number: int) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.catch_up", what, str(profile), server, str(number)],
        env={**environment(screen), "NO_PROXY": "127.0.0.1", "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(json.loads(done.stdout))


async def _leave(desk: Desk, server: str, missed: int) -> float:
    """Sits down once, so that names and rules are in the profile; then sets the replica back."""
    heard = asyncio.Event()
    for signal in (desk.connection_changed, desk.reference_changed):
        signal.connect(heard.set)
    desk.start()
    await desk.log_in(LOGIN, PASSWORD)
    async with asyncio.timeout(PATIENCE_S):
        while desk.connection.link != "live" or desk.reference is None:
            heard.clear()
            await heard.wait()
    head = desk._replica.cursor
    scope = desk.kept_scope
    await desk.close()
    assert head is not None
    if head <= missed:
        raise RuntimeError(f"the backend has {head} events, not more than {missed}")
    _set_back(desk.settings.profile, server, scope, head - missed)
    return head


def _set_back(profile: Path, server: str, scope: str, until: int) -> None:
    """The replica as the feed's first `until` events make it."""
    from console.replica.database import Database
    from console.replica.rows import Rows

    token = wire.log_in(server, LOGIN, PASSWORD)
    database = Database(profile / "seat.sqlite")
    rows = Rows(database)
    database.write_now(lambda db: rows.clear(db, scope))
    cursor = 0
    with httpx.Client(base_url=server, headers={"authorization": f"Bearer {token}"}, trust_env=False) as http:
        while cursor < until:
            answer = http.get("/api/feed/poll", params={"cursor": cursor, "wait": 0})
            batch = msgspec.json.decode(answer.raise_for_status().content, type=Batch)
            events = tuple(event for event in batch.events if event.seq <= until)
            batch = Batch(cursor, min(batch.seq, until), batch.at, events)
            database.write_now(partial(_take, rows, batch))
            cursor = batch.seq
    database.close()


def _take(rows: Rows, batch: Batch, db: sqlite3.Connection) -> None:
    rows.take_batch(db, batch)


async def _return(desk: Desk, head: int) -> float:
    from PySide6.QtCore import QEvent, QObject

    from views.queue import QueuePanel
    from views.window import Window

    window = Window(desk)
    window.resize(*SIZE)
    window.show()
    desk.start()
    told, painted = asyncio.Event(), asyncio.Event()
    desk.changed.connect(told.set)

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.set()
            return False

    watch = Watch()
    # The page to log in on has been painted, and the network's modules are there.
    await desk._ready()
    await asyncio.sleep(0.5)
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE_S):
        await desk.log_in(LOGIN, PASSWORD)
        replica = desk._replica
        while (replica.cursor or 0) < head or replica._waiting:
            told.clear()
            await told.wait()
        assert window.seat is not None
        rows = window.seat.current().findChildren(QueuePanel)[0].table.viewport()
        rows.installEventFilter(watch)
        rows.update()
        await painted.wait()
        await asyncio.sleep(0)
    taken = time.perf_counter() - began
    window.close()
    await desk.close()
    return taken


def child(what: str, profile: Path, server: str, number: int) -> None:
    """The processes of `run`."""
    from console.app import Options, application, opened, settings_of

    app = application()
    settings = settings_of(Options(server=server), profile)
    settings.save()
    desk = opened(app, settings)
    import qasync

    loop = qasync.QEventLoop(app)
    with loop:
        work = _leave(desk, server, number) if what == "leave" else _return(desk, number)
        print(json.dumps(loop.run_until_complete(work)))


if __name__ == "__main__":
    child(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
