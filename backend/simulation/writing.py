"""Writing a past into a district: the moves that `history` tells, performed in order by the one function,
and between them what fell due."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from heapq import merge
from itertools import islice
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import select

from backend.service.accounts import actor_of
from backend.service.campaign.acting import CampaignStep
from backend.service.components.searching import whole
from backend.service.joint.acting import JointStep
from backend.service.reference import Held
from backend.service.refusal import ServiceRefused
from backend.service.scheduler import Falling
from backend.service.steps import Pending, system
from backend.services import Services
from backend.simulation import scene as scenes
from backend.simulation.campaigns import CampaignMove, CampaignTelling
from backend.simulation.falls import Fall, with_falls
from backend.simulation.furniture import Furniture
from backend.simulation.history import DAYS, Move, Telling, first_day
from backend.simulation.joints.telling import JointMove, JointTelling, Starts, grounds
from backend.simulation.pictures import MIME, all_drawings
from backend.simulation.step import SYSTEM
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor

SEED = 20260101
BATCH = 2_000

log = structlog.get_logger("simulation")


_Step = Move | JointMove | CampaignMove | Fall


class HistoryError(Exception):
    """Our bug: the performer refused a move that the step function had allowed."""


class Written(msgspec.Struct, frozen=True):
    """What came of it: how many tickets and actions, and how long it took (s)."""

    tickets: int
    actions: int
    seconds: float


async def actors(store: Store, held: Held) -> dict[str, Actor]:
    """Every open account of a district by its login, and the backend itself."""
    query = select(t.account).where(t.account.c.district == held.district, t.account.c.active.is_(True))
    async with store.read() as connection:
        known = {row.login: actor_of(row, held) for row in await connection.execute(query)}
    return {**known, SYSTEM: system(held.district)}


def _batches(steps: Iterator[_Step]) -> Iterator[list[_Step]]:
    while batch := list(islice(steps, BATCH)):
        yield batch


async def _store_drawings(services: Services, actor: Actor, at: int) -> None:
    for sha256, drawing in all_drawings().items():
        await services.files.put(actor, sha256, MIME, at, _whole(drawing))


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _store_pictures(services: Services, accounts: dict[str, Actor], moves: list[JointMove]) -> None:
    """What joint actions refer to is there before they do."""
    for move in moves:
        for file in getattr(move.action.act, "files", ()):
            await services.files.put(accounts[move.login], file.sha256, MIME, move.at, _whole(move.content))


def _pending(step: _Step, accounts: dict[str, Actor], district: str) -> Pending:
    match step:
        case Move():
            return Pending(accounts[step.login], step.at, step.action)
        case CampaignMove():
            return Pending(accounts[step.login], step.at, CampaignStep(step.action))
        case JointMove():
            return Pending(accounts[step.login], step.at, JointStep(step.action))
        case Fall():
            return Pending(system(district), step.at, Falling((step.ticket,)))


async def write_history(
    services: Services,
    district: str,
    folder: Path,
    end: int,
    *,
    days: int = DAYS,
    seed: int = SEED,
    rate: float = 1.0,
    repeat_rate: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Written:
    """Write `days` simulated days that end at `end` (ms, UTC) into a district that has its accounts.

    `folder` is the district's own (phrases, load, weights), `rate` multiplies its volume, `repeat_rate` is
    the share of reports that come again (None: its own). `progress` hears the share that is written.
    Raises HistoryError.
    """
    began = time.monotonic()
    held = services.references.get(district)
    reference = held.reference
    accounts = await actors(services.store, held)
    await _store_drawings(services, accounts["leader01"], first_day(end, days))
    # The catalogue as of the first day: an item that came later could not have been filed then.
    scene = scenes.read(folder, first_day(end, days), reference.calendar.utc_offset)
    scene = scene.among(Furniture(await whole(services.store, system(district))))
    seats = tuple(sorted(login for login in accounts if login.startswith("seat")))[: reference.district.seats]
    start = first_day(end, days)
    telling = Telling(scene, reference, seed, start, end, accounts.__getitem__, seats, rate, repeat_rate)
    day = scene.local(start).date().isoformat()
    starts = Starts(scene, reference, seed, grounds(folder, day), frozenset(accounts))
    campaign = CampaignTelling(scene, reference, seed, start, end, accounts["duty01"])
    joints = JointTelling(starts, start, end, accounts.__getitem__, telling.tickets, rate, campaign)
    actions = 0
    falls = with_falls(telling.play(), telling.tickets, reference, end)
    for batch in _batches(merge(falls, joints.play(), key=lambda step: step.at)):
        await _store_pictures(services, accounts, [step for step in batch if isinstance(step, JointMove)])
        # What falls due in it is fetched by one look.
        fallen = tuple({step.ticket: None for step in batch if isinstance(step, Fall)})
        work = [Pending(system(district), batch[0].at, Falling(fallen))]
        work += [_pending(step, accounts, district) for step in batch]
        outcomes = await services.performer.perform(district, work)
        for step, outcome in zip(batch, outcomes[1:], strict=True):
            if isinstance(outcome, ServiceRefused):
                raise HistoryError(f"{step}: {outcome}")
            actions += not isinstance(step, Fall)
        if progress is not None:
            progress((batch[-1].at - start) / (end - start))
    written = Written(len(telling.tickets), actions, round(time.monotonic() - began, 1))
    log.info("history_written", district=district, **msgspec.to_builtins(written))
    return written
