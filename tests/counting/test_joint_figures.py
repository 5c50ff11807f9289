"""The figures of joint actions, counted from the rows and told over from the logs: on random lives, in the
pure contract and through the backend."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from operator import add
from pathlib import Path
from random import Random

import msgspec
import pytest
from sqlalchemy import insert, select, update

from backend.service.clock import SimulatedClock
from backend.service.joint.acting import JointStep
from backend.service.joint.entry import entry_of
from backend.service.joint_figures.check import joint_differences
from backend.service.joint_figures.counting import Counting, answer, counted
from backend.service.joint_figures.recount import Told, logs, recount, recount_departments, told
from backend.service.joint_figures.row import CountedJoint, counted_row
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import actors
from backend.store import tables
from backend.store.tables.joints import joint as joint_table
from contract import action as ta
from contract.account import Actor
from contract.action import FileRef
from contract.clock import HOUR, MINUTE
from contract.counting import Period
from contract.joint import action as a
from contract.joint.advance import advance, effective, propose
from contract.joint.figures import JointCount, JointFigures, JointLine, PartyFigures
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.reference import Reference
from contract.refused import Refused
from tests.backend.running import DISTRICT, TINY
from tests.counting.joint_lives import TICKET, Town, begun, moved_on, next_step, photo

FIRST = round(datetime(2026, 7, 1, tzinfo=UTC).timestamp() * 1000)
"""Lives begin within the half-year from here."""
HALF_YEAR = Period(FIRST - 8 * HOUR, FIRST + 184 * 24 * HOUR)
UNITS = ["T-D-CG", "T-D-ZJ", "T-S1-ZF", "T-S2-ZF"]
LIVES = 500


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    settings = Settings(database=f"sqlite:///{tmp_path / 'grid.db'}", files=tmp_path / "files", port=0)
    found = await Services.open(settings, SimulatedClock(FIRST, 0))
    try:
        await load_district(found, TINY, demo=True)
        yield found
    finally:
        await found.store.close()


async def town_of(services: Services) -> tuple[Town, dict[str, Actor]]:
    held = services.references.get(DISTRICT)
    people = await actors(services.store, held)
    return Town(held.reference, people, ("990001001", "990001002"), "s-T-S1", UNITS), people


@dataclass
class Life:
    """One action as it goes on."""

    id: str
    now: int
    steps: int
    joint: Joint | None = None
    log: list[JointEntry] = field(default_factory=list)


def lives(rng: Random, many: int) -> list[Life]:
    spread = HALF_YEAR.to_at - HALF_YEAR.from_at
    return [
        Life(
            str(uuid.UUID(int=rng.getrandbits(128))),
            HALF_YEAR.from_at + rng.randrange(spread),
            rng.choice((3, 15, 40, 90)),
        )
        for _ in range(many)
    ]


def live(rng: Random, life: Life, town: Town) -> None:
    """All of a life, in the pure contract."""
    for n in range(life.steps):
        life.now, done_at = moved_on(rng, life.now)
        if life.joint is None:
            step = begun(rng, town)
        else:
            found = next_step(rng, life.joint, town, life.now, lambda: photo(rng.randbytes(8)))
            if found is None:
                return
            step = found
        actor, act = step
        before = life.joint
        try:
            if isinstance(act, a.Propose):
                after = propose(life.id, "LD", act, actor, life.now, town.ref)
                at = life.now
            else:
                assert before is not None
                at = effective(before, act, actor, done_at, life.now)
                after = advance(before, act, actor, at, town.ref)
        except Refused:
            continue
        after = msgspec.structs.replace(after, entries=n)
        action = a.JointAction(action_id=str(uuid.UUID(int=1)), joint_id=life.id, act=act, done_at=done_at)
        piece = Pending(actor, life.now, JointStep(action))
        life.log.append(entry_of(action, act, piece, at, before, after, town.ref))
        life.joint = after


def _count(rows: Iterable[CountedJoint], counting: Counting, ref: Reference) -> JointCount:
    for row in rows:
        counting.take(row)
    return counted(counting, ref)


def agree(found: JointCount, actions: list[Told], period: Period, now: int) -> None:
    """What was counted from the rows is what the logs tell, in all and in each group."""
    nothing = JointFigures()
    assert found.total == recount(actions, period, now).get("", nothing)
    by: dict[str, tuple[JointLine, ...]] = {
        "lead": found.leads,
        "kind": found.kinds,
        "way": found.ways,
        "street": found.streets,
    }
    for name, lines in by.items():
        over = recount(actions, period, now, name)
        # Proposals that were never called have no lead.
        assert {line.code: line.figures for line in lines} == over, name
        assert reduce(add, (line.figures for line in lines), nothing) == found.total
    assert {line.code: line.figures for line in found.departments} == recount_departments(
        actions, period, now
    )
    assert reduce(add, (line.figures for line in found.departments), PartyFigures()) == found.total.parties
    if found.months:
        assert reduce(add, (one.figures for one in found.months), nothing) == found.total


def periods() -> Iterable[Period]:
    yield HALF_YEAR
    for month in range(6):
        begin = HALF_YEAR.from_at + month * 31 * 24 * HOUR
        yield Period(begin, begin + 31 * 24 * HOUR)


async def test_500_random_lives_count_as_their_logs_tell(services: Services) -> None:
    town, _ = await town_of(services)
    rng = Random(20260701)
    lived = lives(rng, LIVES)
    for life in lived:
        live(rng, life, town)
    pack = msgspec.msgpack.Encoder().encode
    rows = [counted_row(pack(life.joint)) for life in lived if life.joint is not None]
    actions = [told(life.log) for life in lived if life.log]
    assert len(rows) == LIVES
    # Everything that can be counted is there to be counted.
    whole = _count(rows, Counting(HALF_YEAR, HALF_YEAR.to_at, town.ref.calendar), town.ref)
    assert all(getattr(whole.total, name) for name in JointFigures.__struct_fields__)
    assert all(getattr(whole.total.parties, name) for name in PartyFigures.__struct_fields__)
    for period in periods():
        for now in (period.from_at + 9 * 24 * HOUR, period.to_at + 365 * 24 * HOUR):
            found = _count(rows, Counting(period, now, town.ref.calendar), town.ref)
            agree(found, actions, period, now)


async def test_the_backend_counts_500_lives_as_its_logs_tell(services: Services) -> None:
    town, people = await town_of(services)
    rng = Random(5)
    report = ta.Action(
        action_id=str(uuid.UUID(int=2)),
        ticket_id=TICKET,
        base_version=0,
        act=ta.Report(channel="hotline", title="占道", area="990001001"),
    )
    await services.performer.perform(DISTRICT, [Pending(people["seat01"], FIRST, report)])
    waiting = lived = lives(rng, LIVES)
    now = HALF_YEAR.from_at
    while waiting:
        now += rng.randint(1, 6) * HOUR if rng.random() < 0.1 else rng.randint(1, 15) * MINUTE
        batch = [(life, step) for life in waiting if (step := _next(rng, life, town, now))]
        await _stored(services, people["seat01"], batch, now)
        pieces = [
            Pending(actor, now, JointStep(_action(rng, life, act, now))) for life, (actor, act) in batch
        ]
        outcomes = await services.performer.perform(DISTRICT, pieces)
        for (life, _), outcome in zip(batch, outcomes, strict=True):
            if not isinstance(outcome, ServiceRefused):
                life.joint = msgspec.json.decode(outcome.body, type=a.JointAnswer).joint
        going = {id(life) for life, _ in batch}
        waiting = [life for life in waiting if id(life) in going and life.steps > 0]
    async with services.store.read() as connection:
        actions = [one async for _, one in logs(connection, DISTRICT)]
        rows = (await connection.execute(select(joint_table.c.row))).scalars().all()
        assert len(actions) == len(rows) == LIVES
        for period in (HALF_YEAR, Period(HALF_YEAR.from_at, HALF_YEAR.from_at + 9 * HOUR)):
            found = await answer(connection, town.ref, period, now)
            assert found.total.actions > 0
            agree(found, actions, period, now)
        assert await joint_differences(connection, town.ref, now) == []
        # Narrowed to a unit: what it leads, and its own line in all of them.
        whole = await answer(connection, town.ref, HALF_YEAR, now)
        own = await answer(connection, town.ref, HALF_YEAR, now, unit="T-S1-ZF")
        (lead,) = own.leads
        assert lead == next(line for line in whole.leads if line.code == "T-S1-ZF")
        assert own.departments == tuple(line for line in whole.departments if line.code == "T-S1-ZF")
        street = await answer(connection, town.ref, HALF_YEAR, now, area="990001002")
        (line,) = street.streets
        assert line == next(line for line in whole.streets if line.code == "990001002")
        assert street.total == line.figures
    # What a row says and its log does not is found.
    gone = next(life.joint for life in lived if life.joint is not None and life.joint.state == "closed")
    false = msgspec.msgpack.encode(msgspec.structs.replace(gone, closed_at=None, problems=()))
    async with services.store.write() as connection:
        await connection.execute(update(joint_table).where(joint_table.c.id == gone.id).values(row=false))
    async with services.store.read() as connection:
        (said,) = await joint_differences(connection, town.ref, now)
    assert gone.id in said
    assert "closed" in said


def _next(rng: Random, life: Life, town: Town, now: int) -> tuple[Actor, a.JointAct] | None:
    life.steps -= 1
    if life.joint is None:
        return begun(rng, town)
    return next_step(rng, life.joint, town, now, lambda: photo(rng.randbytes(8)))


def _action(rng: Random, life: Life, act: a.JointAct, now: int) -> a.JointAction:
    _, done_at = moved_on(rng, now)
    return a.JointAction(
        action_id=str(uuid.UUID(int=rng.getrandbits(128))),
        joint_id=life.id,
        base_version=life.joint.version if life.joint is not None else 0,
        act=act,
        done_at=done_at if done_at is not None and done_at <= now else None,
    )


async def _stored(
    services: Services, actor: Actor, batch: list[tuple[Life, tuple[Actor, a.JointAct]]], now: int
) -> None:
    """The files that the acts bring stand in the store."""
    files: list[FileRef] = [file for _, (_, act) in batch for file in getattr(act, "files", ())]
    if not files:
        return
    rows = [
        {
            "district": DISTRICT,
            "sha256": one.sha256,
            "size": 8,
            "mime": one.mime,
            "account": actor.id,
            "at": now,
        }
        for one in files
    ]
    async with services.store.write() as connection:
        await connection.execute(insert(tables.file), rows)
