"""The one way of writing: actions of the lifecycle table, and commands that are no step of it.

Replies are the bytes that were stored with the key, so that a replay says exactly what the first answer said.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, JSONBody, PathParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.bodies import Body
from backend.api.problems import refusals
from backend.api.replies import encoded
from backend.service.refusal import wrong_input
from backend.service.steps import Done, Order, Pending, Trace, Verb
from contract.action import Action, Answer, Command
from contract.feed import Shown
from contract.ticket import Ticket

T = TypeVar("T")

Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=64)]
TicketId = Annotated[str, PathParameter(max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]


def check_key(key: str | None, action_id: str) -> None:
    """Refuse a header's key that is not the body's."""
    if key is not None and key != action_id:
        raise wrong_input(
            "Idempotency-Key", "equal", key, "与操作编号不一致", "it must be the action id of the body"
        )


def reply(done: Done, of: type[T]) -> Response[T]:
    """What was done, in the bytes that were stored with its key."""
    headers = {"idempotent-replay": "true"} if done.replayed else None
    return encoded(done.body, of, status=done.status, headers=headers)


@post(
    "/api/actions",
    operation_id="act",
    dto=Body[Action],
    return_dto=None,
    tags=["tickets"],
    status_code=200,
    responses={
        **refusals("missing", "conflict", "step", "key", "too_large", "media"),
    },
)
async def act(request: Call, data: JSONBody[Action], key: Key = None) -> Response[Answer]:
    """Perform an action. A report answers 201, every other action 200; a replay answers as the first time."""
    check_key(key, data.action_id)
    services = services_of(request)
    done = await services.writer.submit(Pending(actor_of(request), services.clock.now(), data))
    return reply(done, Answer)


COMMANDS: dict[Verb, str] = {
    "claim": "Claim a ticket or renew one's claim. "
    "Another's claim answers 409 and whose; a note takes it over.",
    "release": "Give one's claim up.",
    "note": "Write a note into the timeline.",
    "attach": "Add stored files to a ticket.",
}
"""What is done to a ticket beside its lifecycle, by verb: what the document says of each."""


def command(verb: Verb, says: str) -> HTTPRouteHandler:
    """The route of one command; all of them take a `Command` and answer with the ticket's row."""

    async def perform(
        request: Call, ticket_id: TicketId, data: JSONBody[Command], key: Key = None
    ) -> Response[Ticket]:
        check_key(key, data.action_id)
        services = services_of(request)
        order = Order(verb, ticket_id, data)
        done = await services.writer.submit(Pending(actor_of(request), services.clock.now(), order))
        return reply(done, Ticket)

    perform.__name__ = verb
    route = post(
        f"/api/tickets/{{ticket_id:str}}/{verb}",
        operation_id=verb,
        description=says,
        dto=Body[Command],
        return_dto=None,
        tags=["tickets"],
        status_code=200,
        responses=refusals("missing", "step", "key", "too_large", "media"),
    )
    return route(perform)


@post(
    "/api/tickets/{ticket_id:str}/reporter",
    operation_id="reporter",
    tags=["tickets"],
    status_code=200,
    responses=refusals("missing"),
)
async def reporter(request: Call, ticket_id: TicketId) -> Response[Shown]:
    """The reporter in full; that they were shown, to whom, is in the audit log before this answers."""
    services, actor = services_of(request), actor_of(request)
    shown = await services.reporters.find(actor, ticket_id)
    trace = Trace("show_reporter", ticket_id)
    await services.writer.submit(Pending(actor, services.clock.now(), trace))
    return Response(shown, headers={"cache-control": "no-store"})


HANDLERS = [act, *(command(verb, says) for verb, says in COMMANDS.items()), reporter]
