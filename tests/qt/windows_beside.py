"""Windows beside a room's own: where monitors stand, which windows there are, and on which monitor."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stage.screen import Box
from tests.qt.seat_room import Room
from views.workspaces.monitors import monitor_of, monitors, state_of
from views.workspaces.part import Workspaces
from views.workspaces.second_window import SecondWindow

ONE: tuple[Box, ...] = ((0, 0, 1920, 1080),)
TWO = (*ONE, (1920, 0, 1920, 1080))
FOUR = (*TWO, (0, 1080, 1920, 1080), (1920, 1080, 1920, 1080))


def spaces(room: Room) -> Workspaces:
    """The part of the room's seat."""
    found = room.seat.findChild(Workspaces)
    assert found is not None
    return found


def beside(room: Room) -> dict[str, SecondWindow]:
    """The windows beside the main one, by screen."""
    windows = spaces(room).windows
    return {key: windows.window_of(key) for key in windows.held()}


def stands(window: QWidget, monitor: int, state: str) -> bool:
    """Whether a window stands on a monitor so, and fills no other."""
    room = monitors()[monitor].geometry()
    return (
        window.isVisible()
        and monitor_of(window) == monitor
        and state_of(window) == state
        and room.adjusted(-2, -2, 2, 2).contains(window.frameGeometry())
        and (state == "normal" or window.frameGeometry().width() >= room.width() - 4)
    )
