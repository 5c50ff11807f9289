"""What GeoReport v2 answers, in its two formats."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal
from xml.etree import ElementTree as ET

import msgspec
from litestar import Response

Format = Literal["json", "xml"]
MEDIA: dict[str, str] = {"json": "application/json", "xml": "text/xml"}


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of matter that can be reported: an item of the catalogue in force."""

    service_code: str
    service_name: str
    description: str | None
    metadata: bool
    type: Literal["realtime", "batch", "blackbox"] = "realtime"
    keywords: str | None = None
    group: str | None = None


class Value(msgspec.Struct, frozen=True):
    """One choice of an attribute."""

    key: str
    name: str


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """What is told to, or asked of, who reports this kind of matter."""

    variable: bool
    code: str
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    datatype_description: str | None = None
    order: int | None = None
    description: str | None = None
    values: tuple[Value, ...] = ()


class ServiceDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes of one service."""

    service_code: str
    attributes: tuple[Attribute, ...]


class ServiceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as anybody may read it. `service_code` is empty while nobody has named an item."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str | None = None
    service_name: str | None = None
    service_code: str = ""
    description: str | None = None
    agency_responsible: str | None = None
    service_notice: str | None = None
    requested_datetime: str
    updated_datetime: str | None = None
    expected_datetime: str | None = None
    address: str | None = None
    address_id: str | None = None
    zipcode: str | None = None
    lat: float | None = None
    long: float | None = None
    media_url: str | None = None


class Created(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a report."""

    service_request_id: str
    token: str
    service_notice: str | None = None
    account_id: str | None = None


class Resolved(msgspec.Struct, frozen=True):
    """A token's report."""

    service_request_id: str
    token: str


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where a specification is spoken."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"]
    formats: tuple[str, ...]


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """What this server offers."""

    changeset: str
    contact: str
    key_service: str
    endpoints: tuple[Endpoint, ...]


class GeoReportError(msgspec.Struct, frozen=True):
    """One thing that is wrong. `code` is the HTTP status."""

    code: int
    description: str


_ROOTS: dict[type, tuple[str, str]] = {
    Service: ("services", "service"),
    ServiceRequest: ("service_requests", "request"),
    Created: ("service_requests", "request"),
    Resolved: ("service_requests", "request"),
    GeoReportError: ("errors", "error"),
    ServiceDefinition: ("service_definition", ""),
    Discovery: ("discovery", ""),
}
_PARTS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}
# What XML 1.0 cannot hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def instant(at: int | None, utc_offset: int) -> str | None:
    """ISO 8601 with the district's offset (minutes), to the second."""
    if at is None:
        return None
    zone = timezone(timedelta(minutes=utc_offset))
    return datetime.fromtimestamp(at // 1000, UTC).astimezone(zone).isoformat()


def answer(kind: type, body: Any, form: Format, status: int = 200) -> Response[bytes]:
    """A response in the form asked for; `body` is one `kind` or a sequence of them."""
    content = msgspec.json.encode(body) if form == "json" else _xml(kind, body)
    return Response(content, status_code=status, media_type=MEDIA[form])


def refusal(status: int, descriptions: tuple[str, ...], form: Format) -> Response[bytes]:
    """A GeoReport error: one or more descriptions of what is wrong."""
    return answer(GeoReportError, tuple(GeoReportError(status, text) for text in descriptions), form, status)


def _xml(kind: type, body: Any) -> bytes:
    root, child = _ROOTS[kind]
    top = ET.Element(root)
    if child:
        for each in body:
            _fill(ET.SubElement(top, child), msgspec.to_builtins(each))
    else:
        _fill(top, msgspec.to_builtins(body))
    content: bytes = ET.tostring(top, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + content


def _fill(element: ET.Element, value: Any) -> None:
    match value:
        case dict():
            for name, part in value.items():
                _fill(ET.SubElement(element, name), part)
        case list() | tuple():
            name = _PARTS[element.tag]
            for part in value:
                _fill(ET.SubElement(element, name), part)
        case None:
            return
        case bool():
            element.text = "true" if value else "false"
        case _:
            element.text = _NOT_XML.sub("", str(value))
