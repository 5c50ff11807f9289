"""Who may call what: every route, by its operation, in one table; and how a caller is recognised.

A route that is not in the table answers nobody. Roles decide at the door; whose tickets somebody may see
is scope, which the services decide (`contract.guards.in_scope`, `backend.service.scope`).
"""

from __future__ import annotations

import re
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import HTTPRouteHandler
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Method, OperationIDCreator
from litestar.types.internal_types import PathParameterDefinition

from backend.service.accounts import logged_out
from backend.service.refusal import ServiceRefused, wrong_input
from backend.services import Services
from contract.account import Actor, Role
from contract.machine import Names

Call = Request[Any, Any, Any]
"""A request as handlers take it."""

OPEN: tuple[Role, ...] = ()
"""Anybody; a route of this kind that needs a caller recognises them itself (Open311, superior platforms)."""
PEOPLE: tuple[Role, ...] = ("seat", "duty", "handler", "grid", "leader", "admin")
ALL: tuple[Role, ...] = (*PEOPLE, "channel")
DESK: tuple[Role, ...] = ("seat", "duty")
OFFICE: tuple[Role, ...] = ("seat", "duty", "handler", "leader", "admin")
"""Who works by the catalogue at a desk and may look at all of it."""

ACCESS: dict[str, tuple[Role, ...]] = {
    "logIn": OPEN,
    "whoAmI": ALL,
    "logOut": ALL,
    "time": OPEN,
    "setSpeed": ("admin",),
    "health": OPEN,
    "tables": ALL,
    "reference": ALL,
    "geometry": ALL,
    "locate": ALL,
    "placeAt": PEOPLE,
    "streets": ALL,
    "act": ALL,
    "claim": ("seat", "duty", "handler", "grid"),
    "release": ("seat", "duty", "handler", "grid"),
    "note": ("seat", "duty", "handler", "grid", "leader"),
    "attach": ("seat", "duty", "handler", "grid"),
    "ticket": ALL,
    "tickets": ALL,
    "suggestionsFor": DESK,
    "suggestions": DESK,
    "reporter": ("seat", "duty", "handler"),
    "seat": ("seat",),
    "setSeat": ("seat",),
    "seats": ("duty", "leader", "admin"),
    "figures": ("seat", "duty", "leader", "admin"),
    "areaMeasures": ("seat", "duty", "leader", "admin"),
    "jointFigures": OFFICE,
    "jointFiguresTable": OFFICE,
    "filters": PEOPLE,
    "saveFilter": PEOPLE,
    "dropFilter": PEOPLE,
    "catalogueVersions": OFFICE,
    "catalogueItems": OFFICE,
    "catalogueTable": OFFICE,
    "catalogueDifference": OFFICE,
    "catalogueMappings": ("admin",),
    "checkCatalogue": ("admin",),
    "putCatalogue": ("admin",),
    "callOffCatalogue": ("admin",),
    "divisions": OFFICE,
    "division": OFFICE,
    "checkDivision": ("admin",),
    "adoptDivision": ("admin",),
    "callOffDivision": ("admin",),
    "mandates": PEOPLE,
    "searchMandates": PEOPLE,
    "mandateVersions": PEOPLE,
    "mandateDifference": PEOPLE,
    "mandateTable": PEOPLE,
    "mandateMappings": ("admin",),
    "checkMandates": ("admin",),
    "putMandates": ("admin",),
    "components": PEOPLE,
    "component": PEOPLE,
    "componentTable": ("duty", "leader", "admin"),
    "componentMappings": ("admin",),
    "registerComponent": ("duty", "admin"),
    "changeComponent": ("duty", "admin"),
    "removeComponent": ("duty", "admin"),
    "checkComponents": ("admin",),
    "importComponents": ("admin",),
    "admissions": ("handler", "duty", "leader", "admin"),
    "applyAdmission": ("handler",),
    "decideAdmission": ("duty",),
    "takeBackAdmission": ("handler",),
    "onDuty": PEOPLE,
    "dutyBoard": ("seat", "duty", "handler", "leader", "admin"),
    "dutyPlace": PEOPLE,
    "myDuty": PEOPLE,
    "setDutyHolder": ("duty", "handler", "admin"),
    "endDutyHolder": ("duty", "handler", "admin"),
    "dutyPhone": ("seat", "duty", "handler"),
    "setShift": ("duty", "handler", "admin"),
    "endShift": ("duty", "handler", "admin"),
    "changeDutyDay": ("duty", "handler", "admin"),
    "putRoster": ("duty", "handler", "admin"),
    "checkIn": ("grid",),
    "actJoint": PEOPLE,
    "joint": PEOPLE,
    "joints": PEOPLE,
    "actCampaign": ("seat", "duty", "handler", "leader"),
    "campaigns": OFFICE,
    "campaign": OFFICE,
    "nearby": OFFICE,
    "playback": PEOPLE,
    "playbackPosts": OFFICE,
    "putFile": ALL,
    "getFile": ALL,
    "snapshot": ALL,
    "feed": ALL,
    "poll": ALL,
    "georeportDiscovery": OPEN,
    "georeportServices": OPEN,
    "georeportDefinition": OPEN,
    "georeportRequests": OPEN,
    "georeportRequest": OPEN,
    "georeportToken": OPEN,
    "georeportReport": OPEN,
    "superiorTicket": OPEN,
    "superiorStep": OPEN,
    "sensorAlarm": OPEN,
}
"""Roles by operation. An action's own roles are the lifecycle table's."""


def services_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Services:
    """The services of this process."""
    services: Services = connection.app.state.services
    return services


def bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The token of a request, "" without one."""
    header = connection.headers.get("authorization", "")
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def per_path(operation: str) -> OperationIDCreator:
    """Ids for a route with several paths: ``operation`` with the path's last part, which differs."""

    def named(_handler: HTTPRouteHandler, _method: Method, parts: list[str | PathParameterDefinition]) -> str:
        words = [re.sub(r"[^0-9A-Za-z]+", "_", part) for part in parts if isinstance(part, str)]
        return "_".join((operation, *words[-1:]))

    return named


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard of the whole application; raises ServiceRefused (login, forbidden, validation)."""
    if b"%00" in connection.scope["query_string"] or "\x00" in connection.scope["path"]:
        raise wrong_input("url", "text", "\\0", "不能含有空字符", "it must not hold NUL")
    # A route with several paths has an operation id for each, and names its row of the table itself.
    operation = handler.opt.get("access") or getattr(handler, "operation_id", None)
    roles = ACCESS.get(operation) if isinstance(operation, str) else None
    if roles is None:
        if handler.opt.get("document") or connection.scope.get("method") == "OPTIONS":
            return
        raise ServiceRefused("forbidden", Names("此接口未开放", "this route is open to nobody"))
    if roles == OPEN:
        return
    token = bearer(connection)
    if not token:
        raise logged_out()
    actor = await services_of(connection).accounts.actor(token)
    if actor.role not in roles:
        raise ServiceRefused("forbidden", Names("您的角色不能使用此功能", "your role does not use this"))
    services_of(connection).presence.sign(actor)
    connection.scope["user"] = actor


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Who calls (on a route that is not open)."""
    actor: Actor = connection.scope["user"]
    return actor


def bounds_of(actor: Actor) -> str:
    """The path that bounds what a caller is told figures of: a handler's unit, else the area. Raises
    ServiceRefused where that is no more: it bounds nothing, which is not to say that it lets all in."""
    found = actor.unit_path if actor.role == "handler" else actor.area_path
    if not found:
        raise ServiceRefused("forbidden", Names("您的单位或区域已不存在", "your unit or area is no more"))
    return found
