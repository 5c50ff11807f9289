"""The monitors there are, in reading order, and windows put on them: never outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from console.settings import Place

State = Literal["normal", "maximized", "full"]

_LEAST = 0.15
"""The smallest share of a monitor that a kept window is given back."""


def reading_order(boxes: Sequence[QRect]) -> list[int]:
    """Indices of boxes row by row, left to right; what stands half a height lower begins a new row."""
    if not boxes:
        return []
    top = min(box.center().y() for box in boxes)
    height = max(min(box.height() for box in boxes), 1)

    def place(index: int) -> tuple[int, int]:
        box = boxes[index]
        return round((box.center().y() - top) / height), box.x()

    return sorted(range(len(boxes)), key=place)


def monitors(without: str = "") -> list[QScreen]:
    """The monitors in reading order; `without` names one that is just going."""
    found = [screen for screen in QGuiApplication.screens() if not without or screen.name() != without]
    return [found[n] for n in reading_order([screen.geometry() for screen in found])]


def primary() -> int:
    """The number of the monitor that the desktop calls its first."""
    names = [screen.name() for screen in monitors()]
    first = QGuiApplication.primaryScreen()
    return names.index(first.name()) if first.name() in names else 0


def monitor_of(window: QWidget) -> int:
    """The number of the monitor that has a window's middle, else the one Qt takes it to be on."""
    screens = monitors()
    middle = window.frameGeometry().center()
    for number, screen in enumerate(screens):
        if screen.geometry().contains(middle):
            return number
    names = [screen.name() for screen in screens]
    name = window.screen().name()
    return names.index(name) if name in names else 0


def state_of(window: QWidget) -> State:
    """How a window stands."""
    if window.isFullScreen():
        return "full"
    return "maximized" if window.isMaximized() else "normal"


def place_of(what: str, window: QWidget) -> Place:
    """Where a window stands, as it is kept."""
    number = monitor_of(window)
    state = state_of(window)
    if state != "normal":
        return Place(what, number, state)
    room = monitors()[number].availableGeometry()
    frame = window.frameGeometry()
    box = (
        (frame.x() - room.x()) / room.width(),
        (frame.y() - room.y()) / room.height(),
        frame.width() / room.width(),
        frame.height() / room.height(),
    )
    return Place(
        what, number, state, cast("tuple[float, float, float, float]", tuple(round(s, 4) for s in box))
    )


def box_in(room: QRect, box: tuple[float, float, float, float]) -> QRect:
    """Shares of a room as px, pushed and shrunk until they lie inside it."""
    width = round(min(max(box[2], _LEAST), 1.0) * room.width())
    height = round(min(max(box[3], _LEAST), 1.0) * room.height())
    left = room.x() + round(box[0] * room.width())
    top = room.y() + round(box[1] * room.height())
    left = min(max(left, room.left()), room.right() + 1 - width)
    top = min(max(top, room.top()), room.bottom() + 1 - height)
    return QRect(left, top, width, height)


def put(window: QWidget, place: Place) -> None:
    """Shows a window in its place, on the last monitor where that one is not there."""
    screens = monitors()
    screen = screens[min(max(place.monitor, 0), len(screens) - 1)]
    stands = window.isVisible() and state_of(window) == place.state
    if stands and place.state != "normal" and screens[monitor_of(window)].name() == screen.name():
        return
    if window.isVisible() and state_of(window) != "normal":
        # A window manager moves no window that fills a monitor.
        window.showNormal()
    if place.state == "full":
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        return
    room = screen.availableGeometry()
    if place.state == "maximized":
        inside = box_in(room, (0.1, 0.1, 0.8, 0.8))
        window.setGeometry(inside)
        window.showMaximized()
        return
    box = box_in(room, place.box)
    edge = window.frameGeometry().size() - window.size()
    window.resize(box.size() - edge)
    window.move(box.topLeft())
    window.show()


def keep_inside(window: QWidget) -> bool:
    """Brings a window that lies outside of all monitors, or hangs over their edge, back inside; whether it
    had to."""
    frame = window.frameGeometry()
    rooms = [screen.availableGeometry() for screen in monitors()]
    if not rooms or any(room.adjusted(-2, -2, 2, 2).contains(frame) for room in rooms):
        return False
    room = max(rooms, key=lambda r: _common(r, frame))
    if _common(room, frame) == frame.width() * frame.height():
        return False
    edge = frame.size() - window.size()
    size = frame.size().boundedTo(room.size())
    left = min(max(frame.x(), room.left()), room.right() + 1 - size.width())
    top = min(max(frame.y(), room.top()), room.bottom() + 1 - size.height())
    window.resize(size - edge)
    window.move(QPoint(left, top))
    return True


def _common(one: QRect, other: QRect) -> int:
    both = one.intersected(other)
    return max(both.width(), 0) * max(both.height(), 0)
