"""Log-in, log-out, who am I; the time; whether the service lives."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import JSONBody

from backend.api.access import Call, actor_of, bearer, services_of
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.clock import SimulatedClock
from backend.service.refusal import ServiceRefused, refuse
from backend.services import Services
from backend.store.engine import StoreAway
from backend.tasks import spawn
from contract import API_VERSION
from contract.account import Actor, LogIn, Session, Time


class Speed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How fast the clock is to run against real time; 0 stands still."""

    speed: Annotated[float, msgspec.Meta(ge=0, le=3600)]


class Health(msgspec.Struct, frozen=True):
    """That the service and its database answer."""

    status: str
    api: int
    districts: tuple[str, ...]


@post(
    "/api/session",
    operation_id="logIn",
    dto=Body[LogIn],
    return_dto=None,
    tags=["session"],
    responses=refusals("too_many", "too_large", "media"),
)
async def log_in(request: Call, data: JSONBody[LogIn]) -> Session:
    """Open a session by login and password. A seat that was absent is ready."""
    services, address = services_of(request), request.client.host if request.client else ""
    session = await services.accounts.log_in(data.login, data.password, address)
    await services.presence.arrived(session.actor)
    return session


@get("/api/session", operation_id="whoAmI", tags=["session"], responses=refusals())
async def who_am_i(request: Call) -> Actor:
    """Whose session this is."""
    return actor_of(request)


@delete("/api/session", operation_id="logOut", tags=["session"], responses=refusals())
async def log_out(request: Call) -> None:
    """End the session. With the account's last one its claims are given back, and its seat is absent."""
    services = services_of(request)
    await services.accounts.log_out(bearer(request))
    await services.presence.left(actor_of(request))


async def _recognised(services: Services, token: str) -> None:
    """The time is everybody's: whether the session still stands is told by other routes."""
    with suppress(ServiceRefused, StoreAway):
        services.presence.sign(await services.accounts.actor(token))


@get("/api/time", operation_id="time", tags=["service"], responses=refusals())
async def time(request: Call) -> Response[Time]:
    """The backend's clock and its speed. Asked with a session it is a sign of life as every request is:
    who gives none for a while is taken to be gone."""
    services, token = services_of(request), bearer(request)
    if token:
        # Beside the answer: whoever asks measures how long it takes.
        spawn("sign of life", _recognised(services, token))
    clock = services.clock
    return Response(Time(clock.now(), clock.speed), headers={"cache-control": "no-store"})


@put(
    "/api/time",
    operation_id="setSpeed",
    dto=Body[Speed],
    return_dto=None,
    tags=["service"],
    responses=refusals("step", "too_large", "media"),
)
async def set_speed(request: Call, data: JSONBody[Speed]) -> Time:
    """Let a simulated clock run at another speed; a backend in real use has none and refuses (409)."""
    clock = services_of(request).clock
    if not isinstance(clock, SimulatedClock):
        refuse("step", "正式运行的时钟不能调速", "a clock in real use keeps its speed")
    clock.run_at(data.speed)
    return Time(clock.now(), clock.speed)


@get("/api/health", operation_id="health", tags=["service"], responses=refusals())
async def health(request: Call) -> Health:
    """Whether the service and its database answer."""
    services = services_of(request)
    await services.store.ping()
    return Health("ok", API_VERSION, services.references.districts)


HANDLERS = [log_in, who_am_i, log_out, time, set_speed, health]
