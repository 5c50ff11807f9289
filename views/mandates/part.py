"""The part of the window that is the duty list and the powers list: one key, one panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contract.mandate import Mandate
from views.everywhere import Deed

if TYPE_CHECKING:
    from views.mandates.panel import MandatePanel
    from views.seat_window import SeatWindow

KEY = "F7"


class MandatesPart(QObject):
    """Made with the finished window; the panel, when it is first asked for."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._panel: MandatePanel | None = None
        seat.everywhere.add(
            Deed("mandates", self.tr("Duty and powers lists"), KEY, self.toggle, in_menu=True)
        )

    def panel(self) -> MandatePanel:
        """The panel."""
        if self._panel is None:
            from views.mandates.panel import MandatePanel

            self._panel = MandatePanel(self._seat.context, self._seat.over())
            self._panel.cited.connect(self._on_cited)
        return self._panel

    def toggle(self) -> None:
        """Opens the panel beside the ticket in front, or takes it away."""
        panel = self.panel()
        if panel.isVisible():
            panel.dismiss()
            return
        frame, screen = self._seat.frame, self._seat.current()
        ticket, takes = screen.citing()
        over = self._seat.over()
        if takes and ticket is None:
            # A form that lies over the whole window takes it: the lists lie over that.
            over = over.window()
        if panel.parentWidget() is not over:
            panel.stand_over(over)
        panel.open(ticket, takes, frame.top.height(), frame.status.height())

    def _on_cited(self, entry: Mandate, ticket_id: str) -> None:
        """An entry was taken for a ticket, which may have gone from under the cursor meanwhile."""
        screen = self._seat.current()
        ticket, _ = screen.citing()
        if (ticket.id if ticket is not None else "") != ticket_id or not screen.cite(entry):
            none = self.tr("No step of this ticket cites an entry now")
            self._seat.context.tell(none if ticket_id else self.tr("The form has no field for this entry"))

    # --- Part --------------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Nothing of it is kept between runs."""

    def leave(self) -> None:
        """The person goes."""
        if self._panel is not None:
            self._panel.hide()
