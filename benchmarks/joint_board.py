"""The joint board opened with 200 actions in progress, in ms: from the key of the screen, which nobody has
looked at yet, to its picture handed to the screen; goal 200 ms. The seat has come to rest, as it does some
seconds after a log-in, and has made the board that its actions stand on. The peer is the same seat asked
before that: it makes the board at the key. A seat of its own for each run.
"""

from __future__ import annotations

import time

from benchmarks.figure import Figure, figure
from benchmarks.joint_actions import joint_at
from benchmarks.seat import PATIENCE_S, Room, Runs, in_a_seat

ACTIONS = 200
OPEN_PHASES = range(13)
"""All that `joint_at` makes but the closed one."""
TICKETS = 2_000
RUNS = 3


def run(count: int = ACTIONS, runs: int = RUNS) -> Figure:
    """The medians of `runs` seats each."""
    rested, early = (
        [in_a_seat("joint_board", TICKETS, wishes)["ours"][0] for _ in range(runs)]
        for wishes in ({"actions": count, "rest": 1}, {"actions": count, "rest": 0})
    )
    return figure("joint_board", "ms", rested, peer="board made at the key", peer_values=early)


def hold(room: Room, count: int) -> None:
    """The seat holds so many actions in progress, evenly over the phases."""
    held, reference = room.desk._replica.joints, room.desk.reference
    assert reference is not None
    assert not held.rows
    now = room.desk.clock.now()
    for n in range(count):
        held.show(joint_at(reference, n, OPEN_PHASES[n % len(OPEN_PHASES)], now))


def measure(room: Room) -> Runs:
    """In the seat's process."""
    seat = room.window.seat
    assert seat is not None
    hold(room, room.wishes["actions"])
    if room.wishes["rest"]:
        _come_to_rest(room)
    assert ("joint" in seat.made()) == bool(room.wishes["rest"])
    return {"ours": [room.repainted(lambda: seat.go("joint"), seat)]}


def _come_to_rest(room: Room) -> None:
    seat = room.window.seat
    assert seat is not None
    end = time.monotonic() + PATIENCE_S
    while "joint" not in seat.made():
        if time.monotonic() > end:
            raise TimeoutError("the board was not made")
        room.turn_for(0.1)
    room.turn_for(1.0)
