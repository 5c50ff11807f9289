"""A filter over the replica: which rows fit it, and about which time alone changes its mind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from console.replica.columns import AMBER, GREEN, NONE, RED, Columns
from contract.account import in_path
from contract.clock import Calendar
from contract.ticket import Ticket
from views.filtering.query import Filter, Ring
from views.filtering.units import ShownUnits
from views.paging import chosen, fits, mine, standing
from views.queue_spec import Page
from widgets.light import Light

Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]

LIGHTS = {Light.NONE: NONE, Light.GREEN: GREEN, Light.AMBER: AMBER, Light.RED: RED}


class Sieve:
    """The rows of one page that fit one filter.

    `me` is the account that "mine" means; `now` the backend's time in ms; `units` gives the unit that a row
    is filtered by: the one its cell shows. `waits` says whether a ticket waits for this person's signature.
    """

    def __init__(
        self,
        page: Page,
        wanted: Filter,
        store: Columns,
        units: ShownUnits,
        me: str,
        now: Callable[[], int],
        calendar: Calendar | None,
        waits: Callable[[Ticket], bool] = lambda _ticket: False,
    ) -> None:
        self._page = page
        self._wanted = wanted
        self._store = store
        self._units = units
        self._me = me
        self._now = now
        self._calendar = calendar
        self._waits = waits

    def __call__(self, slots: Slots) -> Mask:
        """Whether each of the rows fits."""
        wanted, store = self._wanted, self._store
        keep = self.on_page(slots)
        if wanted.mine and not self._page.mine:
            keep &= self._is_mine(slots)
        if wanted.areas:
            keep &= chosen(store.area_path, lambda p: _below(p, wanted.areas), slots)
        for column, values in (
            (store.channel, wanted.channels),
            (store.item, wanted.items),
            (store.category, wanted.categories),
        ):
            if values:
                keep &= chosen(column, values.__contains__, slots)
        if wanted.lights:
            codes = [LIGHTS[Light(light)] for light in wanted.lights]
            keep &= np.isin(store.lights(self._now(), slots), codes)
        if wanted.due is not None:
            keep &= store.due[slots] <= self._until(self._now())
        if wanted.units:
            paths = np.fromiter((_below(p, wanted.units) for p in self._paths()), np.bool_)
            keep &= paths[self._units.codes()[slots]]
        if wanted.within:
            keep &= inside(wanted.within, store.lon[slots], store.lat[slots])
        if wanted.picked:
            picked = [slot for slot in map(store.slot, wanted.picked) if slot >= 0]
            keep &= np.isin(slots, picked)
        if wanted.words:
            keep &= store.matches(wanted.words, slots)
        return keep

    def on_page(self, slots: Slots) -> Mask:
        """Whether each of the rows stands on the page, whatever the filter says."""
        page, store = self._page, self._store
        keep = standing(page, store, slots, self._now(), self._waits) | self._waiting(slots)
        if page.mine:
            keep &= self._is_mine(slots)
        return keep

    def _is_mine(self, slots: Slots) -> Mask:
        return mine(self._store, slots, self._me, self._now())

    def _paths(self) -> list[str]:
        self._units.codes()
        return self._units.paths

    def _until(self, now: int) -> float:
        """The instant of "due before"; without a calendar nothing is due before anything."""
        due = self._wanted.due
        return float(due.instant(now, self._calendar)) if due and self._calendar else -np.inf

    def _waiting(self, slots: Slots) -> Mask:
        """Rows that an act of this seat moves out of the page, while the backend has not confirmed it."""
        store = self._store
        stay = np.zeros(len(slots), np.bool_)
        for place in np.flatnonzero(store.pending[slots]):
            row = store.server_row(store.ids[slots[place]])
            stay[place] = row is not None and fits(self._page, row, self._waits)
        if self._page.past:
            stay &= store.lights(self._now(), slots) == RED
        return stay

    def turning(self, before: int, now: int) -> Slots:
        """Rows about which the filter may say something else at `now` than it said at `before`, though no
        row has changed."""
        store, wanted = self._store, self._wanted
        turned = np.zeros(store.size, np.bool_)
        if self._page.past:
            turned |= _between(store.due, before - 1, now)
        if wanted.lights:
            # Amber begins at its instant, red after it.
            turned |= _between(store.due, before - 1, now) | _between(store.amber, before, now)
        if wanted.due is not None:
            turned |= _between(store.due, self._until(before), self._until(now))
        if self._page.mine or wanted.mine:
            turned |= _between(store.claim_until, before, now)
        return np.flatnonzero(turned & store.alive)


def inside(ring: Ring, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Mask:
    """Whether each place lies in a ring (odd-even); one without coordinates does not."""
    found: Mask = np.zeros(len(lon), np.bool_)
    for (lon_a, lat_a), (lon_b, lat_b) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if lat_a == lat_b:
            continue
        # NaN compares as false: a place that nobody knows crosses nothing.
        crosses = (lat >= min(lat_a, lat_b)) & (lat < max(lat_a, lat_b))
        found ^= crosses & (lon < lon_a + (lat - lat_a) * ((lon_b - lon_a) / (lat_b - lat_a)))
    return found


def _below(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(in_path(path, prefix) for prefix in prefixes)


def _between(instants: NDArray[np.floating] | NDArray[np.integer], before: float, now: float) -> Mask:
    found: Mask = (instants > before) & (instants <= now)
    return found
