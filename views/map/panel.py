"""The map itself: what stands on it, the line above, the line below, and what lies over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.ticket import Ticket
from views import words
from views.area_ground import AreaGround
from views.context import Context
from views.deadlines.tips import Tips
from views.filters import LIGHTS
from views.location_map import PlaceView
from views.map import layers, plugs
from views.map.arrivals import Arrivals
from views.map.bar import MapBar
from views.map.following import MarksFollower
from views.map.foot import MapFoot
from views.map.house import MapHouse
from views.map.layers import Shown, ShownMemory
from views.map.locating import LocateBox
from views.map.measuring import Measuring
from views.map.over import Over
from views.map.picking import Picking
from views.map.placing import Placing
from views.queue import QueuePanel
from views.rows import TicketRows
from widgets import theme
from widgets.empty import PanelState, StatePanel
from widgets.map import MapCanvas, Tool

translate = QCoreApplication.translate

TICKET_M = 2_200.0
"""How wide the ground is that is shown about a ticket that somebody asked to see."""


class MapPanel(PlaceView):
    """`opened(ticket_id)`: double click or Enter on a mark; `menu_requested(ticket_id, point)` on one, with
    "" for what is selected together; `placed(Place)`: a place is shown in its card."""

    opened = Signal(str)
    menu_requested = Signal(str, QPoint)
    previewed = Signal(str)
    selected = Signal(object)
    """Ids that a hand picked on the map together."""
    more_wanted = Signal(QPoint)

    def __init__(self, context: Context, queue: QueuePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map.panel")
        self._context = context
        self._queue = queue
        theme.set_surface(self, "panel")
        self.answers_form: Callable[[], bool] = lambda: False
        """Whether a form beside the map asks for a place."""
        actor = context.desk.actor
        self._memory = ShownMemory(context.desk.settings.kept, actor.id if actor is not None else "")
        self._levels = [(level.key, words.pick(level.names)) for level in context.reference.district.levels]
        self.canvas = MapCanvas(self, name=self.tr("Map of open tickets"))
        self.canvas.setObjectName("map.canvas")
        self.house = MapHouse(context, self.canvas, queue, self)
        self.ground = AreaGround(context, self.canvas, self, every=True)
        self.follower = MarksFollower(context, self.canvas, queue, self.isVisible)
        self.measuring = Measuring(context, self.canvas, self.follower, self)
        self._tips = Tips(context, TicketRows(context.desk))
        self.canvas.set_card(self._tips.said)
        self.shown = self._first(self._memory.read())
        self.locate = LocateBox(context, self)
        self.bar = MapBar(self.locate, self._levels[1:], self)
        self.foot = MapFoot(self)
        self._state = StatePanel(PanelState.LOADING, self.tr("The map is being fetched"), "", parent=self)
        self.arrivals = Arrivals(self.canvas)
        self.over = Over(context, self.canvas, self._levels, self)
        self.picking = Picking(context, self.canvas, queue, self.follower, self.over, self)
        self.placing = Placing(context, self.house, self.ground, self.locate, self.over, self)
        self.feet = QVBoxLayout()
        """Bars that others put under the map."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._state, 1)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(self.feet)
        layout.addWidget(self.foot)
        self.canvas.hide()
        self._fitted: set[str] = set()
        """The areas that the view was brought to last."""
        self._words = ""
        self._followed = ""
        self._grounds: list[object] | None = None
        """What others put on the canvas, made when it is first looked at."""
        self._connect()
        self._show_shown()
        self._say()

    def _connect(self) -> None:
        desk, canvas, picking = self._context.desk, self.canvas, self.picking
        self.ground.came.connect(self._on_came)
        self.ground.failed.connect(self._on_failed)
        desk.connection_changed.connect(self._on_connection)
        desk.reference_changed.connect(self._on_reference)
        canvas.clicked.connect(self._on_clicked)
        canvas.tool_left.connect(lambda: self.bar.show_tool(Tool.PAN))
        picking.chosen.connect(self._on_chosen)
        picking.several.connect(self.selected)
        picking.opened.connect(self.opened)
        picking.previewed.connect(self.previewed)
        picking.menu_requested.connect(self.menu_requested)
        picking.bare.connect(self.more_wanted)
        self.follower.recount.connect(self._recount)
        self.follower.came.connect(self._on_news)
        self.measuring.told.connect(self._say)
        self.bar.measure_chosen.connect(self.measure_by)
        self.bar.layers_wanted.connect(self.open_layers)
        self.bar.tool_chosen.connect(self.take_tool)
        self.bar.more_wanted.connect(self.more_wanted)
        self.over.layers_changed.connect(self.show_shown)
        self.over.layers_closed.connect(self._to_canvas)
        self.placing.told.connect(self._on_told)
        self.placing.done.connect(self._to_canvas)
        self.over.drawn_closed.connect(self._to_canvas)
        self.house.held_changed.connect(self._on_held)

    def _on_held(self, held: bool) -> None:
        """Another time stands on the map, or now does again: what is live is not told beside the past."""
        then = self.house.then
        self.canvas.set_card(self._tips.said if then is None else then.said)
        self.picking.then = then
        self.foot.setVisible(not held)
        self._show_shown()
        self.picking.ring()

    # --- the areas ---------------------------------------------------------------------------------------
    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._grounds is None:
            role = actor.role if (actor := self._context.desk.actor) is not None else ""
            self._grounds = [plug.made(self.house) for plug in plugs.GROUNDS if plug.offered(role)]
        self.ground.fetch()
        self.follower.catch_up()
        self.measuring.rest(False)
        self.picking.ring()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.measuring.rest(True)
        self.arrivals.clear()

    def _on_came(self, level: str) -> None:
        self._state.hide()
        if self.canvas.isHidden():
            waits = self.hasFocus()
            self.canvas.show()
            if waits:
                self._to_canvas()
        self.canvas.set_level_shown(level, self._level_shown(level))
        if level == self.shown.measured:
            self.measuring.choose(self.shown.measure, self.shown.measured)
        fine, coarse = self.ground.levels()
        if level in (fine, coarse):
            self._fit_again()
        if any(area.schematic for area in self._context.reference.areas):
            self.canvas.set_note(self.tr("Outlines are drawn, not surveyed"))

    def _fit_again(self) -> None:
        """The view goes to the areas only where they are others than those it was brought to."""
        coarse = self.ground.levels()[1]
        areas = self._context.reference.areas
        scope = {area.code for area in areas if area.level == coarse and self._in_scope(area.path)}
        if scope != self._fitted:
            self._fitted = scope
            self.fit()

    def fit(self) -> None:
        """Shows all that this account looks after."""
        for level in dict.fromkeys(reversed(self.ground.levels())):
            keys = [
                area.code
                for area in self._context.reference.areas
                if area.level == level and self._in_scope(area.path)
            ]
            if keys and self.canvas.fit_areas(level, keys):
                return

    def _in_scope(self, path: str) -> bool:
        actor = self._context.desk.actor
        own = actor.area_path if actor is not None else ""
        return not own or path == own or path.startswith(own + "/")

    def _on_failed(self, text: str) -> None:
        self._state.set_state(PanelState.OFFLINE, self.tr("No map yet"), text)

    def _on_connection(self) -> None:
        if self.isVisible() and self._context.desk.connection.link == "live":
            self.ground.fetch()

    def _on_reference(self) -> None:
        self.ground.forget()
        if self.isVisible():
            self.ground.fetch()

    # --- layers and measures -----------------------------------------------------------------------------
    def _first(self, kept: Shown) -> Shown:
        """What was left, with what the district has in place of what it has not."""
        known = [level for level, _ in self._levels]
        fine, coarse = self.ground.levels()
        levels = tuple(level for level in kept.levels if level in known) or tuple(
            level for level in known if level in (fine, coarse)
        )
        measured = kept.measured if kept.measured in known[1:] else coarse
        return replace(kept, levels=levels, measured=measured)

    def show_shown(self, shown: object) -> None:
        """Other layers are on (`Shown`)."""
        assert isinstance(shown, Shown)
        self.shown = shown
        self._show_shown()
        self.keep()

    def measure_by(self, measure: str, level: str) -> None:
        """Another measure ("" for none), of another level."""
        self.shown = replace(self.shown, measure=measure, measured=level)
        self._show_shown()
        self.keep()

    def _show_shown(self) -> None:
        """Everything on the canvas as it is chosen."""
        shown, on = self.shown, set(self.shown.layers)
        live = not self.house.is_held()
        tickets = live and layers.TICKETS in on
        self.follower.show(tickets or (live and layers.HEAT in on))
        self.canvas.set_clustered(layers.CLUSTERS in on)
        self.canvas.set_heat(live and layers.HEAT in on)
        for level in self.ground.loaded:
            self.canvas.set_level_shown(level, self._level_shown(level))
        self.bar.show_state(shown)
        if (self.measuring.measure, self.measuring.level) != (shown.measure, shown.measured):
            self.measuring.choose(shown.measure, shown.measured)
        self.picking.show_saved(layers.ZONES in on)
        self.house.show_layers(shown)

    def _level_shown(self, level: str) -> bool:
        shown = self.shown
        return level in shown.levels or bool(shown.measure and level == shown.measured)

    def open_layers(self) -> None:
        """The switch of layers comes, or goes."""
        self.bar.show_layers_open(True)
        below = self.bar.height() + theme.current().px(4)
        self.over.show_layers(self.shown, QPoint(self.bar.below_layers().x(), below))

    # --- what is selected --------------------------------------------------------------------------------
    def ringed(self) -> list[int]:
        """The keys of the marks that have a ring."""
        return self.picking.ringed()

    def _on_chosen(self, ticket_id: str) -> None:
        self._followed = ticket_id
        self.chosen.emit(ticket_id)

    def show_ticket(self, ticket: Ticket | None) -> None:
        """The map goes to a ticket only where it is out of sight: what is in view stays otherwise."""
        self.house.show_ticket(ticket)
        followed = ticket.id if ticket is not None else ""
        if followed == self._followed:
            return
        self._followed = followed
        if ticket is None or ticket.lon is None or ticket.lat is None or not self.ground.loaded:
            return
        west, south, east, north = self.canvas.bounds()
        if not (west <= ticket.lon <= east and south <= ticket.lat <= north):
            across = min(self.canvas.metres_across(), TICKET_M * 4)
            self.canvas.centre_on(ticket.lon, ticket.lat, across)

    def go_to_ticket(self) -> None:
        """Brings the ticket spoken of into the middle, close by."""
        ticket = self.house.ticket()
        if ticket is None or ticket.lon is None or ticket.lat is None:
            self._on_told(translate("Map", "This ticket is not located"))
            return
        self.canvas.centre_on(ticket.lon, ticket.lat, TICKET_M)

    def _on_news(self, slots: object) -> None:
        assert isinstance(slots, np.ndarray)
        store = self._context.desk.store
        self.arrivals.show_new(store.lon[slots], store.lat[slots])

    # --- places ------------------------------------------------------------------------------------------
    def show_place(self, code: str, lon: float | None, lat: float | None) -> None:
        self.placing.go_to(code, lon, lat)

    def _on_clicked(self, lon: float, lat: float) -> None:
        met = self.picking.took_click()
        if self.answers_form():
            self.pointed.emit(lon, lat)
        elif not met:
            self.placing.show((lon, lat))

    def _on_told(self, text: str) -> None:
        self._words = text
        self._say()

    def said(self) -> str:
        """What came of words that lead nowhere, "" for nothing."""
        return self._words

    # --- drawing -----------------------------------------------------------------------------------------
    def take_tool(self, tool: object) -> None:
        """Takes a tool in hand; the one that is in hand already is put away."""
        assert isinstance(tool, Tool)
        self.over.close_layers()
        self.over.close_card()
        self.canvas.set_tool(tool)
        self.bar.show_tool(tool)
        self._to_canvas()

    # --- what it says ------------------------------------------------------------------------------------
    def _recount(self) -> None:
        if not self.isVisible():
            return
        store, slots = self._context.desk.store, self.follower.slots()
        lights = np.bincount(store.lights(self._context.now(), slots), minlength=4)
        counts = {light: int(lights[code]) for light, code in LIGHTS.items()}
        nowhere = len(slots) - len(self.follower.marked())
        self.foot.show_counts(counts, len(slots), nowhere)

    def _say(self) -> None:
        legend = self.measuring.legend
        measured = words.dotted((legend.title, legend.lacking)) if legend.lacking else ""
        said = self._words or measured
        self.foot.show_words(said or self.hints(), hint=not said)

    def hints(self) -> str:
        """The keys of the map."""
        return translate(
            "Map", "+ − zoom · Tab marks · Ctrl+L go to a place · Ctrl+B box · F4 list · ? all keys"
        )

    # --- what lies over it -------------------------------------------------------------------------------
    def escape(self) -> bool:
        """Puts away what lies over the map, one thing at a time; False where nothing did."""
        if self.over.close_layers():
            return True
        if self.canvas.tool is not Tool.PAN:
            self.take_tool(Tool.PAN)
            return True
        if self.over.close_card():
            return True
        if self._queue.narrowed_by().picked:
            self.picking.drop()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.over.refit()

    def take_focus(self) -> None:
        """The map takes the keys, as soon as it is there."""
        ground = self if self.canvas.isHidden() else self.canvas
        ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_canvas(self) -> None:
        self.bar.show_layers_open(False)
        self.take_focus()

    def keep(self) -> None:
        """What is shown, to be shown again."""
        self._memory.keep(self.shown)
