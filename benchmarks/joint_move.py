"""A joint action that moves on, among 200 in progress, in ms: from the row that another seat's act brings to
what differs painted and handed to the screen; goal 16 ms. The peer is the same move with the whole board
painted for it.
"""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from benchmarks.figure import Figure, figure
from benchmarks.joint_actions import joint_at
from benchmarks.joint_board import ACTIONS, OPEN_PHASES, TICKETS, hold
from benchmarks.seat import Room, Runs, in_a_seat

ROUNDS = 40


def run(count: int = ACTIONS, rounds: int = ROUNDS) -> Figure:
    """The median of `rounds` moves, each of another action by one phase."""
    wishes = {"actions": count, "rounds": rounds}
    runs = in_a_seat("joint_move", TICKETS, wishes)
    return figure("joint_move", "ms", runs["ours"], peer="whole board painted", peer_values=runs["theirs"])


def measure(room: Room) -> Runs:
    """In the seat's process. The action that moves is not the one in front: another seat moves it."""
    from views.joint.screen import JointScreen

    seat = room.window.seat
    assert seat is not None
    hold(room, room.wishes["actions"])
    seat.go("joint")
    room.rest()
    screen, reference = seat.current(), room.desk.reference
    assert isinstance(screen, JointScreen)
    assert reference is not None
    screen.board.select(screen.board.keys_of("acting")[0])
    room.rest()
    held, now = room.desk._replica.joints, room.desk.clock.now()
    ours, theirs = list[float](), list[float]()
    for n in range(2 * room.wishes["rounds"] + 2):
        last = len(OPEN_PHASES)
        number = n * 7 % room.wishes["actions"]
        moved = joint_at(reference, number, (number % last + 1) % last, now)
        moved = replace(moved, seq=room.wishes["actions"] + n + 1)
        whole = bool(n % 2)
        taken = room.repainted(partial(held.show, moved), screen.board.viewport(), whole=whole)
        if n > 1:
            (theirs if whole else ours).append(taken)
    return {"ours": ours, "theirs": theirs}
