"""Joint actions of the simulated days: every district has them over all phases, and what is written is what
was told."""

from __future__ import annotations

import argparse
import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from backend.service import audit
from backend.service.clock import SimulatedClock
from backend.services import Services
from backend.serving import DISTRICTS, load_district, server_of
from backend.settings import Settings
from backend.simulation import scene
from backend.simulation.campaigns import CampaignMove, CampaignTelling
from backend.simulation.command import add_arguments, play
from backend.simulation.history import DAYS, first_day
from backend.simulation.joints.telling import FINISHED, IN_PROGRESS, JointMove, JointTelling, Starts, grounds
from backend.simulation.writing import SEED, actors, write_history
from backend.store import tables as t
from contract.joint.guards import missing
from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED

# A Friday, 10:20 in China.
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)


@asynccontextmanager
async def opened(folder: Path, district: str) -> AsyncIterator[tuple[Services, str]]:
    """A district without a past."""
    settings = Settings(database=f"sqlite:///{folder / 'grid.db'}", files=folder / "files", port=0)
    services = await Services.open(settings, SimulatedClock(END, 0))
    try:
        read = await load_district(services, DISTRICTS / district, demo=True)
        yield services, read.district.code
    finally:
        await services.store.close()


async def rows(services: Services, code: str) -> dict[str, Joint]:
    """Every joint action as it is kept."""
    async with services.store.read() as connection:
        bodies = await connection.scalars(select(t.joint.c.row).where(t.joint.c.district == code))
        found = [msgspec.msgpack.decode(body, type=Joint) for body in bodies]
    return {joint.id: joint for joint in found}


async def told(
    services: Services, code: str, district: str, *, days: int = DAYS, campaign: bool = False
) -> JointTelling:
    """The past of its joint actions, without tickets; with that of its campaign."""
    held = services.references.get(code)
    known = await actors(services.store, held)
    start = first_day(END, days)
    story = scene.read(DISTRICTS / district, start, held.reference.calendar.utc_offset)
    day = story.local(start).date().isoformat()
    entries = grounds(DISTRICTS / district, day)
    starts = Starts(story, held.reference, SEED, entries, frozenset(known))
    series = CampaignTelling(story, held.reference, SEED, start, END, known["duty01"]) if campaign else None
    return JointTelling(starts, start, END, known.__getitem__, {}, campaign=series)


@pytest.mark.parametrize("district", ["baohe", "chancheng", "laoshan", "tongnan", "yicheng"])
async def test_each_district_has_some_at_every_phase(tmp_path: Path, district: str) -> None:
    async with opened(tmp_path, district) as (services, code):
        telling = await told(services, code, district)
        moves = list(telling.play())
        again = list((await told(services, code, district)).play())
        ref = services.references.get(code).reference
    assert moves == again, "the same seed tells the same"
    assert [move.at for move in moves] == sorted(move.at for move in moves)
    joints = list(telling.joints.values())
    over = [joint for joint in joints if joint.state in ENDED]
    few = 0.4 if district == "yicheng" else 1.0
    assert abs(len(over) - FINISHED * few) <= 5
    assert abs(len(joints) - len(over) - IN_PROGRESS * few) <= 5
    assert len({joint.state for joint in joints} - ENDED) >= (3 if few < 1 else 5)
    for joint in joints:
        assert joint.title
        assert len(joint.wanted) >= 2
        if joint.state == "closed":
            assert missing(joint, ref) == ()
            assert all(party.score is not None for party in joint.active)


async def test_what_is_written_is_what_was_told(tmp_path: Path) -> None:
    async with opened(tmp_path, "chancheng") as (services, code):
        await write_history(services, code, DISTRICTS / "chancheng", END, days=14, rate=0.03)
        written = await rows(services, code)
        async with services.store.read() as connection:
            wrong = await audit.faults(connection, code)
            lines = await connection.scalar(select(func.count()).select_from(t.joint_entry))
        telling = await told(services, code, "chancheng", campaign=True)
        telling.rate = 0.03
        moves = [move for move in telling.play() if isinstance(move, JointMove)]
    assert wrong == []
    states = {id_: (row.state, row.version) for id_, row in written.items()}
    assert states == {id_: (row.state, row.version) for id_, row in telling.joints.items()}
    assert lines is not None
    assert lines >= len(moves)


async def test_a_campaign_has_its_rounds_in_the_past(tmp_path: Path) -> None:
    async with opened(tmp_path, "baohe") as (services, code):
        telling = await told(services, code, "baohe", days=40, campaign=True)
        moves = list(telling.play())
    assert [move.at for move in moves] == sorted(move.at for move in moves)
    series = [move for move in moves if isinstance(move, CampaignMove)]
    assert telling.campaign is not None
    campaign = telling.campaign.campaign
    assert campaign is not None
    opened_rounds = [one for one in campaign.rounds if one.opened_at is not None]
    assert len(opened_rounds) >= 4
    assert len(series) == 2 + len(opened_rounds)
    own = [joint for joint in telling.joints.values() if joint.campaign is not None]
    assert len(own) == len(opened_rounds) * len(campaign.areas)
    assert {joint.campaign.round for joint in own if joint.campaign} == {one.n for one in opened_rounds}
    assert any(joint.state == "closed" for joint in own)


async def test_the_live_day_goes_on_with_them(tmp_path: Path) -> None:
    async with opened(tmp_path, "yicheng") as (services, code):
        await write_history(services, code, DISTRICTS / "yicheng", END)
        began = await rows(services, code)
        clock = services.clock
        assert isinstance(clock, SimulatedClock)
        clock.run_at(240.0)
        server = server_of(services)
        # It listens from here on; who connects before the service is up waits in line.
        listening = socket.create_server(("127.0.0.1", 0))
        serving = asyncio.get_running_loop().create_task(server.serve([listening]))
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        try:
            url = "http://{}:{}".format(*listening.getsockname())
            options = ["--server", url, "--district", "yicheng", "--seats", "3", "--minutes", "60"]
            await play(parser.parse_args(options))
        finally:
            server.should_exit = True
            await serving
        now = await rows(services, code)
        async with services.store.read() as connection:
            assert await audit.faults(connection, code) == []
    moved = {id_ for id_, row in now.items() if id_ not in began or row.entries > began[id_].entries}
    assert moved - {id_ for id_, row in began.items() if row.state in ENDED}
    acted = [id_ for id_ in moved if now[id_].version > (began[id_].version if id_ in began else 1)]
    assert acted, "a phase was moved on"
