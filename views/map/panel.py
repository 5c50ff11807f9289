"""The map itself: what stands on it, the line above, the line below, and what lies over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.ticket import Ticket
from views import words
from views.area_ground import AreaGround
from views.choices import Spot
from views.context import Context
from views.deadlines.tips import Tips
from views.filtering.query import Filter, Ring
from views.filters import LIGHTS, inside
from views.location_map import PlaceView
from views.map import layers, plugs
from views.map.arrivals import Arrivals
from views.map.bar import MapBar
from views.map.drawn_card import DrawnCard
from views.map.following import MarksFollower
from views.map.foot import MapFoot
from views.map.house import CLOSE_M, MapHouse, Place
from views.map.layer_panel import LayerPanel
from views.map.layers import Shown, ShownMemory
from views.map.locating import LocateBox
from views.map.measuring import Measuring
from views.map.place_card import PlaceCard
from views.queue import QueuePanel
from views.rows import TicketRows
from widgets import theme
from widgets.empty import PanelState, StatePanel
from widgets.map import MapCanvas, MapZone, Tone, Tool

translate = QCoreApplication.translate

TICKET_M = 2_200.0
"""How wide the ground is that is shown about a ticket that somebody asked to see."""
FILTER_ZONE = "filter"


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
        self._ground = AreaGround(context, self.canvas, self, every=True)
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
        self.place = PlaceCard(context, self.canvas)
        self.drawn = DrawnCard(self.canvas)
        self.layer_panel = LayerPanel(self._levels, self.canvas)
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
        self._met = False
        """Whether the click that is being told of met something that stands there."""
        self._grounds: list[object] | None = None
        """What others put on the canvas, made when it is first looked at."""
        self._connect()
        self._show_shown()
        self._say()

    def _connect(self) -> None:
        desk, canvas = self._context.desk, self.canvas
        self._ground.came.connect(self._on_came)
        self._ground.failed.connect(self._on_failed)
        desk.connection_changed.connect(self._on_connection)
        desk.reference_changed.connect(self._on_reference)
        canvas.clicked.connect(self._on_clicked)
        canvas.mark_clicked.connect(self._on_mark)
        canvas.mark_activated.connect(lambda key: self.opened.emit(self._id(key)))
        canvas.mark_previewed.connect(lambda key: self.previewed.emit(self._id(key)))
        canvas.cluster_clicked.connect(self._on_cluster)
        for met in (canvas.marker_clicked, canvas.post_clicked):
            met.connect(self._on_met)
        canvas.menu_requested.connect(self._on_menu)
        canvas.drawn.connect(self._on_drawn)
        canvas.tool_left.connect(lambda: self.bar.show_tool(Tool.PAN))
        self._queue.selection_changed.connect(self._ring)
        self._queue.narrowed.connect(self._on_narrowed)
        self.follower.recount.connect(self._recount)
        self.follower.came.connect(self._on_news)
        self.measuring.told.connect(self._say)
        self.bar.measure_chosen.connect(self._on_measure)
        self.bar.layers_wanted.connect(self.open_layers)
        self.bar.tool_chosen.connect(self.take_tool)
        self.bar.more_wanted.connect(self.more_wanted)
        self.layer_panel.changed.connect(self._on_layers)
        self.layer_panel.closed.connect(self._to_canvas)
        self.locate.found.connect(self._on_located)
        self.locate.told.connect(self._on_told)
        self.place.closed.connect(self._on_place_closed)
        self.drawn.filter_wanted.connect(self.filter_by_drawn)
        self.drawn.closed.connect(self._on_drawn_closed)
        self.house.held_changed.connect(self._on_held)

    # --- the areas ---------------------------------------------------------------------------------------
    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._grounds is None:
            role = actor.role if (actor := self._context.desk.actor) is not None else ""
            self._grounds = [plug.made(self.house) for plug in plugs.GROUNDS if plug.offered(role)]
        self._ground.fetch()
        self.follower.catch_up()
        self.measuring.rest(False)
        self._ring()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.measuring.rest(True)
        self.arrivals.clear()

    def _on_came(self, level: str) -> None:
        self._state.hide()
        self.canvas.show()
        self.canvas.set_level_shown(level, self._level_shown(level))
        if level == self.shown.measured:
            self.measuring.choose(self.shown.measure, self.shown.measured)
        fine, coarse = self._ground.levels()
        if level in (fine, coarse):
            self._fit_again()
        if any(area.schematic for area in self._context.reference.areas):
            self.canvas.set_note(self.tr("Outlines are drawn, not surveyed"))

    def _fit_again(self) -> None:
        """The view goes to the areas only where they are others than those it was brought to."""
        coarse = self._ground.levels()[1]
        areas = self._context.reference.areas
        scope = {area.code for area in areas if area.level == coarse and self._in_scope(area.path)}
        if scope != self._fitted:
            self._fitted = scope
            self.fit()

    def fit(self) -> None:
        """Shows all that this account looks after."""
        for level in dict.fromkeys(reversed(self._ground.levels())):
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
            self._ground.fetch()

    def _on_reference(self) -> None:
        self._ground.forget()
        if self.isVisible():
            self._ground.fetch()

    # --- layers and measures -----------------------------------------------------------------------------
    def _first(self, kept: Shown) -> Shown:
        """What was left, with what the district has in place of what it has not."""
        known = [level for level, _ in self._levels]
        fine, coarse = self._ground.levels()
        levels = tuple(level for level in kept.levels if level in known) or tuple(
            level for level in known if level in (fine, coarse)
        )
        measured = kept.measured if kept.measured in known[1:] else coarse
        return replace(kept, levels=levels, measured=measured)

    def _on_layers(self, shown: object) -> None:
        assert isinstance(shown, Shown)
        self.shown = shown
        self._show_shown()
        self.keep()

    def _on_measure(self, measure: str, level: str) -> None:
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
        for level in self._ground.loaded:
            self.canvas.set_level_shown(level, self._level_shown(level))
        self.bar.show_state(shown)
        self.layer_panel.show_state(shown)
        if (self.measuring.measure, self.measuring.level) != (shown.measure, shown.measured):
            self.measuring.choose(shown.measure, shown.measured)
        self._show_zones()
        self.house.show_layers(shown)

    def _level_shown(self, level: str) -> bool:
        shown = self.shown
        return level in shown.levels or bool(shown.measure and level == shown.measured)

    def open_layers(self) -> None:
        """The switch of layers comes, or goes."""
        if self.layer_panel.isVisible():
            self.layer_panel.close_panel()
            return
        self.bar.show_layers_open(True)
        self.layer_panel.show_state(self.shown)
        self.layer_panel.adjustSize()
        left = self.bar.below_layers().x()
        px = theme.current().px
        room = self.canvas.width() - self.layer_panel.width() - px(8)
        self.layer_panel.move(max(px(8), min(left, room)), px(8))
        self.layer_panel.open()

    def _show_zones(self) -> None:
        zones: list[MapZone] = []
        ring = self._queue.narrowed_by().within
        if ring:
            text = translate("Map", "Filter")
            zones.append(MapZone(FILTER_ZONE, text, [_closed(ring)], Tone.ACCENT))
        if layers.ZONES in self.shown.layers:
            for saved in self._context.desk.saved_filters:
                found = _ring_of(saved.query)
                if found and found != ring:
                    zones.append(MapZone(saved.id, saved.name, [_closed(found)], Tone.DIM))
        self.canvas.set_zones(zones)

    # --- what is selected --------------------------------------------------------------------------------
    def _on_held(self, held: bool) -> None:
        """Another time stands on the map, or now does again: what is live is not told beside the past."""
        then = self.house.then
        self.canvas.set_card(self._tips.said if then is None else then.said)
        self.foot.setVisible(not held)
        self._show_shown()
        self._ring()

    def _id(self, key: object) -> str:
        if self.house.then is not None:
            return self.house.then.id_of(key) if isinstance(key, int) else ""
        ids = self._context.desk.store.ids
        return ids[key] if isinstance(key, int) and 0 <= key < len(ids) else ""

    def _ring(self) -> None:
        """Rings about what is selected in the queue."""
        store = self._context.desk.store
        of = store.slot if self.house.then is None else self.house.then.key_of
        self.canvas.select_marks([of(ticket_id) for ticket_id in self._queue.selected_ids()])

    def _on_mark(self, key: object) -> None:
        self._met = True
        ticket_id = self._id(key)
        if ticket_id:
            self._followed = ticket_id
            self.chosen.emit(ticket_id)

    def _on_cluster(self, keys: object) -> None:
        self._met = True
        ids = [self._id(key) for key in keys] if isinstance(keys, list | tuple) else []
        self.selected.emit([one for one in ids if one])

    def _on_met(self, _key: str) -> None:
        self._met = True

    def _on_menu(self, keys: object, point: QPoint) -> None:
        found = list(keys) if isinstance(keys, list | tuple) else [keys]
        ids = [one for one in map(self._id, found) if one]
        if len(ids) > 1:
            self.selected.emit(ids)
            self.menu_requested.emit("", point)
        elif ids:
            self.menu_requested.emit(ids[0], point)
        else:
            self.more_wanted.emit(point)

    def show_ticket(self, ticket: Ticket | None) -> None:
        """The map goes to a ticket only where it is out of sight: what is in view stays otherwise."""
        self.house.show_ticket(ticket)
        followed = ticket.id if ticket is not None else ""
        if followed == self._followed:
            return
        self._followed = followed
        if ticket is None or ticket.lon is None or ticket.lat is None or not self._ground.loaded:
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
        area = self._context.reference.area(code) if code else None
        if lon is None or lat is None:
            if area is None:
                return
            lon, lat = area.lon, area.lat
        self.house.pin(lon, lat, across=CLOSE_M)

    def _on_clicked(self, lon: float, lat: float) -> None:
        met, self._met = self._met, False
        if self.answers_form():
            self.pointed.emit(lon, lat)
        elif not met:
            self.show_card((lon, lat))

    def show_card(self, place: Place, called: str = "", code: str = "", *, across: float = 0.0) -> None:
        """Pins a place and says what it comes to."""
        area = self._context.reference.area(code) if code else None
        meant = area is not None
        if area is None:
            met = self.canvas.area_at(*place)
            area = self._context.reference.area(met[1]) if met is not None else None
        self.house.pin(*place, called, across=across)
        fine, _ = self._ground.levels()
        self.canvas.highlight(fine, area.code if area is not None and area.level == fine else None)
        self.place.show_place(place, area, called, meant=meant)
        self._place_cards()

    def _on_located(self, spot: object, called: str) -> None:
        assert isinstance(spot, Spot)
        area = self._context.reference.area(spot.code)
        lon, lat = spot.lon, spot.lat
        across = CLOSE_M
        if area is not None and (lon is None or lat is None or (lon, lat) == (area.lon, area.lat)):
            lon, lat = area.lon, area.lat
            if area.level in self._ground.loaded and self.canvas.fit_areas(area.level, [area.code]):
                across = 0.0
        if lon is not None and lat is not None:
            self.show_card((lon, lat), called, spot.code, across=across)
            self._to_canvas()

    def _on_place_closed(self) -> None:
        self.house.unpin()
        self.canvas.highlight(self._ground.levels()[0], None)
        self._to_canvas()

    def _on_told(self, text: str) -> None:
        self._words = text
        self._say()

    # --- drawing -----------------------------------------------------------------------------------------
    def take_tool(self, tool: object) -> None:
        """Takes a tool in hand; the one that is in hand already is put away."""
        assert isinstance(tool, Tool)
        self.layer_panel.close_panel()
        self.drawn.close_card()
        self.canvas.set_tool(tool)
        self.bar.show_tool(tool)
        self._to_canvas()

    def _on_drawn(self, ring: object) -> None:
        corners = np.asarray(ring, np.float64)
        if len(corners) < 3 or self.canvas.tool not in (Tool.BOX, Tool.POLYGON):
            return
        drawn: Ring = tuple((round(float(lon), 6), round(float(lat), 6)) for lon, lat in corners)
        ids = self._inside(drawn)
        self.selected.emit(ids)
        self.drawn.show_drawn(drawn, len(ids))

    def _inside(self, ring: Ring) -> list[str]:
        store, slots = self._context.desk.store, self.follower.marked()
        within = slots[inside(ring, store.lon[slots], store.lat[slots])]
        return [store.ids[slot] for slot in within.tolist()]

    def filter_by_drawn(self) -> None:
        """What was drawn narrows queue and map."""
        ring = self.drawn.ring
        self.drawn.hide()
        self._queue.narrow(replace(self._queue.narrowed_by().adding("within", ring), picked=()))
        self._queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_drawn_closed(self) -> None:
        self.drop_picked()
        self._to_canvas()

    def drop_picked(self) -> None:
        """The queue shows all again that its filter leaves."""
        wanted = self._queue.narrowed_by()
        if wanted.picked:
            self._queue.narrow(wanted.without("picked"))

    def _on_narrowed(self) -> None:
        self._show_zones()

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
        self.foot.show_words(self._words or measured or self.hints())

    def hints(self) -> str:
        """The keys of the map."""
        return translate(
            "Map", "+ − zoom · Tab marks · Ctrl+L go to a place · Ctrl+B box · F4 list · ? all keys"
        )

    # --- what lies over it -------------------------------------------------------------------------------
    def escape(self) -> bool:
        """Puts away what lies over the map, one thing at a time; False where nothing did."""
        if self.layer_panel.isVisible():
            self.layer_panel.close_panel()
            return True
        if self.canvas.tool is not Tool.PAN:
            self.take_tool(Tool.PAN)
            return True
        for card in (self.drawn, self.place):
            if card.isVisible():
                card.close_card()
                return True
        if self._queue.narrowed_by().picked:
            self.drop_picked()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def _place_cards(self) -> None:
        for card in (self.place, self.drawn):
            if card.isVisible():
                card.refit()

    def _to_canvas(self) -> None:
        self.bar.show_layers_open(False)
        if self.canvas.isVisible():
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """What is shown, to be shown again."""
        self._memory.keep(self.shown)


def _closed(ring: Ring) -> NDArray[np.float64]:
    return np.array((*ring, ring[0]), np.float64)


def _ring_of(query: dict[str, Any]) -> Ring:
    return Filter.of({"within": query["within"]}).within if "within" in query else ()
