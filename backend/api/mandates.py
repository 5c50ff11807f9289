"""The duty list and the powers list: what is in force for everybody, new versions for the administrator.

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
from backend.api.reference import Match, cached
from backend.service.catalogue.proposing import refused_whole
from backend.service.catalogue.sheets import FORMS
from backend.service.importing.faults import ImportRefused
from backend.service.mandates.keeping import Put, read_put, read_rows
from backend.service.mandates.mapping import shipped_names
from backend.service.mandates.planning import between, entries_of, plan, versions
from backend.service.mandates.putting import PutMandates
from backend.service.mandates.rows import Read, rows_of
from backend.service.mandates.sheets import title_of, written
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Pending
from contract.catalogue import CatalogueMapping, Difference
from contract.mandate import (
    MOST_FOUND,
    ListName,
    Mandate,
    MandateProposal,
    Mandates,
    MandateVersion,
    ProposeMandates,
)

_PATTERN = r"^[0-9A-Za-z_.-]+$"
Version = Annotated[str, PathParameter(max_length=40, pattern=_PATTERN)]
Named = Annotated[str, QueryParameter(min_length=1, max_length=40, pattern=_PATTERN)]
Coded = Annotated[str, QueryParameter(max_length=64)]
_FRESH = {"cache-control": "no-store"}


@get(
    "/api/mandates",
    operation_id="mandates",
    tags=["mandates"],
    responses={
        304: ResponseSpec(data_container=None, description="what the caller has is current"),
        **refusals(),
    },
)
async def mandates(request: Call, match: Match = None) -> Response[Mandates]:
    """Both lists as they are in force and as they are to come; the ETag is the digest."""
    held = await services_of(request).lists.now(actor_of(request).district)
    return cached(held.json, Mandates, held.digest, match)


@get("/api/mandates/search", operation_id="searchMandates", tags=["mandates"], responses=refusals())
async def search_mandates(
    request: Call,
    q: Annotated[str, QueryParameter(max_length=200, description="code, words, pinyin initials")] = "",
    in_list: Annotated[Literal["", "duty", "powers"], QueryParameter(name="list")] = "",
    unit: Coded = "",
    item: Coded = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_FOUND)] = 50,
) -> Response[tuple[Mandate, ...]]:
    """Entries in force in which every word stands, the nearest first; of a list, a unit, an item."""
    services, district = services_of(request), actor_of(request).district
    known = services.references.get(district).reference.unit(unit)
    if unit and known is None:
        raise wrong_input("unit", "known", unit, "没有这个单位", "there is no such unit")
    held = await services.lists.now(district)
    found = held.search(q, list_=in_list, unit=known, item=item, most=limit)
    return Response(found, headers=_FRESH)


@get("/api/mandates/versions", operation_id="mandateVersions", tags=["mandates"], responses=refusals())
async def mandate_versions(request: Call) -> Response[tuple[MandateVersion, ...]]:
    """Every version of both lists, by list, oldest first."""
    rows, put = await _kept(request)
    return Response(versions(rows, put, services_of(request).clock.now()), headers=_FRESH)


@get(
    "/api/mandates/difference",
    operation_id="mandateDifference",
    tags=["mandates"],
    responses=refusals("missing"),
)
async def mandate_difference(
    request: Call,
    before: Named,
    after: Named,
    in_list: Annotated[ListName, QueryParameter(name="list")],
) -> Response[Difference]:
    """What one version of a list changes against another: added, withdrawn, changed field by field."""
    rows, put = await _kept(request)
    reference = services_of(request).references.get(actor_of(request).district).reference
    return Response(between(rows, put, in_list, before, after, reference), headers=_FRESH)


@get(
    "/api/mandates/versions/{list_name:str}/{version:str}/{form:str}",
    operation_id="mandateTable",
    tags=["mandates"],
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
async def mandate_table(
    request: Call,
    list_name: Annotated[ListName, PathParameter()],
    version: Version,
    form: Annotated[Literal["csv", "xlsx"], PathParameter()],
) -> Response[bytes]:
    """A version of a list as a table for offices; the mapping ``own`` reads it again."""
    rows, put = await _kept(request)
    reference = services_of(request).references.get(actor_of(request).district).reference
    entries = entries_of(rows, put, list_name, version)
    title = title_of(reference, list_name, version)
    body = await asyncio.to_thread(written, entries, reference, form, title)
    headers = {
        **_FRESH,
        "x-content-type-options": "nosniff",
        "x-file-type": FORMS[form],
        "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


@get("/api/mandates/mappings", operation_id="mandateMappings", tags=["mandates"], responses=refusals())
async def mandate_mappings(request: Call) -> tuple[CatalogueMapping, ...]:  # noqa: ARG001
    """The mappings that come along, as TOML: to name one, or to write one's own from it."""
    return tuple(CatalogueMapping(name, mapping.names, toml) for name, mapping, toml in shipped_names())


async def _kept(request: Call) -> tuple[tuple[Mandate, ...], tuple[Put, ...]]:
    """Every row and every version of the caller's district."""
    district = actor_of(request).district
    async with services_of(request).store.read() as connection:
        return await read_rows(connection, district), await read_put(connection, district)


async def _read(request: Call, command: ProposeMandates) -> Read:
    """What a command's file holds; it must have been stored by whoever asks."""
    services, actor = services_of(request), actor_of(request)
    file, reference = command.file, services.references.get(actor.district).reference
    try:
        content, _ = await services.files.get(actor, file.sha256)
    except ServiceRefused as refused:
        if refused.kind != missing().kind:
            raise
        zh, en = "文件尚未上传", "the file has not been uploaded"
        raise wrong_input("file.sha256", "stored", file.sha256, zh, en) from None
    try:
        return await asyncio.to_thread(
            rows_of, content, file.mapping_toml.encode(), file.mapping, command.list, reference
        )
    except ImportRefused as refused:
        raise refused_whole(refused) from None


@post(
    "/api/mandates/check",
    operation_id="checkMandates",
    dto=Body[ProposeMandates],
    return_dto=None,
    status_code=200,
    tags=["mandates"],
    responses=refusals("too_large", "media"),
)
async def check_mandates(request: Call, data: JSONBody[ProposeMandates]) -> Response[MandateProposal]:
    """What a version of a list would change and what is wrong with it. Nothing is written."""
    services, district = services_of(request), actor_of(request).district
    given = await _read(request, data)
    async with services.store.read() as connection:
        rows = await read_rows(connection, district, data.list)
        put = await read_put(connection, district, data.list)
    reference = services.references.get(district).reference
    told = plan(data, given.readings, rows, put, reference, services.clock.now()).proposal
    return Response(MandateProposal(list=data.list, proposal=told), headers=_FRESH)


@post(
    "/api/mandates/versions",
    operation_id="putMandates",
    dto=Body[ProposeMandates],
    return_dto=None,
    status_code=201,
    tags=["mandates"],
    responses=refusals("key", "too_large", "media"),
)
async def put_mandates(
    request: Call, data: JSONBody[ProposeMandates], key: Key = None
) -> Response[MandateProposal]:
    """Put a version of a list in force from a date on. What was cited keeps its words; what is refused is
    named by line, field and rule."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    given = await _read(request, data)
    work = PutMandates(data, given.readings, given.source)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), MandateProposal)


HANDLERS = [
    mandates,
    search_mandates,
    mandate_versions,
    mandate_difference,
    mandate_table,
    mandate_mappings,
    check_mandates,
    put_mandates,
]
