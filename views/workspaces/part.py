"""The windows of one seat: screens sent to other monitors and brought home, laid out by one key, kept,
undone.

The main window stays; any screen but the last can stand in a window of its own, and the wall stands in one.
All of them belong to the one desk. A person's keys, notices and command line go along to whichever of them is
worked in. A monitor that goes sends its windows home at once; nothing in them is made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from console.settings import Arrangement, Place
from views import words
from views.docks import Workspace
from views.screen import Screen
from views.wall.screen import WallScreen
from views.workspaces.baggage import Baggage
from views.workspaces.built_in import MAIN, WALL, built_in, kind_of
from views.workspaces.deeds import add_deeds
from views.workspaces.memory import Memory
from views.workspaces.monitors import State, keep_inside, monitor_of, monitors, place_of, primary, put
from views.workspaces.plugs import Plugs
from views.workspaces.second_window import SecondWindow

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

SETTLE_MS = 400
"""So long after the last change the layout is taken down: windows come to rest in steps."""


class Workspaces(QObject):
    """The part. It is the seat window's `elsewhere`."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._main: QWidget = seat
        self._windows: dict[str, SecondWindow] = {}
        self._front = ""
        self._baggage = Baggage(seat)
        self._watched: set[str] = set()
        self._busy = False
        actor = seat.desk.actor
        self._kind = kind_of(actor)
        self._memory = Memory(seat.desk.settings, actor.role if actor is not None else "")
        self._dragged = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._take_down)
        self._plugs = Plugs(self._own_windows, self)
        self._plugs.going.connect(self._about_to_go)
        self._plugs.lost.connect(self._bring_home)
        self._plugs.settled.connect(self._after_plugging)
        seat.elsewhere = self
        add_deeds(self, seat)
        seat.screen_shown.connect(self._on_shown)
        seat.titled.connect(self._on_titled)
        seat.desk.session_changed.connect(self._on_session)
        # The seat is not in its window yet.
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._main = self._seat.window()
        self._main.installEventFilter(self)
        standing = self._memory.standing()
        if standing is not None:
            # The main window stands where it was restored to; of the others those that are to be made come
            # when it has been painted.
            self._lay(replace(standing, places=tuple(p for p in standing.places if p.what != MAIN)), {})
        keep_inside(self._main)
        self._watch_docks()
        self._settled.start()

    # --- what the seat's window asks ---------------------------------------------------------------------
    def front(self) -> Screen | None:
        """The screen of the window worked in, None for the main one."""
        window = self._windows.get(self._front)
        return window.shown_screen if window is not None else None

    def held(self) -> Collection[str]:
        """The screens that stand in windows of their own."""
        return self._windows.keys()

    def bring(self, key: str) -> bool:
        """Brings the window that has a screen to the front."""
        window = self._windows.get(key)
        if window is None:
            if self._front:
                self._raise(self._main)
                self._to_front("")
            return False
        self._raise(window)
        self._to_front(key)
        window.shown_screen.enter()
        return True

    def _raise(self, window: QWidget) -> None:
        window.show()
        window.raise_()
        window.activateWindow()

    def _to_front(self, key: str) -> None:
        """A window is worked in: what belongs to the person and not to a window goes there."""
        changed = key != self._front
        self._front = key
        self._baggage.go(self._windows[key] if key else self._seat)
        if changed:
            self._seat.screen_shown.emit(self._seat.current().key)

    # --- windows -----------------------------------------------------------------------------------------
    def toggle_window(self, key: str) -> None:
        """A screen into a window of its own on the next monitor, or home again."""
        self._remember()
        if key in self._windows:
            self._home(key)
            self._seat.go(key)
        else:
            self._open(Place(key, self._free_monitor(), "maximized" if len(monitors()) > 1 else "normal"))
            self.bring(key)

    def send_to(self, number: int) -> None:
        """The screen worked in to a monitor: its window moves, or it gets one there."""
        if number >= len(monitors()):
            self._tell(self.tr("There is no monitor {n}").format(n=number + 1))
            return
        self._remember()
        key = self._seat.current().key
        state: State = "full" if key == WALL else "maximized"
        if key in self._windows:
            put(self._windows[key], Place(key, number, state))
        elif number == monitor_of(self._main):
            put(self._main, Place(MAIN, number, "maximized"))
        elif self._open(Place(key, number, "maximized")):
            self.bring(key)

    def toggle_wall(self) -> None:
        """The wall, on a monitor that the main window leaves free where there is one; and away again."""
        self._remember()
        if WALL in self._windows:
            self._home(WALL)
            self._raise(self._main)
            self._to_front("")
            self._seat.current().enter()
        else:
            self._open(Place(WALL, self._free_monitor(), "full"))
            if monitor_of(self._windows[WALL]) == monitor_of(self._main):
                self.bring(WALL)

    def next_window(self) -> None:
        """The focus goes around the windows of this seat."""
        around = ["", *self._windows]
        following = around[(around.index(self._front) + 1) % len(around)]
        if following:
            self.bring(following)
        else:
            self._raise(self._main)
            self._to_front("")
            self._seat.own_current().enter()

    def toggle_panel(self) -> None:
        """The panel with the focus into a window of its own on the next monitor; from there home again."""
        screen = self._seat.current()
        docks = screen.docks
        key = docks.panel_of(QApplication.focusWidget()) if docks is not None else ""
        if docks is None or not key:
            return
        self._remember()
        torn = [w for w in docks.torn_off() if w.isActiveWindow()]
        if torn:
            docks.bring_home(torn)
            return
        room = monitors()[self._free_monitor()].availableGeometry()
        if not docks.tear_off(key, room.topLeft() + QPoint(room.width() // 8, room.height() // 8)):
            self._tell(self.tr("This panel stays: the others stand around it"))

    def _free_monitor(self) -> int:
        """The first monitor, in reading order from the main window's on, on which no window of ours stands;
        the next one where all are taken."""
        count, own = len(monitors()), monitor_of(self._main)
        taken = {monitor_of(window) for window in self._windows.values()}
        around = [(own + n) % count for n in range(1, count)]
        return next((n for n in around if n not in taken), around[0] if around else own)

    def _open(self, place: Place) -> bool:
        """A screen in a window of its own; False where it is the last one of the main window."""
        key = place.what
        if key in self._windows:
            put(self._windows[key], place)
            return True
        if key != WALL and len(self._windows.keys() - {WALL}) + 1 >= len(self._seat.screens()):
            self._tell(self.tr("The last screen stays in the main window"))
            return False
        if key == WALL:
            screen: Screen = WallScreen(self._seat.context)
        else:
            screen = self._seat.take_out(key)
        home_key = "" if key == WALL else f"Ctrl+Shift+{self._seat.screens().index(key) + 1}"
        window = SecondWindow(screen, home_key, bare=key == WALL)
        window.set_title(self._seat.title)
        window.command_slot.reserve(0)
        self._windows[key] = window
        self._seat.everywhere.hold_in(window)
        self._seat.frame.status.echo_in(window.status)
        window.left.connect(self._on_left)
        window.came_to_front.connect(self._to_front)
        window.moved.connect(self._stir)
        put(window, place)
        if screen.docks is not None:
            screen.docks.show_torn_off()
        window.cover(self._seat.desk.session == "expired")
        self._stir()
        return True

    def _home(self, key: str) -> None:
        """A screen comes home with everything in it; its window goes."""
        window = self._windows[key]
        if self._baggage.host is window:
            self._to_front("")
        del self._windows[key]
        window.cover(False)
        screen = window.give_back()
        if key == WALL:
            screen.leave()
        else:
            self._seat.take_back(key)
        window.hide()
        window.deleteLater()
        self._stir()

    def _on_left(self, key: str) -> None:
        self._remember()
        self._home(key)

    # --- layouts -----------------------------------------------------------------------------------------
    def present(self) -> Arrangement:
        """What stands where."""
        places = [place_of(MAIN, self._main)]
        places += [place_of(key, window) for key, window in self._windows.items()]
        docks = {key: held.state() for key, held in self._docks()}
        docks = {key: state for key, state in docks.items() if state}
        return Arrangement(self._seat.own_current().key, tuple(places), docks)

    def _docks(self) -> Iterator[tuple[str, Workspace]]:
        """The docks of the screens made so far."""
        for key in self._seat.made():
            held = self._seat.screen_of(key).docks
            if held is not None:
                yield key, held

    def lay_out(self) -> None:
        """The person's own workspace for the monitors there are, else that of their role."""
        own = self._memory.own()
        self._remember()
        self._lay(own or self._built_in(self._kind))
        if own is None:
            self._tell(self.tr("The layout of your role"))
        elif len(monitors()) > 1:
            self._tell(self.tr("Your layout for {n} monitors").format(n=len(monitors())))
        else:
            self._tell(self.tr("Your layout"))

    def lay_out_kind(self, kind: str) -> None:
        """The workspace that comes with the console for a kind of seat."""
        self._remember()
        self._lay(self._built_in(kind))

    def _built_in(self, kind: str) -> Arrangement:
        return built_in(kind, self._seat.screens(), len(monitors()), primary())

    def save_own(self) -> None:
        """What stands becomes the person's own workspace for this number of monitors."""
        self._memory.set_own(self.present())
        self._tell(self.tr("Saved: F12 lays it out again"))

    def reset(self) -> None:
        """Everything as it came: the role's windows, every panel where it first stood; the own workspace for
        this number of monitors is given up. Undone as any other layout."""
        self._remember()
        self._memory.set_own(None)
        self._lay(self._built_in(self._kind))
        for key in self._seat.made():
            self._seat.screen_of(key).reset_layout()
        self._tell(self.tr("Windows and panels stand as first"))

    def undo(self) -> None:
        """What stood before the last change of the layout stands again, as far as the monitors are there."""
        before = self._memory.take_back()
        if before is None:
            self._tell(self.tr("No layout to undo"))
        else:
            self._lay(before)

    def _remember(self) -> None:
        self._memory.remember(self.present())

    def _lay(self, wanted: Arrangement, docks: dict[str, str] | None = None) -> None:
        """Lays windows out. Those that are not wanted come home; places on monitors that are not there are
        left out but for the main window's."""
        self._busy = True
        screens = self._seat.screens()
        count = len(monitors())
        places = {p.what: p for p in wanted.places if p.what in (MAIN, WALL) or p.what in screens}
        for key in [key for key in self._windows if key not in places]:
            self._home(key)
        if MAIN in places:
            put(self._main, places.pop(MAIN))
        if wanted.front in screens and wanted.front not in self._windows:
            self._seat.go(wanted.front)
        for place in places.values():
            if place.monitor < count:
                self._open(place)
            elif place.what in self._windows:
                self._home(place.what)
        for key, state in (wanted.docks if docks is None else docks).items():
            held = self._seat.screen_of(key).docks if key in screens else None
            if held is not None:
                held.apply(state)
        front = wanted.front if wanted.front in screens else self._seat.own_current().key
        if not (WALL in self._windows and monitor_of(self._windows[WALL]) == monitor_of(self._main)):
            self._seat.go(front)
        self._busy = False
        self._stir()

    # --- what is kept ------------------------------------------------------------------------------------
    def _stir(self) -> None:
        if not self._busy:
            self._settled.start()

    def _take_down(self) -> None:
        """The layout has come to rest: it is what a crash, a restart or an unplugged monitor goes back to."""
        if self._plugs.changing():
            return
        if self._dragged and self._memory.stood is not None:
            # A panel was moved with the mouse: that can be undone as a key's doing can.
            self._memory.remember(self._memory.stood)
        self._dragged = False
        self.keep()
        for key in self._seat.made():
            self._seat.screen_of(key).keep()
        if self._seat.desk.session == "expired":
            self._hide_panels()

    def keep(self) -> None:
        """Puts what stands into the settings."""
        self._memory.stands(self.present())

    def leave(self) -> None:
        """The person goes: every screen home, no window left."""
        self._plugs.end()
        self._main.removeEventFilter(self)
        for key in list(self._windows):
            self._home(key)
        self._settled.stop()
        self._seat.elsewhere = None

    def _watch_docks(self) -> None:
        """Panels of the screens made meanwhile are heard; what was torn off gets the window's keys."""
        for key in self._seat.made():
            screen = self._seat.screen_of(key)
            if key in self._watched:
                continue
            self._watched.add(key)
            for header in screen.findChildren(QHeaderView):
                header.sectionResized.connect(self._stir)
                header.sectionMoved.connect(self._stir)
            if screen.docks is None:
                continue
            screen.docks.changed.connect(self._on_docks)
            screen.docks.floated.connect(self._seat.everywhere.hold_in)
            for window in screen.docks.torn_off():
                self._seat.everywhere.hold_in(window)

    def _on_docks(self) -> None:
        self._dragged = self._dragged or not self._busy
        self._stir()

    def _on_shown(self) -> None:
        self._watch_docks()
        self._stir()

    # --- what changes around it --------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The main window: whether it is worked in, and where it stands."""
        kind = event.type()
        if kind == QEvent.Type.WindowActivate:
            self._to_front("")
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self._stir()
        return super().eventFilter(watched, event)

    def _on_titled(self, title: str) -> None:
        for window in self._windows.values():
            window.set_title(title)

    def _on_session(self) -> None:
        expired = self._seat.desk.session == "expired"
        for window in self._windows.values():
            window.cover(expired)
        if expired:
            self._hide_panels()
        else:
            for _, docks in self._docks():
                if docks.isVisible():
                    docks.show_torn_off()

    def _hide_panels(self) -> None:
        for _, docks in self._docks():
            docks.hide_torn_off()

    def _about_to_go(self) -> None:
        """A monitor goes, and this is how things stood."""
        self._settled.stop()
        if self._memory.stood is not None:
            self._memory.remember(self._memory.stood)

    def _bring_home(self, lost: Collection[QWidget]) -> None:
        """Windows and panels of the monitors that went."""
        if self._main in lost:
            state: State = "full" if self._main.isFullScreen() else "maximized"
            put(self._main, Place(MAIN, primary(), state))
        came: list[str] = []
        for key in [key for key, window in self._windows.items() if window in lost]:
            came.append(self._windows[key].shown_screen.title)
            self._home(key)
        for _, docks in self._docks():
            docks.bring_home([panel for panel in docks.torn_off() if panel in lost])
        if came:
            self._tell(self.tr("A monitor went: {screens} came home").format(screens=words.listed(came)))

    def _after_plugging(self, more: bool) -> None:
        """Monitors have come or gone: nothing stays outside, and a new one is offered."""
        for window in (self._main, *self._windows.values()):
            keep_inside(window)
        if more:
            if self._memory.can_undo():
                text = self.tr("{n} monitors: F12 lays your workspace out, Ctrl+Alt+Z what stood before")
            else:
                text = self.tr("{n} monitors: F12 lays your workspace out")
            self._tell(text.format(n=len(monitors())))
        self._stir()

    def _own_windows(self) -> list[QWidget]:
        """All windows of this seat, panels torn off included."""
        panels = [panel for _, docks in self._docks() for panel in docks.torn_off()]
        return [self._main, *self._windows.values(), *panels]

    def _tell(self, text: str) -> None:
        self._seat.notices.tell(text)
