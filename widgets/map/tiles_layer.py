"""The map's ground out of tiles: several sources one over the other, each the best it has at the moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF, QRegion, QTransform

from widgets import theme
from widgets.map.projection import Window
from widgets.map.tiles import Bounds, Lattice, TileKey, TileSource, box_of, tiles_in, zoom_for

_UP = 6
"""So many zooms up a tile is looked for to be stretched in place of one that is on its way."""
_MOST = 320
"""Tiles of a source in sight at most: on a very large screen coarser ones are taken."""
_SETTLES_MS = 60
_NIGHT = QColor(0x46, 0x4E, 0x5A)
"""What paper white becomes in the dark theme: what stands on the map is read there as it is on its own
ground."""


class TileLayer(QObject):
    """A `GroundLayer`. `changed(bounds)`: what it would paint there is another now, None for everywhere."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources: list[TileSource] = []
        self._window: Window | None = None
        self._ratio = 1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLES_MS)
        self._settle.timeout.connect(self._want)

    # -- what is shown ---------------------------------------------------------------------------------------
    def set_sources(self, sources: Sequence[TileSource]) -> None:
        """The sources, the lowest first, in place of those it had, which are told that nothing is wanted."""
        for source in self._sources:
            source.came.disconnect(self._on_came)
            if source not in sources:
                source.want(())
        self._sources = list(sources)
        for source in self._sources:
            source.came.connect(self._on_came)
        self._want()
        self.changed.emit(None)

    @property
    def sources(self) -> tuple[TileSource, ...]:
        """The sources, the lowest first."""
        return tuple(self._sources)

    def attribution(self) -> str:
        """Whose maps they are, each named once."""
        return " · ".join(dict.fromkeys(s.attribution for s in self._sources if s.attribution))

    def look(self, window: Window, ratio: float) -> None:
        """What is in view on the canvas, and its device px per px: that is what is asked for."""
        before = self._window
        if (window, ratio) == (before, self._ratio):
            return
        self._window, self._ratio = window, ratio
        if before is not None and before.scale != window.scale:
            # Of the scales that a wheel runs through nothing is asked for: it would be given up at once.
            self._settle.start()
        elif not self._settle.isActive():
            self._want()

    def _in_sight(self) -> list[TileSource]:
        window = self._window
        if window is None:
            return []
        scale = window.scale * self._ratio
        return [
            s
            for s in self._sources
            if s.opacity > 0 and zoom_for(s, scale) is not None and _meets(s.bounds, window.bounds())
        ]

    def _want(self) -> None:
        seen = self._in_sight()
        for source in self._sources:
            source.want(self._tiles(source) if source in seen else ())

    def _tiles(self, source: TileSource) -> list[TileKey]:
        assert self._window is not None
        bounds = self._window.bounds()
        zoom = zoom_for(source, self._window.scale * self._ratio)
        assert zoom is not None
        found = tiles_in(source.lattice, zoom, bounds)
        while len(found) > _MOST and zoom > source.min_zoom:
            zoom -= 1
            found = tiles_in(source.lattice, zoom, bounds)
        if len(found) <= _MOST // 2:
            found = tiles_in(source.lattice, zoom, bounds, ring=1)
        if source.bounds is not None:
            found = [key for key in found if _meets(source.bounds, box_of(source.lattice, key))]
        return found

    def _on_came(self, boxes: Sequence[Bounds]) -> None:
        for box in boxes:
            self.changed.emit(box)

    # -- painting --------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints what meets the window; it may be any part of what is in view."""
        ratio = painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        drawn = QRegion()
        for source in self._sources:
            zoom = zoom_for(source, window.scale * ratio)
            if zoom is None or source.opacity <= 0 or not _meets(source.bounds, window.bounds()):
                continue
            painter.setOpacity(source.opacity)
            for key in tiles_in(source.lattice, zoom, window.bounds()):
                if self._paint_tile(painter, window, ratio, source, key):
                    drawn += _on_screen(source.lattice, key, window, ratio).toAlignedRect()
        painter.setOpacity(1.0)
        if not drawn.isEmpty() and theme.current().mode == "dark":
            painter.setClipRegion(drawn, Qt.ClipOperation.IntersectClip)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(QRectF(0, 0, window.width, window.height), _NIGHT)

    def covers(self, window: Window, ratio: float) -> bool:
        """Whether nothing under it shows there."""
        for source in self._sources:
            zoom = zoom_for(source, window.scale * ratio)
            if zoom is not None and source.opacity >= 1 and _meets(source.bounds, window.bounds()):
                images = [source.tile(key) for key in tiles_in(source.lattice, zoom, window.bounds())]
                if all(image is not None and not image.hasAlphaChannel() for image in images):
                    return True
        return False

    def _paint_tile(
        self, painter: QPainter, window: Window, ratio: float, source: TileSource, key: TileKey
    ) -> bool:
        def draw(image: QImage, at: TileKey, part: QRectF) -> None:
            if source.lattice.parts(at.z) == 0:
                painter.drawImage(_on_screen(source.lattice, at, window, ratio), image, part)
            else:
                _draw_skewed(painter, window, source.lattice, at, image, part)

        image = source.tile(key)
        if image is not None:
            draw(image, key, QRectF(image.rect()))
            return True
        drawn = False
        for up in range(1, min(_UP, key.z - source.min_zoom) + 1):
            parent = key.parent(up)
            image = source.tile(parent)
            if image is not None:
                side = image.width() / 2**up
                x, y = key.x - (parent.x << up), key.y - (parent.y << up)
                draw(image, key, QRectF(x * side, y * side, side, side))
                drawn = True
                break
        if key.z < source.max_zoom:
            for child in key.children():
                finer = source.tile(child)
                if finer is not None:
                    draw(finer, child, QRectF(finer.rect()))
                    drawn = True
        return drawn


