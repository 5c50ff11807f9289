"""Rounds are opened once by however many replicas, and wholly or not at all by one that is killed."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from backend.service.campaign import holding as h
from backend.service.campaign.acting import CampaignStep
from backend.service.campaign.check import campaign_differences
from backend.service.steps import Pending
from backend.store import tables as t
from contract.campaign import action as a
from contract.campaign.campaign import Campaign
from contract.joint.joint import Joint
from tests.backend.campaign.play import STREETS, plan
from tests.backend.falling_play import WAIT_S, Play, opened, played
from tests.backend.running import DISTRICT, new_id

ROOT = Path(__file__).parents[3]
_joint = msgspec.msgpack.Decoder(Joint).decode


async def started(it: Play) -> Campaign:
    """A campaign of both streets that runs."""
    id_, version = new_id(), 0
    for act in (plan(it.clock.now()), a.StartCampaign()):
        action = a.CampaignAction(action_id=new_id(), campaign_id=id_, base_version=version, act=act)
        done = await it.one.writer.submit(
            Pending(it.accounts["duty01"], it.clock.now(), CampaignStep(action))
        )
        version = msgspec.json.decode(done.body, type=a.CampaignAnswer).campaign.version
    return await row(it, id_)


async def row(it: Play, id_: str) -> Campaign:
    """It as it stands."""
    c = t.campaign.c
    async with it.one.store.read() as connection:
        body = await connection.scalar(select(c.row).where(c.district == DISTRICT, c.id == id_))
    assert body is not None
    return h.unpack(body)


async def cells(it: Play, id_: str) -> list[tuple[int, str]]:
    """Round and area of every joint action of it."""
    j = t.joint.c
    query = select(j.row).where(j.district == DISTRICT, j.campaign == id_)
    async with it.one.store.read() as connection:
        joints = [_joint(body) for body in await connection.scalars(query)]
    return sorted((one.campaign.round, one.area) for one in joints if one.campaign is not None)


async def opened_rounds(it: Play, id_: str, many: int) -> None:
    """Wait until so many rounds are open."""
    async with asyncio.timeout(WAIT_S):
        while True:
            rounds = (await row(it, id_)).rounds
            if sum(one.opened_at is not None for one in rounds) >= many:
                return
            await asyncio.sleep(0.02)


async def sound(it: Play) -> None:
    """Nothing that is checked is amiss."""
    await it.sound()
    async with it.one.store.read() as connection:
        assert await campaign_differences(connection, DISTRICT) == []


def test_a_round_is_opened_once_by_however_many_replicas(url: str, tmp_path: Path) -> None:
    replicas = 1 if url.startswith("sqlite") else 2

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            campaign = await started(it)
            for n, one in enumerate(campaign.rounds[:3], 1):
                it.clock.move(one.at - it.clock.now())
                await opened_rounds(it, campaign.id, n)
            for services in it.replicas:
                await services.scheduler.look(DISTRICT)
            assert await cells(it, campaign.id) == [(n, area) for n in (1, 2, 3) for area in STREETS]
            after = await row(it, campaign.id)
            assert after.entries == 2 + 3
            assert after.version == campaign.version
            await sound(it)

    played(play())


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_replica_that_is_killed_while_it_opens_opens_all_or_nothing(
    url: str, tmp_path: Path, where: str
) -> None:
    async def begin() -> Campaign:
        async with opened(url, tmp_path) as it:
            return await started(it)

    campaign = asyncio.run(begin())
    now = campaign.rounds[0].at
    command = [sys.executable, "-m", "tests.backend.campaign.dying", url, str(tmp_path), str(now), where]
    dead = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=WAIT_S, check=False)
    assert dead.returncode == -signal.SIGKILL, dead.stderr

    async def go_on() -> None:
        async with opened(url, tmp_path) as it:
            whole = [(1, area) for area in STREETS]
            assert await cells(it, campaign.id) == ([] if where == "before" else whole)
            await sound(it)
            it.clock.move(now - it.clock.now())
            await it.look()
            assert await cells(it, campaign.id) == whole
            assert (await row(it, campaign.id)).entries == 3
            await sound(it)

    asyncio.run(go_on())
