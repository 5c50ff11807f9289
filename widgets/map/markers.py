"""Single markers with words beside them, and posts with the age of their position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from widgets import theme
from widgets.light import Light
from widgets.map.layer import Name
from widgets.map.projection import Window, to_metres
from widgets.map.shapes import MapMarker, MarkerKind
from widgets.map.stamps import draw_mark
from widgets.map.things import MapPost, PostKind
from widgets.moments import age

SPRITE = 24
"""Px at 100 % of the square one is drawn in."""
MARKER_RANK = 10
_SIZES = ((600, 11), (3000, 8), (1_000_000_000, 5))
"""Up to so many markers, their size in px at 100 %."""
_WEIGHT = {Light.NONE: 0, Light.GREEN: 1, Light.AMBER: 2, Light.RED: 3}
_PALER = ((300_000, 1.0), (1_800_000, 0.78), (7_200_000, 0.56))
"""Up to such an age in ms a post is drawn as strongly; an older one palest, and hollow."""
_PALEST = 0.45


class Standing:
    """Things drawn one by one from pictures of their looks."""

    def __init__(self) -> None:
        self.places: NDArray[np.float64] = np.empty((0, 2), np.float64)
        """Mercator metres."""
        self.keys: list[str] = []
        self.words: list[str] = []
        self._looks: list[Hashable] = []
        self._by_key: dict[str, int] = {}
        self._sprites: dict[tuple[Hashable, float], QPixmap] = {}

    def _put(
        self, keys: list[str], lon_lat: list[tuple[float, float]], words: list[str], looks: list[Hashable]
    ) -> None:
        self.places = to_metres(np.array(lon_lat, np.float64).reshape(-1, 2))
        self.keys, self.words, self._looks = keys, words, looks
        self._by_key = {key: i for i, key in enumerate(keys)}

    def forget_look(self) -> None:
        """Theme, text scale or screen are others."""
        self._sprites.clear()

    def place(self, key: str) -> tuple[float, float] | None:
        """Where one stands in Mercator metres, None when there is none."""
        index = self._by_key.get(key)
        return None if index is None else (float(self.places[index, 0]), float(self.places[index, 1]))

    def at(self, window: Window, px: float, py: float, reach: float) -> int | None:
        """The nearest within `reach` px, the uppermost of those alike."""
        if not self.keys:
            return None
        x, y = window.to_map(px, py)
        distance = np.hypot(self.places[:, 0] - x, self.places[:, 1] - y) * window.scale
        nearest = int(len(distance) - 1 - np.argmin(distance[::-1]))
        return nearest if distance[nearest] <= reach else None

    def names(self, scale: float) -> Iterator[Name]:
        """The words beside them."""
        beside = theme.current().px(11) * scale
        for (x, y), words in zip(self.places.tolist(), self.words, strict=True):
            if words:
                yield Name(words, x, y, MARKER_RANK, "dim", beside=beside)

    def paint(self, painter: QPainter, window: Window, ratio: float, scale: float) -> None:
        """Paints those in the window. The painter's units are device px."""
        if not self.keys:
            return
        side = theme.current().px(SPRITE) * scale
        left = ((self.places[:, 0] - window.x) * window.scale + window.width / 2) * ratio
        top = ((window.y - self.places[:, 1]) * window.scale + window.height / 2) * ratio
        reach = side * ratio
        inside = (left > -reach) & (left < window.width * ratio + reach)
        inside &= (top > -reach) & (top < window.height * ratio + reach)
        for index in np.flatnonzero(inside).tolist():
            sprite = self._sprite(self._looks[index], side, ratio)
            half = sprite.width() // 2
            painter.drawPixmap(QPointF(round(left[index]) - half, round(top[index]) - half), sprite)

    def _sprite(self, look: Hashable, side: float, ratio: float) -> QPixmap:
        """Each look drawn once; hundreds of them are then copied."""
        found = self._sprites.get((look, side * ratio))
        if found is None:
            found = QPixmap(2 * round(side * ratio / 2), 2 * round(side * ratio / 2))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            with QPainter(found) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._draw(painter, look, QPointF(side / 2, side / 2), side / SPRITE)
            found.setDevicePixelRatio(1.0)
            self._sprites[look, side * ratio] = found
        return found

    def _draw(self, painter: QPainter, look: Hashable, middle: QPointF, unit: float) -> None:
        """Draws a look; `unit` is a px at 100 %."""
        raise NotImplementedError


