"""Duty (在岗): rosters of grids and units, their shifts, check-ins on patrol, and who is on duty now.

A `place` is the code of an area or of a unit. Where somebody was is known from check-ins and posts alone:
nobody is followed. Commands are on line only, but a check-in, which a console keeps until it is taken.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from .action import Code, FileRef, Id, Instant, Latitude, Longitude, Note, Reason, Short
from .machine import Names
from .rota import Kind, Rule, Shift, Turn

Person = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Phone = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[0-9+() *-]*$")]
"""A star stands where a phone came masked: sent back so, it stays as it was."""
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
LastDay = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1440)]
Place = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Version = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Weekdays = Annotated[tuple[Annotated[int, msgspec.Meta(ge=0, le=6)], ...], msgspec.Meta(max_length=7)]

RULES: dict[str, Names] = {
    "week": Names("按星期", "by the week"),
    "working_days": Names("工作日", "working days"),
    "rest_days": Names("休息日和节假日", "days off and holidays"),
}


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a roster, as an official. A private `phone` is masked wherever it is not asked for.

    `account` is the id of the account that this person works with, `login` its name ("" for none).
    """

    id: str
    version: int
    place: str
    post: str
    name: str
    phone: str = ""
    private: bool = False
    account: str = ""
    login: str = ""
    ended_at: int | None = None
    by: str = ""
    by_name: str = ""
    at: int = 0


class CheckIn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A check-in on patrol (巡查打卡): at `done_at`, heard of at `at`; `late` marks what came long after.

    `area` is the grid at the point; `at_post`: the grid's own post was named, no coordinates. `coarse`: the
    coordinates were given up in time, the point is the grid's. `ticket` is the number of what was found there
    and reported, "" for nothing.
    """

    id: str
    account: str
    name: str
    done_at: int
    at: int
    lon: float
    lat: float
    area: str
    at_post: bool = False
    coarse: bool = False
    late: bool = False
    ticket: str = ""
    note: str = ""


class OnDuty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody on duty at an instant: in which place, from when to when, in whose stead and why.

    `name` is the place's own where a shift is a whole unit's. `last` is the last check-in on this turn,
    `distance` its metres from the point asked about. `next_due` is when the next one falls due (None where
    the post does not patrol), `overdue` whether that is past.
    """

    place: str
    place_names: Names
    holder: str = ""
    post: str = ""
    post_names: Names = Names("", "")
    name: str
    phone: str = ""
    private: bool = False
    account: str = ""
    since: int
    until: int
    for_name: str = ""
    reason: str = ""
    patrols: bool = False
    last: CheckIn | None = None
    distance: float | None = None
    next_due: int | None = None
    overdue: bool = False


class Filled(msgspec.Struct, frozen=True):
    """How many of a post there are, of how many (0: as many as there are)."""

    post: str
    held: int
    count: int


class PlaceNow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One grid or unit as it stands: posts held of those wanted, who is on from when to when, else who comes
    `next_at`; `gaps` are stretches from now to the local midnight that are to be covered and are not
    (`Staffing.cover`). `overdue` is since when a check-in is missing of somebody on duty.
    """

    place: str
    unit: bool = False
    held: int = 0
    wanted: int = 0
    on: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    next_at: int | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    checked_at: int | None = None
    overdue: int | None = None


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """All places of somebody's scope at an instant, in the order of the reference."""

    at: int
    places: tuple[PlaceNow, ...]


class PlaceDuty(msgspec.Struct, frozen=True, kw_only=True):
    """One place whole: its roster, shifts in force, today's and tomorrow's turns, who is on, check-ins."""

    place: str
    at: int
    may_set: bool
    filled: tuple[Filled, ...]
    holders: tuple[Holder, ...]
    shifts: tuple[Shift, ...]
    turns: tuple[Turn, ...]
    on: tuple[OnDuty, ...]
    gaps: tuple[tuple[int, int], ...] = ()
    check_ins: tuple[CheckIn, ...] = ()


class MyDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's own duty: turns of today and tomorrow, the last check-in, when the next one falls due."""

    at: int
    holders: tuple[Holder, ...] = ()
    turns: tuple[Turn, ...] = ()
    last: CheckIn | None = None
    next_due: int | None = None


class SetHolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Puts somebody on a roster (`version` 0) or changes who stands there (the version seen)."""

    action_id: Id
    version: Version = 0
    place: Place
    post: Code
    name: Person
    phone: Phone = ""
    private: bool = False
    login: Code = ""


class EndHolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Takes somebody off a roster; their shifts end with it."""

    action_id: Id
    version: Version
    reason: Reason


class SetPattern(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days and hours of a shift, as `Pattern` says them."""

    rule: Rule = "week"
    weekdays: Weekdays = (0, 1, 2, 3, 4, 5, 6)
    begin: Minutes
    end: Minutes


class SetShift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Makes a shift (`version` 0) of a holder or, without one, of a whole unit; or changes one, from now."""

    action_id: Id
    version: Version = 0
    place: Place
    holder: Code = ""
    pattern: SetPattern
    from_day: Day
    to_day: LastDay = ""


class EndShift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ends a shift now."""

    action_id: Id
    version: Version


class ChangeDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Says something of one day of a shift, today or later: off, other hours, or who stands in, with why.

    ``as_planned`` takes back what was said.
    """

    action_id: Id
    version: Version
    day: Day
    kind: Kind | Literal["as_planned"]
    begin: Minutes | None = None
    end: Minutes | None = None
    holder: Code = ""
    reason: Annotated[str, msgspec.Meta(max_length=4_000)] = ""


class ShowPhone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for a private phone in full; the showing goes into the audit log."""


class Called(msgspec.Struct, frozen=True):
    """A phone in full, shown once; it must not be kept."""

    name: str
    phone: str


class SetCheckIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Checks in on patrol, for oneself. Without coordinates the place is the grid's own post (`area`: which
    grid, where that is not the account's). `done_at` is when, in the backend's time as estimated."""

    action_id: Id
    area: Code = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    done_at: Instant | None = None
    ticket: Short = ""
    note: Note = ""


class PutRoster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Takes a roster in from a file stored before (CSV or XLSX); `partial`: what is sound, though rows are
    refused. People named get the shifts of the file instead of those that they have."""

    action_id: Id
    file: FileRef
    partial: bool = False


class RosterFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a row stays out: its line in the file, the field, the rule, what stood there, the reason."""

    line: int
    field: str
    rule: str
    value: str = ""
    zh: str
    en: str


class RosterTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file. `written` is whether it was taken in, `people` and `shifts` how many of each."""

    rows: int
    refused: int
    people: int
    shifts: int
    written: bool
    faults: tuple[RosterFault, ...] = ()
