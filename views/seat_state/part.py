"""The seat's own state by key: four deeds, and the words for what is refused or cannot be reached."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject

from console.errors import ConsoleError, Unreachable
from contract.seat import ROLES, SeatState
from views.everywhere import Deed

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

KEYS: dict[SeatState, str] = {"ready": "Alt+1", "on_call": "Alt+2", "after_call": "Alt+3", "break": "Alt+4"}


class SeatStatePart(QObject):
    """Made for every role; only a seat's has deeds."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._desk = seat.desk
        actor = self._desk.actor
        if actor is None or actor.role not in ROLES:
            return
        texts = {
            "ready": self.tr("Ready for calls"),
            "on_call": self.tr("Take a call"),
            "after_call": self.tr("End the call"),
            "break": self.tr("Take a break"),
        }
        for state in get_args(SeatState):
            deed = Deed(f"seat.{state}", texts[state], KEYS[state], partial(self.enter, state), in_menu=True)
            seat.everywhere.add(deed)

    def enter(self, state: SeatState) -> None:
        """Enters a state, or says why not."""
        desk = self._desk
        if desk.session != "in" or desk.connection.link == "offline":
            self._seat.notices.tell(self.tr("Off line: the centre does not hear what this seat is doing"))
            return
        if desk.seat_state == state:
            return
        desk.run(f"seat {state}", desk.set_seat_state(state), lambda _now: None, self._refused, self)

    def _refused(self, error: ConsoleError) -> None:
        if isinstance(error, Unreachable):
            text = self.tr("Off line: the centre does not hear what this seat is doing")
        else:
            text = self._desk.say(error.says)
        self._seat.notices.tell(text)

    def keep(self) -> None:
        """Nothing of it is kept here: the backend knows."""

    def leave(self) -> None:
        """The person goes."""
