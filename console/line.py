"""The line to the backend: the clock's round trips, and how the link stands."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable

from msgspec.structs import replace

from contract.account import Time
from contract.feed import Batch
from contract.machine import Names

from .clock import BackendClock, Kept, boot_ms
from .connection import Connection
from .errors import ConsoleBug, EnvironmentFault
from .net.client import Client
from .replica.database import Database, set_meta
from .replica.sync import waits

log = logging.getLogger(__name__)

KEPT = "clock"
FIRST_TRIPS = 4
TRIP_EVERY_S = 30.0
LATE_MS = 15_000
"""A heartbeat and a half: from then on the link is called delayed."""
LOOK_S = 1.0
SLEPT_MS = 5_000
"""The machine's clock went on by this much more than the watch did: it slept."""
APART_MS = 3_000
"""A batch's instant this far from the clock's shows that the clock is wrong (what is older than this is late,
not wrong, unless it is a heartbeat, which carries the backend's present)."""


def kept_clock(database: Database) -> BackendClock:
    """The clock as the profile keeps it."""
    return BackendClock(database.meta(KEPT, Kept))


class Line:
    """Keeps `clock` right and `connection` true. `reached` is called each time the backend answered,
    `changed` whenever `connection` is another, `woken` when this machine had slept."""

    def __init__(
        self,
        client: Client,
        database: Database,
        clock: BackendClock,
        *,
        changed: Callable[[], None],
        reached: Callable[[], None],
        woken: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._changed = changed
        self._reached = reached
        self._woken = woken
        self._heard = 0
        self._following = False
        self._hurry = asyncio.Event()
        self.connection = Connection(since=clock.now(), heard_at=database.meta("heard_at", int))

    # --- what the feed says ------------------------------------------------------------------------------
    def connecting(self) -> None:
        """The feed is being opened."""
        if self.connection.link == "offline":
            self._set(replace(self.connection, link="connecting", since=self._clock.now(), reason=None))

    def live(self, batch: Batch, polling: bool) -> None:
        """A batch came: what is shown is current."""
        self._heard = boot_ms()
        ahead = batch.at - self._clock.now()
        if ahead > APART_MS or (not batch.events and ahead < -APART_MS):
            # The backend's clock was set, or runs at another speed than when it was last asked.
            self.hurry()
        self._following = True
        now = self._clock.now()
        before = self.connection
        if before.link != "live" or before.polling != polling:
            kept = before.reason if before.link != "offline" else None
            self._set(Connection(link="live", since=now, heard_at=now, polling=polling, reason=kept))
        else:
            # Its age is counted by whoever shows it; not worth a signal ten times a second.
            self.connection = replace(before, heard_at=now)

    def remark(self, reason: Names) -> None:
        """Something happened to what is shown that a person is to know; it stands until the link changes."""
        log.info("the replica: %s", reason.en)
        self._set(replace(self.connection, reason=reason))

    def down(self, reason: Names) -> None:
        """The link is gone."""
        self._following = False
        since = self.connection.since if self.connection.link == "offline" else self._clock.now()
        self._set(replace(self.connection, link="offline", since=since, reason=reason))

    def idle(self) -> None:
        """The feed is not followed any more (nobody is logged in)."""
        self._following = False

    def _set(self, connection: Connection) -> None:
        if connection != self.connection:
            if connection.link != self.connection.link:
                why = "" if connection.reason is None else f": {connection.reason.en}"
                log.info("the link is %s%s", connection.link, why if connection.link == "offline" else "")
            self.connection = connection
            self._changed()

    # --- the clock's own round trips ---------------------------------------------------------------------
    def hurry(self) -> None:
        """Asks at once."""
        self._hurry.set()

    async def run(self) -> None:
        """Until cancelled."""
        trips, wait = 0, waits()
        while True:
            try:
                await self._trip()
            except (EnvironmentFault, ConsoleBug) as error:
                if isinstance(error, ConsoleBug):
                    log.exception("no round trip for the clock")
                if not self._following:  # else the feed itself says how the link stands
                    self.down(error.says)
                await self._pause(wait())
                continue
            trips, wait = trips + 1, waits()
            if not self._following and self.connection.link == "offline":
                self._set(replace(self.connection, link="connecting", since=self._clock.now(), reason=None))
            self._reached()
            await self._pause(0.2 if trips < FIRST_TRIPS else TRIP_EVERY_S)

    async def ask(self) -> None:
        """One round trip now. Raises ConsoleError."""
        await self._trip()

    async def _trip(self) -> None:
        sent = boot_ms()
        answer = await self._client.get("/api/time", Time)
        self._clock.heard(sent, boot_ms(), answer)
        kept = self._clock.keep()

        def keep(db: sqlite3.Connection) -> None:
            set_meta(db, KEPT, kept)

        await self._database.write(keep)

    async def _pause(self, seconds: float) -> None:
        self._hurry.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            return

    async def watch(self) -> None:
        """Until cancelled: sees that the link has gone quiet."""
        loop, before = asyncio.get_running_loop(), boot_ms()
        began = loop.time()
        while True:
            await asyncio.sleep(LOOK_S)
            slept = boot_ms() - before - round((loop.time() - began) * 1000)
            before, began = boot_ms(), loop.time()
            if slept > SLEPT_MS:
                # What stood before is dead by now, whatever it looks like: it is not waited for.
                self.remark(
                    Names(
                        f"本机休眠了 {slept // 1000} 秒，已放弃休眠前的连接",
                        f"this machine slept for {slept // 1000} s: the line of before was given up",
                    )
                )
                self._woken()
                self.hurry()
            if self.connection.link == "live" and boot_ms() - self._heard > LATE_MS:
                self._set(replace(self.connection, link="delayed", since=self.connection.heard_at or 0))
