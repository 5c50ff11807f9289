"""What lies over the map, one thing at a time: the switch of layers, what was drawn, a place. Each is made
when it is first wanted: the map comes up without them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from views.context import Context
from views.map.drawn_card import DrawnCard
from views.map.layer_panel import LayerPanel
from views.map.layers import Shown
from views.map.place_card import PlaceCard
from widgets.map import MapCanvas

REPORTERS = ("seat", "duty")
"""Roles with a form to take a report in."""


class Over(QWidget):
    """No more than the place of the three; it is never shown itself. Their signals are told on as its own."""

    layers_changed = Signal(object)
    layers_closed = Signal()
    filter_wanted = Signal()
    act_wanted = Signal(QPoint)
    whistle_wanted = Signal()
    drawn_closed = Signal()
    place_chosen = Signal(str)
    place_closed = Signal()

    def __init__(
        self, context: Context, canvas: MapCanvas, levels: Sequence[tuple[str, str]], panel: QWidget
    ) -> None:
        super().__init__(panel)
        self.hide()
        self._context = context
        self._canvas = canvas
        self._panel = panel
        self._levels = levels

    @cached_property
    def layers(self) -> LayerPanel:
        """The switch of layers."""
        made = LayerPanel(self._levels, self._panel)
        made.changed.connect(self.layers_changed)
        made.closed.connect(self.layers_closed)
        return made

    @cached_property
    def drawn(self) -> DrawnCard:
        """What was drawn."""
        made = DrawnCard(self._canvas)
        made.filter_wanted.connect(self.filter_wanted)
        made.act_wanted.connect(self.act_wanted)
        made.whistle_wanted.connect(self.whistle_wanted)
        made.may_whistle(self._context.whistle is not None)
        made.closed.connect(self.drawn_closed)
        return made

    @cached_property
    def place(self) -> PlaceCard:
        """A place."""
        made = PlaceCard(self._context, self._canvas)
        made.chosen.connect(self.place_chosen)
        made.closed.connect(self.place_closed)
        actor = self._context.desk.actor
        made.may_report(actor is not None and actor.role in REPORTERS)
        return made

    def _seen(self, name: str) -> bool:
        """Whether one of them was made and is to be seen."""
        made = self.__dict__.get(name)
        return isinstance(made, QWidget) and made.isVisible()

    def show_layers(self, shown: Shown, at: QPoint) -> None:
        """The switch of layers comes up there, or goes."""
        if self.close_layers():
            return
        self.layers.show_state(shown)
        self.layers.place(at.x(), at.y())
        self.layers.open()

    def close_layers(self) -> bool:
        """The switch of layers goes; False where it was not there."""
        seen = self._seen("layers")
        if seen:
            self.layers.close_panel()
        return seen

    def close_card(self) -> bool:
        """The uppermost card goes; False where there was none."""
        if self._seen("drawn"):
            self.drawn.close_card()
        elif self._seen("place"):
            self.place.close_card()
        else:
            return False
        return True

    def refit(self) -> None:
        """The map has another size."""
        if self._seen("place"):
            self.place.refit()
        if self._seen("drawn"):
            self.drawn.refit()
