"""Linked repeats: the same matter reported again after its ticket was closed.

Such a report is a ticket of its own and goes its own way, tied to the closed one; it counts as a repeat.
"""

from __future__ import annotations

from msgspec.structs import replace

from . import action as a
from .beside import Linked
from .carried import reason_given
from .machine import Names
from .refused import StepRefused, wrong
from .ticket import Ticket

CLOSED = ("closed", "evaluated")
"""States of what a repeat may be linked to; what is still open it is merged into."""


def linked(ticket: Ticket, act: a.Link, at: int, into: Ticket | None) -> Ticket:
    """The row tied to the closed ticket `into` (None where that is not at hand), or no longer tied; raises
    InputRefused or StepRefused."""
    beside = ticket.beside
    if act.outcome == "undone":
        reason_given(act.reason)
        held = beside.repeat_of
        assert held is not None  # guard linked
        if held.round != ticket.round:
            raise StepRefused(
                Names("上一轮的关联不能再解除", "it was linked in an earlier round, which is counted")
            )
        return replace(ticket, beside=replace(beside, repeat_of=None))
    if not act.into:
        raise wrong("act.into", "", "required", "请选择已结案的原工单", "choose the closed ticket")
    if act.into == ticket.id:
        raise wrong("act.into", act.into, "other", "不能关联自身", "a ticket is no repeat of itself")
    if into is not None and into.state not in CLOSED:
        raise StepRefused(Names("原工单尚未结案，请合并", "that one is not closed: merge into it"))
    number = into.number if into is not None else ""
    return replace(ticket, beside=replace(beside, repeat_of=Linked(act.into, number, at, ticket.round)))


def with_repeat(ticket: Ticket, repeat: Ticket, at: int) -> Ticket:
    """The row of a closed ticket that `repeat` was linked to."""
    beside = ticket.beside
    others = tuple(one for one in beside.repeated if one.ticket != repeat.id)
    return replace(
        ticket, beside=replace(beside, repeated=(*others, Linked(repeat.id, repeat.number, at, ticket.round)))
    )


def without_repeat(ticket: Ticket, repeat: str) -> Ticket:
    """The row without a repeat that is linked to it no longer."""
    left = tuple(one for one in ticket.beside.repeated if one.ticket != repeat)
    return replace(ticket, beside=replace(ticket.beside, repeated=left))
