"""The marks of a map: any number of them, each by itself or counted with its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from widgets import theme
from widgets.map.clusters import APART, Clusters, clustered, level_of
from widgets.map.layer import Bounds
from widgets.map.marks import Marks
from widgets.map.pills import Pills
from widgets.map.projection import Window, to_metres
from widgets.map.stamps import Stamps, look_of

_SIZES = ((600, 11.0), (3_000, 8.0), (2_000_000_000, 6.0))
"""Up to so many in sight, the size of the smallest in px at 100 %: a crowd of large ones hides the ground and
itself."""
_SQUARE, _FEW = 4, 3_000
"""Of those that fall into one square of so many px one is drawn, the most urgent; beyond so many in sight the
squares are as large as a mark."""
_REGION = 256
"""Px beyond the window that what is drawn is made ready for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing to point at: a mark, or several counted together. Place in Mercator metres."""

    keys: tuple[int, ...]
    x: float
    y: float
    clustered: bool = False


@dataclass(slots=True)
class _Ready:
    """What is stamped as long as scale, marks and region stay the same."""

    scale: float
    region: Bounds
    origin: tuple[int, int]
    stamps: Stamps
    fragments: NDArray[np.float64]
    drawn: NDArray[np.int64]
    """Which marks they are."""


class CrowdLayer:
    """Marks, the most urgent and most important painted last."""

    def __init__(self) -> None:
        self.marks = Marks.none()
        self.clustered = False
        self.scale = 1.0
        """How much larger than at a desk."""
        self.x = np.empty(0, np.float64)
        self.y = np.empty(0, np.float64)
        """Mercator metres, by mark."""
        self._sorted = np.empty(0, np.int64)
        self._by_key = np.empty(0, np.int64)
        self._clusters: Clusters | None = None
        self._old_clusters: dict[int, Clusters] = {}
        self._ready: _Ready | None = None
        self._stamps: dict[tuple[float, float], Stamps] = {}
        self._pills = Pills()
        self._class = 0

    # -- which they are --------------------------------------------------------------------------------------
    def set(self, marks: Marks) -> bool:
        """All of them, in place of those there were; whether they are others."""
        order = np.argsort(marks.light.astype(np.int16) * 8 + marks.priority, kind="stable")
        marks = marks.taken(order)
        if marks.same(self.marks):
            return False
        self.marks = marks
        places = to_metres(np.column_stack((marks.lon, marks.lat)))
        self.x, self.y = np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])
        self._by_key = np.argsort(marks.key)
        self._sorted = marks.key[self._by_key]
        if self._clusters is not None:
            self._old_clusters[self._clusters.level] = self._clusters
        self._clusters = self._ready = None
        return True

    def change(self, marks: Marks, gone: Iterable[int]) -> bool:
        """Those came or changed, those are gone; whether it makes a difference."""
        return self.set(self.marks.changed(marks, gone))

    def forget_look(self) -> None:
        """Theme, text scale or screen are others."""
        self._stamps.clear()
        self._pills = Pills()
        self._ready = None

    def places_of(self, keys: Iterable[int]) -> NDArray[np.int64]:
        """The marks of those keys, without those that are not there."""
        wanted = np.fromiter(keys, np.int64)
        if not len(self._sorted) or not len(wanted):
            return np.empty(0, np.int64)
        place = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found: NDArray[np.int64] = self._by_key[place[self._sorted[place] == wanted]]
        return found

    def bounds(self) -> Bounds | None:
        """West, south, east, north of all in Mercator metres; None without any."""
        if not len(self.x):
            return None
        return float(self.x.min()), float(self.y.min()), float(self.x.max()), float(self.y.max())

    # -- what stands where -----------------------------------------------------------------------------------
    def clusters(self, scale: float) -> Clusters | None:
        """The clusters at that scale; None where every mark stands by itself."""
        if not self.clustered:
            return None
        level = level_of(scale, theme.current().px(APART) * self.scale)
        if self._clusters is None or self._clusters.level != level:
            if self._clusters is not None:
                self._old_clusters[self._clusters.level] = self._clusters
            before = self._old_clusters.get(level)
            self._clusters = clustered(self.x, self.y, self.marks.light, level, before)
        return self._clusters

    def standing(self, window: Window) -> list[Standing]:
        """All in the window, clusters and marks by themselves."""
        west, south, east, north = window.bounds()
        clusters = self.clusters(window.scale)
        found: list[Standing] = []
        inside = (self.x >= west) & (self.x <= east) & (self.y >= south) & (self.y <= north)
        if clusters is not None:
            inside &= clusters.alone()
            seen = (clusters.x >= west) & (clusters.x <= east) & (clusters.y >= south) & (clusters.y <= north)
            several = np.flatnonzero(seen & (clusters.count > 1)).tolist()
            found = [self._cluster(clusters, place) for place in several]
        found += [
            Standing((int(self.marks.key[index]),), float(self.x[index]), float(self.y[index]))
            for index in np.flatnonzero(inside).tolist()
        ]
        return found

    def reach_of_clusters(self) -> tuple[float, float]:
        """Half the width and height of a pill of three figures, px."""
        return self._pills.reach(self.scale)

    def at(self, window: Window, px: float, py: float, reach: float) -> Standing | None:
        """What is nearest within `reach` px: of marks alike the uppermost, with all those it hides; a cluster
        anywhere on its pill."""
        x, y = window.to_map(px, py)
        clusters = self.clusters(window.scale)
        if clusters is not None and len(clusters.cell):
            wide, high = self._pills.reach(self.scale)
            on = (
                (clusters.count > 1)
                & (np.abs(clusters.x - x) * window.scale <= wide)
                & (np.abs(clusters.y - y) * window.scale <= high)
            )
            met = np.flatnonzero(on)
            if len(met):
                far = np.hypot(clusters.x[met] - x, clusters.y[met] - y)
                return self._cluster(clusters, int(met[np.argmin(far)]))
        if not len(self.x):
            return None
        distance = np.hypot(self.x - x, self.y - y) * window.scale
        if clusters is not None:
            distance[~clusters.alone()] = np.inf
        nearest = int(len(distance) - 1 - np.argmin(distance[::-1]))
        if not distance[nearest] <= reach:
            return None
        here = np.hypot(self.x - self.x[nearest], self.y - self.y[nearest]) * window.scale < 1.0
        if clusters is not None:
            here &= clusters.alone()
        others = np.flatnonzero(here)[::-1]
        keys = (nearest, *(i for i in others.tolist() if i != nearest))
        return Standing(
            tuple(int(k) for k in self.marks.key[list(keys)]), float(self.x[nearest]), float(self.y[nearest])
        )

    def _cluster(self, clusters: Clusters, place: int) -> Standing:
        keys = self.marks.key[clusters.of == place]
        # The most urgent first, as they are said and opened.
        return Standing(
            tuple(keys[::-1].tolist()), float(clusters.x[place]), float(clusters.y[place]), clustered=True
        )

    def stands_at(self, keys: Iterable[int], scale: float) -> list[tuple[float, float, bool]]:
        """Where those are seen, in Mercator metres, and whether in a cluster: a mark that is counted stands
        in its cluster's place; each place once."""
        which = self.places_of(keys)
        clusters = self.clusters(scale)
        x, y = self.x[which], self.y[which]
        counted = np.zeros(len(which), np.bool_)
        if clusters is not None and len(which):
            cell = clusters.of[which]
            counted = clusters.count[cell] > 1
            x, y = np.where(counted, clusters.x[cell], x), np.where(counted, clusters.y[cell], y)
        return list(dict.fromkeys(zip(x.tolist(), y.tolist(), counted.tolist(), strict=True)))

    def within(self, ring: NDArray[np.float64]) -> NDArray[np.int64]:
        """Keys of the marks inside a ring of Mercator metres."""
        if len(ring) < 3 or not len(self.x):
            return np.empty(0, np.int64)
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        near = np.flatnonzero((self.x >= west) & (self.x <= east) & (self.y >= south) & (self.y <= north))
        x, y = self.x[near], self.y[near]
        inside = np.zeros(len(near), np.bool_)
        ends = np.concatenate((ring[1:], ring[:1]))
        for (ax, ay), (bx, by) in zip(ring.tolist(), ends.tolist(), strict=True):
            level = np.flatnonzero((ay > y) != (by > y))
            if len(level):
                inside[level] ^= x[level] < ax + (y[level] - ay) / (by - ay) * (bx - ax)
        found: NDArray[np.int64] = self.marks.key[near[inside]]
        return found

    # -- painting --------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, window: Window, ratio: float) -> None:
        """Paints those in the window. The painter's units are device px."""
        if not len(self.x):
            return
        ready = self._ready
        if ready is None or ready.scale != window.scale or not _holds(ready.region, window.bounds()):
            self._ready = ready = self._make(window, ratio)
        left = round((window.x * window.scale - window.width / 2) * ratio)
        top = round((-window.y * window.scale - window.height / 2) * ratio)
        painter.save()
        painter.translate(ready.origin[0] - left, ready.origin[1] - top)
        ready.stamps.stamp(painter, ready.fragments)
        painter.restore()
        clusters = self.clusters(window.scale)
        if clusters is not None:
            self._paint_clusters(painter, window, clusters, ratio)

    def _paint_clusters(self, painter: QPainter, window: Window, clusters: Clusters, ratio: float) -> None:
        west, south, east, north = window.bounds()
        edge = 60 * self.scale / window.scale
        seen = np.flatnonzero(
            (clusters.count > 1)
            & (clusters.x > west - edge)
            & (clusters.x < east + edge)
            & (clusters.y > south - edge)
            & (clusters.y < north + edge)
        )
        # The most urgent lie over the others.
        seen = seen[np.argsort(clusters.light[seen], kind="stable")]
        for place in seen.tolist():
            pill = self._pills.pill(int(clusters.count[place]), int(clusters.light[place]), self.scale, ratio)
            x, y = window.to_screen(float(clusters.x[place]), float(clusters.y[place]))
            painter.drawPixmap(
                QPointF(round(x * ratio) - pill.width() // 2, round(y * ratio) - pill.height() // 2), pill
            )

    def seen(self, window: Window, edge: float = 0.0) -> NDArray[np.int64]:
        """The marks in the window and so many px about it that stand by themselves, in the order they are
        painted."""
        west, south, east, north = window.bounds()
        edge /= window.scale
        inside = (self.x > west - edge) & (self.x < east + edge)
        inside &= (self.y > south - edge) & (self.y < north + edge)
        clusters = self.clusters(window.scale)
        if clusters is not None:
            inside &= clusters.alone()
        return np.flatnonzero(inside)

    def size(self, many: int) -> float:
        """Px of the smallest mark where so many are in sight. It changes where a crowd has clearly grown or
        shrunk, not back and forth."""
        least = next(n for n, (most, _) in enumerate(_SIZES) if many <= most)
        if least < self._class and many > _SIZES[least][0] * 0.8:
            least += 1
        self._class = least
        return theme.current().px(_SIZES[least][1]) * self.scale

    def _make(self, window: Window, ratio: float) -> _Ready:
        size = self.size(len(self.seen(window))) * ratio
        stamps = self._stamps.get((size, ratio))
        if stamps is None:
            stamps = self._stamps[size, ratio] = Stamps(size, ratio)
        seen = self.seen(window, _REGION)
        origin = (
            round((window.x * window.scale - window.width / 2) * ratio),
            round((-window.y * window.scale - window.height / 2) * ratio),
        )
        x = np.rint(self.x[seen] * (window.scale * ratio)) - origin[0]
        y = np.rint(self.y[seen] * (-window.scale * ratio)) - origin[1]
        # A few may lie half over each other; of a great many, one that lies over another says nothing more.
        square = max(1, round(_SQUARE * ratio if len(seen) <= _FEW else size))
        # Squares of the ground, not of the window: which is drawn stays the same while the map is moved.
        column = (x + origin[0]).astype(np.int64) // square
        row = (y + origin[1]).astype(np.int64) // square
        drawn = _last_of_each(column, row)
        seen, x, y = seen[drawn], x[drawn], y[drawn]
        looks = look_of(self.marks.light[seen], self.marks.kind[seen], self.marks.priority[seen])
        edge = _REGION / window.scale
        west, south, east, north = window.bounds()
        return _Ready(
            window.scale,
            (west - edge, south - edge, east + edge, north + edge),
            origin,
            stamps,
            stamps.fragments(x, y, looks),
            seen,
        )


def _last_of_each(column: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each square the last: they are in the order of their lights, so that is the most urgent."""
    if not len(column):
        return np.empty(0, np.int64)
    column, row = column - column.min(), row - row.min()
    last = np.full((int(row.max()) + 1, int(column.max()) + 1), -1, np.int64)
    last[row, column] = np.arange(len(column))
    return np.sort(last[last >= 0])


def _holds(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
