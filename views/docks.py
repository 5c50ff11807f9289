"""The panels of one screen, docked: moved, torn off to another monitor, kept between runs, put back."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SIGNAL, QByteArray, QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

import PySide6QtAds as QtAds

from console.settings import Settings
from widgets import theme

_LAYOUT_VERSION = 1

_AREAS = {
    "left": QtAds.LeftDockWidgetArea,
    "right": QtAds.RightDockWidgetArea,
    "top": QtAds.TopDockWidgetArea,
    "bottom": QtAds.BottomDockWidgetArea,
    "tab": QtAds.CenterDockWidgetArea,
}


def configure() -> None:
    """Sets what holds for every dock of the process; before the first `Workspace`."""
    flag = QtAds.CDockManager
    flag.setConfigFlags(flag.DefaultOpaqueConfig)
    for name, on in {
        "ActiveTabHasCloseButton": False,
        "DockAreaHasCloseButton": False,
        "DockAreaHasUndockButton": False,
        "DockAreaHasTabsMenuButton": False,
        "AllTabsHaveCloseButton": False,
        "HideSingleCentralWidgetTitleBar": True,
        "FocusHighlighting": False,
        "EqualSplitOnInsertion": False,
        "AlwaysShowTabs": False,
    }.items():
        flag.setConfigFlag(getattr(flag, name), on)


def _forget_focus() -> None:
    """WORKAROUND QtAds 4.4.1: on X11 a manager hears every change of the focus window through a connection
    that outlives it, and the first change after its end calls into freed memory (log-out, another language).
    Nothing else may listen to this signal of the application: it would be let go, too."""
    app = QGuiApplication.instance()
    signal = SIGNAL("focusWindowChanged(QWindow*)")
    if app is not None and app.receivers(signal):
        QObject.disconnect(app, signal, None, None)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel and where it first stands: at a side of the panel `beside` ("" for the first one), or as a tab
    with it. Its widget is there, or made when the panel is put in its dock."""

    key: str
    title: str
    widget: QWidget | Callable[[], QWidget]
    side: str = "left"
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The first sizes, in parts, of the splitter that a panel stands in; `low` those on a low screen."""

    panel: str
    parts: tuple[int, ...]
    across: bool = True
    low: tuple[int, ...] = ()


_LOW = 820
_GROWS_MS = 600


class Workspace(QWidget):
    """The docks of one screen. `changed` when a panel was moved, torn off or brought home; `floated(window)`
    when a window of a torn-off panel has come, `came_to_front` when one is worked in."""

    changed = Signal()
    floated = Signal(QWidget)
    came_to_front = Signal()

    def __init__(
        self,
        key: str,
        panels: Sequence[Panel],
        shares: Sequence[Share],
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._settings = settings
        self._shares = tuple(shares)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._manager = QtAds.CDockManager(self)
        _forget_focus()
        layout.addWidget(self._manager)
        self._docks: dict[str, Any] = {}
        # QtAds' own sheet goes: a sheet of the manager's has every panel looked at anew wherever it goes.
        # What the docks look like stands in the theme's.
        self._manager.setStyleSheet("")
        self._panels = tuple(panels)
        self._empty: list[Panel] = []
        self._places: dict[str, QVBoxLayout] = {}
        self._first = b""
        self._fresh = True
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.setInterval(_GROWS_MS)
        self._in_front: list[str] = []
        self._stands = False
        for panel in panels:
            if isinstance(panel.widget, QWidget):
                # It is no window while it waits, and goes with the screen.
                panel.widget.hide()
                panel.widget.setParent(self)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill_next)
        self._filling.start()

    def lay(self) -> None:
        """The docks are made, empty, side by side; by itself in the next event."""
        if self._docks:
            return
        for panel in self._panels:
            self._add(panel)
        self._first = bytes(self._manager.saveState(_LAYOUT_VERSION).data())
        self._manager.floatingWidgetCreated.connect(self._on_floated)
        for told in (self._manager.dockAreasAdded, self._manager.dockAreasRemoved):
            told.connect(self.changed)
            told.connect(self._keep_parts)

    def _add(self, panel: Panel) -> None:
        dock = QtAds.CDockWidget(self._manager, panel.title, self._manager)
        dock.setObjectName(panel.key)
        place = self._places[panel.key] = QVBoxLayout()
        place.setContentsMargins(0, 0, 0, 0)
        held = QWidget()
        held.setLayout(place)
        dock.setWidget(held, QtAds.CDockWidget.ForceNoScrollArea)
        dock.setFeature(QtAds.CDockWidget.DockWidgetClosable, False)
        dock.setMinimumSizeHintMode(QtAds.CDockWidget.MinimumSizeHintFromContentMinimumSize)
        if not self._docks:
            self._manager.setCentralWidget(dock)
        else:
            beside = self._docks[panel.beside].dockAreaWidget()
            self._manager.addDockWidget(_AREAS[panel.side], dock, beside)
        self._docks[panel.key] = dock
        self._empty.append(panel)

    def _fill_one(self) -> None:
        panel = self._empty.pop(0)
        widget = panel.widget if isinstance(panel.widget, QWidget) else panel.widget()
        self._places[panel.key].addWidget(widget)
        # By itself it would be shown in a later event, and could not take the focus until then.
        widget.show()

    def _fill_next(self) -> None:
        """The docks are made, then laid out, then the panels behind the first go in, one an event, so that
        none takes long."""
        if not self._docks:
            self.lay()
        elif not self._stands:
            self.stand()
        elif self._empty:
            self._fill_one()
        else:
            self._filling.stop()

    def stand(self) -> None:
        """The docks stand where they are to, and the first panel is in its own; by itself in the event after
        they are made. Not before: wherever a dock is put, all in it is styled and measured anew."""
        if self._stands:
            return
        self.lay()
        self._stands = True
        self._keep_parts()
        self._restore()
        for key in self._in_front:
            self._docks[key].setAsCurrentTab()
        self._fill_one()

    def fill(self) -> None:
        """Every panel stands in its dock now."""
        self.stand()
        while self._empty:
            self._fill_one()

    # --- layout ------------------------------------------------------------------------------------------
    def _restore(self) -> None:
        layouts = self._settings.kept.layouts
        here = layouts.get(self._key_here())
        if here:
            self.apply(here)
        elif layouts.get(self._key):
            # Kept with another number of monitors: what was torn off then has no place to be yet.
            self.apply(layouts[self._key])
            self.bring_home()

    def _key_here(self) -> str:
        """Layouts are kept by the number of monitors; that of one has the plain key."""
        count = len(QGuiApplication.screens())
        return self._key if count == 1 else f"{self._key}/{count}"

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.stand()
        if self._fresh:
            self._fresh = False
            self._share()
            self._growing.start()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        # A window that opens grows in steps: what was shared out among fewer px is shared out again.
        if self._growing.isActive():
            self._share()

    def _share(self) -> None:
        """The first sizes: parts of what there is, which is known only once it is shown."""
        for share in self._shares:
            area = self._docks[share.panel].dockAreaWidget()
            whole = self.width() if share.across else self.height()
            low = share.low and self.height() < theme.current().px(_LOW)
            parts = share.low if low else share.parts
            total = sum(parts)
            self._manager.setSplitterSizes(area, [whole * part // total for part in parts])

    def _keep_parts(self) -> None:
        """A window that becomes wider or narrower leaves every panel its part: QtAds gives or takes all of it
        at the central one, which left a queue 190 px when a monitor of its window was divided."""
        for splitter in self._splitters():
            for place in range(splitter.count()):
                splitter.setStretchFactor(place, 0)

    def _splitters(self) -> set[QSplitter]:
        """What divides its panels, those torn off as well: each stands around some panel."""
        found: set[QSplitter] = set()
        for dock in self._docks.values():
            around = dock.parentWidget()
            while around is not None and around is not self._manager:
                if isinstance(around, QSplitter):
                    found.add(around)
                around = around.parentWidget()
        return found

    def keep(self) -> None:
        """Puts the layout into the settings; one that was never shown has none yet."""
        if self._fresh:
            return
        self._settings.kept.layouts[self._key_here()] = self.state()

    def state(self) -> str:
        """The layout as it stands, as text; "" for one that was never shown."""
        if self._fresh:
            return ""
        return base64.b64encode(bytes(self._manager.saveState(_LAYOUT_VERSION).data())).decode()

    def apply(self, state: str) -> None:
        """Lays the panels out as `state` gave them; one that stands already, or that is of another version of
        the console, changes nothing. A panel being worked in stays before those it shares its place with."""
        self.stand()
        if state == self.state():
            return
        shown = self.isVisible()
        before = [] if self._fresh else [dock for dock in self._docks.values() if dock.isCurrentTab()]
        # Qt says where the windows of panels may open: inside the screens there are.
        if self._manager.restoreState(QByteArray(base64.b64decode(state)), _LAYOUT_VERSION):
            self._fresh = False
            self._keep_parts()
        for dock in before:
            if not dock.isCurrentTab():
                dock.setAsCurrentTab()
        if not shown:
            self.hide_torn_off()

    def reset(self) -> None:
        """Puts every panel back to where it first stood."""
        self.stand()
        self._settings.kept.layouts.pop(self._key_here(), None)
        self._manager.restoreState(QByteArray(self._first), _LAYOUT_VERSION)
        self._keep_parts()
        self._share()

    # --- panels in windows of their own ------------------------------------------------------------------
    def torn_off(self) -> list[QWidget]:
        """The windows of the panels that stand alone."""
        return [f for f in self._manager.floatingWidgets() if f.dockWidgets()]

    def panel_of(self, widget: QWidget | None) -> str:
        """The panel that a widget stands in, "" for none."""
        for key, dock in self._docks.items():
            if widget is not None and (dock is widget or dock.isAncestorOf(widget)):
                return key
        return ""

    def tear_off(self, key: str, at: QPoint) -> bool:
        """Gives a panel a window of its own, its upper left corner there (global px). The panel that the
        others stand around stays."""
        self.fill()
        dock = self._docks[key]
        if dock is next(iter(self._docks.values())) or dock.isFloating():
            return False
        size = dock.size()
        dock.setFloating()
        window = dock.floatingDockContainer()
        window.resize(size)
        window.move(at)
        return True

    def bring_home(self, windows: Sequence[QWidget] | None = None) -> int:
        """Docks the panels of those windows (of all without) where they first stood; how many there were."""
        count = 0
        self.lay()
        for panel in self._panels:
            dock = self._docks[panel.key]
            container = dock.floatingDockContainer()
            if container is None or (windows is not None and container not in windows):
                continue
            self._dock(panel)
            count += 1
        return count

    def _dock(self, panel: Panel) -> None:
        beside = self._docks[panel.beside]
        if beside.floatingDockContainer() is not None:
            beside = next(iter(self._docks.values()))
        self._manager.addDockWidget(_AREAS[panel.side], self._docks[panel.key], beside.dockAreaWidget())

    def _on_floated(self, window: QWidget) -> None:
        window.installEventFilter(self)
        self.floated.emit(window)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window of a panel docks it; a panel is never away."""
        if event.type() == QEvent.Type.Close and isinstance(watched, QWidget):
            if self.bring_home([watched]):
                event.ignore()
                return True
        elif event.type() == QEvent.Type.WindowActivate:
            self.came_to_front.emit()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.changed.emit()
        return super().eventFilter(watched, event)

    def let_go(self) -> None:
        """The screen goes, and its panels before it: all of them at once would be one long event."""
        for panel in self._panels:
            if isinstance(panel.widget, QWidget):
                panel.widget.deleteLater()

    def raise_panel(self, key: str) -> None:
        """Brings a panel that lies under another to the front."""
        self.fill()
        dock = self._docks[key]
        dock.toggleView(True)
        dock.setAsCurrentTab()
        dock.raise_()

    def put_first(self, key: str) -> None:
        """Has a panel stand before those it shares its place with when they are first seen."""
        self._in_front.append(key)

    def hide_torn_off(self) -> None:
        """Hides the panels on other monitors with their screen."""
        for floating in self.torn_off():
            floating.hide()

    def show_torn_off(self) -> None:
        """Shows them again."""
        for floating in self.torn_off():
            floating.show()
