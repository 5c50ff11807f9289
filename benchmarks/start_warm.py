"""Process start to a usable queue of 100,000 tickets out of the replica, in ms.

Counted from before the process is made to the queue's first painted rows, with the loop idle again, so that a
key would act. The seat sits down without its log-in page and without a backend: what a person types is not
measured. The rows are the small replica's, many times over, each with an id, number and title of its own.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from benchmarks.figure import Figure, figure
from contract.ticket import OPEN_STATES, Ticket
from stage.screen import VirtualScreen

TICKETS = 100_000
RUNS = 5


def many(tickets: tuple[Ticket, ...]) -> Iterator[Ticket]:
    """TICKETS open tickets, all in reach of a district's seat."""
    models = [t for t in tickets if t.state in OPEN_STATES]
    for n in range(TICKETS):
        model = models[n % len(models)]
        # Half of them wait to be taken in: the queue that opens is the intake's.
        state = "reported" if n % 2 else model.state
        yield replace(
            model,
            id=f"{model.id[:24]}{n:012x}",
            number=f"{model.number[:10]}-{n:06d}",
            title=f"{model.title} {n}",
            state=state,
            seq=n + 1,
            reported_at=model.reported_at - n,
        )


def prepare(profile: Path) -> None:
    """A profile as a seat left it."""
    from console.settings import Settings
    from console.small_replica import NOWHERE, SmallReplica

    small = SmallReplica.read()
    settings = Settings(profile)
    settings.kept.server = NOWHERE
    settings.kept.language = "zh_CN"
    settings.save()
    small.write(settings, next(small.people()), many(small.tickets))


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


def run() -> Figure:
    """The median of RUNS starts; the first one, which reads the disk, is not counted."""
    with tempfile.TemporaryDirectory(prefix="grid-start-") as folder, VirtualScreen() as screen:
        profile = Path(folder) / "profile"
        prepare(profile)
        environment = {**os.environ, **screen.environment}
        # An installed console has its bytecode; forbidden to write it, this one would compile at each start.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        values = [measure(profile, environment) for _ in range(RUNS + 1)][1:]
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
    from contract.account import Actor
    from views.window import Window

    assert isinstance(desk, Desk)
    painted = asyncio.Event()

    class Watch(QObject):
        """Hears the first painting of a table that has rows."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                table = watched.parent()
                if isinstance(table, QAbstractItemView) and table.model().rowCount() >= TICKETS // 4:
                    painted.set()
            return False

    watch = Watch()
    window = Window(desk)
    window.resize(1600, 900)
    window.show()
    # Whose replica this is stands in it: the district's seat.
    top = desk.kept_scope.rpartition(" ")[2]
    await desk.sit(
        Actor(id="self-seat", name="seat", role="seat", district=top, seat="01", area=top, area_path=top)
    )
    for table in window.findChildren(QAbstractItemView):
        table.viewport().installEventFilter(watch)
    await painted.wait()
    await asyncio.sleep(0)
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    window.close()
    await desk.close()


if __name__ == "__main__":
    child(Path(sys.argv[1]))
