"""The address of a tile, out of a source's template."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlencode, urlsplit

from contract.basemap import Basemap, by_query

_BRACES = re.compile(r"\{([^{}]*)\}")


def quadkey(z: int, x: int, y: int) -> str:
    """A tile as one number in base 4, a digit a zoom, the coarsest first."""
    return "".join(str((x >> bit & 1) | (y >> bit & 1) << 1) for bit in range(z - 1, -1, -1))


def address_of(basemap: Basemap, z: int, x: int, y: int) -> str:
    """Where a tile is; of Baidu's lattice, whose rows count northwards from the equator, `y` is the row as
    `console.basemap.lattice` counts it."""
    row = -1 - y if basemap.lattice == "baidu" else y
    values = {
        "z": str(z),
        "x": str(x),
        "y": str(row),
        "-y": str((1 << z) - 1 - y),
        "q": quadkey(z, x, y) if basemap.lattice == "web" else "",
        # The same tile is always asked of the same server, so that what lies between may keep it.
        "s": basemap.servers[(x + y) % len(basemap.servers)] if basemap.servers else "",
        "key": quote(basemap.secret, safe=""),
        "TileMatrix": quote(f"{basemap.matrix}{z}", safe=":"),
        "TileCol": str(x),
        "TileRow": str(y),
        "Layer": quote(basemap.layer, safe=":"),
        "Style": quote(basemap.style, safe=""),
        "TileMatrixSet": quote(basemap.matrix_set, safe=":"),
        "Format": quote(basemap.format, safe="/"),
    }
    found = _BRACES.sub(lambda place: values[place.group(1)], basemap.url)
    return found + _query(basemap, z, x, y) if by_query(basemap) else found


def _query(basemap: Basemap, z: int, x: int, y: int) -> str:
    query = urlencode(
        {
            "SERVICE": "WMTS",
            "REQUEST": "GetTile",
            "VERSION": "1.0.0",
            "LAYER": basemap.layer,
            "STYLE": basemap.style,
            "TILEMATRIXSET": basemap.matrix_set,
            "FORMAT": basemap.format,
            "TILEMATRIX": f"{basemap.matrix}{z}",
            "TILEROW": y,
            "TILECOL": x,
        }
    )
    split = urlsplit(basemap.url)
    return ("&" if split.query else "" if basemap.url.endswith("?") else "?") + query


def mark_of(basemap: Basemap) -> str:
    """A mark of what a source's tiles are, under which they are kept: the same under another key or opacity,
    another where the address is."""
    said = (
        basemap.url,
        basemap.service,
        basemap.layer,
        basemap.style,
        basemap.matrix_set,
        basemap.matrix,
        basemap.format,
        str(basemap.tile),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
