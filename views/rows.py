"""The replica as rows of a table: what each cell of a queue shows, and what it sorts by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from console.replica.column import Coded
from console.replica.columns import Columns
from contract.clock import MINUTE
from contract.machine import Machine
from contract.reference import Reference, Unit
from contract.ticket import Claim, Ticket, shown_clock
from views import standing, words
from views.claims import holder, silence
from views.clocks import shown_left
from views.filtering.groups import TicketGroups
from views.filtering.saying import unit_words
from views.filtering.units import UNSENT, ShownUnits
from views.waiting import waiting_words
from widgets.countdown import Remaining
from widgets.table import Pill, PillTone, text_key

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Keys:
    """Sort keys of the different texts of a column. Texts are only added to a list of them; how they are
    called is what reference and tables say, and others are other objects."""

    values: list[str]
    number: int
    reference: Reference | None
    machine: Machine
    keys: NDArray[np.int64]

    @classmethod
    def made(cls, values: list[str], desk: Desk, texts: Sequence[str]) -> _Keys:
        """The keys of `texts`, which is how the `values` read."""
        keys = np.array([text_key(text) for text in texts], np.int64)
        return cls(values, len(values), desk.reference, desk.machine, keys)

    def are_of(self, values: list[str], desk: Desk) -> bool:
        """Whether they are those of these values, as they are called now."""
        same = self.values is values and self.number == len(values)
        return same and self.reference is desk.reference and self.machine is desk.machine


def _instants(seconds: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Instants to sort by; rows without one come last."""
    found = seconds.astype(np.float64)
    found[seconds == 0] = np.nan
    return found


