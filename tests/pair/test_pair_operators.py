"""Two operators on one machine, in every order: nothing of the one is ever sent as the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from console.desk import Desk
from console.errors import ConsoleError, LoginRequired
from contract import action as a
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD, Person, Wire
from tests.pair.conftest import OpenDesk
from tests.pair.test_pair_way import GRID, settled, state

NAMES = {"seat01": "坐席01", "seat02": "坐席02"}


@pytest.mark.parametrize(
    "steps",
    [
        ("in one", "cut", "act", "restart", "in one", "act", "mend", "in two", "act", "out", "in one"),
        ("in one", "cut", "act", "out", "mend", "in two", "act", "cut", "act", "restart", "in one", "act"),
        ("in one", "act", "cut", "act", "out", "in one", "act", "mend", "out", "in two", "act", "restart"),
        ("in two", "cut", "act", "restart", "in two", "mend", "out", "in one", "act", "cut", "act", "out"),
    ],
    ids=["unlock-then-other", "other-then-unlock", "out-while-off-line", "unlock-and-leave"],
)
async def test_every_act_is_its_own_operators(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], steps: tuple[str, ...]
) -> None:
    await _walk(open_desk, wire, person, steps)


def _is_off_line(seat: Desk) -> bool:
    return seat.connection.link == "offline"


def _holds(seat: Desk, tickets: list[str], wire: Wire) -> bool:
    return wire.down or all(state(seat, ticket_id) for ticket_id in tickets)


async def _walk(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person], steps: tuple[str, ...]
) -> None:
    """Walks the steps on one profile; then both operators come once more, and everything is sent."""
    clerk = person("seat03")
    free = [clerk.report(f"一机两人 {n}", area=GRID) for n in range(steps.count("act"))]
    waiting = list(free)
    by: dict[str, str] = {}
    seat = await open_desk()
    for step in (*steps, "mend", "out", "in one", "settle", "out", "in two", "settle"):
        match step.split():
            case ["in", which]:
                login = "seat01" if which == "one" else "seat02"
                if seat.actor is not None:
                    await seat.log_out()
                try:
                    await seat.log_in(login, PASSWORD)
                except ConsoleError:
                    assert wire.down  # the desk of another cannot be unlocked off line
                else:
                    await until(partial(_holds, seat, waiting, wire))
            case ["out"]:
                await seat.log_out()
            case ["cut"]:
                wire.cut()
                await until(partial(_is_off_line, seat))
            case ["mend"]:
                wire.mend()
            case ["restart"]:
                await seat.close()
                seat = await open_desk()
            case ["settle"]:
                await settled(seat)
            case _:
                actor = seat.actor
                if actor is None:
                    continue
                ticket_id = waiting.pop()
                if state(seat, ticket_id):
                    seat.submit(ticket_id, a.Accept())
                    by[ticket_id] = actor.name
    done = {
        ticket_id: [entry["name"] for entry in clerk.get(f"/api/tickets/{ticket_id}")["timeline"][1:]]
        for ticket_id in free
    }
    assert done == {ticket_id: [by[ticket_id]] if ticket_id in by else [] for ticket_id in free}
    assert set(by.values()) <= set(NAMES.values())
    assert len(by) >= 2


async def test_a_session_renewed_too_late_is_nobodys(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person]
) -> None:
    """Unlocked off line; the line is back and the session is being opened when the person leaves and another
    sits down: what comes late must neither sit the first down again nor lend its name to the second."""
    clerk = person("seat03")
    mine, theirs = clerk.report("先来", area=GRID), clerk.report("后到", area=GRID)
    seat = await open_desk("seat01")
    await until(lambda: state(seat, mine) and state(seat, theirs))
    await seat.close()
    wire.cut()
    seat = await open_desk()
    await seat.log_in("seat01", PASSWORD)
    assert _is_off_line(seat)
    seat.submit(mine, a.Accept())
    wire.hold = "POST /api/session"
    wire.mend()
    await asyncio.wait_for(wire.holding.wait(), 20)
    await seat.log_out()
    wire.hold = ""
    await seat.log_in("seat02", PASSWORD)
    wire.release.set()
    seat.submit(theirs, a.Accept())
    await settled(seat)
    # The first as the console was closed on line, the other of the session that came too late.
    await until(lambda: sum(r.startswith("DELETE /api/session") for r in wire.requests) == 2)
    assert seat.actor is not None
    assert seat.actor.name == "坐席02"
    assert clerk.get(f"/api/tickets/{theirs}")["timeline"][-1]["name"] == "坐席02"
    assert clerk.done(mine) == ["report"]
    await seat.log_out()
    await seat.log_in("seat01", PASSWORD)
    await settled(seat)
    assert clerk.get(f"/api/tickets/{mine}")["timeline"][-1]["name"] == "坐席01"


async def test_what_is_done_between_two_operators_is_refused(
    open_desk: OpenDesk, wire: Wire, person: Callable[[str], Person]
) -> None:
    clerk = person("seat03")
    ticket_id = clerk.report("换人之间", area=GRID)
    seat = await open_desk("seat01")
    await until(lambda: bool(state(seat, ticket_id)))
    seat._outbox.open("another")
    with pytest.raises(LoginRequired):
        seat.submit(ticket_id, a.Accept())
    assert seat.outbox == ()
