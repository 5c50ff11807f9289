"""Campaigns on a real backend: planned, started and opened by keys; cells fill as departments act; seats see
each other; off line nothing is offered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console.desk import Desk
from console.ids import uuid7
from contract.campaign import action as a
from contract.campaign.campaign import Campaign, Goal
from contract.clock import DAY
from contract.joint import action as j
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess
from tests.pair.joint_play import LEAD, STREET, state
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.campaigns.naming import NOTHING_YET
from views.campaigns.screen import CampaignScreen
from views.joint.screen import JointScreen

Key = Qt.Key
STREETS = ("990001001", "990001002")


async def planned(desk: Desk, title: str) -> Campaign:
    """A plan of both streets, every second day from tomorrow on."""
    act = a.PlanCampaign(
        kind="inspection",
        title=title,
        lead=LEAD,
        wanted=("T-D-ZJ",),
        areas=STREETS,
        goals=(Goal("actions", 4), Goal("people", 20)),
        from_at=desk.clock.now() + DAY,
        to_at=desk.clock.now() + 9 * DAY,
        every=2,
        rhythm="days",
        workdays=False,
    )
    sent = a.CampaignAction(action_id=uuid7(), campaign_id=uuid7(), act=act)
    return (await desk.campaigns.act(sent)).campaign


async def campaigns(room: Room) -> CampaignScreen:
    """The screen, in front."""
    await room.go("campaigns")
    screen = room.seat.current()
    assert isinstance(screen, CampaignScreen)
    return screen


async def shown(screen: CampaignScreen, campaign: Campaign) -> None:
    """The campaign is in front."""
    screen.show_campaign(campaign.id)

    def there() -> bool:
        detail = screen.page.detail
        return detail is not None and detail.campaign.id == campaign.id

    await until(there)


def at(screen: CampaignScreen) -> str:
    """The state of the campaign in front."""
    return screen.page.detail.campaign.state if screen.page.detail is not None else ""


def text(screen: CampaignScreen, n: str, area: str) -> str:
    """What stands in a round and an area, "" for nothing."""
    cell = screen.page.matrix.cell(n, area)
    return cell.text if cell is not None else ""


def opened(screen: CampaignScreen) -> bool:
    """Whether the first round has its joint action in each area."""
    return NOTHING_YET not in [text(screen, "1", area) for area in STREETS]


async def test_a_round_is_opened_and_its_cells_fill_as_departments_act(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01", profile="duty")
        lead = await open_room(f"u-{LEAD}", profile="lead")
        campaign = await planned(duty.desk, "燃气安全隐患排查")
        beside = await campaigns(lead)
        await shown(beside, campaign)
        screen = await campaigns(duty)
        await shown(screen, campaign)
        assert not await at_rest(duty.window)
        duty.window.activateWindow()
        await until(duty.window.isActiveWindow)
        duty.key(Key.Key_S)
        duty.key(Key.Key_Return, CONTROL)
        # The other seat hears of it from the feed.
        await until(lambda: at(screen) == "running" and at(beside) == "running")
        assert [one.id for one in beside.bar.actions_shown()] == ["campaign_plan", "campaign_note"]
        duty.key(Key.Key_O)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: opened(screen) and opened(beside))
        assert text(screen, "2", STREETS[0]) == NOTHING_YET
        assert not await at_rest(duty.window)
        # Enter on a cell leads to its joint action, its link back.
        duty.key(Key.Key_1)
        screen.page.matrix.select("1", STREETS[0])
        cell = screen.page.cell_at("1", STREETS[0])
        assert cell is not None
        await until(lambda: bool(state(duty.desk, cell.joint)))
        duty.key(Key.Key_Return)
        await until(lambda: isinstance(duty.seat.current(), JointScreen))
        board = duty.seat.current()
        assert isinstance(board, JointScreen)
        await until(lambda: board.page.joint is not None and board.page.joint.id == cell.joint)
        await until(lambda: any(campaign.number in said for said in duty.words()))
        duty.desk.joints.submit(
            cell.joint,
            j.Approve(parties=(j.Named(unit=LEAD, lead=True), j.Named(unit="T-D-ZJ"))),
        )
        duty.key(Key.Key_6)
        await until(lambda: duty.seat.current() is screen)
        assert screen.page.matrix.current() == ("1", STREETS[0])

        before = text(screen, "1", STREETS[0])
        duty.desk.joints.submit(cell.joint, j.Call())
        await until(lambda: "alled" in text(screen, "1", STREETS[0]))
        assert before != text(screen, "1", STREETS[0])
        assert not await at_rest(duty.window)


async def test_a_street_plans_nothing_of_the_centre_and_is_told_so(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01", profile="duty")
        street = await open_room(STREET, profile="street")
        campaign = await planned(duty.desk, "占道经营整治")
        screen = await campaigns(street)
        await shown(screen, campaign)
        assert [one.id for one in screen.bar.actions_shown()] == ["campaign_plan", "campaign_note"]
        screen.begin("campaign_start")
        assert street.find("campaigns.form.card") is None


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_off_line_what_was_known_stays_and_nothing_is_offered(
    rooms: Rooms, backend: BackendProcess
) -> None:
    async with rooms as open_room:
        room = await open_room("duty01")
        other = await planned(room.desk, "占道经营整治")
        campaign = await planned(room.desk, "燃气安全隐患排查")
        screen = await campaigns(room)
        await shown(screen, campaign)
        await until(lambda: bool(screen.page.log.entries()))
        backend.kill()
        await until(lambda: room.desk.connection.link == "offline", 20)
        assert at(screen) == "planned"
        assert not any(one.enabled for one in screen.bar.actions_shown())
        assert "as it was" in screen.says.text()
        room.key(Key.Key_N)
        assert room.find("campaigns.form.card") is None
        # The page is of the campaign under the cursor, also of one that nobody has opened before.
        assert screen.list.select(other.id)
        assert screen.page.title.text() == "占道经营整治"
        assert at(screen) == "planned"
        # What only the centre knows of it is not shown as if there were none.
        assert room.see("campaigns.missing").accessibleName().startswith("Not held here")
        screen.page.show_page("plan")
        assert room.find("campaigns.missing") is None
        screen.page.show_page("log")
        assert room.see("campaigns.missing")
        assert screen.list.select(campaign.id)
        assert room.find("campaigns.missing") is None
        assert screen.page.log.isVisible()
        assert not await at_rest(room.window)
