"""Every action has a key, no key means two things at one place, and the sheet of keys shows them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.test_command_bulk import GRID, filed
from views.acting import shortest_key, step_names
from views.command.finding import Found
from views.command.palette_part import PalettePart
from views.key_sheet import KeySheet
from views.screen import Screen
from widgets.keys import Binding

Key = Qt.Key
LOGINS = ("seat01", "duty01", "u-T-S1-ZF", f"g-{GRID}", "leader01")


def clashes(room: Room, screen: Screen) -> list[str]:
    """Keys bound twice where both would act: on the screen (or its panels), or in the window over it."""
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for shortcut in room.window.findChildren(QShortcut):
        owner = shortcut.parent()
        key = shortcut.key().toString()
        if not isinstance(owner, QWidget) or not key or not shortcut.isEnabled():
            continue
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut:
            everywhere[key] += 1
        elif owner is screen:
            inside[key] += 1
    found = [f"{key} twice on {screen.key}" for key, n in inside.items() if n > 1]
    found += [f"{key} twice in the window" for key, n in everywhere.items() if n > 1]
    return found + [f"{key} on {screen.key} and in the window" for key in inside if key in everywhere]


def shows_all(card: QWidget) -> bool:
    """Whether nothing of it has to be scrolled to."""
    return not any(bar.isVisible() for bar in card.findChildren(QScrollBar))


@pytest.mark.parametrize("login", LOGINS)
async def test_no_key_means_two_things(rooms: Rooms, login: str) -> None:
    async with rooms as open_room:
        room = await open_room(login)
        for key in room.seat.screens():
            room.seat.go(key)
            screen = room.seat.current()
            assert clashes(room, screen) == []
            shown = [QKeySequence(b.key).toString() or b.key for b in screen.bindings()]
            everywhere = [QKeySequence(b.key).toString() or b.key for b in room.seat.everywhere.bindings()]
            twice = [name for name, n in Counter(shown + everywhere).items() if n > 1]
            assert twice == [], f"{key}: written twice on the sheet"


def test_every_step_has_a_key() -> None:
    assert [step for step in step_names() if not shortest_key(step)] == []


async def test_every_deed_has_a_key_or_the_palette_finds_it(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        part = room.seat.findChild(PalettePart, "palette.part")
        assert isinstance(part, PalettePart)
        for deed in room.seat.everywhere.deeds():
            found = [c.data for c in part.finding.find(deed.text)]
            assert deed.key or f"deed.{deed.name}" in {f.name for f in found if isinstance(f, Found)}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
async def test_the_sheet_fits(
    rooms: Rooms, person: Callable[[str], Person], lang: str, size: tuple[int, int]
) -> None:
    async with rooms as open_room:
        ids = filed(person("seat02"), "按键表")
        room = await open_room("seat01", lang=lang)
        room.window.resize(*size)
        await until(lambda: room.window.width() == size[0])
        for key in room.seat.screens():
            room.seat.go(key)
            if key == "dispatch":
                await until(lambda: room.seat.current().show_ticket(ids[0]))
                await until(lambda: bool(room.queue_screen.ticket.steps()))
            room.seat.show_keys()
            await until(lambda: room.find("keys.sheet.card") is not None)
            card = room.see("keys.sheet.card")
            assert room.seat.rect().contains(card.geometry())
            texts = set(room.see("keys.sheet.columns").texts())
            missing = [b.text for b in room.seat.current().bindings() if b.text not in texts]
            assert missing == []
            assert await at_rest(card) == []
            # Once it is laid out, nothing of it has to be scrolled to.
            await until(partial(shows_all, card))
            room.seat.dismiss_keys()


def test_the_sheet_gives_the_focus_back_only_to_what_is_there(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    stays, goes = QLineEdit(window), QLineEdit(window)
    goes.move(0, 60)
    sheet = KeySheet(window)
    with qtbot.waitExposed(window):
        window.show()
    for field, hidden in ((stays, False), (goes, True)):
        field.setFocus()
        sheet.open("Keys", [("All", [Binding("A", "Accept")])])
        field.setHidden(hidden)
        sheet.dismiss()
        assert (window.focusWidget() is field) is not hidden
