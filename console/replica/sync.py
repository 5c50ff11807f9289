"""How the replica follows the backend: register for the feed, take a snapshot where one is needed, apply.

Registering comes first, so that nothing falls between. A batch that begins behind the cursor is a gap; the
replica then takes a snapshot while the stream stays open, and goes on with the batches that reach beyond it.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import msgspec

from console.clock import boot_ms
from console.errors import (
    Busy,
    ConsoleBug,
    CursorExpired,
    EnvironmentFault,
    LoginRequired,
    StorageFault,
)
from console.net.client import Client
from console.net.feed import ROWS, polled, streamed
from contract.feed import Batch, Event
from contract.machine import Names

from .replica import Replica

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 15.0
SNAPSHOT_S = 120.0
SWALLOWED = 2
"""Streams in a row that opened and stayed silent before long polls are tried."""
POLLS_MS = 10 * 60_000
"""How long to stay with polls before a stream is tried again."""


_FETCHED_ANEW = Names("离线过久，数据已全部重新获取", "away for too long: everything was fetched anew")
_SET_BACK = Names(
    "中心系统已恢复到较早的数据，本机已按其重新获取，请核对最近的操作",
    "the centre was set back to an earlier state, and all was fetched anew: check what you did lately",
)


def waits() -> Callable[[], float]:
    """Back-off with jitter: each call gives the seconds to wait before the next try."""
    span = FIRST_WAIT_S / 2

    def following() -> float:
        nonlocal span
        span = min(span * 2, LONGEST_WAIT_S)
        return span * random.uniform(0.5, 1.0)

    return following


class Sync:
    """Follows for as long as its session lives. `live` is called with each batch (and whether it was polled),
    `down` with the reason when the link goes, `reference_changed` when catalogue, areas or units did or may
    have, `beside` with each event that is no row's (of a kind known here or not), and with None where such
    events may have been missed; `remark` with what happened to what is shown, where a person is to know."""

    def __init__(
        self,
        client: Client,
        replica: Replica,
        *,
        connecting: Callable[[], None],
        live: Callable[[Batch, bool], None],
        down: Callable[[Names], None],
        reference_changed: Callable[[], None],
        beside: Callable[[Event | None], None],
        remark: Callable[[Names], None] = lambda _names: None,
    ) -> None:
        self._client = client
        self._replica = replica
        self._beside = beside
        self._remark = remark
        self._scope: asyncio.Timeout | None = None
        self._expired: int | None = None
        self._connecting = connecting
        self._live = live
        self._down = down
        self._reference_changed = reference_changed
        self._silent = 0
        self._polls_until = 0
        self._again = asyncio.Event()

    def hurry(self) -> None:
        """Tries at once instead of waiting out the back-off."""
        self._again.set()

    def anew(self) -> None:
        """Gives up the stream as it is and opens another: who asks for it knows that it may be dead."""
        if self._scope is not None:
            self._scope.reschedule(asyncio.get_running_loop().time())
        self._again.set()

    async def _follow_until_anew(self) -> None:
        try:
            async with asyncio.timeout(None) as self._scope:
                await self._follow()
        except TimeoutError:
            assert self._scope is not None
            if not self._scope.expired():
                raise
        finally:
            self._scope = None

    async def run(self) -> None:
        """Until cancelled, or until the session ends: then LoginRequired is raised."""
        wait = waits()
        while True:
            self._connecting()
            began = boot_ms()
            try:
                await self._replica.sure()
                await self._follow_until_anew()
            except CursorExpired:
                self._expired, self._replica.cursor = self._replica.cursor, None
                continue
            except LoginRequired:
                raise
            except (EnvironmentFault, ConsoleBug) as error:
                if isinstance(error, ConsoleBug | StorageFault):
                    log.exception("the replica cannot follow")
                if boot_ms() - began > LONGEST_WAIT_S * 1000:
                    wait = waits()
                self._down(error.says)
                await self._pause(max(wait(), error.retry_after) if isinstance(error, Busy) else wait())
            else:
                continue  # from polls back to a stream

    async def _pause(self, seconds: float) -> None:
        self._again.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._again.wait()
        except TimeoutError:
            return

    async def _follow(self) -> None:
        if boot_ms() < self._polls_until:
            if self._replica.cursor is None:
                await self.snapshot()
            assert self._replica.cursor is not None
            self._reference_changed()
            self._beside(None)
            await self._read(polled(self._client, self._replica.cursor), polling=True)
            return
        opened = heard = False
        try:
            async with streamed(self._client, self._replica.cursor) as batches:
                opened = True
                # Catalogue and tables may have changed while nobody listened, or with another backend.
                self._reference_changed()
                self._beside(None)
                if self._replica.cursor is None:
                    await self.snapshot()
                async with aclosing(batches):
                    async for batch in batches:
                        heard = True
                        self._silent = 0
                        await self._take(batch)
                        self._live(batch, False)
        except EnvironmentFault:
            if opened and not heard:
                self._silent += 1
                if self._silent >= SWALLOWED:
                    self._silent = 0
                    self._polls_until = boot_ms() + POLLS_MS
            raise

    async def _read(self, batches: AsyncIterator[Batch], *, polling: bool) -> None:
        async for batch in batches:
            await self._take(batch)
            self._live(batch, polling)
            if boot_ms() >= self._polls_until:
                return

    async def _take(self, batch: Batch) -> None:
        cursor = self._replica.cursor
        if cursor is not None and batch.seq <= cursor:
            # A heartbeat, or what the snapshot held already.
            self._replica.heard_at = batch.at
            return
        if cursor is None or batch.prev > cursor:
            await self.snapshot()
            self._beside(None)
            cursor = self._replica.cursor
            if cursor is None or batch.prev > cursor:
                raise ConsoleBug(
                    Names("快照早于实时数据", "the snapshot does not reach the feed's own beginning")
                )
        if batch.seq > cursor:
            await self._replica.take_batch(batch)
        else:
            self._replica.heard_at = batch.at
        for event in batch.events:
            if event.kind == "reference":
                self._reference_changed()
            elif event.kind not in ROWS:
                self._beside(event)

    async def snapshot(self) -> None:
        """Takes a snapshot now."""
        response = await self._client.send("GET", "/api/snapshot", answer_s=SNAPSHOT_S)
        try:
            await self._replica.take_snapshot(response.content)
        except msgspec.DecodeError as error:
            raise ConsoleBug(Names("快照无法理解", f"the snapshot breaks the contract: {error}")) from error
        before, self._expired = self._expired, None
        if before is not None and self._replica.cursor is not None:
            self._remark(_SET_BACK if self._replica.cursor < before else _FETCHED_ANEW)
