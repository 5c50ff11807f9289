"""What a ticket looks like with the operator's waiting acts laid over the backend's row.

The rules are `contract.advance`, the same that the backend performs with. Nothing is stored: the projection
is made anew from the row and the outbox whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from contract.account import Actor
from contract.action import Report, Reporter
from contract.advance import advance, effective, report
from contract.clock import ClockError
from contract.reference import Reference
from contract.refused import Refused
from contract.ticket import Ticket

from .outbox import ALIVE, OutboxRow


class _Now(Protocol):
    def now(self) -> int: ...


def masked(reporter: Reporter | None) -> Reporter:
    """A reporter as rows show them (张**, 138****2207)."""
    if reporter is None:
        return Reporter()
    name = reporter.name[:1] + "**" if reporter.name else ""
    phone = reporter.phone
    if phone:
        phone = phone[:3] + "****" + phone[-4:] if len(phone) >= 11 else "****" + phone[-2:]
    return Reporter(name=name, phone=phone)


def project(
    server: Ticket | None,
    waiting: Sequence[OutboxRow],
    actor: Actor,
    reference: Reference,
    clock: _Now,
) -> Ticket | None:
    """The row with `waiting` (one ticket's rows, in order) laid over it; the row itself where none can be.

    An act is laid over the version it was made for, or over the act that it follows. Where the backend's row
    has moved on, it either holds the act already (the feed was faster than the answer) or somebody was first;
    then nothing behind it is shown.
    """
    shown = server
    broken: set[str] = set()
    for row in waiting:
        if row.state not in ALIVE or row.follows in broken:
            broken.add(row.action_id)
            continue
        if shown is not None and not row.follows and shown.version > row.base_version:
            last = shown.last
            own = last is not None and last.by == actor.id and last.action == row.action
            if not own:
                broken.add(row.action_id)
            continue
        try:
            if shown is None:
                if not isinstance(row.act, Report):
                    continue
                shown = report(
                    row.object_id, "", row.act, actor, row.done_at, reference, masked(row.act.reporter)
                )
            else:
                at = effective(shown, row.done_at, clock.now())
                shown = advance(shown, row.ticket_act, actor, at, reference)
        except (Refused, ClockError):
            # A limit of a kind that only the backend knows cannot be counted with here.
            broken.add(row.action_id)
    return shown
