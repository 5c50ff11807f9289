"""Who is on duty, as the screens show it and as they are worked by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.wired import wired
from views.duty.mine import MyDutyScreen
from views.duty.screen import DutyScreen

GRID = "990001001001-01"
QUIET_GRID = "990001001001-02"
"""Where nobody is on a roster."""
TEAM = "T-S1-ZF"
KEYS = iter(range(10_000))
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def hold(person: Person, name: str, place: str = GRID, post: str = "worker", **more: Any) -> str:
    """Puts somebody on a roster, all day round; gives their id."""
    n = next(KEYS)
    body = {"action_id": f"h{n}", "place": place, "post": post, "name": name, **more}
    person.put(f"/api/duty/holders/holder-{n}", body)
    body = {
        "action_id": f"s{n}",
        "place": place,
        "holder": f"holder-{n}",
        "from_day": "2020-01-01",
        "pattern": {"begin": 0, "end": 0},
    }
    person.put(f"/api/duty/shifts/shift-{n}", body)
    return f"holder-{n}"


async def duty(room: Room) -> DutyScreen:
    """The screen in front, once the centre has said it."""
    await room.go("duty")
    screen = room.seat.current()
    assert isinstance(screen, DutyScreen)
    await until(lambda: screen.count() is not None)
    return screen


def names(screen: DutyScreen) -> list[str]:
    """Who stands on the roster of the place shown."""
    found = screen.place.duty
    return [] if found is None else [one.name for one in found.holders if one.ended_at is None]


def on(screen: DutyScreen) -> list[str]:
    """Who is said to be on duty there."""
    found = screen.place.duty
    return [] if found is None else [one.name for one in found.on]


async def test_a_roster_is_set_by_keys_and_somebody_stands_in(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screen = await duty(room)
        screen.places.select(GRID)
        await until(lambda: screen.place.duty is not None and screen.place.duty.place == GRID)
        for name in ("王芳", "李强"):
            screen.place.table.setFocus()
            room.key(Key.Key_P)
            await until(lambda: room.find("duty.form.post") is not None)
            room.see("duty.form.post").setText("grid worker")
            room.fill("duty.form.name", name)
            room.key(Key.Key_Return)
            await until(lambda name=name: name in names(screen))
        screen.place.table.select_first()
        room.key(Key.Key_T)
        await until(lambda: room.find("duty.form.hours") is not None)
        room.see("duty.form.hours").setText("nonsense")
        room.see("duty.form.hours").setFocus()
        room.key(Key.Key_Return)
        await until(lambda: "08:00-14:00" in room.see("duty.form.says").text())
        room.see("duty.form.hours").setText("0:00-24:00")
        room.key(Key.Key_Return)
        await until(lambda: len(on(screen)) == 1)
        (first,) = on(screen)
        second = "李强" if first == "王芳" else "王芳"
        current = screen.place.current()
        assert current is not None
        assert current.holder is not None
        assert current.holder.name == first
        room.key(Key.Key_S)
        await until(lambda: room.find("duty.form.who") is not None)
        room.fill("duty.form.who", second)
        room.fill("duty.form.reason", "病假")
        assert await at_rest(room.window) == []
        room.key(Key.Key_Return)
        await until(lambda: on(screen) == [second])
        assert any(f"for {first}" in text for text in room.words())
        assert await at_rest(room.window) == []


async def test_a_ticket_says_who_is_on_duty_and_a_phone_is_shown_on_demand(
    rooms: Rooms, backend: BackendProcess
) -> None:
    officer = Person(backend.url, "duty01")
    hold(officer, "王芳", phone="13812345678", private=True)
    clerk = Person(backend.url, "seat03")
    before, ticket = (clerk.report(title, area=GRID) for title in ("井盖松动", "路面塌陷"))
    async with rooms as open_room:
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket) is not None)
        await room.go("intake")
        # It is known for the next ticket of the same grid as it was for the one before.
        for one, title in ((before, "井盖松动"), (ticket, "路面塌陷")):
            await until(lambda one=one: room.seat.current().show_ticket(one))
            await room.shows(title)
            await until(lambda: any("王芳 grid worker" in text for text in room.words()))
        assert any("138****5678" in text for text in room.words())
        assert not any("13812345678" in text for text in room.words())
        room.see("ticket.facts").link_activated.emit(_phone_key(room))
        await until(lambda: any("13812345678" in text for text in room.words()))


async def test_a_roster_that_changes_is_told_beside_the_ticket_in_front(
    rooms: Rooms, backend: BackendProcess
) -> None:
    officer = Person(backend.url, "duty01")
    ticket = Person(backend.url, "seat03").report("护栏缺损", area=QUIET_GRID)
    async with rooms as open_room:
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket) is not None)
        await room.go("intake")
        await until(lambda: room.seat.current().show_ticket(ticket))
        await until(lambda: "nobody" in room.words())
        hold(officer, "赵敏", place=QUIET_GRID)
        await until(lambda: any("赵敏 grid worker" in text for text in room.words()))
        assert "nobody" not in room.words()


def _phone_key(room: Room) -> str:
    """The key of the fact whose phone is masked."""
    panel = room.queue_screen.ticket
    return next(fact.key for fact in panel._duty._facts() if fact.link)


async def test_a_grid_worker_checks_in_and_off_line_it_waits(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess
) -> None:
    officer = Person(backend.url, "duty01")
    hold(officer, "王芳", login=f"g-{GRID}")
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        room = await open_room(f"g-{GRID}")
        room.key(Key.Key_K, ALT)
        await until(lambda: isinstance(room.seat.current(), MyDutyScreen))
        await until(lambda: room.find("duty.check_in.note") is not None)
        room.see("duty.check_in.place").setText("here")
        room.fill("duty.check_in.note", "无异常")
        room.key(Key.Key_Return)
        await until(lambda: "117.3281" in room.see("duty.check_in.says").text())
        assert await at_rest(room.window) == []
        room.see("duty.check_in.place").setText("")
        room.key(Key.Key_Return)
        await until(lambda: check_ins(officer) == ["无异常"])
        # The answer has come, too: what is not known to be taken waits on under its key.
        await until(lambda: not room.desk.check_ins.waiting())
        wire.cut()
        await until(lambda: room.desk.connection.link == "offline", 20)
        room.see("duty.day").setFocus()
        room.key(Key.Key_K)
        await until(lambda: room.find("duty.check_in.note") is not None)
        room.fill("duty.check_in.note", "离线巡查")
        room.key(Key.Key_Return)
        await until(lambda: len(room.desk.check_ins.waiting()) == 1)
        assert any("wait to be sent: 1" in text for text in room.words())
        assert await at_rest(room.window) == []
        wire.mend()
        await until(lambda: not room.desk.check_ins.waiting(), 30)
        assert check_ins(officer) == ["离线巡查", "无异常"]


def check_ins(person: Person) -> list[str]:
    """What was noted in the first grid, newest first."""
    return [one["note"] for one in person.get(f"/api/duty/places/{GRID}")["check_ins"]]


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_the_list_says_the_age_of_what_it_shows_while_the_centre_is_away(
    rooms: Rooms, backend: BackendProcess
) -> None:
    officer = Person(backend.url, "duty01")
    hold(officer, "周宁", place=TEAM, post="officer")
    async with rooms as open_room:
        room = await open_room("leader01")
        screen = await duty(room)
        room.key(Key.Key_5)
        await until(lambda: screen.places.table.rows.count() > 0)
        screen.places.select(TEAM)
        await until(lambda: on(screen) == ["周宁"])
        assert screen.bar.isHidden()
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline", 20)
        assert "does not answer" in room.see("duty.says").text()
        assert on(screen) == ["周宁"]
        assert await at_rest(room.window) == []
