"""The situation map out of the window: what stands in front is what the file counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog

from console.replica.columns import AMBER, GREEN, NONE, RED
from tests.chromium import Chromium
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import Room, Rooms
from views.filtering.query import Filter
from views.map.export import MapExport

GRID = "990001001001-01"
LEGEND = (
    "JSON.stringify(Object.fromEntries([...document.querySelectorAll('.legend b.count')]"
    ".map((b) => [b.dataset.count, Number(b.textContent.replace(/,/g, ''))])))"
)


async def taken(room: Room, file: Path) -> None:
    """Takes the deed as the seat's menu does, and chooses a file."""
    deed = next(deed for deed in room.seat.everywhere.menu() if deed.name == "export_map")
    deed.act()
    dialog = room.window.findChild(QFileDialog, "export.map.dialog")
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(".html")
    assert "situation map" in dialog.selectedFiles()[0]
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    await until(file.exists)


async def test_the_file_counts_as_the_queue_in_front(
    rooms: Rooms, person: Callable[[str], Person], tmp_path: Path
) -> None:
    async with rooms as open_room:
        clerk = person("seat02")
        made = [clerk.report(f"导出的图{n}", area=GRID, lon=117.3, lat=31.8) for n in range(4)]
        made += [clerk.report("导出的图，无坐标", area="")]
        room = await open_room("seat01")
        await until(lambda: all(room.desk.store.get(one) is not None for one in made))
        await room.go("tickets")
        queue = room.queue_screen.queue
        queue.narrow(Filter(words="导出的图"))
        await until(lambda: queue.count() == len(made))
        await taken(room, tmp_path / "narrowed.html")
        slots = np.array(queue.slots_shown())
        lights = room.desk.store.lights(room.desk.clock.now(), slots)
        codes = {"none": NONE, "green": GREEN, "amber": AMBER, "red": RED}
        wanted = {name: int((lights == code).sum()) for name, code in codes.items()}
        # A screen without a list: everything that is open.
        await room.go("duty")
        await taken(room, tmp_path / "open.html")
        await room.go("tickets")
        queue.clear_filter()
        queue.show_page(0)
        open_now = queue.count()
    with Chromium(tmp_path / "chromium") as browser:
        page = browser.page()
        page.open(tmp_path / "narrowed.html")
        assert json.loads(page.ask(LEGEND)) == wanted
        assert page.ask("document.getElementById('count').textContent") == f"Tickets: {len(made)}"
        assert page.ask("document.getElementById('filter').textContent") == "Filter: Open · “导出的图”"
        assert page.ask("document.querySelector('.legend [data-placed]').dataset.placed") == "4"
        page.open(tmp_path / "open.html")
        assert sum(json.loads(page.ask(LEGEND)).values()) == open_now
        assert {url.partition("?")[0] for url in page.requests} == {
            (tmp_path / name).as_uri() for name in ("narrowed.html", "open.html")
        }
        assert page.faults == []


async def test_what_cannot_be_written_is_said(rooms: Rooms, tmp_path: Path) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        told: list[str] = []
        export = room.seat.findChild(MapExport)
        assert export is not None
        export.told.connect(told.append)
        export.write(None, tmp_path / "nowhere" / "map")
        await until(lambda: any("was not written" in text for text in told))
        assert not (tmp_path / "nowhere").exists()
