"""Why a step cannot be taken.

Refused
├── StepRefused    the table has no such step from this state, or its guard does not hold
├── RoleRefused    the actor's role or scope does not allow it
└── InputRefused   what the act carries is wrong (field, value, rule)
"""

from __future__ import annotations

from .machine import Names
from .problem import FieldFault


class Refused(Exception):
    """A step that cannot be taken; `says` tells people why."""

    def __init__(self, says: Names, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(says.en)
        self.says = says
        self.faults = faults


class StepRefused(Refused):
    """The table does not allow it now."""


class RoleRefused(Refused):
    """The actor may not."""


class InputRefused(Refused):
    """What was given is wrong."""


def wrong(field: str, value: object, rule: str, zh: str, en: str) -> InputRefused:
    """An InputRefused for one field."""
    return InputRefused(Names(zh, en), (FieldFault(field, rule, str(value)[:80], zh, en),))
