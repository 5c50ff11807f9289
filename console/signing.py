"""Whose signature a ticket waits for."""

from __future__ import annotations

from contract.account import Actor
from contract.beside import Request
from contract.guards import guard
from contract.lifecycle import TABLE
from contract.reference import Reference
from contract.ticket import Ticket

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
