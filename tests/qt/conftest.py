"""What tests of screens stand on: the pair's backend, and windows on desks of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stage.screen import Box, VirtualScreen
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.pair.conftest import backend, person, standing_backend, tiny_database  # noqa: F401 - fixtures
from tests.qt.board_hands import board, board_look  # noqa: F401 - fixtures
from tests.qt.seat_room import Rooms
from views import language
from widgets import theme


@pytest.fixture
def rooms(
    qapp: QApplication,
    tmp_path: Path,
    backend: BackendProcess,  # noqa: F811 - the fixture of that name
) -> Rooms:
    """Where windows are opened: ``async with rooms as open_room``."""
    # The last window of a test is no end of the program.
    qapp.setQuitOnLastWindowClosed(False)
    theme.current().apply(qapp)
    return Rooms(tmp_path, backend.url)


@pytest.fixture
def plain_theme(qapp: QApplication) -> Iterator[None]:
    """The theme as it was, and English, for the tests that follow."""
    qapp.setQuitOnLastWindowClosed(False)
    look = theme.current()
    before = look.mode, look.density, look.text_scale
    look.apply(qapp)
    yield
    look.set_mode(before[0])
    look.set_density(before[1])
    look.set_text_scale(before[2])
    language.install("en")


Plug = Callable[[tuple[Box, ...]], Awaitable[None]]


@pytest.fixture
def plug(xdisplay: VirtualScreen, qtbot: QtBot) -> Iterator[Plug]:
    """Plugs monitors in and out, and waits until Qt knows; one, as it was, is left in the end."""

    def stand(boxes: tuple[Box, ...]) -> bool:
        return {s.geometry().getRect() for s in QGuiApplication.screens()} == set(boxes)

    async def plugged(boxes: tuple[Box, ...]) -> None:
        xdisplay.plug(*boxes)
        await until(lambda: stand(boxes))

    yield plugged
    first = (0, 0, *xdisplay.size)
    xdisplay.plug(first)
    qtbot.waitUntil(lambda: stand((first,)))
