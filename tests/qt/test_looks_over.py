"""What else a person meets at a seat, in looks that cover each pair of choices: a call, groups, a step on
many tickets with what it refuses, the windows beside the main one, the log-in; and, with a centre, conflicts
and what else waits, who is at which seat, and the end of a session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from contract import action as act
from tests.console_matter import PICTURE, until
from tests.pair.backend_process import Person
from tests.qt.eye import Eye, Look, dressed, name_of, names, pairs, seated, sized
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_session_end import end_session
from tests.qt.test_views_outbox import GRID, conflicts, outbox
from tests.qt.windows_beside import beside
from views.bulk.part import BulkPart
from views.bulk.plan import Fate
from views.desks.queue_screen import QueueScreen
from views.intake.screen import IntakeScreen
from views.login.page import LoginPage
from views.outbox.entries import PAGES
from views.seat_window import SeatWindow
from views.window import Window
from views.workspaces.part import Workspaces

LOOKS = pairs(scale=[0.9, 1.3, 2.0])
MANY = 40
GROUPINGS = ("state", "due", "unit")
LONG = "学府路与长江路交叉口东北角，窨井盖破损下沉约十厘米，电动车经过时多次险些摔倒，周边没有任何警示"


def _at(window: Window) -> SeatWindow:
    assert window.seat is not None
    return window.seat


def _part(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def _spaces(seat: SeatWindow) -> Workspaces:
    found = seat.findChild(Workspaces)
    assert found is not None
    return found


async def _call(eye: Eye, window: Window) -> None:
    """The form of a call, empty, half typed, and with what is wrong said under its fields."""
    seat = _at(window)
    seat.go("intake")
    screen = seat.current()
    assert isinstance(screen, IntakeScreen)
    screen.take_call()
    await eye.at("call", window)
    text, place = _part(seat, "call.text"), _part(seat, "call.place")
    assert isinstance(text, QPlainTextEdit)
    assert isinstance(place, QLineEdit)
    text.setPlainText(LONG)
    place.setText("学府路")
    screen.call.submit("dispatch")
    await eye.at("call with faults", window)
    screen.escape()


async def _groups(eye: Eye, window: Window) -> None:
    """The queue of all tickets in groups."""
    seat = _at(window)
    seat.go("tickets")
    screen = seat.current()
    assert isinstance(screen, QueueScreen)
    for key in GROUPINGS:
        screen.queue.model.group_by(key)
        # From the top on: a group's header that stays in sight lies over the rows below it.
        screen.queue.table.scrollToTop()
        await eye.at(f"grouped by {key}", window)
    screen.queue.model.group_by("")


async def _bulk(eye: Eye, window: Window) -> None:
    """A step on many tickets of all states: what it asks, whom it is refused, how it went."""
    seat = _at(window)
    screen = seat.current()
    assert isinstance(screen, QueueScreen)
    part = seat.findChild(BulkPart)
    assert part is not None
    ids = screen.queue.shown_ids(MANY)
    part.open("refuse", ids)
    await eye.at("bulk, asked", window, _part(seat, "bulk"))
    part.open("dispatch", ids)
    plan = part.planner.plan("dispatch", ids, {})
    assert {line.fate for line in plan.lines} >= {Fate.READY, Fate.REFUSED}
    await eye.at("bulk, some refused", window, _part(seat, "bulk"))
    part.watch(part.perform(plan, {}))
    await eye.at("bulk, under way", window, _part(seat, "bulk"))
    _part(seat, "bulk").hide()


async def _beside(eye: Eye, main: Window) -> None:
    """A screen in a window of its own, and the wall; each also when the session has ended."""
    spaces = _spaces(_at(main))
    for key, toggle in (
        ("dispatch", partial(spaces.toggle_window, "dispatch")),
        ("wall", spaces.toggle_wall),
    ):
        toggle()
        window = spaces.windows.window_of(key)
        await sized(window, eye.look)
        await eye.at(f"{key} beside", window)
        window.cover(True)
        await eye.at(f"{key} beside, covered", window, _part(window, f"window.{key}.veil"))
        toggle()


@pytest.mark.parametrize("look", LOOKS, ids=names(LOOKS))
@pytest.mark.usefixtures("plain_theme")
async def test_what_a_seat_opens_reads_well(tmp_path: Path, look: Look) -> None:
    eye = Eye(look)
    async with seated(tmp_path, look, "seat") as window:
        await _call(eye, window)
        await _groups(eye, window)
        await _bulk(eye, window)
        await _beside(eye, window)
        await _at(window).desk.log_out()
        await until(lambda: window.seat is None)
        page = _part(window, "login")
        assert isinstance(page, LoginPage)
        await eye.at("login", window)
        page.ask_again()
        await eye.at("login once more", window)
    assert not eye.wrong, eye.report()


async def _left_to_do(room: Room, clerk: Person) -> None:
    """Conflicts with what follows them, a row the centre cannot take, a dropped one, half-typed forms."""
    desk = room.desk
    held = clerk.report(LONG, area=GRID)
    await until(lambda: desk.store.get(held) is not None)
    # Nothing is awaited between: the seat has not heard of the other when it acts, and goes on.
    clerk.act(held, 1, action="refuse", reason="不属本区")
    desk.submit(held, act.Accept())
    desk.submit(held, act.File(item="1-1-01", area=GRID))
    made = await conflicts(room, clerk, 3)
    desk.drop(made[-1])
    gone = desk.files.add_bytes(PICTURE, "现场照片.png", "photo_before")
    (desk.settings.profile / "files" / gone.sha256[:2] / gone.sha256).unlink()
    desk.report(act.Report(channel="seat", title=LONG[:30], text=LONG, area=GRID, files=(gone,)))
    await until(lambda: any(row.state == "parked" for row in desk.outbox))
    half = clerk.report(LONG, area=GRID)
    await until(lambda: desk.store.get(half) is not None)
    desk.drafts.save(f"refuse:{half}", {"reason": LONG})
    desk.drafts.save("call", {"text": LONG, "caller": "王女士"})


async def _what_waits(eye: Eye, room: Room) -> None:
    """The pages of what is to be sent."""
    room.seat.go("outbox")
    for page in PAGES:
        outbox(room).show_page(page)
        assert outbox(room).current() is not None, page
        if page == "conflict":
            await until(lambda: room.find("outbox.timeline") is not None)
        await eye.at(f"outbox, {page}", room.window)


@pytest.mark.usefixtures("plain_theme")
async def test_what_the_centre_tells_reads_well(rooms: Rooms, person: Callable[[str], Person]) -> None:
    """One room in all looks; then the session is ended at the centre."""
    eyes = [Eye(look) for look in sorted(LOOKS, key=lambda look: str(look["lang"]))]
    async with rooms as open_room:
        room = await open_room("seat01")
        await _left_to_do(room, person("seat03"))
        duty = await open_room("duty01", profile="duty")
        await room.desk.set_seat_state("on_call")
        await until(lambda: any(seat.state == "on_call" for seat in duty.desk.seats))
        for eye in eyes:
            await dressed(room, eye.look)
            await _what_waits(eye, room)
            await dressed(duty, eye.look)
            duty.seat.go("seats")
            await until(lambda: duty.see("seats.table").model().rowCount() > 5)
            await eye.at("seats", duty.window)
        await duty.leave()
        _spaces(room.seat).toggle_window("dispatch")
        await end_session(room)
        second = beside(room)["dispatch"]
        await eye.at("session ended, beside", second, _part(second, "window.dispatch.veil"))
        await eye.at("session ended", room.window, _part(room.window, "login"))
    found = [f"{name_of(eye.look)}, {fault}" for eye in eyes for fault in eye.wrong]
    assert not found, "\n".join(found)
