"""What a person takes along from window to window: command line, palette, key sheet, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from views.workspaces.second_window import SecondWindow
from widgets.frame import Slot

if TYPE_CHECKING:
    from views.seat_window import SeatWindow


@runtime_checkable
class StandsOver(Protocol):
    """What lies over the window that is worked in."""

    def stand_over(self, window: QWidget) -> None:
        """Goes over to another window."""


class Baggage:
    """It stands in `host`, at first the seat's own window."""

    def __init__(self, seat: SeatWindow) -> None:
        self._seat = seat
        self.host: QWidget = seat

    def go(self, host: QWidget) -> None:
        """Everything goes to another window. A bare one leaves the command line where it was:
        in a wall it would take the room's view."""
        before, self.host = self.host, host
        if before is host:
            return
        for child in before.children():
            if isinstance(child, StandsOver):
                child.stand_over(host)
        line = self._slot(before).held()
        slot = self._slot(host)
        if line is not None and line.parentWidget() is not slot:
            slot.hold(line)

    def _slot(self, host: QWidget) -> Slot:
        if isinstance(host, SecondWindow) and not host.bare:
            return host.command_slot
        return self._seat.frame.command_slot
