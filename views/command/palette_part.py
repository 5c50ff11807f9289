"""The palette of a window: one line that finds everything there is to do and goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from views.bulk.part import BulkPart
from views.command.finding import Finding, Found
from views.everywhere import Deed
from widgets.palette import Palette

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

_RECENT = ".palette"


class PalettePart(QObject):
    """The part."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("palette.part")
        self._seat = seat
        bulk = seat.findChild(BulkPart, "bulk.part")
        assert isinstance(bulk, BulkPart), "what several tickets are asked for is the bulk part's to know"
        self.finding = Finding(seat, bulk)
        self.finding.recent = [str(one) for one in seat.desk.drafts.load(_RECENT).get("recent", [])]
        self.palette = Palette(seat, self.finding.find)
        self.palette.setObjectName("palette")
        self.palette.chosen.connect(self._do)
        seat.desk.reference_changed.connect(self.finding.forget)
        seat.desk.searchable.connect(self.palette.renew)
        seat.everywhere.add(
            Deed("palette", self.tr("Find anything"), "Ctrl+K", self.palette.begin, in_menu=True)
        )

    def _do(self, found: object) -> None:
        assert isinstance(found, Found)
        self.finding.chosen(found)
        self._seat.desk.drafts.save(_RECENT, {"recent": self.finding.recent})
        found.act()

    def keep(self) -> None:
        """What was chosen is kept as it is chosen."""

    def leave(self) -> None:
        """The person goes."""
        self._seat.desk.reference_changed.disconnect(self.finding.forget)
        self._seat.desk.searchable.disconnect(self.palette.renew)
        self.palette.end()