class MarkerLayer(Standing):
    """Markers, the most urgent painted last."""

    def __init__(self) -> None:
        super().__init__()
        self.markers: list[MapMarker] = []
        self._given: tuple[MapMarker, ...] = ()

    def set(self, markers: Sequence[MapMarker]) -> bool:
        """All markers, in place of those there were; whether they are others."""
        if tuple(markers) == self._given:
            return False
        self._given = tuple(markers)
        self.markers = sorted(markers, key=lambda m: _WEIGHT[m.light])
        size = next(small for most, small in _SIZES if len(self.markers) <= most)
        self._put(
            [m.key for m in self.markers],
            [(m.lon, m.lat) for m in self.markers],
            [m.label for m in self.markers],
            [(m.kind, m.light, size) for m in self.markers],
        )
        return True

    def _draw(self, painter: QPainter, look: Hashable, middle: QPointF, unit: float) -> None:
        assert isinstance(look, tuple)
        kind, light, size = look[0], look[1], look[2] * unit
        ink = theme.color("accent" if light is Light.NONE else light.value)
        if kind is MarkerKind.UNIT:
            painter.fillRect(QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size), ink)
        elif kind is MarkerKind.PIN:
            painter.setPen(QPen(ink, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, size * 0.8, size * 0.8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(middle, size * 0.28, size * 0.28)
        else:
            draw_mark(painter, middle, size, light, 0)


class PostLayer(Standing):
    """Posts, the freshest painted last. Said beside each: its label, and how long ago it was there."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[MapPost] = []
        self._given: tuple[MapPost, ...] = ()

    def set(self, posts: Sequence[MapPost]) -> bool:
        """All posts, in place of those there were; whether they are others."""
        if tuple(posts) == self._given:
            return False
        self._given = tuple(posts)
        self.posts = sorted(posts, key=lambda p: -(p.age_ms or 0))
        self._put(
            [p.key for p in self.posts],
            [(p.lon, p.lat) for p in self.posts],
            [said(p) for p in self.posts],
            [(p.kind, paleness(p.age_ms)) for p in self.posts],
        )
        return True

    def _draw(self, painter: QPainter, look: Hashable, middle: QPointF, unit: float) -> None:
        assert isinstance(look, tuple)
        kind, strength = look
        painter.setOpacity(strength)
        draw = _SHAPES[kind]
        ink, ground = theme.color("accent"), QColor(theme.color("map_ground"))
        painter.setPen(QPen(ground, 3 * unit))
        painter.setBrush(ground)
        draw(painter, middle, unit)
        painter.setPen(QPen(ink, 1.25 * unit))
        painter.setBrush(ground if strength == _PALEST else ink)
        draw(painter, middle, unit)


def paleness(age_ms: int | None) -> float:
    """How strongly a post of that age is drawn, 1 fully."""
    if age_ms is None:
        return 1.0
    return next((strength for most, strength in _PALER if age_ms <= most), _PALEST)


def said(post: MapPost) -> str:
    """What stands beside a post: its label and the age of its position."""
    if post.age_ms is None:
        return post.label
    old = age(max(post.age_ms, 0) / 1000)
    return f"{post.label} · {old}" if post.label else old


def _person(painter: QPainter, middle: QPointF, unit: float) -> None:
    x, y = middle.x(), middle.y()
    body = QPainterPath(QPointF(x - 5 * unit, y + 6 * unit))
    body.arcTo(QRectF(x - 5 * unit, y, 10 * unit, 12 * unit), 180, -180)
    body.closeSubpath()
    painter.drawPath(body)
    painter.drawEllipse(QPointF(x, y - 3.2 * unit), 2.8 * unit, 2.8 * unit)


def _team(painter: QPainter, middle: QPointF, unit: float) -> None:
    painter.drawRect(QRectF(middle.x() - 5 * unit, middle.y() - 5 * unit, 10 * unit, 10 * unit))


def _vehicle(painter: QPainter, middle: QPointF, unit: float) -> None:
    _polygon(painter, middle, unit, ((0, -6), (6, 5), (0, 2), (-6, 5)))


def _station(painter: QPainter, middle: QPointF, unit: float) -> None:
    _polygon(painter, middle, unit, ((0, -6.5), (6, -1), (6, 6), (-6, 6), (-6, -1)))


def _polygon(painter: QPainter, middle: QPointF, unit: float, points: Sequence[tuple[float, float]]) -> None:
    painter.drawPolygon(QPolygonF([QPointF(middle.x() + x * unit, middle.y() + y * unit) for x, y in points]))


_SHAPES: dict[PostKind, Callable[[QPainter, QPointF, float], None]] = {
    PostKind.PERSON: _person,
    PostKind.TEAM: _team,
    PostKind.VEHICLE: _vehicle,
    PostKind.STATION: _station,
}
