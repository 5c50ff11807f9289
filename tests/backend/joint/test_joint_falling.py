"""What falls due in a joint action is told once: over steps, restarts and replicas."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from backend.service.joint.acting import JointStep
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.clock import HOUR, MINUTE
from contract.joint import action as j
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from tests.backend.falling_play import WAIT_S, Play, opened, played
from tests.backend.joint.play import LEAD, PLACE, STREET, UNITS, approve, whistle
from tests.backend.running import DISTRICT, ORIGIN

ON_SPOT = j.JointArrive(people=2, lon=PLACE[0], lat=PLACE[1])


class Acting:
    """Joint actions on a play, each act on the row as it stands."""

    def __init__(self, play: Play, joint: str = "") -> None:
        self.play = play
        self.joint = joint or str(uuid.uuid4())

    async def act(self, login: str, act: j.JointAct, *, done_at: int | None = None) -> Joint:
        """One act that must succeed."""
        version = 0 if isinstance(act, j.Propose) else (await self.row()).version
        action = j.JointAction(
            action_id=str(uuid.uuid4()), joint_id=self.joint, base_version=version, act=act, done_at=done_at
        )
        play = self.play
        done: Done = await play.one.writer.submit(
            Pending(play.accounts[login], play.clock.now(), JointStep(action))
        )
        return msgspec.json.decode(done.body, type=j.JointAnswer).joint

    async def row(self) -> Joint:
        """The row as it stands."""
        query = select(t.joint.c.row).where(t.joint.c.district == DISTRICT, t.joint.c.id == self.joint)
        async with self.play.one.store.read() as connection:
            return msgspec.msgpack.decode((await connection.execute(query)).scalar_one(), type=Joint)

    async def called(self) -> Joint:
        """Called, with all clocks begun."""
        await self.act(STREET, whistle())
        await self.act("duty01", approve())
        return await self.act("duty01", j.Call())

    async def due(self) -> list[JointEntry]:
        """What was told of it, in its log's order."""
        e = t.joint_entry.c
        query = select(e.body).where(e.district == DISTRICT, e.joint == self.joint, e.action == "due")
        async with self.play.one.store.read() as connection:
            bodies = await connection.scalars(query.order_by(e.n))
            return [msgspec.msgpack.decode(body, type=JointEntry) for body in bodies]

    async def told(self, outcome: str = "past") -> list[tuple[str, str, int]]:
        """Clock, whose, and how many minutes after the beginning it was past (near, or reminded)."""
        return [
            (e.clock, e.unit, (e.at - ORIGIN) // MINUTE) for e in await self.due() if e.outcome == outcome
        ]


def test_every_clock_is_told_once_with_whose_it_is(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            for unit in UNITS[:3]:
                await one.act(f"u-{unit}", j.JointSignIn())
            it.clock.move(30 * MINUTE)
            await it.look()
            await it.look()
            assert await one.told() == [("sign_in", UNITS[3], 30)]
            before = next(e for e in await one.due() if e.outcome == "past")
            assert (before.due_at, before.by, before.unit_name) == (
                ORIGIN + 30 * MINUTE,
                "system",
                "西河街道综合执法队",
            )
            # Later than due it signs in; nothing is told twice, and its arrival has a clock now.
            await one.act(f"u-{UNITS[3]}", j.JointSignIn())
            for unit in UNITS[:2]:
                await one.act(f"u-{unit}", ON_SPOT)
            it.clock.move(31 * MINUTE)
            await it.look()
            assert await one.told() == [("sign_in", UNITS[3], 30), ("arrive", UNITS[2], 60)]
            await one.act(f"u-{LEAD}", j.Muster())
            watch = j.Safety(outcome="started", minutes=10, people=2)
            await one.act(f"u-{UNITS[1]}", watch)
            it.clock.move(9 * MINUTE)
            await one.act(f"u-{UNITS[1]}", j.Safety(outcome="heard"))
            it.clock.move(9 * MINUTE)
            await it.look()
            assert "safety" not in [clock for clock, _, _ in await one.told()]
            it.clock.move(2 * MINUTE)
            await it.look()
            assert (await one.told())[-1] == ("safety", UNITS[1], 61 + 9 + 10)
            await it.sound()

    played(play())


def test_a_step_that_comes_before_the_scheduler_tells_what_had_fallen_due(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            it.clock.move(40 * MINUTE)
            await one.act(f"u-{LEAD}", j.JointSignIn())
            assert await one.told() == [("sign_in", unit, 30) for unit in UNITS]
            e = t.joint_entry.c
            async with it.one.store.read() as connection:
                last = await connection.scalar(
                    select(e.action).where(e.joint == one.joint).order_by(e.n.desc()).limit(1)
                )
            assert last == "joint_sign_in"
            await it.look()
            assert len(await one.told()) == len(UNITS)
            await it.sound()

    played(play())


def test_a_clock_that_stands_is_not_due(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            it.clock.move(10 * MINUTE)
            await one.act(f"u-{LEAD}", j.JointSignIn())
            await one.act("duty01", j.Stop(reason="暴雨"))
            it.clock.move(2 * HOUR)
            await it.look()
            assert await one.told() == []
            await one.act("duty01", j.Continue())
            it.clock.move(20 * MINUTE)
            await it.look()
            assert await one.told() == [("sign_in", unit, 150) for unit in UNITS[1:]]

    played(play())


def test_what_ended_is_due_no_more(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            one = Acting(it)
            await one.called()
            await one.act("duty01", j.CallOff(reason="险情已解除"))
            it.clock.move(10 * HOUR)
            await it.look()
            assert await one.told() == []
            refused = Acting(it)
            await refused.act(STREET, whistle())
            it.clock.move(31 * MINUTE)
            await it.look()
            assert [clock for clock, _, _ in await refused.told()] == ["approve"]
            await it.sound()

    played(play())


def test_over_replicas_and_restarts_each_is_told_once(url: str, tmp_path: Path) -> None:
    """Many at one instant, the first replica of two ends amid them; an SQLite file has one process."""
    many, replicas = 40, 1 if url.startswith("sqlite") else 2

    async def told(it: Play) -> list[Any]:
        e = t.joint_entry.c
        query = select(e.joint, func.count()).where(e.district == DISTRICT, e.action == "due")
        async with it.one.store.read() as connection:
            return [*(await connection.execute(query.group_by(e.joint)))]

    async def until(it: Play, joints: int) -> None:
        async with asyncio.timeout(WAIT_S):
            while True:
                if len(await told(it)) >= joints:
                    return
                await asyncio.sleep(0.02)

    async def first() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            for services in it.replicas:
                services.scheduler.at_once = 5
            await asyncio.gather(*(Acting(it).act(STREET, whistle()) for _ in range(many)))
            it.clock.move(30 * MINUTE)
            await until(it, many // 4)

    async def second() -> None:
        async with opened(url, tmp_path, replicas=replicas, start=True) as it:
            it.clock.move(30 * MINUTE)
            await until(it, many)
            for services in it.replicas:
                await services.scheduler.look(DISTRICT)
            # Near at twenty-four minutes, past at thirty: each of them once.
            assert Counter(count for _, count in await told(it)) == {2: many}
            await it.sound()

    played(first())
    played(second())


def test_the_scheduler_wakes_by_itself_for_a_joint_action(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path, start=True) as it:
            it.clock.run_at(600.0)
            one = Acting(it)
            await one.act(STREET, whistle())
            async with asyncio.timeout(WAIT_S):
                while True:
                    if await one.told():
                        return
                    await asyncio.sleep(0.02)

    played(play())
