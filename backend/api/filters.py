"""Saved filters: those in the caller's list, saving, dropping. On line only, with key and audit."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, delete, get, put
from litestar.params import HeaderParameter, JSONBody, PathParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.filters import Drop, Keep
from backend.service.steps import Pending
from contract.saved_filter import SavedFilter, SaveFilter

FilterId = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]


@get("/api/filters", operation_id="filters", tags=["filters"], responses=refusals())
async def filters(request: Call) -> Response[tuple[SavedFilter, ...]]:
    """The caller's own filters and those shared where their scope lies, by name."""
    found = await services_of(request).filters.of(actor_of(request))
    return Response(found, headers={"cache-control": "no-store"})


@put(
    "/api/filters/{filter_id:str}",
    operation_id="saveFilter",
    dto=Body[SaveFilter],
    return_dto=None,
    tags=["filters"],
    responses=refusals("missing", "step", "key", "too_large", "media"),
)
async def save_filter(
    request: Call, filter_id: FilterId, data: JSONBody[SaveFilter], key: Key = None
) -> Response[SavedFilter]:
    """Make a filter or change it. One's own; a shared one also as duty officer or administrator."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    piece = Pending(actor, services.clock.now(), Keep(filter_id, data))
    return reply(await services.writer.submit(piece), SavedFilter)


@delete(
    "/api/filters/{filter_id:str}",
    operation_id="dropFilter",
    tags=["filters"],
    responses=refusals("missing", "key"),
)
async def drop_filter(
    request: Call,
    filter_id: FilterId,
    key: Annotated[
        str,
        HeaderParameter(name="Idempotency-Key", min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$"),
    ],
) -> None:
    """Take a filter away."""
    services, actor = services_of(request), actor_of(request)
    await services.writer.submit(Pending(actor, services.clock.now(), Drop(filter_id, key)))


HANDLERS = [filters, save_filter, drop_filter]
