"""What `map_pan` shows and how it is moved: the same for the native map and for its peer.

2,304 areas and 20,000 marks stand in a square of 0.4° about Hefei. The path is a list of steps, one a frame:
it drags five screen widths, some with all of it in sight, some eight times nearer, and zooms there and back.
Fifty marks a second change their light or their place meanwhile, by the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZE = (1400, 900)
COLUMNS = ROWS = 48
MARKS = 20_000
CHANGES = 50
"""Marks a second."""
WEST, SOUTH, EAST, NORTH = 117.1, 31.6, 117.5, 31.94
"""Degrees: about as wide as high on the ground."""
STEP = 28
"""Px a frame while it is dragged: 1,680 a second at 60 frames."""
STROKE = 700
"""Px after which the hand lets go and takes hold again."""
ZOOM = 1.04
"""From frame to frame while it is zoomed."""
NEARER = 53
"""Frames of zooming: to eight times as large."""
LIGHTS = (0.05, 0.75, 0.15, 0.05)
"""Shares of marks with no light, green, amber, red."""


class Step(NamedTuple):
    """One frame: the hand moves the map by (dx, dy) px, or zooms it by `zoom` about the pointer at (x, y)."""

    part: str
    dx: int = 0
    dy: int = 0
    zoom: float = 1.0
    x: int = SIZE[0] // 2
    y: int = SIZE[1] // 2


def path() -> list[Step]:
    """All steps, from all areas in sight. The drags are five screen widths long together."""
    return list(_path())


def _path() -> Iterator[Step]:
    width = SIZE[0]
    yield from _drag("far", width // 2, 1, 0)
    yield from _drag("far", width, -1, 0)
    yield from _drag("far", width // 2, 1, 0)
    yield from _zoom("in", ZOOM)
    yield from _drag("near", width, -1, 0)
    yield from _drag("near", width, 1, 1)
    yield from _zoom("out", 1 / ZOOM)
    yield from _drag("far", width // 2, 0, 1)
    yield from _drag("far", width // 2, 0, -1)


def _drag(part: str, length: int, right: int, down: int) -> Iterator[Step]:
    for _ in range(length // STEP):
        yield Step(part, dx=right * STEP, dy=down * STEP)


def _zoom(part: str, factor: float) -> Iterator[Step]:
    for _ in range(NEARER):
        # Not about the middle: what is in sight moves, too.
        yield Step(part, zoom=factor, x=SIZE[0] * 5 // 9, y=SIZE[1] * 4 // 9)


def areas() -> list[tuple[str, str, NDArray[np.float64]]]:
    """Key, name and ring (longitude, latitude) of each area: cells with common corners and bent edges, 24
    points each, as grids that follow streets have."""
    random = np.random.default_rng(11)
    across = np.linspace(WEST, EAST, COLUMNS + 1)
    up = np.linspace(SOUTH, NORTH, ROWS + 1)
    cell = np.array([(EAST - WEST) / COLUMNS, (NORTH - SOUTH) / ROWS])
    corner = (
        np.stack(np.meshgrid(across, up), axis=-1)
        + random.uniform(-0.25, 0.25, (ROWS + 1, COLUMNS + 1, 2)) * cell
    )
    bends = 5
    share = (np.arange(1, bends + 1) / (bends + 1))[:, None]
    level = random.uniform(-0.06, 0.06, (ROWS + 1, COLUMNS, bends, 2)) * cell
    upright = random.uniform(-0.06, 0.06, (ROWS, COLUMNS + 1, bends, 2)) * cell

    def edge(
        a: NDArray[np.float64], b: NDArray[np.float64], bent: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return np.concatenate((a[None], a + (b - a) * share + bent))

    found = []
    for r in range(ROWS):
        for c in range(COLUMNS):
            sw, se, ne, nw = corner[r, c], corner[r, c + 1], corner[r + 1, c + 1], corner[r + 1, c]
            ring = np.concatenate(
                (
                    edge(sw, se, level[r, c]),
                    edge(se, ne, upright[r, c + 1]),
                    edge(ne, nw, level[r + 1, c, ::-1]),
                    edge(nw, sw, upright[r, c, ::-1]),
                )
            )
            found.append((f"{r:02d}{c:02d}", f"网格 {r:02d}-{c:02d}", ring))
    return found


class Standing(NamedTuple):
    """Marks as columns: longitude, latitude, light 0 … 3."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    light: NDArray[np.int8]


def marks() -> Standing:
    """All marks, their keys 0 … `MARKS` - 1; half of them crowd about twenty places."""
    random = np.random.default_rng(7)
    half = MARKS // 2
    middles = random.uniform((WEST, SOUTH), (EAST, NORTH), (20, 2))
    crowd = middles[random.integers(0, 20, half)] + random.normal(0, 0.012, (half, 2))
    places = np.concatenate((random.uniform((WEST, SOUTH), (EAST, NORTH), (MARKS - half, 2)), crowd))
    places = np.clip(places, (WEST, SOUTH), (EAST, NORTH))
    return Standing(places[:, 0], places[:, 1], random.choice(4, MARKS, p=LIGHTS).astype(np.int8))


class Change(NamedTuple):
    """A mark's new place and light."""

    key: int
    lon: float
    lat: float
    light: int


def changes(count: int) -> list[Change]:
    """So many changes in their order: each second one moves its mark by some hundred metres, all give it
    another light."""
    random = np.random.default_rng(5)
    standing = marks()
    found = []
    for n, key in enumerate(random.integers(0, MARKS, count).tolist()):
        moved = random.normal(0, 0.002, 2) * (n % 2)
        lon, lat = float(standing.lon[key] + moved[0]), float(standing.lat[key] + moved[1])
        found.append(Change(key, lon, lat, int(random.integers(0, 4))))
    return found
