"""The catalogue's screen worked by keys, on a backend of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from console.selftest import turns
from contract.clock import Limit
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.catalogue.import_page import EDITED
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


async def looks_well(room: Room) -> bool:
    """Whether nothing is cut off or too faint, once all of it is laid out."""
    await turns(12)
    found = await at_rest(room.window)
    assert not found
    return True


async def front(room: Room) -> None:
    """Brings a window to the front."""

    def active() -> bool:
        room.window.activateWindow()
        return room.window.isActiveWindow()

    await until(active)


async def catalogue(room: Room) -> CatalogueScreen:
    """Its screen, in front, with what the centre says of the versions."""
    await front(room)
    await room.go("catalogue")
    found = room.seat.current()
    assert isinstance(found, CatalogueScreen)
    await until(lambda: len(found.told.versions()) > 1)
    return found


def change(room: Room, screen: CatalogueScreen, code: str, hours: str) -> None:
    """Begins a draft where there is none, and gives an item another limit to handle."""
    if not screen.on_draft():
        room.key(Key.Key_N)
    screen.items.select(code)
    room.key(Key.Key_E)
    room.see("catalogue.item.handle.value").setText(hours)
    room.key(Key.Key_Return, CONTROL)


def shown(screen: CatalogueScreen) -> list[tuple[str, str, str]]:
    """The lines of what changes: item, field, what it becomes."""
    return sorted((row.code, row.field, row.after) for row in screen.changes.lines())


async def test_an_item_is_changed_and_the_version_put_in_force(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await catalogue(room)
        assert screen.versions.current() == "2026.1"
        change(room, screen, "1-1-02", "3")
        draft = screen.drafting.draft
        assert draft is not None
        assert {code: list(fields) for code, fields in draft.changes.items()} == {"1-1-02": ["handle"]}
        # One is added with a category of its own, one withdrawn; what is wrong is said under its field.
        room.key(Key.Key_A)
        room.fill("catalogue.item.code", "9 9")
        room.key(Key.Key_Return, CONTROL)
        assert screen.item.form.error("code")
        assert screen.item.form.error("handle")
        room.see("catalogue.item.code").setText("9-1-01")
        room.fill("catalogue.item.name_zh", "共享单车淤积")
        room.fill("catalogue.item.category.line", "9 共享单车")
        room.see("catalogue.item.handle.value").setText("4")
        assert await looks_well(room)
        room.key(Key.Key_Return, CONTROL)
        screen.items.select("2-1-02")
        room.key(Key.Key_W)
        room.key(Key.Key_C)
        await until(screen.drafting.ready)
        assert "1 added, 1 changed, 1 withdrawn" in screen.head.said()
        assert "keep their version" in screen.head.said()
        assert ("1-1-02", "Limit to handle", "3 working hours") in shown(screen)
        assert await looks_well(room)
        room.key(Key.Key_P)
        await until(lambda: screen.versions.current() not in (DRAFT, "2026.1", "2099.1"))
        await until(lambda: len(shown(screen)) == 3)
        assert screen.drafting.draft is None
        one = screen.chosen()
        assert one is not None
        assert (one.standing, one.by, one.items) == ("coming", "管理员01", 8)
        assert await looks_well(room)
        # It is called off again, with a reason.
        room.key(Key.Key_O)
        room.type("有误，另行发布")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: [v.version for v in screen.told.versions()] == ["2026.1", "2099.1"])


async def test_what_was_typed_outlives_backend_and_window(rooms: Rooms, backend: BackendProcess) -> None:
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await catalogue(room)
        change(room, screen, "1-1-02", "3")
        room.key(Key.Key_E)
        room.see("catalogue.item.verify.value").setText("7")
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline", 20)
        room.key(Key.Key_Escape)
        check = next(one for one in screen.bar.actions_shown() if one.id == "check")
        assert not check.enabled
        assert "does not answer" in check.reason
        await room.leave()
        await backend.start("--port", str(backend.port))
        again = await open_room("admin01")
        screen = await catalogue(again)
        again.key(Key.Key_N)
        assert screen.drafting.draft is not None
        assert list(screen.drafting.draft.changes) == ["1-1-02"]
        screen.items.select("1-1-02")
        again.key(Key.Key_E)
        assert again.see("catalogue.item.verify.value").text() == "7"


async def test_who_was_first_is_told_to_the_other(rooms: Rooms, backend: BackendProcess) -> None:
    """The other's changes are laid over the version that came first, and take nothing back of it."""
    async with rooms as open_room:
        one = await open_room("admin01")
        two = await open_room("admin01", profile="two")
        first = await catalogue(one)
        change(one, first, "1-1-02", "3")
        second = await catalogue(two)
        change(two, second, "1-1-01", "6")
        draft = second.drafting.draft
        assert draft is not None
        two.see("catalogue.draft.day").setText("2027-03-01")
        two.see("catalogue.draft.version").setText("2027.3")
        two.key(Key.Key_Escape)
        await front(one)
        one.key(Key.Key_C)
        await until(first.drafting.ready)
        put = first.head.version.text()
        one.key(Key.Key_P)
        await until(lambda: first.drafting.draft is None)
        await until(lambda: first.versions.current() == put)
        await front(two)
        await until(lambda: put in {v.version for v in second.told.versions()})
        second.escape()
        two.key(Key.Key_C)
        await until(lambda: second.drafting.overtaken)
        assert f"{put} (管理员01)" in second.head.said()
        two.key(Key.Key_L)
        await until(second.drafting.ready)
        assert shown(second) == [("1-1-01", "Limit to handle", "6 working hours")]
        two.key(Key.Key_P)
        await until(lambda: second.versions.current() == "2027.3")
        one_ = second.chosen()
        assert one_ is not None
        await until(lambda: two.desk.reference is not None and len(two.desk.reference.items) > 10)
        assert two.desk.reference is not None
        items = {item.code: item for item in two.desk.reference.items_at(one_.effective_from)}
        assert [items[code].handle for code in ("1-1-01", "1-1-02")] == [
            Limit(6, "working_hours"),
            Limit(3, "working_hours"),
        ]


