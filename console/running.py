"""Coroutines started by widgets: their answers come back as calls, while somebody is there to take them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from .errors import ConsoleError, EnvironmentFault, LoginRequired
from .tasks import Tasks

T = TypeVar("T")
log = logging.getLogger(__name__)


def _lasts(owner: QObject | None) -> bool:
    """Whether who asked still lives. The binding is asked: a connection to `destroyed` for each piece of work
    would, when it ends, be looked for among all connections of the program."""
    return owner is None or shiboken6.isValid(owner)


class Runner:
    """Runs work among `tasks`. `refused` hears that the backend no longer knows the session."""

    def __init__(self, tasks: Tasks, refused: Callable[[], None]) -> None:
        self._tasks = tasks
        self._refused = refused

    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ConsoleError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Runs a coroutine; calls `done` with what it gives or `failed` with why not, on the GUI thread.

        With `owner` neither is called once that object has been destroyed. Without `failed` an error of the
        environment is left to the connection's state, others are logged. Anything but a ConsoleError is a bug
        and is reported as one. An answer that the session has ended ends it here, too.
        """
        if self._tasks.closed:
            work.close()
            return
        task = self._tasks.start(name, self._run(name, work, done, failed, owner))
        # A task that is cancelled before its first step never comes to its work.
        task.add_done_callback(lambda _: work.close())

    async def _run(
        self,
        name: str,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None,
        failed: Callable[[ConsoleError], None] | None,
        owner: QObject | None,
    ) -> None:
        try:
            found = await work
        except ConsoleError as error:
            if isinstance(error, LoginRequired):
                self._refused()
            if failed is not None:
                if _lasts(owner):
                    failed(error)
            elif not isinstance(error, EnvironmentFault):
                log.warning("%s: %s", name, error)
            return
        if done is not None and _lasts(owner):
            done(found)
