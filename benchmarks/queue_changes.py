"""500 changed rows into a sorted, filtered queue of 100,000 tickets, to the rows painted anew, in ms: from
rows that are in the file, over columns, signal and model, to the screen.

Of the rows a third changes its words only, a third its place in the order, and a third comes into the queue
or leaves it. The seat's other screens hear the same changes.
"""

from __future__ import annotations

import random
from functools import partial

from msgspec.structs import replace

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, Room, Runs, in_a_seat
from contract.ticket import Ticket

CHANGED = 500
ROUNDS = 15
PEER_ROUNDS = 3
MINUTE = 60_000


def run(count: int = TICKETS, rounds: int = ROUNDS) -> Figure:
    """The median over the batches."""
    runs = in_a_seat("queue_changes", count, {"rounds": rounds})
    return figure(
        "queue_changes", "ms", runs["ours"], peer="QSortFilterProxyModel", peer_values=runs["theirs"]
    )


def _moved(ticket: Ticket, draw: random.Random) -> Ticket:
    """The ticket with its running clock due at another time."""
    clock = ticket.responsibility or ticket.stage
    if clock is None or clock.due_at is None:
        return ticket
    moved = replace(clock, due_at=clock.due_at + draw.randrange(1, 600) * MINUTE)
    if ticket.responsibility is None:
        return replace(ticket, stage=moved)
    return replace(ticket, responsibility=moved)


def batch(room: Room, draw: random.Random) -> list[Ticket]:
    """CHANGED rows as the next batch of the feed would bring them."""
    store = room.desk.store
    changed = []
    for n, slot in enumerate(draw.sample(range(store.size), min(CHANGED, store.size))):
        ticket = store.ticket(slot)
        assert ticket is not None
        ticket = replace(ticket, seq=ticket.seq + 1_000_000, version=ticket.version + 1)
        if n % 3 == 0:
            changed.append(replace(ticket, title=f"{ticket.title}，有人补充"))
        elif n % 3 == 1:
            changed.append(_moved(ticket, draw))
        else:
            state = "closed" if ticket.state != "closed" else "reported"
            changed.append(replace(ticket, state=state))
    return changed


def measure(room: Room) -> Runs:
    """In the seat's process."""
    from benchmarks.queue_peer import beside, row_of
    from widgets.text import SearchField

    room.panel.findChildren(SearchField)[0].setText("居委会")
    room.rest()
    draw = random.Random(7)
    ours = []
    for n in range(room.wishes["rounds"] + 1):
        tickets = batch(room, draw)
        taken = room.repainted(partial(room.desk._replica.show, tickets))
        ours += [taken] if n else []
    peer = beside(room)
    peer.proxy.sort(0)
    peer.proxy.setFilterFixedString("居委会")
    room.rest()
    theirs = []
    for _ in range(min(PEER_ROUNDS, room.wishes["rounds"])):
        tickets = batch(room, draw)
        room.desk._replica.show(tickets)
        room.rest()
        slots = [room.desk.store.slot(t.id) for t in tickets]
        fresh = [(slot, row_of(room, slot)) for slot in slots]

        def put(fresh: list[tuple[int, list[str | float]]] = fresh) -> None:
            for slot, values in fresh:
                peer.rows.put(slot, values)

        theirs.append(room.repainted(put, peer.view.viewport()))
    return {"ours": ours, "theirs": theirs}
