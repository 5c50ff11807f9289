"""A department in a joint action: what was asked of it, its sign-in and arrival, its objection, its stars.

Instants are ms UTC; clocks are those of `contract.clock`.
"""

from __future__ import annotations

import msgspec

from contract.clock import Clock, Limit


class Objection(msgspec.Struct, frozen=True, omit_defaults=True):
    """A department says that it is not its matter; `entry` cites whose, `decided` is kept or released."""

    at: int
    by: str
    name: str
    reason: str
    entry: str = ""
    decided: str = ""
    decided_at: int | None = None
    decided_by: str = ""
    decision: str = ""


class Arrival(msgspec.Struct, frozen=True, omit_defaults=True):
    """A department on the spot: how many people, and how far from the place in metres (None: place or
    position unknown); `within` the radius that the district asks for."""

    at: int
    by: str
    name: str
    people: int
    lon: float | None = None
    lat: float | None = None
    metres: int | None = None
    within: bool | None = None


class Score(msgspec.Struct, frozen=True, omit_defaults=True):
    """An evaluation: `value` 1 to 5 stars with words, by whom."""

    value: int
    by: str
    name: str
    at: int
    words: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department that takes part, with its own clocks.

    `state` (`PARTY_STATES`): named, called, objecting, signed_in, on_site, absent; released and substituted
    are out of it. `entry` is the entry of the duty or powers list that grounds it, `ground` its words as they
    were then. `changed_at` is when its line changed last. `instead_of` is the unit it stands in for. `score`
    is what who whistled gives it, `whistle_score` what it gives the whistle.
    """

    unit: str
    unit_path: str
    unit_name: str
    lead: bool = False
    state: str = "named"
    changed_at: int = 0
    entry: str = ""
    ground: str = ""
    sign_in_limit: Limit | None = None
    arrive_limit: Limit | None = None
    sign_in: Clock | None = None
    arrive: Clock | None = None
    signed_in_at: int | None = None
    signed_in_by: str = ""
    arrival: Arrival | None = None
    absent_at: int | None = None
    reminders: int = 0
    reminded_at: int | None = None
    objection: Objection | None = None
    instead_of: str = ""
    score: Score | None = None
    whistle_score: Score | None = None

    @property
    def takes_part(self) -> bool:
        """Whether it is still in it."""
        return self.state not in ("released", "substituted")

    @property
    def own_at(self) -> int:
        """Its own last event: what others say of it (absent, an objection's decision) is none."""
        own = (
            self.sign_in.started_at if self.sign_in is not None else None,
            self.objection.at if self.objection is not None else None,
            self.signed_in_at,
            self.arrival.at if self.arrival is not None else None,
        )
        return max(at for at in (0, *own) if at is not None)

    @property
    def people(self) -> int:
        """How many it sent."""
        return self.arrival.people if self.arrival is not None else 0
