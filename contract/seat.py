"""What a seat is doing: its states, which may follow which, and how much of today went into each."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from .action import Id
from .machine import Names

SeatState = Literal["ready", "on_call", "after_call", "break"]
STATES: tuple[str, ...] = get_args(SeatState)
"""The states that a seat sets itself, in the order of their keys."""
ABSENT = "absent"
"""Nobody is logged in there, or nothing has been heard of the seat for a while."""

NAMES: dict[str, Names] = {
    "ready": Names("就绪", "ready"),
    "on_call": Names("通话中", "on a call"),
    "after_call": Names("话后处理", "after-call"),
    "break": Names("小休", "break"),
    ABSENT: Names("离席", "absent"),
}

NEXT: dict[str, tuple[str, ...]] = {
    "ready": ("on_call", "break"),
    "on_call": ("after_call",),
    "after_call": ("ready", "on_call", "break"),
    "break": ("ready", "on_call"),
    ABSENT: ("ready", "on_call", "break"),
}
"""Which state may follow which: after-call is entered by ending a call, and by nothing else."""

ROLES = ("seat",)
"""Whose seat has states."""


class SeatNow(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as it is. `since` is when its state began (0: never seen); `today` is ms by state in what of
    the district's day is over, the running state not counted; `day_from` is when that day began."""

    account: str
    name: str
    seat: str
    state: str
    since: int
    day_from: int
    today: dict[str, int]

    def total(self, state: str, now: int) -> int:
        """How long a state has lasted today up to an instant, the running one included (ms)."""
        past = self.today.get(state, 0)
        running = state == self.state and self.since > 0
        return past + (max(0, now - max(self.since, self.day_from)) if running else 0)


class SetSeat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that enters a state; `action_id` is its key."""

    action_id: Id
    state: SeatState
