"""Whose a joint action is, in SQL and in the contract; how the feed brings it and takes it away."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from sqlalchemy import insert, select

from backend.service.channel import scope_of, seen
from backend.service.joint.reading import joints_in_scope
from backend.service.missed import Portions
from backend.service.scope import joined
from backend.service.steps import FeedRow
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.action import Report
from contract.clock import DAY
from contract.feed import Batch, Snapshot
from contract.joint import action as j
from contract.joint.joint import Joint, Origin, in_joint_scope
from contract.joint.party import Party
from tests.backend.joint.play import LEAD, Cast, approve
from tests.backend.running import DISTRICT, GRID, RunningBackend
from tests.backend.test_races import follow, head_of, paged, played
from tests.backend.test_store import ACTORS, PATHS


def joint(n: int, area_path: str, unit_path: str) -> Joint:
    # Every third has one department, every fifth another.
    paths = [PATHS[-1 - n % 4]] * (n % 3 == 0) + [PATHS[-1 - n % 3]] * (n % 5 == 0)
    return Joint(
        id=f"j{n}",
        district=DISTRICT,
        number=f"N{n}",
        version=1,
        seq=n,
        state="proposed",
        kind="repair",
        title="x",
        origin=Origin(way="whistle", by="x", name="x", role="seat", at=0, reason="x", unit_path=unit_path),
        changed_at=0,
        area_path=area_path,
        parties=tuple(Party(unit=path, unit_path=path, unit_name=path) for path in paths),
    )


JOINTS = [joint(n, area, unit) for n, (area, unit) in enumerate((a, u) for a in PATHS for u in PATHS)]


def row(one: Joint) -> dict[str, Any]:
    return {
        "district": one.district,
        "id": one.id,
        "number": one.number,
        "version": 1,
        "seq": one.seq,
        "area_path": one.area_path,
        "unit_path": one.origin.unit_path,
        "shared_paths": joined(one.shared_with()),
        "proposed_at": 0,
        "entries": 0,
        "told": b"\x90",
        "row": msgspec.msgpack.encode(one),
    }


def event(one: Joint) -> FeedRow:
    return FeedRow(
        seq=one.seq,
        at=0,
        kind="joint",
        ticket=one.id,
        area_path=one.area_path,
        unit_path=one.origin.unit_path,
        shared_paths=joined(one.shared_with()),
        body=b"{}",
    )


def test_scope_in_sql_and_feed_is_scope_in_the_contract(url: str) -> None:
    actors: list[Actor] = []

    @settings(max_examples=200)
    @given(ACTORS)
    def draw(actor: Actor) -> None:
        actors.append(actor)

    async def look() -> None:
        store = Store(url)
        try:
            await store.migrate()
            async with store.write() as connection:
                await connection.execute(insert(t.joint), [row(one) for one in JOINTS])
            for actor in actors:
                own = {one.id for one in JOINTS if in_joint_scope(one, actor)}
                async with store.read() as connection:
                    found = await connection.scalars(select(t.joint.c.id).where(joints_in_scope(actor)))
                    assert set(found) == own, actor
                if actor.district == DISTRICT:
                    told = {one.id for one in JOINTS if seen(scope_of(actor), event(one)) is not None}
                    assert told == own, actor
        finally:
            await store.close()

    draw()
    asyncio.run(look())


def laid(batches: list[Batch]) -> dict[tuple[bool, str], Any]:
    """Rows as the events leave them; None for one that has gone."""
    rows: dict[tuple[bool, str], Any] = {}
    for batch in batches:
        for one in batch.events:
            rows["joint" in one.kind, one.id or (one.ticket.id if one.ticket else "")] = (
                one.joint or one.ticket
            )
    return rows


LOGINS = ("seat01", "s-T-S1", "s-T-S2", "u-T-D-CG", "u-T-S2-ZF", "u-T-D-ZJ", "g-990001001001-01")


def test_it_leaves_a_scope_and_what_was_overtaken_is_left_out(
    cast: Cast, backend: RunningBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit that was to take something over, and then was not, sees it no more; a ticket of the same id as a
    joint action's is another matter."""
    start = head_of(backend)
    other = cast.units["T-S2-ZF"]
    one = cast.duty.done(cast.street.proposed(), approve(LEAD))
    one = cast.duty.done(one, j.Call())
    ticket = Report(channel="hotline", title="夜间施工噪音", area=GRID)
    backend.seat("seat01").done(one.id, 0, ticket)
    for caller, act in (
        (cast.lead, j.JointSignIn()),
        (cast.lead, j.JointArrive(people=1)),
        (cast.lead, j.Muster()),
        (cast.lead, j.Plan(minutes="分工")),
    ):
        one = caller.done(one, act)
    assert other.seat.get(f"/api/joints/{one.id}").status_code == 404
    one = cast.lead.done(one, j.Agree(outcome="drawn", text="移交看护", unit="T-S2-ZF"))
    assert other.detail(one.id).joint == one
    one = cast.lead.done(one, j.Agree(outcome="drawn", text="移交看护", unit="T-D-ZJ"))
    assert other.seat.get(f"/api/joints/{one.id}").status_code == 404
    one = cast.lead.done(one, j.Say(note="已告知"))
    end = head_of(backend)
    whole = paged(backend, "u-T-S2-ZF", start, end)
    assert [e.kind for b in whole for e in b.events] == ["joint", "joint_gone"]
    monkeypatch.setattr(backend.services.broker, "portions", Portions(window=5, batch=2, missed=3))
    for login in LOGINS:
        token = backend.token(login)
        left = played(follow(backend.url, token, start, end))
        assert laid(left) == laid(paged(backend, login, start, end)), login
    monkeypatch.setattr(backend.services.broker, "portions", Portions(batch=4, missed=3))
    left = played(follow(backend.url, backend.token("seat01"), start, end))
    kinds = [e.kind for b in left for e in b.events if e.kind != "seat"]
    assert sorted(kinds) == ["joint", "ticket"]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_one_that_ended_long_ago_leaves_every_console(cast: Cast, backend: RunningBackend) -> None:
    one = cast.duty.done(cast.street.proposed(), j.RefuseJoint(reason="街道自行处置"))
    young = cast.street.proposed()
    backend.clock.move(round(backend.settings.ended_days * DAY) + DAY)
    backend.forget_sessions()
    again = Cast(backend)
    start = head_of(backend)
    backend.run(backend.services.housekeeping.tidy(DISTRICT))
    assert backend.run(backend.services.broker.reach(DISTRICT, start + 1, 10.0))
    events = [e for b in paged(backend, "s-T-S1", start, head_of(backend)) for e in b.events]
    assert ("joint_gone", one.id) in [(e.kind, e.id) for e in events]
    shown = msgspec.msgpack.decode(again.duty.seat.get("/api/snapshot").content, type=Snapshot)
    ids = {held.id for held in shown.joints}
    assert one.id not in ids
    assert young.id in ids
    assert again.street.detail(one.id).joint == one
    head = head_of(backend)
    backend.run(backend.services.housekeeping.tidy(DISTRICT))
    # What falls due of the young one while this runs is told, too; who left is told once.
    later = [e for b in paged(backend, "s-T-S1", head, head_of(backend)) for e in b.events]
    assert "joint_gone" not in [e.kind for e in later]
    again.sound()
