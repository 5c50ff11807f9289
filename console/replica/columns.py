"""The replica in memory: one slot per ticket, one numpy array per fact that is sorted, filtered, counted.

What the columns and `ticket()` show is the projected row: the backend's, with the operator's waiting acts
laid over it. A slot stays a ticket's own while it lives; after its death it is given to another only when the
death has been announced. Whole rows are read from the seat's file when they are asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contract.account import in_path
from contract.ticket import Ticket

from . import lean
from .column import Bools, Coded, Plain, grown
from .search import Scan, Vocabulary, words_of

Slots = NDArray[np.int64]

NONE, GREEN, AMBER, RED = 0, 1, 2, 3
"""Lights as `Columns.lights` gives them."""
DECODED = 2048
"""Whole rows kept decoded."""
SEARCHED = ("item_name", "area_name", "unit_name")
"""Coded columns whose texts are searched beside number, title and place."""
Texts = tuple[str, str, str, str]
"""Id, number, title, place."""
FEW = 20
"""Where a search asks for less than one slot in so many, it reads those alone."""
PIECE = 4_000
"""Rows laid out for a search in one go: about 6 ms."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one signal says: slots (ascending) and ids of tickets that came, changed or went. Which of the
    three it was, `Columns.alive` tells."""

    slots: Slots
    ids: frozenset[str]


class Columns:
    """By slot 0 … size-1. Instants are ms (NaN where there is none in float columns). Not to be written to.

    `rows` gives the backend's whole row of an id out of the seat's file, None where it is not there; `texts`
    the texts of the rows behind an id in the file's order (`lean.texts`).
    """

    alive = Plain(np.bool_)
    pending = Plain(np.bool_)
    """Whether an act of the operator's waits on it."""
    due = Plain(np.float64)
    """Due instant of the clock a queue shows (the running one that is due first)."""
    amber = Plain(np.float64)
    working = Plain(np.bool_)
    """Whether that clock counts working time."""
    reported_at = Plain(np.int64)
    changed_at = Plain(np.int64)
    claim_until = Plain(np.int64)
    """0 without a claim."""
    version = Plain(np.int32)
    seq = Plain(np.int64)
    number_key = Plain(np.int64)
    """The digits of the number, for sorting."""
    lon = Plain(np.float64)
    lat = Plain(np.float64)
    bounces = Plain(np.int16)
    reworks = Plain(np.int16)
    urges = Plain(np.int16)
    beside = Plain(np.uint16)
    """What stands beside the plain way, in bits (`console.replica.standing`)."""
    asked_at = Plain(np.uint32)
    """Since when something awaits a signature; this and the next two in whole seconds, 0 for none."""
    stands_until = Plain(np.uint32)
    reply_due = Plain(np.uint32)

    _said = Plain(np.bool_)
    """Whether the texts are in the scan, or wait in `_unread`; those of other slots are in the file alone."""

    def __init__(
        self, rows: Callable[[str], Ticket | None], texts: Callable[[str, int], list[Texts]] | None = None
    ) -> None:
        self._rows = rows
        self._texts = texts
        self.size = 0
        self._free: list[int] = []
        self._dying: list[int] = []
        self.state = Coded()
        self.channel = Coded()
        self.kind = Coded()
        self.category = Coded()
        self.item = Coded()
        self.item_name = Coded()
        self.area_path = Coded()
        self.area_name = Coded()
        self.unit_path = Coded()
        self.unit_name = Coded()
        self.satisfaction = Coded()
        self.last_by = Coded()
        """Account id of who did the last versioned action."""
        self.claim_by = Coded()
        """Account id of who is in it."""
        self.claim_name = Coded()
        self.claim_seat = Coded()
        self.ids: list[str] = []
        self.number: list[str] = []
        self._clear()

    def _clear(self) -> None:
        self.size = 0
        self.arrays: dict[str, NDArray[Any]] = {
            name: np.zeros(0, column.dtype)
            for name, column in vars(Columns).items()
            if isinstance(column, Plain)
        }
        self._coded: dict[str, Coded] = {name: getattr(self, name) for name in lean.CODED}
        self._slots: dict[str, int] = {}
        self._free.clear()
        self._dying.clear()
        self._shown: dict[str, Ticket] = {}
        self._decoded: OrderedDict[str, Ticket] = OrderedDict()
        self._scan = Scan()
        self._unread: dict[int, tuple[str, ...]] = {}
        """Texts by slot that the scan does not have yet."""
        self._behind: str | None = None
        """The id behind which the file's texts are still to be read, None where all have been."""
        self._asked_early = False
        self._vocabulary = {name: Vocabulary() for name in SEARCHED}
        self.ids, self.number = [], []

    # --- reading -----------------------------------------------------------------------------------------
    def slot(self, ticket_id: str) -> int:
        """Where a ticket lives, -1 where the replica does not have it."""
        return self._slots.get(ticket_id, -1)

    def ticket(self, slot: int) -> Ticket | None:
        """The whole projected row in a slot, None where its ticket has gone."""
        return self.get(self.ids[slot])

    def get(self, ticket_id: str) -> Ticket | None:
        """The whole projected row of an id that has a slot."""
        if ticket_id not in self._slots:
            return None
        shown = self._shown.get(ticket_id)
        return shown if shown is not None else self.server_row(ticket_id)

    def server_row(self, ticket_id: str) -> Ticket | None:
        """The backend's row, without what waits in the outbox."""
        kept = self._decoded.get(ticket_id)
        if kept is not None:
            self._decoded.move_to_end(ticket_id)
            return kept
        found = self._rows(ticket_id)
        if found is not None:
            self._keep(found)
        return found

    def _keep(self, ticket: Ticket) -> None:
        self._decoded[ticket.id] = ticket
        if len(self._decoded) > DECODED:
            self._decoded.popitem(last=False)

    def title(self, slot: int) -> str:
        """The title of the ticket in a slot, "" where it has gone."""
        ticket = self.ticket(slot)
        return "" if ticket is None else ticket.title

    def count(self) -> int:
        """Tickets that live."""
        return len(self._slots)

    def lights(self, now: int, slots: Slots | None = None) -> NDArray[np.int8]:
        """NONE, GREEN, AMBER or RED by slot (or for the slots given) at an instant."""
        due, amber = (self.due, self.amber) if slots is None else (self.due[slots], self.amber[slots])
        out = np.full(len(due), GREEN, np.int8)
        out[now >= amber] = AMBER
        out[now > due] = RED
        out[np.isnan(due)] = NONE
        return out

    def within(self, column: Coded, prefix: str) -> Bools:
        """By slot, whether a path column lies at or below a prefix."""
        return column.where(lambda path: in_path(path, prefix))

    def matches(self, words: str, slots: Slots | None = None) -> Bools:
        """Whether number, title, place, item, grid or unit hold every word (`console.replica.search` says
        how), by slot or for the slots given. Until the file's texts are laid out after a load it says no of
        those that are not; `caught_up` tells when to ask again."""
        size = self.size if slots is None else len(slots)
        found = np.ones(size, np.bool_)
        wanted = words_of(words)
        if not wanted or not size:
            return found
        # What the file has is laid out by `prepare_search` alone: 100,000 texts would hold the GUI thread for
        # a fifth of a second.
        self._asked_early |= self._behind is not None
        # A piece at a time: in one go the texts of 100,000 rows would leave 50 MB of holes behind.
        while self._unread:
            self._lay_out_unread(PIECE)
        self._scan.reserve(self.size)
        few = slots is not None and size * FEW < self.size
        scan = self._scan.part(slots) if few and slots is not None else self._scan
        for word in wanted:
            hit = scan.holding(word)
            if slots is not None and not few:
                hit = hit[slots]
            for name in SEARCHED:
                column: Coded = self._coded[name]
                known = self._vocabulary[name].of(column.values).holding(word)
                hit |= known[column.codes if slots is None else column.codes[slots]]
            found &= hit
        return found

    def prepare_search(self, most: int) -> bool:
        """Lays out the texts of up to `most` rows for searches; whether more wait."""
        scan = self._scan
        most -= self._lay_out_unread(most)
        if self._behind is not None and self._texts is not None and most > 0:
            found = self._texts(self._behind, most)
            self._behind = found[-1][0] if found else None
            said = self._said
            fresh = [(slot, texts) for i, *texts in found if (slot := self.slot(i)) >= 0 and not said[slot]]
            slots = [slot for slot, _ in fresh]
            scan.put(slots, [texts for _, texts in fresh])
            said[slots] = True
        scan.reserve(self.size)
        return bool(self._unread) or self._behind is not None

    def _lay_out_unread(self, most: int) -> int:
        unread = self._unread
        some = [unread.popitem() for _ in range(min(most, len(unread)))]
        self._scan.put([slot for slot, _ in some], [texts for _, texts in some])
        return len(some)

    @property
    def asked_early(self) -> bool:
        """Whether a search was answered without the texts that the file still has."""
        return self._asked_early

    def caught_up(self) -> bool:
        """Whether a search was, and would be answered whole now; said once."""
        over = self._asked_early and self._behind is None
        self._asked_early &= not over
        return over

    def find_number(self, words: str, limit: int = 20) -> list[str]:
        """Ids of tickets whose number contains the words, newest first."""
        wanted = words.strip().upper()
        if not wanted:
            return []
        hits = np.array([slot for slot, number in enumerate(self.number) if wanted in number], np.int64)
        hits = hits[self.alive[hits]]
        newest = np.argsort(-self.reported_at[hits], kind="stable")[:limit]
        return [self.ids[slot] for slot in hits[newest]]

    # --- writing: the replica and the projection alone ---------------------------------------------------
    def load(
        self,
        ids: list[str],
        numbers: list[str],
        records: NDArray[np.void],
        words: dict[str, list[str]],
    ) -> None:
        """Everything anew, as `lean.read` gives it."""
        self._clear()
        self.size = len(ids)
        self.ids, self.number = ids, numbers
        self._behind = ""
        for name, _ in lean.PLAIN:
            self.arrays[name] = records[name].copy()
        self.arrays["alive"] = np.ones(self.size, np.bool_)
        self.arrays["pending"] = np.zeros(self.size, np.bool_)
        self.arrays["_said"] = np.zeros(self.size, np.bool_)
        for name, column in self._coded.items():
            column.load(words[name], records[name])
        self._slots = {ticket_id: slot for slot, ticket_id in enumerate(ids)}

    def _slot_for(self, ticket_id: str) -> int:
        slot = self._slots.get(ticket_id)
        if slot is not None:
            return slot
        if self._free:
            slot = self._free.pop()
            self.ids[slot] = ticket_id
        else:
            slot = self.size
            self._grow()
            self.ids.append(ticket_id)
            self.number.append("")
        self._slots[ticket_id] = slot
        return slot

    def _grow(self) -> None:
        self.size += 1
        if self.size > len(self.arrays["alive"]):
            self.arrays = {name: grown(array, self.size) for name, array in self.arrays.items()}
        for column in self._coded.values():
            column.resize(self.size)

    def put(self, ticket: Ticket) -> int:
        """The backend's row of a ticket; gives its slot. What was projected over it is gone."""
        return self.put_many((ticket,))[0]

    def put_many(self, tickets: Sequence[Ticket]) -> list[int]:
        """The backend's rows of several tickets, each once; gives their slots. What was projected over them
        is gone."""
        for ticket in tickets:
            self._shown.pop(ticket.id, None)
            self._keep(ticket)
        return self._write(tickets, pending=False)

    def lay(self, ticket: Ticket, *, pending: bool) -> int:
        """A projected row over the backend's; gives its slot."""
        self._shown[ticket.id] = ticket
        return self._write((ticket,), pending=pending)[0]

    def unlay(self, ticket_id: str) -> int:
        """The backend's row again, or the end of a ticket that it never had; gives its slot."""
        self._shown.pop(ticket_id, None)
        row = self.server_row(ticket_id)
        if row is None:
            return self.remove(ticket_id)
        return self._write((row,), pending=False)[0]

    def _write(self, tickets: Sequence[Ticket], *, pending: bool) -> list[int]:
        # Column by column: a batch of the feed costs a third of what it does value by value.
        slots = [self._slot_for(ticket.id) for ticket in tickets]
        if not slots:
            return slots
        arrays = self.arrays
        for (name, _), values in zip(lean.PLAIN, zip(*map(lean.plain_of, tickets), strict=True), strict=True):
            arrays[name][slots] = values
        texts = zip(*map(lean.coded_of, tickets), strict=True)
        for column, some in zip(self._coded.values(), texts, strict=True):
            column.set_many(slots, some)
        arrays["alive"][slots] = True
        arrays["pending"][slots] = pending
        arrays["_said"][slots] = True
        for slot, ticket in zip(slots, tickets, strict=True):
            self.number[slot] = ticket.number
            self._unread[slot] = (ticket.number, ticket.title, ticket.place)
        return slots

    def forget(self, ticket_id: str) -> None:
        """The backend no longer has a ticket; what is laid over it may keep its slot alive."""
        self._decoded.pop(ticket_id, None)

    def remove(self, ticket_id: str) -> int:
        """Ends the life of a ticket; gives the slot that it had, -1 for none."""
        self._shown.pop(ticket_id, None)
        self.forget(ticket_id)
        slot = self._slots.pop(ticket_id, -1)
        if slot >= 0:
            self.arrays["alive"][slot] = False
            self.arrays["pending"][slot] = False
            self._dying.append(slot)
        return slot

    def announced(self) -> None:
        """The deaths so far have been told: their slots may be given out again."""
        self._free += self._dying
        self._dying.clear()


def slots_of(slots: Iterable[int]) -> Slots:
    """Slots as `Changes` carries them: ascending, each once, without -1."""
    found: Sequence[int] = sorted({slot for slot in slots if slot >= 0})
    return np.array(found, np.int64)
