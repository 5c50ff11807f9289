"""The register of components: finding them, one with its history and tickets, entering and changing, files.

A file goes first, by its hash (`putFile`); the command names it. What it would change is asked with the very
command that takes it in.
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
from backend.service.components import importing, searching
from backend.service.components.changing import Changing, Registering, Removing
from backend.service.components.importing import Importing
from backend.service.components.mapping import shipped_names
from backend.service.components.reading import Read
from backend.service.components.sheets import FORMS, written
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Pending
from contract.component import (
    FAR,
    NEAR,
    ChangeComponent,
    Component,
    ComponentDetail,
    ComponentImport,
    ComponentMapping,
    ComponentPage,
    ImportComponents,
    RegisterComponent,
    RemoveComponent,
)

ComponentCode = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
Short = Annotated[str, QueryParameter(max_length=64)]
Flag = Annotated[bool, QueryParameter()]
Several = Annotated[str, QueryParameter(max_length=600)]
_FRESH = {"cache-control": "no-store"}


def _box(text: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north; raises ServiceRefused (validation)."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise wrong_input(
            "bbox", "format", text, "应为 西,南,东,北 四个数", "four numbers: west,south,east,north"
        ) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise wrong_input("bbox", "range", text, "范围无效", "is no rectangle on the map")
    return west, south, east, north


@get("/api/components", operation_id="components", tags=["components"], responses=refusals())
async def components(
    request: Call,
    code: Short = "",
    text: Annotated[str, QueryParameter(max_length=200)] = "",
    kind: Several = "",
    area: Short = "",
    standing: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
    owner: Short = "",
    ownerless: Flag = False,
    removed: Flag = False,
    lon: Annotated[float | None, QueryParameter(ge=-180, le=180)] = None,
    lat: Annotated[float | None, QueryParameter(ge=-90, le=90)] = None,
    within: Annotated[float, QueryParameter(gt=0, le=FAR)] = NEAR,
    bbox: Annotated[str, QueryParameter(max_length=100)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=searching.MAX_PAGE)] = 100,
    cursor: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[ComponentPage]:
    """Search components in scope: by the beginning of their code, words that all occur, kind and state
    (several with commas), owning unit, area. Around `lon`, `lat` the nearest come first, with metres. Those
    that were removed are found by their state or with `removed`."""
    services, actor = services_of(request), actor_of(request)
    query = searching.Query(
        code=code,
        text=text,
        kind=kind,
        area=area,
        state=standing,
        owner=owner,
        ownerless=ownerless,
        removed=removed,
        lon=lon,
        lat=lat,
        within=within,
        bbox=_box(bbox),
        limit=limit,
        cursor=cursor,
    )
    reference = services.references.get(actor.district).reference
    return Response(await searching.search(services.store, reference, actor, query), headers=_FRESH)


@get(
    "/api/components/{code:str}",
    operation_id="component",
    tags=["components"],
    responses=refusals("missing"),
)
async def component(request: Call, code: ComponentCode) -> Response[ComponentDetail]:
    """A component with its history, newest first, and the tickets tied to it that the caller may see."""
    found = await searching.detail(services_of(request).store, actor_of(request), code)
    return Response(found, headers=_FRESH)


@post(
    "/api/components",
    operation_id="registerComponent",
    dto=Body[RegisterComponent],
    return_dto=None,
    status_code=201,
    tags=["components"],
    responses=refusals("key", "too_large", "media"),
)
async def register_component(
    request: Call, data: JSONBody[RegisterComponent], key: Key = None
) -> Response[Component]:
    """Enter a component, with a reason. Its grid is the one that its point lies in."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    work = Registering(data.code, services.locator.code_at, data)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), Component)


