"""Playback: a past stretch of time, as tickets stood and posts were then."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals
from backend.service import playback, playback_posts
from contract.playback import PostsThen

From = Annotated[int, QueryParameter(name="from", ge=0, le=4_102_444_800_000)]
To = Annotated[int, QueryParameter(name="to", ge=0, le=4_102_444_800_000)]
_FRESH = {"cache-control": "no-store"}


@get(
    "/api/playback",
    operation_id="playback",
    tags=["playback"],
    responses={
        200: ResponseSpec(
            data_container=bytes,
            description="msgpack of Playback",
            media_type="application/vnd.msgpack",
            generate_examples=False,
        ),
        **refusals(),
    },
)
async def tickets_then(request: Call, from_at: From, to_at: To) -> Response[bytes]:
    """Every ticket of the caller's scope as it stood in [`from`, `to`] (ms, at most 31 days, up to now)."""
    services, actor = services_of(request), actor_of(request)
    now = services.clock.now()
    body = await playback.played(services.store, actor, from_at, to_at, now)
    return Response(body, media_type="application/vnd.msgpack", headers=_FRESH)


@get("/api/playback/posts", operation_id="playbackPosts", tags=["playback"], responses=refusals())
async def posts_then(request: Call, from_at: From, to_at: To) -> Response[PostsThen]:
    """Where those who patrol in the caller's scope were in [`from`, `to`], by their check-ins, each shown
    while on duty."""
    services, actor = services_of(request), actor_of(request)
    reference = services.references.get(actor.district).reference
    now = services.clock.now()
    found = await playback_posts.posts(services.store, reference, actor, from_at, to_at, now)
    return Response(found, headers=_FRESH)


HANDLERS = [tickets_then, posts_then]
