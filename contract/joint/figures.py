"""The figures of joint actions 联合行动, one definition each, for every screen and report.

A period is [`from_at`, `to_at`) in instants (ms UTC). A proposal belongs to the period in which it was made,
an action to the one in which its departments were called, and with it all that came of it: people, problems,
departments' lines. So months add up to their half-year, and so do lines to their total. How things ended is
told as it is known when they are counted. A mean or share of nothing is None, never 0 or 1.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from contract.calendar import HOUR, MINUTE
from contract.machine import Names

_F = TypeVar("_F", "PartyFigures", "JointFigures")


def _sum(one: _F, other: _F) -> _F:
    names = one.__struct_fields__
    return type(one)(**{name: getattr(one, name) + getattr(other, name) for name in names})


class PartyFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What departments did, counted by their lines: one each time a department was called to an action."""

    called: int = 0
    """Lines: departments called with the action, called in later, or in the place of another."""
    signed_in: int = 0
    """Of the called, those that signed in."""
    sign_in_due: int = 0
    """Of the called, those that signed in, or whose clock to do so ran out first (by now, or by the time
    when the line ended: released, substituted, the action called off)."""
    signed_in_in_time: int = 0
    """Of those due, signed in by the clock's due instant."""
    arrived: int = 0
    """Of the called, those that came to the spot."""
    arrive_due: int = 0
    """Of the called, those that came, or that had signed in and whose clock to arrive ran out first."""
    arrived_in_time: int = 0
    """Of those due, on the spot by the clock's due instant."""
    arriving: int = 0
    """Time (ms) from the call to the arrival, over all that came."""
    absent: int = 0
    """Of the called, those marked absent that neither signed in nor came since."""
    people: int = 0
    """People sent (人次): those that each department brought to the spot, counted anew in each action."""
    objections: int = 0
    """Objections raised."""
    kept: int = 0
    """Of those, the ones decided so that the department takes part."""
    released: int = 0
    """Of those, the ones decided so that it need not."""
    substituted: int = 0
    """Of the called, those in whose place another one was called."""
    scored: int = 0
    """Departments that who proposed has scored."""
    stars: int = 0
    """Stars (1 to 5) that they were given."""
    approvals: int = 0
    """Approvals asked of departments, running since the call or since they were asked for."""
    approvals_granted: int = 0
    """Of those, granted (and not withdrawn since)."""
    approvals_denied: int = 0
    """Of those, denied."""
    approvals_due: int = 0
    """Of those, decided, or their clock ran out first (by now, or by the time when it was withdrawn, the
    department left or the action was called off)."""
    approvals_in_time: int = 0
    """Of those due, decided by the clock's due instant: it stood while papers were lacking."""
    approvals_lacking: int = 0
    """Of the approvals asked, those of which papers were lacking at least once."""

    def __add__(self, other: PartyFigures) -> PartyFigures:
        return _sum(self, other)


class JointFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one period, in one group."""

    proposed: int = 0
    """Proposals made."""
    refused: int = 0
    """Of those, not approved."""
    withdrawn: int = 0
    """Of those, taken back or called off before the departments were called."""
    actions: int = 0
    """Actions: their departments were called, whatever became of them."""
    called_off: int = 0
    """Of the actions, those called off."""
    completed: int = 0
    """Of the actions, those whose evidence is complete (and was not sent back by a failed acceptance)."""
    completing: int = 0
    """Time (ms) from the call to the complete evidence, over all completed."""
    closed: int = 0
    """Of the actions, those closed."""
    problems: int = 0
    """Problems found on the spot."""
    handled: int = 0
    """Of those, handled on the spot."""
    handed_on: int = 0
    """Of those, handed on to a unit."""
    ticketed: int = 0
    """Of those, made tickets of their own."""
    failed: int = 0
    """Acceptances that failed."""
    accounts: int = 0
    """Times that the lead was held to account for it."""
    whistle_scored: int = 0
    """Departments that scored the whistle."""
    whistle_stars: int = 0
    """Stars (1 to 5) that they gave."""
    mediations: int = 0
    """Of the actions, mediation tables that came to an end: the sides settled, or parted."""
    settled: int = 0
    """Of those, the ones in which every side signed the settlement."""
    broken: int = 0
    """Of those, the ones in which the sides parted without one."""
    settled_fen: int = 0
    """What is to be paid by the settlements that all sides signed, in fen (分)."""
    performed_fen: int = 0
    """Of that, what was performed, in fen."""
    confirmed: int = 0
    """Of the settled, those that a court confirmed (司法确认)."""
    defaulted: int = 0
    """Of the settled, those of which it is said that they were not performed."""
    parties: PartyFigures = PartyFigures()
    """The lines of all their departments."""

    def __add__(self, other: JointFigures) -> JointFigures:
        return _sum(self, other)

    @property
    def people(self) -> int:
        """People sent by all their departments."""
        return self.parties.people


class PartyRates(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from departments' counts."""

    sign_in: float | None = None
    """Signed in in time ÷ due (0…1)."""
    arrival: float | None = None
    """Arrived in time ÷ due (0…1)."""
    arrival_minutes: float | None = None
    """Mean minutes from the call to the arrival."""
    score: float | None = None
    """Mean stars given to a department."""
    approval: float | None = None
    """Approvals decided in time ÷ due (0…1)."""


class JointRates(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the counts."""

    ended_problems: float | None = None
    """Problems handled, handed on or made tickets ÷ problems found (0…1)."""
    complete_hours: float | None = None
    """Mean hours from the call to the complete evidence."""
    whistle_score: float | None = None
    """Mean stars given to a whistle."""
    settlement: float | None = None
    """Settled ÷ mediation tables that came to an end (0…1)."""
    performance: float | None = None
    """Sums performed ÷ sums settled on (0…1)."""
    parties: PartyRates = PartyRates()


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def party_rates(figures: PartyFigures) -> PartyRates:
    """Shares and means of departments' counts."""
    f = figures
    return PartyRates(
        sign_in=_share(f.signed_in_in_time, f.sign_in_due),
        arrival=_share(f.arrived_in_time, f.arrive_due),
        arrival_minutes=_share(f.arriving / MINUTE, f.arrived),
        score=_share(f.stars, f.scored),
        approval=_share(f.approvals_in_time, f.approvals_due),
    )


def joint_rates(figures: JointFigures) -> JointRates:
    """Shares and means of an action's counts."""
    f = figures
    return JointRates(
        ended_problems=_share(f.handled + f.handed_on + f.ticketed, f.problems),
        complete_hours=_share(f.completing / HOUR, f.completed),
        whistle_score=_share(f.whistle_stars, f.whistle_scored),
        settlement=_share(f.settled, f.mediations),
        performance=_share(f.performed_fen, f.settled_fen),
        parties=party_rates(f.parties),
    )


class JointLine(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one group of actions; `code` is "" for what belongs to none (no lead named yet)."""

    code: str
    names: Names
    figures: JointFigures
    rates: JointRates


class PartyLine(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one department over all actions to which it was called, ready for the assessment.
    `led`, `failed`, `accounts` are of the actions that it leads."""

    code: str
    names: Names
    figures: PartyFigures
    rates: PartyRates
    led: int = 0
    failed: int = 0
    accounts: int = 0


class JointMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A local calendar month as far as it lies in the period."""

    from_at: int
    to_at: int
    figures: JointFigures


class JointCount(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of [`from_at`, `to_at`) at the instant `at`: in all, and by the unit that leads, kind,
    way and street, each of which adds up to the total, by months, and by department. `unit` and `area` are
    to what it was narrowed ("" for all)."""

    from_at: int
    to_at: int
    at: int
    unit: str = ""
    area: str = ""
    total: JointFigures
    rates: JointRates
    leads: tuple[JointLine, ...] = ()
    kinds: tuple[JointLine, ...] = ()
    ways: tuple[JointLine, ...] = ()
    streets: tuple[JointLine, ...] = ()
    departments: tuple[PartyLine, ...] = ()
    months: tuple[JointMonth, ...] = ()
