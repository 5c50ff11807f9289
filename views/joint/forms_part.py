"""The ways into a proposal: a key on what is selected in a list or shown as a ticket, a place and an outline
on the map, the palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contract.joint.guards import proposals
from views.desks.list_screen import ListScreen
from views.everywhere import Deed
from views.joint import approval_forms

if TYPE_CHECKING:
    from views.joint.proposal_fields import Ring
    from views.joint.proposing import Proposing
    from views.seat_window import SeatWindow

KEY = "Ctrl+Shift+W"


class ProposingPart(QObject):
    """Made with the finished window; the form, when it is first asked for. Nothing of it for whoever can't
    start a joint action in this district."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("joint.proposing.part")
        self._seat = seat
        self._proposing: Proposing | None = None
        desk = seat.desk
        ways = list[str]()
        if desk.actor is not None and desk.reference is not None:
            rows = proposals(desk.actor, desk.reference)
            ways = approval_forms.ways([row.outcome for row in rows], desk.reference)
        if ways:
            seat.context.whistle = self.begin
            text = self.tr("Propose a joint action for what is selected")
            seat.everywhere.add(Deed("joint.propose", text, KEY, self.begin_here))

    def begin_here(self) -> None:
        """On what is selected in the screen in front, else on nothing."""
        screen = self._seat.current()
        ids: Sequence[str] = ()
        if isinstance(screen, ListScreen):
            ids = screen.meant_ids()
        self.begin(ids)

    def begin(
        self,
        tickets: Sequence[str] = (),
        ring: Ring = (),
        lon: float | None = None,
        lat: float | None = None,
        area: str = "",
    ) -> None:
        """Shows the form of a proposal, prefilled from these."""
        if self._proposing is None:
            from views.joint.proposing import Proposing

            self._proposing = Proposing(self._seat.context, self._seat.over, self)
        self._proposing.begin(tickets, ring, lon, lat, area)

    # --- Part --------------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Nothing of it is kept but drafts, which the desk keeps."""

    def leave(self) -> None:
        """The person goes."""
        if self._proposing is not None:
            self._proposing.hide()
