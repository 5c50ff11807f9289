"""An alarm becomes a visit, and goes up a level by rule where nobody confirms it in time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused
from backend.service.scheduler import Scheduler, falling
from backend.service.steps import Done, Pending
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE
from tests.backend.falling_play import played, when
from tests.backend.running import DISTRICT, GRID, ORIGIN

from .play import CENTRE, CENTRE_1, CONFIRM, ITEM, SIGN_IN, STATION, WORKER, opened, visit_of


def test_it_is_filed_and_sent_at_once(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            start = it.clock.now()
            told = await it.alarm(since=it.moment(26 * HOUR))
            assert (told.news, told.state) == ("opened", "dispatched")
            ticket = await it.of(told)
            assert (ticket.state, ticket.unit, ticket.item, ticket.area) == (
                "dispatched",
                STATION,
                ITEM,
                GRID,
            )
            assert ticket.stage is not None
            assert (ticket.stage.name, ticket.stage.due_at) == ("sign_in", start + SIGN_IN)
            visit = visit_of(ticket)
            assert (visit.device, visit.measure, visit.since) == ("M-0001", 26.0, start - 26 * HOUR)
            (asked,) = visit.asked
            assert (asked.level, asked.unit, asked.next_at) == ("grid", STATION, start + SIGN_IN)
            lines = await it.lines(ticket.id)
            assert [(e.action, e.role) for e in lines] == [
                ("report", "channel"),
                ("accept", "system"),
                ("file", "system"),
                ("dispatch", "system"),
            ]
            await it.sound()

    played(play())


def test_up_the_ladder_to_the_top_and_no_further(url: str, tmp_path: Path) -> None:
    """Each step once, each with its own time, its reason in both languages; off hours and on holidays."""

    async def play() -> None:
        # The first night of the National Day holidays: no working minute anywhere near.
        async with opened(url, tmp_path, origin=1_790_784_000_000) as it:
            ticket = await it.of(await it.alarm())
            at, before = it.clock.now(), ""
            for level, unit, after in (
                ("community", STATION, SIGN_IN),
                ("street", CENTRE_1, 5 * MINUTE),
                ("district", CENTRE, 5 * MINUTE),
            ):
                it.clock.move(after - 1)
                await it.look()
                assert (await it.row(ticket.id)).beside.level == before
                it.clock.move(1)
                at += after
                for _ in range(2):
                    await it.look()
                row = await it.row(ticket.id)
                assert (row.state, row.beside.level, row.unit) == ("dispatched", level, unit)
                assert row.stage is not None
                assert row.stage.due_at == at + 5 * MINUTE
                before = level
            it.clock.move(3 * HOUR)
            await it.look()
            row = await it.row(ticket.id)
            assert (row.beside.level, row.beside.escalations) == ("district", 3)
            asked = visit_of(row).asked
            assert [one.level for one in asked] == ["grid", "community", "street", "district"]
            assert [one.next_at for one in asked] == [None] * 4
            lines = [e for e in await it.lines(ticket.id) if e.action == "escalate"]
            assert len(lines) == 3
            assert lines[0].words.split("\n") == [
                "网格（社区11服务站）10分钟内未签收，自动提级至社区",
                "grid (Station 11) did not sign in within 10 minutes: passed up to the community by rule",
            ]
            past = [e for e in await it.due(ticket.id) if (e.clock, e.outcome) == ("sign_in", "past")]
            assert len(past) == 4
            await it.sound()

    played(play())


def test_who_signs_in_has_the_time_to_be_there(url: str, tmp_path: Path) -> None:
    """Signed in stops the first limit, being there the second; then nothing goes up any more."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            slow, quick = await it.of(await it.alarm("M-1")), await it.of(await it.alarm("M-2"))
            it.clock.move(9 * MINUTE)
            for ticket in (slow, quick):
                await it.act(ticket.id, 4, a.SignIn(), WORKER)
            row = await it.row(quick.id)
            assert row.stage is not None
            assert (row.stage.name, row.stage.due_at) == ("arrive", it.clock.now() + CONFIRM)
            assert visit_of(row).asked[-1].taken_by == "东门 01-01网格员"
            it.clock.move(CONFIRM - MINUTE)
            await it.act(quick.id, 5, a.Arrive(), WORKER)
            it.clock.move(MINUTE)
            await it.look()
            row = await it.row(slow.id)
            assert (row.state, row.beside.level) == ("dispatched", "community")
            reason = next(e.words for e in await it.lines(slow.id) if e.action == "escalate")
            assert "签收后未到场确认" in reason
            it.clock.move(DAY)
            await it.look()
            row = await it.row(quick.id)
            assert (row.state, row.beside.level, visit_of(row).asked[-1].next_at) == ("on_site", "", None)
            with pytest.raises(ServiceRefused, match="say what the visit found"):
                await it.act(quick.id, 6, a.Handle(result="老人在家，身体无恙"), WORKER)
            await it.act(quick.id, 6, a.Handle(result="老人在家，身体无恙", visit="well"), WORKER)
            row = await it.row(quick.id)
            assert (row.state, visit_of(row).outcome) == ("handled", "well")
            with pytest.raises(ServiceRefused, match="nobody verifies what they handled"):
                await it.act(quick.id, 7, a.Verify(), WORKER)
            await it.act(quick.id, 7, a.Verify())
            await it.sound()

    played(play())