async def test_a_table_goes_out_and_comes_in(rooms: Rooms, tmp_path: Path) -> None:
    """A unit of time that the mapping does not name refuses its rows and says where; an edited mapping takes
    them."""
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await catalogue(room)
        place = tmp_path / "清单.xlsx"
        room.key(Key.Key_X)
        path = room.see("catalogue.export.line")
        path.setText(str(tmp_path / "清单.doc"))
        room.key(Key.Key_Return)
        await until(lambda: ".xlsx" in room.see("catalogue.form.says").text())
        path.setText(str(place))
        assert await looks_well(room)
        room.key(Key.Key_Return)
        await until(place.exists)
        await until(lambda: room.find("catalogue.export.line") is None)
        book = openpyxl.load_workbook(place)
        sheet = book.worksheets[0]
        spot = next(c for row in sheet.iter_rows() for c in row if c.value == "2 工作时")
        spot.value = "2 工时"
        book.save(place)
        room.key(Key.Key_I)
        await until(lambda: screen.imports.mapping.count() > 1)
        room.see("catalogue.import.file.line").setText(str(place))
        screen.bar.triggered.emit("check")
        await until(lambda: screen.drafting.proposal is not None)
        room.key(Key.Key_3)
        proposal = screen.drafting.proposal
        assert proposal is not None
        (fault,) = proposal.faults
        assert (fault.line, fault.value) == (spot.row, "工时")
        assert not screen.drafting.ready()
        assert await looks_well(room)
        room.key(Key.Key_1)
        toml = screen.imports.toml
        toml.setPlainText(toml.toPlainText().replace("[units]", '[units]\n"工时" = "working_hours"'))
        assert screen.imports.mapping.currentData() == EDITED
        assert await looks_well(room)
        screen.bar.triggered.emit("check")
        await until(screen.drafting.ready)
        assert "Nothing is other" in screen.head.said()


async def test_items_are_found_by_initials_and_looked_at_by_all(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        screen = await catalogue(room)
        assert [one.id for one in screen.bar.actions_shown()] == ["export"]
        room.key(Key.Key_Slash)
        for text, codes in (("zdjy", ["1-1-01"]), ("井盖", ["3-2-01"]), ("3-2", ["3-2-01", "3-2-02"])):
            screen.search.setText(text)
            found = [screen.items.table.model().index(n, 1).data() for n in range(screen.items.count())]
            assert [str(code) for code in found] == codes
        assert await looks_well(room)