@post(
    "/api/components/{code:str}/change",
    operation_id="changeComponent",
    dto=Body[ChangeComponent],
    return_dto=None,
    status_code=200,
    tags=["components"],
    responses=refusals("missing", "conflict", "step", "key", "too_large", "media"),
)
async def change_component(
    request: Call, code: ComponentCode, data: JSONBody[ChangeComponent], key: Key = None
) -> Response[Component]:
    """Change a component's owner, state, kind or place, with a reason; refused where somebody was first."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    work = Changing(code, services.locator.code_at, data)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), Component)


@post(
    "/api/components/{code:str}/removal",
    operation_id="removeComponent",
    dto=Body[RemoveComponent],
    return_dto=None,
    status_code=200,
    tags=["components"],
    responses=refusals("missing", "conflict", "step", "key", "too_large", "media"),
)
async def remove_component(
    request: Call, code: ComponentCode, data: JSONBody[RemoveComponent], key: Key = None
) -> Response[Component]:
    """Say that a component stands there no more, with a reason. It stays in the register."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    work = Removing(code, services.locator.code_at, data)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), Component)


@get(
    "/api/component-files/mappings",
    operation_id="componentMappings",
    tags=["components"],
    responses=refusals(),
)
async def component_mappings(request: Call) -> tuple[ComponentMapping, ...]:  # noqa: ARG001
    """The mappings that come along, as TOML: to name one, or to write one's own from it."""
    return tuple(ComponentMapping(name, mapping.names, toml) for name, mapping, toml in shipped_names())


@get(
    "/api/component-files/table/{form:str}",
    operation_id="componentTable",
    tags=["components"],
    responses={
        200: ResponseSpec(
            data_container=bytes,
            description="the table",
            media_type="application/octet-stream",
            generate_examples=False,
        ),
        **refusals(),
    },
)
async def component_table(
    request: Call, form: Annotated[Literal["csv", "xlsx"], PathParameter()]
) -> Response[bytes]:
    """The register, as far as the caller sees it, as a table for offices; the mapping ``own`` reads it."""
    services, actor = services_of(request), actor_of(request)
    found = await searching.whole(services.store, actor)
    title = f"{services.references.get(actor.district).reference.district.names.zh}部件登记"
    body = await asyncio.to_thread(written, found, form, title)
    headers = {
        **_FRESH,
        "x-content-type-options": "nosniff",
        "x-file-type": FORMS[form],
        "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


async def _read(request: Call, command: ImportComponents) -> Read:
    """The rows of a command's file, which must have been stored by whoever asks."""
    services, actor = services_of(request), actor_of(request)
    content: bytes | None = None
    try:
        content, _ = await services.files.get(actor, command.file.sha256)
    except ServiceRefused as refused:
        if refused.kind != missing().kind:
            raise
    reference = services.references.get(actor.district).reference
    return await asyncio.to_thread(importing.read, command, content, reference)


@post(
    "/api/component-files/check",
    operation_id="checkComponents",
    dto=Body[ImportComponents],
    return_dto=None,
    status_code=200,
    tags=["components"],
    responses=refusals("too_large", "media"),
)
async def check_components(request: Call, data: JSONBody[ImportComponents]) -> Response[ComponentImport]:
    """What a file would change and what is wrong with it. Nothing is written."""
    services, actor = services_of(request), actor_of(request)
    given = await _read(request, data)
    reference = services.references.get(actor.district).reference
    area_at, now = services.locator.code_at, services.clock.now()
    told = await importing.checked(services.store, data, given, reference, area_at, actor, now)
    return Response(told, headers=_FRESH)


@post(
    "/api/component-files/imports",
    operation_id="importComponents",
    dto=Body[ImportComponents],
    return_dto=None,
    status_code=201,
    tags=["components"],
    responses=refusals("key", "too_large", "media"),
)
async def import_components(
    request: Call, data: JSONBody[ImportComponents], key: Key = None
) -> Response[ComponentImport]:
    """Take a file into the register. What it leaves out stays; what is refused is named."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    given = await _read(request, data)
    work = Importing(data, given.rows, given.source, services.locator.code_at)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), ComponentImport)


HANDLERS = [
    components,
    component,
    register_component,
    change_component,
    remove_component,
    component_mappings,
    component_table,
    check_components,
    import_components,
]
