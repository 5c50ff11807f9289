"""The windows of one seat: which screen stands in which, and which of them is worked in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.settings import Place
from views import screen_keys
from views.screen import Screen
from views.wall.screen import WallScreen
from views.workspaces.baggage import Baggage
from views.workspaces.built_in import WALL
from views.workspaces.monitors import monitor_of, monitors, place_of, put
from views.workspaces.second_window import SecondWindow

if TYPE_CHECKING:
    from views.seat_window import SeatWindow


OPENING_MS = 600


class Windows(QObject):
    """The main window and those beside it, one screen in each. It is the seat window's `elsewhere`.

    `moved` when one came, went or stands elsewhere; `closing(key)` before one is closed by its person.
    """

    moved = Signal()
    closing = Signal(str)

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self.main: QWidget = seat
        self._beside: dict[str, SecondWindow] = {}
        self._front = ""
        # Desktops give each new window the focus, when they please: for so long it is taken back.
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(OPENING_MS)
        self._baggage = Baggage(seat)
        seat.elsewhere = self
        seat.titled.connect(self._on_titled)

    def begin(self) -> None:
        """The seat stands in its window."""
        self.main = self._seat.window()
        self.main.installEventFilter(self)

    def end(self) -> None:
        """Every screen home, no window left."""
        self.main.removeEventFilter(self)
        for key in list(self._beside):
            self.home(key)
        self._seat.elsewhere = None

    # --- which there are ---------------------------------------------------------------------------------
    def held(self) -> Collection[str]:
        """The screens that stand in windows of their own, the wall among them."""
        return self._beside.keys()

    def window_of(self, key: str) -> SecondWindow:
        """The window of a screen; raises KeyError."""
        return self._beside[key]

    def all(self) -> list[QWidget]:
        """The main window, then those beside it."""
        return [self.main, *self._beside.values()]

    def places(self) -> Iterator[Place]:
        """Where those beside the main window stand."""
        for key, window in self._beside.items():
            yield place_of(key, window)

    def free_monitor(self) -> int:
        """The first monitor, in reading order from the main window's on, on which no window of ours stands;
        the next one where all are taken."""
        count, own = len(monitors()), monitor_of(self.main)
        taken = {monitor_of(window) for window in self._beside.values()}
        around = [(own + n) % count for n in range(1, count)]
        return next((n for n in around if n not in taken), around[0] if around else own)

    def covers_main(self, key: str) -> bool:
        """Whether a screen's window stands on the monitor of the main one."""
        return key in self._beside and monitor_of(self._beside[key]) == monitor_of(self.main)

    # --- which is worked in ------------------------------------------------------------------------------
    def front(self) -> Screen | None:
        """The screen of the window worked in, None for the main one."""
        window = self._beside.get(self._front)
        return window.shown_screen if window is not None else None

    def over(self) -> QWidget:
        """What is laid over a window stands in here."""
        return self._baggage.host

    def bring(self, key: str) -> bool:
        """Brings the window that has a screen to the front; False where that is the main one."""
        window = self._beside.get(key)
        if window is None:
            if self._front:
                _raise(self.main)
                self.to_front("")
            return False
        _raise(window)
        self.to_front(key)
        window.shown_screen.enter()
        return True

    def open_behind(self) -> None:
        """Windows that open from now on, for a moment, do not take the focus from the one worked in."""
        self._opening.start()

    def _came_to_front(self, key: str) -> None:
        if self._opening.isActive() and key != self._front:
            _raise(self._beside[self._front] if self._front else self.main)
        else:
            self.to_front(key)

    def bring_main(self) -> None:
        """Back to the main window, where work went on there."""
        _raise(self.main)
        self.to_front("")
        self._seat.own_current().enter()

    def next(self) -> None:
        """The focus goes around the windows of this seat."""
        around = ["", *self._beside]
        following = around[(around.index(self._front) + 1) % len(around)]
        if following:
            self.bring(following)
        else:
            self.bring_main()

    def to_front(self, key: str) -> None:
        """A window is worked in ("" for the main one): what belongs to the person and not to a window goes
        there."""
        key = key if key in self._beside else ""
        changed = key != self._front
        self._front = key
        self._baggage.go(self._beside[key] if key else self._seat)
        if changed:
            self._seat.screen_shown.emit(self._seat.current().key)

    # --- windows come and go -----------------------------------------------------------------------------
    def can_leave(self, key: str) -> bool:
        """Whether a screen may stand alone: the main window keeps one."""
        return key == WALL or len(self._beside.keys() - {WALL}) + 1 < len(self._seat.screens())

    def open(self, place: Place) -> bool:
        """Puts a screen into a window of its own, or its window elsewhere; False where it has to stay."""
        key = place.what
        if key in self._beside:
            put(self._beside[key], place)
            return True
        if not self.can_leave(key):
            return False
        if key == WALL:
            screen: Screen = WallScreen(self._seat.context)
            home_key = ""
        else:
            screen = self._seat.take_out(key)
            number = self._seat.screens().index(key)
            home_key = screen_keys.key(number, "Ctrl+Shift+") or screen_keys.OWN_WINDOW
        window = SecondWindow(screen, home_key, bare=key == WALL)
        window.set_title(self._seat.title)
        line = self._seat.frame.command_slot
        if not line.isHidden() and not window.bare:
            window.command_slot.reserve(line.height())
        self._beside[key] = window
        self._seat.frame.top.set_elsewhere(key, True)
        self._seat.everywhere.hold_in(window)
        self._seat.frame.status.echo_in(window.status)
        window.left.connect(self._on_left)
        window.came_to_front.connect(self._came_to_front)
        window.moved.connect(self.moved)
        put(window, place)
        if screen.docks is not None:
            screen.docks.show_torn_off()
        self.moved.emit()
        return True

    def home(self, key: str) -> None:
        """A screen comes home with everything in it; its window goes."""
        window = self._beside[key]
        if self._baggage.host is window:
            self.to_front("")
        del self._beside[key]
        self._seat.frame.top.set_elsewhere(key, False)
        window.cover(False)
        screen = window.give_back()
        if key == WALL:
            screen.leave()
        else:
            self._seat.take_back(key)
        window.hide()
        window.deleteLater()
        self.moved.emit()

    def cover(self, covered: bool) -> None:
        """Covers those beside the main window, or uncovers them."""
        for window in self._beside.values():
            window.cover(covered)

    def _on_left(self, key: str) -> None:
        self.closing.emit(key)
        self.home(key)

    def _on_titled(self, title: str) -> None:
        for window in self._beside.values():
            window.set_title(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The main window: whether it is worked in, and where it stands."""
        kind = event.type()
        if kind == QEvent.Type.WindowActivate:
            self._came_to_front("")
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self.moved.emit()
        return super().eventFilter(watched, event)


def _raise(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
