"""Whose signature a ticket waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract.account import Actor
from contract.beside import Request
from contract.guards import guard
from contract.lifecycle import TABLE
from contract.reference import Reference
from contract.ticket import Ticket

if TYPE_CHECKING:
    from console.desk import Desk

SIGNED = ("endorsed", "approved")
"""Outcomes by which somebody signs what was asked for."""


def signs(ticket: Ticket, request: Request, actor: Actor, reference: Reference) -> bool:
    """Whether this person may sign a request of a ticket now, by the table."""
    return any(
        row.action == request.kind and row.outcome in SIGNED and guard(row, ticket, actor, reference) is None
        for row in TABLE.rows(ticket.state)
    )


def awaits(ticket: Ticket, actor: Actor, reference: Reference) -> bool:
    """Whether something of a ticket waits for this person's signature."""
    return any(signs(ticket, request, actor, reference) for request in ticket.beside.requests)


def awaits_here(desk: Desk, slot: int) -> bool:
    """Whether something of the ticket in a slot waits for the signature of who sits at a desk."""
    ticket = desk.store.get(desk.store.ids[slot])
    if ticket is None or desk.actor is None or desk.reference is None:
        return False
    return awaits(ticket, desk.actor, desk.reference)
