"""The steps beside the plain way at a console: asked for, signed, and what their forms take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from contract.clock import WORKING_DAY
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import CONTROL, Room, Rooms

GRID = "990001001001-01"
UNIT = "T-S1-ZF"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def signed_in(clerk: Person, handler: Person, title: str) -> str:
    """A ticket that its unit has signed in."""
    ticket_id = clerk.report(title, area=GRID)
    clerk.act(ticket_id, 1, action="accept")
    clerk.act(ticket_id, 2, action="file", item="1-1-03", area=GRID)
    clerk.act(ticket_id, 3, action="dispatch", unit=UNIT)
    handler.act(ticket_id, 4, action="sign_in")
    return ticket_id


def _put(room: Room, name: str, text: str) -> None:
    """Writes over what is proposed in a line."""
    room.see(name).selectAll()
    room.fill(name, text)


def _more(version: Callable[[], int], before: int) -> bool:
    return version() == before + 1


async def test_a_unit_asks_for_time_and_its_form_keeps_to_the_limit(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        handler = person(f"u-{UNIT}")
        ticket_id = signed_in(person("seat02"), handler, "延期的一件")
        room = await open_room(f"u-{UNIT}")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        await room.go("handling")
        assert room.seat.current().show_ticket(ticket_id)
        room.key(Qt.Key.Key_T)
        value = room.see("ticket.form.value")
        assert value.text() != ""
        _put(room, "ticket.form.value", "999")
        room.fill("ticket.form.reason", "等待材料")
        room.click("ticket.form.submit")
        await until(lambda: "original limit" in " ".join(room.words()))
        _put(room, "ticket.form.value", "0.5")
        room.click("ticket.form.submit")
        await until(lambda: bool(handler.ticket(ticket_id).get("beside", {}).get("requests")))
        request = handler.ticket(ticket_id)["beside"]["requests"][0]
        assert (request["kind"], request["value"], request["reason"]) == ("extend", 0.5, "等待材料")


async def test_a_duty_officer_and_a_leader_sign_by_keys(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        handler = person(f"u-{UNIT}")
        ticket_id = signed_in(person("seat02"), handler, "审批的一件")
        limit = handler.ticket(ticket_id)["responsibility"]["limit"]
        due = handler.ticket(ticket_id)["responsibility"]["due_at"]
        ask = {"outcome": "asked", "value": limit["value"] / 2, "unit": limit["unit"], "reason": "等待材料"}
        handler.act(ticket_id, 5, action="extend", **ask)

        def held(room: Room) -> bool:
            return room.desk.store.get(ticket_id) is not None

        def version() -> int:
            return int(handler.ticket(ticket_id)["version"])

        for login in ("duty01", "leader01"):
            room = await open_room(login)
            await until(partial(held, room))
            before = version()
            await room.go("tickets")
            assert room.seat.current().show_ticket(ticket_id)
            room.key(Qt.Key.Key_T)
            room.see("ticket.form.note")
            room.key(Qt.Key.Key_Return, CONTROL)
            await until(partial(_more, version, before))
        after = handler.ticket(ticket_id)
        assert after["responsibility"]["due_at"] > due
        assert after["responsibility"]["extended"] <= WORKING_DAY * limit["value"]


async def test_a_suspension_takes_a_time_to_come_in_words(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        handler = person(f"u-{UNIT}")
        ticket_id = signed_in(person("seat02"), handler, "挂起的一件")
        room = await open_room(f"u-{UNIT}")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        await room.go("handling")
        assert room.seat.current().show_ticket(ticket_id)
        room.key(Qt.Key.Key_H)
        room.click("ticket.form.cause.outside")
        _put(room, "ticket.form.until", "yesterday")
        assert any("Not a time" in text for text in room.words())
        _put(room, "ticket.form.until", "3d")
        room.fill("ticket.form.reason", "等待产权单位")
        room.click("ticket.form.submit")
        await until(lambda: bool(handler.ticket(ticket_id).get("beside", {}).get("requests")))
        request = handler.ticket(ticket_id)["beside"]["requests"][0]
        assert (request["cause"], request["kind"]) == ("outside", "suspend")
        assert request["until"] > request["at"]
        # What is half written in such a form is kept as it was typed.
        assert room.desk.drafts.load(f"suspend/asked:{ticket_id}") == {}


async def test_arbitration_names_unit_ground_and_entry(rooms: Rooms, person: Callable[[str], Person]) -> None:
    async with rooms as open_room:
        handler = person(f"u-{UNIT}")
        ticket_id = signed_in(person("seat02"), handler, "研判的一件")
        handler.act(ticket_id, 5, action="return", reason="不属我单位")
        room = await open_room("duty01")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        await room.go("dispatch")
        assert room.seat.current().show_ticket(ticket_id)
        room.key(Qt.Key.Key_D, SHIFT)
        room.fill("ticket.form.unit.line", UNIT)
        room.key(Qt.Key.Key_Return)
        room.click("ticket.form.ground.duty_list")
        room.fill("ticket.form.reason", "职责所在")
        room.click("ticket.form.submit")
        await until(lambda: bool(room.words()) and handler.ticket(ticket_id)["state"] == "returned")
        await until(lambda: bool(room.desk.mandates.counts()))
        room.fill("ticket.form.entry.line", "3-001")
        room.key(Qt.Key.Key_Return)
        room.click("ticket.form.submit")
        await until(lambda: handler.ticket(ticket_id)["state"] == "dispatched")
        assert handler.ticket(ticket_id)["beside"]["arbitrated"] == UNIT
