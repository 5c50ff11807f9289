"""The desks for what lies beside a ticket's way, by keys, at the seats of those whose matter it is: what each
shows, and that its numbers are the backend's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from console.selftest import turns
from tests.console_matter import PICTURE, until
from tests.pair.backend_process import Person
from tests.qt.beside_matters import HOUR, UNIT, Matter
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def page_of(room: Room, key: str) -> None:
    """Turns the list in front to a page."""
    pages = room.queue_screen.queue.spec.pages
    room.queue_screen.queue.show_page([page.key for page in pages].index(key))


def shown(room: Room) -> set[str]:
    """The tickets on the page in front."""
    return set(room.queue_screen.queue.shown_ids(1_000))


def cell(room: Room, ticket_id: str, column: str) -> Any:
    panel = room.queue_screen.queue
    return panel.model.source.cell(room.desk.store.slot(ticket_id), column)


def told(room: Room) -> str:
    timeline = room.find("ticket.timeline")
    return " | ".join(f"{e.who} {e.what} {e.detail}" for e in (timeline.entries() if timeline else ()))


async def over(room: Room, screen: str, ticket_id: str) -> None:
    """The ticket under the cursor of a screen."""
    await until(lambda: room.desk.store.get(ticket_id) is not None)
    await room.go(screen)
    number = room.number(ticket_id)
    await until(lambda: ticket_id in shown(room) and room.seat.current().show_ticket(ticket_id))
    await room.shows(number)


async def reads_well(room: Room) -> None:
    """Nothing is cut off once all stands."""
    await turns(12)
    assert await at_rest(room.window) == []


async def sends(room: Room) -> None:
    """The open form goes, and the backend has it."""
    room.key(Key.Key_Return, CONTROL)
    assert room.find("ticket.form.submit") is None, room.words()
    await until(lambda: room.desk.outbox == ())


async def test_an_extension_is_signed_twice(rooms: Rooms, person: Callable[[str], Person]) -> None:
    matter = Matter(person, "路面塌陷一处").sent().taken()
    before = matter.row()["responsibility"]["due_at"]
    matter.by(f"u-{UNIT}", action="extend", outcome="asked", value=1, reason="须等路面材料到货")
    async with rooms as open_room:
        duty = await open_room("duty01")
        await over(duty, "approvals", matter.id)
        assert duty.queue_screen.count() == len(shown(duty))
        said = cell(duty, matter.id, "asked")
        assert "Extension by" in said
        advice = duty.see("ticket.advice").accessibleName()
        assert "须等路面材料到货" in advice
        assert "instead of" in advice
        assert "then a leader" in advice
        await reads_well(duty)
        duty.key(Key.Key_T)
        await sends(duty)
        await until(lambda: matter.id not in shown(duty))
        await until(lambda: duty.queue_screen.count() == len(shown(duty)))
        page_of(duty, "extend")
        assert matter.id in shown(duty)
        await until(lambda: "endorsed by" in cell(duty, matter.id, "asked"))
        await duty.leave()

        leader = await open_room("leader01", profile="leader")
        await over(leader, "approvals", matter.id)
        assert leader.queue_screen.count() == len(shown(leader))
        leader.key(Key.Key_T)
        await sends(leader)
        await until(lambda: matter.id not in shown(leader))
        await until(lambda: leader.queue_screen.count() == len(shown(leader)))
        row = matter.row()
        assert row["beside"]["extensions"] == 1
        assert row["responsibility"]["due_at"] > before
        await leader.go("tickets")
        await until(lambda: leader.seat.current().show_ticket(matter.id))
        await until(lambda: "Approve the extension" in told(leader))


async def test_a_suspension_stands_on_the_desk_until_it_goes_on(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "绿化带积水").sent().taken()
    until_then = matter.row()["changed_at"] + 30 * HOUR
    matter.by(
        "seat02", action="suspend", outcome="asked", cause="outside", until=until_then, reason="等天气好转"
    )
    async with rooms as open_room:
        duty = await open_room("duty01")
        await over(duty, "approvals", matter.id)
        duty.key(Key.Key_H)
        await sends(duty)
        await until(lambda: duty.held(matter.id).state == "suspended")
        await duty.go("dispatch")
        page_of(duty, "suspended")
        await until(lambda: matter.id in shown(duty))
        assert cell(duty, matter.id, "until").timestamp() * 1000 == until_then
        await until(lambda: duty.seat.current().show_ticket(matter.id))
        await duty.shows("until")
        await until(lambda: "Approve the suspension" in told(duty))
        assert "outside condition" in told(duty)
        await reads_well(duty)
        duty.key(Key.Key_H)
        await until(lambda: matter.row()["state"] == "handling")


async def test_a_supervision_is_ordered_answered_and_lifted(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "井盖缺失").sent().taken()
    async with rooms as open_room:
        leader = await open_room("leader01")
        await leader.go("tickets")
        await until(lambda: leader.seat.current().show_ticket(matter.id))
        leader.key(Key.Key_U, SHIFT)
        leader.key(Key.Key_2)
        leader.fill("ticket.form.reason", "群众反映强烈，请说明进展")
        await sends(leader)
        await over(leader, "supervision", matter.id)
        assert leader.queue_screen.count() == len(shown(leader))
        left = cell(leader, matter.id, "reply")
        assert left.seconds > 0
        assert "群众反映强烈" in cell(leader, matter.id, "follow")
        assert "supervised" in leader.see("ticket.under").text()
        await reads_well(leader)
        assert [said for said in leader.words() if said.startswith("Reply to the supervision")]
        await leader.leave()

        unit = await open_room(f"u-{UNIT}", profile="unit")
        await over(unit, "supervision", matter.id)
        unit.key(Key.Key_U, SHIFT)
        unit.type("今日完成")
        await sends(unit)
        await until(lambda: matter.id not in shown(unit))
        await until(lambda: unit.queue_screen.count() == len(shown(unit)))
        page_of(unit, "answered")
        await until(lambda: matter.id in shown(unit))
        await unit.leave()

        duty = await open_room("duty01", profile="duty")
        await duty.go("supervision")
        page_of(duty, "answered")
        await until(lambda: matter.id in shown(duty))
        await until(lambda: duty.seat.current().show_ticket(matter.id))
        await duty.shows(duty.number(matter.id))
        await until(lambda: "今日完成" in told(duty))
        duty.key(Key.Key_L, SHIFT)
        await until(lambda: "supervision" not in matter.row().get("beside", {}))
        await until(lambda: matter.id not in shown(duty))


async def test_what_came_back_twice_is_arbitrated(rooms: Rooms, person: Callable[[str], Person]) -> None:
    matter = Matter(person, "背街小巷无人清扫").sent()
    matter.by(f"u-{UNIT}", action="sign_in")
    matter.by(f"u-{UNIT}", action="return", reason="不属于本单位路段")
    matter.by("seat02", action="redispatch", unit="T-D-CG")
    matter.by("u-T-D-CG", action="return", reason="应由街道承担")
    async with rooms as open_room:
        duty = await open_room("duty01")
        await over(duty, "arbitration", matter.id)
        assert duty.queue_screen.count() == len(shown(duty))
        page_of(duty, "again")
        assert matter.id in shown(duty)
        assert cell(duty, matter.id, "bounces") == "2"
        assert cell(duty, matter.id, "reason") == "应由街道承担"
        await until(lambda: "应由街道承担" in duty.see("ticket.advice").accessibleName())
        advice = duty.see("ticket.advice").accessibleName()
        for ground in ("Duty list", "First taker", "an arbitration decides"):
            assert ground in advice, ground
        await reads_well(duty)
        duty.key(Key.Key_D, SHIFT)
        line = duty.see("ticket.form.unit.line")
        line.setFocus()
        line.clear()
        duty.type(UNIT)
        duty.key(Key.Key_Return)
        duty.see("ticket.form.ground").choose(2)
        duty.fill("ticket.form.reason", "首接负责")
        await sends(duty)
        await until(lambda: matter.row()["state"] == "dispatched")
        assert matter.row()["beside"]["arbitrated"] == UNIT
        page_of(duty, "back")
        await until(lambda: matter.id not in shown(duty))
        await until(lambda: duty.queue_screen.count() == len(shown(duty)))


async def test_failures_in_a_row_hold_somebody_to_account(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "垃圾清理不彻底").sent().taken()
    for _ in range(2):
        matter.by(f"u-{UNIT}", action="handle", outcome="done", result="已清理")
        matter.by("seat02", action="verify", outcome="failed", reason="现场仍有垃圾")
    async with rooms as open_room:
        duty = await open_room("duty01")
        await duty.go("closing")
        page_of(duty, "failed")
        await until(lambda: matter.id in shown(duty))
        assert cell(duty, matter.id, "failures") == "2"
        await duty.go("supervision")
        page_of(duty, "account")
        await until(lambda: matter.id in shown(duty))
        await until(lambda: duty.seat.current().show_ticket(matter.id))
        await duty.shows("held to account")
        await until(lambda: "Held to account" in told(duty))
        await reads_well(duty)
        duty.key(Key.Key_A, SHIFT)
        duty.type("约谈承办负责人")
        await sends(duty)
        await until(lambda: matter.id not in shown(duty))


async def test_like_tickets_are_merged_and_taken_apart(rooms: Rooms, person: Callable[[str], Person]) -> None:
    words = "柳树路口的井盖碎了，夜里很危险"
    first = Matter(person, words)
    second = Matter(person, words)
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.desk.attach(first.id, [room.desk.files.add_bytes(PICTURE, "a.png", "near")])
        await until(lambda: room.desk.store.get(second.id) is not None)
        await room.go("intake")
        await until(lambda: room.seat.current().show_ticket(second.id))
        await until(lambda: room.find("ticket.nearby.0.same") is not None)
        await reads_well(room)
        said = " ".join(room.words())
        assert "100 % alike" in said
        assert "files: 1" in said
        assert words in said
        room.click("ticket.nearby.0.same")
        assert first.row()["number"] in room.see("ticket.form.into.line").text()
        room.click("ticket.form.submit")
        await until(lambda: second.row()["state"] == "merged")

        await room.go("tickets")
        await until(lambda: room.seat.current().show_ticket(first.id))
        out = f"ticket.cluster.{second.row()['number']}.apart"
        await until(lambda: room.find(out) is not None)
        await reads_well(room)
        assert "not answered yet" in " ".join(room.words())
        room.click(out)
        assert room.see("ticket.form.reason") is not None
        room.type("不是同一处")
        await sends(room)
        await until(lambda: second.row()["state"] == "reported")
        await until(lambda: room.seat.current().show_ticket(first.id))
        await until(lambda: room.find("ticket.cluster") is None)
        await until(lambda: "A repeat was taken out of it again" in told(room))
