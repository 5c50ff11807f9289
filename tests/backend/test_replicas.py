"""Several replicas on one database, everybody at once: whatever the table offers is taken, or refused in
words, and what came of it is what the table makes of the same steps one after the other.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from backend.service.audit import faults
from backend.service.clock import Clock, SimulatedClock
from backend.service.refusal import ServiceRefused
from backend.service.steps import Committed, Pending, Taken, system
from backend.store import tables as t
from contract import action as a
from contract.account import Actor
from contract.clock import DAY, HOUR, MINUTE
from contract.guards import offers
from contract.machine import PREVIOUS, SAME, Field, Transition
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, ORIGIN, RunningBackend, new_id
from tests.unit.lifecycle_world import World

REPLICAS = 3
APART = (0, 40 * MINUTE, -25 * MINUTE)
"""How far the replicas' clocks are from one another: a part of a second, as fast as time passes here."""
SPEED = 10_000.0
"""Some days pass."""
LOGINS = ("seat01", "seat02", "duty01", "leader01", "u-T-S1-ZF", "u-T-D-CG", "g-990001001001-01", "c-hotline")
UNITS = ("T-S1-ZF", "T-D-CG")
TICKETS = 12
PLAYERS = 3
STEPS = 40
REFUSED = {"conflict", "step", "forbidden", "validation", "missing"}


class Apart:
    """A clock beside another one."""

    def __init__(self, clock: Clock, by: int) -> None:
        self._clock, self._by = clock, by

    @property
    def speed(self) -> float:
        return self._clock.speed

    def now(self) -> int:
        return self._clock.now() + self._by


@pytest.fixture(scope="module")
def replicas(
    new_postgres_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[RunningBackend]]:
    """Backends on one database, each with its own loop and its own idea of the time."""
    url, folder = new_postgres_url(), tmp_path_factory.mktemp("files")
    clock = SimulatedClock(ORIGIN, SPEED)
    with ExitStack() as stack:
        running = []
        for by in APART:
            one = RunningBackend(url, folder)
            one.clock = Apart(clock, by)  # type: ignore[assignment]
            running.append(stack.enter_context(one))
        yield running


class Player:
    """Somebody at one replica who takes whatever is offered to anybody."""

    def __init__(self, backend: RunningBackend, actors: Sequence[Actor], ids: list[str], seed: int) -> None:
        self.services, self.clock = backend.services, backend.clock
        self.actors, self.ids, self.rng = actors, ids, random.Random(seed)
        self.outcomes: Counter[str] = Counter()

    async def row(self, id_: str) -> Ticket:
        async with self.services.store.read() as connection:
            query = select(t.ticket.c.row).where(t.ticket.c.district == DISTRICT, t.ticket.c.id == id_)
            return msgspec.msgpack.decode(await connection.scalar(query), type=Ticket)

    async def play(self, steps: int) -> None:
        reference = self.services.references.get(DISTRICT).reference
        for _ in range(steps):
            id_ = self.rng.choice(self.ids)
            row = await self.row(id_)
            options = [(who, one) for who in self.actors for one in offers(row, who, reference)]
            # What leads on is taken more often, so that late states are come to as well.
            weights = [1 if one.target in (SAME, PREVIOUS) else 6 for _, one in options]
            if not options:
                continue
            who, step = self.rng.choices(options, weights)[0]
            self.outcomes[await self.submit(who, row, self.act(step, row))] += 1

    async def submit(self, who: Actor, row: Ticket, act: a.Act) -> str:
        now = self.clock.now()
        action = a.Action(
            action_id=new_id(),
            ticket_id=row.id,
            base_version=row.version,
            act=act,
            done_at=self.rng.choice([None, now, now - MINUTE]),
        )
        try:
            await self.services.writer.submit(Pending(who, now, action))
        except ServiceRefused as refused:
            return refused.kind
        return "done"

    def act(self, row: Transition, ticket: Ticket) -> a.Act:
        """An act with everything that it carries, and a few things that it should not."""
        kind = next(k for k in get_args(a.Act) if k.__struct_config__.tag == row.action)
        carried = {f.name: self.value(f, ticket) for f in row.carries if f.required or f.name == "reason"}
        if row.outcome:
            carried["outcome"] = row.outcome
        if (row.action, row.outcome) == ("extend", "asked"):
            clock = ticket.responsibility
            carried["value"] = clock.limit.value / 2 if clock is not None else 1
        if row.action == "arbitrate":
            carried["cite"] = "1-001"
        act: a.Act = kind(**carried)
        return act

    def value(self, field: Field, ticket: Ticket) -> Any:
        drawn: dict[str, Any] = {
            "unit": UNITS,
            "item": ("1-1-03",),
            "area": (GRID,),
            "into": self.ids,
        }
        if field.name in drawn:
            return self.rng.choice(drawn[field.name])
        if field.type == "instant":
            return self.clock.now() + self.rng.choice([HOUR, DAY])
        if field.choices:
            return self.rng.choice(field.choices)
        return 1.0 if field.type == "number" else "理由"


