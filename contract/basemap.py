"""Maps of others under a district's own: which tiles, from where, in whose coordinates.

An address is a template. XYZ: ``{z} {x} {y}``, ``{-y}`` (rows counted from the south), ``{q}`` (the tile as
one quadkey), ``{s}`` (one of `servers`), ``{key}`` (`secret`). WMTS by path: ``{TileMatrix} {TileCol}
{TileRow}``, ``{Layer} {Style} {TileMatrixSet} {Format}``. WMTS by query: an address without a place for the
tile; the query is put behind it.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from .coordinates import System
from .machine import Names

Lattice = Literal["web", "baidu"]
"""How the world is cut into tiles: Web Mercator's squares (EPSG:3857, "w" at Tianditu), or Baidu's own."""
Service = Literal["xyz", "wmts"]

PLACES = frozenset(
    {"z", "x", "y", "-y", "q", "s", "key"}
    | {"TileMatrix", "TileCol", "TileRow", "Layer", "Style", "TileMatrixSet", "Format"}
)
"""What may stand in braces in an address."""

MOST_ZOOM = 23
_BRACES = re.compile(r"\{([^{}]*)\}")


class Basemap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source of tiles of a district's profile. `shown` says whether a seat that has said nothing shows
    it; `matrix` is what stands before the zoom in WMTS' names of matrices (``EPSG:3857:``)."""

    key: str
    names: Names
    url: str
    service: Service = "xyz"
    system: System = "wgs84"
    lattice: Lattice = "web"
    min_zoom: int = 3
    max_zoom: int = 18
    tile: int = 256
    servers: tuple[str, ...] = ()
    secret: str = ""
    layer: str = ""
    style: str = "default"
    matrix_set: str = "GoogleMapsCompatible"
    matrix: str = ""
    format: str = "image/png"
    attribution: Names = Names("", "")
    opacity: float = 1.0
    shown: bool = True

    def __repr__(self) -> str:
        # The secret is in the address that is asked, and nowhere else.
        return f"Basemap({self.key!r})"


def places_of(url: str) -> set[str]:
    """What stands in braces in an address."""
    return set(_BRACES.findall(url))


def by_query(basemap: Basemap) -> bool:
    """Whether a WMTS is asked by query: its address has no place for the tile."""
    return basemap.service == "wmts" and "TileCol" not in places_of(basemap.url)


def fault_of(basemap: Basemap) -> str:
    """What is wrong with a source, "" when nothing is."""
    found = places_of(basemap.url)
    if not re.match(r"https?://[^/\s]+", basemap.url):
        return "url is no http or https address"
    if unknown := found - PLACES:
        return f"url: {{{min(unknown)}}} is not known"
    if basemap.service == "xyz" and not ("q" in found or ({"z", "x"} <= found and found & {"y", "-y"})):
        return "url names no tile: {z}, {x} and {y} (or {-y}), or {q}"
    if basemap.service == "wmts" and not by_query(basemap) and not {"TileMatrix", "TileRow"} <= found:
        return "url names no tile: {TileMatrix}, {TileCol} and {TileRow}"
    if by_query(basemap) and not basemap.layer:
        return "layer is needed where a WMTS is asked by query"
    if ("s" in found) != bool(basemap.servers):
        return "servers and {s} belong together"
    if "key" in found and not basemap.secret:
        return "secret is needed for {key}"
    if not 0 <= basemap.min_zoom <= basemap.max_zoom <= MOST_ZOOM:
        return f"min_zoom and max_zoom are 0 to {MOST_ZOOM}, in that order"
    if basemap.tile not in (256, 512):
        return "tile is 256 or 512"
    if not 0.0 < basemap.opacity <= 1.0:
        return "opacity is more than 0 and at most 1"
    if basemap.lattice == "baidu" and (basemap.system != "bd09" or basemap.service != "xyz"):
        return "the lattice baidu goes with the system bd09 and the service xyz"
    return ""
