"""Background tasks of the backend, each with a name, a reference, and a place for its failure.

A task that fails logs the failure and, where `essential`, brings the process down: a backend whose feed
or writer has died must not go on answering.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger("tasks")

_running: set[asyncio.Task[Any]] = set()


def spawn(name: str, work: Coroutine[Any, Any, Any], *, essential: bool = False) -> asyncio.Task[Any]:
    """Start a task; the reference is kept until it ends."""
    task = asyncio.create_task(work, name=name)
    _running.add(task)

    def ended(done: asyncio.Task[Any]) -> None:
        _running.discard(done)
        try:
            failure = done.exception()
        except asyncio.CancelledError:
            # Taken out of the task, else it keeps alive all that stood in the frames it came through: the
            # cursor of a query given up, which keeps an SQLite file open though its connection was closed.
            return
        if failure is not None:
            log.error("task_failed", task=name, exc_info=failure)
            if essential:
                os.kill(os.getpid(), signal.SIGTERM)

    task.add_done_callback(ended)
    return task


async def finish(*tasks: asyncio.Task[Any] | None) -> None:
    """Cancel tasks and wait until they have ended; what they raised while ending is logged by `spawn`."""
    alive = [task for task in tasks if task is not None and not task.done()]
    for task in alive:
        task.cancel()
    if alive:
        await asyncio.wait(alive)