def _on_screen(lattice: Lattice, key: TileKey, window: Window, ratio: float) -> QRectF:
    """Where a tile lies, in px of the window. Its edges are on whole device px, and a neighbour's edge on the
    same ones: nothing shows between them, and nothing is drawn twice."""
    west, south, east, north = box_of(lattice, key)
    left, top = window.to_screen(west, north)
    right, bottom = window.to_screen(east, south)
    box = QRect()
    box.setCoords(
        round(left * ratio), round(top * ratio), round(right * ratio) - 1, round(bottom * ratio) - 1
    )
    return QRectF(box.x() / ratio, box.y() / ratio, box.width() / ratio, box.height() / ratio)


def _draw_skewed(
    painter: QPainter, window: Window, lattice: Lattice, key: TileKey, image: QImage, part: QRectF
) -> None:
    """A tile that is not square to the map, in parts that are straight between their corners."""
    count = lattice.parts(key.z)
    wide, high = part.width() / count, part.height() / count

    def corner(column: int, row: int) -> QPointF:
        return QPointF(*window.to_screen(*lattice.corner(key.z, key.x + column / count, key.y + row / count)))

    square = QPolygonF([QPointF(0, 0), QPointF(wide, 0), QPointF(wide, high), QPointF(0, high)])
    frame = painter.worldTransform()
    for row in range(count):
        for column in range(count):
            quad = QPolygonF(
                [
                    corner(column, row),
                    corner(column + 1, row),
                    corner(column + 1, row + 1),
                    corner(column, row + 1),
                ]
            )
            lies = QTransform.quadToQuad(square, quad)
            if isinstance(lies, QTransform):
                painter.setWorldTransform(lies * frame)
                within = QRectF(part.x() + column * wide, part.y() + row * high, wide, high)
                painter.drawImage(QRectF(0, 0, wide, high), image, within)
    painter.setWorldTransform(frame)


def _meets(a: Bounds | None, b: Bounds) -> bool:
    return a is None or (a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3])
