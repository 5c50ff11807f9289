"""What the OpenAPI document says of GeoReport's routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.api.documented import Said, Taken, operation
from backend.api.problems import MEDIA_TYPE
from contract.problem import Problem

from .wire import Created, Discovery, GeoReportError, Resolved, Service, ServiceDefinition, ServiceRequest

_BOTH = ("application/json", "text/xml")
_JURISDICTION = Taken(
    "jurisdiction_id", "The district's code; needed where the server has several districts."
)
_KEY = Taken("api_key", "The key of a channel's account: shows that channel's tickets.")
_OWN_KEY = Taken("api_key", "The key of a channel's account; without it a report is refused (403).")

_FIELDS: dict[str, dict[str, Any]] = {
    "api_key": {"type": "string"},
    "jurisdiction_id": {"type": "string"},
    "service_code": {"type": "string", "maxLength": 64},
    "lat": {"type": "number", "minimum": -90, "maximum": 90},
    "long": {"type": "number", "minimum": -180, "maximum": 180},
    "address_string": {"type": "string", "maxLength": 200},
    "address_id": {"type": "string", "maxLength": 64},
    "description": {"type": "string", "maxLength": 4000},
    "email": {"type": "string", "maxLength": 200},
    "device_id": {"type": "string", "maxLength": 200},
    "account_id": {"type": "string", "maxLength": 200},
    "first_name": {"type": "string", "maxLength": 40},
    "last_name": {"type": "string", "maxLength": 40},
    "phone": {"type": "string", "maxLength": 40},
    "media_url": {"type": "string", "format": "uri", "maxLength": 500},
}
_BODY: dict[str, Any] = {"type": "object", "required": ["service_code"], "properties": _FIELDS}
_MULTIPART = {**_BODY, "properties": {**_FIELDS, "media": {"type": "string", "format": "binary"}}}


def _answers(words: str, struct: Any, *refused: int) -> Mapping[int, Said]:
    said = {200: Said(words, _BOTH, struct)}
    texts = {
        400: "What was sent is not valid.",
        403: "The api_key is missing or not valid.",
        404: "The jurisdiction, the service or the request was not found.",
        409: "The same Idempotency-Key came with another report.",
        413: "The body is too large.",
        415: "The content type is not supported.",
        503: "Busy: try again.",
    }
    for status in (400, 403, 404, *refused, 503):
        said[status] = Said(texts[status], _BOTH, list[GeoReportError])
    said[500] = Said("The service failed.", (MEDIA_TYPE,), Problem)
    return said


DISCOVERY = operation(_answers("What this server offers.", Discovery), (_JURISDICTION, _KEY))
SERVICES = operation(_answers("The services.", list[Service]), (_JURISDICTION, _KEY))
DEFINITION = operation(_answers("The service's attributes.", ServiceDefinition), (_JURISDICTION, _KEY))
REQUEST = operation(_answers("The request, alone in a list.", list[ServiceRequest]), (_JURISDICTION, _KEY))
TOKEN = operation(_answers("The request of a token.", list[Resolved]), (_JURISDICTION, _KEY))
REQUESTS = operation(
    _answers("The requests, newest first.", list[ServiceRequest]),
    (
        _JURISDICTION,
        _KEY,
        Taken("service_request_id", "Numbers, separated by commas; everything else is then left aside."),
        Taken("service_code", "Codes, separated by commas."),
        Taken("start_date", "Earliest time of report, ISO 8601.", {"type": "string", "format": "date-time"}),
        Taken("end_date", "Latest time of report, ISO 8601.", {"type": "string", "format": "date-time"}),
        Taken("status", "open, closed, or both separated by a comma."),
        Taken("page", "From 1.", {"type": "integer", "minimum": 1, "maximum": 10_000}),
        Taken("page_size", "At most 1,000.", {"type": "integer", "minimum": 1, "maximum": 1_000}),
    ),
)
REPORT = operation(
    _answers("The report was taken.", list[Created], 409, 413, 415),
    (_JURISDICTION, _OWN_KEY),
    {"application/x-www-form-urlencoded": _BODY, "multipart/form-data": _MULTIPART},
    (
        Taken(
            "Idempotency-Key",
            "Sent again with the same key, a report is not made twice.",
            {"type": "string", "maxLength": 200},
        ),
    ),
)
