"""Where an action is: its place with the radius in which somebody is on the spot, its outline, its tickets,
who came from where."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from contract.joint.joint import Joint
from views.area_ground import AreaGround
from views.context import Context
from views.joint import naming
from views.map.basemaps import Underlay
from widgets import theme
from widgets.empty import PanelState, StatePanel
from widgets.light import Light
from widgets.map import MapCanvas, MapMarker, MapZone, MarkerKind

_ACROSS_M = 6_400.0
_BESIDE = 20
"""Px at 100 % between a mark's middle and the end of its words, the words themselves not counted."""
_FITTINGS = 8
_CORNERS = 48
_TILES = 8 * 2**20
_METRES = 111_320.0
"""Of a degree of latitude."""


def circle(lon: float, lat: float, metres: float) -> NDArray[np.float64]:
    """A ring of so many metres around a place, (n, 2) longitude and latitude."""
    turn = np.linspace(0.0, 2 * math.pi, _CORNERS, endpoint=False)
    across = metres / (_METRES * max(math.cos(math.radians(lat)), 0.01))
    return np.column_stack((lon + across * np.cos(turn), lat + metres / _METRES * np.sin(turn)))


class JointMap(QWidget):
    """The map of one action. `chosen(ticket_id)`: a tied ticket's mark was clicked."""

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("joint.map")
        self._context = context
        self._joint: Joint | None = None
        self._followed = ""
        self._wanted: object = None
        self._by_hand = False
        self._places: list[tuple[float, float, str]] = []
        self._corners: list[tuple[float, float]] = []
        self._canvas = MapCanvas(self, name=self.tr("Map of the action"))
        self._canvas.setObjectName("joint.map.canvas")
        self._ground = AreaGround(context, self._canvas, self)
        self._ground.came.connect(self._on_came)
        self._ground.failed.connect(self._on_failed)
        self._under = Underlay(context, self._canvas, self, memory=_TILES)
        self._state = StatePanel(PanelState.LOADING, self.tr("The map is being fetched"), "", parent=self)
        self._nowhere = QLabel(self.tr("No place was set: its area"), self._canvas)
        self._nowhere.setContentsMargins(8, 4, 8, 4)
        self._nowhere.move(8, 8)
        theme.set_surface(self._nowhere, "raised")
        self._nowhere.hide()
        self._canvas.hide()
        theme.set_surface(self, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._state)
        column.addWidget(self._canvas)
        self._canvas.moved_by_hand.connect(self._on_hand)
        self._canvas.marker_clicked.connect(self._on_marker)
        context.desk.connection_changed.connect(self._on_connection)
        context.desk.reference_changed.connect(self._on_reference)

    def show_joint(self, joint: Joint | None) -> None:
        """Shows an action; the view moves only when it, its place or its tickets are others."""
        self._joint = joint
        if self.isVisible():
            self._draw()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._ground.fetch()
        self._under.look()
        self._draw()

    def _on_came(self, _level: str) -> None:
        self._state.hide()
        self._canvas.show()
        self._draw()

    def _on_failed(self, text: str) -> None:
        self._state.set_state(PanelState.OFFLINE, self.tr("No map yet"), text)

    def _on_connection(self) -> None:
        if self.isVisible() and self._context.desk.connection.link == "live":
            self._ground.fetch()

    def _on_reference(self) -> None:
        self._ground.forget()
        if self.isVisible():
            self._ground.fetch()

    def _draw(self) -> None:
        joint = self._joint
        if joint is None or not self._ground.loaded:
            return
        zones: list[MapZone] = []
        markers: list[MapMarker] = []
        if len(joint.ring) > 2:
            zones.append(MapZone("ring", "", [np.array(joint.ring, np.float64)]))
        if joint.lon is not None and joint.lat is not None:
            radius = self._context.reference.district.joint.radius
            label = self.tr("{n} m").format(n=radius)
            zones.append(MapZone("radius", label, [circle(joint.lon, joint.lat, radius)]))
            markers.append(MapMarker("place", joint.lon, joint.lat, kind=MarkerKind.PIN, label=joint.place))
        for party in joint.active:
            came = party.arrival
            if came is not None and came.lon is not None and came.lat is not None:
                light = Light.AMBER if came.within is False else Light.GREEN
                label = naming.party(party, self._context.reference)
                markers.append(
                    MapMarker(f"unit:{party.unit}", came.lon, came.lat, light, MarkerKind.UNIT, label)
                )
        for tied in joint.tickets:
            ticket = self._context.desk.store.get(tied.id)
            if ticket is not None and ticket.lon is not None and ticket.lat is not None:
                markers.append(MapMarker(f"ticket:{tied.id}", ticket.lon, ticket.lat, label=ticket.number))
        self._canvas.set_zones(zones)
        self._canvas.set_markers(markers)
        self._follow(joint, zones, markers)

    def _follow(self, joint: Joint, zones: list[MapZone], markers: list[MapMarker]) -> None:
        """Place, outline and tied tickets are in sight until a hand moves the map."""
        self._nowhere.setVisible(joint.lon is None)
        self._nowhere.adjustSize()
        if joint.id != self._followed:
            self._by_hand = False
        # Who arrived where moves nothing: they come one after the other.
        shown = [(m.lon, m.lat, m.label) for m in markers if m.kind is not MarkerKind.UNIT]
        corners = [(lon, lat) for zone in zones for ring in zone.rings for lon, lat in ring.tolist()]
        area = self._context.reference.area(joint.area)
        # Outlines come level by level: that of its area may be the last of them.
        outlined = area is not None and area.level in self._ground.loaded
        wanted = (joint.id, joint.area, outlined, tuple(shown), tuple(corners))
        if self._by_hand or wanted == self._wanted:
            return
        self._followed, self._wanted = joint.id, wanted
        self._places, self._corners = shown, corners
        if shown or corners:
            self._fit()
            return
        if area is not None and outlined:
            self._canvas.fit_areas(area.level, [area.code])
        elif area is not None and (area.lon or area.lat):
            self._canvas.centre_on(area.lon, area.lat, _ACROSS_M)

    def _fit(self) -> None:
        """Shows places, outlines and the words beside the places, as the map is wide now."""
        points = [*self._corners, *((lon, lat) for lon, lat, _ in self._places)]
        if not points:
            return
        metrics = QFontMetricsF(theme.font("small"))
        ends = [
            (lon, lat, theme.current().px(_BESIDE) + metrics.horizontalAdvance(label))
            for lon, lat, label in self._places
        ]
        self._canvas.fit_points(points)
        for _ in range(_FITTINGS):
            west, _south, east, _north = self._canvas.bounds()
            px = (east - west) / max(1, self._canvas.width())
            beyond = [(lon + wide * px, lat) for lon, lat, wide in ends if lon + wide * px > east]
            if not beyond:
                return
            # Farther away the same words take more ground: again until they lie within the edge.
            self._canvas.fit_points([*points, *beyond])

    def _on_hand(self) -> None:
        self._by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand and self._followed:
            self._fit()

    def _on_marker(self, key: str) -> None:
        kind, _, id_ = key.partition(":")
        if kind == "ticket":
            self.chosen.emit(id_)
