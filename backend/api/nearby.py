"""Who is near a point or a ticket."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals
from backend.service import nearby
from backend.service.refusal import wrong_input
from contract.nearby import Nearby


@get("/api/nearby", operation_id="nearby", tags=["duty"], responses=refusals("missing"))
async def who_is_near(
    request: Call,
    lon: Annotated[float | None, QueryParameter(ge=-180, le=180)] = None,
    lat: Annotated[float | None, QueryParameter(ge=-90, le=90)] = None,
    ticket: Annotated[str, QueryParameter(max_length=64)] = "",
) -> Response[Nearby]:
    """Grid workers and units around a point, or around a ticket's place: how far, on duty or not, tickets in
    hand, how old a position is. A position is told of who is on duty, from a check-in of that turn."""
    if (lon is None) != (lat is None):
        raise wrong_input("lat" if lat is None else "lon", "required", "", "经纬度须成对", "both or neither")
    if (lon is None) == (not ticket):
        raise wrong_input(
            "ticket", "one_of", ticket, "请给出坐标或工单之一", "a point or a ticket, one of them"
        )
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    point = None if lon is None or lat is None else (lon, lat)
    if point is None:
        async with services.store.read() as connection:
            point = await nearby.point_of(connection, reference, actor, ticket)
    code = services.locator.code_at(actor.district, *point)
    found = await nearby.near(services.store, reference, actor, services.clock.now(), point, code)
    return Response(found, headers={"cache-control": "no-store"})


HANDLERS = [who_is_near]
