"""What falls due beside the plain way: the end of a suspension, the reply to a supervision, a part."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from sqlalchemy import select

from backend.store import tables as t
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE
from contract.feed import Entry
from tests.backend.falling_play import Play, opened, played
from tests.backend.running import DISTRICT, UNIT


async def suspended(it: Play, until: int) -> str:
    """A ticket at its unit whose clocks stand until an instant (version 6)."""
    ticket = await it.dispatch()
    asked = a.Suspend(outcome="asked", cause="outside", until=until, reason="等待停电检修")
    await it.act(ticket, 4, asked, f"u-{UNIT}")
    await it.act(ticket, 5, a.Suspend(outcome="approved"), "duty01")
    return ticket


def test_a_suspended_ticket_goes_on_at_its_end_by_itself(url: str, tmp_path: Path) -> None:
    """As of that instant, however late it is found; once, though two replicas come to it."""

    async def play() -> None:
        async with opened(url, tmp_path, replicas=1 if url.startswith("sqlite") else 2) as it:
            start = it.clock.now()
            until = start + 6 * HOUR
            ticket = await suspended(it, until)
            before = await it.row(ticket)
            assert (before.state, before.version) == ("suspended", 6)
            it.clock.move(5 * HOUR)
            await it.look()
            assert (await it.row(ticket), await it.due(ticket)) == (before, [])
            it.clock.move(HOUR + 7 * MINUTE)
            await asyncio.gather(*(services.scheduler.look(DISTRICT) for services in it.replicas))
            after = await it.row(ticket)
            assert (after.state, after.version, after.changed_at) == ("dispatched", 7, until)
            assert after.beside.suspension is None
            assert after.responsibility is not None
            assert after.responsibility.running_since == until
            assert after.responsibility.pauses == ((start, until),)
            e = t.entry.c
            query = select(e.body).where(e.ticket == ticket, e.action == "resume")
            async with it.one.store.read() as connection:
                (body,) = await connection.scalars(query)
            entry = msgspec.msgpack.decode(body, type=Entry)
            assert (entry.by, entry.role, entry.at, entry.late) == ("system", "system", until, True)
            assert entry.received_at == it.clock.now()
            # What then falls due by the moved instants is told.
            assert after.stage is not None
            assert after.stage.due_at is not None
            it.clock.move(after.stage.due_at - it.clock.now())
            await it.look()
            assert (after.stage.name, "past", after.stage.due_at) in await it.told(ticket)
            await it.sound()

    played(play())


def test_a_ticket_that_somebody_resumed_is_left_alone(plain: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await suspended(it, it.clock.now() + 6 * HOUR)
            it.clock.move(HOUR)
            await it.act(ticket, 6, a.Resume(), "duty01")
            it.clock.move(6 * HOUR)
            await it.look()
            assert (await it.row(ticket)).version == 7
            await it.sound()

    played(play())


def test_a_supervision_that_is_not_answered_in_time_is_told(plain: str, tmp_path: Path) -> None:
    """Once its reply is due, and then in working time; no more once it is answered or lifted."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            start = it.clock.now()
            answered, silent = await it.dispatch(), await it.dispatch()
            due = start + 2 * HOUR
            for ticket in (answered, silent):
                ordered = a.Supervise(outcome="ordered", kind="leader", reply_due=due, reason="请今日办结")
                await it.act(ticket, (await it.row(ticket)).version, ordered, "leader01")
            reply = a.Supervise(outcome="replied", result="已派人")
            await it.act(answered, (await it.row(answered)).version, reply, f"u-{UNIT}")
            it.clock.move(2 * HOUR)
            await it.look()
            assert [one for one in await it.told(answered) if one[0] == "reply"] == []
            assert [one for one in await it.told(silent) if one[0] == "reply"] == [("reply", "past", due)]
            # Eleven o'clock: an hour to the break, then three of the afternoon.
            it.clock.move(6 * HOUR)
            await it.look()
            told = [one for one in await it.told(silent) if one[0] == "reply"]
            assert told[1:] == [("reply", "reminder", due + 6 * HOUR)]
            lifted = a.Supervise(outcome="lifted")
            await it.act(silent, (await it.row(silent)).version, lifted, "leader01")
            it.clock.move(3 * DAY)
            await it.look()
            assert len([one for one in await it.told(silent) if one[0] == "reply"]) == 2
            await it.sound()

    played(play())


def test_what_is_closed_owes_no_reply(plain: str, tmp_path: Path) -> None:
    """Nobody could give it any more."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket, handler = await it.dispatch(), f"u-{UNIT}"
            due = it.clock.now() + 2 * HOUR
            ordered = a.Supervise(outcome="ordered", kind="leader", reply_due=due, reason="请今日办结")
            steps: list[tuple[a.Act, str]] = [
                (ordered, "leader01"),
                (a.SignIn(), handler),
                (a.Handle(result="已劝离"), handler),
                (a.Verify(), "seat01"),
                (a.Close(), "seat01"),
            ]
            for act, login in steps:
                await it.act(ticket, (await it.row(ticket)).version, act, login)
            it.clock.move(3 * DAY)
            await it.look()
            assert "reply" not in {clock for clock, _, _ in await it.told(ticket)}
            await it.sound()

    played(play())


def test_a_part_of_another_unit_falls_due_by_itself(plain: str, tmp_path: Path) -> None:
    """The timeline says whose part it is; a part that is withdrawn falls due no more."""

    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            kept, withdrawn = await it.dispatch(), await it.dispatch()
            until = it.clock.now() + 5 * HOUR
            given = a.Share(outcome="given", unit="T-S2-ZF", task="配合封路", until=until)
            for ticket in (kept, withdrawn):
                await it.act(ticket, 4, given)
            gone = a.Share(outcome="withdrawn", unit="T-S2-ZF", reason="不再需要")
            await it.act(withdrawn, 5, gone)
            it.clock.move(5 * HOUR)
            await it.look()
            clock = "part:T-S2-ZF"
            entries = [e for e in await it.due(kept) if e.clock == clock]
            assert [(e.outcome, e.at) for e in entries] == [("near", until - HOUR), ("past", until)]
            (part,) = (await it.row(kept)).beside.parts
            assert {e.words for e in entries} == {part.unit_name}
            assert clock not in {e.clock for e in await it.due(withdrawn)}
            await it.sound()

    played(play())
