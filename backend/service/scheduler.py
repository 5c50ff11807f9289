"""The scheduler: turns instants at which something falls due into events, exactly once however many replicas.

Every ticket's row says when something of it falls due next (`ticket.next_at`, written with the row, so that
intake pays no query for it). Each replica sleeps on the service's clock until the first of these instants,
takes those that have come, some at once, and lets them be told under the district's lock, where what was told
meanwhile is seen: the first replica tells, the others find it done. What was missed while no replica ran is
told at the next start, with the instant at which it fell due.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable

import msgspec
import structlog
from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service import scheduler_instants as instants
from backend.service.campaign import falling as campaigns_falling
from backend.service.clock import Clock
from backend.service.housekeeping import FAULTS, reason_of
from backend.service.joint import falling as joints_falling
from backend.service.ledger import Ledger
from backend.service.reference import References
from backend.service.refusal import ServiceRefused
from backend.service.scheduler_telling import tell
from backend.service.steps import Aside, Committed, Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.bulk import by_key
from backend.store.engine import Store
from backend.tasks import finish, spawn
from contract.action import Act, Action, Resume, name_of
from contract.clock import MINUTE, SECOND
from contract.reference import Reference
from contract.supervising import order, supervised_at
from contract.ticket import Ticket

NAMESPACE = uuid.UUID("3f0c7f5e-52a4-5a0c-9b6e-6f1f4d1f0a77")
AT_ONCE = 100
"""Tickets of one transaction: others wait for it no longer than for any batch."""
LONGEST_S = 2.0
"""So often the table is looked at: another replica may have written what it then did not live to tell."""
APART_S = 0.05
"""Replicas that wake at one instant come this much apart by chance: one tells, the others see it."""

PROMPT = 5 * MINUTE
"""What came by itself so little ago is taken as of its instant."""
NEVER = 1 << 62
SLOWEST = 1e-6
"""A clock that stands is waited for as one that runs so fast."""

log = structlog.get_logger("scheduler")

_D = t.ticket.c
_unpack = msgspec.msgpack.Decoder(Ticket).decode


def falling(district: str, now: int, limit: int) -> Select[str, str, str]:
    """The tickets of which something has fallen due, first things first, with their states and items."""
    due = (_D.district == district, _D.next_at.is_not(None), _D.next_at <= now)
    return select(_D.id, _D.state, _D.item).where(*due).order_by(_D.next_at).limit(limit)


def first(district: str, limit: int = 1) -> Select[int]:
    """The instants at which something falls due next."""
    armed = (_D.district == district, _D.next_at.is_not(None))
    return select(_D.next_at).where(*armed).order_by(_D.next_at).limit(limit)


def _by_itself(ticket: Ticket, reference: Reference, now: int) -> tuple[Act, int] | None:
    """The step that comes by itself now, and as of when: a suspended ticket goes on at the end that was set,
    a late one is supervised where the district's rule says so. That is told to its unit now, whenever the
    rule would have had it, so that the time to reply begins now where that was long ago."""
    held = ticket.beside.suspension
    if held is not None:
        return (Resume(), held.until) if held.until <= now else None
    at = supervised_at(ticket, reference)
    if at is None or at > now:
        return None
    since = at if now - at <= PROMPT else now
    return order(reference, since), since


class Falling(msgspec.Struct, frozen=True):
    """Tickets of which something has fallen due, as it seemed: seen again under the lock."""

    tickets: tuple[str, ...]

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The tickets as they are now."""
        await ledger.fetch(connection, self.tickets)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Tell what is not told yet."""
        for id_ in self.tickets:
            kept = ledger.tickets.get(id_)
            if kept is not None:
                tell(ledger, kept, piece, piece.received_at)
        return Done(204, b"")


class Walked(msgspec.Struct, frozen=True):
    """How far the arming of one district's old tickets has come: the last id, how many tickets there were, of
    how many something had fallen due before, and whether that were all."""

    last: str = ""
    tickets: int = 0
    past: int = 0
    ended: bool = False


class Arming(msgspec.Struct, frozen=True):
    """Some tickets from before there was a scheduler: what lies in the past is taken as told, what is to come
    is armed. At the end one line of the audit log says how many there were. Gives `Walked` as JSON."""

    so_far: Walked
    at_once: int = AT_ONCE

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The next tickets of the walk, and whether another replica has ended it."""
        old = (
            _D.district == ledger.district,
            _D.id > self.so_far.last,
            _D.told.is_(None),
            _D.aged.is_(False),
        )
        ids = [*await connection.scalars(select(_D.id).where(*old).order_by(_D.id).limit(self.at_once))]
        await ledger.fetch(connection, ids)
        since = select(t.district.c.armed_at).where(t.district.c.district == ledger.district)
        ledger.beside["arming", ""] = (ids, await connection.scalar(since))

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Arm them."""
        ids: list[str]
        ids, armed_at = ledger.beside["arming", ""]
        at, tickets, past = piece.received_at, self.so_far.tickets, self.so_far.past
        for id_ in ids:
            kept = ledger.tickets[id_]
            if kept.told is None:
                kept.told = instants.marked((), kept.ticket, at)
                kept.next_at = instants.next_at(kept.ticket, kept.told, ledger.reference)
                kept.marked = True
                tickets += 1
                past += bool(kept.told)
        ended = len(ids) < self.at_once
        if ended and armed_at is None:
            d = t.district
            ledger.statements.append(update(d).where(d.c.district == ledger.district).values(armed_at=at))
            note = f"{tickets} tickets; {past} of them had fallen due before and were not told"
            ledger.record(piece, "arm", note=note)
        walked = Walked(ids[-1] if ids else self.so_far.last, tickets, past, ended)
        return Done(200, msgspec.json.encode(walked))


class Scheduler:
    """The room that sleeps until something falls due."""

    def __init__(
        self,
        store: Store,
        references: References,
        writer: Writer,
        clock: Clock,
        by_rule: Callable[[tuple[str, ...]], Aside],
    ) -> None:
        """`by_rule` makes the work on tickets behind which an alarm of a sensor is (`alarms_rule`)."""
        self._by_rule = by_rule
        self._store = store
        self._references = references
        self._writer = writer
        self._clock = clock
        self.at_once = AT_ONCE
        self._armed: set[str] = set()
        self._waits: set[str] = set()
        self._soon = asyncio.Event()
        self._next = NEVER
        self._apart = random.Random()
        self._task: asyncio.Task[None] | None = None

    def heard(self, committed: Committed) -> None:
        """A listener of the performer: something may fall due before what is waited for."""
        at = committed.next_at
        if at is not None and at < self._next:
            self._next = at
            self._soon.set()

    async def start(self) -> None:
        """Begin to wait."""
        self._task = spawn("scheduler", self._run(), essential=True)

    async def close(self) -> None:
        """End; what has not been told is told at the next start, or by another replica."""
        await finish(self._task)

    async def _run(self) -> None:
        while True:
            self._next = NEVER
            for district in self._references.districts:
                try:
                    at = await self.look(district)
                except FAULTS as error:
                    # Said once: a database may be away for hours, and nothing is lost meanwhile.
                    if district not in self._waits:
                        self._waits.add(district)
                        log.warning("falling_waits", district=district, reason=reason_of(error))
                else:
                    self._waits.discard(district)
                    self._next = min(self._next, at if at is not None else NEVER)
            await self._sleep()

    async def _sleep(self) -> None:
        """Until something falls due, or the table is to be looked at again."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        apart = self._apart.uniform(0, APART_S) if self._store.dialect == "postgresql" else 0.0
        while True:
            self._soon.clear()
            wait = (self._next - self._clock.now()) / SECOND / max(self._clock.speed, SLOWEST) + apart
            wait = min(wait, begun + LONGEST_S - loop.time())
            if wait <= 0:
                return
            try:
                async with asyncio.timeout(wait):
                    await self._soon.wait()
            except TimeoutError:
                return

    async def look(self, district: str) -> int | None:
        """Tell whatever has fallen due in a district by now; gives when something does next, if ever."""
        if district not in self._armed:
            await self._arm(district)
        refused: set[str] = set()
        while True:
            now = self._clock.now()
            async with self._store.read() as connection:
                found = (await connection.execute(falling(district, now, self.at_once + len(refused)))).all()
                states = {id_: state for id_, state, _ in found if id_ not in refused}
                reference = self._references.get(district).reference
                looked = [
                    id_
                    for id_, state in states.items()
                    if state == "suspended" or reference.district.supervise is not None
                ]
                rows = await by_key(connection, t.ticket, "id", district, looked, "row")
            if not states:
                break
            own: set[str] = set()
            for (row,) in rows:
                ticket = _unpack(row)
                by_itself = _by_itself(ticket, reference, now)
                if by_itself is not None:
                    own.add(ticket.id)
                    if not await self._take(ticket, *by_itself, now):
                        refused.add(ticket.id)
            others = states.keys() - own
            alarms = {rule.item for rule in reference.district.alarms}
            visits = [id_ for id_, _, item in found if item in alarms and id_ in others]
            if visits:
                others -= set(visits)
                refused |= await self._do_by_rule(district, now, tuple(visits))
            if others:
                await self._writer.submit(Pending(system(district), now, Falling(tuple(sorted(others)))))
        async with self._store.read() as connection:
            nexts = (await connection.scalars(first(district, len(refused) + 1))).all()
        next_ = nexts[-1] if len(nexts) > len(refused) else None
        joint = await joints_falling.look(
            self._store, self._writer, district, self._clock.now(), self.at_once
        )
        campaign = await campaigns_falling.look(
            self._store, self._writer, self._references, district, self._clock.now()
        )
        return min((at for at in (next_, joint, campaign) if at is not None), default=None)

    async def _do_by_rule(self, district: str, now: int, tickets: tuple[str, ...]) -> set[str]:
        """Let what an alarm of a sensor asks for be done; gives those for which it could not be."""
        done = await self._writer.submit(Pending(system(district), now, self._by_rule(tickets)))
        return set(msgspec.json.decode(done.body, type=list[str]))

    async def _take(self, ticket: Ticket, act: Act, at: int, now: int) -> bool:
        """Take a step of a ticket as of an instant, by the ordinary way of every step; False where it is
        refused.

        The key is the same for every replica, so that one of them does it.
        """
        what = name_of(act)
        name = f"{what}\0{ticket.district}\0{ticket.id}\0{ticket.version}\0{at}"
        action = Action(
            action_id=str(uuid.uuid5(NAMESPACE, name)),
            ticket_id=ticket.id,
            base_version=ticket.version,
            act=act,
            done_at=at,
        )
        try:
            await self._writer.submit(Pending(system(ticket.district), now, action))
        except ServiceRefused as refused:
            # Another replica was first: it has the version, or the key with another instant of its own.
            if refused.kind not in ("conflict", "key"):
                about = {"district": ticket.district, "ticket": ticket.id, "kind": refused.kind}
                log.warning("by_itself_refused", what=what, **about)
                return False
        return True

    async def _arm(self, district: str) -> None:
        d = t.district.c
        async with self._store.read() as connection:
            since = await connection.scalar(select(d.armed_at).where(d.district == district))
        walked = Walked(ended=since is not None)
        while not walked.ended:
            piece = Pending(system(district), self._clock.now(), Arming(walked, self.at_once))
            done = await self._writer.submit(piece)
            walked = msgspec.json.decode(done.body, type=Walked)
        reference = self._references.get(district).reference
        await joints_falling.arm(
            self._store, self._writer, district, reference, self._clock.now(), self.at_once
        )
        self._armed.add(district)
        if walked.tickets:
            log.info("armed", district=district, tickets=walked.tickets, past=walked.past)
