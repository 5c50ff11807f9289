"""Standing campaigns: the one way of writing them, those in scope, one with its rounds and its log."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.campaign import reading
from backend.service.campaign.acting import CampaignStep
from backend.service.steps import Pending
from contract.campaign.action import CampaignAction, CampaignAnswer
from contract.campaign.campaign import CampaignDetail, CampaignList

CampaignId = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
_FRESH = {"cache-control": "no-store"}


@post(
    "/api/campaign-actions",
    operation_id="actCampaign",
    dto=Body[CampaignAction],
    return_dto=None,
    tags=["campaigns"],
    status_code=200,
    responses=refusals("missing", "conflict", "step", "key", "too_large", "media"),
)
async def act_campaign(
    request: Call, data: JSONBody[CampaignAction], key: Key = None
) -> Response[CampaignAnswer]:
    """Act on a campaign. A plan answers 201, every other act 200; a replay answers as the first time. Notes
    and the opening of a round are held to no `base_version`."""
    check_key(key, data.action_id)
    services = services_of(request)
    piece = Pending(actor_of(request), services.clock.now(), CampaignStep(data))
    return reply(await services.writer.submit(piece), CampaignAnswer)


@get("/api/campaigns", operation_id="campaigns", tags=["campaigns"], responses=refusals())
async def campaigns(request: Call) -> Response[CampaignList]:
    """The campaigns in scope with how far their goals are: running first, then planned, paused, ended."""
    services = services_of(request)
    found = await reading.all_of(services.store, actor_of(request), services.clock.now())
    return Response(found, headers=_FRESH)


@get(
    "/api/campaigns/{campaign_id:str}",
    operation_id="campaign",
    tags=["campaigns"],
    responses=refusals("missing"),
)
async def campaign(request: Call, campaign_id: CampaignId) -> Response[CampaignDetail]:
    """A campaign, its goals, its rounds by its areas, its log (oldest first)."""
    services = services_of(request)
    found = await reading.detail(services.store, actor_of(request), campaign_id, services.clock.now())
    return Response(found, headers=_FRESH)


HANDLERS = [act_campaign, campaign, campaigns]
