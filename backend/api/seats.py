"""Seats' states: one's own, entering one, and all seats for who watches over them."""

from __future__ import annotations

from litestar import Response, get, put
from litestar.params import JSONBody

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.seats import Enter
from backend.service.steps import Pending
from contract.seat import SeatNow, SetSeat

_FRESH = {"cache-control": "no-store"}


@get("/api/seat", operation_id="seat", tags=["seats"], responses=refusals())
async def seat(request: Call) -> Response[SeatNow]:
    """The caller's own seat: its state, since when, and how much of today went into each."""
    services = services_of(request)
    return Response(await services.seats.own(actor_of(request), services.clock.now()), headers=_FRESH)


@put(
    "/api/seat",
    operation_id="setSeat",
    dto=Body[SetSeat],
    return_dto=None,
    tags=["seats"],
    responses=refusals("step", "key", "too_large", "media"),
)
async def set_seat(request: Call, data: JSONBody[SetSeat], key: Key = None) -> Response[SeatNow]:
    """Enter a state. After-call is entered by ending a call; what may follow what else is refused (409)."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    done = await services.writer.submit(Pending(actor, services.clock.now(), Enter(data)))
    return reply(done, SeatNow)


@get("/api/seats", operation_id="seats", tags=["seats"], responses=refusals())
async def seats(request: Call) -> Response[tuple[SeatNow, ...]]:
    """Every seat in the caller's scope, by number."""
    services = services_of(request)
    return Response(await services.seats.all(actor_of(request), services.clock.now()), headers=_FRESH)


HANDLERS = [seat, set_seat, seats]
