"""Who is there. A seat gives signs of life: every request that it makes with its session, the clock's round
trip above all, which a console makes every half minute. An open stream is none: the cable may be out.

Every replica writes the signs that it heard into the table `presence`, together and now and then; so all of
them know of all seats, and each may find that one is gone. Its claims are then given back and its state ends
where it was last heard of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace
from sqlalchemy import Insert, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.clock import Clock
from backend.service.housekeeping import FAULTS, reason_of
from backend.service.ledger import Ledger
from backend.service.reference import References
from backend.service.seats import Arrived, Interval, Returned, enter, last_intervals, take_up
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.engine import Store
from backend.tasks import finish, spawn
from contract.account import Actor
from contract.clock import SECOND
from contract.seat import ABSENT, ROLES

PRESENT = ("seat", "duty", "handler", "grid")
"""Roles that can be in a ticket."""
STEPS = 6
"""So many times in `gone_seconds` the signs are written."""
LONGEST_S = 15.0
SOON_S = 0.5
AT_ONCE = 500

log = structlog.get_logger("presence")


def claimed_by(district: str, accounts: Sequence[str]) -> Select[str, str]:
    """The tickets that accounts are in: id and account."""
    k = t.ticket.c
    # That somebody is in them has to be said: it is what makes the partial index theirs.
    return select(k.id, k.claim_by).where(k.district == district, k.claim_by != "", k.claim_by.in_(accounts))


class Gone(msgspec.Struct, frozen=True):
    """Claims (unless they are to be kept) and states of accounts of which nothing was heard since an instant;
    all of an account's that `left` of its own accord, unless it has a session still: one console of two was
    left. What has been heard again meanwhile stays."""

    accounts: tuple[str, ...]
    heard_before: int
    left: bool = False
    claims: bool = True

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Who is still gone, what they hold, and where their seats belong."""
        district, wanted = ledger.district, self.accounts
        p, a = t.presence.c, t.account.c
        signs = select(p.account, p.seen_at).where(p.district == district, p.account.in_(wanted))
        seen = {account: int(at) for account, at in await connection.execute(signs)}
        ledger.beside["seen", ""] = {**ledger.beside.get(("seen", ""), {}), **seen}
        if self.left:
            # In the transaction that ends what they hold: who logs in meanwhile has a session already.
            s = t.session.c
            here = (s.district == district, s.account.in_(wanted), s.expires_at > piece.received_at)
            found_here = set(await connection.scalars(select(s.account).where(*here)))
            ledger.beside["here", ""] = ledger.beside.get(("here", ""), set()) | found_here
        places = select(a.id, a.area).where(a.district == district, a.id.in_(wanted), a.role.in_(ROLES))
        for account, area in await connection.execute(places):
            found = ledger.reference.area(area)
            ledger.beside["place", account] = found.path if found is not None else ""
        held = (await connection.execute(claimed_by(district, wanted))).all()
        for account in wanted:
            ledger.beside["held", account] = [id_ for id_, by in held if by == account]
        await ledger.fetch(connection, [id_ for id_, _ in held])
        seats = [account for account in wanted if ("place", account) in ledger.beside]
        await take_up(connection, ledger, seats, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Give back what they hold."""
        here: set[str] = ledger.beside["here", ""] if self.left else set()
        for account in self.accounts:
            seen: int = ledger.beside["seen", ""].get(account, 0)
            if account in here:
                continue
            if self.left or seen < self.heard_before:
                if self.claims:
                    self._release(ledger, piece, account)
                self._end(ledger, piece, account, seen)
        return Done(204, b"")

    def _release(self, ledger: Ledger, piece: Pending, account: str) -> None:
        for id_ in ledger.beside["held", account]:
            kept = ledger.tickets.get(id_)
            claim = kept.ticket.claim if kept is not None else None
            if kept is None or claim is None or claim.by != account:
                continue
            if self.left or claim.at < self.heard_before:
                _, row = ledger.place(kept, replace(kept.ticket, claim=None), piece.received_at)
                note = "left" if self.left else "the seat was not heard of"
                ledger.record(piece, "release", id_, version=kept.ticket.version, row=row, note=note)

    def _end(self, ledger: Ledger, piece: Pending, account: str, seen: int) -> None:
        intervals: list[Interval] = ledger.beside.get(("seat", account), [])
        if not intervals or intervals[-1].to_at is not None:
            return
        if not self.left and intervals[-1].from_at >= self.heard_before:
            return
        at = piece.received_at if self.left else max(seen, intervals[-1].from_at)
        enter(ledger, piece, account, ledger.beside["place", account], ABSENT, at, lost=not self.left)
        ledger.record(piece, "seat_state", account, note="left" if self.left else "absent, not heard of")


class Presence:
    """Hears signs, writes them down, and finds who is gone."""

    def __init__(
        self, store: Store, references: References, writer: Writer, clock: Clock, gone_seconds: float
    ) -> None:
        self._store = store
        self._references = references
        self._writer = writer
        self._clock = clock
        self._gone = gone_seconds
        self._every = min(LONGEST_S, gone_seconds / STEPS)
        self._signs: dict[tuple[str, str], Actor] = {}
        self._written: dict[tuple[str, str], float] = {}
        self._soon = asyncio.Event()
        self._since = 0.0
        self._looked = 0.0
        self._task: asyncio.Task[None] | None = None

    # ---- signs ----
    def sign(self, actor: Actor) -> None:
        """Something was heard of an account."""
        if actor.role not in PRESENT:
            return
        key = (actor.district, actor.id)
        self._signs[key] = actor
        if key not in self._written:
            # It may be about to be found gone by another replica.
            self._soon.set()

    async def arrived(self, actor: Actor) -> None:
        """An account has logged in."""
        if actor.role in ROLES:
            now = self._clock.now()
            await self._writer.submit(Pending(actor, now, Arrived(self._horizon(now))))
        self.sign(actor)

    async def left(self, actor: Actor) -> None:
        """An account has ended a session: with the last one its claims are given back, its state ends."""
        self._signs.pop((actor.district, actor.id), None)
        if actor.role in PRESENT:
            now = self._clock.now()
            await self._writer.submit(Pending(actor, now, Gone((actor.id,), now, left=True)))

    def _horizon(self, now: int) -> int:
        """Who was last heard before it is gone. At another speed of the clock the time a person has stays."""
        return now - round(self._gone * SECOND * max(self._clock.speed, 1.0))

    # ---- life ----
    async def start(self) -> None:
        """Begin to write signs down."""
        self._since = self._looked = asyncio.get_running_loop().time()
        self._task = spawn("presence", self._run(), essential=True)

    async def close(self) -> None:
        """End."""
        await finish(self._task)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except FAULTS as error:
                # What others heard meanwhile is not written either: nobody is gone until all had their time.
                self._since = asyncio.get_running_loop().time()
                log.warning("presence_waits", reason=reason_of(error))
            self._soon.clear()
            await asyncio.sleep(min(SOON_S, self._every))
            try:
                async with asyncio.timeout(max(0.0, self._every - SOON_S)):
                    await self._soon.wait()
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Write down who was heard; then, per district, see who came back and who is gone."""
        loop = asyncio.get_running_loop()
        signs, self._signs = self._signs, {}
        now, real = self._clock.now(), loop.time()
        if real - self._looked > self._gone / 2:
            # This process stood still: what was sent to it meanwhile is still to be read.
            self._since = real
        self._looked = real
        if signs:
            try:
                await self._end_gaps([a for k, a in signs.items() if k not in self._written], now)
                await self._write(signs, now)
            except FAULTS:
                self._signs = {**signs, **self._signs}
                raise
        self._written.update(dict.fromkeys(signs, real))
        self._written = {k: at for k, at in self._written.items() if real - at < 3 * self._every}
        for district in self._references.districts:
            await self._returned(district, [a for a in signs.values() if a.district == district])
            if real - self._since > self._gone:
                await self._find_gone(district, self._horizon(now))

    async def _end_gaps(self, heard: list[Actor], now: int) -> None:
        """Seats heard again before anybody found them gone (nobody ran): their state ended where they were
        last heard of. Their claims stay."""
        p, i, horizon = t.presence, t.seat_interval.c, self._horizon(now)
        for district in {actor.district for actor in heard}:
            seats = [a.id for a in heard if a.district == district and a.role in ROLES]
            if not seats:
                continue
            silent = select(p.c.account).where(
                p.c.district == district, p.c.account.in_(seats), p.c.seen_at < horizon
            )
            busy = select(i.account).where(i.district == district, i.to_at.is_(None), i.account.in_(silent))
            async with self._store.read() as connection:
                gaps = sorted(await connection.scalars(busy))
            if gaps:
                piece = Pending(system(district), now, Gone(tuple(gaps), horizon, claims=False))
                await self._writer.submit(piece)

    async def _write(self, signs: Iterable[tuple[str, str]], now: int) -> None:
        p = t.presence
        rows = [{"district": district, "account": account, "seen_at": now} for district, account in signs]
        kind: Any = postgresql.insert if self._store.dialect == "postgresql" else sqlite.insert
        fresh = kind(p)
        upsert: Insert = fresh.on_conflict_do_update(
            index_elements=["district", "account"],
            set_={"seen_at": fresh.excluded.seen_at},
            where=p.c.seen_at < fresh.excluded.seen_at,
        )
        # In one order everywhere, so that two replicas never wait for each other.
        rows.sort(key=lambda row: (row["district"], row["account"]))
        async with self._store.write() as connection:
            await connection.execute(upsert, rows)

    async def _returned(self, district: str, heard: list[Actor]) -> None:
        seats = {actor.id: actor for actor in heard if actor.role in ROLES}
        if not seats:
            return
        async with self._store.read() as connection:
            last = await last_intervals(connection, district, seats.keys())
        lost = [account for account, one in last.items() if one.to_at is not None and one.lost]
        if lost:
            back = Returned(tuple(seats[account] for account in sorted(lost)))
            await self._writer.submit(Pending(system(district), self._clock.now(), back))

    async def _find_gone(self, district: str, horizon: int) -> None:
        p, i, k = t.presence, t.seat_interval, t.ticket
        async with self._store.read() as connection:
            claimed = (
                select(k.c.claim_by)
                .distinct()
                .select_from(k.outerjoin(p, (p.c.district == k.c.district) & (p.c.account == k.c.claim_by)))
                .where(k.c.district == district, k.c.claim_by != "", func.coalesce(p.c.seen_at, 0) < horizon)
                .limit(AT_ONCE)
            )
            gone = set(await connection.scalars(claimed))
            busy = (
                select(i.c.account)
                .select_from(i.outerjoin(p, (p.c.district == i.c.district) & (p.c.account == i.c.account)))
                .where(
                    i.c.district == district,
                    i.c.to_at.is_(None),
                    i.c.from_at < horizon,
                    func.coalesce(p.c.seen_at, 0) < horizon,
                )
                .limit(AT_ONCE)
            )
            gone |= set(await connection.scalars(busy))
        if gone:
            log.info("gone", district=district, accounts=len(gone))
            piece = Pending(system(district), self._clock.now(), Gone(tuple(sorted(gone)), horizon))
            await self._writer.submit(piece)
