"""Windows whose way to the backend can be cut."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtWidgets import QApplication

from tests.pair.backend_process import BackendProcess, Wire
from tests.qt.seat_room import OpenRoom, Rooms
from widgets import theme


@asynccontextmanager
async def wired(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess
) -> AsyncIterator[tuple[OpenRoom, Wire]]:
    """Where windows are opened, and the wire between them and the backend."""
    qapp.setQuitOnLastWindowClosed(False)
    theme.current().apply(qapp)
    wire = Wire()
    wire.target = urlsplit(backend.url).port or 0
    await wire.start()
    async with Rooms(tmp_path, wire.url) as open_room:
        yield open_room, wire
    await wire.close()
