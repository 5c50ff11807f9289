"""What a hand picks on the map, one mark or several, and what it draws; rings about what is selected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal

from views.context import Context
from views.filtering.query import Filter, Ring
from views.filters import inside
from views.map.following import MarksFollower
from views.map.house import Then
from views.map.over import Over
from views.queue import QueuePanel
from widgets.map import MapCanvas, MapZone, Tone, Tool

translate = QCoreApplication.translate

FILTER_ZONE = "filter"


class Picking(QObject):
    """Of one canvas and its queue. `chosen(ticket_id)`: a mark was clicked; `several(ids)`: more than one, or
    what lies in a drawn area; `opened`, `previewed(ticket_id)` as in a list; `menu_requested(ticket_id,
    point)` with "" for what was just picked together; `bare(point)`: the menu of no ticket."""

    chosen = Signal(str)
    several = Signal(object)
    opened = Signal(str)
    previewed = Signal(str)
    menu_requested = Signal(str, QPoint)
    bare = Signal(QPoint)

    def __init__(
        self,
        context: Context,
        canvas: MapCanvas,
        queue: QueuePanel,
        marks: MarksFollower,
        over: Over,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._canvas = canvas
        self._queue = queue
        self._marks = marks
        self._over = over
        self._met = False
        """Whether the click that is being told of met something that stands there."""
        self._ringed: list[int] = []
        self.then: Then | None = None
        """Another time that stands on the map: its marks are not the live ones."""
        self._saved_too = False
        canvas.mark_clicked.connect(self._on_mark)
        canvas.mark_activated.connect(lambda key: self.opened.emit(self._id(key)))
        canvas.mark_previewed.connect(lambda key: self.previewed.emit(self._id(key)))
        canvas.cluster_clicked.connect(self._on_cluster)
        for met in (canvas.marker_clicked, canvas.post_clicked):
            met.connect(self._on_met)
        canvas.menu_requested.connect(self._on_menu)
        canvas.drawn.connect(self._on_drawn)
        queue.selection_changed.connect(self.ring)
        queue.narrowed.connect(self._show_zones)
        context.desk.filters_changed.connect(self._show_zones)
        over.filter_wanted.connect(self.filter_by_drawn)
        over.whistle_wanted.connect(self._whistle_for_drawn)
        over.drawn_closed.connect(self.drop)

    def _id(self, key: object) -> str:
        if self.then is not None:
            return self.then.id_of(key) if isinstance(key, int) else ""
        ids = self._context.desk.store.ids
        return ids[key] if isinstance(key, int) and 0 <= key < len(ids) else ""

    # --- marks -------------------------------------------------------------------------------------------
    def ring(self) -> None:
        """Rings about what is selected in the queue."""
        store = self._context.desk.store
        of = store.slot if self.then is None else self.then.key_of
        self._ringed = [of(ticket_id) for ticket_id in self._queue.selected_ids()]
        self._canvas.select_marks(self._ringed)

    def ringed(self) -> list[int]:
        """The keys of the marks that have a ring."""
        return list(self._ringed)

    def took_click(self) -> bool:
        """Whether the click that the canvas just told of met something; asked once a click."""
        met, self._met = self._met, False
        return met

    def _on_met(self, _key: str) -> None:
        self._met = True

    def _on_mark(self, key: object) -> None:
        self._met = True
        ticket_id = self._id(key)
        if ticket_id:
            self.chosen.emit(ticket_id)

    def _on_cluster(self, keys: object) -> None:
        self._met = True
        ids = [self._id(key) for key in keys] if isinstance(keys, list) else []
        self.several.emit([one for one in ids if one])

    def _on_menu(self, keys: object, point: QPoint) -> None:
        ids = [self._id(key) for key in keys] if isinstance(keys, list) else []
        if len(ids) > 1:
            self.several.emit([one for one in ids if one])
            self.menu_requested.emit("", point)
        elif ids and ids[0]:
            self.menu_requested.emit(ids[0], point)
        else:
            self.bare.emit(point)

    # --- what was drawn ----------------------------------------------------------------------------------
    def _on_drawn(self, ring: object) -> None:
        corners = np.asarray(ring, np.float64)
        if len(corners) < 3 or self._canvas.tool not in (Tool.BOX, Tool.POLYGON):
            return
        drawn: Ring = tuple((round(float(lon), 6), round(float(lat), 6)) for lon, lat in corners)
        ids = self.within(drawn)
        self.several.emit(ids)
        self._over.drawn.show_drawn(drawn, len(ids))

    def within(self, ring: Ring) -> list[str]:
        """The tickets on the map that lie in a ring."""
        if self.then is not None:
            keys = self._canvas.keys_within(np.array(ring, np.float64))
            return [one for one in map(self._id, keys.tolist()) if one]
        store, slots = self._context.desk.store, self._marks.marked()
        found = slots[inside(ring, store.lon[slots], store.lat[slots])]
        return [store.ids[slot] for slot in found.tolist()]

    def filter_by_drawn(self) -> None:
        """What was drawn narrows queue and map."""
        ring = self._over.drawn.ring
        self._over.drawn.hide()
        self._queue.narrow(replace(self._queue.narrowed_by().adding("within", ring), picked=()))
        self._queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def _whistle_for_drawn(self) -> None:
        """A joint action for what was drawn, with the open tickets in it."""
        ring = self._over.drawn.ring
        if self._context.whistle is not None:
            lon, lat = np.array(ring, np.float64).mean(axis=0).tolist()
            self._context.whistle(self.within(ring), ring, lon, lat)

    def drop(self) -> None:
        """The queue shows all again that its filter leaves."""
        wanted = self._queue.narrowed_by()
        if wanted.picked:
            self._queue.narrow(wanted.without("picked"))

    # --- zones -------------------------------------------------------------------------------------------
    def show_saved(self, shown: bool) -> None:
        """Whether areas that were drawn and saved stand there, too."""
        self._saved_too = shown
        self._show_zones()

    def _show_zones(self) -> None:
        zones: list[MapZone] = []
        ring = self._queue.narrowed_by().within
        if ring:
            zones.append(MapZone(FILTER_ZONE, translate("Map", "Filter"), [_closed(ring)], Tone.ACCENT))
        if self._saved_too:
            for saved in self._context.desk.saved_filters:
                found = _ring_of(saved.query)
                if found and found != ring:
                    zones.append(MapZone(saved.id, saved.name, [_closed(found)], Tone.DIM))
        self._canvas.set_zones(zones)


def _closed(ring: Ring) -> NDArray[np.float64]:
    return np.array((*ring, ring[0]), np.float64)


def _ring_of(query: dict[str, Any]) -> Ring:
    return Filter.of({"within": query["within"]}).within if "within" in query else ()
