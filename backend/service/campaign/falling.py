"""What the scheduler does for campaigns: opens the rounds whose time has come, says which of them nobody may
open, and lays those to come anew where the district counts by another calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.campaign import holding as h
from backend.service.campaign.acting import CampaignStep
from backend.service.campaign.opening import hindrance
from backend.service.ledger import Ledger
from backend.service.reference import References
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending, system
from backend.service.writer import Writer
from backend.store import tables as t
from backend.store.bulk import by_key
from backend.store.engine import Store
from contract.campaign import action as a
from contract.campaign.advance import due_rounds, laid, next_at
from contract.campaign.campaign import Campaign, CampaignEntry
from contract.campaign.lifecycle import HINDERED, LAID, OPEN

_SPACE = uuid.UUID("5f8a1c8e-0c53-5bd0-8d0a-0f6a4c0e5a37")

log = structlog.get_logger("campaigns")


def _line(
    campaign: Campaign, action: str, piece: Pending, *, words: str = "", round_: int = 0
) -> CampaignEntry:
    """A line of a campaign's log that is no step of its table: it stays in its state."""
    return CampaignEntry(
        n=0,
        action=action,
        source=campaign.state,
        target=campaign.state,
        by=piece.actor.id,
        name=piece.actor.name,
        role=piece.actor.role,
        at=piece.received_at,
        words=words,
        round=round_,
    )


class Laying(msgspec.Struct, frozen=True):
    """A campaign whose rounds to come lie otherwise by the calendar as it is now."""

    campaign: str

    @property
    def key(self) -> str:
        """None: nobody asked."""
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The campaign as it is now."""
        await h.fetch(connection, ledger, [self.campaign])

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Lay them anew where they still lie otherwise."""
        kept = h.held(ledger, self.campaign)
        if kept is None or kept.campaign.state not in OPEN:
            return Done(204, b"")
        before = kept.campaign
        after = laid(before, ledger.reference.calendar)
        if after is before:
            return Done(204, b"")
        after, row = h.place(ledger, after, _line(before, LAID, piece), piece.received_at)
        ledger.record(piece, LAID, after.id, version=after.version, row=row)
        return Done(204, b"")


class Hindered(msgspec.Struct, frozen=True):
    """A round whose time has come and that may not be opened: its campaign's log says so, once for each
    reference of the district."""

    campaign: str
    round: int
    digest: str

    @property
    def key(self) -> str:
        """The same for every replica, another for another reference."""
        return str(uuid.uuid5(_SPACE, f"hindered\0{self.campaign}\0{self.round}\0{self.digest}"))

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The campaign as it is now."""
        await h.fetch(connection, ledger, [self.campaign])

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Say so where it is so still, and nobody has said it."""
        kept, at = h.held(ledger, self.campaign), piece.received_at
        done = Done(204, b"")
        if kept is None or self.key in ledger.answers or self.digest != ledger.reference.digest:
            return done
        before = kept.campaign
        why = hindrance(before, ledger.reference)
        if why is None or all(one.n != self.round for one in due_rounds(before, at)):
            return done
        entry = _line(before, HINDERED, piece, words=f"{why.zh}\n{why.en}", round_=self.round)
        after, row = h.place(ledger, before, entry, at)
        ledger.record(piece, HINDERED, after.id, key=self.key, version=after.version, row=row)
        ledger.answer(self.key, b"", done.status, done.body, after.id, at)
        return done


async def look(store: Store, writer: Writer, references: References, district: str, now: int) -> int | None:
    """Open every round whose time has come by now; gives when the next one does, if ever.

    A round that nobody may open is said in its campaign's log, and tried again under another reference.
    """
    campaigns = await _open(store, district)
    reference = references.get(district).reference
    nexts: list[int] = []
    hindered: list[Hindered] = []
    for before in campaigns:
        campaign = laid(before, reference.calendar)
        if campaign is not before:
            await writer.submit(Pending(system(district), now, Laying(campaign.id)))
        at = next_at(campaign, now)
        if at is not None:
            nexts.append(at)
        if hindrance(campaign, reference) is None:
            await _open_due(writer, campaign, now)
        else:
            hindered += [Hindered(campaign.id, one.n, reference.digest) for one in due_rounds(campaign, now)]
    for one in await _unsaid(store, district, hindered):
        await writer.submit(Pending(system(district), now, one))
    return min(nexts, default=None)


async def _open_due(writer: Writer, campaign: Campaign, now: int) -> None:
    for act in _due(campaign, now):
        try:
            await writer.submit(Pending(system(campaign.district), now, CampaignStep(act)))
        except ServiceRefused as error:
            # Another replica was first, or it or its district was changed meanwhile: it is looked at again.
            log.debug("round_not_opened", district=campaign.district, campaign=campaign.id, kind=error.kind)


def _due(campaign: Campaign, now: int) -> Iterator[a.CampaignAction]:
    for one in due_rounds(campaign, now):
        # The same key for every replica: one of them opens it.
        key = uuid.uuid5(_SPACE, f"{campaign.id}\0{one.n}\0{one.at}")
        yield a.CampaignAction(
            action_id=str(key),
            campaign_id=campaign.id,
            base_version=campaign.version,
            act=a.OpenRound(round=one.n),
        )


async def _unsaid(store: Store, district: str, hindered: Sequence[Hindered]) -> list[Hindered]:
    """Those that no replica has said."""
    if not hindered:
        return []
    keys = [one.key for one in hindered]
    async with store.read() as connection:
        said = {key for (key,) in await by_key(connection, t.answer, "action", district, keys, "action")}
    return [one for one in hindered if one.key not in said]


async def _open(store: Store, district: str) -> list[Campaign]:
    c = t.campaign.c
    query = select(c.row).where(c.district == district, c.state.in_(OPEN)).order_by(c.id)
    async with store.read() as connection:
        return [h.unpack(row) for row in await connection.scalars(query)]
