"""Group commit: whatever is waiting when the last transaction ends goes into the next one together.

Nothing waits for company: a piece of work that comes alone is performed at once. Under load a commit is
shared by all that arrived during the one before.
"""

from __future__ import annotations

import asyncio

from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from backend.service.transition import Outcome, Performer
from backend.store.engine import StoreAway
from backend.tasks import finish, spawn
from contract.machine import Names

BATCH = 256
BACKLOG = 4_096


class Writer:
    """Collects the work of concurrent requests into shared transactions, district by district."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._waiting: dict[str, list[tuple[Pending, asyncio.Future[Outcome]]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    async def submit(self, piece: Pending) -> Done:
        """Perform one piece of work; raises ServiceRefused, and what failed beneath."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        district = piece.actor.district
        queue = self._waiting.setdefault(district, [])
        if self._closed or len(queue) >= BACKLOG:
            raise ServiceRefused(
                "unavailable", Names("系统繁忙，请稍后再试", "the service is busy: try again"), retry_after=2
            )
        queue.append((piece, future))
        if district not in self._tasks:
            self._tasks[district] = spawn(f"writer {district}", self._drain(district))
        outcome = await future
        if isinstance(outcome, ServiceRefused):
            raise outcome
        return outcome

    async def _drain(self, district: str) -> None:
        try:
            while queue := self._waiting[district]:
                batch, self._waiting[district] = queue[:BATCH], queue[BATCH:]
                await self._commit(district, batch)
        finally:
            del self._tasks[district]

    async def _commit(self, district: str, batch: list[tuple[Pending, asyncio.Future[Outcome]]]) -> None:
        pieces = [piece for piece, _ in batch]
        # An exception comes back as a value: it belongs to those who wait, not to this loop.
        (result,) = await asyncio.gather(self._performer.perform(district, pieces), return_exceptions=True)
        if isinstance(result, BaseException):
            if len(batch) > 1 and not isinstance(result, StoreAway):
                # One piece that breaks must not break the others: each gets a transaction of its own.
                for single in batch:
                    await self._commit(district, [single])
                return
            for _, future in batch:
                _settle(future, result)
            return
        for (_, future), outcome in zip(batch, result, strict=True):
            _settle(future, outcome)

    async def close(self) -> None:
        """Finish what is waiting, then take no more."""
        self._closed = True
        running = list(self._tasks.values())
        if running:
            await asyncio.wait(running, timeout=30)
        await finish(*self._tasks.values())


def _settle(future: asyncio.Future[Outcome], outcome: Outcome | BaseException) -> None:
    if future.done():  # whoever asked has gone; the work is done and its answer stored
        return
    if isinstance(outcome, BaseException) and not isinstance(outcome, ServiceRefused):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
