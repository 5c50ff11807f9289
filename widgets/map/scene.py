"""All that is on the map and how it is painted: the ground from kept pieces, what moves over it afresh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets import theme
from widgets.map.areas import AreaLayer, cosmetic, transform_of
from widgets.map.crowd import CrowdLayer, Standing
from widgets.map.furniture import Furniture, Row, measure_rows
from widgets.map.heat import MIDDLE, fullest, paint_heat, shade
from widgets.map.layer import Depth, GroundLayer, Name
from widgets.map.markers import MARKER_RANK, MarkerLayer, PostLayer
from widgets.map.names import Blocked, NameLayer
from widgets.map.pieces import Pieces
from widgets.map.projection import Window, to_metres
from widgets.map.shapes import MapArea, Shape, shape_of
from widgets.map.things import MapPath, MapZone

STILL_S, MOVING_S = 0.040, 0.005
"""Seconds a frame may paint pieces of the ground: while nothing moves, and while something does."""
_CROWDED = 3_000
"""From so many marks in sight, names do not keep off them and stand over them."""
ZONE_RANK = 12


@dataclass(frozen=True, slots=True)
class _Zone:
    zone: MapZone
    shape: Shape


class Scene:
    """The layers of a map."""

    def __init__(self) -> None:
        self.areas = AreaLayer()
        self.crowd = CrowdLayer()
        self.markers = MarkerLayer()
        self.posts = PostLayer()
        self.names = NameLayer()
        self.furniture = Furniture()
        self.layers: dict[Depth, GroundLayer] = {}
        self.chosen_area: tuple[str, str] | None = None
        self.chosen_marker: str | None = None
        self.chosen_marks: tuple[int, ...] = ()
        self.current: Standing | None = None
        """Where the keyboard stands."""
        self.heat = False
        self.unhurried = False
        """Whether all is to be painted in one frame, however long it takes."""
        self.scale = 1.0
        self._zones: list[_Zone] = []
        self._paths: list[tuple[MapPath, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]] = []
        self.ground = Pieces(self._paint_ground)
        self.warmth = Pieces(self._paint_heat, opaque=False)
        self._most: tuple[float, float] = (0.0, 1.0)

    # -- what is there ---------------------------------------------------------------------------------------
    def set_zones(self, zones: Sequence[MapZone]) -> None:
        """All zones, in place of those there were."""
        made = ((zone, shape_of(MapArea(zone.key, zone.label, zone.rings))) for zone in zones)
        self._zones = [_Zone(zone, shape) for zone, shape in made if shape is not None]
        self.ground.renew()
        self.names.drop()

    def set_paths(self, paths: Iterable[MapPath]) -> None:
        """All tracks, in place of those there were."""
        self._paths = [
            (path, to_metres(np.asarray(path.line, np.float64).reshape(-1, 2)))
            for path in paths
            if len(path.line)
        ]

    def set_scale(self, scale: float) -> None:
        """How much larger than at a desk marks, names and measures are."""
        self.scale = self.crowd.scale = self.furniture.scale = scale
        self.forget_look()

    def forget_ground(self) -> None:
        """Nobody looks: what is kept of the ground is let go."""
        self.ground.drop()
        self.warmth.drop()

    def forget_look(self) -> None:
        """Theme, text scale or screen are others."""
        self.ground.drop()
        self.warmth.drop()
        self.crowd.forget_look()
        self.markers.forget_look()
        self.posts.forget_look()
        self.names.forget_look()
        self.tell_legend()

    def renew_heat(self) -> None:
        """The heat is painted anew for the marks as they are; what was is shown until then."""
        self._most = (0.0, 1.0)
        self.warmth.renew()

    def chosen_shape(self) -> Shape | None:
        """The area spoken of, where it is there."""
        return self.areas.find(*self.chosen_area) if self.chosen_area is not None else None

    def tell_legend(self, scale: float | None = None) -> None:
        """What the legend says: of the heat while there is one, else of the measure."""
        furniture = self.furniture
        furniture.legend, furniture.legend_title = (), ""
        if self.heat:
            most = self._fullest(scale) if scale is not None else self._most[1]
            furniture.legend_title = QCoreApplication.translate("Map", "per km²")
            furniture.legend = (
                Row(shade(1.0), f"≥ {most:g}"),
                Row(shade(0.5), f"{most * MIDDLE:g}"),
                Row(theme.color("map_area"), "0"),
            )
            return
        for level in self.areas.ordered():
            if level.measure is not None:
                furniture.legend = measure_rows(level.measure)
                furniture.legend_title = level.measure.title

    # -- painting --------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, window: Window, ratio: float, *, zooming: bool, moving: bool) -> bool:
        """Paints all but tools and card; whether nothing is left to paint in a later frame. The painter's
        units are px, and are so again afterwards."""
        hurried = not self.unhurried
        seconds = (MOVING_S if moving or zooming else STILL_S) if hurried else 60.0
        # What costs most is not done in one frame.
        laying = not self.names.fits(window, self.scale, zooming=zooming)
        if laying and hurried:
            seconds /= 3
        done = self.ground.prepare(window, ratio, zooming=zooming, seconds=seconds)
        if self.heat:
            done &= self.warmth.prepare(window, ratio, zooming=zooming, seconds=seconds / 2)
            self.tell_legend(window.scale)
        if laying:
            self._lay_names(window, hurried=hurried)
        done &= not self.names.incomplete
        painter.save()
        # Stamps and pieces are copied px by px only where the painter's units are the screen's own.
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(
            0, 0, round(window.width * ratio), round(window.height * ratio), theme.color("map_ground")
        )
        self.ground.show(painter, window)
        if self.heat:
            self.warmth.show(painter, window)
        painter.restore()
        chosen = self.chosen_shape()
        if chosen is not None:
            self.areas.paint_chosen(painter, window, chosen)
        self._paint_paths(painter, window)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        crowded = not self.heat and len(self.crowd.seen(window)) > _CROWDED
        if not crowded:
            done &= self.names.paint(painter, window, ratio, hurried=hurried)
        # A post hides no cluster's light, and no mark by itself hides a post.
        under = self.crowd.clusters(window.scale) is not None and not self.heat
        if under:
            self.posts.paint(painter, window, ratio, self.scale)
        if not self.heat:
            self.crowd.paint(painter, window, ratio)
        if crowded:
            done &= self.names.paint(painter, window, ratio, hurried=hurried)
        if not under:
            self.posts.paint(painter, window, ratio, self.scale)
        self.markers.paint(painter, window, ratio, self.scale)
        painter.restore()
        self._paint_rings(painter, window)
        return done

    def _paint_ground(self, painter: QPainter, window: Window) -> None:
        painter.fillRect(0, 0, window.width, window.height, theme.color("map_ground"))
        # Pictures of the ground have streets of their own: ours show where there are none yet.
        pictures = self.areas.over_pictures
        covers = getattr(self.layers.get(Depth.BASE), "covers", None)
        hidden = covers is not None and covers(window, painter.device().devicePixelRatioF())
        for depth in (Depth.STREETS, Depth.BASE) if pictures else Depth:
            layer = self.layers.get(depth)
            if depth is Depth.STREETS and hidden:
                continue
            if depth is Depth.STREETS and not pictures:
                self.areas.paint_ground(painter, window)
            if layer is not None:
                painter.save()
                layer.paint(painter, window)
                painter.restore()
        if pictures:
            self.areas.paint_ground(painter, window)
        self.areas.paint_outlines(painter, window)
        self._paint_zones(painter, window)

    def _paint_zones(self, painter: QPainter, window: Window) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(window), combine=True)
        for held in self._zones:
            ink = theme.color(held.zone.tone.value)
            fill = QColor(ink)
            fill.setAlpha(30)
            pen = cosmetic(ink, 1.8)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawPath(held.shape.path)
        painter.restore()

    def _paint_heat(self, painter: QPainter, window: Window) -> None:
        paint_heat(painter, window, self.crowd.x, self.crowd.y, self._fullest(window.scale))

    def _fullest(self, scale: float) -> float:
        if self._most[0] != scale:
            self._most = scale, fullest(self.crowd.x, self.crowd.y, scale)
        return self._most[1]

    def _paint_paths(self, painter: QPainter, window: Window) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, metres in self._paths:
            points = QPolygonF([QPointF(*window.to_screen(x, y)) for x, y in metres.tolist()])
            ink, around = theme.color(path.tone.value), QColor(theme.color("map_ground"))
            around.setAlpha(170)
            for pen in (QPen(around, 5), QPen(ink, 2)):
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(points)
            painter.setPen(QPen(theme.color("map_ground"), 1.5))
            painter.setBrush(ink)
            painter.drawEllipse(points.last(), 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_rings(self, painter: QPainter, window: Window) -> None:
        """Rings about what is chosen, and a wider one about where the keyboard stands."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        single = self.markers.place(self.chosen_marker) if self.chosen_marker is not None else None
        if single is not None:
            self._ring(painter, window, *single)
        for place in [] if self.heat else self.crowd.stands_at(self.chosen_marks, window.scale):
            self._ring(painter, window, *place)
        if self.current is not None:
            pen = QPen(theme.color("text"), 1.5)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            here = self.current
            self._ring(painter, window, here.x, here.y, here.clustered, 4.0)

    def _ring(
        self,
        painter: QPainter,
        window: Window,
        x: float,
        y: float,
        clustered: bool = False,
        beyond: float = 0.0,
    ) -> None:
        """A ring about a mark or a cluster's pill; `beyond`: so many px farther off."""
        place = QPointF(*window.to_screen(x, y))
        wide = high = theme.current().px(12) * self.scale
        if clustered:
            wide, high = (reach + 3 for reach in self.crowd.reach_of_clusters())
        wide, high = wide + beyond, high + beyond
        around = QRectF(place.x() - wide, place.y() - high, 2 * wide, 2 * high)
        painter.drawRoundedRect(around, high, high)

    # -- names -----------------------------------------------------------------------------------------------
    def _lay_names(self, window: Window, *, hurried: bool) -> None:
        region = NameLayer.region(window)
        names = list(self.areas.names(region, self.chosen_shape(), self.names.fit, hurried=hurried))
        for layer in self.layers.values():
            naming = getattr(layer, "names", None)
            # Pictures have streets' names, too.
            if naming is not None and not self.areas.over_pictures:
                names += naming(region)
        names += [Name(z.zone.label, *z.shape.label_at, ZONE_RANK, z.zone.tone.value) for z in self._zones]
        names += [
            Name(
                path.label,
                float(metres[-1, 0]),
                float(metres[-1, 1]),
                MARKER_RANK,
                path.tone.value,
                beside=10,
            )
            for path, metres in self._paths
            if path.label
        ]
        names += self.posts.names(self.scale)
        names += self.markers.names(self.scale)
        self.names.lay_out(region, names, self._blocked(region))
        self.names.incomplete = self.areas.unnamed

    def _blocked(self, region: Window) -> list[Blocked]:
        crowd, px = self.crowd, theme.current().px
        found = [
            # The words beside one begin farther off than squares of this reach.
            Blocked(standing.places[:, 0], standing.places[:, 1], px(3) * self.scale)
            for standing in (self.posts, self.markers)
        ]
        seen = crowd.seen(region)
        if self.heat or len(seen) > _CROWDED:
            return found
        found.append(Blocked(crowd.x[seen], crowd.y[seen], px(6) * self.scale))
        clusters = crowd.clusters(region.scale)
        if clusters is not None:
            several = clusters.count > 1
            # A pill is wider than high: two reaches beside its middle.
            x, y, high = clusters.x[several], clusters.y[several], px(12) * self.scale
            found += [Blocked(x + shift / region.scale, y, high) for shift in (-high, high)]
        return found
