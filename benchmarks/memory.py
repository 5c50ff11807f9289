"""Resident memory of a console that holds 100,000 tickets, in MB: window shown, every screen made, the texts
laid out for the search, a search and a sort done, the network's modules loaded.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, Room, Runs, in_a_seat

RUNS = 3
SETTLE_S = 6


def run(count: int = TICKETS, runs: int = RUNS, settle: int = SETTLE_S) -> Figure:
    """The median of `runs` consoles, each after `settle` seconds of doing nothing."""
    wishes = {"settle": settle}
    return figure("memory", "MB", [in_a_seat("memory", count, wishes)["ours"][0] for _ in range(runs)])


def resident() -> float:
    """MB (10⁶ bytes) of this process in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("no VmRSS")


def measure(room: Room) -> Runs:
    """In the seat's process."""
    from widgets.text import SearchField

    # All that runs in a console beside the window; the backend it looks for is not there.
    room.desk.start()
    room.turn_for(room.wishes["settle"])
    field = room.panel.findChildren(SearchField)[0]
    for text in ("居委会", "shgy", ""):
        field.setText(text)
        room.rest()
    room.panel.model.sort_by([("number", False)])
    room.table.select_row(room.panel.model.row_id(0))
    room.turn_for(1.0)
    return {"ours": [resident()]}
