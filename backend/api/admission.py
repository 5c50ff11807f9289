"""Applications to the catalogue (准入): a unit applies, the centre decides, the next version carries it."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.catalogue.admission import Applying, Deciding, TakingBack, admissions_of
from backend.service.steps import Pending
from contract.admission import Admission, Apply, Decide, TakeBack

AdmissionId = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
Work = Applying | Deciding | TakingBack
Standing = Annotated[
    Literal["", "applied", "approved", "refused", "carried", "taken_back"],
    QueryParameter(description="those in one state; empty: all"),
]


async def _performed(request: Call, key: str | None, work: Work) -> Response[Admission]:
    """The application as a command leaves it; raises ServiceRefused."""
    check_key(key, work.key)
    services, actor = services_of(request), actor_of(request)
    return reply(await services.writer.submit(Pending(actor, services.clock.now(), work)), Admission)


@get("/api/catalogue/admissions", operation_id="admissions", tags=["catalogue"], responses=refusals())
async def admissions(request: Call, standing: Standing = "") -> Response[tuple[Admission, ...]]:
    """Applications, oldest first: a unit sees its own, the centre all."""
    found = await admissions_of(services_of(request).store, actor_of(request), standing)
    return Response(found, headers={"cache-control": "no-store"})


@post(
    "/api/catalogue/admissions",
    operation_id="applyAdmission",
    dto=Body[Apply],
    return_dto=None,
    status_code=201,
    tags=["catalogue"],
    responses=refusals("key", "too_large", "media"),
)
async def apply_admission(request: Call, data: JSONBody[Apply], key: Key = None) -> Response[Admission]:
    """Apply to have an item admitted, changed or vetoed, with a reason."""
    return await _performed(request, key, Applying(data.action_id, data))


@post(
    "/api/catalogue/admissions/{admission_id:str}/decision",
    operation_id="decideAdmission",
    dto=Body[Decide],
    return_dto=None,
    status_code=200,
    tags=["catalogue"],
    responses=refusals("missing", "step", "key", "too_large", "media"),
)
async def decide_admission(
    request: Call, admission_id: AdmissionId, data: JSONBody[Decide], key: Key = None
) -> Response[Admission]:
    """Approve an application or refuse it, with a reason; the item may be put otherwise than applied for."""
    return await _performed(request, key, Deciding(admission_id, data))


@post(
    "/api/catalogue/admissions/{admission_id:str}/taking-back",
    operation_id="takeBackAdmission",
    dto=Body[TakeBack],
    return_dto=None,
    status_code=200,
    tags=["catalogue"],
    responses=refusals("missing", "step", "key", "too_large", "media"),
)
async def take_back_admission(
    request: Call, admission_id: AdmissionId, data: JSONBody[TakeBack], key: Key = None
) -> Response[Admission]:
    """Take an application back that is not decided yet."""
    return await _performed(request, key, TakingBack(admission_id, data))


HANDLERS = [admissions, apply_admission, decide_admission, take_back_admission]
