"""Who is there, between real consoles: a killed one gives its claims back, states are seen by who watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from console.desk import Desk
from console.errors import NotAllowed, Unreachable
from console.tasks import Tasks
from contract.ticket import Claim
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_faults import SeatProcess, asked
from tests.pair.test_pair_way import GRID, state


@pytest.fixture
async def impatient(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A backend for which a seat is gone after 3 s."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start("--gone", "3")
    yield process
    process.stop()
    assert process.faults() == []


@pytest.fixture
async def backend(impatient: BackendProcess) -> BackendProcess:
    """The one that `wire`, `open_desk` and `person` lead to."""
    return impatient


def holder(desk: Desk, ticket_id: str) -> str:
    """Who is in a ticket, as a seat shows it."""
    row = desk.store.get(ticket_id)
    return row.claim.name if row is not None and row.claim is not None else ""


async def alive(desk: Desk) -> None:
    """One sign of life, as the clock's round trip is (every 30 s, against 90 s of patience)."""
    await desk._line._trip()


async def test_a_killed_console_gives_its_claims_back(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], tmp_path: Path
) -> None:
    watcher = await open_desk("seat02", profile="two")
    one, two = person("seat03").report("路面塌陷", area=GRID), person("seat03").report("井盖松动", area=GRID)
    await until(lambda: bool(state(watcher, one) and state(watcher, two)))
    dying = await SeatProcess.start(tmp_path / "dying", wire.url)
    await dying.ask("log_in", login="seat01")

    async def here() -> bool:
        return bool((await dying.ask("show", ticket=one))["state"])

    await asked(here)
    await dying.ask("claim", ticket=one)
    await watcher.claim(two)
    await until(lambda: (holder(watcher, one), holder(watcher, two)) == ("坐席01", "坐席02"))
    await dying.kill()

    async def given_back() -> bool:
        await alive(watcher)
        return holder(watcher, one) == ""

    await asked(given_back)
    assert holder(watcher, two) == "坐席02"
    assert "release" not in person("seat03").done(one)


async def test_a_seat_that_comes_back_in_time_keeps_its_claims(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person]
) -> None:
    seat = await open_desk("seat01")
    one = person("seat03").report("路面塌陷", area=GRID)
    await until(lambda: bool(state(seat, one)))
    await seat.claim(one)
    wire.cut()
    await until(lambda: seat.connection.link == "offline")
    wire.mend()
    await until(lambda: seat.connection.link == "live")
    began = seat.clock.now()

    async def time_passes() -> bool:
        await alive(seat)
        return seat.clock.now() - began > 5_000

    await asked(time_passes)
    assert person("seat03").ticket(one)["claim"]["name"] == "坐席01"


async def test_seats_states(open_desk: OpenDesk, wire: Wire) -> None:
    seat, watcher = await open_desk("seat01"), await open_desk("duty01", profile="two")
    await until(lambda: seat.seat_state == "ready")
    assert watcher.seat_state == ""
    told: list[str] = []
    seat.seat_changed.connect(lambda: told.append(seat.seat_state))

    def row() -> tuple[str, int]:
        found = next((s for s in watcher.seats if s.name == "坐席01"), None)
        return ("", 0) if found is None else (found.state, found.since)

    await until(lambda: row()[0] == "ready")
    entered = await seat.set_seat_state("on_call")
    assert seat.seat_state == "on_call"
    await until(lambda: row() == ("on_call", entered.since))
    with pytest.raises(NotAllowed):
        await seat.set_seat_state("ready")
    # The answer is lost: the state is entered once.
    wire.lose = "PUT /api/seat"
    await seat.set_seat_state("after_call")
    assert told[0] == "on_call"
    assert told[-1] == "after_call"
    assert seat.seat is not None
    assert seat.seat.today.keys() == {"ready", "on_call"}
    # Without a line the backend does not hear that the console closes, as of one that crashes: started again
    # it goes on in the state that the backend knows.
    wire.cut()
    await until(lambda: seat.connection.link != "live")
    await seat.close()
    wire.mend()
    again = await open_desk("seat01")
    await until(lambda: again.seat_state == "after_call")
    wire.cut()
    with pytest.raises(Unreachable):
        await again.set_seat_state("ready")
    assert again.seat_state == "after_call"
    wire.mend()
    await until(lambda: again.connection.link == watcher.connection.link == "live")
    # Logged out it is absent, at once.
    await again.log_out()
    await until(lambda: row()[0] == "absent")
    assert again.seat_state == ""
    # So it is when its program is closed.
    await again.log_in("seat01", PASSWORD)
    await until(lambda: row()[0] == "ready")
    await again.close()
    await until(lambda: row()[0] == "absent")


async def test_an_answer_that_comes_after_its_operator_left_is_not_the_next_ones(
    open_desk: OpenDesk, wire: Wire
) -> None:
    seat = await open_desk("seat01")
    await until(lambda: seat.seat_state == "ready")
    asked_for = sum(request.startswith("PUT /api/seat") for request in wire.requests)
    tasks = Tasks()
    entering = tasks.start("enter", seat.set_seat_state("on_call"))
    await until(lambda: sum(r.startswith("PUT /api/seat") for r in wire.requests) > asked_for)
    seat._seats.open(None)
    assert (await entering).state == "on_call"
    assert seat.seat is None
    await tasks.close()


async def test_who_takes_over_says_why(open_desk: OpenDesk, person: Callable[[str], Person]) -> None:
    one, two = await open_desk("seat01"), await open_desk("seat02", profile="two")
    ticket = person("seat03").report("路面塌陷", area=GRID)
    await until(lambda: bool(state(one, ticket) and state(two, ticket)))
    await one.claim(ticket)
    await two.claim(ticket, take_over=True, note="对方无应答")
    await until(lambda: holder(one, ticket) == "坐席02")
    row = one.store.get(ticket)
    assert row is not None
    assert isinstance(row.claim, Claim)
    assert one.actor is not None
    assert (row.claim.over, row.claim.reason) == (one.actor.id, "对方无应答")
