"""The feed: committed events, in the order of their numbers, to everybody who may see them.

One task per process follows the feed table. A batch that this process committed itself, and that
continues what is known, is taken from memory; anything else is read from the table (another replica's
commits, woken by NOTIFY or found at the next look), so that nothing comes late or out of order.

Readers of one scope share a `Channel`: its batches are encoded once. A batch carries `prev`, the cursor
of the channel, so a scoped reader sees no gap where others' events lay.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any

import structlog
from sqlalchemy import select

from backend.service.channel import Channel, Reader, Scope, batch, framed, scope_of, seen
from backend.service.clock import Clock
from backend.service.missed import EXPIRED, Portions, overtaken_left_out
from backend.service.reference import References
from backend.service.refusal import ServiceRefused
from backend.service.steps import Committed, FeedRow
from backend.store import tables as t
from backend.store.engine import Store, StoreAway
from backend.tasks import finish, spawn
from contract.account import Actor

RING = 20_000
PAGE = 2_000
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 1.0

log = structlog.get_logger("feed")


class _Stream:
    """One district's feed as far as this process knows it."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        self.heard = seq
        self.ring: deque[FeedRow] = deque(maxlen=RING)
        self.channels: dict[Scope, Channel] = {}
        self.offered: deque[Committed] = deque()
        self.wake = asyncio.Event()
        self.moved = asyncio.Condition()


