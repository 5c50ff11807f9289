"""What the rows of a list can be grouped by, and which group each stands in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject

from console.desk import Desk
from console.replica.column import Coded
from contract.clock import DAY, HOUR, MINUTE
from contract.reference import Reference
from views import words
from views.filtering.saying import area_words, category_words, item_words, unit_words
from views.filtering.units import ShownUnits
from widgets.light import Light, light_name
from widgets.moments import day
from widgets.table import text_key

translate = QCoreApplication.translate
Codes = NDArray[np.int32]

FIRST_DAY = 18_262
"""2020-01-01, counted from 1970-01-01: days before it stand in one group with it."""
LAST = np.iinfo(np.int64).max
BANDS = 6


def grouping_name(key: str) -> str:
    """What a grouping is called where it is no column of its own; raises `KeyError`."""
    return {
        "light": translate("Groups", "Light"),
        "category": translate("Groups", "Category of items"),
        "street": translate("Groups", "Area below yours"),
    }[key]


BESIDES = ("light", "street", "category")
"""Groupings that are no columns."""
GROUPING = frozenset(
    ("due", "number", "subject", "area", "unit", "channel", "state", "claim", "reported", "changed")
)
"""Columns that rows can be grouped by."""


class TicketGroups(QObject):
    """The groups of a desk's tickets, by the columns of a list (`due` in bands of time, instants by day) and
    by `BESIDES`.

    `due` gives the instants a list is sorted by. What few texts share out among many rows is worked out once
    for each text.
    """

    def __init__(self, desk: Desk, units: ShownUnits, due: Callable[[], NDArray[np.float64]]) -> None:
        super().__init__()
        self._desk = desk
        self._units = units
        self._due = due
        self._ranked: dict[str, tuple[int, NDArray[np.int64]]] = {}
        self._streets: dict[str, int] = {}
        self._street_of: Codes = np.zeros(0, np.int32)
        for changed in (desk.reference_changed, desk.reloaded):
            changed.connect(self._forget)

    def _forget(self) -> None:
        self._ranked.clear()
        self._streets.clear()
        self._street_of = np.zeros(0, np.int32)

    @property
    def _reference(self) -> Reference:
        found = self._desk.reference
        assert found is not None
        return found

    # --- which group a row stands in ---------------------------------------------------------------------
    def codes(self, key: str) -> Codes:
        """By slot; raises `KeyError`."""
        store, now = self._desk.store, self._desk.clock.now()
        match key:
            case "due":
                return self._bands(now)
            case "light":
                return store.lights(now).astype(np.int32)
            case "unit":
                return self._units.codes()
            case "street":
                return self._street_codes()[store.area_path.codes]
            case "claim":
                return np.where(store.claim_until > now, store.claim_by.codes, 0).astype(np.int32)
            case "number" | "reported":
                return self._days(store.reported_at)
            case "changed":
                return self._days(store.changed_at)
            case _:
                return self._column(key).codes

    def _column(self, key: str) -> Coded:
        store = self._desk.store
        return {
            "subject": store.item,
            "category": store.category,
            "area": store.area_path,
            "channel": store.channel,
            "state": store.state,
        }[key]

    def _bands(self, now: int) -> Codes:
        """0 past its limit, 1 within the hour, 2 today, 3 tomorrow, 4 later, 5 without a limit."""
        calendar = self._reference.calendar
        today = calendar.day(now)
        due = self._due()
        found = np.full(len(due), 4, np.int32)
        found[due < calendar.midnight(today + 2)] = 3
        found[due < calendar.midnight(today + 1)] = 2
        found[due <= now + HOUR] = 1
        found[due < now] = 0
        found[np.isnan(due)] = BANDS - 1
        return found

    def _days(self, instants: NDArray[np.int64]) -> Codes:
        offset = self._reference.calendar.utc_offset * MINUTE
        return np.maximum((instants + offset) // DAY - FIRST_DAY, 0).astype(np.int32)

    def _street_codes(self) -> Codes:
        """By code of `area_path`, the area right below the one this seat sees."""
        paths = self._desk.store.area_path.values
        if len(self._street_of) < len(paths):
            root = self._root()
            depth = root.count("/") + 2 if root else 1
            self._streets.setdefault("", 0)
            found = []
            for path in paths:
                street = "/".join(path.split("/")[:depth])
                found.append(self._streets.setdefault(street, len(self._streets)))
            self._street_of = np.array(found, np.int32)
        return self._street_of

    def _root(self) -> str:
        actor = self._desk.actor
        return actor.area_path if actor is not None and actor.area_path else self._reference.district.code

    # --- in which order groups stand ---------------------------------------------------------------------
    def ranks(self, key: str) -> NDArray[np.int64]:
        """By code: bands and lights the most urgent first, days the newest, names by their pinyin with those
        that stand for none at the end."""
        match key:
            case "due":
                return np.arange(BANDS, dtype=np.int64)
            case "light":
                return np.array([3, 2, 1, 0], np.int64)
            case "number" | "reported" | "changed":
                today = self._reference.calendar.day(self._desk.clock.now()) - FIRST_DAY
                latest = int(self.codes(key).max(initial=0))
                return -np.arange(max(today, latest) + 2, dtype=np.int64)
            case _:
                values = self._values(key)
                held = self._ranked.get(key)
                if held is None or held[0] != len(values):
                    ranks = [text_key(self.name(key, n)) if v else LAST for n, v in enumerate(values)]
                    held = self._ranked[key] = (len(values), np.array(ranks, np.int64))
                return held[1]

    def _values(self, key: str) -> list[str]:
        match key:
            case "unit":
                self._units.codes()
                return self._units.paths
            case "street":
                self._street_codes()
                return list(self._streets)
            case "claim":
                return self._desk.store.claim_by.values
            case _:
                return self._column(key).values

    def value(self, key: str, code: int) -> int | str:
        """What tells a group from all others: its code where codes are fixed, else what its rows share."""
        if key in ("due", "light", "number", "reported", "changed"):
            return code
        return self._values(key)[code]

    # --- what a group is called --------------------------------------------------------------------------
    def name(self, key: str, code: int) -> str:
        """The group's name."""
        match key:
            case "due":
                return self._band_name(code)
            case "light":
                return light_name((Light.NONE, Light.GREEN, Light.AMBER, Light.RED)[code])
            case "number" | "reported" | "changed":
                when = datetime.fromtimestamp((code + FIRST_DAY) * 86400, UTC)
                if when.year != words.local(self._desk.clock.now(), self._reference).year:
                    return f"{when:%Y-%m-%d}"
                return self._day_name(when, code)
            case _:
                value = self._values(key)[code]
                return self._named(key, value) if value else self._none(key)

    def _day_name(self, when: datetime, code: int) -> str:
        ago = self._reference.calendar.day(self._desk.clock.now()) - FIRST_DAY - code
        name = day(when)
        if ago == 0:
            return words.dotted((translate("Groups", "Today"), name))
        if ago == 1:
            return words.dotted((translate("Groups", "Yesterday"), name))
        return name

    def _band_name(self, code: int) -> str:
        today = words.local(self._desk.clock.now(), self._reference)
        return (
            translate("Groups", "Past its limit"),
            translate("Groups", "Due within an hour"),
            words.dotted((translate("Groups", "Due today"), day(today))),
            words.dotted((translate("Groups", "Due tomorrow"), day(today + timedelta(days=1)))),
            translate("Groups", "Due later"),
            translate("Groups", "No limit runs"),
        )[code]

    def _named(self, key: str, value: str) -> str:
        reference = self._reference
        match key:
            case "subject":
                return item_words(value, reference, self._desk.clock.now())
            case "category":
                return category_words(value, reference)
            case "area" | "street":
                return area_words(value, reference)
            case "unit":
                return unit_words(value, reference)
            case "channel":
                return words.channel(value, reference)
            case "state":
                return self._desk.state_name(value)
            case _:
                return self._holder(value)

    def _holder(self, account: str) -> str:
        store, actor = self._desk.store, self._desk.actor
        if actor is not None and actor.id == account:
            return translate("Groups", "You")
        slots = np.flatnonzero(store.claim_by.codes == store.claim_by.code(account))
        names = [store.claim_name.at(int(slot)) for slot in slots[:1]]
        return names[0] if names and names[0] else account

    def _none(self, key: str) -> str:
        return {
            "subject": translate("Groups", "Without an item"),
            "category": translate("Groups", "Without an item"),
            "area": translate("Words", "not located"),
            "street": translate("Words", "not located"),
            "unit": translate("Groups", "No unit yet"),
            "claim": translate("Groups", "Nobody in it"),
        }.get(key, translate("Groups", "None"))
