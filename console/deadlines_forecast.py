"""What turns red before the shift ends if nothing is done: by unit, by state, and beside what the units
handled in the same hours of past working days.

Every figure is counted from rows: tickets not past their limit now whose due instant lies before the close of
work, and handlings that took place. There is no rate and no guess in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from console.deadlines import Placement
from console.deadlines_handled import Handled, Window
from console.replica.columns import Columns, Slots
from contract.lifecycle import STATES
from contract.ticket import Ticket

_ORDER = {state.name: n for n, state in enumerate(STATES)}
_OF_THE_UNIT = ("handle", "responsibility")
"""Clocks that a unit stops by handling."""
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class UnitAhead:
    """One unit (its path, "" for the centre): how many turn red by then, in which states (lifecycle's order),
    how many of them only handling stops, and how many it handled in the same hours on past working days, the
    latest first (empty where that is not known)."""

    unit: str
    due: int
    states: tuple[tuple[str, int], ...]
    to_handle: int
    handled: tuple[int, ...] = ()

    @property
    def more_than_ever(self) -> bool:
        """Whether it would have to handle more than it did in these hours on any of the days known. A single
        ticket stands out nowhere: most units handle none in most hours."""
        return bool(self.handled) and self.to_handle > max(1, *self.handled)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Up to the instant `until`. Units with most due first; `days` is how many past days are known."""

    until: int = 0
    due: int = 0
    past: int = 0
    states: tuple[tuple[str, int], ...] = ()
    units: tuple[UnitAhead, ...] = ()
    days: int = 0


def handling_due(ticket: Ticket) -> float:
    """When the first clock of a ticket that only handling stops runs out (ms), `NEVER` where none runs."""
    running = [c for c in (ticket.stage, ticket.responsibility) if c is not None and c.running]
    dues = [c.due_at for c in running if c.name in _OF_THE_UNIT and c.due_at is not None]
    return min(dues, default=NEVER)


class Handlings:
    """When tickets must be handled, by slot: read from whole rows, a few at a time, and kept."""

    def __init__(self, store: Columns) -> None:
        self._store = store
        self._known: dict[int, float] = {}

    def forget(self, slots: Slots | None = None) -> None:
        """These rows changed; None: all of them are others."""
        if slots is None:
            self._known.clear()
            return
        for slot in slots.tolist():
            self._known.pop(slot, None)

    def read(self, slots: Slots, most: int) -> bool:
        """Reads up to `most` of the rows that are not known yet; whether some are still missing."""
        missing = [slot for slot in slots.tolist() if slot not in self._known]
        for slot in missing[:most]:
            ticket = self._store.ticket(slot)
            self._known[slot] = NEVER if ticket is None else handling_due(ticket)
        return len(missing) > most

    def due(self, slot: int) -> float:
        """When a ticket must be handled; `NEVER` for one not read."""
        return self._known.get(slot, NEVER)


def _in_order(states: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(states.items(), key=lambda pair: (_ORDER.get(pair[0], len(_ORDER)), pair[0])))


def forecast(
    placement: Placement,
    store: Columns,
    units: Sequence[str],
    unit_codes: Slots,
    handlings: Handlings,
    handled: Handled,
    windows: Sequence[Window],
    now: int,
    until: int,
) -> Forecast:
    """Of the tickets on the board. `unit_codes` gives the unit of each of `placement.due_until(now, until)`
    as an index into `units` (paths); `windows` are the same hours of past days, those that `handled` covers.
    """
    slots = placement.due_until(now, until)
    past = int((placement.on & (placement.due < now)).sum())
    every: Counter[str] = Counter()
    by_unit: dict[int, Counter[str]] = {}
    to_handle: Counter[int] = Counter()
    for slot, code in zip(slots.tolist(), unit_codes.tolist(), strict=True):
        state = store.state.at(slot)
        every[state] += 1
        by_unit.setdefault(code, Counter())[state] += 1
        to_handle[code] += handlings.due(slot) <= until
    found = [
        UnitAhead(
            units[code],
            states.total(),
            _in_order(states),
            to_handle[code],
            tuple(handled.count(units[code], w) for w in windows) if units[code] else (),
        )
        for code, states in by_unit.items()
    ]
    found.sort(key=lambda u: (-u.due, u.unit))
    return Forecast(until, len(slots), past, _in_order(every), tuple(found), len(windows))
