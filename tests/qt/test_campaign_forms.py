"""A campaign is planned by keys: what is missing is said, the rounds are shown before, what is typed is kept;
who was second is told."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt

from console.ids import uuid7
from console.selftest import turns
from contract.campaign import action as a
from tests.console_matter import until
from tests.pair.joint_play import LEAD
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Rooms
from tests.qt.test_campaign_screen import STREETS, at, campaigns, planned, shown
from views import words
from views.campaigns.fields import PlanFields

Key = Qt.Key
TITLE = "背街小巷占道经营月度整治"


def month_on(day: date, months: int) -> date:
    """The first day of so many months after a day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


async def test_a_plan_says_what_is_missing_and_which_rounds_it_comes_to(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01")
        screen = await campaigns(duty)
        await until(lambda: screen.count() is not None)
        duty.key(Key.Key_N)
        fields = duty.window.findChild(PlanFields)
        assert isinstance(fields, PlanFields)
        duty.key(Key.Key_Return, CONTROL)
        assert {"title", "kind", "lead", "areas", "first", "last"} <= fields.faults().keys()
        assert not await at_rest(duty.window, duty.see("campaigns.form.card"))
        duty.fill("campaigns.plan.title", TITLE)
        duty.key(Key.Key_Escape)
        duty.key(Key.Key_N)
        again = duty.see("campaigns.plan.title")
        assert again.text() == TITLE
        fields = next(one for one in duty.window.findChildren(PlanFields) if one.isVisible())
        first = month_on(words.local(screen.context.now(), screen.context.reference).date(), 1)
        fields.fill(
            {
                **fields.draft(),
                "kind": "inspection",
                "lead": LEAD,
                "areas": {"areas": list(STREETS)},
                "first": str(first),
                "last": str(month_on(first, 4) - timedelta(days=1)),
                "goals": {"actions": "8"},
            }
        )
        assert "4 rounds" in fields.preview.text()
        await turns(12)
        assert not await at_rest(duty.window, duty.see("campaigns.form.card"))
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: duty.find("campaigns.form.card") is None)
        await until(lambda: screen.page.title.text() == TITLE)
        assert at(screen) == "planned"
        assert [one.startswith("Actions closed 0/8") for one in screen.page.goals()] == [True]
        assert not await at_rest(duty.window)


async def test_a_changed_plan_keeps_what_is_open_and_says_so(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01")
        campaign = await planned(duty.desk, "占道经营月度整治")
        for version, act in ((1, a.StartCampaign()), (2, a.OpenRound(round=2))):
            await duty.desk.campaigns.act(
                a.CampaignAction(action_id=uuid7(), campaign_id=campaign.id, base_version=version, act=act)
            )
        screen = await campaigns(duty)
        await shown(screen, campaign)
        await until(lambda: at(screen) == "running")
        screen.begin("campaign_change")
        fields = next(one for one in duty.window.findChildren(PlanFields) if one.isVisible())
        # The form takes whole days: it may come to a round more than a plan that begins within one.
        assert fields.preview.text().startswith("Up to round 2 as it is, then ")
        second = words.local(campaign.rounds[1].at, screen.context.reference).date()
        fields.fill({**fields.draft(), "last": str(second)})
        assert fields.preview.text() == "Up to round 2 as it is, and no further one"
        assert "last" not in fields.faults()
        fields.fill({**fields.draft(), "last": str(second + timedelta(days=2)), "reason": "提前结束"})
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: duty.find("campaigns.form.card") is None)

        def numbers() -> list[int]:
            detail = screen.page.detail
            return [one.n for one in detail.campaign.rounds] if detail is not None else []

        await until(lambda: numbers() == [1, 2, 3])


async def test_who_is_second_is_told_and_keeps_what_was_typed(rooms: Rooms) -> None:
    async with rooms as open_room:
        duty = await open_room("duty01")
        campaign = await planned(duty.desk, "燃气安全隐患排查")
        screen = await campaigns(duty)
        await shown(screen, campaign)
        duty.key(Key.Key_X)
        duty.fill("campaigns.form.words", "与专项行动重复")
        first = a.CampaignAction(
            action_id=uuid7(), campaign_id=campaign.id, base_version=1, act=a.StartCampaign()
        )
        await duty.desk.campaigns.act(first)
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: "As it is now" in duty.see("campaigns.form.told").text())
        assert duty.see("campaigns.form.words").toPlainText() == "与专项行动重复"
        duty.key(Key.Key_Return, CONTROL)
        await until(lambda: duty.find("campaigns.form.card") is None)
        await until(lambda: at(screen) == "called_off")
