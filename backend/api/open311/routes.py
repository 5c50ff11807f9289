"""The routes of GeoReport v2."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from litestar import Response, Router, get, post
from litestar.exceptions import HTTPException
from litestar.params import PathParameter

from backend.api.access import per_path
from backend.api.problems import language_of, on_http
from backend.service.derived import derived_id
from backend.service.georeport import SOURCE, PublicTickets, Search, ordered
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Origin, Pending
from contract.account import Actor
from contract.action import Action, FileRef
from contract.machine import Names
from contract.problem import TITLES
from contract.ticket import Ticket

from . import documents as d
from .asking import Asked, GeoReportRefused, Reader, form_of, item_of, reader, refuse, search_of, stem_of
from .form import Posted, posted, report_of
from .view import definition_of, request_of, service_of
from .wire import (
    Created,
    Discovery,
    Endpoint,
    Resolved,
    Service,
    ServiceDefinition,
    ServiceRequest,
    answer,
    instant,
    refusal,
)

NAMESPACE = uuid.UUID("2f7a3c1c-6a53-5d0c-9f5e-9a4c1f2f6b07")
MAX_BODY = 25_000_000

Name = Annotated[str, PathParameter(description="an id or a code, and the format: .json or .xml")]


@get(
    ["/discovery.json", "/discovery.xml"],
    operation_id=per_path("georeportDiscovery"),
    opt={"access": "georeportDiscovery"},
    summary="What this server offers",
    operation_class=d.DISCOVERY,
)
async def discovery(request: Asked) -> Response[bytes]:
    """Where GeoReport is spoken here, and who gives out keys."""
    at = await reader(request)
    reference = at.held.reference
    newest = max((item.effective_from for item in reference.items), default=0)
    changed = instant(newest, reference.calendar.utc_offset) or ""
    centre = reference.district.centre.of(at.language)
    zh = at.language == "zh"
    endpoint = Endpoint(
        specification="http://wiki.open311.org/GeoReport_v2",
        url=str(request.base_url).rstrip("/") + "/open311/v2",
        changeset=changed,
        type="production" if at.services.clock.speed == 1.0 else "test",
        formats=("application/json", "text/xml"),
    )
    body = Discovery(
        changeset=changed,
        contact=centre,
        key_service=f"api_key 由{centre}的管理员发放"
        if zh
        else f"{centre}: its administrator gives out keys",
        endpoints=(endpoint,),
    )
    return answer(Discovery, body, form_of(request))


@get(
    ["/services.json", "/services.xml"],
    operation_id=per_path("georeportServices"),
    opt={"access": "georeportServices"},
    summary="What can be reported: the items of the catalogue in force",
    operation_class=d.SERVICES,
)
async def services(request: Asked) -> Response[bytes]:
    """Every item in force as a service, its category as the group."""
    at = await reader(request)
    items = at.held.reference.items_at(at.services.clock.now())
    return answer(Service, tuple(service_of(item, at.language) for item in items), form_of(request))


@get(
    "/services/{name:str}",
    operation_id="georeportDefinition",
    summary="One service: when it is taken as a case, when it is done",
    operation_class=d.DEFINITION,
)
async def service_definition(request: Asked, name: Name) -> Response[bytes]:
    """`name` is a service code and the format: ``3-2-07.json``."""
    code = stem_of(request, name)
    at = await reader(request)
    body = definition_of(item_of(request, at, code), at.language)
    return answer(ServiceDefinition, body, form_of(request))


async def _shown(request: Asked, at: Reader, search: Search) -> Response[bytes]:
    found = await PublicTickets(at.services.store).search(at.held, at.actor, search)
    if search.numbers:
        found = ordered(search.numbers, found)
    body = tuple(request_of(shown, at.held, at.language) for shown in found)
    return answer(ServiceRequest, body, form_of(request))


@get(
    ["/requests.json", "/requests.xml"],
    operation_id=per_path("georeportRequests"),
    opt={"access": "georeportRequests"},
    summary="Requests that were reported",
    operation_class=d.REQUESTS,
)
async def requests(request: Asked) -> Response[bytes]:
    """Without a key the public ones, with a channel's key that channel's."""
    at = await reader(request)
    return await _shown(request, at, search_of(request, at))


@get(
    ["/requests/{name:str}", "/request/{name:str}"],
    operation_id=per_path("georeportRequest"),
    opt={"access": "georeportRequest"},
    summary="One request",
    operation_class=d.REQUEST,
)
async def one_request(request: Asked, name: Name) -> Response[bytes]:
    """`name` is a request's id and the format; the published description says ``request/``."""
    number = stem_of(request, name)
    at = await reader(request)
    search = Search(numbers=(number,))
    found = await PublicTickets(at.services.store).search(at.held, at.actor, search)
    if not found:
        refuse(request, 404, "没有这个 service_request_id", "no such service_request_id")
    body = tuple(request_of(shown, at.held, at.language) for shown in found)
    return answer(ServiceRequest, body, form_of(request))


