"""A second of countdowns at a queue of 100,000 tickets, 40 of them visible: the share of one core that the
console's process takes, in %. Everything that ticks is in it: the queue, the open ticket, the frame's clock.
"""

from __future__ import annotations

import time

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, Room, Runs, in_a_seat

VISIBLE = 40
SECONDS = 15


def run(count: int = TICKETS, seconds: int = SECONDS) -> Figure:
    """The median over the seconds."""
    wishes = {"seconds": seconds, "width": 1900, "height": 1600}
    return figure("queue_tick", "%", in_a_seat("queue_tick", count, wishes)["ours"])


def measure(room: Room) -> Runs:
    """In the seat's process."""
    first, last = room.table.rows_in_sight()
    visible = last - first + 1
    if visible < min(VISIBLE, room.desk.store.size):
        raise RuntimeError(f"only {visible} rows are visible")
    # What a person sees: a queue with a ticket of it open.
    room.table.select_row(room.panel.model.row_id(0))
    room.rest()
    room.turn_for(2.0)
    shares = []
    for _ in range(room.wishes["seconds"]):
        began, used = time.perf_counter(), time.process_time()
        room.turn_for(1.0)
        shares.append((time.process_time() - used) / (time.perf_counter() - began) * 100)
    return {"ours": shares}
