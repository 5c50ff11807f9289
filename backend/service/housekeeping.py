"""What is done from time to time: old tickets leave the consoles, old events the feed, ended sessions go,
old answers are let go."""

from __future__ import annotations

import asyncio
from itertools import takewhile

import msgspec
import structlog
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from backend.service.clock import Clock
from backend.service.duty_forgetting import coarsen
from backend.service.joint import ageing as joints_ageing
from backend.service.reference import References
from backend.service.refusal import ServiceRefused
from backend.service.steps import Ageing, Pending, system
from backend.service.writer import Writer
from backend.settings import Settings
from backend.store import tables as t
from backend.store.engine import Store, StoreAway
from backend.tasks import finish, spawn
from contract.clock import DAY

EVERY_SECONDS = 60.0
AT_ONCE = 500
PRUNE_SLACK = 1_000
KEEP_ANSWERS = 30 * DAY
"""How long a key that comes again gets what was answered; later it is refused in words."""
KEEP_DELIVERIES = 30 * DAY
"""How long what a superior platform has taken stays to be looked up."""
KEEP_PRESENCE = 30 * DAY
KEEP_SEATS = 400 * DAY
"""A year's assessment looks back at what seats did."""

log = structlog.get_logger("housekeeping")


FAULTS = (StoreAway, ServiceRefused, SQLAlchemyError, OSError)
"""After which a task that looks now and then says so and looks again: the next time it may be over."""


def reason_of(fault: BaseException) -> str:
    """A fault for the log. What a database says may quote rows, which do not belong there."""
    return str(fault) if isinstance(fault, StoreAway | ServiceRefused) else type(fault).__name__


class _Keyed(msgspec.Struct, frozen=True):
    """The part of an audit entry that is needed here."""

    key: str = ""


class Housekeeping:
    """One task that looks every minute."""

    def __init__(
        self, store: Store, references: References, writer: Writer, clock: Clock, settings: Settings
    ) -> None:
        self._store = store
        self._references = references
        self._writer = writer
        self._clock = clock
        self._settings = settings
        self.at_once = AT_ONCE
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = spawn("housekeeping", self._run(), essential=True)

    async def close(self) -> None:
        """End."""
        await finish(self._task)

    async def _run(self) -> None:
        while True:
            for district in self._references.districts:
                try:
                    await self.tidy(district)
                except FAULTS as error:
                    log.warning("tidying_waits", district=district, reason=reason_of(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def tidy(self, district: str) -> None:
        """Do what is due for one district now."""
        now = self._clock.now()
        while await self._age(district, now) == self.at_once:
            pass
        horizon = now - round(self._settings.ended_days * DAY)
        while aged := await joints_ageing.age(
            self._store, self._writer, district, now, horizon, self.at_once
        ):
            log.info("aged", district=district, joints=aged)
        await self._prune(district, now)
        while await self._let_go(district, now) == self.at_once:
            pass
        while await coarsen(self._store, self._references.get(district).reference, now) == AT_ONCE:
            pass
        taken, seen, ended = t.delivery.c, t.presence.c, t.seat_interval.c
        async with self._store.write() as connection:
            for table, old in (
                (t.session, t.session.c.expires_at < now),
                (t.delivery, taken.taken_at < now - KEEP_DELIVERIES),
                (t.presence, seen.seen_at < now - KEEP_PRESENCE),
                (t.seat_interval, ended.to_at < now - KEEP_SEATS),
            ):
                await connection.execute(delete(table).where(table.c.district == district, old))

    async def _age(self, district: str, now: int) -> int:
        c = t.ticket.c
        horizon = now - round(self._settings.ended_days * DAY)
        query = (
            select(c.id)
            .where(c.district == district, c.ended_at < horizon, c.aged.is_(False))
            .order_by(c.ended_at)
            .limit(self.at_once)
        )
        async with self._store.read() as connection:
            old = tuple(id_ for (id_,) in await connection.execute(query))
        if old:
            await self._writer.submit(Pending(system(district), now, Ageing(old)))
            log.info("aged", district=district, tickets=len(old))
        return len(old)

    async def _prune(self, district: str, now: int) -> None:
        f = t.feed.c
        horizon = now - round(self._settings.feed_days * DAY)
        async with self._store.write() as connection:
            head = (
                await connection.execute(
                    select(t.district).where(t.district.c.district == district).with_for_update()
                )
            ).one()
            most = head.seq - self._settings.feed_events
            if most <= head.feed_floor + PRUNE_SLACK:
                return
            young = await connection.scalar(
                select(f.seq).where(f.district == district, f.at >= horizon).order_by(f.seq).limit(1)
            )
            floor = min(most, young - 1 if young is not None else most)
            if floor <= head.feed_floor:
                return
            await connection.execute(delete(t.feed).where(f.district == district, f.seq <= floor))
            await connection.execute(
                update(t.district).where(t.district.c.district == district).values(feed_floor=floor)
            )
        log.info("feed_pruned", district=district, floor=floor)

    async def _let_go(self, district: str, now: int) -> int:
        """Let the oldest answers go, some at once; gives how many entries of the audit log were looked at.

        That log holds their keys in the order in which they were given, so that no index by time is needed.
        """
        d, u, a = t.district.c, t.audit.c, t.answer.c
        floor = select(d.answer_floor).where(d.district == district).scalar_subquery()
        given = select(u.n, u.at, u.body).where(u.district == district, u.n > floor).order_by(u.n)
        by_key = update(t.answer).where(a.district == district, a.action == bindparam("key"))
        horizon = now - KEEP_ANSWERS
        async with self._store.write() as connection:
            rows = await connection.execute(given.limit(self.at_once))
            old = [*takewhile(lambda row: row.at < horizon, rows)]
            if not old:
                return 0
            keys = [key for row in old if (key := msgspec.json.decode(row.body, type=_Keyed).key)]
            if keys:
                gone = by_key.values(status=t.PAST, body=b"")
                await connection.execute(gone, [{"key": key} for key in keys])
            await connection.execute(
                update(t.district).where(d.district == district).values(answer_floor=old[-1].n)
            )
        log.info("answers_let_go", district=district, answers=len(keys))
        return len(old)
