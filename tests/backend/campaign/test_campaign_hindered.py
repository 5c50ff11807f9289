"""A round that nobody may open is said once in its campaign's log, and opens when what it lacked is back."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy import select, update

from backend.service.campaign import holding as h
from backend.store import tables as t
from contract.campaign.campaign import CampaignEntry
from contract.campaign.lifecycle import HINDERED
from contract.joint.rules import JointKind
from contract.reference import District
from tests.backend.campaign.play import STREETS
from tests.backend.campaign.test_campaign_replicas import cells, row, sound, started
from tests.backend.falling_play import Play, opened, played
from tests.backend.running import DISTRICT


async def with_kinds(it: Play, kinds: tuple[JointKind, ...], digest: str) -> None:
    """The district has other kinds of joint actions from now on."""
    district = it.one.references.get(DISTRICT).reference.district
    body = msgspec.msgpack.encode(replace(district, joint=replace(district.joint, kinds=kinds)))
    d = t.district
    async with it.one.store.write() as connection:
        await connection.execute(update(d).where(d.c.district == DISTRICT).values(body=body, digest=digest))
    for services in it.replicas:
        await services.references.refresh(DISTRICT)


async def said(it: Play, campaign: str) -> list[CampaignEntry]:
    """What its log says of rounds that nobody may open."""
    e = t.campaign_entry.c
    query = select(e.body).where(e.district == DISTRICT, e.campaign == campaign, e.action == HINDERED)
    async with it.one.store.read() as connection:
        return [h.unpack_entry(body) for body in await connection.scalars(query.order_by(e.n))]


async def audited(it: Play) -> int:
    """How much the audit log holds."""
    d = t.district.c
    async with it.one.store.read() as connection:
        found: int | None = await connection.scalar(select(d.audit_n).where(d.district == DISTRICT))
    return found or 0


def test_said_once_and_opened_under_another_reference(url: str, tmp_path: Path) -> None:
    replicas = 1 if url.startswith("sqlite") else 2

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas) as it:
            campaign = await started(it)
            whole: District = it.one.references.get(DISTRICT).reference.district
            kinds = whole.joint.kinds
            await with_kinds(it, tuple(one for one in kinds if one.key != campaign.kind), "without")
            it.clock.move(campaign.rounds[0].at - it.clock.now())
            for services in it.replicas:
                await services.scheduler.look(DISTRICT)
            (entry,) = await said(it, campaign.id)
            assert (entry.round, entry.role, entry.source, entry.target) == (
                1,
                "system",
                "running",
                "running",
            )
            assert (await row(it, campaign.id)).version == campaign.version
            before = await audited(it)
            for services in (*it.replicas, *it.replicas):
                await services.scheduler.look(DISTRICT)
            assert await audited(it) == before
            await with_kinds(it, kinds, "with")
            await it.look()
            assert await cells(it, campaign.id) == [(1, area) for area in STREETS]
            assert len(await said(it, campaign.id)) == 1
            await sound(it)

    played(play())
