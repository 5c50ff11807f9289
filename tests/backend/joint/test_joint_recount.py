"""Another calendar: the clocks of open joint actions are counted anew, once, and their logs say so."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import select

from backend.store import tables as t
from contract.clock import DAY, Clock, recompute
from contract.joint import action as j
from contract.joint.clocks import clocks_of, recalculated
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from tests.backend.falling_play import opened, played
from tests.backend.joint.play import LEAD, STREET, whistle
from tests.backend.joint.test_joint_falling import Acting
from tests.backend.running import DISTRICT, ORIGIN
from tests.backend.test_calendar_change import NEW_YEAR, announced


def handle(joint: Joint) -> Clock:
    """From the call to the complete evidence, five working days."""
    assert joint.handle is not None
    return joint.handle


def test_a_year_that_is_announced_moves_what_is_open_and_says_so(url: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(url, tmp_path) as it:
            it.clock.move(NEW_YEAR - ORIGIN)
            one, over, waits = Acting(it), Acting(it), Acting(it)
            before = await one.called()
            await over.called()
            ended = await over.act("duty01", j.CallOff(reason="险情已解除"))
            await waits.act(STREET, whistle())
            assert handle(before).provisional
            await announced(it)
            await announced(it)
            after = await one.row()
            calendar = it.one.references.get(DISTRICT).reference.calendar
            due = handle(after).due_at
            assert due is not None
            assert due == recompute(handle(before), calendar).due_at
            assert due == (handle(before).due_at or 0) + DAY
            assert not handle(after).provisional
            assert recalculated(after, calendar) is after
            moved = [
                old.name for old, new in zip(clocks_of(before), clocks_of(after), strict=True) if old != new
            ]
            assert moved == ["handle"]
            assert (after.version, after.entries) == (before.version, before.entries + 1)
            assert await over.row() == ended
            e = t.joint_entry.c
            query = select(e.joint, e.body).where(e.district == DISTRICT, e.action == "calendar")
            async with it.one.store.read() as connection:
                rows = (await connection.execute(query)).all()
            assert [id_ for id_, _ in rows] == [one.joint]
            entry = msgspec.msgpack.decode(rows[0].body, type=JointEntry)
            assert entry.words.startswith("2027年放假安排变更：处置时限 ")
            assert (entry.n, entry.source, entry.target) == (after.entries, "called", "called")
            # People work on by the new calendar, and what falls due is told against the new instant.
            await one.act(f"u-{LEAD}", j.JointSignIn())
            it.clock.move(due - it.clock.now())
            await it.look()
            assert ("handle", due) in [(told.clock, told.at) for told in await one.due()]
            await it.sound()

    played(play())
