"""A seat at 100,000 tickets for measurements: a profile as one left it, and the real window on it.

A measurement of the seat runs in a process of its own, on a virtual screen, without log-in and without a
backend: `in_a_seat(NAME, …)` starts this module, which opens the window and hands it to `benchmarks.NAME`'s
`measure(room)`.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from contract.lifecycle import OPEN_STATES
from contract.ticket import Ticket
from stage.screen import VirtualScreen

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from console.desk import Desk
    from views.queue import QueuePanel
    from views.window import Window
    from widgets.table import TableView

TICKETS = 100_000
SIZE = (1600, 900)
PATIENCE_S = 60.0

Runs = dict[str, list[float]]
"""What a measurement hands back: runs by name, `ours` and, where there is one, `theirs`."""


def many(tickets: tuple[Ticket, ...], count: int = TICKETS) -> Iterator[Ticket]:
    """`count` open tickets, all in reach of a district's seat: the matters of one, the place of another, each
    with an id, a number and a house number of its own. A title names the place in every second of them, as
    people write it."""
    models = [t for t in tickets if t.state in OPEN_STATES]
    places = sorted({t.place for t in tickets if t.place})
    for n in range(count):
        model = models[n % len(models)]
        place = f"{places[(n * 7 + n // 61) % len(places)]}{n * 31 % 997 + 1}号"
        # Half of them wait to be taken in: the queue that opens is the intake's.
        state = "reported" if n % 2 else model.state
        yield replace(
            model,
            id=f"{model.id[:24]}{n:012x}",
            number=f"{model.number[:10]}-{n:06d}",
            title=f"{place}，{model.title}" if n % 4 < 2 else model.title,
            place=place,
            state=state,
            seq=n + 1,
            reported_at=model.reported_at - n,
        )


def prepare(profile: Path, count: int = TICKETS) -> None:
    """A profile as a seat left it."""
    from console.settings import Settings
    from console.small_replica import NOWHERE, SmallReplica

    small = SmallReplica.read()
    settings = Settings(profile)
    settings.kept.server = NOWHERE
    settings.kept.language = "zh_CN"
    settings.save()
    small.write(settings, next(small.people()), many(small.tickets, count))


def environment(screen: VirtualScreen) -> dict[str, str]:
    """The variables of a console on that screen, as an installed one has them."""
    found = {**os.environ, **screen.environment}
    # An installed console has its bytecode; forbidden to write it, this one would compile at each start.
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def in_a_seat(name: str, count: int = TICKETS, wishes: Mapping[str, int] | None = None) -> Runs:
    """Runs `benchmarks.NAME.measure` in a process of its own on `count` tickets; `wishes` are the room's.

    Raises CalledProcessError where that process fails; what it says goes to stderr.
    """
    wishes = {"width": SIZE[0], "height": SIZE[1], **(wishes or {})}
    # With room for the window's frame.
    screen_of = VirtualScreen(wishes["width"] + 20, wishes["height"] + 60)
    with tempfile.TemporaryDirectory(prefix="grid-seat-") as folder, screen_of as screen:
        profile = Path(folder) / "profile"
        prepare(profile, count)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks.seat",
                name,
                str(profile),
                msgspec.json.encode(wishes).decode(),
            ],
            env=environment(screen),
            stdout=subprocess.PIPE,
            check=True,
        )
    return msgspec.json.decode(done.stdout, type=Runs)


class Room:
    """The window of one seat, all of its screens made, the one of all tickets in front.

    `wishes` are the numbers that a caller of `in_a_seat` gave: how many runs, the window's width and height.
    """

    def __init__(self, app: QApplication, desk: Desk, window: Window, wishes: Mapping[str, int]) -> None:
        from views.queue import QueuePanel

        self.app = app
        self.desk = desk
        self.window = window
        self.wishes = wishes
        seat = window.seat
        assert seat is not None
        self.panel: QueuePanel = seat.current().findChildren(QueuePanel)[0]
        self.table: TableView = self.panel.table

    def repainted(
        self, act: Callable[[], object], view: QWidget | None = None, *, whole: bool = True
    ) -> float:
        """Does something and turns the loop until the view (the queue's rows) has been painted anew and
        handed to the screen; the ms from before the act. `whole`: all of it; else what the act touches."""
        seen = _Paints(view or self.table.viewport())
        began = time.perf_counter()
        act()
        if whole:
            seen.view.update()
        self._turn(seen)
        taken = (time.perf_counter() - began) * 1000
        seen.end()
        self.rest()
        return taken

    def _turn(self, seen: _Paints) -> None:
        end = time.monotonic() + PATIENCE_S
        while not seen.count:
            if time.monotonic() > end:
                raise TimeoutError("nothing was painted")
            self.app.processEvents()

    def turn_for(self, seconds: float) -> None:
        """Turns the loop for some time, asleep where nothing happens."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def rest(self) -> None:
        """Until nothing waits to be done."""
        for _ in range(5):
            self.app.processEvents()


class _Paints:
    """How often a widget was painted."""

    def __init__(self, view: QWidget) -> None:
        from PySide6.QtCore import QEvent, QObject

        paint = QEvent.Type.Paint
        ours = self

        class Watch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == paint:
                    ours.count += 1
                return False

        self.count = 0
        self.view = view
        self._watch = Watch()
        view.installEventFilter(self._watch)

    def end(self) -> None:
        self.view.removeEventFilter(self._watch)


async def seated(desk: Desk, size: tuple[int, int] = SIZE) -> Window:
    """The window of the district's seat, whose replica this is, as it first stands."""
    from contract.account import Actor
    from views.window import Window

    window = Window(desk)
    window.resize(*size)
    window.show()
    top = desk.kept_scope.rpartition(" ")[2]
    await desk.sit(
        Actor(id="self-seat", name="seat", role="seat", district=top, seat="01", area=top, area_path=top)
    )
    return window


async def settled(desk: Desk, window: Window) -> None:
    """Until every screen has been made, the texts are laid out and the screen of all tickets is in front."""
    seat = window.seat
    assert seat is not None
    async with asyncio.timeout(PATIENCE_S):
        while seat.busy_making() or not window.isActiveWindow():
            window.activateWindow()
            await asyncio.sleep(0.02)
    seat.go("tickets")
    while desk.store.prepare_search(3_000):
        pass
    await asyncio.sleep(0.2)


async def _measured(app: QApplication, desk: Desk, name: str, wishes: Mapping[str, int]) -> Any:
    window = await seated(desk, (wishes["width"], wishes["height"]))
    await settled(desk, window)
    measure = importlib.import_module(f"benchmarks.{name}").measure
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Runs] = loop.create_future()

    def failed(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Whatever goes wrong in the loop meanwhile ends the measurement."""
        if not answer.done():
            answer.set_exception(context.get("exception") or RuntimeError(context["message"]))

    loop.set_exception_handler(failed)
    # In a callback, not in this task: it turns Qt's loop, and a task may not be entered inside another.
    loop.call_soon(lambda: answer.set_result(measure(Room(app, desk, window, wishes))))
    runs = await answer
    window.close()
    await desk.close()
    return runs


def child(name: str, profile: Path, wishes: Mapping[str, int]) -> None:
    """The process of `in_a_seat`."""
    from console.app import Options, application, opened, settings_of

    app = application()
    desk = opened(app, settings_of(Options(), profile))
    import qasync

    loop = qasync.QEventLoop(app)
    with loop:
        runs = loop.run_until_complete(_measured(app, desk, name, wishes))
    sys.stdout.write(msgspec.json.encode(runs).decode() + "\n")


if __name__ == "__main__":
    child(sys.argv[1], Path(sys.argv[2]), msgspec.json.decode(sys.argv[3], type=dict[str, int]))
