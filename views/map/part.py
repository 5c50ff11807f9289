"""The ways between the map and the other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from views.desks.list_screen import ListScreen
from views.everywhere import Deed
from views.intake.screen import IntakeScreen

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

KEY = "Ctrl+M"


class MapPart(QObject):
    """Shows on the map what a list shows, and in the list what the map shows; takes a place of the map to
    the form of a report. Nothing of it for a role without the map."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        seat.context.report_at = self.report
        if "map" in seat.screens():
            text = self.tr("The same on the map, or as a list")
            seat.everywhere.add(Deed("map.same", text, KEY, self.turn))

    def turn(self) -> None:
        """From a list to the map with its filter and its selection, and from the map to all tickets."""
        before = self._seat.current()
        wanted = "tickets" if before.key == "map" else "map"
        if not isinstance(before, ListScreen):
            self._seat.go(wanted)
            return
        chosen, narrowed = before.queue.selected_ids(), before.queue.narrowed_by()
        self._seat.go(wanted)
        after = self._seat.current()
        if not isinstance(after, ListScreen) or after.key != wanted:
            return
        after.queue.narrow(narrowed)
        if len(chosen) == 1:
            after.show_ticket(chosen[0])
        elif chosen:
            after.queue.select_many(chosen)

    def report(self, lon: float, lat: float) -> None:
        """Opens the form of a call with that place."""
        self._seat.go("intake")
        screen = self._seat.current()
        if isinstance(screen, IntakeScreen):
            screen.take_call()
            screen.call.point(lon, lat)

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""
