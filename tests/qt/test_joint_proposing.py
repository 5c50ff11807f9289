"""A joint action is proposed by keys: from a ticket, from several, from the map; what is typed is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.selftest import turns
from contract.joint.joint import Joint
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.beside_matters import GRID, Matter
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms

Key = Qt.Key
STREET = "s-T-S1"


async def shown(room: Room, matter: Matter) -> None:
    """The ticket is shown beside the list of all tickets."""
    await until(lambda: room.desk.store.get(matter.id) is not None)
    await room.go("tickets")
    room.seat.open_ticket(matter.id)
    await room.shows(matter.row()["number"])


async def arrived(room: Room, title: str) -> Joint:
    """The backend's row of the joint action of that title, as the seat heard it."""

    def found() -> Joint | None:
        rows = [joint for joint in room.desk.joints.rows() if joint.title == title]
        return rows[0] if rows and rows[0].number else None

    await until(lambda: found() is not None)
    joint = found()
    assert joint is not None
    return joint


async def test_a_street_whistles_for_a_ticket_with_all_that_the_ticket_says(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "夜市占道三个月不退").filed()
    async with rooms as open_room:
        street = await open_room(STREET)
        await shown(street, matter)
        await until(lambda: bool(street.desk.mandates.counts()))
        bar = {step.id: step.key for step in street.queue_screen.ticket.steps()}
        assert bar["whistle"] == "W"
        street.key(Key.Key_W)
        await until(lambda: street.find("joint.propose.card") is not None)
        assert street.see("joint.propose.title").text() == "夜市占道三个月不退"
        assert "Liushu grid 1" in street.see("joint.propose.area.line").text()
        # The lists name the street's own team for this item; it is asked for, with the entry that says so.
        assert street.find("joint.propose.wanted.T-S1-ZF.drop") is not None
        assert any("3-001" in word for word in street.words())
        street.see("joint.propose.kind.enforcement").click()
        street.fill("joint.propose.reason", "街道力量不足，需城管、住建一起处置")
        await turns(12)
        assert await at_rest(street.window, street.see("joint.propose.card")) == []
        street.key(Key.Key_Return, CONTROL)
        await until(lambda: street.find("joint.propose.card") is None)
        joint = await arrived(street, "夜市占道三个月不退")
        assert (joint.state, joint.origin.way, joint.kind) == ("proposed", "whistle", "enforcement")
        assert joint.area == GRID
        assert [ticket.id for ticket in joint.tickets] == [matter.id]
        assert joint.wanted == ("T-S1-ZF",)
        assert joint.origin.reason == "街道力量不足，需城管、住建一起处置"


async def test_what_is_missing_is_said_and_what_is_typed_is_kept(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "渣土车夜间遗撒").filed()
    async with rooms as open_room:
        street = await open_room(STREET)
        await shown(street, matter)
        street.key(Key.Key_W)
        await until(lambda: street.find("joint.propose.card") is not None)
        street.key(Key.Key_Return, CONTROL)
        assert any("Choose the kind" in word for word in street.words())
        assert any("Write the reason" in word for word in street.words())
        street.fill("joint.propose.reason", "多部门")
        unit = street.see("joint.propose.wanted.box.line")
        unit.setFocus()
        street.type("住建")
        street.key(Key.Key_Escape)
        await until(lambda: street.find("joint.propose.card") is None)
        assert "渣土车夜间遗撒" not in [joint.title for joint in street.desk.joints.rows()]
        street.key(Key.Key_W)
        await until(lambda: street.find("joint.propose.card") is not None)
        assert street.see("joint.propose.reason").toPlainText() == "多部门"
        assert street.see("joint.propose.wanted.box.line").text() == "住建"


async def test_several_tickets_go_into_one_and_the_district_s_seat_opens_the_green_channel_alone(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    first, second = Matter(person, "工地噪音一").filed(), Matter(person, "工地噪音二").filed()
    async with rooms as open_room:
        street = await open_room(STREET)
        for matter in (first, second):
            await until(lambda m=matter: street.desk.store.get(m.id) is not None)  # type: ignore[misc]
        await street.go("tickets")
        street.queue_screen.queue.select_many([first.id, second.id])
        await until(lambda: len(street.queue_screen.queue.selected_ids()) == 2)
        street.key(Key.Key_W)
        await until(lambda: street.find("joint.propose.card") is not None)
        for matter in (first, second):
            assert street.find(f"joint.propose.tickets.{matter.id}.drop") is not None
        street.key(Key.Key_Escape)
        seat = await open_room("seat01", profile="district")
        await shown(seat, first)
        assert "joint.propose" in {deed.name for deed in seat.seat.everywhere.deeds()}
        seat.key(Key.Key_W)
        await until(lambda: seat.find("joint.propose.card") is not None)
        assert seat.see("joint.propose.kind.development").isChecked(), "the kind of approvals is chosen"
        assert seat.find("joint.propose.kind.enforcement") is None, "the centre whistles for nothing else"


async def test_a_department_applies_for_an_outline_of_the_map(rooms: Rooms) -> None:
    ring = ((117.205, 31.715), (117.215, 31.715), (117.215, 31.725))
    async with rooms as open_room:
        unit = await open_room("u-T-D-CG", lang="zh_CN")
        assert unit.seat.context.whistle is not None
        unit.seat.context.whistle(ring=ring, lon=117.21, lat=31.72)
        await until(lambda: unit.find("joint.propose.card") is not None)
        await until(lambda: "东门 01-01" in unit.see("joint.propose.area.line").text())
        assert QApplication.focusWidget() is not None
        unit.see("joint.propose.kind.repair").click()
        unit.fill("joint.propose.title", "背街小巷整治")
        unit.fill("joint.propose.reason", "涉及住建与街道，请求主协办")
        await turns(12)
        assert await at_rest(unit.window, unit.see("joint.propose.card")) == []
        unit.key(Key.Key_Return, CONTROL)
        joint = await arrived(unit, "背街小巷整治")
        assert joint.origin.way == "application"
        assert joint.ring == ring
