"""Outlines on the map: whether one runs once around its ground."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Corner = tuple[float, float]
"""Longitude and latitude in degrees."""

_PART = 10_000_000
"""Corners are compared in parts of a degree of about a centimetre, so that no rounding decides."""
_Point = tuple[int, int]


def crosses_itself(ring: Sequence[Corner]) -> bool:
    """Whether an outline crosses or touches itself, or runs back along itself. Its first corner may be
    repeated at its end; fewer than three corners cross nothing."""
    corners = _corners(ring)
    if len(corners) < 3:
        return len(ring) > 2
    edges = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    last = len(edges) - 1
    for n, (a, b) in enumerate(edges):
        # The next edge begins where this one ends: it may not run back along it.
        if _runs_back(a, b, edges[n + 1 if n < last else 0][1]):
            return True
        for m in range(n + 2, len(edges) - (n == 0)):
            if _meet(a, b, *edges[m]):
                return True
    return False


def _corners(ring: Iterable[Corner]) -> list[_Point]:
    found: list[_Point] = []
    for lon, lat in ring:
        point = round(lon * _PART), round(lat * _PART)
        if not found or found[-1] != point:
            found.append(point)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def _side(a: _Point, b: _Point, c: _Point) -> int:
    """On which side of the line from a to b a point lies: 1, -1, or 0 on it."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _runs_back(a: _Point, b: _Point, c: _Point) -> bool:
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return _side(a, b, c) == 0 and ahead < 0


def _within(a: _Point, b: _Point, c: _Point) -> bool:
    """Whether a point of the line lies between its ends."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: _Point, b: _Point, c: _Point, d: _Point) -> bool:
    """Whether two edges have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] != sides[1] and sides[2] != sides[3] and 0 not in sides:
        return True
    on_edge = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(side == 0 and _within(*three) for side, three in zip(sides, on_edge, strict=True))
