"""The figures of joint actions in a period, counted as `contract.joint.figures` defines them."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal
from urllib.parse import quote

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter, QueryParameter

from backend.api.access import Call, actor_of, bounds_of, services_of
from backend.api.problems import refusals
from backend.service.joint_figures.counting import answer
from backend.service.joint_figures.sheet import FORMS, written
from backend.service.refusal import wrong_input
from contract.account import Actor, in_path
from contract.counting import Period
from contract.joint.figures import JointCount
from contract.reference import Reference

From = Annotated[int, QueryParameter(name="from", ge=0, le=4_102_444_800_000)]
To = Annotated[int, QueryParameter(name="to", ge=0, le=4_102_444_800_000)]
Code = Annotated[str, QueryParameter(max_length=64)]
_FRESH = {"cache-control": "no-store"}


@get("/api/joint-figures", operation_id="jointFigures", tags=["figures"], responses=refusals())
async def joint_figures(
    request: Call, from_at: From, to_at: To, unit: Code = "", area: Code = ""
) -> Response[JointCount]:
    """The figures of joint actions that were called in [`from`, `to`) (ms), and of proposals made in it: in
    all, by the unit that leads, kind, way, street and month, and by department. `unit` narrows them to the
    actions that it leads and to its own line in all others, `area` to what lies at or below it. A department
    is told its own."""
    return Response(await _count(request, from_at, to_at, unit, area), headers=_FRESH)


@get(
    "/api/joint-figures/table/{form:str}",
    operation_id="jointFiguresTable",
    tags=["figures"],
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
async def joint_figures_table(
    request: Call,
    form: Annotated[Literal["csv", "xlsx"], PathParameter()],
    from_at: From,
    to_at: To,
    unit: Code = "",
    area: Code = "",
) -> Response[bytes]:
    """The same figures as a table for offices."""
    found = await _count(request, from_at, to_at, unit, area)
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    body = await asyncio.to_thread(written, found, form, reference)
    title = f"{reference.district.names.zh}联合行动统计"
    headers = {
        **_FRESH,
        "x-content-type-options": "nosniff",
        "x-file-type": FORMS[form],
        "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


async def _count(request: Call, from_at: int, to_at: int, unit: str, area: str) -> JointCount:
    if to_at <= from_at:
        raise wrong_input("to", "after", to_at, "结束须晚于开始", "it must come after its beginning")
    services, actor = services_of(request), actor_of(request)
    bounds_of(actor)
    reference = services.references.get(actor.district).reference
    unit = _unit(unit, actor, reference)
    _area(area, actor, reference)
    bounds = "" if actor.role == "handler" else actor.area_path
    async with services.store.read() as connection:
        return await answer(
            connection,
            reference,
            Period(from_at, to_at),
            services.clock.now(),
            unit=unit,
            area=area,
            bounds=bounds,
        )


def _unit(code: str, actor: Actor, reference: Reference) -> str:
    """The unit to which the figures are narrowed: a department's own where it names none."""
    if not code:
        return actor.unit if actor.role == "handler" else ""
    found = reference.unit(code)
    if found is None:
        raise wrong_input("unit", "known", code, "没有这个单位", "no such unit")
    if actor.role == "handler" and not in_path(found.path, actor.unit_path):
        raise wrong_input(
            "unit", "scope", code, "只能查看本单位的统计", "a department is told its own figures"
        )
    return code


def _area(code: str, actor: Actor, reference: Reference) -> None:
    if not code:
        return
    found = reference.area(code)
    if found is None:
        raise wrong_input("area", "known", code, "没有这个网格或区域编码", "no such area or grid code")
    if actor.role != "handler" and not in_path(found.path, actor.area_path):
        raise wrong_input("area", "scope", code, "不在您的范围内", "it is outside your scope")


HANDLERS = [joint_figures, joint_figures_table]
