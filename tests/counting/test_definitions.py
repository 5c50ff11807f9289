"""The definitions, one by one, on lives written out by hand and counted by hand."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.service.calendar_import import import_year
from backend.service.clock import SimulatedClock
from backend.service.counting.answering import answer
from backend.service.counting.recount import books, differences, recount
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import actors
from contract import action as a
from contract.account import Actor
from contract.counting import GROUPS, Figures, Period, Rates, rates
from tests.backend.running import DISTRICT, GRID, TINY, UNIT

HOUR = 3_600_000
# Wednesday, 18 November 2026, 09:00 in China: the beginning of every life here.
NINE = round(datetime(2026, 11, 18, 1, 0, tzinfo=UTC).timestamp() * 1000)
DAY = Period(NINE - 9 * HOUR, NINE + 15 * HOUR)
NOISE = "1-1-03"
"""Signed in within 2 working hours, handled within 2 working days."""
OTHER = "T-S2-ZF"


class Town:
    """The tiny district, whose people act when they are told to."""

    def __init__(self, services: Services, people: dict[str, Actor]) -> None:
        self.services = services
        self._people = people
        self._versions: dict[str, int] = {}

    async def do(self, hour: float, login: str, ticket: str, act: a.Act) -> None:
        """Somebody acts, so many hours after nine."""
        at = NINE + round(hour * HOUR)
        action = a.Action(
            action_id=str(uuid.uuid4()),
            ticket_id=ticket,
            base_version=self._versions.get(ticket, 0),
            act=act,
        )
        (outcome,) = await self.services.performer.perform(
            DISTRICT, [Pending(self._people[login], at, action)]
        )
        assert not isinstance(outcome, ServiceRefused), outcome
        assert outcome.ticket is not None
        self._versions[ticket] = outcome.ticket.version

    async def dispatched(self, hour: float, unit: str = UNIT, channel: str = "hotline") -> str:
        """A ticket that is sent to a unit half an hour after it is reported."""
        ticket = str(uuid.uuid4())
        report = a.Report(channel=channel, title="夜间施工噪音", area=GRID)
        await self.do(hour, "seat01", ticket, report)
        await self.do(hour + 0.1, "seat01", ticket, a.Accept())
        await self.do(hour + 0.2, "seat01", ticket, a.File(item=NOISE, area=GRID))
        await self.do(hour + 0.5, "seat01", ticket, a.Dispatch(unit=unit))
        return ticket

    async def handled(self, ticket: str, hour: float, unit: str = UNIT) -> None:
        await self.do(hour, f"u-{unit}", ticket, a.Handle(result="已责令停工"))

    async def closed(self, ticket: str, hour: float) -> None:
        """Verified and closed."""
        await self.do(hour, f"g-{GRID}", ticket, a.Verify(outcome="passed"))
        await self.do(hour + 0.1, "seat01", ticket, a.Close())

    async def figures(
        self, period: Period, hour: float, by: str = "", bounds: str = ""
    ) -> dict[str, Figures]:
        """The figures as known so many hours after nine, which the timelines have told the same."""
        now = NINE + round(hour * HOUR)
        reference = self.services.references.get(DISTRICT).reference
        async with self.services.store.read() as connection:
            assert await differences(connection, reference) == []
            counted = await answer(connection, reference, period, now, by, bounds)
            told = [c async for _, chapters in books(connection, reference) for c in chapters]
        found = {line.code: line.figures for line in counted.lines} if by else {"": counted.total}
        assert counted.rates == rates(counted.total)
        if not bounds:
            over = recount(told, period, now, by)
            assert {code: over.get(code, Figures()) for code in found} == found
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres_url")
    settings = Settings(database=database, files=tmp_path / "files", port=0)
    services = await Services.open(settings, SimulatedClock(NINE, 0))
    try:
        await load_district(services, TINY, demo=True)
        yield Town(services, await actors(services.store, services.references.get(DISTRICT)))
    finally:
        await services.store.close()


def hours(begin: float, end: float) -> Period:
    """A period in hours after nine."""
    return Period(NINE + round(begin * HOUR), NINE + round(end * HOUR))


async def test_a_share_of_nothing_is_none(town: Town) -> None:
    nothing = (await town.figures(DAY, 1))[""]
    assert nothing == Figures()
    assert rates(nothing) == Rates()


async def test_a_plain_life(town: Town) -> None:
    ticket = await town.dispatched(0)
    await town.do(1, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ticket, 2.5)
    await town.closed(ticket, 6)
    await town.do(7, "seat01", ticket, a.Evaluate(satisfaction="basically"))
    (day,) = (await town.figures(DAY, 8)).values()
    assert day == Figures(
        reported=1, accepted=1, filed=1, dispatched=1, due=1, closed=1, closed_in_time=1, verified=1,
        evaluated=1, satisfied=1, handled=1, handling=2 * HOUR, sign_in_due=1, signed_in_in_time=1,
    )  # fmt: skip
    assert rates(day).handling_days == 0.25
    # It belongs to the period in which it was handled, whenever it was closed.
    assert (await town.figures(hours(0, 3), 8))[""].closed == 1
    assert (await town.figures(hours(3, 24), 24))[""].due == 0


async def test_what_is_not_handled_is_due_once_it_is_past_and_in_every_period_until_it_is(town: Town) -> None:
    ticket = await town.dispatched(0)
    # Two working days from 09:30 on Wednesday are used up on Friday at 09:30.
    friday = 48.5
    assert (await town.figures(hours(0, friday), friday))[""].due == 0
    past = (await town.figures(hours(0, friday + 1), friday + 1))[""]
    assert (past.due, past.closed, past.sign_in_due, past.signed_in_in_time) == (1, 0, 1, 0)
    assert (await town.figures(hours(friday + 1, friday + 2), friday + 2))[""].due == 1
    # A period that is not over is judged as of now.
    assert (await town.figures(hours(0, 100), friday))[""].due == 0
    await town.do(friday + 3, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ticket, friday + 4)
    await town.closed(ticket, friday + 5)
    late = (await town.figures(hours(friday + 3, 100), 100))[""]
    assert (late.due, late.closed, late.closed_in_time) == (1, 1, 0)
    assert (late.sign_in_due, late.signed_in_in_time) == (1, 0)
    before = (await town.figures(hours(0, friday + 1), 100))[""]
    assert (before.due, before.closed, before.closed_in_time, before.handled) == (1, 1, 0, 0)


async def test_returns_rework_and_a_new_round(town: Town) -> None:
    ticket = await town.dispatched(0, OTHER)
    await town.do(1, f"u-{OTHER}", ticket, a.Return(reason="不在辖区"))
    await town.do(1.5, "seat01", ticket, a.Redispatch(unit=UNIT))
    await town.do(2, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ticket, 2.5)
    await town.do(5.5, f"g-{GRID}", ticket, a.Verify(outcome="failed", reason="仍有噪音"))
    reworked = (await town.figures(DAY, 6))[""]
    assert (reworked.handled, reworked.due, reworked.verified, reworked.reworked) == (0, 0, 1, 1)
    await town.handled(ticket, 6.5)
    await town.closed(ticket, 7)
    await town.do(7.5, "seat01", ticket, a.Evaluate(satisfaction="not_satisfied"))
    await town.do(8, "duty01", ticket, a.Reopen(reason="不满意"))
    await town.do(8.5, "seat01", ticket, a.Redispatch(unit=UNIT))
    by_unit = await town.figures(DAY, 9, "unit")
    assert {unit: f.dispatched for unit, f in by_unit.items()} == {OTHER: 1, UNIT: 2}
    assert {unit: f.returned for unit, f in by_unit.items()} == {OTHER: 1, UNIT: 0}
    own = by_unit[UNIT]
    assert (own.verified, own.reworked, own.evaluated, own.satisfied) == (2, 1, 1, 0)
    # One round of the two is due; from 09:30 to 12:00 and from 14:00 to 15:30 were worked.
    assert (own.reported, own.due, own.closed, own.handled, own.handling) == (1, 1, 1, 1, 4 * HOUR)


async def test_merged_tickets_are_repeats_and_count_once(town: Town) -> None:
    first, second = await town.dispatched(0), str(uuid.uuid4())
    await town.do(1, "seat01", second, a.Report(channel="app", title="工地又在施工", area=GRID))
    await town.do(1.5, "seat01", second, a.Merge(into=first))
    channels = await town.figures(DAY, 2, "channel")
    assert channels["app"] == Figures(reported=1, repeats=1)
    assert rates(channels["app"]).repeats is None, "nothing was accepted there"
    assert channels["hotline"].repeats == 0
    await town.do(3, "seat01", second, a.Unmerge(reason="不是同一处"))
    assert (await town.figures(DAY, 4, "channel"))["app"] == Figures(reported=1)


async def test_linked_repeats_count_and_go_their_own_way(town: Town) -> None:
    """About what a closed ticket was about: linked, unlinked, linked and recalled, merged at last."""
    first = await town.dispatched(0)
    await town.do(0.6, f"u-{UNIT}", first, a.SignIn())
    await town.handled(first, 0.7)
    await town.closed(first, 0.8)
    again, open_ = str(uuid.uuid4()), await town.dispatched(1)
    await town.do(1, "seat01", again, a.Report(channel="app", title="工地又在施工", area=GRID))
    await town.do(1.1, "seat01", again, a.Accept())
    await town.do(1.5, "seat01", again, a.Link(into=first))
    channels = await town.figures(DAY, 2, "channel")
    assert channels["app"] == Figures(reported=1, accepted=1, repeats=1)
    assert rates(channels["app"]).repeats == 1.0
    await town.do(2.1, "seat01", again, a.Link(outcome="undone", reason="不是同一处"))
    assert (await town.figures(DAY, 3, "channel"))["app"].repeats == 0
    await town.do(3.1, "seat01", again, a.Link(into=first))
    await town.do(3.2, "seat01", again, a.Recall())
    assert (await town.figures(DAY, 4, "channel"))["app"].repeats == 0
    await town.do(4.1, "seat01", again, a.Link(into=first))
    await town.do(4.2, "seat01", again, a.Merge(into=open_))
    assert (await town.figures(DAY, 5, "channel"))["app"].repeats == 1
    await town.do(5.1, "seat01", again, a.Unmerge(reason="不是同一处"))
    assert (await town.figures(DAY, 6, "channel"))["app"].repeats == 1


async def test_what_is_recalled_counts_nowhere(town: Town) -> None:
    ticket = await town.dispatched(0)
    await town.do(0.6, "seat01", ticket, a.Recall())
    assert (await town.figures(DAY, 1))[""] == Figures(reported=1, accepted=1, filed=1)
    await town.do(1, "seat01", ticket, a.Dispatch(unit=UNIT))
    await town.do(1.5, f"u-{UNIT}", ticket, a.Return(reason="不属于我方"))
    await town.do(1.6, f"u-{UNIT}", ticket, a.Recall())
    await town.do(2, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ticket, 2.5)
    await town.do(2.6, f"g-{GRID}", ticket, a.Verify(outcome="failed", reason="看错了"))
    await town.do(2.7, f"g-{GRID}", ticket, a.Recall())
    await town.closed(ticket, 5.5)
    await town.do(6, "seat01", ticket, a.Reopen(reason="误操作"))
    await town.do(6.1, "seat01", ticket, a.Recall())
    (day,) = (await town.figures(DAY, 8)).values()
    assert (day.dispatched, day.returned, day.verified, day.reworked) == (1, 0, 1, 0)
    assert (day.due, day.closed, day.closed_in_time, day.handling) == (1, 1, 1, round(1.5 * HOUR))


async def test_time_that_stands_and_time_that_is_added_do_not_make_late(town: Town) -> None:
    waits, longer = await town.dispatched(0), await town.dispatched(0)
    until = NINE + 72 * HOUR
    for ticket in (waits, longer):
        await town.do(1, f"u-{UNIT}", ticket, a.SignIn())
    suspend = a.Suspend(outcome="asked", cause="outside", until=until, reason="停电")
    await town.do(2, f"u-{UNIT}", waits, suspend)
    await town.do(2.5, "duty01", waits, a.Suspend(outcome="approved"))
    await town.do(72, "seat01", waits, a.Resume())
    await town.do(2, f"u-{UNIT}", longer, a.Extend(outcome="asked", value=2, reason="待料"))
    await town.do(2.5, "duty01", longer, a.Extend(outcome="endorsed"))
    await town.do(3, "leader01", longer, a.Extend(outcome="approved"))
    # Saturday morning: both would have been past on Friday.
    assert (await town.figures(hours(0, 73), 73))[""].due == 0
    for ticket in (waits, longer):
        await town.handled(ticket, 74)
        await town.closed(ticket, 75)
    both = (await town.figures(hours(73, 80), 80))[""]
    assert (both.due, both.closed, both.closed_in_time) == (2, 2, 2)


async def test_a_close_by_force_does_not_take_a_late_one_out_of_the_count(town: Town) -> None:
    in_time, late = await town.dispatched(0), await town.dispatched(0)
    for ticket, hour in ((in_time, 3.0), (late, 50.0)):
        await town.do(hour, "seat01", ticket, a.ForceClose(outcome="asked", reason="已拆除"))
        await town.do(hour + 0.1, "duty01", ticket, a.ForceClose(outcome="endorsed"))
        await town.do(hour + 0.2, "leader01", ticket, a.ForceClose(outcome="approved"))
    first = (await town.figures(hours(0, 40), 60))[""]
    assert (first.due, first.closed) == (0, 0)
    second = (await town.figures(hours(40, 60), 60))[""]
    assert (second.due, second.closed, second.closed_in_time) == (1, 1, 0)
    assert (await town.figures(hours(60, 80), 80))[""].due == 0


async def test_an_appeal_that_is_upheld_makes_a_late_one_count_in_time(town: Town) -> None:
    ticket = await town.dispatched(0)
    await town.do(49, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ticket, 50)
    await town.closed(ticket, 50.5)
    assert (await town.figures(hours(0, 60), 60))[""].closed_in_time == 0
    await town.do(51, f"u-{UNIT}", ticket, a.Appeal(outcome="asked", reason="暴雨"))
    await town.do(52, "duty01", ticket, a.Appeal(outcome="approved", reason="属实"))
    (counted,) = (await town.figures(hours(0, 60), 60)).values()
    assert (counted.due, counted.closed, counted.closed_in_time) == (1, 1, 1)


async def test_what_has_ended_stays_judged_by_the_calendar_of_its_time(town: Town, tmp_path: Path) -> None:
    ended, open_, undecided = await town.dispatched(0), await town.dispatched(0), await town.dispatched(0)
    friday = 48.5
    for ticket in (ended, open_, undecided):
        await town.do(1, f"u-{UNIT}", ticket, a.SignIn())
    await town.handled(ended, friday + 1)
    await town.closed(ended, friday + 2)
    await town.handled(undecided, friday + 1)
    late = (await town.figures(hours(0, friday + 3), friday + 3))[""]
    assert (late.due, late.closed, late.closed_in_time) == (3, 1, 0)
    # Thursday turns out to have been off.
    days = tmp_path / "days.csv"
    days.write_text("2026-11-19,off\n", encoding="utf-8")
    services = town.services
    clock = services.clock
    assert isinstance(clock, SimulatedClock)
    clock.move(round((friday + 4) * HOUR))
    await import_year(services.store, DISTRICT, 2026, days, clock.now())
    await services.references.refresh(DISTRICT)
    assert await services.calendars.through(DISTRICT, 0) == 3, "the closed one is still to be evaluated"
    await services.writer.close()
    await town.closed(undecided, friday + 5)
    after = (await town.figures(hours(0, friday + 6), friday + 6))[""]
    assert (after.due, after.closed, after.closed_in_time) == (2, 2, 1)
    await town.handled(open_, friday + 7)
    await town.closed(open_, friday + 8)
    (all_,) = (await town.figures(hours(0, 80), 80)).values()
    assert (all_.due, all_.closed, all_.closed_in_time) == (3, 3, 2)


async def test_groups_add_up_and_a_street_sees_its_own(town: Town) -> None:
    for hour in range(3):
        ticket = await town.dispatched(hour, (UNIT, OTHER)[hour % 2])
        await town.do(hour + 0.8, f"u-{(UNIT, OTHER)[hour % 2]}", ticket, a.SignIn())
    elsewhere = str(uuid.uuid4())
    await town.do(3, "seat01", elsewhere, a.Report(channel="app", title="路灯不亮", area="990001002"))
    total = (await town.figures(DAY, 9))[""]
    assert total.reported == 4
    for by in GROUPS:
        assert sum(f.reported for f in (await town.figures(DAY, 9, by)).values()) == 4
        assert sum(f.dispatched for f in (await town.figures(DAY, 9, by)).values()) == 3
    assert set(await town.figures(DAY, 9, "street")) == {"990001001", "990001002"}
    own = (await town.figures(DAY, 9, "", f"{DISTRICT}/990001001"))[""]
    assert (own.reported, own.dispatched, own.sign_in_due) == (3, 3, 3)
    other = await town.figures(DAY, 9, "unit", f"{DISTRICT}/990001002")
    assert other == {"": Figures(reported=1)}


def test_days_and_months_begin_at_local_midnight() -> None:
    from contract.calendar import Calendar
    from contract.counting import day_of, days, month

    none = frozenset[object]()
    calendar = Calendar(480, ((480, 720),), days_off=none, made_up=none, known=none)  # type: ignore[arg-type]
    midnight = NINE - 9 * HOUR
    today = day_of(calendar, NINE)
    assert (today.year, today.month, today.day) == (2026, 11, 18)
    assert days(calendar, today, today) == Period(midnight, midnight + 24 * HOUR)
    assert day_of(calendar, midnight - 1) == today - timedelta(days=1)
    assert midnight - 1 not in days(calendar, today, today)
    december = month(calendar, 2026, 12)
    assert month(calendar, 2027, 1).from_at == december.to_at
    assert (december.to_at - december.from_at) == 31 * 24 * HOUR
