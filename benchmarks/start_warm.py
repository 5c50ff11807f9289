"""Process start to a usable queue of 100,000 tickets out of the replica, in ms.

Counted from before the process is made to the queue's first painted rows, with the loop idle again, so that a
key would act. The seat sits down without its log-in page and without a backend: what a person types is not
measured. The rows are those of `benchmarks.seat`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, environment, prepare, seated
from stage.screen import VirtualScreen

RUNS = 5


def measure(profile: Path, environment: dict[str, str]) -> float:
    """One start, in ms."""
    began = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.start_warm", str(profile)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return (int(done.stdout.split()[-1]) - began) / 1e6


def run(count: int = TICKETS, runs: int = RUNS) -> Figure:
    """The median of `runs` starts; the first one, which reads the disk, is not counted."""
    with tempfile.TemporaryDirectory(prefix="grid-start-") as folder, VirtualScreen() as screen:
        profile = Path(folder) / "profile"
        prepare(profile, count)
        values = [measure(profile, environment(screen)) for _ in range(runs + 1)][1:]
    return figure("start_warm", "ms", values)


def child(profile: Path) -> None:
    """The console's own start, as `console.app.run` does it, up to the painted queue."""
    from console.app import Options, application, opened, settings_of

    app = application()
    desk = opened(app, settings_of(Options(), profile))
    import qasync

    loop = qasync.QEventLoop(app)
    with loop:
        loop.run_until_complete(_seated(desk))


async def _seated(desk: object) -> None:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QAbstractItemView

    from console.desk import Desk

    assert isinstance(desk, Desk)
    painted = asyncio.Event()
    # The intake's queue holds half of them.
    least = desk.store.count() // 4

    class Watch(QObject):
        """Hears the first painting of a table that has rows."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                table = watched.parent()
                if isinstance(table, QAbstractItemView) and table.model().rowCount() >= least:
                    painted.set()
            return False

    watch = Watch()
    window = await seated(desk)
    for table in window.findChildren(QAbstractItemView):
        table.viewport().installEventFilter(watch)
    await painted.wait()
    await asyncio.sleep(0)
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    window.close()
    await desk.close()


if __name__ == "__main__":
    child(Path(sys.argv[1]))
