"""Where the ticket is: its grid among its neighbours, itself and the other open tickets around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.replica.columns import Changes
from contract.lifecycle import is_open
from contract.ticket import Ticket
from views.area_ground import AreaGround
from views.context import Context
from views.map.basemaps import Underlay
from widgets import theme
from widgets.empty import PanelState, StatePanel
from widgets.map import MapCanvas, MapMarker, MarkerKind, Marks

_ACROSS_M = 2_200.0
_MOST_MARKS = 600
_TILES = 8 * 2**20
"""Bytes of a basemap's images that this map holds: there is one beside most forms."""


class PlaceView(QWidget):
    """What shows where a ticket is. `pointed(lon, lat)`: somebody clicked a place; `chosen(ticket_id)`: a
    marker."""

    pointed = Signal(float, float)
    chosen = Signal(str)

    def show_ticket(self, ticket: Ticket | None) -> None:
        """Shows where a ticket is; the view moves only when the ticket or its place is another."""
        raise NotImplementedError

    def show_place(self, code: str, lon: float | None, lat: float | None) -> None:
        """Shows a place that is being typed, before there is a ticket."""
        raise NotImplementedError


class LocationMap(PlaceView):
    """The map of one ticket."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.map")
        self._context = context
        self._ticket: Ticket | None = None
        self._ids: dict[int, str] = {}
        """Of the tickets on the map, by slot: one may be another's before the map is told."""
        self._followed: tuple[str, tuple[float, float] | None] = ("", None)
        """The ticket that the view was brought to last, and the place it had."""
        self._canvas = MapCanvas(self)
        self._canvas.setObjectName(f"{name}.map.canvas")
        self._ground = AreaGround(context, self._canvas, self)
        self._ground.came.connect(self._on_came)
        self._ground.failed.connect(self._on_failed)
        self._under = Underlay(context, self._canvas, self, memory=_TILES)
        self._state = StatePanel(PanelState.LOADING, self.tr("The map is being fetched"), "", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._state)
        layout.addWidget(self._canvas)
        self._nowhere = QLabel(self.tr("Not located: the whole district"), self._canvas)
        self._nowhere.setObjectName(f"{name}.map.nowhere")
        self._nowhere.setContentsMargins(8, 4, 8, 4)
        self._nowhere.move(8, 8)
        theme.set_surface(self._nowhere, "raised")
        self._nowhere.hide()
        self._canvas.hide()
        theme.set_surface(self, "panel")
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(500)
        self._late.timeout.connect(self._mark)
        self._canvas.clicked.connect(self.pointed)
        self._canvas.mark_clicked.connect(self._on_mark)
        desk = context.desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._late.start)
        desk.reference_changed.connect(self._on_reference)
        desk.connection_changed.connect(self._on_connection)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._ground.fetch()
        self._under.look()
        self._late.start()

    # --- the areas ---------------------------------------------------------------------------------------
    def _on_came(self, level: str) -> None:
        self._state.hide()
        self._canvas.show()
        if self._followed[1] is None and level == self._ground.levels()[1]:
            self._canvas.fit_areas(level)
        self._mark()
        self._highlight()
        self._centre()

    def _on_failed(self, text: str) -> None:
        self._state.set_state(PanelState.OFFLINE, self.tr("No map yet"), text)

    def _on_connection(self) -> None:
        if self.isVisible() and self._context.desk.connection.link == "live":
            self._ground.fetch()

    def _on_reference(self) -> None:
        self._ground.forget()
        if self.isVisible():
            self._ground.fetch()

    # --- the ticket and those around it ------------------------------------------------------------------
    def show_ticket(self, ticket: Ticket | None) -> None:
        self._ticket = ticket
        self._highlight()
        self._centre()
        self._late.start()

    def show_place(self, code: str, lon: float | None, lat: float | None) -> None:
        area = self._context.reference.area(code) if code else None
        if lon is None or lat is None:
            if area is None:
                return
            lon, lat = area.lon, area.lat
        fine, _ = self._ground.levels()
        if fine in self._ground.loaded:
            self._canvas.highlight(fine, code if area is not None and area.level == fine else None)
            wide = _ACROSS_M if area is None or area.level == fine else _ACROSS_M * 3
            self._canvas.centre_on(lon, lat, wide)

    def _place(self) -> tuple[float, float] | None:
        ticket = self._ticket
        if ticket is None:
            return None
        if ticket.lon is not None and ticket.lat is not None:
            return ticket.lon, ticket.lat
        area = self._context.reference.area(ticket.area) if ticket.area else None
        return (area.lon, area.lat) if area is not None and (area.lon or area.lat) else None

    def _highlight(self) -> None:
        fine, _ = self._ground.levels()
        if fine in self._ground.loaded:
            area = self._context.reference.area(self._ticket.area) if self._ticket is not None else None
            self._canvas.highlight(fine, area.code if area is not None and area.level == fine else None)

    def _centre(self) -> None:
        """The view goes to the ticket's place; of one that nobody has located it shows all there is, and says
        so, rather than where another ticket was."""
        place = self._place()
        self._nowhere.setVisible(self._ticket is not None and place is None)
        self._nowhere.adjustSize()
        followed = (self._ticket.id if self._ticket is not None else "", place)
        if followed == self._followed or not self._ground.loaded:
            return
        self._followed = followed
        if place is not None:
            self._canvas.centre_on(*place, _ACROSS_M)
        elif self._ticket is not None:
            self._canvas.fit_areas(self._ground.levels()[1])

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible() and not self._late.isActive():
            self._late.start()

    def _mark(self) -> None:
        """The open tickets nearest to the one shown, it among them with a ring; none around one that is
        nowhere."""
        if not self.isVisible():
            return
        store = self._context.desk.store
        here, ticket, marks = self._place(), self._ticket, Marks.none()
        if store.size and (here is not None or ticket is None):
            keep = store.alive & store.state.where(is_open) & np.isfinite(store.lon) & np.isfinite(store.lat)
            slots = np.flatnonzero(keep)
            if here is not None and len(slots) > _MOST_MARKS:
                far = (store.lon[slots] - here[0]) ** 2 + (store.lat[slots] - here[1]) ** 2
                slots = slots[np.argpartition(far, _MOST_MARKS)]
            slots = slots[:_MOST_MARKS]
            lights = store.lights(self._context.now(), slots)
            marks = Marks.of(slots, store.lon[slots], store.lat[slots], lights)
        self._ids = {slot: store.ids[slot] for slot in marks.key.tolist()}
        own = store.slot(ticket.id) if ticket is not None else -1
        self._canvas.set_marks(marks)
        self._canvas.select_marks([own])
        # One that is not open, or only in its area somewhere, has a pin of its own.
        pinned = ticket is not None and here is not None and own not in marks.key
        self._canvas.set_markers([MapMarker("", *here, kind=MarkerKind.PIN)] if pinned and here else [])
        self._canvas.select_marker("")

    def _on_mark(self, slot: int) -> None:
        self.chosen.emit(self._ids[slot])
