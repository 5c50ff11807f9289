"""地图: every grid and every open ticket at once, beside the queue of the same tickets. One filter holds for
both, and what is picked on either shows on the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from contract.lifecycle import ENDED_STATES
from views.context import Context
from views.desks.list_screen import ListScreen
from views.docks import Panel, Share
from views.map import place_card, plugs
from views.map.bar import LAYERS_KEY, LOCATE_KEY, MEASURES_KEY, MORE_KEY, TOOL_KEYS
from views.map.panel import MapPanel
from views.map.plugs import Plug
from views.queue import QueuePanel
from views.queue_spec import AllBut, Page, QueueSpec
from widgets import theme
from widgets.keys import Binding, KeyMap
from widgets.map import Tool

translate = QCoreApplication.translate

OTHER_KEY, TICKET_KEY = "F4", "Ctrl+O"


LARGE = 1.4
"""From this text scale on, list and ticket stand as tabs."""


class MapScreen(ListScreen):
    """The screen. Its map takes the focus; F4 goes to the queue and back."""

    def __init__(self, context: Context) -> None:
        title = translate("Map", "Map")
        self._queue = QueuePanel(context, _spec())
        self.panel = MapPanel(context, self._queue)
        empty = (
            translate("Map", "No ticket chosen"),
            translate("Map", "Click a mark, or take one in the list with F4."),
        )
        super().__init__(context, self._queue, title, empty, place=self.panel)
        self.house = self.panel.house
        actor = context.desk.actor
        self._role = actor.role if actor is not None else ""
        self._feet: dict[str, QWidget] = {}
        # In large type a low screen has room for one below the other no more: they share the place.
        large = self._tabs = theme.current().text_scale > LARGE
        below = Share("queue", (42, 58), across=False, low=(50, 50))
        sides = [plug for plug in plugs.SIDE_TOOLS if plug.offered(self._role)]
        self._stand(
            [
                Panel("map", title, self.panel),
                Panel("queue", self.tr("List"), self._queue, "right", "map"),
                Panel("ticket", self.tr("Ticket"), self.ticket, "tab" if large else "bottom", "queue"),
                *(
                    Panel(plug.key, plug.text(), partial(plug.made, self.house), "tab", "ticket")
                    for plug in sides
                ),
            ],
            (Share("map", (57, 43)), *(() if large else (below,))),
        )
        self.workspace.put_first("ticket")
        self._bind_map()
        panel = self.panel
        panel.answers_form = lambda: bool(self.ticket.open_step())
        panel.opened.connect(context.open_ticket)
        panel.previewed.connect(self._on_preview)
        panel.menu_requested.connect(self._on_map_menu)
        panel.selected.connect(self._pick)
        panel.more_wanted.connect(self._open_more)
        panel.over.act_wanted.connect(lambda at: self._on_map_menu("", at))
        panel.over.place_chosen.connect(self._on_place_deed)

    @property
    def queue(self) -> QueuePanel:
        """The queue of what stands on the map."""
        return self._queue

    def _bind_map(self) -> None:
        bind, panel = self.keys.bind, self.panel
        bind(LOCATE_KEY, self._locate, self.tr("Go to a place"))
        bind(OTHER_KEY, self._to_other, self.tr("Map or list"))
        bind(TICKET_KEY, panel.go_to_ticket, self.tr("Map to the ticket"))
        # In a line or a list Home is theirs.
        KeyMap(panel.canvas).bind("Home", panel.fit)
        tools = {
            Tool.BOX: self.tr("Draw a box to filter or act"),
            Tool.POLYGON: self.tr("Draw an outline to filter or act"),
            Tool.MEASURE: self.tr("Measure a distance"),
        }
        for tool, key in TOOL_KEYS.items():
            bind(key, partial(panel.take_tool, tool), tools[tool])
        bind(MEASURES_KEY, panel.bar.open_measures, self.tr("Fill areas by a measure"))
        bind(LAYERS_KEY, panel.open_layers, self.tr("Layers"))
        bind(MORE_KEY, panel.bar.open_more, self.tr("More of the map"))
        for plug in plugs.FOOT_TOOLS:
            if plug.offered(self._role) and plug.shortcut:
                bind(plug.shortcut, partial(self.toggle_foot, plug), plug.text())
        for plug in plugs.SIDE_TOOLS:
            if plug.offered(self._role) and plug.shortcut:
                bind(plug.shortcut, partial(self.workspace.raise_panel, plug.key), plug.text())
        for plug in plugs.ENTRIES:
            if plug.offered(self._role) and plug.shortcut:
                bind(plug.shortcut, partial(plug.made, self.house), plug.text())

    # --- keys --------------------------------------------------------------------------------------------
    def _ways(self) -> list[Binding]:
        return [
            Binding("← → ↑ ↓", self.tr("Move the map or the cursor")),
            Binding("+ −", self.tr("Zoom")),
            Binding("Home", self.tr("All of it in view")),
            Binding("Tab", self.tr("Nearest mark, then arrows")),
        ]

    def _locate(self) -> None:
        self.panel.locate.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panel.locate.line.selectAll()

    def _to_other(self) -> None:
        if self._queue.isAncestorOf(self.focusWidget()):
            self.panel.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._queue.ground.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._queue.begin()

    def enter(self) -> None:
        """The map takes the keys."""
        super().enter()
        self.panel.take_focus()

    def escape(self) -> None:
        """What lies over the map goes first, then an open form."""
        if self.panel.escape():
            return
        focus = QApplication.focusWidget()
        on_map = focus is not None and self.panel.isAncestorOf(focus)
        super().escape()
        if on_map:
            self.panel.take_focus()

    def count(self) -> int | None:
        """The map waits for nobody."""
        return None

    # --- what is picked ----------------------------------------------------------------------------------
    def _pick(self, ids: object) -> None:
        """Several picked on the map: the list shows them, all selected, the most urgent first."""
        assert isinstance(ids, list)
        queue = self._queue
        if len(ids) == 1:
            queue.select(ids[0])
            return
        queue.narrow(queue.narrowed_by().without("picked"))
        if ids:
            if self._tabs:
                self.workspace.raise_panel("queue")
            queue.narrow(queue.narrowed_by().picking(ids))
            queue.select_many(queue.shown_ids(len(ids)))

    def _on_marker(self, ticket_id: str) -> None:
        super()._on_marker(ticket_id)
        if self._tabs:
            self.workspace.raise_panel("ticket")

    def _on_map_menu(self, ticket_id: str, point: QPoint) -> None:
        if ticket_id:
            self._queue.select(ticket_id)
            self._show(ticket_id)
            self._on_menu(ticket_id, point)
        else:
            chosen = self._queue.selected_ids()
            if chosen:
                self._on_menu(chosen[0], point)

    # --- the place ---------------------------------------------------------------------------------------
    def _on_place_deed(self, deed: str) -> None:
        place, area = self.house.place(), self.panel.over.place.area()
        if place is None:
            return
        match deed:
            case place_card.REPORT:
                self.context.report_at(*place)
            case place_card.NARROW if area is not None:
                self._queue.narrow(self._queue.narrowed_by().only("areas", area.path))
            case place_card.WHISTLE if self.context.whistle is not None:
                lon, lat = place
                self.context.whistle(lon=lon, lat=lat, area=area.code if area is not None else "")
            case place_card.COPY:
                QGuiApplication.clipboard().setText(f"{place[0]:.6f}, {place[1]:.6f}")
                self.context.tell(self.tr("The coordinates are on the clipboard"))

    # --- what others plugged in --------------------------------------------------------------------------
    def _open_more(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("map.more.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_entry(menu, "fit", self.tr("All of it in view"), "Home", self.panel.fit)
        to_ticket = self.panel.go_to_ticket
        self._add_entry(menu, "ticket", self.tr("Map to the ticket"), TICKET_KEY, to_ticket)
        for plug in self._offered(plugs.FOOT_TOOLS):
            self._add_entry(menu, plug.key, plug.text(), plug.shortcut, partial(self.toggle_foot, plug))
        for plug in self._offered(plugs.SIDE_TOOLS):
            raised = partial(self.workspace.raise_panel, plug.key)
            self._add_entry(menu, plug.key, plug.text(), plug.shortcut, raised)
        entries = self._offered(plugs.ENTRIES)
        if entries:
            menu.addSeparator()
        for plug in entries:
            self._add_entry(menu, plug.key, plug.text(), plug.shortcut, partial(plug.made, self.house))
        menu.popup(point)

    def _offered(self, all_: Sequence[Plug]) -> list[Plug]:
        return [plug for plug in all_ if plug.offered(self._role)]

    def _add_entry(self, menu: QMenu, key: str, text: str, shortcut: str, act: Any) -> None:
        entry = menu.addAction(f"{text}\t{shortcut}" if shortcut else text)
        entry.setObjectName(f"map.more.{key}")
        entry.triggered.connect(lambda _on=False: act())

    def toggle_foot(self, plug: Plug) -> None:
        """A bar under the map comes, or goes."""
        foot = self._feet.get(plug.key)
        if foot is None:
            foot = self._feet[plug.key] = plug.made(self.house)
            self.panel.feet.addWidget(foot)
            foot.show()
            foot.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        foot.setVisible(not foot.isVisible())
        if foot.isVisible():
            foot.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.panel.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Layout, columns, layers."""
        super().keep()
        self.panel.keep()


def _spec() -> QueueSpec:
    """The tickets that the map shows."""
    return QueueSpec(
        key="map",
        pages=(
            Page("open", translate("Map", "Open"), AllBut(ENDED_STATES)),
            Page("closed", translate("Map", "Closed"), frozenset(("closed", "evaluated"))),
        ),
        columns=("due", "number", "subject", "area", "unit", "state", "claim"),
        empty_title=translate("Map", "No open ticket here"),
        empty_text=translate("Map", "What is open in your area stands here and on the map."),
        hints=lambda: translate("Map", "Enter opens · Space files · 0 all of it · F4 map · ? all keys"),
    )
