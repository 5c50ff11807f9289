"""The parts that stand around the screens of a seat's window, each in a room of its own.

A part is made with the finished `SeatWindow`: it puts its widgets into the frame, its keys into
`seat.everywhere`, and listens to the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from views.alarms.part import AlarmsPart
from views.bulk.part import BulkPart
from views.campaigns.part import CampaignPart
from views.claim_news import ClaimNews
from views.command.palette_part import PalettePart
from views.command.part import CommandPart
from views.components.part import ComponentsPart
from views.duty.part import DutyPart
from views.joint.forms_part import ProposingPart
from views.joint.part import JointPart
from views.mandates.part import MandatesPart
from views.map.export import ExportPart
from views.map.part import MapPart
from views.seat_state.part import SeatStatePart
from views.workspaces.part import Workspaces

if TYPE_CHECKING:
    from views.seat_window import SeatWindow


class Part(Protocol):
    """What the window asks of a part."""

    def keep(self) -> None:
        """Puts what is to be kept between runs into the settings."""

    def leave(self) -> None:
        """The person goes: stops timers, closes windows of its own."""


PARTS: tuple[Callable[[SeatWindow], Part], ...] = (
    BulkPart,
    CommandPart,
    PalettePart,
    Workspaces,
    AlarmsPart,
    MandatesPart,
    SeatStatePart,
    DutyPart,
    ComponentsPart,
    ClaimNews,
    MapPart,
    ExportPart,
    ProposingPart,
    JointPart,
    CampaignPart,
)
"""In the order in which they are made."""
