"""What consoles cache by its digest: the lifecycle tables, the reference, outlines."""

from __future__ import annotations

import hashlib
from typing import Annotated, TypeVar

import msgspec
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals
from backend.api.replies import encoded
from contract.campaign.lifecycle import TABLE as CAMPAIGN_TABLE
from contract.joint.lifecycle import TABLE as JOINT_TABLE
from contract.lifecycle import TABLE
from contract.machine import Machine
from contract.reference import Reference

T = TypeVar("T")

Match = Annotated[str | None, HeaderParameter(name="If-None-Match", max_length=200)]


class Tables(msgspec.Struct, frozen=True):
    """The lifecycle tables, and the digest of each by which two sides know that theirs are the same."""

    ticket: Machine
    digest: str
    joint: Machine
    joint_digest: str
    campaign: Machine
    campaign_digest: str


_TABLES = Tables(
    TABLE, TABLE.digest(), JOINT_TABLE, JOINT_TABLE.digest(), CAMPAIGN_TABLE, CAMPAIGN_TABLE.digest()
)
_SAME = {304: ResponseSpec(data_container=None, description="what the caller has is current")}


def cached(
    body: bytes, of: type[T], digest: str, match: str | None, media_type: str = "application/json"
) -> Response[T]:
    """A body under its digest, or 304 where the caller has it."""
    headers = {"etag": f'"{digest}"', "cache-control": "private, no-cache"}
    if match is not None and digest in match:
        return encoded(b"", of, status=304, headers=headers)
    return encoded(body, of, media_type=media_type, headers=headers)


@get("/api/tables", operation_id="tables", tags=["reference"], responses=refusals())
async def tables() -> Tables:
    """The lifecycle tables of tickets, of joint actions and of campaigns."""
    return _TABLES


@get("/api/reference", operation_id="reference", tags=["reference"], responses={**_SAME, **refusals()})
async def reference(request: Call, match: Match = None) -> Response[Reference]:
    """Areas, units, items, channels, calendar; the ETag is the digest."""
    held = services_of(request).references.get(actor_of(request).district)
    return cached(held.json, Reference, held.reference.digest, match)


@get(
    "/api/areas/geometry",
    operation_id="geometry",
    tags=["reference"],
    responses={
        200: ResponseSpec(
            data_container=dict[str, object],
            description="GeoJSON",
            media_type="application/geo+json",
            generate_examples=False,
        ),
        **_SAME,
        **refusals(),
    },
)
async def geometry(
    request: Call, level: Annotated[str, QueryParameter(max_length=64)] = "", match: Match = None
) -> Response[bytes]:
    """Outlines of one level of areas, or of all, as GeoJSON (WGS-84); properties hold the code."""
    services, district = services_of(request), actor_of(request).district
    body = services.locator.geometry(district, level)
    return cached(body, bytes, hashlib.sha256(body).hexdigest(), match, "application/geo+json")


HANDLERS = [tables, reference, geometry]
