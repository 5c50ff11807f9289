"""Who is on duty in a demo district: rosters by its own staffing, put in as an administrator would, from a
table; and this morning's check-ins on patrol, each as its grid worker would have made it.

People are made up, as those who report: a family name and 同志, a number that cannot be dialled.
"""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import AsyncIterator, Iterator
from itertools import islice

import structlog
from sqlalchemy import select

from backend.service.duty import read_holders, read_shifts
from backend.service.duty_board import GRIDS
from backend.service.duty_check_in import CheckingIn
from backend.service.duty_roster import COLUMNS, read
from backend.service.duty_taking import TakingRoster
from backend.service.profile import Profile
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from backend.services import Services
from backend.simulation.draws import mint, stream
from backend.simulation.people import SURNAMES, UNASSIGNED
from backend.simulation.writing import BATCH, SEED, HistoryError, actors
from backend.store import tables as t
from contract.action import FileRef
from contract.clock import MINUTE
from contract.duty import PutRoster, SetCheckIn
from contract.reference import Area
from contract.rota import all_turns

ADMINISTRATOR = "admin01"
WORKER = "worker"
TO_THE_GRID = ("08:00", "14:00"), ("14:00", "20:00")
"""The shifts of two grid workers; one alone has the whole day."""
OFF_AT_WEEKENDS = 0.04
"""Grids whose second worker is off on Saturday and Sunday: nobody is on then in the afternoon."""
ENDS_EARLY = 0.02
"""Grids whose last shift ends at six: nobody is on in the evening."""
VACANT = 0.03
"""Posts that nobody holds at the time."""
MISSED = 0.04
"""Grid workers who have not checked in this morning."""
FIRST_ROUND = (12 * MINUTE, 105 * MINUTE)
"""How long after a shift's begin somebody checks in first (ms)."""

log = structlog.get_logger("simulation")

Line = tuple[str, ...]


def worker_login(grid: str, n: int) -> str:
    """The login of a grid's nth grid worker, from 1 on."""
    return f"g-{grid}" if n == 1 else f"g-{grid}-{n}"


def _names(chance: random.Random, count: int) -> list[str]:
    return [f"{surname}同志" for surname in chance.sample(SURNAMES, count)]


def _phone(chance: random.Random) -> str:
    return f"{chance.choice(UNASSIGNED)}{chance.randrange(10**8):08d}"


def _grid(profile: Profile, area: Area) -> Iterator[Line]:
    chance = stream(SEED, "roster", area.code)
    posts = [post for post in profile.district.staffing.grid if post.count]
    workers = profile.workers.get(area.code, 1)
    count = {post.key: workers if post.patrols else post.count for post in posts}
    names = iter(_names(chance, sum(count.values())))
    for post in posts:
        for n in range(1, count[post.key] + 1):
            name, phone, drawn = next(names), _phone(chance), chance.random()
            line = (area.code, post.names.zh, name, phone)
            if post.patrols:
                on = "周一至周五" if n == 2 and drawn < OFF_AT_WEEKENDS else "每天"
                hours = TO_THE_GRID[(n - 1) % 2] if count[post.key] > 1 else ("08:00", "20:00")
                if n == count[post.key] and drawn > 1 - ENDS_EARLY:
                    hours = hours[0], "18:00"
                yield (*line, "", worker_login(area.code, n), on, *hours, "", "")
            elif drawn >= VACANT:
                # Whoever holds a post beside another office is called on a number of their own.
                days = ("工作日", "08:00", "18:00") if post.key == "head" else ("", "", "")
                yield (*line, "是", "", *days, "", "")


def _unit(profile: Profile, code: str) -> Iterator[Line]:
    chance = stream(SEED, "roster", code)
    posts = profile.district.staffing.unit
    for post, name in zip(posts, _names(chance, len(posts)), strict=True):
        own = post.key == "lead"
        days = "工作日" if own else "每天"
        login = "" if own else f"u-{code}"
        yield (
            code,
            post.names.zh,
            name,
            _phone(chance),
            "是" if own else "",
            login,
            days,
            "08:00",
            "18:00",
            "",
            "",
        )


