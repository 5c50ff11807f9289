"""``grid-console --self-test``: opens every view of every role, in both themes, and fails on any message.

Runs on the small replica in ``resources/selftest`` with no backend, or with ``--server`` on that one (log-in
by GRID_LOGIN and GRID_PASSWORD; without them its log-in page alone). Unexpected is every log record and every
message of Qt of warning level or above. One JSON line on standard output tells what was opened.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import qasync
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from views import language
from views.looks import dress
from views.window import Window
from widgets import theme
from widgets.within import below

from .app import Options, application, settings_of
from .desk import Desk
from .errors import ConsoleError
from .small_replica import NOWHERE, SmallReplica

TURNS = 60
"""Turns of the loop that a screen gets to settle."""
PATIENCE_S = 20.0


class _Messages(logging.Handler):
    """Holds what is unexpected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Any thread."""
        self.found.append(self.format(record))


async def turns(count: int = TURNS) -> None:
    """Lets the loop and Qt's posted events come round so many times."""
    for _ in range(count):
        await asyncio.sleep(0)
        QApplication.sendPostedEvents()


def _paint(window: QWidget) -> None:
    if window.grab().isNull():
        raise RuntimeError("the window paints nothing")


async def _open_all(window: Window) -> list[str]:
    """Every screen of who sits here, its first ticket opened, painted once in both themes."""
    opened: list[str] = []
    seat = window.seat
    if seat is None:
        _paint(window)
        return ["log-in"]
    # Each screen is looked at in both, but the look is changed only twice: all that is open takes it.
    for mode in ("light", "dark"):
        theme.current().set_mode(mode)
        await turns(4)
        for key in seat.screens():
            seat.go(key)
            await turns()
            for table in below(seat.current(), QAbstractItemView):
                model = table.model()
                if table.isVisible() and model.rowCount():
                    table.setCurrentIndex(model.index(0, 0))
                    await turns()
            _paint(window)
            if key not in opened:
                opened.append(key)
    return opened


async def _small_replica(options: Options, folder: Path) -> dict[str, list[str]]:
    """All roles on the small replica."""
    small = SmallReplica.read()
    opened: dict[str, list[str]] = {}
    for actor in small.people():
        settings = settings_of(replace(options, server=NOWHERE), folder / actor.role)
        small.write(settings, actor)
        desk = Desk(settings, language.system_language())
        desk.load()
        window = _window(desk)
        await turns(8)
        _paint(window)
        await desk.sit(actor)
        opened[actor.role] = await _open_all(window)
        await _end(desk, window)
    return opened


def _window(desk: Desk) -> Window:
    dress(desk)
    window = Window(desk)
    window.resize(1600, 900)
    window.show()
    return window


async def _end(desk: Desk, window: Window) -> None:
    window.close()
    window.deleteLater()
    await turns(8)
    await desk.close()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if holds():
                return
            await asyncio.sleep(0.05)


async def _on_backend(options: Options, folder: Path) -> dict[str, list[str]]:
    """The account that the environment names, on a backend."""
    desk = Desk(settings_of(options, folder), language.system_language())
    desk.load()
    window = _window(desk)
    desk.start()
    try:
        login = os.environ.get("GRID_LOGIN", "")
        if login:
            await desk.log_in(login, os.environ.get("GRID_PASSWORD", ""))
            await _until(lambda: desk.connection.link == "live")
        else:
            await _until(lambda: desk.connection.link != "offline")
        role = desk.actor.role if desk.actor is not None else "nobody"
        return {role: await _open_all(window)}
    finally:
        await _end(desk, window)


def run(options: Options, profile: Path | None) -> int:
    """Opens everything; the exit status."""
    with ExitStack() as stack:
        folder = profile or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grid-console-")))
        messages = _Messages()
        logging.getLogger().addHandler(messages)
        stack.callback(logging.getLogger().removeHandler, messages)
        app = application()
        theme.current().apply(app)
        opened: dict[str, list[str]] = {}
        loop = qasync.QEventLoop(app)
        with loop:
            work = _on_backend if options.server else _small_replica
            try:
                opened = loop.run_until_complete(work(options, folder))
            except (ConsoleError, TimeoutError, RuntimeError) as error:
                messages.found.append(f"{type(error).__name__}: {error}")
    said = {"ok": not messages.found, "opened": opened, "messages": messages.found}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 1 if messages.found else 0
