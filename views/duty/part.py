"""Checking in by key from anywhere, for who goes on patrol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from views.everywhere import Deed

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

ROLES = ("grid",)


class DutyPart(QObject):
    """Made for every role; only a grid worker's has a deed."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        actor = seat.desk.actor
        if actor is not None and actor.role in ROLES:
            seat.everywhere.add(Deed("check_in", self.tr("Check in"), "Alt+K", self.check_in, in_menu=True))

    def check_in(self) -> None:
        """Opens the form on its screen."""
        from views.duty.mine import MyDutyScreen

        self._seat.go("duty")
        screen = self._seat.current()
        if isinstance(screen, MyDutyScreen):
            screen.begin()

    def keep(self) -> None:
        """Nothing of it is kept here: what is typed is a draft."""

    def leave(self) -> None:
        """The person goes."""
