"""What tickets refer to: areas, units, items, channels, and the district that has them.

A `Reference` is one consistent set, as served under one `digest`; console and backend look things up in it
the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Literal

import msgspec

from .basemap import Basemap
from .clock import Calendar, Limit
from .joint.rules import JointRules
from .machine import Names
from .staffing import Staffing
from .visit import AlarmRule

Step = Literal["required", "optional", "skipped"]
"""What a district may make of an optional step; a newer backend's may have more."""


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the area tree. `path` joins the codes from the district down with slashes.

    `short` is what a queue shows (望湖 03-05). `lon`, `lat` are the label point. `schematic` marks
    outlines that are drawn, not surveyed. `households` live in it, 0 where nobody does or none are known.
    """

    code: str
    parent: str
    path: str
    level: str
    kind: str
    names: Names
    short: str = ""
    initials: str = ""
    lon: float = 0.0
    lat: float = 0.0
    schematic: bool = False
    households: int = 0


class Share(msgspec.Struct, frozen=True):
    """So much of a grid's ground (0 to 1)."""

    code: str
    share: float


class Former(msgspec.Struct, frozen=True):
    """An area that was withdrawn: as it was, since when it is no more, into which its ground went."""

    area: Area
    until: int
    into: tuple[Share, ...] = ()


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that acts: department, street, team, committee, centre. `area` is what it covers,
    `role` what a catalogue's `handler` calls it."""

    code: str
    parent: str
    path: str
    type: str
    names: Names
    initials: str = ""
    area: str = ""
    role: str = ""
    functions: tuple[str, ...] = ()


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the item catalogue in one version: who handles it, how fast, closed by what standard.

    `make_safe`, `repair`, `restore`, and of an errand `collect`, `hand_in` and `bring_back` are stages of the
    responsibility, one after the other from the first dispatch on; each that has a limit is reported done
    before the whole is.
    One that a version leaves out stands in it as `withdrawn`: from its date on nothing new is filed by it.
    """

    code: str
    version: str
    effective_from: int
    category: str
    category_names: Names
    names: Names
    initials: str = ""
    kind: str = "event"
    handler: str = ""
    level: str = ""
    dispatch: Limit | None = None
    sign_in: Limit | None = None
    arrive: Limit | None = None
    handle: Limit | None = None
    verify: Limit | None = None
    evaluate: Limit | None = None
    make_safe: Limit | None = None
    repair: Limit | None = None
    restore: Limit | None = None
    collect: Limit | None = None
    hand_in: Limit | None = None
    bring_back: Limit | None = None
    amber: float | None = None
    file_standard: Names = Names("", "")
    close_standard: Names = Names("", "")
    keywords: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    withdrawn: bool = False


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A way in. `accept` and `dispatch` are limits until an item sets its own."""

    key: str
    type: str
    names: Names
    accept: Limit | None = None
    dispatch: Limit | None = None


class Level(msgspec.Struct, frozen=True):
    """A level of the area tree, or of events."""

    key: str
    names: Names


class SuperviseRule(msgspec.Struct, frozen=True):
    """Supervision by time-out: so long after the responsibility clock has passed one is ordered, to be
    answered within `reply`."""

    after: Limit
    reply: Limit = Limit(1, "working_days")


def _reminders() -> dict[str, Limit | None]:
    """Twice a working day; whether somebody was asked for an answer is no matter of hours."""
    return {"every": Limit(4, "working_hours"), "evaluate": None}


class District(msgspec.Struct, frozen=True, kw_only=True):
    """A district's profile as consoles need it.

    `steps` says for optional steps of the lifecycle (``arrive``, ``verify``, ``evaluate``) whether they
    are required, optional or skipped. `renames` gives states and actions the words of this centre.
    `make_safe` is the limit of making safe where an item sets none; `fallback` the unit that takes what is
    nobody's. `supervise` orders supervisions by time-out, None for none.
    `remind` says how long after the due instant, and again and again, each clock reminds (by its name, or
    ``every``; None for never), counted in the clock's own kind of time. `staffing` are the posts of its grids
    and units. `basemaps` are the tile servers its seats may show under its own map, the lowest first.
    """

    code: str
    names: Names
    centre: Names
    prefix: str
    levels: tuple[Level, ...]
    event_levels: tuple[Level, ...] = ()
    kinds: tuple[Level, ...] = ()
    steps: dict[str, str] = {}
    renames: dict[str, Names] = {}
    amber: float = 0.2
    verify: Limit | None = None
    evaluate: Limit | None = None
    make_safe: Limit | None = None
    fallback: str = ""
    supervise: SuperviseRule | None = None
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    seats: int = 50
    remind: dict[str, Limit | None] = msgspec.field(default_factory=_reminders)
    alarms: tuple[AlarmRule, ...] = ()
    basemaps: tuple[Basemap, ...] = ()

    def alarm(self, kind: str) -> AlarmRule | None:
        """What becomes of a kind of alarm; None where the district makes nothing of it."""
        return next((rule for rule in self.alarms if rule.key == kind), None)

    staffing: Staffing = Staffing()
    joint: JointRules = msgspec.field(default_factory=JointRules)


