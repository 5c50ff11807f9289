"""Every screen of a role is a key away, however many there are, and the bar that names them holds."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.console_matter import until
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.windows_beside import beside
from views import screen_keys
from widgets import theme
from widgets.light import Light
from widgets.top_bar import Screen, ScreenTab, SeatButton, TopBar

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NAMES = (
    ("intake", "Intake"),
    ("dispatch", "Dispatch"),
    ("approvals", "Approvals"),
    ("arbitration", "Arbitration"),
    ("supervision", "Supervision"),
    ("closing", "Closing"),
    ("callback", "Call-back"),
    ("tickets", "Tickets"),
    ("deadlines", "Deadlines"),
    ("duty", "On duty"),
    ("components", "Components"),
    ("admission", "Admission"),
    ("mandates", "Duty list"),
    ("outbox", "To send"),
)


def the_list() -> QMenu:
    """The list of screens that stands open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "screens.list"
    return menu


def test_ten_have_a_key_and_every_one_a_sign() -> None:
    assert [screen_keys.key(n) for n in (0, 8, 9, 10)] == ["Ctrl+1", "Ctrl+9", "Ctrl+0", ""]
    assert [screen_keys.sign(n) for n in (0, 9, 10, 35, 36)] == ["1", "0", "A", "Z", ""]
    assert [screen_keys.shown(n) for n in (2, 10)] == ["Ctrl+3", "Ctrl+J A"]
    assert [screen_keys.span(n) for n in (4, 9, 14)] == ["Ctrl+1 … 4", "Ctrl+1 … 9", "Ctrl+1 … 9, 0"]
    assert len({screen_keys.sign(n) for n in range(36)}) == 36


def in_front(room: Room, key: str) -> bool:
    """Whether that screen is the one worked in."""
    return room.seat.current().key == key


async def go_by_keys(room: Room, number: int) -> None:
    if number < screen_keys.TEN:
        room.key(Qt.Key((number + 1) % 10 + Key.Key_0), CONTROL)
    else:
        room.key(Key.Key_J, CONTROL)
        await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        sign = screen_keys.sign(number)
        entry = the_list().actions()[number]
        assert entry.text().startswith(f"&{sign}  ")
        QTest.keyClick(the_list(), Qt.Key(ord(sign)))


async def test_the_screens_behind_the_ninth_are_a_key_away_too(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screens = room.seat.screens()
        assert len(screens) > screen_keys.TEN
        for number, key in enumerate(screens):
            await go_by_keys(room, number)
            await until(partial(in_front, room, key))
        room.seat.show_keys()
        await until(lambda: room.find("keys.sheet.card") is not None)
        texts = set(room.see("keys.sheet.columns").texts())
        assert {"Ctrl+1 … 9, 0", screen_keys.LIST, screen_keys.OWN_WINDOW} <= texts
        room.seat.dismiss_keys()


async def test_a_letter_in_the_list_is_no_shortcut_of_the_panel_below(rooms: Rooms) -> None:
    """The letters A, B, C … of the list stand for steps in the panel that keeps the focus."""
    async with rooms as open_room:
        room = await open_room("duty01")
        await until(lambda: not room.seat.busy_making())
        screens = room.seat.screens()
        for number in range(screen_keys.TEN, len(screens)):
            sign, pressed = screen_keys.sign(number), list[str]()
            room.seat.go("tickets")
            room.seat.current().keys.bind(sign, partial(pressed.append, sign))
            room.queue_screen.queue.ground.setFocus()
            room.key(Qt.Key(ord(sign)))
            assert pressed == [sign]
            await go_by_keys(room, number)
            await until(partial(in_front, room, screens[number]))
            assert pressed == [sign]


async def test_the_list_says_what_waits_and_where_one_is(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await until(lambda: not room.seat.busy_making())
        room.key(Key.Key_2, CONTROL)
        await until(lambda: room.seat.current().key == "dispatch")
        tab = room.see("screen.dispatch.tab")
        # A title's number is counted a moment after the rows have come.
        await until(lambda: tab.accessibleName() == f"Dispatch {room.seat.current().count()}")
        before = tab.accessibleName()
        room.key(Key.Key_J, CONTROL)
        await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = the_list()
        assert [entry.text().partition("\t")[0] for entry in menu.actions()][:2] == [
            "&1  Intake",
            "&2  Dispatch",
        ]
        assert [entry.isChecked() for entry in menu.actions()][:2] == [False, True]
        # What waits may be another number by now: the list says what it was when it opened.
        listed = menu.actions()[1].text().partition("\t")[2]
        assert f"Dispatch {listed}" in {before, tab.accessibleName()}
        QTest.keyClick(menu, Key.Key_Escape)
        await until(lambda: QApplication.activePopupWidget() is None)
        assert room.seat.current().key == "dispatch"


async def test_the_screen_in_front_goes_into_a_window_and_back_whichever_it_is(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        last = room.seat.screens()[-1]
        room.seat.go(last)
        room.key(Key.Key_J, CONTROL | SHIFT)
        await until(lambda: list(beside(room)) == [last])
        await until(beside(room)[last].isActiveWindow)
        room.key(Key.Key_J, CONTROL)
        await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        assert the_list().parentWidget() is beside(room)[last]
        QTest.keyClick(the_list(), Key.Key_Escape)
        await until(lambda: QApplication.activePopupWidget() is None)
        room.key(Key.Key_J, CONTROL | SHIFT)
        await until(lambda: not beside(room))
        assert room.seat.current().key == last


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_fourteen_screens_fit_a_small_monitor(qtbot: QtBot, scale: float) -> None:
    """At 1366 px nothing is cut, the one in front stands in sight, and the rest is behind one button."""
    look, before = theme.current(), theme.current().text_scale
    look.set_text_scale(scale)
    try:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.resize(1366, 60)
        bar.set_centre("Baohe District Command Centre")
        bar.set_seat("Seat 07", "On a call", Light.AMBER, "12:07")
        bar.set_time("Mon 23 Nov 14:32:07")
        bar.set_screens(
            [
                Screen(key, title, screen_keys.shown(n), screen_keys.sign(n))
                for n, (key, title) in enumerate(NAMES)
            ],
            screen_keys.LIST,
        )
        for key, _ in NAMES:
            bar.set_count(key, 1234)
        with qtbot.waitExposed(bar):
            bar.show()
        for key, _ in NAMES:
            bar.set_current(key)
            tabs = [tab for tab in bar.findChildren(ScreenTab) if tab.isVisible()]
            assert key in {tab.screen_key for tab in tabs}
            assert all(tab.width() >= tab.sizeHint().width() for tab in tabs)
            parts = [*tabs, *(b for b in bar.findChildren(QPushButton) if b.isVisible())]
            lefts = sorted((part.mapTo(bar, part.rect().topLeft()).x(), part.width()) for part in parts)
            assert all(x + width <= following for (x, width), (following, _) in pairwise(lefts))
            seat = bar.findChild(SeatButton, "seat")
            assert seat is not None
            assert lefts[-1][0] + lefts[-1][1] <= seat.mapTo(bar, seat.rect().topLeft()).x()
            assert bar.width() == 1366
    finally:
        look.set_text_scale(before)
