"""Reading campaigns: those in scope with how far their goals are, one with its rounds and its log."""

from __future__ import annotations

from collections import defaultdict

import msgspec
from sqlalchemy import select

from backend.service.campaign.holding import unpack, unpack_entry
from backend.service.refusal import missing
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.campaign.campaign import Campaign, CampaignDetail, CampaignLine, CampaignList, in_campaign_scope
from contract.campaign.lifecycle import OPEN
from contract.campaign.progress import cells, reached
from contract.joint.joint import Joint

MOST = 500
"""So many of those that ended are looked through, the last planned first; of those that are open all."""
_ORDER = {"running": 0, "planned": 1, "paused": 2}
_joint = msgspec.msgpack.Decoder(Joint).decode


async def all_of(store: Store, actor: Actor, now: int) -> CampaignList:
    """The campaigns in scope: running first, then planned, paused, ended; the last planned first."""
    c, j = t.campaign.c, t.joint.c
    query = select(c.row).where(c.district == actor.district).order_by(c.planned_at.desc(), c.id)
    wanted = (query.where(c.state.in_(OPEN)), query.where(c.state.not_in(OPEN)).limit(MOST))
    async with store.read() as connection:
        rows = [unpack(row) for one in wanted for row in await connection.scalars(one)]
        seen = [one for one in rows if in_campaign_scope(one, actor)]
        counted = [one.id for one in seen if one.goals]
        ties = select(j.campaign, j.row).where(j.district == actor.district, j.campaign.in_(counted))
        own: dict[str, list[Joint]] = defaultdict(list)
        for id_, row in await connection.execute(ties):
            own[id_].append(_joint(row))
    seen.sort(key=lambda one: _ORDER.get(one.state, len(_ORDER)))
    return CampaignList(now, tuple(CampaignLine(one, reached(one, own[one.id])) for one in seen))


async def detail(store: Store, actor: Actor, id_: str, now: int) -> CampaignDetail:
    """A campaign's own page; raises ServiceRefused (missing)."""
    c, e, j = t.campaign.c, t.campaign_entry.c, t.joint.c
    async with store.read() as connection:
        row = await connection.scalar(select(c.row).where(c.district == actor.district, c.id == id_))
        campaign: Campaign | None = unpack(row) if row is not None else None
        if campaign is None or not in_campaign_scope(campaign, actor):
            raise missing()
        mine = (e.district == actor.district, e.campaign == id_)
        log = tuple(
            unpack_entry(body) for body in await connection.scalars(select(e.body).where(*mine).order_by(e.n))
        )
        ties = select(j.row).where(j.district == actor.district, j.campaign == id_)
        joints = [_joint(row) for row in await connection.scalars(ties)]
    return CampaignDetail(
        at=now,
        campaign=campaign,
        goals=reached(campaign, joints),
        cells=cells(campaign, joints),
        log=log,
    )