def test_a_person_in_between_stops_it(url: str, tmp_path: Path) -> None:
    """Given back, suspended, closed by force: none goes up by itself; sent on by a person, it counts anew."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            back, held = await it.of(await it.alarm("M-1")), await it.of(await it.alarm("M-2"))
            handler = f"u-{STATION}"
            await it.act(back.id, 4, a.Return(reason="已搬走"), handler)
            until = it.clock.now() + DAY
            asked = a.Suspend(outcome="asked", cause="outside", until=until, reason="等家属开门")
            await it.act(held.id, 4, asked, handler)
            await it.act(held.id, 5, a.Suspend(outcome="approved"), "duty01")
            it.clock.move(3 * HOUR)
            await it.look()
            row = await it.row(back.id)
            assert (row.state, row.beside.level, visit_of(row).asked[-1].next_at) == ("returned", "", None)
            assert (await it.row(held.id)).state == "suspended"
            await it.act(back.id, 5, a.Redispatch(unit=CENTRE_1))
            row = await it.row(back.id)
            assert visit_of(row).asked[-1].by_rule is False
            assert visit_of(row).asked[-1].next_at == it.clock.now() + SIGN_IN
            it.clock.move(SIGN_IN)
            await it.look()
            assert (await it.row(back.id)).beside.level == "community"
            await it.sound()

    played(play())


def test_what_a_unit_lacks_stays_with_who_arbitrates(url: str, tmp_path: Path) -> None:
    """A level whose unit is not there: it goes up, and the centre decides whose it is."""

    async def play() -> None:
        ladder = (
            "\n[alarms.no_electricity]\nzh='断电'\nen='No power'\nitem='10-1-09'\n"
            "measure={zh='未用电',en='nothing used for'}\nunit={zh='小时',en='h'}\n"
            "steps=[{level='grid',role='community_station',sign_in='10 minutes',confirm='30 minutes'},"
            "{level='community',role='rescue',sign_in='10 minutes',confirm='30 minutes'}]\n"
        )
        async with opened(url, tmp_path, ladder=ladder) as it:
            ticket = await it.of(await it.alarm())
            it.clock.move(SIGN_IN)
            await it.look()
            row = await it.row(ticket.id)
            assert (row.state, row.beside.level, visit_of(row).asked[-1].next_at) == (
                "escalated",
                "community",
                None,
            )
            it.clock.move(HOUR)
            await it.look()
            assert (await it.row(ticket.id)).version == row.version
            await it.sound()

    played(play())


def test_several_replicas_take_each_step_once(url: str, tmp_path: Path) -> None:
    """Many alarms at one instant, three replicas awake: every ticket goes up exactly once."""
    many, replicas = 40, 1 if url.startswith("sqlite") else 3

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            for services in it.replicas:
                services.scheduler.at_once = 7
            told = await asyncio.gather(*(it.alarm(f"M-{n}") for n in range(many)))
            ids = [(await it.of(one)).id for one in told]
            it.clock.move(SIGN_IN)

            await it.until_raised(ids, "community")
            for services in it.replicas:
                await services.scheduler.look(it.accounts["seat01"].district)
            for id_ in ids:
                assert [e.action for e in await it.lines(id_)].count("escalate") == 1
                assert (await it.row(id_)).beside.escalations == 1
            await it.sound()

    played(play())


class Stuck(msgspec.Struct, frozen=True):
    """By rule, nothing can be done about these tickets."""

    tickets: tuple[str, ...]

    @property
    def key(self) -> str:
        return ""

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        pass

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        return Done(200, msgspec.json.encode(self.tickets))


def test_those_that_cannot_go_up_hold_nobody_else_back(url: str, tmp_path: Path) -> None:
    """More of them than are taken at once stand first in line; what falls due behind them is told."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            stuck = {(await it.of(await it.alarm(f"M-{n}"))).id for n in range(5)}
            it.clock.move(1)
            plain = {await it.dispatch() for _ in range(5)}
            it.clock.move(12 * HOUR)
            one = it.one
            scheduler = Scheduler(one.store, one.references, one.writer, it.clock, Stuck)
            scheduler.at_once = 2
            await scheduler.look(DISTRICT)
            async with one.store.read() as connection:
                waiting = (await connection.execute(falling(DISTRICT, it.clock.now(), 100))).all()
            assert {row.id for row in waiting} == stuck
            assert all([any(e.action == "due" for e in await it.lines(id_)) for id_ in plain])

    played(play())


