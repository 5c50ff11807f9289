"""The figures of a period, counted as `contract.counting` defines them."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals
from backend.service.counting.answering import answer
from backend.service.refusal import wrong_input
from contract.counting import Count, Period


@get("/api/figures", operation_id="figures", tags=["figures"], responses=refusals())
async def figures(
    request: Call,
    from_at: Annotated[int, QueryParameter(name="from", ge=0, le=4_102_444_800_000)],
    to_at: Annotated[int, QueryParameter(name="to", ge=0, le=4_102_444_800_000)],
    by: Annotated[Literal["", "unit", "street", "channel", "category"], QueryParameter()] = "",
) -> Response[Count]:
    """The figures of [`from`, `to`) (ms), in all and by the groups of `by`, of the tickets in the caller's
    area. What happened is told by the instant at which it took effect, how it ended as it is known now."""
    if to_at <= from_at:
        raise wrong_input("to", "after", to_at, "结束须晚于开始", "it must come after its beginning")
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    async with services.store.read() as connection:
        counted = await answer(
            connection,
            reference,
            Period(from_at, to_at),
            services.clock.now(),
            by,
            actor.area_path,
        )
    return Response(counted, headers={"cache-control": "no-store"})


HANDLERS = [figures]
