"""A round that another calendar moved after the scheduler saw it due stays closed until its new day."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, insert, update

from backend.service.campaign.acting import CampaignStep
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending, system
from backend.store import tables as t
from contract.campaign import action as a
from contract.campaign.campaign import Campaign
from tests.backend.campaign.play import plan
from tests.backend.campaign.test_campaign_replicas import cells, row, sound
from tests.backend.falling_play import Play, opened, played
from tests.backend.running import DISTRICT, new_id


async def on_workdays(it: Play) -> Campaign:
    """A campaign that runs, its rounds on working days."""
    id_ = new_id()
    acts: tuple[a.CampaignAct, ...] = (plan(it.clock.now(), workdays=True), a.StartCampaign())
    for version, act in enumerate(acts):
        action = a.CampaignAction(action_id=new_id(), campaign_id=id_, base_version=version, act=act)
        await it.one.writer.submit(Pending(it.accounts["duty01"], it.clock.now(), CampaignStep(action)))
    return await row(it, id_)


async def off(it: Play, day: str) -> None:
    """A day is off from now on."""
    d, days = t.district, t.calendar_day
    async with it.one.store.write() as connection:
        await connection.execute(delete(days).where(days.c.district == DISTRICT, days.c.day == day))
        await connection.execute(insert(days).values(district=DISTRICT, day=day, working=False))
        await connection.execute(update(d).where(d.c.district == DISTRICT).values(digest=f"off {day}"))


def test_what_was_seen_due_is_looked_at_again(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            seen = await on_workdays(it)
            first = seen.rounds[0]
            it.clock.move(first.at - it.clock.now())
            calendar = it.one.references.get(DISTRICT).reference.calendar
            await off(it, calendar.date_of(calendar.day(first.at)).isoformat())
            act = a.OpenRound(round=first.n)
            action = a.CampaignAction(
                action_id=new_id(), campaign_id=seen.id, base_version=seen.version, act=act
            )
            piece = Pending(system(DISTRICT), it.clock.now(), CampaignStep(action))
            (outcome,) = await it.one.performer.perform(DISTRICT, [piece])
            assert isinstance(outcome, ServiceRefused)
            await it.look()
            after = await row(it, seen.id)
            assert after.rounds[0].at > first.at
            assert await cells(it, seen.id) == []
            it.clock.move(after.rounds[0].at - it.clock.now())
            await it.look()
            assert [n for n, _ in await cells(it, seen.id)] == [1, 1]
            await sound(it)

    played(play())
