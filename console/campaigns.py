"""Standing campaigns: asked of the centre and acted on, on line only; nothing of them lies here."""

from __future__ import annotations

from urllib.parse import quote

from contract.campaign.action import CampaignAction, CampaignAnswer
from contract.campaign.campaign import CampaignDetail, CampaignList

from .net.client import Client

_AT = "/api/campaigns"


class CampaignsDesk:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self) -> CampaignList:
        """Those in scope with how far their goals are."""
        return await self._client.get(_AT, CampaignList)

    async def one(self, campaign_id: str) -> CampaignDetail:
        """One with its rounds by its areas and its log."""
        return await self._client.get(f"{_AT}/{quote(campaign_id, safe='')}", CampaignDetail)

    async def act(self, action: CampaignAction) -> CampaignAnswer:
        """Does it once, however often it is sent under its action id."""
        answer = await self._client.command("POST", "/api/campaign-actions", action.action_id, action)
        return self._client.decoded(answer, CampaignAnswer)
