"""An hour without the backend: 200 acts, a restart between, and 20 of the tickets have moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract import action as a
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_way import GRID, settled, state

FIVE = (
    a.Accept(),
    a.File(item="1-1-01", area=GRID),
    a.Dispatch(unit="T-S1-ZF"),
    a.Redispatch(unit="T-S2-ZF"),
    a.Recall(),
)


@pytest.mark.parametrize("backend", ["own"], indirect=True)
@pytest.mark.parametrize(
    ("singles", "moving", "lost"), [(195, 20, False), (45, 5, True)], ids=["answers-come", "answers-lost"]
)
async def test_an_hour_off_line(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], singles: int, moving: int, lost: bool
) -> None:
    """`singles` tickets get one act each, one ticket gets five; `moving` of the singles move meanwhile."""
    clerk = person("seat02")
    single = [clerk.report(f"单件 {n}", area=GRID) for n in range(singles)]
    five = clerk.report("五步", area=GRID)
    seat = await open_desk("seat01")
    await until(lambda: seat.store.count() == singles + 1, 30)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    share = singles // 10
    for n, act in enumerate(FIVE):
        seat.submit(five, act)
        for ticket_id in single[n * share : (n + 1) * share]:
            seat.submit(ticket_id, a.Accept())
    await seat.close()
    seat = await open_desk()
    await seat.log_in("seat01", PASSWORD)
    assert len(seat.outbox) == 5 + 5 * share
    assert state(seat, five) == "dispatched6*"
    for ticket_id in single[5 * share :]:
        seat.submit(ticket_id, a.Accept())
    assert len(seat.outbox) == singles + 5
    moved = single[share : share + moving]
    for ticket_id in moved:
        clerk.act(ticket_id, 1, action="refuse", reason="不属本区")
    wire.lose_every_other = lost
    wire.mend()
    await until(
        lambda: len(seat.outbox) == moving and all(row.state == "conflict" for row in seat.outbox), 120
    )
    assert {row.ticket_id for row in seat.outbox} == set(moved)
    assert state(seat, five) == "dispatched6"
    assert clerk.done(five) == ["report", "accept", "file", "dispatch", "redispatch", "recall"]
    for ticket_id in single:
        wanted = "refused" if ticket_id in moved else "accepted"
        assert clerk.done(ticket_id) == ["report", "refuse" if ticket_id in moved else "accept"]
        assert state(seat, ticket_id) == f"{wanted}2"
    for row in seat.outbox:
        seat.drop(row.action_id)
    await settled(seat)
