"""Readers of the feed by scope: what each may see of an event, and one channel for all who see the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from backend.service.scope import holds
from backend.service.steps import FeedRow
from contract.account import Actor, in_path

QUEUE = 4_000
"""Chunks that may wait for a reader: one that is slower is dropped, and comes back by its cursor."""

Scope = tuple[str, str]
"""(which bound, its value): ``all``, ``area``, ``unit``, ``channel`` or ``none``."""


def scope_of(actor: Actor) -> Scope:
    """By what a reader's events are chosen (`contract.guards.in_scope`)."""
    match actor.role:
        case "handler":
            return ("unit", actor.unit_path) if actor.unit_path else ("none", "")
        case "grid":
            return ("area", actor.area_path) if actor.area_path else ("none", "")
        case "channel" | "reporter":
            return ("channel", actor.channel) if actor.channel else ("none", "")
        case _ if actor.area_path == actor.district:
            return ("all", "")
        case _:
            return ("area", actor.area_path) if actor.area_path else ("none", "")


def _holds(scope: Scope, area_path: str, unit_path: str, shared_paths: str, channel: str) -> bool:
    kind, value = scope
    match kind:
        case "all":
            return True
        case "area":
            return in_path(area_path, value)
        case "unit":
            return in_path(unit_path, value) or holds(shared_paths, value)
        case "channel":
            return channel == value
    return False


GONE = {"ticket": "gone", "joint": "joint_gone"}
"""Kinds of events that bring a row, each with the kind of the event that takes it away."""
_AWAY = frozenset(GONE.values())


def seen(scope: Scope, row: FeedRow) -> bytes | None:
    """An event as a scope sees it: the row, `gone` where it left, None where it never was there."""
    now = (row.area_path, row.unit_path, row.shared_paths, row.channel)
    if row.kind in _AWAY:
        return row.body if _holds(scope, *now) else None
    gone = GONE.get(row.kind)
    if gone is None:
        return row.body if not row.area_path or _holds(scope, row.area_path, "", "", "") else None
    if _holds(scope, *now):
        return row.body
    was = (row.was_area_path, row.was_unit_path, row.was_shared_paths, row.was_channel)
    if any(was) and _holds(scope, *was):
        about = (row.seq, gone.encode(), row.at, row.ticket.encode())
        return b'{"seq":%d,"kind":"%s","at":%d,"id":"%s"}' % about
    return None


def batch(prev: int, seq: int, at: int, events: Iterable[bytes]) -> bytes:
    """JSON `contract.feed.Batch`."""
    return b'{"prev":%d,"seq":%d,"at":%d,"events":[%s]}' % (prev, seq, at, b",".join(events))


def framed(seq: int, data: bytes) -> bytes:
    """A batch as a server-sent event."""
    return b"id: %d\ndata: %s\n\n" % (seq, data)


class Reader:
    """One who reads the feed: what is to be sent to them next."""

    __slots__ = ("_chunks", "_waiter", "channel", "lost")

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.lost = False
        self._chunks: list[bytes] = []
        self._waiter: asyncio.Future[None] | None = None

    def push(self, chunk: bytes) -> None:
        """One more chunk; a reader that is too slow is dropped and comes back by its cursor."""
        if len(self._chunks) >= QUEUE:
            self.lost = True
        else:
            self._chunks.append(chunk)
        self._wake()

    def end(self) -> None:
        """Nothing more is wanted: the reader has gone, or the service goes down."""
        self.lost = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def take(self) -> bytes:
        """What has come since the last time, in one piece; b"" at the end."""
        if not self._chunks and not self.lost:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
            self._waiter = None
        if self.lost:
            return b""
        taken, self._chunks = self._chunks, []
        return taken[0] if len(taken) == 1 else b"".join(taken)


class Channel:
    """Readers of one scope of one district, all at one cursor."""

    __slots__ = ("cursor", "readers", "scope", "sent")

    def __init__(self, scope: Scope, cursor: int) -> None:
        self.scope = scope
        self.cursor = cursor
        self.sent = 0.0
        self.readers: set[Reader] = set()

    def send(self, seq: int, at: int, events: Sequence[bytes], now: float) -> None:
        """Moves the cursor to `seq` and hands one batch to all; `at` in ms, `now` the loop's time, s."""
        chunk = framed(seq, batch(self.cursor, seq, at, events))
        self.cursor, self.sent = seq, now
        for reader in self.readers:
            reader.push(chunk)