@get(
    "/tokens/{name:str}",
    operation_id="georeportToken",
    summary="The request of a token",
    operation_class=d.TOKEN,
)
async def token(request: Asked, name: Name) -> Response[bytes]:
    """`name` is a token and the format."""
    given = stem_of(request, name)
    at = await reader(request)
    number = await PublicTickets(at.services.store).number_of(at.held, at.actor, given)
    if number is None:
        refuse(request, 404, "没有这个 token", "no such token")
    return answer(Resolved, (Resolved(number, given),), form_of(request))


@post(
    ["/requests.json", "/requests.xml"],
    operation_id=per_path("georeportReport"),
    opt={"access": "georeportReport"},
    summary="Report something",
    operation_class=d.REPORT,
    status_code=200,
    request_max_body_size=MAX_BODY,
)
async def report(request: Asked) -> Response[bytes]:
    """A report by a channel: a form, multipart with a picture in ``media``, or fields in the query."""
    zh = language_of(request) == "zh"
    given = await posted(request, zh)
    if not given.get("api_key"):
        refuse(request, 403, "缺少 api_key", "the api_key is missing")
    at = await reader(request, given.fields)
    actor = at.actor
    assert actor is not None
    if not given.get("service_code"):
        refuse(request, 400, "缺少 service_code", "service_code was not provided")
    item = item_of(request, at, given.get("service_code"))
    files = await _stored(at, actor, given)
    act = report_of(given, actor.channel, item, at.held.reference, files, zh)
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > 200:
        refuse(request, 400, "Idempotency-Key 过长", "the Idempotency-Key is too long")
    now = at.services.clock.now()
    # With a key of the sender's the same report gets the same ids, without one ids of its own.
    name = f"{actor.id}\0{key}" if key else secrets.token_hex(16)
    ticket_id = derived_id(NAMESPACE, f"ticket\0{name}", 0 if key else now)
    action = Action(action_id=str(uuid.uuid5(NAMESPACE, f"action\0{name}")), ticket_id=ticket_id, act=act)
    done = await at.services.writer.submit(Pending(actor, now, action, Origin(SOURCE, ticket_id)))
    notice = item.close_standard.of(at.language) or None
    created = Created(service_request_id=_number(done), token=ticket_id, service_notice=notice)
    return answer(Created, (created,), form_of(request))


async def _stored(at: Reader, actor: Actor, given: Posted) -> tuple[FileRef, ...]:
    if not given.picture:
        return ()
    sha256 = hashlib.sha256(given.picture).hexdigest()

    async def whole() -> AsyncIterator[bytes]:
        yield given.picture

    await at.services.files.put(actor, sha256, given.picture_type, at.services.clock.now(), whole())
    return (
        FileRef(
            sha256=sha256,
            name=given.picture_name,
            kind="before",
            mime=given.picture_type,
            size=len(given.picture),
        ),
    )


class _Answered(msgspec.Struct, frozen=True):
    ticket: Ticket


def _number(done: Done) -> str:
    ticket = done.ticket or msgspec.json.decode(done.body, type=_Answered).ticket
    return ticket.number


def _on_refused(request: Asked, refused: GeoReportRefused) -> Response[bytes]:
    return refusal(refused.status, (refused.description,), form_of(request))


def _on_service(request: Asked, refused: ServiceRefused) -> Response[bytes]:
    language = language_of(request)
    status, _ = TITLES.get(refused.kind, TITLES["validation"])
    words = tuple(f.zh if language == "zh" else f.en for f in refused.faults) or (refused.says.of(language),)
    response = refusal(status, words, form_of(request))
    if refused.retry_after is not None:
        response.headers["retry-after"] = str(refused.retry_after)
    return response


def _on_http(request: Asked, error: HTTPException) -> Response[bytes]:
    """Sizes, methods and malformed requests; what fails inside stays a problem document."""
    if error.status_code >= 500:
        return on_http(request, error)
    words = Names("请求有误", "the request is not valid")
    if error.status_code == 413:
        words = Names("内容过大", "the body is too large")
    response = refusal(error.status_code, (words.of(language_of(request)),), form_of(request))
    response.headers.update({name.lower(): value for name, value in (error.headers or {}).items()})
    return response


HANDLERS = [
    Router(
        path="/open311/v2",
        tags=["Open311 GeoReport v2"],
        route_handlers=[
            discovery,
            services,
            service_definition,
            requests,
            one_request,
            token,
            report,
        ],
        exception_handlers={
            GeoReportRefused: _on_refused,
            ServiceRefused: _on_service,
            HTTPException: _on_http,
        },
    )
]
