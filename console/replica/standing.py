"""What stands beside a ticket's plain way (`Ticket.beside`), as the columns hold it: a bit for each fact that
the desks filter and count by, and the instants that they sort by.
"""

from __future__ import annotations

from contract.beside import ARBITRATED_AFTER, PLAIN
from contract.guards import reply_owed
from contract.lifecycle_beside import AT_UNIT
from contract.ticket import Ticket

EXTENSION, EXTENSION_ENDORSED = 1, 2
"""More time was asked for; the duty officer has signed."""
SUSPENSION = 4
"""A suspension was asked for."""
FORCE, FORCE_ENDORSED = 8, 16
"""A close by force was asked for; the duty officer has signed."""
APPEAL = 32
SUPERVISED, REPLY_OWED = 64, 128
ACCOUNTABLE = 256
"""Somebody is held to account, and nothing has come of it yet."""
HAZARD = 512
"""Something is to be made safe."""
RAISED = 1024
"""It was passed up."""
FAILED = 2048
"""Its last verification failed."""
BOUNCED = 4096
"""It came back so often that the centre arbitrates."""
FOLLOWED = 8192
"""A leader follows it."""
PARTS = 16384
"""Other units have parts in it that are not done."""
WELFARE = 32768
"""A welfare visit is under way: somebody was asked to go because of a sensor's alarm."""
ASKED = EXTENSION | SUSPENSION | FORCE | APPEAL
"""Something awaits a signature."""

_ASKED = {"extend": EXTENSION, "suspend": SUSPENSION, "force_close": FORCE, "appeal": APPEAL}
_ENDORSED = {"extend": EXTENSION_ENDORSED, "force_close": FORCE_ENDORSED}
_SECOND = 1000


def flags_of(ticket: Ticket) -> int:
    """The bits that hold for a row (16 of them at most)."""
    beside = ticket.beside
    bounced = ticket.state == "returned" and ticket.bounces >= ARBITRATED_AFTER
    if beside is PLAIN or beside == PLAIN:
        return BOUNCED if bounced else 0
    found = BOUNCED if bounced else 0
    for request in beside.requests:
        found |= _ASKED.get(request.kind, 0)
        if request.endorsed_at is not None:
            found |= _ENDORSED.get(request.kind, 0)
    held, account, safe = beside.supervision, beside.accountability, beside.safe
    if held is not None:
        found |= SUPERVISED if reply_owed(ticket) is None else SUPERVISED | REPLY_OWED
    if account is not None and account.settled_at is None:
        found |= ACCOUNTABLE
    if safe is not None and safe.ended_at is None:
        found |= HAZARD
    if beside.followed:
        found |= FOLLOWED
    if beside.level:
        found |= RAISED
    if beside.failures:
        found |= FAILED
    if any(part.open for part in beside.parts):
        found |= PARTS
    if beside.visit is not None and ticket.state in AT_UNIT:
        found |= WELFARE
    return found


def instants_of(ticket: Ticket) -> tuple[int, int, int]:
    """Whole seconds since 1970, 0 for none: since when something awaits a signature, until when its clocks
    stand, by when a supervision is to be answered."""
    beside = ticket.beside
    if beside is PLAIN:
        return 0, 0, 0
    asked = min((request.at for request in beside.requests), default=0)
    until = beside.suspension.until if beside.suspension is not None else 0
    owed = reply_owed(ticket)
    due = owed.reply_due if owed is not None else 0
    return asked // _SECOND, until // _SECOND, due // _SECOND
