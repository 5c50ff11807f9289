"""The situation map to hand on: what the list in front shows, as one file that opens anywhere.

From any screen (`ExportPart` puts it into the seat's menu and the palette) and from the map's own menu
(`from_map`). Without a list in front it is every open ticket. The file is made in a process of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.situation.part import Exported
from views import words
from views.context import Context
from views.desks.list_screen import ListScreen
from views.everywhere import Deed
from views.filtering.query import Filter
from views.filtering.saying import said
from views.filtering.units import ShownUnits
from views.filters import Sieve
from views.paging import signer
from views.queue.list_panel import ListPanel
from views.queue_spec import ticket_pages
from views.saving import dialog_for

if TYPE_CHECKING:
    from views.map.house import MapHouse
    from views.seat_window import SeatWindow

translate = QCoreApplication.translate

SUFFIX = ".html"


def title() -> str:
    """What the deed is called."""
    return translate("ExportMap", "Export the situation map")


def _chosen(context: Context, queue: ListPanel | None) -> tuple[NDArray[np.int64], list[str]]:
    """The slots of the tickets that a list leaves, or of all that are open, and what chose them in words."""
    desk, reference, actor = context.desk, context.reference, context.desk.actor
    alive = np.flatnonzero(desk.store.alive)
    if queue is not None:
        stands = queue.arrangement()
        page = next(page for page in queue.spec.pages if page.key == stands.page)
        slots = alive[queue.sieve(stands.wanted)(alive)]
        return slots, [page.text, *(one.text for one in said(stands.wanted, reference, context.now()))]
    page = ticket_pages()[0]
    me = actor.id if actor is not None else ""
    sieve = Sieve(
        page, Filter(), desk.store, ShownUnits(desk), me, context.now, reference.calendar, signer(desk)
    )
    return alive[sieve(alive)], [page.text]


class MapExport(QObject):
    """Asks for a file and writes into it what a list shows then; `told` is what it says of that. Goes with
    what the dialog lies over."""

    told = Signal(str)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self._over = over
        self._folder = ""
        self.told.connect(context.tell)

    def begin(self, queue: ListPanel | None) -> None:
        """Opens the dialog; it stops nothing."""
        dialog = dialog_for(self._over, title(), self._name(), self._folder)
        dialog.setObjectName("export.map.dialog")
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.setNameFilters([translate("ExportMap", "Web page (*.html)")])
        dialog.fileSelected.connect(lambda path: self.write(queue, Path(path)))
        dialog.open()

    def _name(self) -> str:
        reference = self._context.reference
        stamp = words.local(self._context.now(), reference).strftime("%Y%m%d-%H%M")
        district = words.pick(reference.district.names)
        what = translate("ExportMap", "situation map")
        return f"{district} {what} {stamp}{SUFFIX}".replace("/", "-")

    def write(self, queue: ListPanel | None, file: Path) -> None:
        """Writes what the list shows now; says when it is there, or why it is not."""
        if file.suffix.lower() not in (SUFFIX, ".htm"):
            file = file.with_name(file.name + SUFFIX)
        self._folder = str(file.parent)
        slots, chose = _chosen(self._context, queue)
        self._context.desk.run(
            "situation map",
            self._context.desk.export_situation(slots, chose, file),
            self._done,
            self._failed,
            self,
        )
        self.told.emit(
            translate("ExportMap", "Situation map of {n} tickets is being written").format(n=len(slots))
        )

    def _done(self, written: Exported) -> None:
        text = translate("ExportMap", "Situation map written: {n} tickets, {size} MB, {file}")
        size = f"{written.size / 1_000_000:.1f}"
        self.told.emit(text.format(n=written.count, size=size, file=Path(written.file).name))

    def _failed(self, error: ConsoleError) -> None:
        text = translate("ExportMap", "The situation map was not written: {why}")
        self.told.emit(text.format(why=self._context.desk.say(error.says)))


class ExportPart(QObject):
    """The deed in the seat's menu and the palette."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._export = MapExport(seat.context, seat)
        seat.everywhere.add(Deed("export_map", title(), "", self.begin, in_menu=True))

    def begin(self) -> None:
        """Asks for a file for what the screen in front shows."""
        screen = self._seat.current()
        self._export.begin(screen.queue if isinstance(screen, ListScreen) else None)

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""


def from_map(house: MapHouse) -> None:
    """The same out of the map's own menu."""
    export = house.canvas.findChild(MapExport) or MapExport(house.context, house.canvas)
    export.begin(house.queue)
