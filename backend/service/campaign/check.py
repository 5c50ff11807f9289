"""Whether the joint actions of campaigns are what the rounds say: each in its cell once, one for each area
that an opened round had."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.campaign.holding import unpack, unpack_entry
from backend.service.campaign.opening import id_of
from backend.store import tables as t
from contract.campaign.campaign import Campaign
from contract.joint.joint import Joint

_joint = msgspec.msgpack.Decoder(Joint).decode
Place = tuple[str, int]
"""A round of a campaign: its id and the round's number."""


async def campaign_differences(connection: AsyncConnection, district: str) -> list[str]:
    """Where campaigns, their logs and their joint actions do not agree, in words."""
    c, e, j = t.campaign.c, t.campaign_entry.c, t.joint.c
    rows = await connection.scalars(select(c.row).where(c.district == district).order_by(c.id))
    campaigns = {one.id: one for one in map(unpack, rows)}
    said = Counter[Place]()
    opened = select(e.campaign, e.body).where(e.district == district, e.action == "campaign_open")
    for id_, body in await connection.execute(opened):
        entry = unpack_entry(body)
        said[id_, entry.round] += entry.opened
    found: list[str] = []
    there = defaultdict[Place, Counter[str]](Counter)
    ties = select(j.campaign, j.row).where(j.district == district).order_by(j.id)
    for column, row in await connection.execute(ties):
        joint = _joint(row)
        tie = joint.campaign
        if column != (tie.id if tie is not None else ""):
            found.append(f"campaigns: joint action {joint.number} is filed under another campaign")
        if tie is None:
            continue
        there[tie.id, tie.round][joint.area] += 1
        if tie.id not in campaigns:
            found.append(f"campaigns: joint action {joint.number} is of one that is not there")
        elif joint.id != id_of(tie.id, tie.round, joint.area, "joint"):
            found.append(f"campaigns: joint action {joint.number} is not what its round called it")
    for campaign in campaigns.values():
        found += _of_rounds(campaign, said, there)
    return found


def _of_rounds(campaign: Campaign, said: Counter[Place], there: dict[Place, Counter[str]]) -> list[str]:
    found = []
    known = {one.n: one for one in campaign.rounds}
    for n in sorted({*known, *(n for id_, n in there if id_ == campaign.id)}):
        cells = there.get((campaign.id, n), Counter())
        one = known.get(n)
        name = f"campaigns: {campaign.number}, round {n}"
        if (one is None or one.opened_at is None) and cells:
            found.append(f"{name} has joint actions, and is not open")
        if any(count > 1 for count in cells.values()):
            found.append(f"{name} has two joint actions in one area")
        if cells.total() != said[campaign.id, n]:
            found.append(f"{name} has {cells.total()} joint actions, its log says {said[campaign.id, n]}")
        elif one is not None and one.opened_at is not None and not cells:
            found.append(f"{name} is open without a joint action")
    return found
