"""Supervision by time-out, ordered by the scheduler alone, once in a round, where the profile says so; and
how the clocks of stages are told."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from backend.service.profile import ProfileError, load
from backend.service.refusal import ServiceRefused
from backend.store import tables as t
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE, Limit, ahead
from contract.feed import Entry
from contract.reference import SuperviseRule
from contract.ticket import Ticket
from tests.backend.falling_play import Play, opened, played
from tests.backend.running import DISTRICT, GRID, TINY, UNIT

RULE = '[supervise]\nafter = "2 hours"\nreply = "1 working_days"\n'
STAGED = "9-2-01"


def district_with(folder: Path, more: str = "") -> Path:
    """The tiny district with more in its profile, and one more item whose work has three stages."""
    copied = folder / "district"
    folder.mkdir(exist_ok=True)
    shutil.copytree(TINY, copied)
    with (copied / "profile.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{more}")
    lines = (copied / "catalogue.csv").read_text("utf-8").splitlines()
    head, first = lines[0].split(","), lines[1].split(",")
    row = dict(zip(head, first, strict=True)) | {"code": STAGED, "name_zh": "井盖缺失", "kind": "component"}
    row |= {"make_safe_limit": "1 hours", "repair_limit": "3 hours", "restore_limit": "1 hours"}
    row |= {"handle_limit": "8 hours", "evidence_required": ""}
    head = [*dict.fromkeys([*head, "repair_limit", "restore_limit"])]
    table = [head, *([*line.split(","), "", ""] for line in lines[1:]), [row[name] for name in head]]
    (copied / "catalogue.csv").write_text("\n".join(",".join(cells) for cells in table) + "\n", "utf-8")
    return copied


async def orders(it: Play, ticket: str) -> list[Entry]:
    e = t.entry.c
    query = select(e.body).where(e.district == DISTRICT, e.ticket == ticket, e.action == "supervise")
    async with it.one.store.read() as connection:
        bodies = await connection.scalars(query.order_by(e.n))
        return [msgspec.msgpack.decode(body, type=Entry) for body in bodies]


def due(ticket: Ticket) -> int:
    assert ticket.responsibility is not None
    assert ticket.responsibility.due_at is not None
    return ticket.responsibility.due_at


def test_what_is_past_its_time_is_supervised_once_by_however_many_replicas(url: str, tmp_path: Path) -> None:
    folder = district_with(tmp_path, RULE)

    async def play() -> None:
        replicas = 1 if url.startswith("sqlite") else 3
        async with opened(url, tmp_path, replicas=replicas, profile=folder) as it:

            async def look() -> None:
                await asyncio.gather(*(services.scheduler.look(DISTRICT) for services in it.replicas))

            ticket = await it.dispatch()
            late = due(await it.row(ticket))
            it.clock.move(late + 2 * HOUR - 1 - it.clock.now())
            await look()
            assert await orders(it, ticket) == []
            assert it.one.scheduler is not None
            it.clock.move(1)
            await look()
            await look()
            (entry,) = await orders(it, ticket)
            row, calendar = await it.row(ticket), it.one.references.get(DISTRICT).reference.calendar
            now = it.clock.now()
            reply = ahead(Limit(1, "working_days"), now, 8 * HOUR, calendar)
            assert (entry.by, entry.role, entry.kind, entry.at, entry.until) == (
                "system", "system", "time_out", now, reply,
            )  # fmt: skip
            held = row.beside.supervision
            assert held is not None
            assert (held.kind, held.reply_due, row.beside.timed_out) == ("time_out", reply, True)
            # Answered or lifted, it is not ordered again in this round; its reply falls due like any.
            await it.act(ticket, row.version, a.Supervise(outcome="replied", result="明日完成"), f"u-{UNIT}")
            it.clock.move(5 * DAY)
            await look()
            assert [e.outcome for e in await orders(it, ticket)] == ["ordered", "replied"]
            await it.sound()

    played(play())


def test_long_after_the_time_to_reply_begins_now(plain: str, tmp_path: Path) -> None:
    folder = district_with(tmp_path, RULE)

    async def play() -> None:
        async with opened(plain, tmp_path, profile=folder) as it:
            ticket = await it.dispatch()
            it.clock.move(due(await it.row(ticket)) + 9 * DAY - it.clock.now())
            await it.look()
            (entry,) = await orders(it, ticket)
            assert entry.at == it.clock.now()
            assert entry.until is not None
            assert entry.until > it.clock.now()
            await it.sound()

    played(play())


def test_who_supervises_first_is_the_one(plain: str, tmp_path: Path) -> None:
    """Ordered by a leader after the limit, it needs no rule; ordered before it, the rule waits for the
    reply."""
    folder = district_with(tmp_path, RULE)

    async def play() -> None:
        async with opened(plain, tmp_path, profile=folder) as it:
            one, two = await it.dispatch(), await it.dispatch()
            reply = it.clock.now() + 30 * DAY
            asked = a.Supervise(outcome="ordered", kind="leader", reply_due=reply, reason="请加快办理")
            await it.act(two, 4, asked, "leader01")
            it.clock.move(due(await it.row(one)) + MINUTE - it.clock.now())
            await it.act(one, 4, asked, "leader01")
            it.clock.move(2 * DAY)
            await it.look()
            assert [len(await orders(it, which)) for which in (one, two)] == [1, 1]
            await it.act(two, 5, a.Supervise(outcome="replied", result="在办"), f"u-{UNIT}")
            await it.act(one, 5, a.Supervise(outcome="replied", result="在办"), f"u-{UNIT}")
            await it.look()
            told = [[(e.outcome, e.role) for e in await orders(it, which)] for which in (one, two)]
            assert told == [
                [("ordered", "leader"), ("replied", "handler")],
                [("ordered", "leader"), ("replied", "handler"), ("ordered", "system")],
            ]
            await it.sound()

    played(play())


def test_a_district_without_the_rule_orders_nothing_and_nobody_else_plays_the_system(
    plain: str, tmp_path: Path
) -> None:
    async def play() -> None:
        async with opened(plain, tmp_path) as it:
            ticket = await it.dispatch()
            it.clock.move(due(await it.row(ticket)) + 9 * DAY - it.clock.now())
            await it.look()
            assert await orders(it, ticket) == []
            act = a.Supervise(
                outcome="ordered", kind="time_out", reply_due=it.clock.now() + DAY, reason="超时"
            )
            with pytest.raises(ServiceRefused):
                await it.act(ticket, 4, act, "system")
            await it.sound()

    played(play())


def test_a_profile_says_after_what_time(tmp_path: Path) -> None:
    assert load(TINY).district.supervise is None
    rule = load(district_with(tmp_path / "a", RULE)).district.supervise
    assert rule == SuperviseRule(Limit(2, "hours"), Limit(1, "working_days"))
    assert load(district_with(tmp_path / "b", '[supervise]\nafter = "none"\n')).district.supervise is None
    with pytest.raises(ProfileError, match="supervise: nothing is called before"):
        load(district_with(tmp_path / "c", '[supervise]\nbefore = "1 hours"\n'))


def test_the_stages_of_a_work_are_told_one_after_the_other(plain: str, tmp_path: Path) -> None:
    """Near and past, of the stage that is under way, by the limits of the item, whoever has the ticket."""
    folder = district_with(tmp_path)

    async def play() -> None:
        async with opened(plain, tmp_path, profile=folder) as it:
            (ticket,) = await it.report()
            await it.act(ticket, 1, a.Accept())
            await it.act(ticket, 2, a.File(item=STAGED, area=GRID))
            await it.act(ticket, 3, a.Dispatch(unit=UNIT))
            start = it.clock.now()
            it.clock.move(90 * MINUTE)
            await it.look()
            safe = a.MakeSafe(outcome="done", result="已设围挡")
            await it.act(ticket, 4, safe, f"u-{UNIT}")
            it.clock.move(3 * HOUR)
            await it.look()
            begun = start + 90 * MINUTE
            stages = [one for one in await it.told(ticket) if one[0] in ("make_safe", "repair", "restore")]
            assert stages[:3] == [
                ("make_safe", "near", start + 48 * MINUTE),
                ("make_safe", "past", start + HOUR),
                ("repair", "near", begun + 144 * MINUTE),
            ]
            assert stages[3:] == [("repair", "past", begun + 3 * HOUR)]
            await it.act(ticket, 5, a.Repair(result="已更换井盖"), f"u-{UNIT}")
            row = await it.row(ticket)
            assert row.beside.restore is not None
            assert row.beside.restore.due_at == it.clock.now() + HOUR
            await it.act(ticket, 6, a.SignIn(), f"u-{UNIT}")
            with pytest.raises(ServiceRefused, match="come first"):
                await it.act(ticket, 7, a.Handle(result="已处置"), f"u-{UNIT}")
            await it.sound()

    played(play())