class Broker:
    """Follows the feeds of all districts and hands batches to readers."""

    def __init__(
        self, store: Store, references: References, clock: Clock, heartbeat_seconds: float = 10.0
    ) -> None:
        self._store = store
        self._references = references
        self._clock = clock
        self._heartbeat = heartbeat_seconds
        self.portions = Portions()
        self._streams: dict[str, _Stream] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.reference_changed: list[Any] = []
        self.kinds_heard: dict[str, Callable[[str], Awaitable[None]]] = {}
        """Who is told of a district's events of a kind, whatever replica they come from."""
        self._closing = False
        self.busy: Callable[[str], bool] = lambda _district: False

    # ---- life ----
    async def start(self) -> None:
        """Begin to follow every district that is there."""
        for district in self._references.districts:
            await self.follow(district)
        if self._store.dialect == "postgresql":
            self._tasks.append(spawn("feed listener", self._listen(), essential=True))

    async def follow(self, district: str) -> None:
        """Begin to follow one district."""
        if district in self._streams:
            return
        async with self._store.read() as connection:
            seq = await connection.scalar(select(t.district.c.seq).where(t.district.c.district == district))
        self._streams[district] = _Stream(int(seq or 0))
        self._tasks.append(spawn(f"feed {district}", self._run(district), essential=True))

    async def let_go(self) -> None:
        """End every reader, and those that wait by long-poll: the service goes down, and waits for none."""
        self._closing = True
        for stream in self._streams.values():
            for channel in stream.channels.values():
                for reader in channel.readers:
                    reader.end()
            async with stream.moved:
                stream.moved.notify_all()

    async def close(self) -> None:
        """End every reader and stop following."""
        await self.let_go()
        await finish(*self._tasks)

    def offer(self, committed: Committed) -> None:
        """A commit of this process (a listener of the performer)."""
        stream = self._streams.get(committed.district)
        if stream is not None:
            stream.offered.append(committed)
            stream.wake.set()

    def nudge(self, district: str) -> None:
        """Look, if more was heard of than is known, unless a commit of our own is about to be offered."""
        stream = self._streams.get(district)
        if stream is not None and stream.heard > stream.seq and not self.busy(district):
            stream.wake.set()

    def head(self, district: str) -> int:
        """The last number that readers can have been sent."""
        return self._streams[district].seq

    # ---- following ----
    async def _run(self, district: str) -> None:
        stream = self._streams[district]
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(min(self._heartbeat / 2, LOOK_SECONDS)):
                    await stream.wake.wait()
                look = False
            except TimeoutError:
                look = True
            stream.wake.clear()
            try:
                await self._follow_on(district, stream, look=look)
            except StoreAway as error:
                # Readers keep their place and go on hearing heartbeats; the next look goes on from here.
                log.warning("feed_waits", district=district, reason=str(error))
            self._beat(stream, loop.time())

    async def _follow_on(self, district: str, stream: _Stream, *, look: bool) -> None:
        foreign = False
        while stream.offered:
            committed = stream.offered.popleft()
            if committed.prev == stream.seq:
                await self._advance(district, stream, committed.events, committed.seq)
            elif committed.seq > stream.seq:
                foreign = True
        if foreign or look or (stream.heard > stream.seq and not self.busy(district)):
            await self._read_on(district, stream)

    async def _read_on(self, district: str, stream: _Stream) -> None:
        while True:
            rows = await self._page(district, stream.seq)
            if not rows:
                return
            await self._advance(district, stream, rows, rows[-1].seq)

    async def _page(self, district: str, after: int, until: int | None = None) -> list[FeedRow]:
        f = t.feed.c
        query = select(*(c for c in f if c.name != "district")).where(f.district == district, f.seq > after)
        if until is not None:
            query = query.where(f.seq <= until)
        async with self._store.read() as connection:
            rows = await connection.execute(query.order_by(f.seq).limit(PAGE))
            return [FeedRow(**row._mapping) for row in rows]

    async def _advance(self, district: str, stream: _Stream, rows: Sequence[FeedRow], seq: int) -> None:
        if any(row.kind == "reference" for row in rows):
            await self._references.refresh(district)
            for changed in self.reference_changed:
                await changed(district)
        for kind in {row.kind for row in rows} & self.kinds_heard.keys():
            await self.kinds_heard[kind](district)
        stream.ring.extend(rows)
        stream.seq = seq
        at = rows[-1].at if rows else self._clock.now()
        now = asyncio.get_running_loop().time()
        for channel in stream.channels.values():
            events = [event for row in rows if (event := seen(channel.scope, row)) is not None]
            if events:
                channel.send(seq, at, events, now)
        async with stream.moved:
            stream.moved.notify_all()

    def _beat(self, stream: _Stream, now: float) -> None:
        at = self._clock.now()
        for scope, channel in list(stream.channels.items()):
            if not channel.readers:
                del stream.channels[scope]
            elif now - channel.sent >= self._heartbeat - 0.05:
                channel.send(stream.seq, at, (), now)

    async def _listen(self) -> None:
        """Wake when any replica commits. Reading stays with `_run`, which also looks without being woken."""

        def heard(_connection: Any, _pid: int, _channel: str, said: str) -> None:
            district, _, seq = said.partition(":")
            stream = self._streams.get(district)
            if stream is not None and int(seq) > stream.seq:
                stream.heard = int(seq)
                self.nudge(district)

        while True:
            try:
                async with self._store.listening("grid_feed", heard):
                    await asyncio.Event().wait()
            except StoreAway as error:
                log.warning("feed_deaf", reason=str(error))
                await asyncio.sleep(AGAIN_SECONDS)

    # ---- reading ----
    async def _since(self, district: str, cursor: int, until: int) -> list[FeedRow]:
        """Events (cursor, until], from memory where they are there; at most a page, at least one. Refused
        (gone) where they were pruned meanwhile."""
        ring = self._streams[district].ring
        if ring and ring[0].seq <= cursor + 1:
            start = cursor + 1 - ring[0].seq
            return [ring[n] for n in range(start, min(start + self.portions.missed, until + 1 - ring[0].seq))]
        rows = await self._page(district, cursor, until)
        if not rows or rows[0].seq != cursor + 1:
            raise ServiceRefused("gone", EXPIRED)
        return rows

    async def check(self, district: str, cursor: int) -> None:
        """Refuse (gone) a cursor that cannot be continued: pruned, or not of this feed."""
        async with self._store.read() as connection:
            row = (
                await connection.execute(
                    select(t.district.c.seq, t.district.c.feed_floor).where(t.district.c.district == district)
                )
            ).one()
        if cursor < row.feed_floor or cursor > row.seq:
            raise ServiceRefused("gone", EXPIRED)

    async def reach(self, district: str, seq: int, seconds: float) -> bool:
        """Wait until the feed has come to a number; False where it has not in time."""
        stream = self._streams[district]
        stream.wake.set()
        try:
            async with asyncio.timeout(seconds), stream.moved:
                await stream.moved.wait_for(lambda: stream.seq >= seq or self._closing)
        except TimeoutError:
            return False
        return stream.seq >= seq

    async def poll(self, actor: Actor, cursor: int, seconds: float) -> bytes:
        """The next batch after a cursor (JSON), waiting up to some time for an event; the long-poll."""
        district, scope = actor.district, scope_of(actor)
        await self.check(district, cursor)
        await self.reach(district, cursor, 5.0)
        stream = self._streams[district]
        deadline = asyncio.get_running_loop().time() + seconds
        prev = cursor
        while True:
            while cursor < stream.seq:
                rows = await self._since(district, cursor, stream.seq)
                events = [event for row in rows if (event := seen(scope, row)) is not None]
                cursor = rows[-1].seq
                if events:
                    return batch(prev, cursor, rows[-1].at, events)
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or self._closing or not await self.reach(district, cursor + 1, left):
                return batch(prev, max(cursor, prev), self._clock.now(), ())

    async def catch_up(self, actor: Actor, cursor: int | None, reader: Reader) -> AsyncGenerator[bytes, None]:
        """Server-sent events from a cursor on (None: from now) up to now; then `reader` has joined the others
        of its scope and gets the rest. Check the cursor with `check` before, and `leave` at the end. Refused
        (gone) where what was missed is pruned while it is sent.
        """
        district, scope = actor.district, scope_of(actor)
        stream = self._streams[district]
        if cursor is None:
            cursor = stream.seq
        elif cursor > stream.seq:
            await self.reach(district, cursor, 10.0)
        yield framed(cursor, batch(cursor, cursor, self._clock.now(), ()))
        while stream.seq - cursor > self.portions.missed:
            missed = overtaken_left_out(
                self._store,
                district,
                cursor,
                stream.seq,
                lambda row: seen(scope, row),
                self.portions,
                everything=scope[0] == "all",
            )
            async with aclosing(missed):
                async for seq, at, events in missed:
                    yield framed(seq, batch(cursor, seq, at, events))
                    cursor = seq
        while cursor < stream.seq:
            rows = await self._since(district, cursor, stream.seq)
            events = [event for row in rows if (event := seen(scope, row)) is not None]
            chunk = framed(rows[-1].seq, batch(cursor, rows[-1].seq, rows[-1].at, events))
            cursor = rows[-1].seq
            yield chunk
        # From the loop's last look to here nothing is awaited: the reader joins where its scope is.
        now = asyncio.get_running_loop().time()
        channel = stream.channels.get(scope)
        if channel is None:
            channel = stream.channels[scope] = Channel(scope, stream.seq)
            channel.sent = now
        elif channel.cursor != stream.seq:
            channel.send(stream.seq, self._clock.now(), (), now)
        channel.readers.add(reader)
        reader.channel = channel
        if self._closing:
            reader.end()

    def leave(self, reader: Reader) -> None:
        """A reader has gone."""
        if reader.channel is not None:
            reader.channel.readers.discard(reader)
