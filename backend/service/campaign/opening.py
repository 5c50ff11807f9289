"""Opening a round: one joint action is proposed in each of its areas, in the transaction that says the round
is open. Ids follow from the campaign, the round and the area, so that no second one can come of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint.acting import JointStep
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending, system
from contract.campaign.campaign import Campaign, CampaignArea
from contract.joint import action as j
from contract.machine import Names
from contract.reference import Reference

_SPACE = uuid.UUID("6f0f3a52-6a0b-5d0e-9f0c-3d6a3d1b8c11")
_TITLE = 200
_MOST_WANTED = 30


def id_of(campaign: str, n: int, area: str, what: str) -> str:
    """The id of a round's joint action in an area (`what` joint), or of the act that proposes it (act)."""
    return str(uuid.uuid5(_SPACE, f"{what}\0{campaign}\0{n}\0{area}"))


def hindrance(campaign: Campaign, reference: Reference) -> Names | None:
    """Why no round of a campaign may be opened, whoever asks; None where one may."""
    if reference.district.joint.kind(campaign.kind) is None:
        return Names("没有这种联合行动", "no such kind of joint action")
    if all(reference.area(area.code) is None for area in campaign.areas):
        return Names("整治区域已不存在", "its areas are no more")
    return None


class Opening:
    """What opening a round of a campaign proposes."""

    def __init__(self, campaign: Campaign, n: int) -> None:
        self._campaign = campaign
        self._n = n

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Everything that the proposals stand on."""
        for step in self.proposals(ledger.reference, ""):
            await step.read(connection, ledger, piece)

    def perform(self, ledger: Ledger, piece: Pending, note: str) -> int:
        """Propose them; gives how many. Raises ServiceRefused where none of the areas or the kind is known
        any more, and then has changed nothing."""
        campaign, reference = self._campaign, ledger.reference
        why = hindrance(campaign, reference)
        if why is not None:
            raise ServiceRefused("step", why)
        steps = tuple(self.proposals(reference, note))
        ours = Pending(system(ledger.district), piece.received_at, piece.work)
        for step in steps:
            step.perform(ledger, replace(ours, work=step))
        return len(steps)

    def proposals(self, reference: Reference, note: str) -> Iterator[JointStep]:
        """One proposal for each area that is still there; `note` says why."""
        campaign, n = self._campaign, self._n
        wanted = [code for code in (campaign.lead, *campaign.wanted) if reference.unit(code) is not None]
        for area in self._areas(reference):
            tail = f" · 第{n}轮 · {area.name}"
            act = j.Propose(
                outcome="campaign",
                kind=campaign.kind,
                title=campaign.title[: _TITLE - len(tail)] + tail,
                reason=note or f"{campaign.number} 第{n}轮",
                text=campaign.text,
                area=area.code,
                wanted=tuple(wanted[:_MOST_WANTED]),
                campaign=campaign.id,
                round=n,
            )
            key = id_of(campaign.id, n, area.code, "act")
            joint = id_of(campaign.id, n, area.code, "joint")
            yield JointStep(j.JointAction(action_id=key, joint_id=joint, act=act))

    def _areas(self, reference: Reference) -> Iterator[CampaignArea]:
        """Its areas that are still there: a new division may have taken one away."""
        return (area for area in self._campaign.areas if reference.area(area.code) is not None)