class TicketRows:
    """A `GroupSource` over the desk's columns; a row's id is its slot. `touched` is to be told of the rows
    that changed before the model is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys: dict[int, _Keys] = {}
        self._unit_keys: _Keys | None = None
        self.units = ShownUnits(desk)
        self._groups = TicketGroups(desk, self.units, self._due)

    @property
    def store(self) -> Columns:
        """The columns; another operator's log-in gives others."""
        return self._desk.store

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return self.store.size

    def alive(self) -> NDArray[np.bool_]:
        return self.store.alive

    def pending(self, row: int) -> bool:
        return bool(self.store.pending[row])

    def sort_key(self, column: str) -> NDArray[Any]:
        store = self.store
        match column:
            case "due":
                return self._due()
            case "number":
                return store.number_key
            case "reported":
                return store.reported_at
            case "changed":
                return store.changed_at
            case "subject":
                return self._text_keys(store.item_name)
            case "area":
                return self._text_keys(store.area_name)
            case "unit":
                return self._unit_key()
            case "channel":
                return self._text_keys(store.channel)
            case "state":
                return self._text_keys(store.state)
            case "claim":
                return store.claim_until
            case "asked":
                return _instants(store.asked_at)
            case "until":
                return _instants(store.stands_until)
            case "reply":
                return _instants(store.reply_due)
            case "bounces":
                return store.bounces
            case _:
                raise KeyError(column)

    def _due(self) -> NDArray[np.float64]:
        """Due instants; a row that waits for the backend keeps its place by what the backend has of it, so
        that the cursor is not carried off with it."""
        store = self.store
        waiting = np.flatnonzero(store.pending)
        if not len(waiting):
            return store.due
        due = store.due.copy()
        for slot in waiting:
            row = store.server_row(store.ids[slot])
            clock = shown_clock(row) if row is not None else None
            if clock is not None and clock.due_at is not None:
                due[slot] = clock.due_at
        return due

    def touched(self, slots: NDArray[np.int64]) -> None:
        """These rows changed."""
        self.units.touched(slots)

    def group_codes(self, key: str) -> NDArray[np.int32]:
        return self._groups.codes(key)

    def group_ranks(self, key: str) -> NDArray[np.int64]:
        return self._groups.ranks(key)

    def group_name(self, key: str, code: int) -> str:
        return self._groups.name(key, code)

    def group_value(self, key: str, code: int) -> int | str:
        return self._groups.value(key, code)

    def lights(self) -> NDArray[np.int8]:
        return self.store.lights(self._desk.clock.now())

    def cell(self, row: int, column: str) -> object:
        ticket = self.store.ticket(row)
        reference = self._desk.reference
        if ticket is None:
            return None
        match column:
            case "due":
                return self.remaining(ticket)
            case "number":
                return ticket.number or "…"
            case "subject":
                return self.subject(ticket, row)
            case "area":
                return words.area(ticket, reference)
            case "unit":
                return self.unit_words(ticket)
            case "channel":
                return self._channel(ticket)
            case "state":
                return self._desk.state_name(ticket.state)
            case "claim":
                return self.pill(ticket.claim)
            case "reported":
                return self._moment(ticket.reported_at)
            case "changed":
                return self._moment(ticket.changed_at)
            case _:
                return self._beside(ticket, column)

    def _beside(self, ticket: Ticket, column: str) -> object:
        """Cells of what stands beside the ticket's way."""
        reference, now, beside = self._desk.reference, self._desk.clock.now(), ticket.beside
        match column:
            case "asked":
                return standing.all_asked(ticket, now, reference)
            case "until":
                return self._moment(beside.suspension.until) if beside.suspension is not None else None
            case "reply":
                return standing.reply_left(beside.supervision, now)
            case "follow":
                return standing.supervised(beside.supervision) if beside.supervision is not None else ""
            case "account":
                held = beside.accountability
                return standing.accounted(held, now, reference) if held is not None else ""
            case "parts":
                return standing.parts(beside.parts, now, reference)
            case "from":
                return standing.came_from(ticket, reference)
            case "reason":
                return beside.reason
            case "first":
                return standing.first_taker(ticket, reference)
            case "level":
                return standing.level(ticket, reference)
            case "bounces":
                return str(ticket.bounces or "")
            case "failures":
                return str(beside.failures or "")
            case _:
                raise KeyError(column)

    # --- cells -------------------------------------------------------------------------------------------
    def subject(self, ticket: Ticket, row: int) -> tuple[str, str]:
        """Item and first words; of a row that waits, what was done to it instead of the words."""
        item, title = words.subject(ticket, self._desk.reference)
        if self.pending(row):
            waiting = [r for r in self._desk.outbox if r.ticket_id == ticket.id]
            if waiting:
                last = waiting[-1]
                what = self._desk.action_name(last.action, last.outcome)
                return item, words.dotted((what, waiting_words(last)))
        return item, title

    def remaining(self, ticket: Ticket) -> Remaining | None:
        """What is left of the clock that is due first."""
        reference = self._desk.reference
        if reference is None:
            return None
        return shown_left(ticket, self._desk.clock.now(), reference.calendar)

    def likely_unit(self, ticket: Ticket) -> Unit | None:
        """The unit that the ticket's item names for its place."""
        return self.units.likely_of(ticket)

    def unit_words(self, ticket: Ticket) -> str:
        """The unit that has the ticket; before that, the one it would go to."""
        reference = self._desk.reference
        if ticket.state in UNSENT:
            unit = self.likely_unit(ticket)
        else:
            unit = reference.unit(ticket.unit) if reference is not None and ticket.unit else None
            if unit is None:
                return ticket.unit_name
        return words.pick(unit.names) if unit is not None else ""

    def pill(self, claim: Claim | None) -> Pill | None:
        """Who is in a ticket: this seat, another, or another that has been silent for some minutes."""
        now = self._desk.clock.now()
        who = holder(claim, self._desk.actor, now)
        if claim is None or not who:
            return None
        seat = words.seat(claim)
        if who == "me":
            return Pill(seat, PillTone.MINE, translate("Rows", "You are in this ticket"))
        if who == "silent":
            minutes = silence(claim, now) // MINUTE
            hint = translate("Rows", "{name} is in it, silent for {n} min").format(name=claim.name, n=minutes)
            return Pill(f"{seat} {minutes}′", PillTone.SILENT, hint)
        return Pill(seat, PillTone.CLAIM, translate("Rows", "{name} is in it").format(name=claim.name))

    def _channel(self, ticket: Ticket) -> str:
        return words.channel(ticket.channel, self._desk.reference)

    def _moment(self, instant: int) -> datetime | None:
        return words.local(instant, self._desk.reference) if instant else None

    def _unit_key(self) -> NDArray[np.int64]:
        """Sort keys of the unit that `unit_words` names."""
        codes, paths = self.units.codes(), self.units.paths
        reference, held = self._desk.reference, self._unit_keys
        if held is None or not held.are_of(paths, self._desk):
            texts = [unit_words(path, reference) if path and reference is not None else "" for path in paths]
            held = self._unit_keys = _Keys.made(paths, self._desk, texts)
        return held.keys[codes]

    def _text_keys(self, column: Coded) -> NDArray[np.int64]:
        """Sort keys of a coded text column: one key per different text, spread over the slots."""
        held = self._keys.get(id(column))
        if held is None or not held.are_of(column.values, self._desk):
            texts = [self._spoken(column, v) for v in column.values]
            held = self._keys[id(column)] = _Keys.made(column.values, self._desk, texts)
        return held.keys[column.codes]

    def _spoken(self, column: Coded, value: str) -> str:
        if column is self.store.channel:
            return words.channel(value, self._desk.reference)
        if column is self.store.state:
            return self._desk.state_name(value)
        return value
