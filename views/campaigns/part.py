"""The way from other screens to a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

KEY = "campaigns"


class CampaignPart(QObject):
    """Nothing of it for a role without the screen."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("campaigns.part")
        self._seat = seat
        if KEY in seat.screens():
            seat.context.look_at_campaign = self.look

    def look(self, campaign_id: str) -> None:
        """Shows a campaign on its screen."""
        from views.campaigns.screen import CampaignScreen

        self._seat.go(KEY)
        screen = self._seat.current()
        if isinstance(screen, CampaignScreen):
            screen.show_campaign(campaign_id)

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""
