"""Joint actions: the one way of writing them, one with its log, a search."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.actions import Key, check_key, reply
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.api.replies import encoded
from backend.service.joint import reading
from backend.service.joint.acting import JointStep
from backend.service.steps import Pending
from contract.joint.action import JointAction, JointAnswer
from contract.joint.joint import JointDetail, JointPage

JointId = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
Text = Annotated[str, QueryParameter(max_length=200)]
Short = Annotated[str, QueryParameter(max_length=64)]
MOST_LINES = 2_147_483_647
"""More than any log has: the columns that count them end there."""
LATEST = 4_102_444_800_000
"""The instants of a search lie before the year 2100, as those of acts do."""


@post(
    "/api/joint-actions",
    operation_id="actJoint",
    dto=Body[JointAction],
    return_dto=None,
    tags=["joint actions"],
    status_code=200,
    responses=refusals("missing", "conflict", "step", "key", "too_large", "media"),
)
async def act_joint(request: Call, data: JSONBody[JointAction], key: Key = None) -> Response[JointAnswer]:
    """Act on a joint action. A proposal answers 201, every other act 200; a replay answers as the first time.
    Only moves of the phase are held to `base_version`; a conflict brings the row as it is in `joint`."""
    check_key(key, data.action_id)
    services = services_of(request)
    piece = Pending(actor_of(request), services.clock.now(), JointStep(data))
    return reply(await services.writer.submit(piece), JointAnswer)


@get(
    "/api/joints/{joint_id:str}",
    operation_id="joint",
    tags=["joint actions"],
    responses=refusals("missing"),
)
async def joint(
    request: Call,
    joint_id: JointId,
    before: Annotated[int | None, QueryParameter(ge=1, le=MOST_LINES)] = None,
    lines: Annotated[int, QueryParameter(ge=1, le=reading.MAX_LINES)] = reading.LINES,
) -> JointDetail:
    """A joint action's row and the newest lines of its log, or those before line `before`, oldest first; in
    the answer `before` is what to ask with for the page before these, 0 where there is none."""
    store, actor = services_of(request).store, actor_of(request)
    return await reading.detail(store, actor, joint_id, before=before, lines=lines)


@get("/api/joints", operation_id="joints", tags=["joint actions"], responses=refusals())
async def joints(
    request: Call,
    states: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
    kind: Short = "",
    lead: Short = "",
    campaign: Short = "",
    area: Short = "",
    text: Text = "",
    from_at: Annotated[int | None, QueryParameter(name="from", ge=0, le=LATEST)] = None,
    to_at: Annotated[int | None, QueryParameter(name="to", ge=0, le=LATEST)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=reading.MAX_PAGE)] = 100,
    cursor: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[JointPage]:
    """Search joint actions in scope, last proposed first. `state` may be several, with commas; `text` words
    that all occur; `campaign` the id of one; `from` ≤ the instant of the proposal < `to` (ms UTC)."""
    services = services_of(request)
    query = reading.Query(
        state=states,
        kind=kind,
        lead=lead,
        campaign=campaign,
        area=area,
        text=text,
        from_at=from_at,
        to_at=to_at,
        limit=limit,
        cursor=cursor,
    )
    found = await reading.search(services.store, services.references, actor_of(request), query)
    return encoded(found, JointPage)


HANDLERS = [act_joint, joint, joints]
