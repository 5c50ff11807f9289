"""The grids' screen worked on a backend of its own: picked on the map, split, merged, imported, adopted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from console.selftest import turns
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.division.screen import DivisionScreen
from widgets.map import Tool

Key = Qt.Key
ONE, TWO = "990001001001-01", "990001001001-02"
INSIDE = {ONE: (117.21, 31.72), TWO: (117.23, 31.72)}


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend whose grids are this test's alone."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


async def looks_well(room: Room) -> None:
    """Nothing is cut off or too faint, once all of it is laid out."""
    await turns(12)
    assert not await at_rest(room.window)


async def grids(room: Room) -> DivisionScreen:
    """The screen, in front, with its map."""

    def active() -> bool:
        room.window.activateWindow()
        return room.window.isActiveWindow()

    await until(active)
    await room.go("division")
    found = room.seat.current()
    assert isinstance(found, DivisionScreen)
    await until(lambda: set(found.ground.wanted()) == found.ground.loaded)
    return found


def ids(screen: DivisionScreen) -> list[str]:
    """What is offered."""
    return [one.id for one in screen.bar.actions_shown() if one.enabled]


async def worked_out(screen: DivisionScreen) -> None:
    """The centre has answered."""
    await until(lambda: not screen.drafting.busy and bool(screen.drafting.says))


async def test_a_grid_is_split_its_parts_merged_and_the_division_adopted(
    rooms: Rooms, tmp_path: Path
) -> None:
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await grids(room)
        await until(lambda: screen.count() == 8)
        assert ids(screen) == ["new", "import", "find"]
        await looks_well(room)
        room.key(Key.Key_N)
        assert ids(screen) == ["import", "find", "discard"]
        # Picked on the map, and put down again.
        screen.canvas.clicked.emit(*INSIDE[ONE])
        assert screen.picked() == (ONE,)
        assert "东门 01-01" in screen.hint.text()
        screen.canvas.clicked.emit(*INSIDE[ONE])
        assert screen.picked() == ()
        screen.canvas.clicked.emit(*INSIDE[ONE])
        room.key(Key.Key_S)
        assert screen.canvas.tool is Tool.LINE
        # A line that does not cross it is taken back, and said why.
        screen.canvas.drawn.emit(np.array([[117.205, 31.72], [117.215, 31.72]]))
        screen.canvas.tool_left.emit()
        await until(lambda: screen.drafting.wrong)
        assert "border to border" in screen.drafting.says
        assert screen.drafting.draft is not None
        assert screen.drafting.draft.changes == ()
        # By its name, without the mouse.
        room.key(Key.Key_Slash)
        room.fill("division.form.words", "东门 01-01")
        room.key(Key.Key_Return)
        assert screen.picked() == (ONE,)
        room.key(Key.Key_S)
        screen.canvas.drawn.emit(np.array([[117.19, 31.72], [117.23, 31.73]]))
        screen.canvas.tool_left.emit()
        await worked_out(screen)
        assert "8 → 9 grids: 1 withdrawn, 2 new, 0 redrawn" in screen.drafting.says
        assert screen.ground.grid_at(117.21, 31.739, screen.drafting.proposal.grids, {ONE}) == f"{ONE[:-2]}03"  # type: ignore[union-attr]
        await looks_well(room)
        # A part of it goes together with the neighbour: the new grid is picked where it lies.
        screen.canvas.clicked.emit(117.21, 31.739)
        screen.canvas.clicked.emit(*INSIDE[TWO])
        assert screen.picked() == (f"{ONE[:-2]}03", TWO)
        room.key(Key.Key_M)
        await until(lambda: "8 → 8 grids" in screen.drafting.says)
        room.key(Key.Key_U)
        await until(lambda: "8 → 9 grids" in screen.drafting.says)
        # Adopting asks once more.
        room.key(Key.Key_P)
        room.see("division.form.title").setText("东门一网格拆分")
        room.key(Key.Key_Return)
        await until(lambda: screen.drafting.draft is None)
        await until(lambda: len(screen._known) == 1)
        assert room.desk.reference is not None
        await until(lambda: len(room.desk.reference.divisions) == 1)  # type: ignore[union-attr]
        # A draft that was begun before it is laid over it first.
        room.key(Key.Key_N)
        assert screen.drafting.draft is not None
        assert screen.drafting.draft.base == screen._known[0].id
        assert screen.drafting.draft.id != screen._known[0].id
        screen.drafting.take(replace(screen.drafting.draft, base=""))
        screen.pick(TWO)
        room.key(Key.Key_R)
        room.see("division.form.short").setText("东门 东")
        room.key(Key.Key_Return)
        await until(lambda: screen.drafting.wrong)
        assert "lay_over" in ids(screen)
        room.key(Key.Key_L)
        await until(lambda: screen.drafting.wrong and "later" in screen.drafting.says)
        room.key(Key.Key_D)
        screen.divisions.select(screen._known[0].id)
        await until(lambda: bool(screen._details))
        await until(lambda: "call_off" in ids(screen))
        await looks_well(room)
        room.key(Key.Key_O)
        room.fill("division.form.reason", "街道有不同意见")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: screen._known == ())


async def test_a_file_with_a_hole_is_refused_with_its_place_and_a_crossed_one_is_mended(
    rooms: Rooms, tmp_path: Path
) -> None:
    def feature(code: str, ring: list[list[float]], parent: str) -> dict[str, object]:
        return {
            "type": "Feature",
            "properties": {"code": code, "parent": parent, "name_zh": code},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }

    def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
        return [[west, south], [east, south], [east, north], [west, north]]

    street, file = "990001001001", tmp_path / "grids.geojson"
    west = feature("W-1", box(117.20, 31.70, 117.215, 31.74), street)
    east = feature("E-1", box(117.22, 31.70, 117.24, 31.74), street)
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [west, east]}), "utf-8")
    async with rooms as open_room:
        room = await open_room("admin01", lang="zh_CN")
        screen = await grids(room)
        room.key(Key.Key_I)
        room.see("division.import.line").setText(str(file))
        room.see("division.form.within").setText(street)
        room.key(Key.Key_Return)
        await worked_out(screen)
        proposal = screen.drafting.proposal
        assert proposal is not None
        assert [mark.kind for mark in proposal.marks] == ["hole"]
        assert screen.stack.currentWidget() is screen.findings
        screen.findings.select("0")
        assert "未划入任何网格" in proposal.faults[0].zh
        await until(lambda: screen.canvas.centre() == pytest.approx((117.2175, 31.72), abs=1e-3))
        assert "adopt" not in ids(screen)
        await looks_well(room)
        # The same with the hole closed; the ring of the other runs back over itself in a corner.
        corner = [[117.2001, 31.74], [117.2, 31.7399], [117.2, 31.74]]
        ring = [[117.20, 31.70], [117.22, 31.70], [117.22, 31.74], *corner]
        west = feature("W-1", ring, street)
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [west, east]}), "utf-8")
        room.key(Key.Key_U)
        room.key(Key.Key_I)
        room.see("division.import.line").setText(str(file))
        room.see("division.form.within").setText(street)
        room.key(Key.Key_Return)
        await until(lambda: screen.drafting.ready())
        assert "crossed" in {one.rule for one in screen.drafting.proposal.repairs}  # type: ignore[union-attr]
        assert "修复" in screen.drafting.says
        await looks_well(room)
        room.key(Key.Key_D)
        assert "restore" in ids(screen)
        room.key(Key.Key_B)
        # From today on: some seconds later the map has the new outlines, here and on the next start.
        await until(lambda: screen.drafting.ready())
        reference = room.desk.reference
        assert reference is not None
        today = reference.calendar.date_of(reference.calendar.day(screen.context.now()))
        room.see("division.draft.day").setText(today.isoformat())
        room.key(Key.Key_Escape)
        screen.canvas.setFocus()
        room.key(Key.Key_C)
        await until(lambda: screen.drafting.ready())
        room.key(Key.Key_P)
        room.key(Key.Key_Return)
        await until(lambda: bool(screen.ground.rings("W-1")), 20)
        assert screen.ground.rings(ONE) == []
        assert screen.count() == 8
