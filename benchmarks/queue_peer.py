"""The peer's table filled with what the room's queue shows."""

from __future__ import annotations

import numpy as np

from benchmarks.peer_table import PeerTable
from benchmarks.seat import SIZE, Room


def row_of(room: Room, slot: int) -> list[str | float]:
    """A ticket's row in the peer's model: texts, and instants as numbers."""
    store = room.desk.store
    ticket = store.ticket(slot)
    assert ticket is not None
    due = float(store.due[slot])
    return [
        due if not np.isnan(due) else 1e18,
        ticket.number,
        f"{store.item_name.at(slot)} · {ticket.title}",
        ticket.place,
        store.area_name.at(slot),
        store.unit_name.at(slot),
        store.channel.at(slot),
        store.state.at(slot),
    ]


def beside(room: Room) -> PeerTable:
    """The peer's table, shown in front of the seat's window."""
    titles = ["due", "number", "subject", "place", "grid", "unit", "channel", "state"]
    peer = PeerTable(titles, [row_of(room, slot) for slot in range(room.desk.store.size)])
    peer.view.resize(*SIZE)
    room.repainted(peer.view.show, peer.view.viewport())
    return peer
