"""How long things take: shares of limits, calibrated to the district's published means and rates."""

from __future__ import annotations

import random

from backend.simulation.draws import share_used, stream
from backend.simulation.scene import Scene
from contract.clock import DAY, HOUR, MINUTE, WORKING_DAY, Calendar, Clock, Limit, ahead
from contract.reference import Reference

WORKING_SHARE = 5 / 7
"""Of time that always runs, the part that falls on working days: how hours compare with working days."""

OVERRUN = 0.35
"""By how much of its limit a late handling overruns, on average."""


def working_days(limit: Limit) -> float:
    """A limit's length in working days."""
    if limit.working:
        return limit.amount / WORKING_DAY
    return limit.amount / DAY * WORKING_SHARE


def calibrated(wanted: float, late: float) -> float:
    """The median share of the limit at which the mean share comes out as wanted (as near as limits allow)."""
    low, high = 0.02, 0.95
    for _ in range(24):
        middle = (low + high) / 2
        chance = stream(0, "calibrate")
        mean = sum(share_used(chance, middle, late, OVERRUN) for _ in range(1500)) / 1500
        low, high = (middle, high) if mean < wanted else (low, middle)
    return (low + high) / 2


class Pace:
    """The tempo of one district's units.

    `mean_handling_working_days` of the profile, over all items by their frequency, fixes which share of its
    limit a handling takes; services to enterprises may have a mean of their own.
    """

    def __init__(self, scene: Scene, ref: Reference, at: int) -> None:
        self._calendar: Calendar = ref.calendar
        self.late = scene.rate("late_rate")
        self._median = {group: self._group(scene, ref, at, group) for group in (False, True)}
        self._enterprise = {thing.code for thing in scene.things if thing.enterprise}

    def _group(self, scene: Scene, ref: Reference, at: int, enterprise: bool) -> float:
        name = "mean_handling_enterprise_working_days" if enterprise else "mean_handling_working_days"
        wanted = scene.rate(name) or scene.rate("mean_handling_working_days") or 3.0
        total = weights = 0.0
        for thing in scene.things:
            item = ref.item_at(thing.code, at)
            if thing.enterprise == enterprise and item is not None and item.handle is not None:
                total += thing.weight * working_days(item.handle)
                weights += thing.weight
        return calibrated(wanted / (total / weights), self.late) if total else 0.5

    def handling(self, item: str, chance: random.Random) -> float:
        """The share of its limit that a handling takes, from the first dispatch on."""
        return share_used(chance, self._median[item in self._enterprise], self.late, OVERRUN)

    def after(self, clock: Clock, share: float) -> int:
        """The instant at which a share of a clock's limit has been used since it last began to run."""
        since = clock.running_since if clock.running_since is not None else clock.started_at
        return ahead(clock.limit, since, round(clock.limit.amount * share), self._calendar)

    def total(self, clock: Clock, share: float) -> int:
        """The instant at which a share of the whole limit is used, what earlier runs took included."""
        since = clock.running_since if clock.running_since is not None else clock.started_at
        left = round(clock.limit.amount * share) - clock.used
        return ahead(clock.limit, since, max(left, MINUTE), self._calendar)

    def counted(self, limit: Limit, since: int, share: float) -> int:
        """The instant at which a share of a limit that began then is used."""
        return ahead(limit, since, round(limit.amount * share), self._calendar)

    def by_day(self, at: int, chance: random.Random, opens: int = 8, closes: int = 20) -> int:
        """An instant when people can be called on: itself by day, else some time next morning."""
        midnight = self._calendar.midnight(self._calendar.day(at))
        if at < midnight + opens * HOUR:
            return midnight + opens * HOUR + round(chance.betavariate(1.2, 3) * 3 * HOUR)
        if at >= midnight + closes * HOUR:
            return midnight + DAY + opens * HOUR + round(chance.betavariate(1.2, 3) * 3 * HOUR)
        return at
