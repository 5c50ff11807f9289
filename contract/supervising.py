"""Supervision by time-out: when a district's rule has a ticket supervised with nobody's order, and how.

Once in a round at most, and not where somebody ordered one since the limit passed, or a reply is owed.
"""

from __future__ import annotations

from . import action as a
from .clock import ahead
from .machine import Names
from .reference import Reference
from .ticket import Ticket

REASON = Names(
    "责任时限已过仍未办结，按规定督办，请说明原因和办结时间",
    "Past its time and not handled, supervised by rule: say why, and when it will be",
)


def supervised_at(ticket: Ticket, ref: Reference) -> int | None:
    """The instant at which the rule of a ticket's district orders a supervision, unless something happens
    before; None for never. Time in which the responsibility clock stood does not count."""
    rule, clock, beside = ref.district.supervise, ticket.responsibility, ticket.beside
    if rule is None or clock is None or clock.running_since is None or clock.due_at is None:
        return None
    held = beside.supervision
    if beside.timed_out or (held is not None and held.replied_at is None):
        return None
    return ahead(rule.after, max(clock.due_at, clock.running_since), rule.after.amount, ref.calendar)


def order(ref: Reference, at: int) -> a.Supervise:
    """The order of a district's rule at an instant, with the time to reply that the rule gives."""
    rule = ref.district.supervise
    assert rule is not None
    return a.Supervise(
        outcome="ordered",
        kind="time_out",
        reply_due=ahead(rule.reply, at, rule.reply.amount, ref.calendar),
        reason=f"{REASON.zh}\n{REASON.en}",
    )
