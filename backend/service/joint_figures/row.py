"""What of a joint action's row counts in the figures: the rest of it is not read."""

from __future__ import annotations

import msgspec


class CountedClock(msgspec.Struct, frozen=True, gc=False):
    started_at: int
    due_at: int | None = None
    ended_at: int | None = None


class _Arrival(msgspec.Struct, frozen=True, gc=False):
    at: int
    people: int


class _Objection(msgspec.Struct, frozen=True, gc=False):
    decided: str = ""


class _Score(msgspec.Struct, frozen=True, gc=False):
    value: int


class CountedParty(msgspec.Struct, frozen=True, gc=False):
    """What counts of a `contract.joint.party.Party`."""

    unit: str
    unit_path: str
    lead: bool = False
    state: str = "named"
    sign_in: CountedClock | None = None
    arrive: CountedClock | None = None
    signed_in_at: int | None = None
    arrival: _Arrival | None = None
    absent_at: int | None = None
    objection: _Objection | None = None
    score: _Score | None = None
    whistle_score: _Score | None = None


class _Problem(msgspec.Struct, frozen=True, gc=False):
    state: str = "open"


class CountedApproval(msgspec.Struct, frozen=True, gc=False):
    """What counts of a `contract.joint.approval.Approval`."""

    unit: str
    state: str = "asked"
    clock: CountedClock | None = None
    stood: tuple[tuple[int, int | None], ...] = ()


class _Performed(msgspec.Struct, frozen=True, gc=False):
    fen: int


class CountedSettlement(msgspec.Struct, frozen=True, gc=False):
    """What counts of a `contract.joint.mediation.Settlement`."""

    fen: int = 0
    signed_at: int | None = None
    confirmed_at: int | None = None
    defaulted_at: int | None = None
    performed: tuple[_Performed, ...] = ()


class _Some(msgspec.Struct, frozen=True, gc=False):
    """One of several, of which only the number counts."""


class _Origin(msgspec.Struct, frozen=True, gc=False):
    way: str
    at: int


class CountedJoint(msgspec.Struct, frozen=True, gc=False):
    """What counts of a `contract.joint.joint.Joint`: its row is read no further, which takes far less."""

    state: str
    kind: str
    origin: _Origin
    area_path: str = ""
    parties: tuple[CountedParty, ...] = ()
    problems: tuple[_Problem, ...] = ()
    failed: tuple[_Some, ...] = ()
    accounts: tuple[_Some, ...] = ()
    approvals: tuple[CountedApproval, ...] = ()
    settlement: CountedSettlement | None = None
    unsettled: _Some | None = None
    called_at: int | None = None
    completed_at: int | None = None
    closed_at: int | None = None

    @property
    def lead(self) -> CountedParty | None:
        """The department that leads, or led it last; None before the departments are called."""
        leads = [party for party in self.parties if party.lead]
        if self.called_at is None or not leads:
            return None
        return next((p for p in leads if p.state not in ("released", "substituted")), leads[-1])


counted_row = msgspec.msgpack.Decoder(CountedJoint).decode
"""What counts of a row, out of its msgpack."""
