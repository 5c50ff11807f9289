"""What a stock of tiles is: a file's or a server's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import msgspec

from contract.basemap import Lattice
from contract.coordinates import System
from contract.machine import Names


class Answer(NamedTuple):
    """An image file, None where there is none; and after how many seconds to ask again, None for never."""

    content: bytes | None = None
    again_s: float | None = None


class Sheet(msgspec.Struct, frozen=True):
    """What is to be known of a stock before a tile of it is drawn. `bounds`: west, south, east, north in its
    own degrees, None where it does not say."""

    min_zoom: int
    max_zoom: int
    tile_px: int = 256
    system: System = "wgs84"
    lattice: Lattice = "web"
    bounds: tuple[float, float, float, float] | None = None
    attribution: Names = Names("", "")


@dataclass(slots=True)
class Health:
    """How a stock does. `fault` is what keeps it from more, None while nothing does; `refused` counts answers
    that were no tile."""

    tiles: int = 0
    refused: int = 0
    fault: Names | None = None


class Stock(Protocol):
    """Tiles by zoom, column and row; rows count from the north, of Baidu's lattice from the equator, negative
    to the north."""

    sheet: Sheet
    health: Health

    async def tile(self, z: int, x: int, y: int) -> Answer:
        """One tile. What goes wrong is in the answer and in `health`, never raised."""

    async def close(self) -> None:
        """Ends it."""
