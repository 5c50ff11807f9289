"""The figures of a district, one definition each, for every screen and report.

A period is [`from_at`, `to_at`) in instants (ms UTC). What happened in it is told by the instant at which it
took effect; how things ended is told as it is known when they are counted. What was recalled counts nowhere.
Each round of a ticket is judged alone. A share of nothing is None, never 0 or 1.
"""

from __future__ import annotations

from datetime import date

import msgspec

from .calendar import Calendar
from .clock import WORKING_DAY, Limit
from .machine import Names

GROUPS = ("unit", "street", "channel", "category")
"""By what figures can be broken down: the unit that had it, the area below the district, the way in, the
item's category."""
_EPOCH = date(1970, 1, 1)


class Period(msgspec.Struct, frozen=True):
    """[`from_at`, `to_at`), instants in ms."""

    from_at: int
    to_at: int

    def __contains__(self, at: int | None) -> bool:
        return at is not None and self.from_at <= at < self.to_at


def days(calendar: Calendar, first: date, last: date) -> Period:
    """The local days from `first` to `last`, both of them within."""
    return Period(calendar.midnight((first - _EPOCH).days), calendar.midnight((last - _EPOCH).days + 1))


def month(calendar: Calendar, year: int, number: int) -> Period:
    """A local calendar month (1…12)."""
    following = date(year + number // 12, number % 12 + 1, 1)
    begin = calendar.midnight((date(year, number, 1) - _EPOCH).days)
    return Period(begin, calendar.midnight((following - _EPOCH).days))


def day_of(calendar: Calendar, at: int) -> date:
    """The local day in which an instant lies."""
    return date.fromordinal(_EPOCH.toordinal() + calendar.day(at))


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one period, in one group.

    `reported`: tickets made known in it, whatever became of them. `accepted`, `filed`: tickets taken in, and
    opened as a case, in it.

    `due` (应办结): rounds that in the period were handled for the last time, or that at its end (at the time
    of counting where that is earlier) still were not handled and were past the responsibility clock. One
    that was closed by force without being handled is still due in the period in which that happened where
    it was past its clock; a merged ticket is due with the one that it was merged into. `closed`: of the due,
    those closed by now. `closed_in_time`: of those closed, the ones whose last handling came by the
    responsibility clock's due instant; without a limit there is nothing to be late by, and a late one whose
    appeal was upheld is in time.

    `dispatched`: dispatches to a unit in the period, each new one anew. `returned`: of those, the ones that
    the unit gave back. `verified`: verifications in the period, passed or failed. `reworked`: of those, the
    failed ones.

    `repeats`: tickets that in the period were found to be another one reported again, and merged into it, or
    linked to it where it was closed already.

    `evaluated`: rounds whose reporter answered in the period. `satisfied`: of those, satisfied or basically
    satisfied.

    `handled`: rounds handled for the last time in the period. `handling`: the working time (ms) that they
    took, from their first dispatch to their last handling.

    `sign_in_due`: dispatches whose unit signed in in the period, or at its end still had not and was past
    the limit; one that ended without it (given back, sent elsewhere) counts in the period of its end where it
    was past the limit. `signed_in_in_time`: of those, signed in within it. `arrive_due`,
    `arrived_in_time`: the same for being on the spot. What has no such limit is in neither.
    """

    reported: int = 0
    accepted: int = 0
    filed: int = 0
    due: int = 0
    closed: int = 0
    closed_in_time: int = 0
    dispatched: int = 0
    returned: int = 0
    verified: int = 0
    reworked: int = 0
    repeats: int = 0
    evaluated: int = 0
    satisfied: int = 0
    handled: int = 0
    handling: int = 0
    sign_in_due: int = 0
    signed_in_in_time: int = 0
    arrive_due: int = 0
    arrived_in_time: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})


NAMES: tuple[str, ...] = Figures.__struct_fields__
"""The counts, in their order."""


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Shares (0…1) of one set of figures, None where there is nothing to have a share of.

    `closing` = closed ÷ due, `in_time` = closed in time ÷ due, `returns` = returned ÷ dispatched,
    `rework` = reworked ÷ verified, `repeats` = repeats ÷ accepted (above 1 where more was merged than
    taken in), `satisfaction` = satisfied ÷ evaluated, `sign_in` and `arrival` = in time ÷ due.
    `handling_days` is the mean handling in working days (480 working minutes each).
    """

    closing: float | None = None
    in_time: float | None = None
    returns: float | None = None
    rework: float | None = None
    repeats: float | None = None
    satisfaction: float | None = None
    sign_in: float | None = None
    arrival: float | None = None
    handling_days: float | None = None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def rates(figures: Figures) -> Rates:
    """The shares that follow from the counts."""
    f = figures
    return Rates(
        closing=_share(f.closed, f.due),
        in_time=_share(f.closed_in_time, f.due),
        returns=_share(f.returned, f.dispatched),
        rework=_share(f.reworked, f.verified),
        repeats=_share(f.repeats, f.accepted),
        satisfaction=_share(f.satisfied, f.evaluated),
        sign_in=_share(f.signed_in_in_time, f.sign_in_due),
        arrival=_share(f.arrived_in_time, f.arrive_due),
        handling_days=_share(f.handling, f.handled * WORKING_DAY),
    )


class Stated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a step states that counts, in codes: with it the figures follow from the timelines alone.

    A report states its channel, where it lies, `reported_at` where its channel says when it was made known,
    and the instant `limit_at` that a superior platform set; a filing its item; a dispatch its unit, and where
    it sends a welfare visit, in which time that is to sign in and to be there.
    """

    channel: str = ""
    category: str = ""
    item: str = ""
    item_version: str = ""
    area_path: str = ""
    unit: str = ""
    reported_at: int | None = None
    limit_at: int | None = None
    sign_in: Limit | None = None
    arrive: Limit | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one group; `code` is "" for what belongs to none (no unit yet, no area known)."""

    code: str
    names: Names
    figures: Figures
    rates: Rates


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of [`from_at`, `to_at`) at the instant `at`, in all and by the groups of `by` ("" for
    no groups). The groups add up to the total."""

    from_at: int
    to_at: int
    at: int
    by: str
    total: Figures
    rates: Rates
    lines: tuple[Line, ...] = ()
