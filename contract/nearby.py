"""Who is near a point: grid workers and units, whether they are on duty, their load, how old a position is.

Nobody is followed: a place is that of a check-in made on the turn that runs, else that of the grid somebody
is posted to. Of who is off duty nothing but the grid of their post is told.
"""

from __future__ import annotations

import msgspec

from .machine import Names

SOURCES = ("check_in", "post", "grid")
"""Where a place comes from: coordinates named at a check-in, a check-in at the grid's own post, or no more
than the grid that the roster names."""


class NearPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody of a grid's roster. `source` says what `lon`, `lat` are (`SOURCES`) and `seen_at` when that
    was (None for ``grid``); `distance` is in metres.

    On duty (`on`) from `since` to `until`, for `for_name` where they stand in; else `next_at` is when their
    next turn begins (None for none within a day). `open` and `overdue` are tickets of their grid.
    """

    holder: str
    account: str = ""
    name: str
    post: str
    post_names: Names
    phone: str = ""
    private: bool = False
    patrols: bool = False
    place: str
    place_names: Names
    on: bool
    since: int | None = None
    until: int | None = None
    next_at: int | None = None
    for_name: str = ""
    lon: float
    lat: float
    source: str
    seen_at: int | None = None
    late: bool = False
    distance: float
    open: int = 0
    overdue: int = 0


class OnSpot(msgspec.Struct, frozen=True):
    """The nearest ticket on whose spot a unit is: since when, how far away (metres)."""

    ticket: str
    number: str
    since: int
    lon: float
    lat: float
    distance: float


class NearUnit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A unit. `lon`, `lat` are the middle of the area it covers, `distance` the metres to it; `covers`:
    whether the point lies in that area. `on` are the names of those on duty, `until` when the last of them
    ends, `next_at` when somebody is on again. `open` and `overdue` are the tickets it has in hand."""

    unit: str
    names: Names
    area_names: Names
    covers: bool
    on: tuple[str, ...] = ()
    until: int | None = None
    next_at: int | None = None
    lon: float
    lat: float
    distance: float
    open: int = 0
    overdue: int = 0
    spot: OnSpot | None = None


class Nearby(msgspec.Struct, frozen=True, kw_only=True):
    """Who is near (`lon`, `lat`) at an instant: who is on duty first, each nearest first; units whose area
    holds the point first, the smallest area before the larger."""

    at: int
    lon: float
    lat: float
    area: str
    people: tuple[NearPerson, ...]
    units: tuple[NearUnit, ...]
