"""Chinese typed with an input method: what it composes is nobody's until it is committed.

The events are those that Qt hands on from any input method: text being composed (preedit), then what was
chosen (commit). Most input methods let no key through meanwhile; the keys pressed here are those of the ones
that do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.qt.seat_room import CONTROL, NOTHING, Room, Rooms
from widgets.text import TextArea, TextField

GRID = "990001001001-01"
Key = Qt.Key
LETTERS = "ludeng"
SAID = "路灯"
KEYS = (
    (Key.Key_Return, NOTHING),
    (Key.Key_Return, CONTROL),
    (Key.Key_Escape, NOTHING),
    (Key.Key_Space, NOTHING),
    (Key.Key_Tab, NOTHING),
    (Key.Key_Down, NOTHING),
    (Key.Key_D, NOTHING),
    (Key.Key_D, CONTROL),
    (Key.Key_N, NOTHING),
    (Key.Key_1, NOTHING),
)


Field = TextField | TextArea
"""What an input method writes into."""


def field_of(widget: object) -> Field:
    """A widget that is one."""
    assert isinstance(widget, TextField | TextArea), widget
    return widget


def text_of(field: Field) -> str:
    """What a field holds, without what is being composed."""
    return field.text() if isinstance(field, TextField) else field.toPlainText()


def composing(field: Field) -> bool:
    """Whether an input method has it."""
    return field.composing


def compose(field: Field, letters: str) -> None:
    """The input method shows so much, not yet text."""
    QApplication.sendEvent(field, QInputMethodEvent(letters, []))


def commit(field: Field, said: str) -> None:
    """The input method hands over what was chosen."""
    event = QInputMethodEvent("", [])
    event.setCommitString(said)
    QApplication.sendEvent(field, event)


Place = Callable[[Room, str], Awaitable[Field]]


async def open_call(room: Room, name: str) -> Field:
    await room.go("intake")
    room.key(Key.Key_T)
    field = field_of(room.see(name))
    field.setFocus()
    return field


def on_call(name: str) -> Place:
    async def opened(room: Room, _ticket: str) -> Field:
        return await open_call(room, name)

    return opened


def on_step(key: Qt.Key, name: str) -> Place:
    async def opened(room: Room, ticket: str) -> Field:
        await room.go("intake")
        await until(lambda: room.seat.current().show_ticket(ticket))
        await until(lambda: bool(room.find("ticket.actions.take_in")))
        await until(lambda: bool(room.find("ticket.advice")))
        room.key(key)
        field = field_of(room.see(name))
        field.setFocus()
        return field

    return opened


def by_key(key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> Place:
    """The line that a key of the intake's leads to."""

    async def opened(room: Room, _ticket: str) -> Field:
        await room.go("intake")
        room.key(key, modifier)
        return field_of(QApplication.focusWidget())

    return opened


PLACES: dict[str, Place] = {
    **{
        f"call.{name}": on_call(f"call.{name}")
        for name in ("caller", "phone", "text", "place", "area.line", "item.line", "title")
    },
    "file, the item": on_step(Key.Key_F, "ticket.form.item.line"),
    "file, the grid": on_step(Key.Key_F, "ticket.form.area.line"),
    "file, the place": on_step(Key.Key_F, "ticket.form.place"),
    "refuse, the reason": on_step(Key.Key_X, "ticket.form.reason"),
    "merge, the ticket": on_step(Key.Key_M, "ticket.form.into.line"),
    "note": on_step(Key.Key_I, "ticket.form.note"),
    "search": by_key(Key.Key_Slash),
    "command line": by_key(Key.Key_Semicolon, CONTROL),
    "palette": by_key(Key.Key_K, CONTROL),
}


class World:
    """What a composition must not change."""

    def __init__(self, room: Room, ticket: str) -> None:
        self._room, self._ticket = room, ticket

    def now(self) -> tuple[object, ...]:
        """Outbox, the ticket, drafts, the screen in front, what is open, and what the list is narrowed to."""
        room, desk = self._room, self._room.desk
        row = room.held(self._ticket)
        return (
            len(desk.outbox),
            (row.state, row.version),
            desk.store.count(),
            [desk.drafts.load(key) for key in ("call", *(f"{s}:{self._ticket}" for s in STEPS))],
            room.seat.current().key,
            [bool(room.find(name)) for name in ("ticket.form", "call.form")],
            room.queue_screen.queue.model.count(),
        )


STEPS = ("take_in", "refuse", "merge", "note")


@pytest.mark.parametrize("place", PLACES)
async def test_a_composition_changes_nothing_until_it_is_committed(
    rooms: Rooms, person: Callable[[str], Person], place: str
) -> None:
    async with rooms as open_room:
        ticket = person("seat02").report("路灯不亮，晚上走路危险", area=GRID)
        room = await open_room("seat01")
        await until(lambda: room.desk.store.get(ticket) is not None)
        field = await PLACES[place](room, ticket)
        assert QApplication.focusWidget() is field
        if place != "search":
            # A box of choices may hold a proposal, which typing would replace.
            field.clear()
        world = World(room, ticket)
        before, held = world.now(), text_of(field)
        for letters in (LETTERS[:1], LETTERS[:3], LETTERS):
            compose(field, letters)
            assert text_of(field) == held
        for key, modifier in KEYS:
            QTest.keyClick(field, key, modifier)
            assert QApplication.focusWidget() is field, key
            assert text_of(field) == held, key
            assert world.now() == before, key
        commit(field, SAID)
        # The Enter that ended the composition, forwarded right behind it.
        QTest.keyClick(field, Key.Key_Return)
        assert QApplication.focusWidget() is field
        assert text_of(field).count(SAID) == 1
        assert text_of(field).replace(SAID, "") == held
        assert world.now()[:3] == before[:3]
        # And the next Enter is the person's own again: nothing is stuck.
        await until(lambda: not (isinstance(field, TextField) and field.owns_enter()))


async def test_a_composition_that_loses_the_focus_is_over(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        field = await open_call(room, "call.caller")
        compose(field, LETTERS)
        assert composing(field)
        room.see("call.phone").setFocus()
        assert not composing(field)
        field.setFocus()
        room.key(Key.Key_Tab)
        assert QApplication.focusWidget() is room.see("call.phone")


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_what_is_committed_is_proposed_kept_and_searched(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        field = await open_call(room, "call.text")
        for part in ("路灯", "不亮，", "夜里看不清"):
            compose(field, "x")
            commit(field, part)
        assert text_of(field) == "路灯不亮，夜里看不清"
        assert room.desk.drafts.load("call")["text"] == "路灯不亮，夜里看不清"
        await until(lambda: room.see("call.item.line").text() == "Street lamp out")
        room.click("call.clear")
