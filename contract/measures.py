"""What an area is measured by on a map, where the seat's own tickets cannot tell it: out of the counted
past, and per thousand households.
"""

from __future__ import annotations

import msgspec

DAYS = 30
"""Local days that a map's measures look back over, today among them."""


class AreaMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """One area in a period: `reported`, `evaluated`, `satisfied` as `contract.counting.Figures` defines them,
    of what lies at or below it, and its `households` (0: nobody lives there, or none are known)."""

    code: str
    reported: int = 0
    evaluated: int = 0
    satisfied: int = 0
    households: int = 0

    def per_thousand(self) -> float | None:
        """Reported per thousand households, None where no households are known."""
        return self.reported * 1000 / self.households if self.households else None

    def satisfaction(self) -> float | None:
        """Share (0…1) of those who answered that were satisfied, None where nobody answered."""
        return self.satisfied / self.evaluated if self.evaluated else None


class AreaMeasures(msgspec.Struct, frozen=True, kw_only=True):
    """The areas of one level in [`from_at`, `to_at`), counted at `at`. Areas outside the caller's are not
    among them; one in which nothing happened is."""

    from_at: int
    to_at: int
    at: int
    level: str
    lines: tuple[AreaMeasure, ...] = ()
