"""One act on one campaign, through the house's one way of writing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.campaign import holding as h
from backend.service.campaign.opening import Opening
from backend.service.checks import content_of, replayed
from backend.service.joint import acting as joints
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.campaign import action as a
from contract.campaign.advance import advance, due_rounds, laid, name_of, next_at, plan
from contract.campaign.campaign import Campaign, CampaignEntry, in_campaign_scope
from contract.campaign.lifecycle import TABLE
from contract.machine import Names
from contract.problem import First

PREFIX = "ZZ"
_COUNT = "campaign count"
_json = msgspec.json.Encoder().encode
_FREE = (a.OpenRound, a.SayOfCampaign)
"""Acts that are held to no version."""


class CampaignStep(msgspec.Struct, frozen=True):
    """An act on a campaign, a plan among them."""

    action: a.CampaignAction

    @property
    def key(self) -> str:
        """The action's own id."""
        return self.action.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The campaign; who changed it last where this comes too late; for a round what it proposes."""
        action, act = self.action, self.action.act
        await h.fetch(connection, ledger, [action.campaign_id])
        if isinstance(act, a.PlanCampaign):
            await _read_count(connection, ledger, _year(ledger, piece.received_at))
            return
        if isinstance(act, a.OpenRound):
            # The campaign may be planned by a step before this one, whatever is there now.
            await joints.read_count(connection, ledger, piece.received_at)
        kept = h.held(ledger, action.campaign_id)
        if kept is None:
            return
        if kept.campaign.version != action.base_version:
            await h.fetch_change(connection, ledger, action.campaign_id)
        if isinstance(act, a.OpenRound):
            await Opening(kept.campaign, act.round).read(connection, ledger, piece)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take the step; raises Refused or ServiceRefused, and then has changed nothing."""
        action, act, actor, at = self.action, self.action.act, piece.actor, piece.received_at
        content = content_of(actor, action, "campaign")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if actor.district != ledger.district:
            raise missing()
        before: Campaign | None = None
        opened = 0
        if isinstance(act, a.PlanCampaign):
            after = self._planned(ledger, piece, act)
        else:
            before = self._seen(ledger, piece)
            if isinstance(act, a.OpenRound) and actor.role == "system":
                _is_due(before, act.round, ledger, at)
            after = advance(before, act, actor, at, ledger.reference)
            if isinstance(act, a.OpenRound):
                opened = Opening(before, act.round).perform(ledger, piece, act.note)
        entry = CampaignEntry(
            n=0,
            action=name_of(act),
            source=before.state if before is not None else "",
            target=after.state,
            by=actor.id,
            name=actor.name,
            role=actor.role,
            at=at,
            words=_words(act),
            round=act.round if isinstance(act, a.OpenRound) else 0,
            opened=opened,
        )
        after, row = h.place(ledger, after, entry, at)
        wake = next_at(after, at - 1)
        if wake is not None:
            ledger.wakes.append(wake)
        ledger.record(
            piece,
            entry.action,
            after.id,
            key=self.key,
            version=after.version,
            content=content.hex(),
            row=row,
        )
        status = 201 if before is None else 200
        body = b'{"action_id":"%s","campaign":%s,"at":%d}' % (self.key.encode(), _json(after), at)
        ledger.answer(self.key, content, status, body, after.id, at)
        return Done(status, body)

    def _planned(self, ledger: Ledger, piece: Pending, act: a.PlanCampaign) -> Campaign:
        if h.held(ledger, self.action.campaign_id) is not None:
            raise ServiceRefused("step", Names("整治已存在", "the campaign exists already"))
        year = _year(ledger, piece.received_at)
        count = ledger.beside[_COUNT, str(year)] + 1
        number = f"{PREFIX}{year % 100:02d}-{count:03d}"
        planned = plan(self.action.campaign_id, number, act, piece.actor, piece.received_at, ledger.reference)
        ledger.beside[_COUNT, str(year)] = count
        row = {"district": ledger.district, "year": year, "count": count}
        ledger.whole.setdefault(t.campaign_count, {})[year,] = row
        return planned

    def _seen(self, ledger: Ledger, piece: Pending) -> Campaign:
        kept = h.held(ledger, self.action.campaign_id)
        if kept is None or not in_campaign_scope(kept.campaign, piece.actor):
            raise missing()
        campaign = kept.campaign
        # The system opens what it saw due: what was changed meanwhile it looks at again.
        free = isinstance(self.action.act, _FREE) and piece.actor.role != "system"
        if not free and self.action.base_version != campaign.version:
            last = kept.last_change
            names = TABLE.names_of(last.action) if last is not None else None
            what, name = names or Names("办理", "acted"), last.name if last is not None else ""
            raise ServiceRefused(
                "conflict",
                Names(f"{name}已先办理：{what.zh}", f"{name} was first: {what.en}"),
                first=First(name, last.action if last else "", last.at if last else 0),
            )
        return campaign


def _is_due(campaign: Campaign, n: int, ledger: Ledger, at: int) -> None:
    """Raises ServiceRefused (step) where a round does not open by itself now: another calendar may have moved
    it since it was seen, which leaves the version as it is."""
    now = laid(campaign, ledger.reference.calendar)
    if now is not campaign or all(one.n != n for one in due_rounds(now, at)):
        raise ServiceRefused("step", Names(f"第{n}轮尚未到时", f"round {n} is not due"))


def _words(act: a.CampaignAct) -> str:
    """The reason, result or note that it carried, the first of them that says something."""
    for name in ("reason", "result", "note"):
        said = getattr(act, name, "")
        if isinstance(said, str) and said.strip():
            return said
    return ""


def _year(ledger: Ledger, at: int) -> int:
    """The district's year at an instant."""
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=ledger.reference.calendar.day(at))
    return day.year


async def _read_count(connection: AsyncConnection, ledger: Ledger, year: int) -> None:
    """How many were numbered in a year."""
    if (_COUNT, str(year)) in ledger.beside:
        return
    c = t.campaign_count.c
    query = select(c.count).where(c.district == ledger.district, c.year == year)
    ledger.beside[_COUNT, str(year)] = await connection.scalar(query) or 0