def bare(ticket: Ticket) -> Ticket:
    """A row without its place in the feed and its number, which the contract does not know."""
    return replace(ticket, seq=0, number="")


def unanswered(ticket: Ticket) -> Ticket:
    """A row as its own step left it, before the cluster that it is of was answered."""
    return replace(bare(ticket), beside=replace(ticket.beside, answered_at=None))


async def everybody(backend: RunningBackend) -> list[Actor]:
    return [await backend.services.accounts.find(DISTRICT, login) for login in LOGINS]


async def reported(backend: RunningBackend, who: Actor, ids: Sequence[str]) -> None:
    for id_ in ids:
        act = a.Report(channel="hotline", title="噪音", area=GRID)
        action = a.Action(action_id=new_id(), ticket_id=id_, act=act)
        await backend.services.writer.submit(Pending(who, backend.clock.now(), action))


async def played(backend: RunningBackend, actors: list[Actor], ids: list[str], seed: int) -> Counter[str]:
    players = [Player(backend, actors, ids, seed * PLAYERS + n) for n in range(PLAYERS)]
    await asyncio.gather(*(player.play(STEPS) for player in players))
    return sum((player.outcomes for player in players), Counter())


def test_replicas_are_as_good_as_one(replicas: list[RunningBackend]) -> None:
    taken: list[Taken] = []

    def heard(committed: Committed) -> None:
        taken.extend(committed.taken)

    for one in replicas:
        one.services.performer.listeners.append(heard)
    actors = replicas[0].run(everybody(replicas[0]))
    ids = [new_id() for _ in range(TICKETS)]
    for n, one in enumerate(replicas):
        one.run(reported(one, actors[0], ids[n::REPLICAS]))
    with ThreadPoolExecutor(REPLICAS) as pool:
        plays = pool.map(lambda n: replicas[n].run(played(replicas[n], actors, ids, n)), range(REPLICAS))
        outcomes = sum(plays, Counter())
    assert set(outcomes) <= REFUSED | {"done"}
    assert outcomes["done"] > outcomes.total() / 3
    assert outcomes["conflict"]
    for one in replicas:
        one.services.performer.listeners.remove(heard)

    world = replayed(replicas[0], actors, taken)
    rows, found = replicas[1].run(stored(replicas[1], ids))
    assert rows == {id_: bare(row) for id_, row in world.tickets.items()}
    assert found == []
    assert len({state for state, *_ in world.taken}) >= 8


def replayed(backend: RunningBackend, actors: list[Actor], taken: list[Taken]) -> World:
    """The committed steps once more, one after the other in the order of the feed, by the contract alone;
    what must hold of every row (`lifecycle_rules`) is held after each."""
    reference = backend.services.references.get(DISTRICT).reference
    world = World(reference, 0, [*actors, system(DISTRICT)])
    for one in sorted((one for one in taken if one.act is not None), key=lambda one: one.seq):
        at = one.entry.at
        world.now = max(world.now, at)
        if isinstance(one.act, a.Report):
            row = world.report(one.after.id, one.actor, one.act, at)
        elif one.act is not None:
            row = world.do(one.after.id, one.actor, one.act, at)
        assert unanswered(row) == unanswered(one.after)
    return world


async def stored(backend: RunningBackend, ids: list[str]) -> tuple[dict[str, Ticket], list[str]]:
    """The rows as they are in the database, and what is wrong with it."""
    async with backend.services.store.read() as connection:
        query = select(t.ticket.c.id, t.ticket.c.row).where(
            t.ticket.c.district == DISTRICT, t.ticket.c.id.in_(ids)
        )
        found = (await connection.execute(query)).all()
        rows = {id_: bare(msgspec.msgpack.decode(row, type=Ticket)) for id_, row in found}
        return rows, await faults(connection, DISTRICT)
