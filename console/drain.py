"""Sends the outbox: in order per ticket or joint action, each act under its own key until it is answered.

Whatever the fate of a post (a time-out, a broken line, a console or a backend that died), the same key goes
out again; the backend performs it once. Only an answer, or the operator, takes a row out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from contract.action import Answer, FileRef
from contract.joint.joint import Joint
from contract.machine import Names
from contract.problem import Problem
from contract.ticket import Ticket

from .clock import boot_ms
from .errors import (
    Busy,
    Conflict,
    ConsoleBug,
    ConsoleError,
    EnvironmentFault,
    LoginRequired,
    StorageFault,
    Unreachable,
)
from .net.client import Client
from .outbox import Outbox, OutboxRow
from .replica.sync import waits
from .tasks import Tasks

log = logging.getLogger(__name__)

LOST_WAIT_S = 4.0
"""The longest wait after a lost answer while the line stands."""
AT_ONCE = 4
"""Posts under way at the same time, each on another ticket or joint action."""
Row = TypeVar("Row", Ticket, Joint)


def _local_problem(says: Names) -> Problem:
    return Problem("urn:grid:problem:console", says.zh, 0, zh=says.zh, en=says.en)


def _row(shown: dict[str, Any] | None, kind: type[Row]) -> Row | None:
    """The row that a refusal shows."""
    if shown is None:
        return None
    try:
        return msgspec.convert(shown, kind)
    except msgspec.ValidationError:
        log.warning("a refusal shows no row that can be read")
        return None


class Drain:
    """Runs while a session lives, and posts under that session's token alone. `live` tells whether the feed
    comes through; `upload` puts a file to the backend; `shown` takes newer rows of tickets and joint actions
    that answers brought; `touched` hears of each the rows of which changed; `settled` hears how a row ended;
    `logged_out` that the backend refused the token."""

    def __init__(
        self,
        client: Client,
        outbox: Outbox,
        *,
        live: Callable[[], bool],
        upload: Callable[[FileRef], Awaitable[None]],
        shown: Callable[[Sequence[Ticket | Joint]], None],
        touched: Callable[[Iterable[str]], None],
        settled: Callable[[OutboxRow, Ticket | Joint | None], None],
        logged_out: Callable[[str], None],
    ) -> None:
        self._client = client
        # Whoever logs in while a post is being made ready has another: nothing of this outbox goes under it.
        self._token = client.token
        self._outbox = outbox
        self._posts = Tasks()
        self._live = live
        self._upload = upload
        self._shown = shown
        self._touched = touched
        self._settled = settled
        self._logged_out = logged_out
        self._wake = asyncio.Event()
        self._under_way: set[str] = set()
        self._not_before: dict[str, int] = {}
        self._waits: dict[str, Callable[[], float]] = {}
        self._line_waits: Callable[[], float] | None = None
        self._line_until = 0

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    def line_is_back(self) -> None:
        """The backend answers again: no waiting on its account."""
        if self._line_until:
            self._line_until = 0
            self._line_waits = None
            self._not_before.clear()
            self._wake.set()

    async def run(self) -> None:
        """Until cancelled. Posts under way are tasks of their own."""
        while True:
            self._wake.clear()
            pause = self._begin_ready()
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _begin_ready(self) -> float | None:
        """Starts what may be posted now; gives the seconds until the next is due (None: when woken)."""
        now = boot_ms()
        if now < self._line_until:
            return (self._line_until - now) / 1000
        due: list[int] = []
        for row in self._outbox.ready():
            if len(self._under_way) >= AT_ONCE:
                return None
            if row.object_id in self._under_way or row.account != self._outbox.account:
                continue
            at = self._not_before.get(row.action_id, 0)
            if at > now:
                due.append(at)
                continue
            self._under_way.add(row.object_id)
            self._posts.start(f"post {row.action}", self._post(row))
        return (min(due) - now) / 1000 if due else None

    async def _post(self, row: OutboxRow) -> None:
        try:
            await self._attempt(row)
        finally:
            self._under_way.discard(row.object_id)
            self._wake.set()

    async def stop(self, patience_s: float) -> bool:
        """After `run` was cancelled: waits for posts under way, then gives them up; False where it had to."""
        try:
            async with asyncio.timeout(patience_s):
                while self._under_way:
                    self._wake.clear()
                    await self._wake.wait()
        except TimeoutError:
            await self._posts.close()
            return False
        return True

    async def _attempt(self, row: OutboxRow) -> None:
        if self._outbox.get(row.action_id) != row:
            return  # withdrawn or changed since it was picked
        row = await self._outbox.sending(row)
        if self._outbox.get(row.action_id) is None:
            return  # withdrawn while that was being written
        self._touched([row.object_id])
        try:
            for file in getattr(row.act, "files", ()):
                await self._upload(file)
            now = await self._send(row)
        except Conflict as error:
            await self._refuse(row, "conflict", error)
        except LoginRequired:
            await self._wait(row)
            self._logged_out(self._token)
        except StorageFault:
            await self._wait(row)
            raise
        except EnvironmentFault as error:
            if isinstance(error, Unreachable) and not self._live():
                if self._line_waits is None:
                    self._line_waits = waits()
                self._line_until = boot_ms() + round(self._line_waits() * 1000)
            else:
                # One answer was lost or refused on a line that stands: only this row waits.
                following = self._waits.setdefault(row.action_id, waits())
                pause = following()
                if isinstance(error, Unreachable):
                    pause = min(pause, LOST_WAIT_S)
                if isinstance(error, Busy):
                    pause = max(pause, error.retry_after)
                self._not_before[row.action_id] = boot_ms() + round(pause * 1000)
            await self._wait(row)
        except asyncio.CancelledError:
            # The session ends while the answer is under way: it stays in the file as sending, and waits
            # again when the file is next read.
            raise
        except ConsoleError as error:
            if isinstance(error, ConsoleBug):
                log.exception("an answer breaks the contract")
            await self._refuse(row, "parked", error)
        else:
            await self._done(row, now)

    async def _wait(self, row: OutboxRow) -> None:
        await self._outbox.again(row)
        self._touched([row.object_id])

    async def _refuse(
        self, row: OutboxRow, state: Literal["conflict", "parked"], error: ConsoleError
    ) -> None:
        self._forget(row)
        problem = error.problem if error.problem is not None else _local_problem(error.says)
        now = _row(problem.joint, Joint) if row.is_joint else _row(problem.ticket, Ticket)
        refused, taken = await self._outbox.refused(row, state, problem, now)
        self._shown(taken)
        self._touched([row.object_id])
        self._settled(refused, None)

    async def _send(self, row: OutboxRow) -> Ticket | Joint:
        """Posts it; gives the row that the answer shows."""
        headers = {"Idempotency-Key": row.action_id, "Authorization": f"Bearer {self._token}"}
        if row.is_joint:
            from contract.joint.action import JointAnswer

            done = await self._client.post("/api/joint-actions", row.post(), JointAnswer, headers)
            return done.joint
        return (await self._client.post("/api/actions", row.post(), Answer, headers)).ticket

    async def _done(self, row: OutboxRow, now: Ticket | Joint) -> None:
        self._forget(row)
        self._line_waits = None
        self._shown(await self._outbox.answered(row, now))
        self._touched([row.object_id])
        self._settled(row, now)

    def _forget(self, row: OutboxRow) -> None:
        self._waits.pop(row.action_id, None)
        self._not_before.pop(row.action_id, None)
