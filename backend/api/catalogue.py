"""The item catalogue for its administrator: versions, what they change, and new ones. On line only.

A file goes first, by its hash (`putFile`); the command names it. What a version would come to is asked with
the very command that puts it in force.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal
from urllib.parse import quote

from litestar import Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.catalogue import proposing
from backend.service.catalogue.calling_off import CallingOff
from backend.service.catalogue.keeping import PutInForce
from backend.service.catalogue.mapping import shipped_names
from backend.service.catalogue.sheets import FORMS, written
from backend.service.catalogue.versions import between, ground_of, items_of, put_of, versions
from backend.service.refusal import ServiceRefused, missing
from backend.service.steps import Pending
from contract.catalogue import (
    CallOff,
    CatalogueItems,
    CatalogueMapping,
    CatalogueVersion,
    Difference,
    Proposal,
    ProposeVersion,
)

_PATTERN = r"^[0-9A-Za-z_.-]+$"
Version = Annotated[str, PathParameter(max_length=40, pattern=_PATTERN)]
Named = Annotated[str, QueryParameter(min_length=1, max_length=40, pattern=_PATTERN)]
_FRESH = {"cache-control": "no-store"}


@get("/api/catalogue/versions", operation_id="catalogueVersions", tags=["catalogue"], responses=refusals())
async def catalogue_versions(request: Call) -> Response[tuple[CatalogueVersion, ...]]:
    """Every version, oldest first: since when, how many items, who put it in force."""
    services, district = services_of(request), actor_of(request).district
    put = await put_of(services.store, district)
    reference = services.references.get(district).reference
    return Response(versions(reference, put, services.clock.now()), headers=_FRESH)


@get(
    "/api/catalogue/versions/{version:str}",
    operation_id="catalogueItems",
    tags=["catalogue"],
    responses=refusals("missing"),
)
async def catalogue_items(request: Call, version: Version) -> Response[CatalogueItems]:
    """The whole catalogue as one version has it, and what is withdrawn by then."""
    services, district = services_of(request), actor_of(request).district
    put = await put_of(services.store, district)
    reference = services.references.get(district).reference
    return Response(items_of(reference, put, version), headers=_FRESH)


@get(
    "/api/catalogue/versions/{version:str}/{form:str}",
    operation_id="catalogueTable",
    tags=["catalogue"],
    responses={
        200: ResponseSpec(
            data_container=bytes,
            description="the table",
            media_type="application/octet-stream",
            generate_examples=False,
        ),
        **refusals("missing"),
    },
)
async def catalogue_table(
    request: Call, version: Version, form: Annotated[Literal["csv", "xlsx"], PathParameter()]
) -> Response[bytes]:
    """A version as a table for offices; the mapping ``own`` reads it again."""
    services, district = services_of(request), actor_of(request).district
    put = await put_of(services.store, district)
    reference = services.references.get(district).reference
    found = items_of(reference, put, version)
    title = f"{reference.district.names.zh}事项清单 {version}"
    body = await asyncio.to_thread(written, found.items, reference, form, title)
    headers = {
        **_FRESH,
        "x-content-type-options": "nosniff",
        "x-file-type": FORMS[form],
        "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


@get(
    "/api/catalogue/difference",
    operation_id="catalogueDifference",
    tags=["catalogue"],
    responses=refusals("missing"),
)
async def catalogue_difference(request: Call, before: Named, after: Named) -> Response[Difference]:
    """What one version changes against another: added, withdrawn, changed field by field."""
    services, district = services_of(request), actor_of(request).district
    put = await put_of(services.store, district)
    reference = services.references.get(district).reference
    return Response(between(reference, put, before, after), headers=_FRESH)


@get("/api/catalogue/mappings", operation_id="catalogueMappings", tags=["catalogue"], responses=refusals())
async def catalogue_mappings(request: Call) -> tuple[CatalogueMapping, ...]:  # noqa: ARG001
    """The mappings that come along, as TOML: to name one, or to write one's own from it."""
    return tuple(CatalogueMapping(name, mapping.names, toml) for name, mapping, toml in shipped_names())


async def _read(request: Call, command: ProposeVersion) -> proposing.Read:
    """What a command holds; its file must have been stored by whoever asks."""
    services, actor = services_of(request), actor_of(request)
    content: bytes | None = None
    if command.file is not None:
        try:
            content, _ = await services.files.get(actor, command.file.sha256)
        except ServiceRefused as refused:
            if refused.kind != missing().kind:
                raise
    reference = services.references.get(actor.district).reference
    return await asyncio.to_thread(proposing.read, command, content, reference)


@post(
    "/api/catalogue/check",
    operation_id="checkCatalogue",
    dto=Body[ProposeVersion],
    return_dto=None,
    status_code=200,
    tags=["catalogue"],
    responses=refusals("step", "too_large", "media"),
)
async def check_catalogue(request: Call, data: JSONBody[ProposeVersion]) -> Response[Proposal]:
    """What a version would change and what is wrong with it. Nothing is written."""
    services, district = services_of(request), actor_of(request).district
    given = await _read(request, data)
    ground = await ground_of(services.store, district)
    reference = services.references.get(district).reference
    return Response(proposing.checked(data, given, reference, ground, services.clock.now()), headers=_FRESH)


@post(
    "/api/catalogue/versions",
    operation_id="putCatalogue",
    dto=Body[ProposeVersion],
    return_dto=None,
    status_code=201,
    tags=["catalogue"],
    responses=refusals("step", "key", "too_large", "media"),
)
async def put_catalogue(request: Call, data: JSONBody[ProposeVersion], key: Key = None) -> Response[Proposal]:
    """Put a version in force from a date on. What was filed keeps its version; what is refused is named."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    given = await _read(request, data)
    work = PutInForce(data, given.readings, given.source)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), Proposal)


@post(
    "/api/catalogue/versions/{version:str}/calling-off",
    operation_id="callOffCatalogue",
    dto=Body[CallOff],
    return_dto=None,
    status_code=200,
    tags=["catalogue"],
    responses=refusals("missing", "step", "key", "too_large", "media"),
)
async def call_off_catalogue(
    request: Call, version: Version, data: JSONBody[CallOff], key: Key = None
) -> Response[CatalogueVersion]:
    """Call a version off that has not begun; the applications that it carried wait for the next one."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    piece = Pending(actor, services.clock.now(), CallingOff(version, data))
    return reply(await services.writer.submit(piece), CatalogueVersion)


HANDLERS = [
    catalogue_versions,
    catalogue_items,
    catalogue_table,
    catalogue_difference,
    catalogue_mappings,
    check_catalogue,
    put_catalogue,
    call_off_catalogue,
]
