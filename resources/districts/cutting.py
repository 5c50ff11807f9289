"""Cuts a polygon into parts along lines that run as streets and field paths run.

Lengths are metres in a local plane. A smooth direction field says how the streets of a place lie; every cut
follows the field or crosses it at a right angle, bends a little, sometimes jumps sideways by half a block.
Each part gets the share of the area that its weight asks for, so the number of parts is exact and their sizes
are in one's hand. All randomness comes from the generator that is passed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Style:
    """How the lines of a place run: ``bend`` and ``jog`` are shares of the size of the part that is cut."""

    bend: float
    jog: float
    jog_chance: float
    tolerance: float


URBAN = Style(bend=0.010, jog=0.10, jog_chance=0.30, tolerance=0.012)
TOWN = Style(bend=0.022, jog=0.09, jog_chance=0.25, tolerance=0.014)
RURAL = Style(bend=0.055, jog=0.07, jog_chance=0.15, tolerance=0.018)


class Field:
    """A direction for every place: a base angle and smooth waves on it (radians, metres)."""

    def __init__(
        self, rng: np.random.Generator, base: float, amplitude: float, wavelength: float, count: int = 7
    ) -> None:
        heading = rng.uniform(0.0, 2.0 * pi, count)
        number = 2.0 * pi / (wavelength * rng.uniform(0.6, 1.8, count))
        self._wave = np.stack([np.cos(heading) * number, np.sin(heading) * number])
        self._phase = rng.uniform(0.0, 2.0 * pi, count)
        self._amplitude = amplitude / np.sqrt(count / 2.0)
        self._base = base

    def angle(self, x: float, y: float) -> float:
        phase = self._wave[0] * x + self._wave[1] * y + self._phase
        return float(self._base + self._amplitude * np.sin(phase).sum())


@dataclass(frozen=True)
class Cut:
    """A candidate: the half-plane to the left of a line, and the direction in which it may be pushed."""

    half: Polygon
    normal: tuple[float, float]
    reach: float


def _streamline(
    field: Field, x: float, y: float, turn: float, step: float, count: int
) -> list[tuple[float, float]]:
    points = []
    heading = field.angle(x, y) + turn
    for _ in range(count):
        now = field.angle(x, y) + turn
        # The field has no sign: keep to the side one came along.
        if cos(now - heading) < 0.0:
            now += pi
        heading = now
        x, y = x + step * cos(heading), y + step * sin(heading)
        points.append((x, y))
    return points


def _line(field: Field, part: Polygon, turn: float, style: Style, rng: np.random.Generator) -> Cut | None:
    west, south, east, north = part.bounds
    reach = hypot(east - west, north - south)
    size = float(np.sqrt(part.area))
    centre = part.centroid
    count = 22
    step = 1.25 * reach / count
    ahead = _streamline(field, centre.x, centre.y, turn, step, count)
    behind = _streamline(field, centre.x, centre.y, turn + pi, step, count)
    points = np.array([*reversed(behind), (centre.x, centre.y), *ahead])
    along = (np.arange(len(points)) - count) * step
    offset = np.zeros(len(points))
    for wavelength in (1.4, 0.7, 0.35):
        wave = np.sin(2.0 * pi * along / (wavelength * size) + rng.uniform(0.0, 2.0 * pi))
        offset += style.bend * size * wavelength * wave * rng.uniform(0.3, 1.0)
    if rng.random() < style.jog_chance:
        at = rng.uniform(-0.22, 0.22) * size
        offset += (
            np.where(along > at, 1.0, 0.0)
            * style.jog
            * size
            * rng.choice((-1.0, 1.0))
            * rng.uniform(0.5, 1.4)
        )
    tangent = np.gradient(points, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None]
    points = points + np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) * offset[:, None]
    line = shapely.simplify(shapely.LineString(points), style.tolerance * size)
    points = np.array(line.coords)
    chord = points[-1] - points[0]
    chord /= np.linalg.norm(chord)
    normal = (float(-chord[1]), float(chord[0]))
    far = np.array([points[-1] + 4.0 * reach * np.array(normal), points[0] + 4.0 * reach * np.array(normal)])
    half = Polygon(np.concatenate([points, far]))
    if not half.is_valid:
        return None
    return Cut(half, normal, reach)


def _largest(geometry: BaseGeometry) -> Polygon:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: float(part.area))


def _divide(part: Polygon, half: Polygon) -> tuple[Polygon, Polygon] | None:
    """Left and right of the line as one piece each; pieces that hang loose go to the other side."""
    inside = part.intersection(half)
    if inside.is_empty:
        return None
    right = part.difference(_largest(inside))
    if right.is_empty:
        return None
    right = _largest(right)
    rest = part.difference(right)
    left = _largest(rest)
    # Crumbs of rounding may fall off; a piece that is more than a crumb hangs on nothing: refused.
    if rest.area - left.area > 1e-9 * part.area or left.interiors or right.interiors:
        return None
    return left, right


def _place(part: Polygon, cut: Cut, share: float) -> tuple[Polygon, Polygon] | None:
    low, high = -cut.reach, cut.reach
    wanted = share * part.area
    for _ in range(18):
        middle = (low + high) / 2.0
        half = translate(cut.half, cut.normal[0] * middle, cut.normal[1] * middle)
        area = part.intersection(half).area
        if abs(area - wanted) < 0.004 * part.area * min(share, 1.0 - share):
            break
        if area > wanted:
            low = middle
        else:
            high = middle
    return _divide(part, translate(cut.half, cut.normal[0] * middle, cut.normal[1] * middle))


def _roundness(part: Polygon) -> float:
    return float(part.length / (2.0 * np.sqrt(pi * part.area)))


def bisect(
    part: Polygon,
    share: float,
    field: Field,
    style: Style,
    rng: np.random.Generator,
    turn: float | None = None,
) -> tuple[Polygon, Polygon]:
    """Cuts ``part`` in two: the first has ``share`` of the area, left of a line with direction ``turn``.

    Without ``turn`` both families of lines are tried in both senses; the pair with rounder pieces is taken.
    """
    best: tuple[Polygon, Polygon] | None = None
    best_cost = np.inf
    for attempt in range(14):
        calm = Style(
            style.bend / (1 + attempt // 3), style.jog, style.jog_chance / (1 + attempt), style.tolerance
        )
        swing = rng.uniform(-0.05, 0.05) * attempt
        for candidate in (turn,) if turn is not None else (0.0, pi / 2.0, pi, -pi / 2.0):
            if turn is not None:
                # A named direction is the map's, not the streets': take the streets' own bends about it.
                base = field.angle(part.centroid.x, part.centroid.y)
                candidate = turn - base
            cut = _line(field, part, (candidate or 0.0) + swing, calm, rng)
            if cut is None:
                continue
            pair = _place(part, cut, share)
            if pair is None:
                continue
            error = abs(pair[0].area / part.area - share) / min(share, 1.0 - share)
            cost = max(_roundness(pair[0]), _roundness(pair[1])) + 2.0 * error + 0.12 * rng.random()
            if cost < best_cost:
                best, best_cost = pair, cost
        if best is not None and (best_cost < 1.75 or attempt >= 5):
            break
    if best is None:
        raise ValueError(f"no cut found in a part of {part.area:.0f} m²")
    return best


def parts(
    part: Polygon, weights: Sequence[float], field: Field, style: Style, rng: np.random.Generator
) -> list[Polygon]:
    """Cuts ``part`` into as many pieces as there are weights, with areas in their proportion."""
    if len(weights) == 1:
        return [part]
    half = len(weights) // 2
    if len(weights) > 3 and rng.random() < 0.4:
        half += int(rng.choice((-1, 1)))
    share = sum(weights[:half]) / sum(weights)
    left, right = bisect(part, share, field, style, rng)
    return parts(left, weights[:half], field, style, rng) + parts(right, weights[half:], field, style, rng)


@dataclass(frozen=True)
class Site:
    """A part that should come to lie near a known place."""

    key: str
    x: float
    y: float
    weight: float


Tree = str | list[Any]
"""A key, or ``[degrees, left, right]``: a line that runs that way (0 east, 90 north), a tree on each side."""


def keys(tree: Tree) -> list[str]:
    """The keys of a tree."""
    return [tree] if isinstance(tree, str) else keys(tree[1]) + keys(tree[2])


def told(
    part: Polygon,
    tree: Tree,
    weights: Mapping[str, float],
    field: Field,
    style: Style,
    rng: np.random.Generator,
) -> dict[str, Polygon]:
    """Cuts ``part`` as a tree of lines says, with areas in the proportion of the weights."""
    if isinstance(tree, str):
        return {tree: part}
    left = sum(weights[key] for key in keys(tree[1]))
    right = sum(weights[key] for key in keys(tree[2]))
    here, there = bisect(part, left / (left + right), field, style, rng, radians(tree[0]))
    return told(here, tree[1], weights, field, style, rng) | told(there, tree[2], weights, field, style, rng)


def placed(
    part: Polygon,
    sites: Sequence[Site],
    field: Field,
    style: Style,
    rng: np.random.Generator,
    fidelity: float = 1.0,
) -> dict[str, Polygon]:
    """Cuts ``part`` into one piece per site so that the pieces lie to one another as the sites do.

    ``fidelity`` weighs a site that falls outside its piece against pieces that are out of shape.
    """
    if len(sites) == 1:
        return {sites[0].key: part}
    total = sum(site.weight for site in sites)
    best: tuple[float, tuple[Polygon, Polygon], list[Site], list[Site]] | None = None
    base = field.angle(part.centroid.x, part.centroid.y)
    for turn in (base, base + pi / 2.0):
        # Left of a line with this direction is where the projection on its normal is large.
        order = sorted(sites, key=lambda site: site.x * sin(turn) - site.y * cos(turn))
        shares = {at: sum(site.weight for site in order[:at]) / total for at in range(1, len(order))}
        for count in sorted(shares, key=lambda at: abs(shares[at] - 0.5))[:4]:
            share = shares[count]
            try:
                left, right = bisect(part, share, field, style, rng, turn)
            except ValueError:
                continue
            astray = sum(
                site.weight * shapely.Point(site.x, site.y).distance(home) / np.sqrt(part.area)
                for group, home in ((order[:count], left), (order[count:], right))
                for site in group
            )
            cost = fidelity * astray / total + max(_roundness(left), _roundness(right))
            if best is None or cost < best[0]:
                best = (cost, (left, right), order[:count], order[count:])
    if best is None:
        raise ValueError(f"no cut found between {[site.key for site in sites]}")
    _, (left, right), here, there = best
    return placed(left, here, field, style, rng, fidelity) | placed(right, there, field, style, rng, fidelity)
