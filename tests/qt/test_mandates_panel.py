"""The duty and powers lists beside a ticket, by keys alone: found, cited, told, there off line, too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.selftest import turns
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.beside_matters import OTHER_UNIT, UNIT, Matter
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from tests.qt.test_desks_beside import over, sends, told
from views.mandates.panel import MandatePanel
from widgets import theme

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def panel(room: Room) -> MandatePanel:
    """The panel, which must be in sight."""
    found = room.see("mandates.panel")
    assert isinstance(found, MandatePanel)
    return found


def listed(room: Room) -> list[str]:
    """The entries in the list, by what they are cited by."""
    return [entry.key for entry in panel(room).entries()]


def is_sized(room: Room, size: tuple[int, int]) -> bool:
    """Whether the window has come to a size."""
    return bool(room.window.size().toTuple() == size)


async def opened(room: Room) -> None:
    """F7 shows it, with the caret in the search."""
    await until(lambda: bool(room.desk.mandates.counts()))
    room.key(Key.Key_F7)
    await until(lambda: QApplication.focusWidget() is panel(room).search)


async def test_an_arbitration_cites_what_grounds_the_item_here(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "广场舞音响过大").sent()
    matter.by_unit(action="return", reason="不属本队职责", entry="duty:2-031")
    async with rooms as open_room:
        duty = await open_room("duty01")
        await over(duty, "arbitration", matter.id)
        await until(lambda: "2-031" in told(duty))
        advice = duty.see("ticket.advice").accessibleName()
        assert "Duty list Dongmen enforcement team 3-001 Keeping order" in advice
        assert "2-031" in advice
        await opened(duty)
        # What grounds the item here stands first, the duty list's before the powers list's.
        assert listed(duty) == ["duty:3-001", "powers:JC-001"]
        assert panel(duty).entry() is not None
        await turns(12)
        assert await at_rest(duty.window) == []
        duty.key(Key.Key_Return)
        await until(lambda: duty.find("ticket.form.entry") is not None)
        assert duty.find("mandates.panel") is None
        assert "Keeping order" in duty.see("ticket.form.entry.line").text()
        assert duty.see("ticket.form.unit.line").text() == "Dongmen enforcement team"
        assert duty.see("ticket.form.ground.duty_list").isChecked()
        duty.type("清单写明由街道队处置")
        await sends(duty)
        cited = matter.row()
        assert (cited["state"], cited["unit"]) == ("dispatched", UNIT)
        await duty.go("tickets")
        duty.seat.open_ticket(matter.id)
        await until(lambda: "Duty list 3-001 Keeping order" in told(duty))


async def test_it_is_searched_by_words_code_and_initials_in_either_list(
    rooms: Rooms, person: Callable[[str], Person]
) -> None:
    matter = Matter(person, "犬吠扰民").filed()
    async with rooms as open_room:
        seat = await open_room("seat01")
        await over(seat, "dispatch", matter.id)
        await opened(seat)
        for typed, found in (
            ("ljdj", ["duty:2-031"]),
            ("井盖", ["duty:2-032"]),
            ("CF-", ["powers:CF-001"]),
            ("没有这样的", []),
        ):
            seat.type(typed)
            assert listed(seat) == found
            seat.key(Key.Key_Escape)
            assert panel(seat).search.text() == ""
        seat.key(Key.Key_L, CONTROL)
        assert listed(seat) == ["duty:3-001", "duty:2-031", "duty:2-032", "duty:2-040"]
        seat.key(Key.Key_Down)
        chosen = panel(seat).entry()
        assert chosen is not None
        assert chosen.code == "2-031"
        seat.key(Key.Key_Return)
        # The form that asks for a unit, with that of the entry.
        await until(lambda: seat.find("ticket.form.unit.line") is not None)
        assert seat.see("ticket.form.unit.line").text() == "Urban Management Bureau"
        assert seat.see("ticket.form.title").text() == "Dispatch"
        seat.see("ticket.form.submit").click()
        await until(lambda: seat.desk.outbox == ())
        assert matter.row()["unit"] == OTHER_UNIT
        seat.key(Key.Key_F7)
        await until(lambda: seat.find("mandates.panel") is not None)
        seat.key(Key.Key_Escape)
        assert seat.find("mandates.panel") is None


async def test_an_entry_of_another_unit_is_not_sent(rooms: Rooms, person: Callable[[str], Person]) -> None:
    matter = Matter(person, "装修敲打不停").sent()
    matter.by_unit(action="return", reason="不属本队职责")
    async with rooms as open_room:
        duty = await open_room("duty01")
        await over(duty, "arbitration", matter.id)
        await until(lambda: bool(duty.desk.mandates.counts()))
        duty.key(Key.Key_D, SHIFT)
        duty.fill("ticket.form.entry.line", "jgqs")
        duty.key(Key.Key_Return)
        assert duty.see("ticket.form.unit.line").text() == "Urban Management Bureau"
        duty.see("ticket.form.unit").set_value(None)
        duty.fill("ticket.form.unit.line", "Housing")
        duty.key(Key.Key_Return)
        duty.fill("ticket.form.reason", "由住建局承担")
        duty.key(Key.Key_Return, CONTROL)
        assert any("not an entry of Housing" in text for text in duty.words())
        duty.see("ticket.form.entry").set_value(None)
        duty.fill("ticket.form.entry.line", "随便写的话")
        duty.key(Key.Key_Return, CONTROL)
        assert any("Choose the entry from the list" in text for text in duty.words())
        duty.see("ticket.form.entry").set_text("")
        duty.fill("ticket.form.entry.line", "fwls")
        duty.key(Key.Key_Return)
        await sends(duty)
        assert matter.row()["unit"] == "T-D-ZJ"


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_the_lists_are_still_there(
    rooms: Rooms, person: Callable[[str], Person], backend: BackendProcess
) -> None:
    matter = Matter(person, "锅炉房轰鸣").filed()
    async with rooms as open_room:
        seat = await open_room("seat01")
        await over(seat, "dispatch", matter.id)
        await until(lambda: bool(seat.desk.mandates.counts()))
        backend.stop()
        await until(lambda: seat.desk.connection.link != "live")
        await opened(seat)
        assert listed(seat)[0] == "duty:3-001"
        seat.type("ljdj")
        assert listed(seat) == ["duty:2-031"]


@pytest.mark.parametrize(("lang", "mode"), [("zh_CN", "dark"), ("en", "light")])
@pytest.mark.usefixtures("plain_theme")
async def test_it_reads_well_small_and_large(
    rooms: Rooms, person: Callable[[str], Person], lang: str, mode: Literal["dark", "light"]
) -> None:
    matter = Matter(person, "变压器嗡鸣").filed()
    async with rooms as open_room:
        seat = await open_room("seat01", lang=lang)
        theme.current().set_mode(mode)
        await until(lambda: not theme.current().restyling())
        await over(seat, "dispatch", matter.id)
        for size in ((1366, 768), (1920, 1080)):
            seat.window.resize(*size)
            await until(partial(is_sized, seat, size))
            await opened(seat)
            for typed in ("", "处罚", "没有这样的"):
                seat.type(typed)
                await turns(8)
                assert await at_rest(seat.window) == [], (size, typed)
                panel(seat).search.clear()
            seat.key(Key.Key_F7)
            await until(lambda: seat.find("mandates.panel") is None)
