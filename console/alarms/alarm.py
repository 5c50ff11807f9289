"""One alarm: what it is about, in which of the ISA-18.2 states it is, and what it was before."""

from __future__ import annotations

from typing import Literal

import msgspec

from .kinds import RULES, STALE, Kind, Priority

State = Literal["unacknowledged", "acknowledged", "returned", "shelved", "suppressed", "out"]
"""unacknowledged  demands somebody
acknowledged    taken; its condition stands
returned        its condition ended before anybody took it (returned-unacknowledged); demands no more
shelved         put aside by the operator, until `until`
suppressed      by design: another is in the ticket, or this seat is on a break
out             out of service: taken out by the operator with a reason, until put back or until it ends
An alarm in the state normal is not kept at all."""

Happening = Literal[
    "raised",
    "escalated",
    "again",
    "found",
    "ended",
    "acknowledged",
    "shelved",
    "unshelved",
    "suppressed",
    "resumed",
    "out",
    "in",
    "chattering",
    "calm",
    "eased",
]
"""What the journal says. `found`: it stood already when the seat was taken; `again`: acknowledged, and still
standing after a while; `in`: back in service; `eased`: a lower stage of the same."""

DEMANDS: tuple[Happening, ...] = ("raised", "escalated", "again", "resumed", "unshelved", "in")
"""What calls the operator while at the seat, so what the rate counts. What was found standing when the seat
was taken is no burden of these ten minutes."""


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an alarm is about, and so where it comes from; paths as in `Ticket`. `since` is when its condition
    began (the due instant, the report; ms), `clock` which clock of a joint action is past."""

    since: int
    ticket_id: str = ""
    joint_id: str = ""
    number: str = ""
    subject: str = ""
    unit_path: str = ""
    unit_name: str = ""
    area_path: str = ""
    area_name: str = ""
    channel: str = ""
    clock: str = ""


class Alarm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`demanded_at` is when it last called, `changed_at` when it came into its state, `acked_at` when it was
    acknowledged (0: not). `before` is the state that it was suppressed in; `covered` says that another is in
    its ticket. `held_until`: it chatters, and its toggling is not heard before then."""

    key: str
    kind: Kind
    about: About
    state: State
    stands: bool = True
    covered: bool = False
    changed_at: int
    demanded_at: int = 0
    acked_at: int = 0
    repeats: int = 0
    before: State = "unacknowledged"
    until: int = 0
    reason: str = ""
    held_until: int = 0

    @property
    def priority(self) -> Priority:
        """How urgent it is."""
        return RULES[self.kind].priority

    @property
    def demands(self) -> bool:
        """Whether it calls the operator now: it sounds and stands first."""
        return self.state == "unacknowledged"

    def stale(self, now: int) -> bool:
        """Whether it has stood for longer than an alarm should."""
        return self.stands and now - self.about.since > STALE

    def chatters(self, now: int) -> bool:
        """Whether it is held because it toggles."""
        return self.held_until > now
