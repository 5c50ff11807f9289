"""The wall's map: every open ticket in scope by its light. It fits the set in view again only when the set
has changed, and not at all while somebody's hand has it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from views.area_ground import AreaGround
from views.context import Context
from views.wall.figures import open_slots
from views.wall.type import unit
from widgets.empty import PanelState, StatePanel
from widgets.map import MapCanvas, Marks


class WallMap(QWidget):
    """The map. `locked_changed(bool)`: whether a hand holds it."""

    locked_changed = Signal(bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._set: set[str] = set()
        self.locked = False
        self.canvas = MapCanvas(self, name=self.tr("Map of open tickets"))
        self.canvas.setObjectName("wall.map")
        self._state = StatePanel(PanelState.LOADING, self.tr("The map is being fetched"), "", parent=self)
        self._ground = AreaGround(context, self.canvas, self)
        self._ground.came.connect(self._on_came)
        self._ground.failed.connect(self._on_failed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._state)
        layout.addWidget(self.canvas)
        self.canvas.hide()
        self.canvas.moved_by_hand.connect(self._on_hand)
        context.desk.connection_changed.connect(self._fetch)
        context.desk.reference_changed.connect(self._on_reference)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._fetch()

    def _fetch(self) -> None:
        if self.isVisible():
            self._ground.fetch()

    def _on_reference(self) -> None:
        self._ground.forget()
        self._fetch()

    def _on_came(self, _level: str) -> None:
        self._state.hide()
        self.canvas.show()
        if not self.locked:
            self._fit()

    def _on_failed(self, text: str) -> None:
        self._state.set_state(PanelState.OFFLINE, self.tr("No map yet"), text)

    # --- what stands on it -------------------------------------------------------------------------------
    def refresh(self, changed: AbstractSet[str] | None = None) -> None:
        """Shows the open tickets as they are now; one without a place has none here. `changed` are the ids of
        those that came, changed or went since the last time; None where any may have."""
        store = self._context.desk.store
        slots = open_slots(store)
        slots = slots[np.isfinite(store.lon[slots]) & np.isfinite(store.lat[slots])]
        lights = store.lights(self._context.now(), slots)
        self.canvas.set_scale(max(1.0, unit(self) * 1.25))
        self.canvas.set_marks(Marks.of(slots, store.lon[slots], store.lat[slots], lights))
        if self._take_set(slots, changed) and not self.locked:
            self._fit()

    def _take_set(self, slots: NDArray[np.int64], changed: AbstractSet[str] | None) -> bool:
        """Whether the set is another now. To name a hundred thousand takes 20 ms; a second brings a few."""
        store, before = self._context.desk.store, self._set
        if changed is None:
            self._set = {store.ids[slot] for slot in slots.tolist()}
            return self._set != before
        held = np.zeros(store.size, np.bool_)
        held[slots] = True
        stand = {ticket_id for ticket_id in changed if (slot := store.slot(ticket_id)) >= 0 and held[slot]}
        gone = (changed - stand) & before
        came = stand - before
        before -= gone
        before |= came
        return bool(came or gone)

    def _fit(self) -> None:
        if not self.canvas.fit_marks():
            coarse = self._ground.levels()[1]
            self.canvas.fit_areas(coarse)

    def _on_hand(self) -> None:
        if not self.locked:
            self.locked = True
            self.locked_changed.emit(True)

    def release(self) -> None:
        """Lets the map follow the set again."""
        self._fit()
        if self.locked:
            self.locked = False
            self.locked_changed.emit(False)
