"""The door for sensor platforms: signed requests only (`service/signing.py`), under the channel's own key, as
at the door for superior platforms."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Response, Router, post
from litestar.enums import MediaType
from litestar.params import PathParameter

from backend.api.access import Call, services_of
from backend.api.bodies import decode
from backend.api.documented import Said, Taken, operation, schema_of
from backend.api.problems import MEDIA_TYPE
from backend.service import signing
from backend.service.alarms import Alarmed
from backend.service.alarms_taken import Told
from contract.problem import Problem

Channel = Annotated[str, PathParameter(description="Key of a channel of type sensor.")]

_ALARMED = msgspec.json.Decoder(Alarmed)
_REFUSED = {
    400: "The body is not valid, or its device, kind or place is not known.",
    401: "Not signed, or the signature is not valid, or its time lies outside the window.",
    409: "The id came before with another content.",
    413: "The body is too large.",
    500: "The service failed.",
    503: "Busy: try again.",
}
_ALARM = operation(
    {
        201: Said("A ticket was opened.", ("application/json",), Told),
        200: Said("A line on the ticket there is, or taken before.", ("application/json",), Told),
        **{status: Said(text, (MEDIA_TYPE,), Problem) for status, text in _REFUSED.items()},
    },
    bodies={"application/json": schema_of(Alarmed)},
    headers=(
        Taken("X-Grid-Timestamp", "The sender's time, whole seconds since 1970."),
        Taken("X-Grid-Signature", "v1= and HMAC-SHA256 (hex) of timestamp, full stop, body."),
    ),
)


@post(
    "/{channel:str}/alarms",
    operation_id="sensorAlarm",
    summary="What a device said: an alarm, or that its cause is over",
    operation_class=_ALARM,
)
async def alarms(request: Call, channel: Channel) -> Response[bytes]:
    """Known by the platform's id for it; sent again, it answers as it did."""
    services = services_of(request)
    body = await request.body()
    actor = await services.superiors.recognise(
        channel,
        request.headers.get(signing.TIMESTAMP),
        request.headers.get(signing.SIGNATURE),
        body,
        "sensor",
    )
    told, new = await services.alarms.take(actor, decode(_ALARMED, body))
    status = 201 if new and told.news == "opened" else 200
    return Response(msgspec.json.encode(told), status_code=status, media_type=MediaType.JSON)


HANDLERS = [Router(path="/api/sensors", tags=["sensor platforms"], route_handlers=[alarms])]
