"""The division into grids for its administrator: what was adopted, what one would come to, and new ones. On
line only.

A file goes first, by its hash (`putFile`); the changes name it.
"""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.service.division.adopting import LEAD_MS, CallingOff
from backend.service.division.asking import Desk
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Pending
from contract.division import (
    CallOffDivision,
    Division,
    DivisionDetail,
    DivisionProposal,
    ProposeDivision,
    Replace,
)

Named = Annotated[str, PathParameter(max_length=40, pattern=r"^[0-9A-Za-z_.-]+$")]
_FRESH = {"cache-control": "no-store"}


def _desk(request: Call) -> Desk:
    return Desk(services_of(request).store)


async def _files(request: Call, command: ProposeDivision) -> dict[str, bytes]:
    """The stored files that a command names; raises ServiceRefused (validation) where one is not there."""
    services, actor = services_of(request), actor_of(request)
    found: dict[str, bytes] = {}
    for n, change in enumerate(command.changes):
        if isinstance(change, Replace) and change.sha256 not in found:
            try:
                found[change.sha256], _ = await services.files.get(actor, change.sha256)
            except ServiceRefused as refused:
                if refused.kind != missing().kind:
                    raise
                field = f"changes[{n}].sha256"
                zh, en = "文件尚未上传", "the file has not been uploaded"
                raise wrong_input(field, "stored", change.sha256, zh, en) from None
    return found


@get("/api/divisions", operation_id="divisions", tags=["division"], responses=refusals())
async def divisions(request: Call) -> Response[tuple[Division, ...]]:
    """Every division that was adopted, oldest first: since when, by whom, how many grids it changed."""
    district, now = actor_of(request).district, services_of(request).clock.now()
    return Response(await _desk(request).all(district, now), headers=_FRESH)


@get(
    "/api/divisions/{division:str}", operation_id="division", tags=["division"], responses=refusals("missing")
)
async def division(request: Call, division: Named) -> Response[DivisionDetail]:
    """A division with what it did, grid by grid: withdrawn ones with the shares of their ground."""
    district, now = actor_of(request).district, services_of(request).clock.now()
    return Response(await _desk(request).one(district, division, now), headers=_FRESH)


@post(
    "/api/divisions/check",
    operation_id="checkDivision",
    dto=Body[ProposeDivision],
    return_dto=None,
    status_code=200,
    tags=["division"],
    responses=refusals("step", "too_large", "media"),
)
async def check_division(request: Call, data: JSONBody[ProposeDivision]) -> Response[DivisionProposal]:
    """What a division would come to: grids that go and come, repairs, faults with their places, open tickets.
    Nothing is written."""
    files = await _files(request, data)
    district, now = actor_of(request).district, services_of(request).clock.now()
    return Response(await _desk(request).check(district, data, files.__getitem__, now), headers=_FRESH)


@post(
    "/api/divisions",
    operation_id="adoptDivision",
    dto=Body[ProposeDivision],
    return_dto=None,
    status_code=201,
    tags=["division"],
    responses=refusals("step", "key", "too_large", "media"),
)
async def adopt_division(
    request: Call, data: JSONBody[ProposeDivision], key: Key = None
) -> Response[DivisionProposal]:
    """Adopt a division from a date on. What was filed keeps its grid; what is refused is told with its
    place."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    files, now = await _files(request, data), services.clock.now()
    lead = round(LEAD_MS * max(services.clock.speed, 1.0))
    work = await _desk(request).adopting(actor.district, data, files.__getitem__, now, lead)
    done = await services.writer.submit(Pending(actor, services.clock.now(), work))
    return reply(done, DivisionProposal)


@post(
    "/api/divisions/{division:str}/calling-off",
    operation_id="callOffDivision",
    dto=Body[CallOffDivision],
    return_dto=None,
    status_code=200,
    tags=["division"],
    responses=refusals("missing", "step", "key", "too_large", "media"),
)
async def call_off_division(
    request: Call, division: Named, data: JSONBody[CallOffDivision], key: Key = None
) -> Response[Division]:
    """Call a division off that has not begun."""
    check_key(key, data.action_id)
    services, actor = services_of(request), actor_of(request)
    piece = Pending(actor, services.clock.now(), CallingOff(division, data))
    return reply(await services.writer.submit(piece), Division)


HANDLERS = [divisions, division, check_division, adopt_division, call_off_division]
