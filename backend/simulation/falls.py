"""What fell due in a simulated past, when a scheduler that ran then would have told it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping

from backend.service.scheduler_instants import Told, fallen, marked, next_at
from backend.simulation.history import Move
from contract.reference import Reference
from contract.ticket import Ticket


class Fall:
    """Something of a ticket fell due at an instant."""

    __slots__ = ("at", "ticket")

    def __init__(self, at: int, ticket: str) -> None:
        self.at = at
        self.ticket = ticket


def with_falls(
    moves: Iterator[Move], tickets: Mapping[str, Ticket], ref: Reference, end: int
) -> Iterator[Move | Fall]:
    """Moves with what fell due between them, in order of time up to `end`; `tickets` are the rows as of the
    last move."""
    told: dict[str, Told] = {}
    rows: dict[str, Ticket] = {}  # as of what was given out: `tickets` is a move ahead
    waiting: list[tuple[int, str]] = []

    def arm(id_: str, now: int) -> None:
        at = next_at(rows[id_], told.get(id_, ()), ref)
        if at is not None and at <= end:
            heapq.heappush(waiting, (max(at, now), id_))

    def upto(now: int) -> Iterator[Fall]:
        while waiting and waiting[0][0] <= now:
            at, id_ = heapq.heappop(waiting)
            before = told.get(id_, ())
            events = fallen(rows[id_], before, at, ref)
            if events:
                told[id_] = marked(before, rows[id_], at, events)
                yield Fall(at, id_)
                arm(id_, at + 1)

    for move in moves:
        yield from upto(move.at)
        yield move
        id_ = move.action.ticket_id
        rows[id_] = tickets[id_]
        arm(id_, move.at)
    yield from upto(end)
