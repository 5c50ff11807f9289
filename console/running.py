"""Coroutines started by widgets: their answers come back as calls, while somebody is there to take them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from .errors import ConsoleError, EnvironmentFault, LoginRequired
from .tasks import Tasks

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Life:
    """Whether an object still lives."""

    def __init__(self, owner: QObject | None) -> None:
        self.lasts = True
        if owner is not None:
            owner.destroyed.connect(self._over)

    def _over(self) -> None:
        self.lasts = False


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
        task = self._tasks.start(name, self._run(name, work, done, failed, _Life(owner)))
        # A task that is cancelled before its first step never comes to its work.
        task.add_done_callback(lambda _: work.close())

    async def _run(
        self,
        name: str,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None,
        failed: Callable[[ConsoleError], None] | None,
        life: _Life,
    ) -> None:
        try:
            found = await work
        except ConsoleError as error:
            if isinstance(error, LoginRequired):
                self._refused()
            if failed is not None:
                if life.lasts:
                    failed(error)
            elif not isinstance(error, EnvironmentFault):
                log.warning("%s: %s", name, error)
            return
        if done is not None and life.lasts:
            done(found)
