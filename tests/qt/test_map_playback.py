"""A day over again under the map: the past is framed and counted as it was, live comes back by Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_duty_screen import GRID, hold
from views.map.playback import PlaybackBar
from views.map.posts import posts_of
from views.map.screen import MapScreen

Key = Qt.Key
PLACE = {"lon": 117.2105, "lat": 31.7105}


async def opened(room: Room) -> tuple[MapScreen, PlaybackBar]:
    """The map with the day under it."""
    await room.go("map")
    screen = room.seat.current()
    assert isinstance(screen, MapScreen)
    await until(lambda: screen.panel.canvas.isVisible())
    room.key(Key.Key_F2)
    await until(lambda: room.find("playback.frame") is not None)
    bar = room.see("playback")
    assert isinstance(bar, PlaybackBar)
    return screen, bar


def count(room: Room, light: str) -> int:
    """Tickets of a light at the instant shown."""
    return int(room.see(f"playback.count.{light}").text())


async def test_the_day_is_stepped_through_and_live_comes_back(rooms: Rooms, backend: BackendProcess) -> None:
    person = Person(backend.url, "seat01")
    ticket = person.report("夜间施工噪音", area=GRID, **PLACE)
    async with rooms as open_room:
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket) is not None)
        screen, bar = await opened(room)
        live = int(room.desk.store.alive.sum())
        end = bar.bar.value()
        assert not room.see("map.panel").foot.isVisible()
        assert sum(count(room, light) for light in ("red", "amber", "green")) <= live
        keys = set(screen.panel.canvas.marks.key.tolist())
        mark = bar.key_of(ticket)
        assert mark in keys
        assert bar.id_of(mark) == ticket
        said = bar.said(mark)
        assert room.number(ticket) in said
        assert "reported since" in said
        # Back before it was reported: it is not there.
        bar.setFocus()
        room.key(Key.Key_Home)
        await until(lambda: mark not in set(screen.panel.canvas.marks.key.tolist()))
        assert "The past" in room.see("playback.frame").accessibleName()
        assert room.see("time.words").text() == "00:00:00"
        begin = bar.bar.value()
        room.key(Key.Key_Right)
        assert begin < bar.bar.value() <= end
        room.key(Key.Key_End)
        await until(lambda: mark in set(screen.panel.canvas.marks.key.tolist()))
        assert bar.bar.value() == end
        assert await at_rest(room.window, bar) == []
        room.key(Key.Key_Escape)
        await until(lambda: room.find("playback") is None)
        assert room.find("playback.frame") is None
        slot = room.desk.store.slot(ticket)
        await until(lambda: slot in set(screen.panel.canvas.marks.key.tolist()))
        assert room.see("map.foot").isVisible()


async def test_a_day_before_is_fetched_and_none_after_today(rooms: Rooms, backend: BackendProcess) -> None:
    duty = Person(backend.url, "duty01")
    hold(duty, "王芳", login=f"g-{GRID}")
    Person(backend.url, f"g-{GRID}").post("/api/duty/check-ins", {"action_id": "play-1"})
    async with rooms as open_room:
        room = await open_room("duty01")
        screen, bar = await opened(room)
        await until(lambda: [post.label for post in posts_of(screen.house).shown()] == ["王芳"])
        today = room.see("playback.title").text()
        assert not room.see("playback.after").isEnabled()
        room.key(Key.Key_BracketLeft)
        await until(lambda: room.see("playback.title").text() != today)
        await until(lambda: room.see("time.words").text() == "08:00:00")
        assert room.see("playback.after").isEnabled()
        assert posts_of(screen.house).shown() == ()
        room.key(Key.Key_BracketRight)
        await until(lambda: room.see("playback.title").text() == today)
        bar.close_bar()
        await until(lambda: not screen.house.is_held())
