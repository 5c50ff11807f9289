"""What the alarms of a time were: how many when, from where, how urgent, how fast they were taken. Pure: all
of it is counted from the journal's lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from .alarm import DEMANDS, Alarm
from .journal import Entry
from .kinds import FLOOD, PRIORITIES, STEADY, WINDOW, Kind, Priority
from .lines import street_of

By = str
"""``unit``, ``area`` (street or town) or ``channel``."""
TOP = 10
"""EEMUA 191: 10–20 sources make 20–80 % of the load; the share of the first ten is named."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """One source: a kind from a place ("" for none: the link). `share` and `total_share` lie in 0 … 1; the
    second counts all sources down to this one."""

    kind: Kind
    place: str
    place_name: str
    count: int
    share: float
    total_share: float


@dataclass(frozen=True, slots=True)
class Taking:
    """How fast alarms of a priority were acknowledged: how many were, the middle and the slow tenth (ms)."""

    taken: int
    median_ms: float
    slow_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """Of begin ≤ t < end (ms). `bins` are counts per ten minutes from begin on; `flood_share` and
    `steady_share` the shares of them with 10 or more and with 2 or fewer."""

    begin: int
    end: int
    total: int
    bins: tuple[int, ...]
    peak: int
    flood_share: float
    steady_share: float
    sources: tuple[SourceCount, ...]
    top_share: float
    priorities: dict[Priority, int]
    taking: dict[Priority, Taking]
    stale: tuple[Alarm, ...]
    stale_more: int = 0

    def share(self, priority: Priority) -> float:
        """Of all alarms, those of a priority; 0 … 1."""
        return self.priorities[priority] / self.total if self.total else 0.0


def place_of(entry: Entry, by: By) -> tuple[str, str]:
    """Code or path of where an alarm came from, and its name ("" where only reference data have it)."""
    match by:
        case "unit":
            return entry.unit_path, entry.unit_name
        case "area":
            return street_of(entry.area_path), ""
        case _:
            return entry.channel, ""


def report(
    entries: Sequence[Entry],
    begin: int,
    end: int,
    *,
    by: By,
    now: int,
    standing: Iterable[Alarm] = (),
    stale_more: int = 0,
) -> Report:
    """Counts the journal's lines (oldest first; those before `begin` serve to know what an acknowledgement
    answers). `standing` are the alarms of this moment, for what has gone stale, and `stale_more` says how
    many more there are than these."""
    demands = [e for e in entries if e.what in DEMANDS and begin <= e.at < end]
    total = len(demands)
    bins = [0] * max(1, -(-(end - begin) // WINDOW))
    for entry in demands:
        bins[(entry.at - begin) // WINDOW] += 1
    return Report(
        begin=begin,
        end=end,
        total=total,
        bins=tuple(bins),
        peak=max(bins),
        flood_share=sum(n >= FLOOD for n in bins) / len(bins),
        steady_share=sum(n <= STEADY for n in bins) / len(bins),
        sources=(sources := _sources(demands, lambda entry: place_of(entry, by))),
        top_share=sources[min(TOP, len(sources)) - 1].total_share if sources else 0.0,
        priorities={p: sum(e.priority == p for e in demands) for p in PRIORITIES},
        taking=_taking(entries, begin, end),
        stale=tuple(sorted((a for a in standing if a.stale(now)), key=lambda a: a.about.since)),
        stale_more=stale_more,
    )


def _sources(demands: Sequence[Entry], place: Callable[[Entry], tuple[str, str]]) -> tuple[SourceCount, ...]:
    counts: dict[tuple[Kind, str], int] = {}
    names: dict[str, str] = {}
    for entry in demands:
        code, name = place(entry)
        counts[entry.kind, code] = counts.get((entry.kind, code), 0) + 1
        names[code] = name or names.get(code, "")
    found: list[SourceCount] = []
    so_far = 0
    for (kind, code), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        so_far += count
        share, total_share = count / len(demands), so_far / len(demands)
        found.append(SourceCount(kind, code, names[code], count, share, total_share))
    return tuple(found)


def _taking(entries: Sequence[Entry], begin: int, end: int) -> dict[Priority, Taking]:
    waits: dict[Priority, list[int]] = {p: [] for p in PRIORITIES}
    called: dict[str, Entry] = {}
    for entry in entries:
        if entry.what in DEMANDS:
            called[entry.key] = entry
        elif entry.what == "acknowledged":
            demand = called.pop(entry.key, None)
            if demand is not None and begin <= entry.at < end:
                waits[demand.priority].append(entry.at - demand.at)
        elif entry.what in ("ended", "suppressed", "shelved", "out"):
            called.pop(entry.key, None)
    return {p: _pace(found) for p, found in waits.items()}


def _pace(waits: list[int]) -> Taking:
    if not waits:
        return Taking(0, 0.0, 0.0)
    return Taking(len(waits), float(median(waits)), float(sorted(waits)[int(0.9 * (len(waits) - 1))]))
