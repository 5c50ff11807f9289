"""What the parts about one map have in common: its canvas, its queue, the place and the ticket spoken of."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from contract.ticket import Ticket
from views.context import Context
from views.map.layers import Shown
from views.queue import QueuePanel
from widgets.map import MapCanvas, MapMarker, MarkerKind

CLOSE_M = 1_200.0
"""How wide the ground is that is shown about a place."""

Place = tuple[float, float]
"""Longitude and latitude, degrees of WGS-84."""


class Then(Protocol):
    """Another time that stands on the map: what its marks are."""

    def id_of(self, key: int) -> str:
        """The ticket of a mark, "" for none."""

    def key_of(self, ticket_id: str) -> int:
        """The mark of a ticket, -1 for none."""

    def said(self, key: int) -> str:
        """The lines of a mark's card."""


class MapHouse(QObject):
    """Of one screen. `place_changed(Place | None)`: another place is pinned; `ticket_changed(Ticket | None)`:
    another ticket, or the same one changed, is shown beside the map; `held_changed(bool)`: whether another
    time than now stands on the map; `layers_changed(Shown)`: other layers are on (`shown.layers`)."""

    place_changed = Signal(object)
    ticket_changed = Signal(object)
    held_changed = Signal(bool)
    layers_changed = Signal(object)

    def __init__(self, context: Context, canvas: MapCanvas, queue: QueuePanel, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.canvas = canvas
        self.queue = queue
        self._place: Place | None = None
        self._ticket: Ticket | None = None
        self.then: Then | None = None
        """The other time that stands on the map."""
        self.shown = Shown()

    # --- the place ---------------------------------------------------------------------------------------
    def place(self) -> Place | None:
        """The place that is pinned."""
        return self._place

    def pin(self, lon: float, lat: float, label: str = "", *, across: float = 0.0) -> None:
        """Pins a place, and with `across` shows so many metres of ground about it."""
        self._place = (lon, lat)
        self.canvas.set_markers([MapMarker("place", lon, lat, kind=MarkerKind.PIN, label=label)])
        if across:
            self.canvas.centre_on(lon, lat, across)
        self.place_changed.emit(self._place)

    def unpin(self) -> None:
        """Takes the pin away."""
        if self._place is not None:
            self._place = None
            self.canvas.set_markers([])
            self.place_changed.emit(None)

    # --- the ticket --------------------------------------------------------------------------------------
    def ticket(self) -> Ticket | None:
        """The ticket shown beside the map."""
        return self._ticket

    def show_ticket(self, ticket: Ticket | None) -> None:
        """Another ticket is shown beside the map, or it is otherwise now."""
        if ticket != self._ticket:
            self._ticket = ticket
            self.ticket_changed.emit(ticket)

    # --- layers ------------------------------------------------------------------------------------------
    def show_layers(self, shown: Shown) -> None:
        """Other layers are on."""
        if shown != self.shown:
            self.shown = shown
            self.layers_changed.emit(shown)

    # --- another time ------------------------------------------------------------------------------------
    def hold(self, then: Then | None) -> None:
        """While another time is held, the live marks are off the map and those stand there."""
        before, self.then = self.then, then
        if (before is None) != (then is None):
            self.held_changed.emit(then is not None)

    def is_held(self) -> bool:
        """Whether another time stands on the map."""
        return self.then is not None