def test_a_late_confirmation_and_the_rule_race(url: str, tmp_path: Path) -> None:
    """Of a sign-in and the step up that meet, one comes first; the other is told, and nothing is lost."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            ids = [(await it.of(await it.alarm(f"M-{n}"))).id for n in range(12)]
            kinds: set[tuple[str, bool]] = set()
            it.clock.move(SIGN_IN)

            async def sign(id_: str) -> bool:
                try:
                    await it.act(id_, 4, a.SignIn(), WORKER)
                except ServiceRefused as refused:
                    kinds.add((refused.kind, refused.first is not None))
                    return False
                return True

            signed, *_ = await asyncio.gather(
                asyncio.gather(*(sign(id_) for id_ in ids)), it.look(), it.look()
            )
            assert kinds <= {("conflict", True)}
            for id_, was in zip(ids, signed, strict=True):
                row = await it.row(id_)
                if was:
                    assert (row.state, row.beside.level) == ("signed_in", "")
                else:
                    assert (row.state, row.beside.level, row.version) == ("dispatched", "community", 6)
                    # The worker may still go: the visit is the grid's own.
                    await it.act(id_, 6, a.SignIn(), WORKER)
                    assert (await it.row(id_)).state == "signed_in"
            await it.sound()

    played(play())


def test_restarted_in_between_it_goes_on(url: str, tmp_path: Path) -> None:
    """Nothing runs while two limits pass: whoever starts next asks one level, which has its whole time."""

    async def play() -> str:
        async with opened(url, tmp_path) as it:
            return (await it.of(await it.alarm())).id

    id_ = asyncio.run(play())

    async def again() -> None:
        async with opened(url, tmp_path, origin=ORIGIN + HOUR, start=True) as it:
            await it.until(2)
            await it.until_raised([id_], "community")
            row = await it.row(id_)
            assert row.stage is not None
            assert row.stage.due_at == it.clock.now() + 5 * MINUTE
            await it.sound()

    played(again())


def test_it_wakes_by_itself(url: str, tmp_path: Path) -> None:
    """The scheduler sleeps until the limit is used up."""

    async def play() -> None:
        async with opened(url, tmp_path, start=True) as it:
            id_ = (await it.of(await it.alarm())).id
            heard: list[str] = []
            it.one.performer.listeners.append(
                lambda committed: heard.extend(k.after.beside.level for k in committed.taken)
            )
            it.clock.move(SIGN_IN)
            await when(lambda: "community" in heard)
            assert (await it.row(id_)).beside.level == "community"

    played(play())
