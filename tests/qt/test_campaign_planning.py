"""The form of a campaign's plan, typed field by field, and changed afterwards."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from contract.campaign.campaign import Campaign
from tests.console_matter import until
from tests.pair.joint_play import LEAD
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views import words
from views.campaigns.screen import CampaignScreen

Key = Qt.Key
STREETS = ("990001001", "990001002")


async def campaigns(room: Room) -> CampaignScreen:
    """The screen, told by the centre."""
    await room.go("campaigns")
    screen = room.seat.current()
    assert isinstance(screen, CampaignScreen)
    await until(lambda: screen.count() is not None)
    return screen


def front(screen: CampaignScreen, title: str) -> Campaign | None:
    """The campaign in front, where it is called so."""
    detail = screen.page.detail
    return detail.campaign if detail is not None and detail.campaign.title == title else None


async def plan(room: Room, screen: CampaignScreen, title: str) -> Campaign:
    """One of both streets, every week for four weeks from tomorrow on."""
    room.key(Key.Key_N)
    await until(lambda: room.find("campaigns.plan.title") is not None)
    room.fill("campaigns.plan.title", title)
    for name in ("kind", "rhythm"):
        room.see(f"campaigns.plan.{name}").setFocus()
        room.key(Key.Key_2)
    for name, text in (("lead.line", LEAD), *(("areas.box.line", street) for street in STREETS)):
        room.fill(f"campaigns.plan.{name}", text)
        room.key(Key.Key_Return)
    today = words.local(screen.context.now(), screen.context.reference).date()
    room.fill("campaigns.plan.first", str(today + timedelta(days=1)))
    room.fill("campaigns.plan.last", str(today + timedelta(days=28)))
    room.fill("campaigns.plan.goals.actions", "8")
    assert "4 rounds" in room.see("campaigns.plan.preview").text()
    assert not await at_rest(room.window, room.see("campaigns.form.card"))
    room.key(Key.Key_Return, CONTROL)
    await until(lambda: front(screen, title) is not None)
    found = front(screen, title)
    assert found is not None
    return found


async def test_a_plan_says_what_it_lacks_and_what_was_typed_comes_back(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        screen = await campaigns(room)
        room.key(Key.Key_N)
        await until(lambda: room.find("campaigns.plan.title") is not None)
        room.key(Key.Key_Return, CONTROL)
        assert any("at least one area" in text for text in room.words())
        room.fill("campaigns.plan.last", "2020-01-01")
        room.key(Key.Key_Escape)
        await until(lambda: room.find("campaigns.plan.title") is None)
        room.key(Key.Key_N)
        await until(lambda: room.find("campaigns.plan.last") is not None)
        assert room.see("campaigns.plan.last").text() == "2020-01-01"
        room.see("campaigns.plan.last").clear()
        room.key(Key.Key_Escape)
        found = await plan(room, screen, "老旧电梯安全排查")
        assert (found.state, len(found.rounds), found.lead) == ("planned", 4, LEAD)
        assert (found.kind, found.rhythm) == ("repair", "weeks")
        assert tuple(area.code for area in found.areas) == STREETS
        assert screen.page.goals() == ["Actions closed 0/8 (0%)"]
        # Changed: the form has the plan as it is, and asks why.
        room.key(Key.Key_E)
        await until(lambda: room.find("campaigns.plan.reason") is not None)
        assert room.see("campaigns.plan.goals.actions").text() == "8"
        room.see("campaigns.plan.goals.actions").setText("6")
        room.fill("campaigns.plan.reason", "减少一轮")
        assert not await at_rest(room.window, room.see("campaigns.form.card"))
        room.key(Key.Key_Return, CONTROL)
        await until(lambda: screen.page.goals() == ["Actions closed 0/6 (0%)"])
