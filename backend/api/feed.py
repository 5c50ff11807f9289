"""The feed as server-sent events, and the same batches by long-poll where a proxy swallows streams."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Annotated

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send

from backend.api.access import Call, actor_of, bearer, services_of
from backend.api.problems import refusals
from backend.api.replies import encoded
from backend.service.channel import Reader
from backend.service.feed import Broker
from backend.service.refusal import ServiceRefused, wrong_input
from backend.store.engine import StoreAway
from backend.tasks import finish, spawn
from contract.account import Actor
from contract.feed import Batch

Cursor = Annotated[int | None, QueryParameter(ge=0, le=2**62)]


RECOGNISE_SECONDS = 15.0
"""How often an open stream asks whether its session still stands."""


class Stream(ASGIResponse):
    """Server-sent events until the reader goes, is too slow, or the service ends."""

    _should_set_content_length = False

    def __init__(
        self, broker: Broker, actor: Actor, cursor: int | None, still: Callable[[], Awaitable[bool]]
    ) -> None:
        super().__init__(
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no", "x-grid-feed": "1"},
        )
        self._broker = broker
        self._actor = actor
        self._cursor = cursor
        self._still = still

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Send chunks as they come; whoever has gone is noticed at once."""
        reader = Reader()

        async def gone() -> None:
            try:
                while True:
                    try:
                        async with asyncio.timeout(RECOGNISE_SECONDS):
                            if (await receive())["type"] == "http.disconnect":
                                break
                    except TimeoutError:
                        if not await self._still():
                            break
            finally:
                # Also where asking failed: a stream that nobody watches would outlive its reader.
                reader.end()

        watch = spawn("feed reader", gone())
        try:
            try:
                async with aclosing(self._broker.catch_up(self._actor, self._cursor, reader)) as missed:
                    async for chunk in missed:
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
            except ServiceRefused:
                # The rest was pruned meanwhile. The stream ends in order; its reader comes back by its cursor
                # and is told (410).
                reader.end()
            while chunk := await reader.take():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._broker.leave(reader)
            await finish(watch)


@get(
    "/api/feed",
    operation_id="feed",
    tags=["feed"],
    responses={
        200: ResponseSpec(
            data_container=str,
            description="server-sent events: id is the cursor, data a Batch",
            media_type="text/event-stream",
            generate_examples=False,
        ),
        **refusals("gone"),
    },
)
async def feed(
    request: Call,
    cursor: Cursor = None,
    last: Annotated[str | None, HeaderParameter(name="Last-Event-ID", max_length=40)] = None,
) -> ASGIResponse:
    """Batches from the cursor on (without one, from now), then as they are committed; heartbeats between."""
    services, actor = services_of(request), actor_of(request)
    if last:
        if not (last.isascii() and last.isdecimal() and len(last) < 19):
            raise wrong_input("Last-Event-ID", "format", last, "不是有效的续传位置", "not a cursor")
        cursor = int(last)
    if cursor is not None:
        await services.broker.check(actor.district, cursor)
    token = bearer(request)

    async def still() -> bool:
        """Whether the session goes on, and reaches as far as it did."""
        try:
            return await services.accounts.actor(token) == actor
        except ServiceRefused:
            return False
        except StoreAway:
            return True  # nobody can know now; the next look will

    return Stream(services.broker, actor, cursor, still)


@get("/api/feed/poll", operation_id="poll", tags=["feed"], responses=refusals("gone"))
async def poll(
    request: Call,
    cursor: Annotated[int, QueryParameter(ge=0, le=2**62)],
    wait: Annotated[float, QueryParameter(ge=0, le=25)] = 20.0,
) -> Response[Batch]:
    """The next batch after a cursor; one without events when none comes within `wait` seconds."""
    services = services_of(request)
    body = await services.broker.poll(actor_of(request), cursor, wait)
    return encoded(body, Batch, headers={"cache-control": "no-store"})


HANDLERS = [feed, poll]
