"""Maps of others, cut into tiles: how a source cuts the world, and what the canvas asks of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from widgets.map.projection import EARTH_RADIUS, point_to_metres, to_degrees

WORLD = 2 * math.pi * EARTH_RADIUS
"""Metres round the equator: the side of Web Mercator's one tile of zoom 0."""


_CORNERS = 8_192
"""So many are remembered."""


class TileKey(NamedTuple):
    """A tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    def parent(self, up: int = 1) -> TileKey:
        """The tile of a coarser zoom that holds it."""
        return TileKey(self.z - up, self.x >> up, self.y >> up)

    def children(self) -> tuple[TileKey, ...]:
        """The four of the next zoom that it holds."""
        z, x, y = self.z + 1, self.x * 2, self.y * 2
        return TileKey(z, x, y), TileKey(z, x + 1, y), TileKey(z, x, y + 1), TileKey(z, x + 1, y + 1)


class Lattice(Protocol):
    """How a source cuts the world. Rows grow southwards (where its own do not, its addresses turn them);
    four tiles of a zoom make one of the zoom before."""

    def side(self, z: int) -> float:
        """Side of a tile in Mercator metres, about."""

    def corner(self, z: int, x: float, y: float) -> tuple[float, float]:
        """Upper left corner of a tile, in true Mercator metres (of WGS-84), y northwards."""

    def parts(self, z: int) -> int:
        """Into how many parts a side tiles of a zoom are cut to be drawn, each straight between its corners;
        0: a whole tile is as good as square."""

    def at(self, z: int, x: float, y: float) -> tuple[float, float]:
        """Column and row, with fractions, of true Mercator metres."""


Bounds = tuple[float, float, float, float]
"""West, south, east, north in Mercator metres."""

Convert = Callable[[float, float], tuple[float, float]]
"""Longitude and latitude to longitude and latitude."""


class WebLattice:
    """Web Mercator's squares. `to_true`, `from_true` lead from the source's coordinates (GCJ-02, say) to
    WGS-84 and back; None where they are WGS-84 already. `parts` as `Lattice.parts` has it.

    A tile's corners are converted and what is between them is drawn straight. GCJ-02 bends so little that
    what is inside a tile is off by less than half a px at any zoom (`test_basemap_lattice`).
    """

    def __init__(
        self,
        to_true: Convert | None = None,
        from_true: Convert | None = None,
        parts: Callable[[int], int] = lambda _z: 0,
    ) -> None:
        self._to_true = to_true
        self._from_true = from_true
        self._parts = parts
        self._corners: dict[tuple[int, float, float], tuple[float, float]] = {}
        """Of shifted tiles: to convert them takes longer than to draw them."""

    def side(self, z: int) -> float:
        return math.ldexp(WORLD, -z)

    def parts(self, z: int) -> int:
        return self._parts(z)

    def corner(self, z: int, x: float, y: float) -> tuple[float, float]:
        side = self.side(z)
        metres = x * side - WORLD / 2, WORLD / 2 - y * side
        if self._to_true is None:
            return metres
        found = self._corners.get((z, x, y))
        if found is None:
            if len(self._corners) > _CORNERS:
                self._corners.clear()
            found = self._corners[z, x, y] = point_to_metres(*self._to_true(*to_degrees(*metres)))
        return found

    def at(self, z: int, x: float, y: float) -> tuple[float, float]:
        if self._from_true is not None:
            x, y = point_to_metres(*self._from_true(*to_degrees(x, y)))
        side = self.side(z)
        return (x + WORLD / 2) / side, (WORLD / 2 - y) / side


class TileSource(Protocol):
    """Tiles of one source, as the canvas asks for them: all at once or not at all, nothing of it waits."""

    @property
    def lattice(self) -> Lattice:
        """How it cuts the world."""

    @property
    def min_zoom(self) -> int:
        """The coarsest zoom it has; further out nothing of it is drawn."""

    @property
    def max_zoom(self) -> int:
        """The finest zoom it has; nearer its tiles are stretched."""

    @property
    def tile_px(self) -> int:
        """Side of its images in px: 256 or 512."""

    @property
    def opacity(self) -> float:
        """0 to 1."""

    @property
    def bounds(self) -> Bounds | None:
        """Beyond which it has nothing; None: not known."""

    @property
    def attribution(self) -> str:
        """Whose map it is, as they want it said."""

    @property
    def came(self) -> SignalInstance:
        """Images came: once for all that came together, with the `Bounds` of each."""

    def tile(self, key: TileKey) -> QImage | None:
        """The image, where it is in memory."""

    def want(self, keys: Sequence[TileKey]) -> None:
        """What is in sight and about it, the most wanted first, in place of what was wanted before: what it
        has of it, it keeps; what it has not, it asks for; what is not among it any more, it gives up."""


def zoom_for(source: TileSource, scale: float) -> int | None:
    """The zoom whose images come nearest to `scale` (device px per Mercator metre), among those the source
    has; None where its coarsest would be drawn at less than a quarter of their size."""
    ideal = math.log2(scale * source.lattice.side(0) / source.tile_px)
    if ideal < source.min_zoom - 2:
        return None
    return min(max(round(ideal), source.min_zoom), source.max_zoom)


def tiles_in(lattice: Lattice, z: int, bounds: Bounds, ring: int = 0) -> list[TileKey]:
    """The tiles of a zoom that meet the bounds and `ring` more
    all round, those in sight first, of them the nearest to the middle first."""
    west, south, east, north = bounds
    corners = [lattice.at(z, x, y) for x in (west, east) for y in (south, north)]
    left, right = math.floor(min(x for x, _ in corners)), math.floor(max(x for x, _ in corners))
    top, bottom = math.floor(min(y for _, y in corners)), math.floor(max(y for _, y in corners))
    middle_x, middle_y = lattice.at(z, (west + east) / 2, (south + north) / 2)

    def rank(key: TileKey) -> tuple[bool, float]:
        outside = not (left <= key.x <= right and top <= key.y <= bottom)
        return outside, (key.x + 0.5 - middle_x) ** 2 + (key.y + 0.5 - middle_y) ** 2

    found = [
        TileKey(z, x, y)
        for x in range(left - ring, right + ring + 1)
        for y in range(top - ring, bottom + ring + 1)
    ]
    return sorted(found, key=rank)


def box_of(lattice: Lattice, key: TileKey) -> Bounds:
    """The bounds of a tile. Of a shifted lattice, whose tiles are not quite square to the map, each edge lies
    where its middle does: neighbours share theirs, and what is in a tile is off by half as much."""
    z, x, y = key
    upper_left, upper_right = lattice.corner(z, x, y), lattice.corner(z, x + 1, y)
    lower_left, lower_right = lattice.corner(z, x, y + 1), lattice.corner(z, x + 1, y + 1)
    return (
        (upper_left[0] + lower_left[0]) / 2,
        (lower_left[1] + lower_right[1]) / 2,
        (upper_right[0] + lower_right[0]) / 2,
        (upper_left[1] + upper_right[1]) / 2,
    )
