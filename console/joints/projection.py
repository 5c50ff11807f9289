"""What a joint action looks like with the operator's waiting acts laid over the backend's row.

As `console.projection` does it for tickets, by the same step that the backend performs with
(`contract.joint.advance`). Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from console.outbox_row import ALIVE, OutboxRow
from contract.account import Actor
from contract.clock import ClockError
from contract.joint.action import JointAct, Propose, Remind, Safety
from contract.joint.advance import Known, advance, effective, propose
from contract.joint.joint import Joint, JointTicket
from contract.joint.lifecycle import TABLE
from contract.joint.spot import SafetyWatch
from contract.machine import HELD
from contract.reference import Reference
from contract.refused import Refused

Tickets = Callable[[str], JointTicket | None]
"""A ticket by its id as this seat knows it."""


class _Now(Protocol):
    def now(self) -> int: ...


def project(
    server: Joint | None,
    waiting: Sequence[OutboxRow],
    actor: Actor,
    reference: Reference,
    clock: _Now,
    tickets: Tickets,
) -> Joint | None:
    """The row with `waiting` (one joint action's rows, in order) laid over it; the row itself where none can
    be.

    A move of the phase is laid over the version that it was made for, or over the act that it follows. An
    event of a department is held to no version: it is laid over whatever others did meanwhile, unless the
    row has it already (the feed was faster than the answer).
    """
    shown = server
    broken: set[str] = set()
    for row in waiting:
        if row.state not in ALIVE or row.follows in broken:
            broken.add(row.action_id)
            continue
        act = row.joint_act
        if shown is None:
            if isinstance(act, Propose):
                named = named_by(act, tickets)
                try:
                    shown = propose(row.object_id, "", act, actor, row.done_at, reference, named)
                except (Refused, ClockError):
                    broken.add(row.action_id)
            continue
        if isinstance(act, Propose) or _holds(shown, row, act):
            continue
        moves = _moves(shown, row)
        if moves and not row.follows and shown.version > row.base_version:
            # Somebody was first, and nothing behind it is shown.
            broken.add(row.action_id)
            continue
        try:
            shown = step(shown, act, actor, row.done_at, clock.now(), reference, tickets)
        except (Refused, ClockError):
            # A limit of a kind that only the backend knows cannot be counted with here.
            if moves:
                broken.add(row.action_id)
    return shown


def step(
    joint: Joint,
    act: JointAct,
    actor: Actor,
    done_at: int,
    now: int,
    reference: Reference,
    tickets: Tickets,
) -> Joint:
    """The row after one act; raises Refused, ClockError."""
    at = effective(joint, act, actor, done_at, now)
    known = Known(tickets={ticket.id: ticket for ticket in named_by(act, tickets)})
    return advance(joint, act, actor, at, reference, known=known)


def named_by(act: JointAct, tickets: Tickets) -> list[JointTicket]:
    """The tickets that an act names, those that this seat knows."""
    ids = (*getattr(act, "tickets", ()), getattr(act, "ticket", ""))
    return [ticket for one in ids if one and (ticket := tickets(one)) is not None]


def moves(joint: Joint, act: JointAct) -> bool:
    """Whether an act on this row is a move of its phase, which is held to the version."""
    row = TABLE.find(joint.state, str(act.__struct_config__.tag), str(getattr(act, "outcome", "")))
    return row is not None and row.versioned


def _moves(shown: Joint, row: OutboxRow) -> bool:
    """As it was when it was done; where that is not known, as the row stands."""
    return moves(row.seen_joint if row.seen_joint is not None else shown, row.joint_act)


def _holds(shown: Joint, row: OutboxRow, act: JointAct) -> bool:
    """Whether the row has an act already that the table would take once more."""
    seen = row.seen_joint
    if seen is None:
        return False
    if isinstance(act, Remind):
        return _reminders(shown, act.unit) > _reminders(seen, act.unit)
    if isinstance(act, Safety) and act.outcome == "heard":
        return _heard(shown, act.unit) > _heard(seen, act.unit)
    made = TABLE.find(seen.state, row.action, row.outcome)
    if made is None or not made.versioned or row.follows or shown.version != row.base_version + 1:
        return False
    target = seen.held.state if made.target == HELD and seen.held is not None else made.target
    return shown.state == target


def _reminders(joint: Joint, unit: str) -> int:
    return sum(party.reminders for party in joint.parties if party.unit == unit)


def _heard(joint: Joint, unit: str) -> int:
    def of(watch: SafetyWatch) -> bool:
        return not unit or watch.unit == unit

    return sum(watch.heard for watch in joint.safety if of(watch))
