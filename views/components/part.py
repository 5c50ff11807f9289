"""The way from a ticket to its component in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from views.seat_window import SeatWindow


class ComponentsPart(QObject):
    """Lets a ticket's page lead to the register's screen, where the role has one."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        seat.context.look_at_component = self.look

    def look(self, code: str) -> None:
        """Shows a component on the register's screen."""
        self._seat.go("components")
        screen = self._seat.current()
        if screen.key == "components":
            screen.show_page("", code)

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""
