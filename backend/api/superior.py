"""The door for superior platforms: signed requests only (`service/signing.py`), under the channel's own key.

The signature is judged before a body is read: who has no secret does not even learn which channels exist.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from litestar import Response, Router, post
from litestar.enums import MediaType
from litestar.params import PathParameter

from backend.api.access import Call, services_of
from backend.api.bodies import decode
from backend.api.documented import Said, Taken, operation, schema_of
from backend.api.problems import MEDIA_TYPE
from backend.service import signing
from backend.service.superior import Asked, Handed, Receipt
from contract.account import Actor
from contract.problem import Problem

T = TypeVar("T")

Channel = Annotated[str, PathParameter(description="Key of a channel of type superior.")]

_HANDED = msgspec.json.Decoder(Handed)
_ASKED = msgspec.json.Decoder(Asked)
_REFUSED = {
    400: "The body is not valid.",
    401: "Not signed, or the signature is not valid, or its time lies outside the window.",
    403: "The channel may not take this step.",
    404: "No ticket of that number came from this platform.",
    409: "The lifecycle does not allow this step now, or the number came before with another content.",
    412: "The ticket changed while this was taken: try again.",
    413: "The body is too large.",
    500: "The service failed.",
    503: "Busy: try again.",
}
_HEADERS = (
    Taken("X-Grid-Timestamp", "The sender's time, whole seconds since 1970."),
    Taken("X-Grid-Signature", "v1= and HMAC-SHA256 (hex) of timestamp, full stop, body."),
)


def _described(words: str, again: str, body: type) -> type:
    answers = {
        201: Said(words, ("application/json",), Receipt),
        200: Said(again, ("application/json",), Receipt),
        **{status: Said(text, (MEDIA_TYPE,), Problem) for status, text in _REFUSED.items()},
    }
    return operation(answers, bodies={"application/json": schema_of(body)}, headers=_HEADERS)


async def _signed(request: Call, channel: str, decoder: msgspec.json.Decoder[T]) -> tuple[Actor, T]:
    body = await request.body()
    actor = await services_of(request).superiors.recognise(
        channel, request.headers.get(signing.TIMESTAMP), request.headers.get(signing.SIGNATURE), body
    )
    return actor, decode(decoder, body)


def _reply(receipt: Receipt, *, new: bool) -> Response[bytes]:
    return Response(msgspec.json.encode(receipt), status_code=201 if new else 200, media_type=MediaType.JSON)


@post(
    "/{channel:str}/tickets",
    operation_id="superiorTicket",
    summary="A ticket handed down by a superior platform",
    operation_class=_described("The ticket was made.", "It is there already.", Handed),
)
async def tickets(request: Call, channel: Channel) -> Response[bytes]:
    """Keeps the platform's number and limit; sent again, it answers with the ticket that is there."""
    actor, handed = await _signed(request, channel, _HANDED)
    receipt, new = await services_of(request).superiors.take(actor, handed)
    return _reply(receipt, new=new)


@post(
    "/{channel:str}/steps",
    operation_id="superiorStep",
    summary="A step asked for by a superior platform: urge, evaluate",
    operation_class=_described("The step was taken.", "It was taken before.", Asked),
)
async def steps(request: Call, channel: Channel) -> Response[bytes]:
    """Taken once for each id; what the lifecycle does not allow now is refused with 409."""
    actor, asked = await _signed(request, channel, _ASKED)
    receipt, new = await services_of(request).superiors.step(actor, asked)
    return _reply(receipt, new=new)


HANDLERS = [Router(path="/api/superior", tags=["superior platforms"], route_handlers=[tickets, steps])]
