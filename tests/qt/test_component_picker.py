"""The component a call is about: chosen near its place by keys alone, typed by its code off line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.ids import uuid7
from contract.component import Owner, RegisterComponent
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room
from tests.qt.wired import wired
from views.intake.screen import IntakeScreen

Key = Qt.Key


async def entered(room: Room, code: str, lon: float, lat: float, owner: Owner | None = None) -> None:
    """A component in the register, by whoever sits there."""
    command = RegisterComponent(
        action_id=uuid7(),
        code=code,
        kind="cover_rain",
        lon=lon,
        lat=lat,
        place="东门路",
        owner=owner or Owner(),
        reason="普查",
    )
    await room.desk.components.register(command)


async def call(room: Room) -> IntakeScreen:
    """The form of a call, in front."""
    await room.go("intake")
    screen = room.seat.current()
    assert isinstance(screen, IntakeScreen)
    room.key(Key.Key_T)
    await until(screen.call.isVisible)
    return screen


async def test_a_component_is_chosen_near_its_place_and_typed_off_line(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        duty = await open_room("duty01", profile="duty")
        lon, lat = 117.2121, 31.7221
        await entered(duty, "PK-01", lon + 0.0005, lat)
        await entered(duty, "PK-02", lon, lat)
        await duty.leave()
        room = await open_room("seat01")
        screen = await call(room)
        fields = screen.call._fields
        room.fill("call.text", "车行道上井盖翘起，车辆绕行")
        fields.area.locate(lon, lat)
        await until(lambda: fields.area.spot() is not None)
        fields.item.line.setFocus()
        room.type("3-2-01")
        room.key(Key.Key_Return)
        # The nearest comes first; Enter takes it, and under the field stands that nobody owns it.
        fields.component.line.setFocus(Qt.FocusReason.TabFocusReason)
        await until(fields.component.is_open)
        room.key(Key.Key_Return)
        assert fields.component.value() == "PK-02"
        note = fields.form._rows["component"].note
        await until(lambda: "◆ Ownerless" in note.text())
        # The buttons at the foot give way to a long unit's name on purpose.
        assert not [fault for fault in await at_rest(room.window) if "CallFoot" not in fault]
        # What was half typed is kept; a word is looked for and is no code.
        assert screen.call.draft().component == "PK-02"
        assert room.desk.drafts.load("call")["component"] == "PK-02"
        room.key(Key.Key_Return, CONTROL)

        def filed() -> str:
            slots = room.desk.store.alive.nonzero()[0]
            tickets = [room.desk.store.ticket(int(slot)) for slot in slots]
            tied = [t for t in tickets if t is not None and t.beside.component is not None]
            return next((t.id for t in tied if t.beside.component and t.beside.component.kind), "")

        await until(lambda: filed() != "")
        ticket = room.held(filed())
        assert ticket.beside.component is not None
        assert (ticket.beside.component.code, ticket.beside.component.ownerless) == ("PK-02", True)
        # Off line the code that is typed stands, and says when it is checked.
        wire.cut()
        await until(lambda: room.desk.connection.link == "offline")
        room.fill("call.text", "又有一处井盖破损需要处理")
        fields.component.line.setFocus(Qt.FocusReason.TabFocusReason)
        room.type("lamp")
        assert fields.component.value() is None
        assert fields.component.wrong()
        fields.component.line.selectAll()
        room.type("PK-01")
        room.key(Key.Key_Return)
        assert fields.component.value() == "PK-01"
        assert screen.call.draft().component == "PK-01"
