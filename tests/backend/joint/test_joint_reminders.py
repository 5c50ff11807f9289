"""Near, past and reminders of a joint action's clocks: in order, each once, over stops, steps and replicas;
an older database goes on; a long log is read page by page."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select, update

from backend.service.joint import reading
from backend.service.refusal import ServiceRefused
from backend.store import tables as t
from contract.clock import HOUR, MINUTE
from contract.joint import action as j
from tests.backend.falling_play import WAIT_S, Play, opened, played
from tests.backend.joint.play import LEAD, STREET, UNITS, approve, whistle
from tests.backend.joint.test_joint_falling import Acting
from tests.backend.running import DISTRICT, ORIGIN


async def said(one: Acting, clock: str, unit: str = "") -> list[tuple[str, int, int]]:
    """What was told of a clock: what, after how many minutes, which reminder."""
    due = [e for e in await one.due() if e.clock == clock and (not unit or e.unit == unit)]
    return [(e.outcome, (e.at - ORIGIN) // MINUTE, e.nth) for e in due]


def test_a_clock_is_near_then_past_then_reminds(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            for _ in range(5):
                it.clock.move(30 * MINUTE)
                for _ in range(2):
                    await it.look()
            wanted = [("near", 24, 0), ("past", 30, 0), ("reminder", 90, 1), ("reminder", 150, 2)]
            for unit in UNITS:
                assert await said(one, "sign_in", unit) == wanted
            # The phase that the lead is to end reminds after four hours, and says whose it is.
            assert await said(one, "muster", LEAD) == [("near", 96, 0), ("past", 120, 0)]
            # Who comes late is reminded no more.
            await one.act(f"u-{LEAD}", j.JointSignIn())
            it.clock.move(2 * HOUR)
            await it.look()
            assert await said(one, "sign_in", LEAD) == wanted
            assert (await said(one, "sign_in", UNITS[1]))[-1] == ("reminder", 270, 3), "the last one missed"
            notes = await _audited(it)
            assert f"sign_in {UNITS[1]} reminder 3" in notes
            await it.sound()

    played(play())


def test_people_on_dangerous_ground_remind_every_five_minutes_until_heard(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            await one.act(f"u-{LEAD}", j.JointSignIn())
            await one.act(f"u-{LEAD}", j.JointArrive(people=2))
            await one.act(f"u-{LEAD}", j.Muster())
            await one.act(f"u-{LEAD}", j.Safety(outcome="started", minutes=10, people=2))
            await one.act("duty01", j.Stop(reason="暴雨"))
            for _ in range(4):
                it.clock.move(5 * MINUTE)
                await it.look()
            wanted = [("past", 10, 0), ("reminder", 15, 1), ("reminder", 20, 2)]
            assert await said(one, "safety") == wanted, "nobody says that they are near, and no stop stops it"
            await one.act(f"u-{LEAD}", j.Safety(outcome="heard"))
            it.clock.move(9 * MINUTE)
            await it.look()
            assert await said(one, "safety") == wanted
            it.clock.move(MINUTE)
            await it.look()
            assert await said(one, "safety") == [*wanted, ("past", 30, 0)], "set anew, told anew"
            assert {e.clock for e in await one.due()} == {"safety"}, "the others stand"
            await it.sound()

    played(play())


def test_what_lay_before_a_stop_is_not_told_again(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            it.clock.move(25 * MINUTE)
            await it.look()
            await one.act("duty01", j.Stop(reason="暴雨"))
            it.clock.move(3 * HOUR)
            await it.look()
            await one.act("duty01", j.Continue())
            it.clock.move(5 * MINUTE)
            await it.look()
            assert await said(one, "sign_in", LEAD) == [("near", 24, 0), ("past", 210, 0)]
            it.clock.move(HOUR)
            await it.look()
            assert (await said(one, "sign_in", LEAD))[-1] == ("reminder", 270, 1)
            await it.sound()

    played(play())


def test_an_older_database_goes_on_without_telling_all_anew(url: str, tmp_path: Path) -> None:
    """Rows as the backend before had them: marks of three, and no instant for what is near or reminds."""

    async def before() -> str:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            c = t.joint.c
            marks = [("sign_in", unit, ORIGIN + 30 * MINUTE) for unit in UNITS[:2]]
            async with it.one.store.write() as connection:
                await connection.execute(
                    update(t.joint)
                    .where(c.id == one.joint)
                    .values(told=msgspec.msgpack.encode(marks), next_at=None)
                )
            return one.joint

    async def after(joint: str) -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it, joint)
            it.clock.move(100 * MINUTE)
            await it.look()
            assert await said(one, "sign_in", UNITS[0]) == [], "it was told, its reminder lies in the past"
            assert await said(one, "sign_in", UNITS[2]) == [("past", 30, 0), ("reminder", 90, 1)]
            it.clock.move(50 * MINUTE)
            await it.look()
            assert await said(one, "sign_in", UNITS[0]) == [("reminder", 150, 1)]
            await it.sound()

    joint = played_with(before())
    played(after(joint))


def played_with(work: object) -> str:
    """Runs it and gives what it gives."""
    found: str = asyncio.run(work)  # type: ignore[arg-type]
    return found


def test_two_replicas_tell_each_once(url: str, tmp_path: Path) -> None:
    many, replicas = 12, 1 if url.startswith("sqlite") else 2

    async def play() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            for services in it.replicas:
                services.scheduler.at_once = 3
            await asyncio.gather(*(Acting(it).act(STREET, whistle()) for _ in range(many)))
            # At four hours and a half: near, past and one reminder of the approval, found at one look.
            it.clock.move(4 * HOUR + 30 * MINUTE)
            e = t.joint_entry.c
            query = select(e.joint, e.outcome, func.count()).where(e.district == DISTRICT, e.action == "due")
            async with asyncio.timeout(WAIT_S):
                while True:
                    async with it.one.store.read() as connection:
                        rows = (await connection.execute(query.group_by(e.joint, e.outcome))).all()
                    if sum(count for _, _, count in rows) >= 3 * many:
                        break
                    await asyncio.sleep(0.02)
            for services in it.replicas:
                await services.scheduler.look(DISTRICT)
            async with it.one.store.read() as connection:
                rows = (await connection.execute(query.group_by(e.joint, e.outcome))).all()
            assert Counter(outcome for _, outcome, _ in rows) == {
                "near": many,
                "past": many,
                "reminder": many,
            }
            assert {count for _, _, count in rows} == {1}
            await it.sound()

    played(play())


def test_a_long_log_is_read_page_by_page(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.act(STREET, whistle())
            await one.act("duty01", approve())
            for n in range(10):
                await one.act("duty01", j.Say(note=f"第{n}条"))
            store, duty = it.one.store, it.accounts["duty01"]
            whole = await reading.detail(store, duty, one.joint)
            assert [e.n for e in whole.log] == list(range(1, 13))
            assert whole.before == 0
            seen: list[int] = []
            before: int | None = None
            while before != 0:
                page = await reading.detail(store, duty, one.joint, before=before, lines=5)
                seen = [e.n for e in page.log] + seen
                before = page.before
            assert seen == list(range(1, 13))
            nothing = await reading.detail(store, duty, one.joint, before=1)
            assert (nothing.log, nothing.before) == ((), 0)
            with pytest.raises(ServiceRefused):
                await reading.detail(store, it.accounts["u-T-S2-ZF"], "no-such", before=3)

    played(play())


async def _audited(it: Play) -> str:
    """What the audit log notes of what fell due."""
    c = t.audit.c
    async with it.one.store.read() as connection:
        query = select(c.body).where(c.district == DISTRICT, c.action == "joint_due")
        return "\n".join([bytes(body).decode() for body in await connection.scalars(query)])