def table(profile: Profile) -> bytes:
    """The rosters of all grids and units of a district as the table that an administrator would put in."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for area in profile.areas:
        if area.kind in GRIDS:
            writer.writerows(_grid(profile, area))
    for placed in profile.units:
        writer.writerows(_unit(profile, placed.unit.code))
    return out.getvalue().encode("utf-8-sig")


async def put_rosters(services: Services, profile: Profile, at: int) -> int:
    """Put the rosters of a demo district in; gives how many people stand on them. Raises HistoryError."""
    if not profile.district.staffing.grid:
        return 0
    district, content = profile.district.code, table(profile)
    held = services.references.get(district)
    actor = (await actors(services.store, held))[ADMINISTRATOR]
    sha256 = hashlib.sha256(content).hexdigest()

    async def whole() -> AsyncIterator[bytes]:
        yield content

    await services.files.put(actor, sha256, "text/csv", at, whole())
    calendar = held.reference.calendar
    given = read(content, held.reference, actor, calendar.date_of(calendar.day(at)))
    command = PutRoster(
        action_id=mint(at, stream(SEED, "rosters", district)), file=FileRef(sha256=sha256, name="值班表.csv")
    )
    (outcome,) = await services.performer.perform(
        district, [Pending(actor, at, TakingRoster(command, given))]
    )
    if isinstance(outcome, ServiceRefused) or given.faults:
        raise HistoryError(f"rosters: {outcome} {given.faults[:3]}")
    log.info("rosters_put", district=district, rows=given.rows)
    return given.rows


async def put_check_ins(services: Services, district: str, end: int) -> int:
    """This morning's check-ins up to an instant: where something was reported by a grid worker, there and
    then; else at the grid's post. Gives how many. Raises HistoryError."""
    held = services.references.get(district)
    reference, calendar = held.reference, held.reference.calendar
    patrol = reference.district.staffing.patrol
    if not patrol:
        return 0
    midnight = calendar.midnight(calendar.day(end))
    known = {actor.id: actor for actor in (await actors(services.store, held)).values()}
    async with services.store.read() as connection:
        people = {h.id: h for h in await read_holders(connection, district) if h.account}
        shifts = await read_shifts(connection, district, midnight)
        k = t.ticket.c
        by_workers = [channel.key for channel in reference.channels if channel.type == "grid_worker"]
        query = select(k.number, k.area_path, k.lon, k.lat, k.reported_at).where(
            k.district == district, k.channel.in_(by_workers), k.reported_at >= midnight, k.reported_at < end
        )
        found = (await connection.execute(query)).all()
    reports = {path.rsplit("/", 1)[-1]: (number, lon, lat, at) for number, path, lon, lat, at in found}
    moves: list[Pending] = []
    for turn in all_turns(shifts, calendar, midnight, end):
        holder = people.get(turn.holder)
        post = reference.district.staffing.post(holder.post) if holder is not None else None
        if holder is None or post is None or not post.patrols or turn.since >= end:
            continue
        chance = stream(SEED, "patrol", holder.place, holder.name, turn.since)
        if chance.random() < MISSED:
            continue
        at = turn.since + chance.randrange(*FIRST_ROUND)
        report = reports.get(holder.place)
        while at < min(end, turn.until):
            command = SetCheckIn(action_id=mint(at, chance), area=holder.place, done_at=at)
            moves.append(Pending(known[holder.account], at, CheckingIn(command)))
            at += round(patrol * chance.uniform(0.6, 0.97))
        if report is not None and turn.since <= report[3] < min(end, turn.until):
            number, lon, lat, then = report
            then = min(then + 2 * MINUTE, end - 1)
            there = services.locator.code_at(district, lon, lat) if lon is not None else ""
            place = {"lon": lon, "lat": lat} if there.startswith(holder.place) else {"area": holder.place}
            command = SetCheckIn(action_id=mint(then, chance), ticket=number, done_at=then, **place)
            moves.append(Pending(known[holder.account], then, CheckingIn(command, there)))
    moves.sort(key=lambda move: move.received_at)
    steps = iter(moves)
    while batch := list(islice(steps, BATCH)):
        for outcome in await services.performer.perform(district, batch):
            if isinstance(outcome, ServiceRefused):
                raise HistoryError(f"check-in: {outcome}")
    log.info("check_ins_written", district=district, check_ins=len(moves))
    return len(moves)
