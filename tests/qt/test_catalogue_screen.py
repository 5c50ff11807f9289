"""The catalogue's screen worked by keys, on a backend of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.qt.looks import faults
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.catalogue.screen import CatalogueScreen
from views.catalogue.versions_panel import DRAFT

Key = Qt.Key


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend whose catalogue is this test's alone."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


async def catalogue(room: Room) -> CatalogueScreen:
    """Its screen, in front, with what the centre says of the versions."""
    await room.go("catalogue")
    found = room.seat.current()
    assert isinstance(found, CatalogueScreen)
    await until(lambda: any(one.put_at is None and one.rows for one in found.told.versions()))
    return found


async def test_an_item_is_changed_and_the_version_put_in_force(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await catalogue(room)
        assert screen.versions.current() == "2026.1"
        room.key(Key.Key_N)
        assert screen.on_draft()
        screen.items.select("1-1-02")
        room.key(Key.Key_E)
        field = room.see("catalogue.item.handle.value")
        field.setText("3")
        room.key(Key.Key_Return, CONTROL)
        assert screen.drafting.draft is not None
        assert list(screen.drafting.draft.changes) == ["1-1-02"]
        assert screen.drafting.draft.changes["1-1-02"].keys() == {"handle"}
        room.key(Key.Key_C)
        await until(screen.drafting.ready)
        assert "1 changed" in screen.head.said()
        assert not faults(room.window)
        room.key(Key.Key_P)
        await until(lambda: screen.versions.current() not in (DRAFT, "2026.1", "2099.1"))
        await until(lambda: screen.changes.table.model().rowCount() == 1)
        assert not faults(room.window)
