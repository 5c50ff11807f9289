"""Background work of the console: named tasks on the loop, one thread for the disk.

`asyncio` keeps only a weak reference to a task and says nothing of its exception until it is collected; every
task of the console is started here, is kept until it ends, and reports an exception that nobody awaits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from .errors import ConsoleError

T = TypeVar("T")
P = ParamSpec("P")
log = logging.getLogger(__name__)


class Tasks:
    """The tasks of one owner, ended together by `close`."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, name: str, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Starts a coroutine. A ConsoleError that ends it is logged as a warning, all else as our bug."""
        if self._closed:
            work.close()
            raise RuntimeError(f"{name} was started after the end")
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ConsoleError):
            log.warning("%s ended: %s", task.get_name(), error)
        elif error is not None:
            log.error("%s failed", task.get_name(), exc_info=error)

    @property
    def closed(self) -> bool:
        """Whether nothing can be started any more."""
        return self._closed

    @property
    def names(self) -> list[str]:
        """What runs now."""
        return sorted(task.get_name() for task in self._running)

    async def close(self) -> None:
        """Cancels what runs and waits until all of it has ended."""
        self._closed = True
        while self._running:
            for task in tuple(self._running):
                task.cancel()
            await asyncio.wait(tuple(self._running))


class Worker:
    """One thread on which work is done in the order it was given."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def give(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queues work; the future is that of threads."""
        return self._pool.submit(work, *args, **kwargs)

    def start(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Queues work that nobody waits for; an exception that ends it is logged as our bug."""
        self.give(work, *args, **kwargs).add_done_callback(self._ended)

    def _ended(self, future: Future[object]) -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            log.error("work on a thread failed", exc_info=error)

    def wait(self) -> None:
        """Until what was given so far is done."""
        self.give(int).result()

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Queues work and waits for it without blocking the loop. Cancelling does not stop work begun."""
        return await asyncio.wrap_future(self._pool.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Waits for what was given and ends the thread."""
        self._pool.shutdown(wait=True)
