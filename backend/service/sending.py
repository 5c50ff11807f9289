"""Posting what waits in the table `delivery`, until it is taken (what and why: `service/webhooks.py`).

Every process of a cluster may run a `Sender`: a message is claimed by moving its next try into the future
before it is posted, so that a process that dies with it gives it back by itself.
"""

from __future__ import annotations

import asyncio
import random

import httpx
import msgspec
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError

from backend.service import signing
from backend.service.clock import Clock
from backend.service.reference import References
from backend.service.steps import Committed
from backend.service.webhooks import Kept, Message, Peer, Peers, concerns, for_merged, row
from backend.store import tables as t
from backend.store.engine import Store
from backend.tasks import finish, spawn
from contract.feed import Entry
from contract.ticket import Ticket

log = structlog.get_logger("superior")

BATCH = 32
IDLE_S = 2.0
TIME_LIMIT_S = 10.0
FIRST_WAIT_MS = 2_000
LONGEST_WAIT_MS = 600_000


class Due(msgspec.Struct, frozen=True):
    """One message whose turn it is."""

    district: str
    id: str
    channel: str
    ticket: str
    seq: int
    created_at: int
    tries: int
    kept: Kept


def wait_ms(tries: int, chance: float, first: int = FIRST_WAIT_MS, longest: int = LONGEST_WAIT_MS) -> int:
    """How long to wait after a number of failures: doubled each time, ±20 % by `chance` in 0…1."""
    doubled: int = min(first << min(tries - 1, 30), longest)
    return round(doubled * (0.8 + 0.4 * chance))


