"""What falls due becomes an event, once: near, past, reminders, whoever comes to it first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from backend.service.audit import Record
from backend.service.refusal import ServiceRefused
from backend.store import tables as t
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE
from tests.backend.falling_play import ACCEPT, opened, played
from tests.backend.running import GRID, ITEM, UNIT


def test_near_past_and_reminders_at_their_instants(url: str, tmp_path: Path) -> None:
    """Each once, with the instant at which it fell due, by the system; the version stays, the row is sent."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            seq = (await it.row(ticket)).seq
            await it.look()
            assert await it.due() == []
            it.clock.move(12 * MINUTE)
            await it.look()
            await it.look()
            assert await it.told(ticket) == [("accept", "near", start + 12 * MINUTE)]
            it.clock.move(3 * MINUTE)
            await it.look()
            it.clock.move(4 * HOUR - 1)
            await it.look()
            assert len(await it.due()) == 2
            it.clock.move(1)
            await it.look()
            it.clock.move(4 * HOUR)
            await it.look()
            due = start + ACCEPT
            entries = await it.due(ticket)
            assert [(e.outcome, e.nth, e.at, e.due_at, e.late) for e in entries] == [
                ("near", 0, start + 12 * MINUTE, due, False),
                ("past", 0, due, due, False),
                ("reminder", 1, due + 4 * HOUR, due, False),
                ("reminder", 2, due + 8 * HOUR, due, False),
            ]
            assert {(e.by, e.role, e.source, e.target) for e in entries} == {
                ("system", "system", "reported", "reported")
            }
            row = await it.row(ticket)
            assert (row.version, row.seq) == (1, seq + 4)
            f, u = t.feed.c, t.audit.c
            async with it.one.store.read() as connection:
                sent = await connection.scalars(select(f.kind).where(f.ticket == ticket).order_by(f.seq))
                assert list(sent) == ["ticket"] * 5
                bodies = await connection.scalars(select(u.body).where(u.action == "due").order_by(u.n))
                notes = [msgspec.json.decode(body, type=Record).note for body in bodies]
            assert notes == ["accept near", "accept past", "accept reminder 1", "accept reminder 2"]
            # A step ends the clock, and with it what it would have told.
            await it.act(ticket, 1, a.Refuse(reason="不属受理范围"))
            it.clock.move(3 * DAY)
            await it.look()
            assert len(await it.due()) == 4
            await it.sound()

    played(play())


def test_what_was_missed_in_a_long_stop_is_told_once_with_its_instant(plain: str, tmp_path: Path) -> None:
    """Not one reminder for every interval that went by: the last."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            it.clock.move(2 * DAY + HOUR)
            await it.look()
            await it.look()
            due = start + ACCEPT
            entries = await it.due(ticket)
            assert [(e.outcome, e.nth, e.at, e.late) for e in entries] == [
                ("near", 0, start + 12 * MINUTE, True),
                ("past", 0, due, True),
                ("reminder", 1, due + 48 * HOUR, True),
            ]
            assert {e.received_at for e in entries} == {it.clock.now()}
            it.clock.move(4 * HOUR)
            await it.look()
            assert [(e.nth, e.at) for e in await it.due(ticket)][-1] == (2, due + 52 * HOUR)
            await it.sound()

    played(play())


def test_a_step_tells_first_what_fell_due_before_it(plain: str, tmp_path: Path) -> None:
    """The scheduler had not come to it; a step as of an instant before it fell due tells nothing."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            late, early = await it.report(2)
            it.clock.move(20 * MINUTE)
            await it.act(late, 1, a.Refuse(reason="不属受理范围"))
            await it.act(early, 1, a.Refuse(reason="不属受理范围"), done_at=start + 13 * MINUTE)
            assert await it.told(late) == [
                ("accept", "near", start + 12 * MINUTE),
                ("accept", "past", start + ACCEPT),
            ]
            assert await it.told(early) == [("accept", "near", start + 12 * MINUTE)]
            await it.look()
            assert len(await it.due()) == 3
            # A refused step has told nothing.
            (third,) = await it.report()
            it.clock.move(20 * MINUTE)
            with pytest.raises(ServiceRefused, match="was first"):
                await it.act(third, 7, a.Accept())
            assert await it.told(third) == []
            await it.sound()

    played(play())