class Reference(msgspec.Struct, frozen=True, dict=True):
    """Everything of one district that tickets refer to. Items hold every version, oldest first.

    `areas` are those in force, `former` those that were: a ticket filed in one keeps it. `divisions` names
    the re-divisions that were adopted, with the instants from which they hold, coming ones too.
    """

    digest: str
    district: District
    calendar: Calendar
    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    channels: tuple[Channel, ...]
    former: tuple[Former, ...] = ()
    divisions: tuple[tuple[str, int], ...] = ()

    # Looked up at every step of every ticket, so each index is made once.
    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {one.area.code: one.area for one in self.former} | {area.code: area for area in self.areas}

    @cached_property
    def _former(self) -> dict[str, Former]:
        return {one.area.code: one for one in self.former}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _roles(self) -> dict[tuple[str, str], Unit]:
        return {(unit.role, unit.area): unit for unit in reversed(self.units) if unit.role}

    @cached_property
    def _items(self) -> dict[tuple[str, str], Item]:
        return {(item.code, item.version): item for item in self.items}

    @cached_property
    def _versions(self) -> dict[str, list[Item]]:
        index: dict[str, list[Item]] = {}
        for item in sorted(self.items, key=lambda item: item.effective_from):
            index.setdefault(item.code, []).append(item)
        return index

    @cached_property
    def _beginnings(self) -> list[int]:
        return sorted({item.effective_from for item in self.items})

    def area(self, code: str) -> Area | None:
        """The area of a code; one that was withdrawn as it was."""
        return self._areas.get(code)

    def withdrawn(self, code: str) -> Former | None:
        """An area that is no more; None for one in force."""
        return self._former.get(code)

    def unit(self, code: str) -> Unit | None:
        """The unit of a code."""
        return self._units.get(code)

    def responsible(self, item: Item, area: str) -> Unit | None:
        """The unit that an item names for an area: of the units with its handler's role the one that covers
        the area or its nearest ancestor, or the unit of that very code. None where there is none."""
        return self.acting(item.handler, area)

    def acting(self, handler: str, area: str) -> Unit | None:
        """The unit that a role or a unit's code means where a matter lies, as `responsible`."""
        found = self.area(area)
        for code in reversed(found.path.split("/")) if found is not None else ():
            unit = self._roles.get((handler, code))
            if unit is not None:
                return unit
        return self.unit(handler)

    def channel(self, key: str) -> Channel | None:
        """The channel of a key."""
        return next((c for c in self.channels if c.key == key), None)

    def item(self, code: str, version: str) -> Item | None:
        """An item as one version has it."""
        return self._items.get((code, version))

    def item_at(self, code: str, at: int) -> Item | None:
        """An item as the version in force at an instant has it; None where that one withdrew it."""
        found = self.item_known(code, at)
        return None if found is None or found.withdrawn else found

    def item_known(self, code: str, at: int) -> Item | None:
        """An item as the version in force at an instant has it, or as it was when it was withdrawn: what a
        ticket of before then is called."""
        found = None
        for item in self._versions.get(code, ()):
            if item.effective_from <= at:
                found = item
        return found

    def items_at(self, at: int) -> tuple[Item, ...]:
        """The catalogue in force at an instant: of every code its newest version that has begun, without
        those that it withdrew."""
        return tuple(item for item in self.items_known(at) if not item.withdrawn)

    def in_force_since(self, at: int) -> int:
        """The instant at which the catalogue became what it is at `at`; 0 before its first version. What is
        kept of `items_at` holds as long as this stays the same."""
        begun = bisect_right(self._beginnings, at)
        return self._beginnings[begun - 1] if begun else 0

    def items_known(self, at: int) -> tuple[Item, ...]:
        """As `items_at`, with those that were withdrawn."""
        newest: dict[str, Item] = {}
        for item in self.items:
            if item.effective_from <= at:
                held = newest.get(item.code)
                if held is None or held.effective_from <= item.effective_from:
                    newest[item.code] = item
        return tuple(newest.values())
