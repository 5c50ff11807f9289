"""Places: what words name, what lies at a point and whose it is, the lines of streets."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from backend.api.access import Call, actor_of, services_of
from backend.api.problems import refusals
from backend.api.reference import Match, cached
from backend.service.addresses.streets import collection
from backend.service.refusal import wrong_input
from contract.address import PlaceAt
from contract.feed import Located

System = Annotated[Literal["wgs84", "gcj02", "bd09"], QueryParameter()]
_SAME = {304: ResponseSpec(data_container=None, description="what the caller has is current")}


@get("/api/locate", operation_id="locate", tags=["reference"], responses=refusals())
async def locate(
    request: Call,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    lon: Annotated[float | None, QueryParameter(ge=-180, le=180)] = None,
    lat: Annotated[float | None, QueryParameter(ge=-90, le=90)] = None,
    system: System = "wgs84",
) -> tuple[Located, ...]:
    """Places by words: an address, an estate, a crossing, an area's code, name or pinyin initials,
    coordinates; or the area at a coordinate. Best first, with reasons; one without a code is unknown."""
    services, district = services_of(request), actor_of(request).district
    if (lon is None) != (lat is None):
        raise wrong_input("lat" if lat is None else "lon", "required", "", "经纬度须成对", "both or neither")
    if lon is not None and lat is not None:
        return (services.addresses.by_point(district, lon, lat, system),)
    return await services.addresses.find(district, q)


@get("/api/places/at", operation_id="placeAt", tags=["reference"], responses=refusals())
async def place_at(
    request: Call,
    lon: Annotated[float, QueryParameter(ge=-180, le=180)],
    lat: Annotated[float, QueryParameter(ge=-90, le=90)],
    system: System = "wgs84",
) -> Response[PlaceAt]:
    """What lies at a point: the grid, who is on duty there, the units that cover it, addresses near."""
    services, actor = services_of(request), actor_of(request)
    found = await services.addresses.at(actor, lon, lat, system, services.clock.now())
    return Response(found, headers={"cache-control": "no-store"})


@get(
    "/api/streets",
    operation_id="streets",
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
async def streets(request: Call, match: Match = None) -> Response[bytes]:
    """The lines of the district's streets as GeoJSON (WGS-84); properties hold code, names, rank (1 a main
    road, 2 a road, 3 a lane) and whether they are schematic."""
    services, district = services_of(request), actor_of(request).district
    body = await collection(services.store, district)
    return cached(body, bytes, hashlib.sha256(body).hexdigest(), match, "application/geo+json")


HANDLERS = [locate, place_at, streets]
