"""The place of a call by an address of the register: typed, offered with its grid and reason, chosen; what
nobody registered is said to be unknown."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.pair.backend_process import backend as command_line
from tests.qt.seat_room import Rooms
from views.intake.screen import IntakeScreen

GRID = "990001001001-01"
ROWS = (
    "地址,经度,纬度",
    "海河路12号,117.2101,31.7201",
    "海河路与长安大道交叉口,117.2103,31.7203",
)


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_an_address_is_typed_and_chosen(rooms: Rooms, backend: BackendProcess, tmp_path: Path) -> None:
    file = tmp_path / "addresses.csv"
    file.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    register(backend, file)
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("intake")
        screen = room.seat.current()
        assert isinstance(screen, IntakeScreen)
        room.key(Qt.Key.Key_T)
        box = screen.call._fields.area
        said: list[str] = []
        box.not_located.connect(said.append)

        async def typed(words: str) -> None:
            box.line.setFocus()
            box.line.selectAll()
            box.set_value(None)
            room.type(words)

        async def known() -> bool:
            return any(found.code for found in await room.desk.locate("海河路12号"))

        for _ in range(200):  # the backend hears of the command line's file by its feed
            if await known():
                break
        await typed("海河路12号")
        await until(box.is_open)
        room.key(Qt.Key.Key_Return)
        spot = box.spot()
        assert spot is not None
        assert (spot.code, round(spot.lon or 0, 4), box.text()) == (GRID, 117.2101, "海河路12号")
        # The words of the place propose it as well.
        box.set_value(None)
        room.fill("call.place", "海河路12号门前")
        await until(box.is_proposed)
        assert box.text() == "海河路12号"
        box.set_value(None)
        room.see("call.place").clear()
        # A number that is not registered gives its neighbour's grid, and no point of its own.
        await typed("海河路14号")
        await until(box.is_open)
        room.key(Qt.Key.Key_Return)
        spot = box.spot()
        assert spot is not None
        assert (spot.code, spot.lon) == (GRID, None)
        await typed("海河路老年大学")
        await until(lambda: bool(box._found[1]) and not box._found[1][0].code)
        room.key(Qt.Key.Key_Return)
        assert "老年大学" in said[-1]


def register(process: BackendProcess, file: Path) -> None:
    """Takes a file in by the command line."""
    subprocess.run(
        command_line("addresses", "import", str(file), "--database", process.database_url),
        check=True,
        capture_output=True,
    )


async def test_a_point_may_be_typed_slowly(rooms: Rooms) -> None:
    """Its first digits are a point, too: nothing takes the place of what is being typed."""
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("intake")
        screen = room.seat.current()
        assert isinstance(screen, IntakeScreen)
        room.key(Qt.Key.Key_T)
        area = room.desk.reference.area(GRID) if room.desk.reference is not None else None
        assert area is not None
        whole = f"{area.lon:.5f}, {area.lat:.5f}"
        box = screen.call._fields.area
        box.line.setFocus()
        room.type(whole[:-3])
        await room.desk.locate_point(area.lon, area.lat)
        assert box.text() == whole[:-3]
        room.type(whole[-3:])
        assert box.text() == whole
        room.key(Qt.Key.Key_Return)
        await until(lambda: (spot := box.spot()) is not None and spot.code == GRID)
