"""The figures of a period, counted as `contract.counting` defines them."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import QueryParameter

from backend.api.access import Call, actor_of, bounds_of, services_of
from backend.api.problems import refusals
from backend.service.counting.answering import answer
from backend.service.counting.by_area import measure
from backend.service.refusal import wrong_input
from contract.counting import Count, Period
from contract.measures import AreaMeasures


@get("/api/figures", operation_id="figures", tags=["figures"], responses=refusals())
async def figures(
    request: Call,
    from_at: Annotated[int, QueryParameter(name="from", ge=0, le=4_102_444_800_000)],
    to_at: Annotated[int, QueryParameter(name="to", ge=0, le=4_102_444_800_000)],
    by: Annotated[Literal["", "unit", "street", "channel", "category"], QueryParameter()] = "",
) -> Response[Count]:
    """The figures of [`from`, `to`) (ms), in all and by the groups of `by`, of the tickets in the caller's
    area. What happened is told by the instant at which it took effect, how it ended as it is known now."""
    period = _period(from_at, to_at)
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    async with services.store.read() as connection:
        counted = await answer(
            connection,
            reference,
            period,
            services.clock.now(),
            by,
            bounds_of(actor),
        )
    return Response(counted, headers={"cache-control": "no-store"})


def _period(from_at: int, to_at: int) -> Period:
    if to_at <= from_at:
        raise wrong_input("to", "after", to_at, "结束须晚于开始", "it must come after its beginning")
    return Period(from_at, to_at)


@get("/api/figures/areas", operation_id="areaMeasures", tags=["figures"], responses=refusals())
async def areas(
    request: Call,
    from_at: Annotated[int, QueryParameter(name="from", ge=0, le=4_102_444_800_000)],
    to_at: Annotated[int, QueryParameter(name="to", ge=0, le=4_102_444_800_000)],
    level: Annotated[str, QueryParameter(max_length=64)],
) -> Response[AreaMeasures]:
    """What the areas of one level that lie in the caller's are measured by on a map: what was reported in
    [`from`, `to`) (ms), how many answered and were satisfied, and their households."""
    period = _period(from_at, to_at)
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    if all(known.key != level for known in reference.district.levels):
        raise wrong_input("level", "unknown", level, "本区没有此层级", "the district has no such level")
    async with services.store.read() as connection:
        measured = await measure(connection, reference, level, period, services.clock.now(), bounds_of(actor))
    return Response(measured, headers={"cache-control": "no-store"})


HANDLERS = [figures, areas]