class Sender:
    """Sends to superior platforms in the background. `time_limit` and `idle` in s, waits in ms."""

    def __init__(
        self,
        store: Store,
        references: References,
        clock: Clock,
        peers: Peers,
        *,
        time_limit: float = TIME_LIMIT_S,
        first_wait: int = FIRST_WAIT_MS,
        longest_wait: int = LONGEST_WAIT_MS,
        idle: float = IDLE_S,
    ) -> None:
        self._store = store
        self._references = references
        self._clock = clock
        self._peers = peers
        self._time_limit = time_limit
        self._first_wait, self._longest_wait = first_wait, longest_wait
        self._idle = idle
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._chance = random.Random()

    async def start(self) -> None:
        """Read who is to be told, then send until `close`."""
        await self.refresh()
        self._task = spawn("superior platforms", self._run(), essential=True)

    async def close(self) -> None:
        """Stop; what was not taken stays in the table."""
        await finish(self._task)

    def heard(self, committed: Committed) -> None:
        """A listener of the performer: look at the table when a commit may have left something there."""
        if concerns(committed):
            self._wake.set()

    async def refresh(self) -> None:
        """Read the platforms' addresses, secrets and wishes."""
        c = t.account.c
        query = select(c.district, c.channel, c.webhook, c.webhook_secret, c.webhook_steps).where(
            c.role == "channel", c.active.is_(True), c.webhook != "", c.webhook_secret != ""
        )
        async with self._store.read() as connection:
            rows = (await connection.execute(query)).all()
        self._peers.known = {
            (r.district, r.channel): Peer(
                r.webhook, r.webhook_secret, frozenset(filter(None, r.webhook_steps.split(";")))
            )
            for r in rows
        }

    async def _run(self) -> None:
        limits = httpx.Limits(max_connections=BATCH)
        async with httpx.AsyncClient(timeout=self._time_limit, limits=limits) as client:
            away = False
            while True:
                self._wake.clear()
                try:
                    sent, away = await self._round(client), False
                except (SQLAlchemyError, OSError) as error:
                    # What waits is in the table: a database that is away for a while costs time, no message.
                    if not away:
                        log.warning("queue_unreachable", failure=type(error).__name__)
                    sent, away = 0, True
                if not sent:
                    try:
                        await asyncio.wait_for(self._wake.wait(), self._idle)
                    except TimeoutError:
                        continue

    async def _round(self, client: httpx.AsyncClient) -> int:
        """Send whatever is due, once; gives how much that was."""
        await self.refresh()
        sent = 0
        for district in self._references.districts:
            batch = await self._claim(district)
            sent += len(batch)
            ends = await asyncio.gather(*(self._send(client, due) for due in batch), return_exceptions=True)
            for end in ends:
                if end is not None:
                    raise end
        return sent

    def _after(self, real_ms: int) -> int:
        return self._clock.now() + round(real_ms * max(self._clock.speed, 1.0))

    async def _claim(self, district: str) -> list[Due]:
        """The messages whose turn it is: of every ticket the oldest not taken, where its time has come."""
        d = t.delivery.c
        channels = [channel for place, channel in self._peers.known if place == district]
        waiting = (d.district == district, d.taken_at.is_(None))
        oldest = select(d.ticket, func.min(d.seq).label("seq")).where(*waiting).group_by(d.ticket).subquery()
        query = (
            select(t.delivery)
            .join(oldest, (d.ticket == oldest.c.ticket) & (d.seq == oldest.c.seq))
            .where(*waiting, d.next_at <= self._clock.now(), d.channel.in_(["", *channels]))
            .order_by(d.next_at, d.seq, d.id)
            .limit(BATCH)
        )
        async with self._store.read() as connection:
            rows = (await connection.execute(query)).all()
        if not rows:
            return []
        until = self._after(round(self._time_limit * 3000))
        claimed = []
        async with self._store.write() as connection:
            for r in rows:
                mine = await connection.execute(
                    update(t.delivery)
                    .where(*waiting, d.id == r.id, d.next_at == r.next_at)
                    .values(next_at=until)
                )
                if mine.rowcount:
                    claimed.append(r)
        return [
            Due(r.district, r.id, r.channel, r.ticket, r.seq, r.created_at, r.tries, _kept(r.body))
            for r in claimed
        ]

    async def _send(self, client: httpx.AsyncClient, due: Due) -> None:
        if due.kept.message.kind == "fan_out":
            await self._fan_out(due)
            return
        peer = self._peers.known[due.district, due.channel]
        body = msgspec.json.encode(await self._message(due))
        failure = await self._post(client, peer, due, body)
        now = self._clock.now()
        if failure:
            tries = due.tries + 1
            pause = wait_ms(tries, self._chance.random(), self._first_wait, self._longest_wait)
            values = {"tries": tries, "next_at": self._after(pause), "error": failure}
        else:
            values = {"tries": due.tries + 1, "taken_at": now, "error": ""}
        async with self._store.write() as connection:
            await connection.execute(
                update(t.delivery)
                .where(t.delivery.c.district == due.district, t.delivery.c.id == due.id)
                .values(**values)
            )
        log.info(
            "told" if not failure else "not_taken",
            district=due.district,
            channel=due.channel,
            event_id=due.id,
            kind=due.kept.message.kind,
            tries=due.tries + 1,
            failure=failure,
        )

    async def _post(self, client: httpx.AsyncClient, peer: Peer, due: Due, body: bytes) -> str:
        """Post once; "" where it was taken, else what went wrong."""
        headers = {
            "content-type": "application/json",
            signing.EVENT: due.id,
            **signing.headers(peer.secret, self._clock.now(), body),
        }
        try:
            # The limit holds for the whole exchange: a platform that trickles must not hold the others up.
            async with (
                asyncio.timeout(self._time_limit),
                client.stream("POST", peer.url, content=body, headers=headers) as answer,
            ):
                return "" if answer.is_success else f"HTTP {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            return type(error).__name__

    async def _message(self, due: Due) -> Message:
        """The message with the result of the last handling, where it is to carry one."""
        kept = due.kept
        if not kept.result_of or kept.message.kind != "answer":
            return kept.message
        e = t.entry.c
        query = (
            select(e.body)
            .where(
                e.district == due.district, e.ticket == kept.result_of, e.action == "handle", e.seq <= due.seq
            )
            .order_by(e.n.desc())
        )
        async with self._store.read() as connection:
            bodies = (await connection.execute(query)).scalars().all()
        entries = (msgspec.msgpack.decode(body, type=Entry) for body in bodies)
        result = next((entry.words for entry in entries if entry.outcome == "done"), "")
        return msgspec.structs.replace(kept.message, words=result)

    async def _fan_out(self, due: Due) -> None:
        """Write a message of its own for every ticket merged into this one, and into those, once."""
        c = t.ticket.c
        rows, found, layer = [], {due.ticket}, [due.ticket]
        async with self._store.write() as connection:
            while layer:
                query = select(c.row).where(c.district == due.district, c.merged_into.in_(layer))
                merged = [
                    msgspec.msgpack.decode(packed, type=Ticket)
                    for packed in (await connection.execute(query)).scalars()
                ]
                layer = [ticket.id for ticket in merged if ticket.id not in found]
                found.update(layer)
                for ticket in merged:
                    superior = ticket.superior
                    if superior is None or (due.district, superior.channel) not in self._peers.known:
                        continue
                    kept = Kept(message=for_merged(ticket, due.kept.message), result_of=due.kept.result_of)
                    rows.append(row(due.district, superior.channel, ticket.id, due.seq, due.created_at, kept))
            if rows:
                fill = postgresql_insert if self._store.dialect == "postgresql" else sqlite_insert
                await connection.execute(fill(t.delivery).on_conflict_do_nothing(), rows)
            await connection.execute(
                update(t.delivery)
                .where(t.delivery.c.district == due.district, t.delivery.c.id == due.id)
                .values(taken_at=self._clock.now(), tries=due.tries + 1)
            )
        self._wake.set()


def _kept(body: bytes) -> Kept:
    return msgspec.json.decode(body, type=Kept)
