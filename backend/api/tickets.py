"""Reading tickets: a ticket's own page, a search, suggestions, the snapshot."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import TicketId
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.api.replies import encoded
from backend.service import reading
from backend.service.suggest import Matter
from contract.feed import Detail, Page, Suggestions

Text = Annotated[str, QueryParameter(max_length=200)]
Short = Annotated[str, QueryParameter(max_length=64)]


@get("/api/tickets/{ticket_id:str}", operation_id="ticket", tags=["tickets"], responses=refusals("missing"))
async def ticket(request: Call, ticket_id: TicketId) -> Detail:
    """A ticket's row, timeline, files, clocks explained."""
    services = services_of(request)
    return await reading.detail(
        services.store, services.references, actor_of(request), ticket_id, services.clock.now()
    )


@get("/api/tickets", operation_id="tickets", tags=["tickets"], responses=refusals())
async def tickets(
    request: Call,
    states: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
    area: Short = "",
    unit: Short = "",
    text: Text = "",
    number: Short = "",
    channel: Short = "",
    limit: Annotated[int, QueryParameter(ge=1, le=reading.MAX_PAGE)] = 100,
    cursor: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[Page]:
    """Search tickets in scope. `state` may be several, with commas; `text` words that all occur."""
    services = services_of(request)
    query = reading.Query(
        state=states,
        area=area,
        unit=unit,
        text=text,
        number=number,
        channel=channel,
        limit=limit,
        cursor=cursor,
    )
    found = await reading.search(services.store, services.references, actor_of(request), query)
    return encoded(found, Page)


@get(
    "/api/tickets/{ticket_id:str}/suggestions",
    operation_id="suggestionsFor",
    tags=["suggestions"],
    responses=refusals("missing"),
)
async def suggestions_for(request: Call, ticket_id: TicketId) -> Suggestions:
    """Items, units and possible duplicates for a ticket, each with reasons."""
    services, actor = services_of(request), actor_of(request)
    async with services.store.read() as connection:
        row = await reading.read_ticket(connection, actor, ticket_id)
    matter = Matter(
        title=row.title,
        text=row.text,
        place=row.place,
        area=row.area,
        item=row.item,
        lon=row.lon,
        lat=row.lat,
        component=row.beside.component.code if row.beside.component is not None else "",
    )
    return await services.suggester.suggest(actor, matter, services.clock.now(), row.id)


@post(
    "/api/suggestions",
    operation_id="suggestions",
    dto=Body[Matter],
    return_dto=None,
    tags=["suggestions"],
    status_code=200,
    responses=refusals("too_large", "media"),
)
async def suggestions(request: Call, data: JSONBody[Matter]) -> Suggestions:
    """The same for a matter that is no ticket yet, such as a call being taken."""
    services = services_of(request)
    return await services.suggester.suggest(actor_of(request), data, services.clock.now())


@get(
    "/api/snapshot",
    operation_id="snapshot",
    tags=["feed"],
    responses={
        200: ResponseSpec(
            data_container=bytes,
            description="msgpack of Snapshot",
            media_type="application/vnd.msgpack",
            generate_examples=False,
        ),
        **refusals(),
    },
)
async def snapshot(request: Call) -> Response[bytes]:
    """Every ticket in scope that consoles hold, with the feed's number at that moment (msgpack)."""
    services = services_of(request)
    body = await reading.snapshot(services.store, actor_of(request), services.clock.now())
    return Response(body, media_type="application/vnd.msgpack", headers={"cache-control": "no-store"})


HANDLERS = [ticket, tickets, suggestions_for, suggestions, snapshot]