def test_a_recalled_step_brings_back_no_event_that_was_told(plain: str, tmp_path: Path) -> None:
    """The clock is the same again; what fell due while another ran in its place is told with its instant."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            (ticket,) = await it.report()
            await it.act(ticket, 1, a.Accept())
            it.clock.move(13 * MINUTE)
            await it.look()
            await it.act(ticket, 2, a.File(item=ITEM, area=GRID))
            it.clock.move(5 * MINUTE)
            await it.look()
            await it.act(ticket, 3, a.Recall())
            await it.look()
            assert await it.told(ticket) == [
                ("accept", "near", start + 12 * MINUTE),
                ("accept", "past", start + ACCEPT),
            ]
            await it.sound()

    played(play())


def test_a_clock_that_stands_falls_due_never_and_one_that_goes_on_is_armed_anew(
    plain: str, tmp_path: Path
) -> None:
    """Between `handled` and a rework the responsibility clock stands; its due instant has moved after it."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await it.dispatch()
            handler = f"u-{UNIT}"
            await it.act(ticket, 4, a.SignIn(), handler)
            before = (await it.row(ticket)).responsibility
            assert before is not None
            assert before.due_at is not None
            await it.act(ticket, 5, a.Handle(result="已劝离"), handler)
            it.clock.move(before.due_at - it.clock.now() + HOUR)
            await it.look()
            assert "responsibility" not in {e.clock for e in await it.due(ticket)}
            await it.act(ticket, 6, a.Verify(outcome="failed", reason="仍有噪音"))
            after = (await it.row(ticket)).responsibility
            assert after is not None
            assert after.due_at is not None
            assert after.amber_at is not None
            assert after.due_at > before.due_at
            it.clock.move(after.due_at - it.clock.now())
            await it.look()
            told = [one for one in await it.told(ticket) if one[0] == "responsibility"]
            assert told == [
                ("responsibility", "near", after.amber_at),
                ("responsibility", "past", after.due_at),
            ]
            await it.sound()

    played(play())


def test_an_extension_arms_the_clock_anew(plain: str, tmp_path: Path) -> None:
    """Near was told of the former instant and is told of the new one; past of the new one alone."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await it.dispatch()
            before = (await it.row(ticket)).responsibility
            assert before is not None
            assert before.amber_at is not None
            it.clock.move(before.amber_at - it.clock.now())
            await it.look()
            version = (await it.row(ticket)).version
            asked = a.Extend(outcome="asked", value=1, unit=before.limit.unit, reason="材料未到")
            await it.act(ticket, version, asked, f"u-{UNIT}")
            await it.act(ticket, version + 1, a.Extend(outcome="endorsed"), "duty01")
            await it.act(ticket, version + 2, a.Extend(outcome="approved"), "leader01")
            after = (await it.row(ticket)).responsibility
            assert after is not None
            assert after.amber_at is not None
            assert after.due_at is not None
            assert after.amber_at > before.amber_at
            it.clock.move(after.due_at - it.clock.now())
            await it.look()
            assert [one for one in await it.told(ticket) if one[0] == "responsibility"] == [
                ("responsibility", "near", before.amber_at),
                ("responsibility", "near", after.amber_at),
                ("responsibility", "past", after.due_at),
            ]
            await it.sound()

    played(play())


def test_rows_from_before_are_armed_without_telling_their_past(url: str, tmp_path: Path) -> None:
    """One line of the audit log says how many; what falls due afterwards is told."""

    async def play() -> None:
        async with opened(url, tmp_path) as it:
            overdue = await it.report(30)
            it.clock.move(20 * MINUTE)
            fresh = await it.report(30)
            async with it.one.store.write() as connection:
                # As the migration leaves them.
                await connection.execute(update(t.ticket).values(next_at=None, told=None))
                await connection.execute(update(t.district).values(armed_at=None))
            # One is stepped on before the scheduler comes to it: it is armed by that.
            await it.act(overdue[0], 1, a.Urge(note="请尽快"))
            it.one.scheduler.at_once = 7
            it.clock.move(MINUTE)
            await it.look()
            assert await it.due() == []
            u, now = t.audit.c, it.clock.now()
            async with it.one.store.read() as connection:
                bodies = await connection.scalars(select(u.body).where(u.action == "arm"))
                notes = [msgspec.json.decode(body, type=Record).note for body in bodies]
                assert await connection.scalar(select(t.district.c.armed_at)) == now
            assert notes == ["59 tickets; 29 of them had fallen due before and were not told"]
            it.clock.move(14 * MINUTE)
            await it.look()
            entries = await it.due()
            assert Counter(e.outcome for e in entries) == {"near": 30, "past": 30}
            assert {len(await it.due(ticket)) for ticket in fresh} == {2}
            it.clock.move(4 * HOUR - 14 * MINUTE)
            await it.look()
            assert {tuple(e.nth for e in await it.due(ticket)) for ticket in overdue} == {(1,)}
            await it.sound()

    played(play())
