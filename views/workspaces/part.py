"""The workspace of one seat: screens sent to other monitors and brought home, laid out by one key, kept,
undone.

The main window stays; any screen but the last can stand in a window of its own, and the wall stands in one.
All of them belong to the one desk. A monitor that goes sends its windows home at once; nothing in them is
made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from console.settings import Arrangement, Place
from views import words
from views.docks import Workspace
from views.workspaces.built_in import MAIN, WALL, built_in, kind_of
from views.workspaces.deeds import add_deeds
from views.workspaces.memory import Memory
from views.workspaces.monitors import State, keep_inside, monitor_of, monitors, place_of, primary, put
from views.workspaces.plugs import Plugs
from views.workspaces.windows import Windows
from widgets.within import below

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

SETTLE_MS = 400
"""So long after the last change the layout is taken down: windows come to rest in steps."""


class Workspaces(QObject):
    """The part: what the keys do, and what is kept."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self.windows = Windows(seat)
        self._watched: set[str] = set()
        self._busy = False
        self._dragged = False
        actor = seat.desk.actor
        self._kind = kind_of(actor)
        self._memory = Memory(seat.desk.settings, actor.role if actor is not None else "")
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._take_down)
        self._plugs = Plugs(self._all_windows, self)
        self._plugs.going.connect(self._about_to_go)
        self._plugs.lost.connect(self._bring_home)
        self._plugs.settled.connect(self._after_plugging)
        add_deeds(self, seat)
        self.windows.moved.connect(self._stir)
        self.windows.closing.connect(self._remember)
        seat.screen_shown.connect(self._on_shown)
        seat.desk.session_changed.connect(self._on_session)
        # The seat is not in its window yet; one that is left before it is stops this as every timer of it.
        self._beginning = QTimer(self)
        self._beginning.setSingleShot(True)
        self._beginning.timeout.connect(self._begin)
        self._beginning.start(0)
        self._laying = QTimer(self)
        self._laying.timeout.connect(self._lay_what_stood)
        self._laid = False
        """Whether what stood on other monitors has been laid out: until then nothing is kept over it."""

    def _begin(self) -> None:
        self.windows.begin()
        self._standing = self._memory.standing()
        self._laying.start()

    def _lay_what_stood(self) -> None:
        standing, seat = self._standing, self._seat
        wanted = (standing.front, *(place.what for place in standing.places)) if standing is not None else ()
        missing = next((key for key in wanted if key in seat.screens() and key not in seat.made()), None)
        if missing is not None:
            # Each in an event of its own: several screens in one would hold the window up.
            seat.screen_of(missing)
            return
        self._laying.stop()
        if standing is not None:
            # The main window stands where it was restored to, and panels where their screens put them.
            self._lay(replace(standing, places=tuple(p for p in standing.places if p.what != MAIN)))
        self._laid = True
        keep_inside(self.windows.main)
        self._watch_docks()
        self._settled.start()

    # --- windows -----------------------------------------------------------------------------------------
    def toggle_window(self, key: str) -> None:
        """A screen into a window of its own on the next monitor, or home again."""
        self._remember()
        if key in self.windows.held():
            self.windows.home(key)
            self._seat.go(key)
        else:
            state: State = "maximized" if len(monitors()) > 1 else "normal"
            self._open(Place(key, self.windows.free_monitor(), state, (0.1, 0.1, 0.8, 0.8)))

    def toggle_front(self) -> None:
        """The screen worked in into a window of its own, or home again."""
        key = self._seat.current().key
        if key == WALL:
            self.toggle_wall()
        else:
            self.toggle_window(key)

    def send_to(self, number: int) -> None:
        """The screen worked in to a monitor, from 0: its window moves, or it gets one there."""
        if number >= len(monitors()):
            self._tell(self.tr("There is no monitor {n}").format(n=number + 1))
            return
        self._remember()
        key = self._seat.current().key
        if key not in self.windows.held() and number == monitor_of(self.windows.main):
            put(self.windows.main, Place(MAIN, number, "maximized"))
        else:
            self._open(Place(key, number, "full" if key == WALL else "maximized"))

    def _open(self, place: Place) -> None:
        if self.windows.open(place):
            self.windows.bring(place.what)
        else:
            self._tell(self.tr("The last screen stays in the main window"))

    def toggle_wall(self) -> None:
        """The wall, on a monitor that the main window leaves free where there is one; and away again."""
        self._remember()
        if WALL in self.windows.held():
            self.windows.home(WALL)
            self.windows.bring_main()
        else:
            self.windows.open_behind()
            self.windows.open(Place(WALL, self.windows.free_monitor(), "full"))
            if self.windows.covers_main(WALL):
                self.windows.bring(WALL)

    def next_window(self) -> None:
        """The focus goes around the windows of this seat."""
        self.windows.next()

    def toggle_panel(self) -> None:
        """The panel with the focus into a window of its own on the next monitor; from there home again."""
        docks = self._seat.current().docks
        key = docks.panel_of(QApplication.focusWidget()) if docks is not None else ""
        if docks is None or not key:
            return
        self._remember()
        torn = [window for window in docks.torn_off() if window.isActiveWindow()]
        if torn:
            docks.bring_home(torn)
            return
        room = monitors()[self.windows.free_monitor()].availableGeometry()
        if not docks.tear_off(key, room.topLeft() + QPoint(room.width() // 8, room.height() // 8)):
            self._tell(self.tr("This panel stays: the others stand around it"))

    # --- layouts -----------------------------------------------------------------------------------------
    def present(self) -> Arrangement:
        """What stands where."""
        docks = {key: held.state() for key, held in self._docks()}
        return self._present({key: state for key, state in docks.items() if state})

    def _present(self, docks: dict[str, str]) -> Arrangement:
        places = (place_of(MAIN, self.windows.main), *self.windows.places())
        return Arrangement(self._seat.own_current().key, places, docks)

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
        self._dragged = False
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

    def _lay(self, wanted: Arrangement) -> None:
        """Lays windows out. Those that are not wanted come home; places on monitors that are not there are
        left out but for the main window's."""
        with self._moving():
            self._place(wanted)
        self._on_session()
        self._stir()

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """What moves meanwhile is this part's doing and no hand's; an error in it stops no keeping."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _place(self, wanted: Arrangement) -> None:
        windows, screens, count = self.windows, self._seat.screens(), len(monitors())
        places = {p.what: p for p in wanted.places if p.what in (MAIN, WALL) or p.what in screens}
        beside = {what: p for what, p in places.items() if what != MAIN and p.monitor < count}
        for key in [key for key in windows.held() if key not in beside]:
            windows.home(key)
        if MAIN in places:
            put(windows.main, places[MAIN])
        front = wanted.front if wanted.front in screens and wanted.front not in beside else ""
        if front:
            self._seat.go(front)
        for place in beside.values():
            windows.open(place)
        for key, state in wanted.docks.items():
            held = self._seat.screen_of(key).docks if key in screens else None
            if held is not None:
                held.apply(state)
        windows.open_behind()
        if windows.covers_main(WALL):
            windows.bring(WALL)
        else:
            self._seat.go(front or self._seat.own_current().key)

    # --- what is kept ------------------------------------------------------------------------------------
    def _stir(self) -> None:
        if self._busy or self._plugs.changing():
            return
        # Where windows stand is known at once: a monitor may go before they have come to rest.
        self._memory.stood = self._present(self._memory.stood.docks if self._memory.stood else {})
        self._settled.start()

    def _on_docks(self) -> None:
        self._dragged = self._dragged or not self._busy
        self._stir()

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

    def keep(self) -> None:
        """Puts what stands into the settings; who leaves before it was laid out keeps what stood before."""
        if self._laid:
            self._memory.stands(self.present())

    def leave(self) -> None:
        """The person goes: every screen home, no window left."""
        self._seat.desk.session_changed.disconnect(self._on_session)
        self._plugs.end()
        for waiting in (self._beginning, self._laying, self._settled):
            waiting.stop()
        self._busy = True
        self.windows.end()

    def _watch_docks(self) -> None:
        """Panels of the screens made meanwhile are heard; what was torn off gets the window's keys."""
        for key in self._seat.made():
            screen = self._seat.screen_of(key)
            if key in self._watched:
                continue
            self._watched.add(key)
            for header in below(screen, QHeaderView):
                header.sectionResized.connect(self._stir)
                header.sectionMoved.connect(self._stir)
            docks = screen.docks
            if docks is None:
                continue
            docks.changed.connect(self._on_docks)
            docks.floated.connect(self._seat.everywhere.hold_in)
            docks.came_to_front.connect(lambda key=key: self.windows.to_front(key))
            for window in docks.torn_off():
                self._seat.everywhere.hold_in(window)

    def _on_shown(self) -> None:
        self._watch_docks()
        self._stir()

    # --- what changes around it --------------------------------------------------------------------------
    def _on_session(self) -> None:
        expired = self._seat.desk.session == "expired"
        self.windows.cover(expired)
        for _, docks in self._docks():
            if expired:
                docks.hide_torn_off()
            elif docks.isVisible():
                docks.show_torn_off()

    def _all_windows(self) -> list[QWidget]:
        """All windows of this seat, panels torn off included."""
        return [*self.windows.all(), *(panel for _, docks in self._docks() for panel in docks.torn_off())]

    def _about_to_go(self) -> None:
        """A monitor goes, and this is how things stood."""
        self._settled.stop()
        if self._memory.stood is not None:
            self._memory.remember(self._memory.stood)

    def _bring_home(self, lost: Collection[QWidget]) -> None:
        """Windows and panels of the monitors that went."""
        with self._moving():
            came = self._come_home(lost)
        if came:
            self._tell(self.tr("A monitor went: {screens} came home").format(screens=words.listed(came)))

    def _come_home(self, lost: Collection[QWidget]) -> list[str]:
        """The titles of the screens among them."""
        main = self.windows.main
        if main in lost:
            put(main, Place(MAIN, primary(), "full" if main.isFullScreen() else "maximized"))
        came: list[str] = []
        for key in [key for key in self.windows.held() if self.windows.window_of(key) in lost]:
            came.append(self.windows.window_of(key).shown_screen.title)
            self.windows.home(key)
        for _, docks in self._docks():
            docks.bring_home([panel for panel in docks.torn_off() if panel in lost])
        return came

    def _after_plugging(self, more: bool) -> None:
        """Monitors have come or gone: nothing stays outside, and a new one is offered."""
        for window in self._all_windows():
            keep_inside(window)
        if more:
            if self._memory.can_undo():
                text = self.tr("{n} monitors: F12 lays your workspace out, Ctrl+Alt+Z what stood before")
            else:
                text = self.tr("{n} monitors: F12 lays your workspace out")
            self._tell(text.format(n=len(monitors())))
        self._settled.start()

    def _tell(self, text: str) -> None:
        self._seat.notices.tell(text)
