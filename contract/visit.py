"""A sensor's alarm that becomes a welfare visit (独居老人用电异常): what a district makes of a kind of alarm,
what a device said, and who has been asked to go there.

There is no register of people behind it: a device has a code and a place, and the matter is the ticket.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

from .clock import Limit
from .machine import Names

Outcome = Literal["well", "helped", "absent", "false_alarm"]
"""What a visit found: the person is well; help was called; nobody opened; the device was wrong."""
OUTCOMES: tuple[str, ...] = get_args(Outcome)
WAITING = ("dispatched", "signed_in")
"""States in which somebody has been asked to go and nobody has been there yet."""

DeviceCode = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]


class AlarmStep(msgspec.Struct, frozen=True):
    """Who is asked at a level of the district: the unit of `role` there. It is to sign in within `sign_in`,
    and then to be there within `confirm`; both run day and night."""

    level: str
    role: str
    sign_in: Limit
    confirm: Limit


class AlarmRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a district makes of a kind of alarm: an item of its catalogue, and the ladder of those who are
    asked, one level up each. `measure` names what the device measured, `unit` in what."""

    key: str
    names: Names
    item: str
    measure: Names
    unit: Names
    steps: tuple[AlarmStep, ...]

    def step(self, level: str) -> AlarmStep | None:
        """Who is asked at a level, None where the ladder does not reach there."""
        return next((step for step in self.steps if step.level == level), None)

    def above(self, level: str) -> AlarmStep | None:
        """Who is asked after those of a level, None at the top."""
        levels = [step.level for step in self.steps]
        if level not in levels or level == levels[-1]:
            return None
        return self.steps[levels.index(level) + 1]


class Sensed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a device said: its code, the kind of alarm, the instant, what it measured, and since when it
    lasts."""

    device: DeviceCode
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    at: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]
    measure: Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)] | None = None
    since: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)] | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who was asked to go, and what came of it: by the rule (`by_rule`) at a level, or by a person of the
    centre. `who` names those on duty then. `next_at` is the instant at which the next level is asked (None:
    never)."""

    level: str
    unit: str
    unit_name: str
    at: int
    who: str = ""
    by_rule: bool = True
    taken_at: int | None = None
    taken_by: str = ""
    there_at: int | None = None
    next_at: int | None = None


class Visit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The alarm behind a ticket, who has been asked, and what was found.

    `at` is the instant of the alarm, `since` when what it tells of began. `repeats` counts how often the
    device alarmed again, last at `again_at`; `over_at` is when it said that the cause had ended.
    """

    device: str
    kind: str
    at: int
    measure: float | None = None
    since: int | None = None
    asked: tuple[Asked, ...] = ()
    repeats: int = 0
    again_at: int | None = None
    over_at: int | None = None
    outcome: str = ""
