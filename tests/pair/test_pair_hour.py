"""An hour without the backend: 200 acts, a restart between, and 20 of the tickets have moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from console.desk import Desk
from contract import action as a
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_faults import SeatProcess, asked
from tests.pair.test_pair_way import GRID, settled, state

SINGLES = 195
MOVING = 20
FIVE = (
    a.Accept(),
    a.File(item="1-1-01", area=GRID),
    a.Dispatch(unit="T-S1-ZF"),
    a.Redispatch(unit="T-S2-ZF"),
    a.Recall(),
)
FIVE_DONE = ["report", "accept", "file", "dispatch", "redispatch", "recall"]
TORN = [150, 900, 40, 2_500]
"""Bytes after which one event stream after the other is torn."""

Submit = Callable[[str, a.Act], object]


class Hour:
    """The tickets: `single` get one act each, `five` gets five; `moved` of the singles move meanwhile."""

    def __init__(self, clerk: Person) -> None:
        self.clerk = clerk
        self.single = [clerk.report(f"单件 {n}", area=GRID) for n in range(SINGLES)]
        self.five = clerk.report("五步", area=GRID)
        self.moved = self.single[19 : 19 + MOVING]

    def _acts(self) -> Iterator[tuple[str, a.Act]]:
        """200 acts, the five among the others."""
        share = SINGLES // 10
        for n, act in enumerate(FIVE):
            yield self.five, act
            for ticket_id in self.single[n * share : (n + 1) * share]:
                yield ticket_id, a.Accept(note=f"离线受理 {ticket_id[-6:]}")
        for ticket_id in self.single[5 * share :]:
            yield ticket_id, a.Accept()

    def halves(self) -> tuple[Sequence[tuple[str, a.Act]], Sequence[tuple[str, a.Act]]]:
        """What is done before the restart and what after."""
        acts = list(self._acts())
        assert len(acts) == 200
        return acts[:100], acts[100:]

    def move(self) -> None:
        """Somebody else is first with 20 of them."""
        for ticket_id in self.moved:
            self.clerk.act(ticket_id, 1, action="refuse", reason="不属本区")

    def check_backend(self) -> None:
        """180 applied in their order and once, 20 as the other left them."""
        assert self.clerk.done(self.five) == FIVE_DONE
        for ticket_id in self.single:
            wanted = "refuse" if ticket_id in self.moved else "accept"
            assert self.clerk.done(ticket_id) == ["report", wanted]

    def is_through(self, rows: Sequence[tuple[str, str]]) -> bool:
        """Whether of (ticket, state) only the conflicts are left, one for each ticket that moved."""
        return (
            len(rows) == MOVING
            and {ticket_id for ticket_id, _ in rows} == set(self.moved)
            and ({stands for _, stands in rows} == {"conflict"})
        )


def rows_of(seat: Desk) -> list[tuple[str, str]]:
    """The outbox as (ticket, state)."""
    return [(row.ticket_id, row.state) for row in seat.outbox]


@pytest.mark.parametrize("backend", ["own", "postgresql"], indirect=True)
@pytest.mark.parametrize("line", ["whole", "answers-lost", "stream-torn"])
async def test_an_hour_off_line(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], line: str
) -> None:
    hour = Hour(person("seat02"))
    before, after = hour.halves()
    seat = await open_desk("seat01")
    await until(lambda: seat.store.count() == SINGLES + 1, 30)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    for ticket_id, act in before:
        seat.submit(ticket_id, act)
    await seat.close()
    seat = await open_desk()
    await seat.log_in("seat01", PASSWORD)
    assert len(seat.outbox) == 100
    assert state(seat, hour.five) == "dispatched6*"
    for ticket_id, act in after:
        seat.submit(ticket_id, act)
    assert len(seat.outbox) == 200
    hour.move()
    wire.lose_each = line == "answers-lost"
    wire.tear = list(TORN) if line == "stream-torn" else []
    wire.mend()
    await until(lambda: hour.is_through(rows_of(seat)), 120)
    hour.check_backend()
    assert state(seat, hour.five) == "dispatched6"
    if line == "answers-lost":
        assert len(wire.lost_keys) >= 200
    if line == "stream-torn":
        await until(lambda: wire.tear == [], 60)
        assert wire.torn_inside > 0
    await until(lambda: all(state(seat, i) == "accepted2" for i in hour.single if i not in hour.moved), 20)
    assert all(state(seat, ticket_id) == "refused2" for ticket_id in hour.moved)
    for row in seat.outbox:
        seat.drop(row.action_id)
    await settled(seat)
    hour.check_backend()


@pytest.mark.parametrize("backend", ["own"], indirect=True)
async def test_an_hour_off_line_and_a_console_killed_while_it_sends(
    backend: BackendProcess, wire: Wire, person: Callable[[str], Person], tmp_path: Path
) -> None:
    """Killed in the hour, and again in the middle of the sending, with answers under way that get lost."""
    hour = Hour(person("seat02"))
    before, after = hour.halves()
    seat = await SeatProcess.start(tmp_path / "seat", wire.url)
    await seat.ask("log_in", login="seat01")

    async def all_here() -> bool:
        return bool((await seat.ask("show", ticket=hour.five))["state"])

    await asked(all_here)
    wire.cut()
    for ticket_id, act in before:
        await seat.ask("submit", ticket=ticket_id, act=msgspec.to_builtins(act))
    await seat.kill()
    seat = await SeatProcess.start(tmp_path / "seat", wire.url)
    await seat.ask("log_in", login="seat01")
    for ticket_id, act in after:
        await seat.ask("submit", ticket=ticket_id, act=msgspec.to_builtins(act))
    assert len((await seat.ask("outbox"))["rows"]) == 200
    hour.move()
    wire.lose_each = True
    wire.mend()
    for left in (150, 70):

        async def so_far(left: int = left, seat: SeatProcess = seat) -> bool:
            return len((await seat.ask("outbox"))["rows"]) <= left

        await asked(so_far, 60)
        await seat.kill()
        seat = await SeatProcess.start(tmp_path / "seat", wire.url)
        await seat.ask("log_in", login="seat01")

    async def through() -> bool:
        rows = (await seat.ask("outbox"))["rows"]
        return len(rows) == MOVING and {how for _, how, _ in rows} == {"conflict"}

    await asked(through, 120)
    await seat.close()
    hour.check_backend()
