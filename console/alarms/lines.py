"""What is read: the rate, and alarms in lines; in a flood, many of one source are one line with a count."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .alarm import Alarm
from .kinds import CALM_BELOW, FLOOD, RANK, STEADY, WINDOW, Kind

MANY = 8
"""So many alarms of one kind and state stand in one line, flood or not: nobody reads fifty lines."""
SOURCES = 5
"""In a flood a kind is told apart by source while that leaves at most so many lines, else it is one line."""

_ORDER = {"unacknowledged": 0, "returned": 1, "acknowledged": 2, "shelved": 3, "out": 4, "suppressed": 5}


class Rate:
    """Demands in the last ten minutes, and whether that is a flood (from 10 on, until below 5)."""

    def __init__(self) -> None:
        self._instants: deque[int] = deque()
        self.flood = False

    def load(self, instants: Iterable[int]) -> None:
        """Takes up what happened before, oldest first."""
        self._instants = deque(instants)
        self.flood = False

    def add(self, at: int) -> None:
        """The operator was called once more."""
        self._instants.append(at)

    def set_back(self, now: int) -> None:
        """The clock was set back to an instant."""
        self._instants = deque(at for at in self._instants if at <= now)

    def now(self, now: int) -> int:
        """How many in the ten minutes up to now."""
        while self._instants and self._instants[0] <= now - WINDOW:
            self._instants.popleft()
        count = len(self._instants)
        self.flood = count >= FLOOD or (self.flood and count >= CALM_BELOW)
        return count

    @property
    def level(self) -> str:
        """``steady``, ``busy`` or ``flood``, as of the last `now`."""
        if self.flood:
            return "flood"
        return "steady" if len(self._instants) <= STEADY else "busy"


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a crowd has, and how many of them have stood for longer than an alarm should."""

    count: int
    stale: int


@dataclass(frozen=True, slots=True)
class Line:
    """One alarm, or several of a kind and state: the most urgent first. `source` is the unit or area that a
    group shares ("" where it does not); `unfolded` says that its members follow, `parent` is the key of the
    line that it is inside of. `crowd` is there where its one alarm stands for many."""

    key: str
    alarms: tuple[Alarm, ...]
    source: str = ""
    unfolded: bool = False
    parent: str = ""
    crowd: Size | None = None

    @property
    def group(self) -> bool:
        """Whether it can be unfolded."""
        return self.crowd is not None or len(self.alarms) > 1

    @property
    def count(self) -> int:
        """How many conditions it stands for."""
        return len(self.alarms) if self.crowd is None else self.crowd.count

    def stale(self, now: int) -> int:
        """How many of them have stood for longer than an alarm should."""
        return sum(alarm.stale(now) for alarm in self.alarms) if self.crowd is None else self.crowd.stale

    @property
    def first(self) -> Alarm:
        """The alarm that the line speaks for."""
        return self.alarms[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all its alarms."""
        return tuple(alarm.key for alarm in self.alarms)


def order(alarm: Alarm) -> tuple[int, int, int]:
    """Unacknowledged first, then by priority, then the longest waiting."""
    since = alarm.demanded_at if alarm.demands else alarm.changed_at
    return (_ORDER[alarm.state], -RANK[alarm.priority], since)


def source_of(alarm: Alarm) -> str:
    """Where an alarm comes from, for grouping: its unit, else its street or town, else its channel."""
    about = alarm.about
    return about.unit_name or street_of(about.area_path) or about.channel


def street_of(area_path: str) -> str:
    """The code of the second level of an area path ("" above it)."""
    parts = area_path.split("/")
    return parts[1] if len(parts) > 1 else ""


def lines(
    alarms: Iterable[Alarm],
    *,
    flood: bool,
    opened: frozenset[str] = frozenset(),
    crowds: Mapping[str, Size] | None = None,
    members: Callable[[str], Sequence[Alarm]] = lambda _key: (),
) -> list[Line]:
    """The lines to read, in order; what is suppressed by design is one line a kind. `opened` are
    the keys of groups that somebody unfolded. `crowds` are the sizes of the alarms that stand for many, each
    a line of its own, and `members` gives what of one is laid open."""
    groups: dict[tuple[str, Kind], list[Alarm]] = {}
    many: list[Line] = []
    for alarm in sorted(alarms, key=order):
        size = crowds.get(alarm.key) if crowds else None
        if size is None:
            groups.setdefault((alarm.state, alarm.kind), []).append(alarm)
        else:
            many.append(Line(alarm.key, (alarm,), alarm.about.unit_name, crowd=size))
    folded = [
        line
        for (state, kind), members in groups.items()
        for line in _fold(f"{state} {kind}", members, flood=flood)
    ]
    found: list[Line] = []
    for line in sorted(folded + many, key=lambda line: order(line.first)):
        unfolded = line.group and line.key in opened
        found.append(replace(line, unfolded=unfolded))
        if unfolded:
            inside = line.alarms if line.crowd is None else members(line.key)
            found += [Line(alarm.key, (alarm,), parent=line.key) for alarm in inside]
    return found


def _fold(key: str, members: Sequence[Alarm], *, flood: bool) -> list[Line]:
    quiet = members[0].state == "suppressed"
    if len(members) < 2 or not (flood or quiet or len(members) > MANY):
        return [Line(alarm.key, (alarm,)) for alarm in members]
    by_source: dict[str, list[Alarm]] = {}
    for alarm in members:
        by_source.setdefault(source_of(alarm), []).append(alarm)
    if quiet or len(by_source) > SOURCES:
        return [Line(f"group {key}", tuple(members))]
    return [
        Line(f"group {key} {source}", tuple(some), source)
        if len(some) > 1
        else Line(some[0].key, tuple(some))
        for source, some in by_source.items()
    ]
