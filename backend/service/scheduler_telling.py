"""Telling what fell due: one line of the timeline, one event of the feed, one audit entry each, and what
followers make of it, all in the transaction that is under way.

It is told by the scheduler, and by a step that comes before the scheduler did: what had fallen due by the
instant of a step stands before it, though the step ends the clock.
"""

from __future__ import annotations

from msgspec.structs import replace

from backend.service import scheduler_instants as instants
from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.steps import Pending, Taken, system
from contract.advance import LATE_AFTER
from contract.feed import Entry
from contract.ticket import Ticket

ACTION = "due"


def tell(ledger: Ledger, kept: Kept, piece: Pending, upto: int) -> int:
    """Tell everything of a ticket that fell due up to an instant and was not told; gives how much that was.

    The row stays as it is but for its number in the feed: nobody who is about to act is in its way.
    """
    if kept.next_at is None or kept.next_at > upto or kept.told is None:
        return 0
    actor, at = system(ledger.district), piece.received_at
    own = replace(piece, actor=actor)
    found = instants.fallen(kept.ticket, kept.told, upto, ledger.reference)
    kept.told = instants.marked(kept.told, kept.ticket, upto, found)
    kept.marked = True
    kept.next_at = instants.next_at(kept.ticket, kept.told, ledger.reference)
    for one in found:
        before = kept.ticket
        _, row = ledger.place(kept, before, at)
        entry = Entry(
            n=kept.entries + 1,
            action=ACTION,
            outcome=one.outcome,
            source=before.state,
            target=before.state,
            by=actor.id,
            name=actor.name,
            role=actor.role,
            at=one.at,
            received_at=at,
            late=at - one.at > LATE_AFTER,
            words=_whose(before, one.clock),
            clock=one.clock,
            due_at=one.due_at,
            nth=one.nth,
        )
        ledger.enter(kept, entry, actor.id, None)
        note = f"{one.clock} {one.outcome}" + (f" {one.nth}" if one.nth else "")
        ledger.record(own, ACTION, before.id, version=before.version, row=row, note=note)
        ledger.follow(
            Taken(
                district=ledger.district,
                seq=kept.ticket.seq,
                before=before,
                after=kept.ticket,
                entry=entry,
                actor=actor,
            )
        )
    return len(found)


def _whose(ticket: Ticket, clock: str) -> str:
    """The unit whose part of a ticket a clock counts, "" for the clocks of the whole."""
    return next((part.unit_name for part in ticket.beside.parts if part.clock.name == clock), "")
