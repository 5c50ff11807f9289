"""What a person draws on the map: boxes, rings, lines, places, and what they measure."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from widgets import theme
from widgets.map.ground_measure import area_m2, length_m, say_area, say_length
from widgets.map.projection import Window, to_degrees
from widgets.map.things import Tool

CLOSES = 9.0
"""Px at 100 % about a ring's first corner within which a click closes it."""

Point = tuple[float, float]


class Drawing:
    """What is being drawn with a tool: corners in Mercator metres, and where the hand is now."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.corners: list[Point] = []
        self.hand: Point | None = None
        self.closed = False
        self.done = False
        """A measure that was ended: it stands until the next one is begun."""

    # -- drawing ---------------------------------------------------------------------------------------------
    def add(self, point: Point, window: Window) -> bool:
        """A corner is set; whether the drawing is finished by it."""
        if self.done:
            self.corners, self.closed, self.done = [], False, False
        if self.tool in (Tool.POLYGON, Tool.MEASURE) and len(self.corners) >= 3:
            first = window.to_screen(*self.corners[0])
            here = window.to_screen(*point)
            if math.dist(first, here) <= theme.current().px(CLOSES):
                return self.finish(closed=True)
        self.corners.append(point)
        return self.tool is Tool.POINT or (self.tool is Tool.BOX and len(self.corners) == 2)

    def finish(self, *, closed: bool = False) -> bool:
        """Ends it as it is; whether it is enough: a ring takes three corners, a line two."""
        self._drop_doubles()
        least = {Tool.POLYGON: 3, Tool.LINE: 2, Tool.MEASURE: 2, Tool.BOX: 2, Tool.POINT: 1}[self.tool]
        if len(self.corners) < least:
            return False
        self.closed = closed or self.tool in (Tool.POLYGON, Tool.BOX)
        self.done = True
        return True

    def _drop_doubles(self) -> None:
        """A double click sets its corner twice."""
        kept: list[Point] = []
        for corner in self.corners:
            if not kept or math.dist(kept[-1], corner) > 1e-6:
                kept.append(corner)
        self.corners = kept

    def take_back(self) -> bool:
        """The last corner goes; false when there was none."""
        if not self.corners:
            return False
        self.corners.pop()
        self.closed = self.done = False
        return True

    def outline(self, *, with_hand: bool = False) -> list[Point]:
        """Corners of what is drawn; of a box all four, a little in from the middle of the antimeridian."""
        corners = list(self.corners)
        if with_hand and self.hand is not None and not self.done:
            corners.append(self.hand)
        if self.tool is Tool.BOX and len(corners) == 2:
            (ax, ay), (bx, by) = corners
            west, east, south, north = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            return [(west, south), (east, south), (east, north), (west, north)]
        return corners

    def degrees(self) -> NDArray[np.float64]:
        """What was drawn as (n, 2) longitude and latitude; a ring's first corner is not repeated."""
        return np.array([to_degrees(x, y) for x, y in self.outline()], np.float64).reshape(-1, 2)

    # -- painting --------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints it in px of the window."""
        places = [QPointF(*window.to_screen(*p)) for p in self.outline(with_hand=True)]
        if not places:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.tool in (Tool.BOX, Tool.POLYGON) or self.closed
        path = QPainterPath(places[0])
        for place in places[1:]:
            path.lineTo(place)
        if ring:
            path.closeSubpath()
        accent, fill = theme.color("accent"), QColor(theme.color("accent"))
        fill.setAlpha(36)
        around = QColor(theme.color("map_ground"))
        around.setAlpha(180)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(around, 4))
        painter.drawPath(path)
        painter.setBrush(fill if ring else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 1.6))
        painter.drawPath(path)
        painter.setBrush(theme.color("map_ground"))
        radius = theme.current().px(3.5)
        for corner in self.corners:
            painter.drawEllipse(QPointF(*window.to_screen(*corner)), radius, radius)

    def words(self) -> str:
        """What is measured so far; empty for a tool that does not measure."""
        if self.tool is not Tool.MEASURE:
            return ""
        corners = self.outline(with_hand=True)
        if len(corners) < 2:
            return ""
        points = np.array(corners)
        said = say_length(length_m(points, closed=self.closed))
        if self.closed or len(corners) > 2:
            inside = say_area(area_m2(points))
            said += "  ·  " + (
                inside
                if self.closed
                else QCoreApplication.translate("Map", "closed {area}").format(area=inside)
            )
        return said

    def hint(self) -> str:
        """What the hand can do now, in words."""
        translate = QCoreApplication.translate
        if self.tool is Tool.BOX:
            return translate("Map", "Draw a box, or Space sets a corner · Esc leaves")
        if self.tool is Tool.POINT:
            return translate("Map", "Click a place, or Enter takes the cross · Esc leaves")
        if self.tool is Tool.MEASURE:
            return translate(
                "Map", "Click from place to place · Enter ends · Backspace takes one back · Esc leaves"
            )
        return translate("Map", "Click corner by corner · Enter ends · Backspace takes one back · Esc leaves")
