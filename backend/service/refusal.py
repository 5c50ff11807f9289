"""Why a service does not do what it was asked.

Refusal
└── ServiceRefused   carries the kind of problem (`contract.problem.TITLES`), words in both languages, and
                     what the kind brings: faults (validation), first and ticket or joint (conflict),
                     retry_after

What is our own bug is any other exception; it becomes a problem of kind ``fault`` at the edge.
"""

from __future__ import annotations

from typing import NoReturn

from contract.joint.joint import Joint
from contract.machine import Names
from contract.problem import FieldFault, First
from contract.refused import InputRefused, Refused, RoleRefused
from contract.ticket import Ticket


class ServiceRefused(Exception):
    """A refusal of one kind, in words."""

    def __init__(
        self,
        kind: str,
        says: Names,
        *,
        faults: tuple[FieldFault, ...] = (),
        first: First | None = None,
        ticket: Ticket | None = None,
        joint: Joint | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(says.en)
        self.kind = kind
        self.says = says
        self.faults = faults
        self.first = first
        self.ticket = ticket
        self.joint = joint
        self.retry_after = retry_after


def from_step(refused: Refused) -> ServiceRefused:
    """What the step function refused, as a refusal of the service."""
    if isinstance(refused, InputRefused):
        return ServiceRefused("validation", refused.says, faults=refused.faults)
    return ServiceRefused("forbidden" if isinstance(refused, RoleRefused) else "step", refused.says)


def missing() -> ServiceRefused:
    """No such thing, or not yours to see: the two are not told apart."""
    return ServiceRefused(
        "missing", Names("没有这个对象，或不在您的范围内", "no such thing, or outside your scope")
    )


def wrong_input(field: str, rule: str, value: object, zh: str, en: str) -> ServiceRefused:
    """One field that is wrong."""
    return ServiceRefused(
        "validation", Names(zh, en), faults=(FieldFault(field, rule, str(value)[:80], zh, en),)
    )


def refuse(kind: str, zh: str, en: str) -> NoReturn:
    """Raise a refusal."""
    raise ServiceRefused(kind, Names(zh, en))
