"""The register's screen worked by keys, on a backend of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt

from console.ids import uuid7
from contract.component import ChangeComponent
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.components.screen import ComponentScreen

Key = Qt.Key
HEAD = "部件编码,类别,位置描述,经度,纬度,权属单位,状态"
ROWS = (
    "YS-01,雨水井盖,东门路1号,117.2101,31.7201,T-D-CG,完好",
    "YS-02,雨水井盖,东门路2号,117.2102,31.7202,无主,破损",
    "LD-01,路灯,西河路9号,117.2502,31.7202,某供电公司,完好",
)


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend whose register is this test's alone."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


@pytest.fixture
async def registered(backend: BackendProcess) -> None:
    """Three components, entered by the administrator."""
    async with httpx.AsyncClient(base_url=backend.url) as line:
        said = await line.post("/api/session", json={"login": "admin01", "password": PASSWORD})
        line.headers["authorization"] = f"Bearer {said.json()['token']}"
        kinds = {"雨水井盖": "cover_rain", "路灯": "lamp"}
        states = {"完好": "intact", "破损": "damaged"}
        for row in ROWS:
            code, kind, place, lon, lat, owner, state = row.split(",")
            owned = {} if owner == "无主" else {"unit": owner} if owner[0] == "T" else {"name": owner}
            body = {"action_id": uuid7(), "code": code, "kind": kinds[kind], "place": place}
            body |= {"reason": "普查", "state": states[state]}
            answer = await line.post(
                "/api/components", json={**body, "lon": float(lon), "lat": float(lat), "owner": owned}
            )
            assert answer.status_code == 201, answer.text


async def register(room: Room) -> ComponentScreen:
    """Its screen, in front, with what the centre found."""

    def active() -> bool:
        room.window.activateWindow()
        return room.window.isActiveWindow()

    await until(active)
    await room.go("components")
    found = room.seat.current()
    assert isinstance(found, ComponentScreen)
    return found


def says(room: Room, name: str) -> str:
    """What a line says, "" while it is not there."""
    line = room.find(name)
    return "" if line is None else str(line.text())


def codes(screen: ComponentScreen) -> list[str]:
    """What the list shows, in its order."""
    model = screen.list.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


async def chosen(screen: ComponentScreen, code: str) -> None:
    """Puts the cursor on one, and waits for what the centre knows of it."""
    screen.list.show_one(code)

    def known() -> bool:
        detail = screen._detail
        return detail is not None and detail.component.code == code

    await until(known)


@pytest.mark.usefixtures("registered")
async def test_the_owner_of_an_ownerless_one_is_found(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screen = await register(room)
        await until(lambda: screen.list.total == 3)
        room.key(Key.Key_O)
        await until(lambda: screen.list.total == 1)
        await chosen(screen, "YS-02")
        assert "Ownerless" in room.see("components.facts").accessibleName() or any(
            "Ownerless" in text for text in room.words()
        )
        assert not await at_rest(room.window)
        # Who it belongs to was found: the form opens at the owner, and wants a reason.
        room.key(Key.Key_W)
        room.fill("components.form.owner.line", "Urban Man")
        room.key(Key.Key_Return)
        room.key(Key.Key_Return, CONTROL)
        assert screen.form.form.error("reason")
        room.fill("components.form.reason", "查实为城管局管养")
        assert not await at_rest(room.window)
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: not screen.form.deed)

        def owned() -> bool:
            one = screen.current()
            return one is not None and one.owner.unit == "T-D-CG" and one.version == 2

        await until(owned)
        detail = await room.desk.components.detail("YS-02")
        assert [line.action for line in detail.history] == ["changed", "registered"]
        assert detail.history[0].reason == "查实为城管局管养"


@pytest.mark.usefixtures("registered")
async def test_who_comes_second_hears_who_was_first_and_keeps_what_was_typed(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screen = await register(room)
        await chosen(screen, "LD-01")
        room.key(Key.Key_S)
        room.fill("components.form.reason", "灯杆倾斜")
        screen.form.state.setCurrentIndex(screen.form.state.findData("damaged"))
        # Somebody else is faster.
        first = ChangeComponent(action_id=uuid7(), base_version=1, reason="已报修", state="in_repair")
        await room.desk.components.change("LD-01", first)
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: "was first" in says(room, "components.form.says"))
        assert screen.form.reason.toPlainText() == "灯杆倾斜"
        assert (await room.desk.components.detail("LD-01")).component.state == "in_repair"


async def test_a_table_is_checked_and_taken_in_and_one_is_entered_and_removed(
    rooms: Rooms, tmp_path: Path
) -> None:
    table = tmp_path / "register.csv"
    table.write_text("\n".join((HEAD, *ROWS, "X-1,潜艇,x,117.21,31.72,,完好")) + "\n", "utf-8-sig")
    async with rooms as open_room:
        room = await open_room("admin01")
        screen = await register(room)
        room.key(Key.Key_I)
        await until(lambda: screen.page.mapping.count() > 0)
        screen.page.file.set_path(str(table))
        room.fill("components.import.reason", "年度普查")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: "1 refused" in says(room, "components.import.says"))
        assert not screen.page.take_button.isEnabled()
        assert not await at_rest(room.window)
        screen.page.partial.setChecked(True)
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: screen.page.take_button.isEnabled())
        room.key(Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: screen.list.total == 3)
        assert sorted(codes(screen)) == ["LD-01", "YS-01", "YS-02"]
        room.key(Key.Key_A)
        room.fill("components.form.code", "GP-01")
        screen.form.kind.setCurrentIndex(screen.form.kind.findData("bin"))
        screen.form.owner.set_value(screen.form._nobody())
        room.fill("components.form.point", "100, 31.72")
        room.fill("components.form.reason", "新设")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: bool(screen.form.form.error("point")))
        screen.form.point.setText("117.2103, 31.7203")
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: codes(screen) == ["GP-01"])
        await chosen(screen, "GP-01")
        room.key(Key.Key_R)
        room.type("道路改造")
        room.key(Key.Key_Return, CONTROL)

        def gone() -> bool:
            return not screen.small.deed and screen.list.total == 0

        await until(gone)
        out = tmp_path / "out.csv"
        await room.desk.components.write_out("csv", out)
        assert "GP-01" in out.read_text("utf-8-sig")


@pytest.mark.usefixtures("registered")
async def test_off_line_the_register_says_that_it_lies_at_the_centre(
    rooms: Rooms, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        screen = await register(room)
        await until(lambda: screen.list.total == 3)
        assert {action.id for action in screen.bar.actions_shown()} <= {"tickets"}
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline", 20)
        assert len(codes(screen)) == 3
        assert not await at_rest(room.window)
