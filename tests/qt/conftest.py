"""What tests of screens stand on: the pair's backend, and windows on desks of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.pair.backend_process import BackendProcess
from tests.pair.conftest import backend, person, standing_backend, tiny_database  # noqa: F401 - fixtures
from tests.qt.seat_room import Rooms
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
