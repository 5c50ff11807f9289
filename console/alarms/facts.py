"""Where the rules hold: by slot of the replica, for the person at this seat, as bits.

"Mine", by role:

========== =================================================================================================
seat       what I have in hand: tickets that I am in (claim), and those that I was the last of the centre to
           act on (registered, filed, dispatched …) until they end or another of the centre takes them over;
           a unit's own steps change nothing in that. And, unless switched off, the centre's own queue in my
           scope: tickets that wait for the centre and that nobody is in.
duty       what I have in hand as above, and every open ticket of my scope that is past its limit.
handler    what is dispatched to my unit or below, until it is handled.
grid       what is handled in my grid and waits to be verified.
leader     what I have in hand as above.
========== =================================================================================================

A ticket that another is in is theirs while they are: its facts stand with COVERED.

To sign is what awaits this very person's signature. An answer to a supervision is overdue for the unit that
owes it, for the duty officer in the whole scope, for a leader in what they have in hand or follow.

A welfare visit calls until somebody has been there: the worker of its grid, and the people of the unit that
is asked now; once that is the centre itself, the duty officer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.replica.column import Bools, Coded, grown
from console.replica.columns import Columns, Slots
from console.replica.standing import (
    APPEAL,
    EXTENSION,
    EXTENSION_ENDORSED,
    FOLLOWED,
    FORCE,
    FORCE_ENDORSED,
    SUSPENSION,
    WELFARE,
)
from contract.account import Actor, in_path
from contract.lifecycle import is_open
from contract.visit import WAITING

Bits = NDArray[np.uint16]

NEW, NEAR, PAST, BACK, URGED, COVERED, SIGN, REPLY, VISIT = 1, 2, 4, 8, 16, 32, 64, 128, 256

CENTRE = frozenset(
    ("reported", "accepted", "filed", "returned", "escalated", "reopened", "handled", "verifying")
)
"""States in which a ticket waits for the centre."""
BY_CENTRE = frozenset(("accepted", "filed", "dispatched", "reopened", "closed"))
"""States that only somebody of the centre brings about: who did is the one who has it in hand."""
AT_UNIT = frozenset(("dispatched", "signed_in", "on_site", "handling", "rework"))
"""States in which a ticket waits for its unit."""
OVER = frozenset(("evaluated", "refused", "merged"))
_SECOND = 1000
HAS_HAND = frozenset(("seat", "duty", "leader"))
"""Roles that have tickets in hand beyond those that they are in."""


class _Set:
    """Which of a coded column's values belong to a set, by slot; each value is asked about once."""

    def __init__(self, column: Coded, keep: Callable[[str], bool]) -> None:
        self._column = column
        self._keep = keep
        self._known = np.zeros(0, np.bool_)

    def at(self, slots: Slots) -> Bools:
        """By slot given."""
        values = self._column.values
        known = len(self._known)
        if known < len(values):
            fresh = np.fromiter(map(self._keep, values[known:]), np.bool_, len(values) - known)
            self._known = np.concatenate((self._known, fresh))
        found: Bools = self._known[self._column.codes[slots]]
        return found


@dataclass(frozen=True, slots=True)
class Learnt:
    """What changed slots taught: those that the actor acted on, and those of which something is to be kept
    (in hand or not, urges answered)."""

    by_me: Slots
    told: Slots


class Facts:
    """The rules over one filling of the columns, for one actor.

    `hand` says by slot what the actor has in hand, `heard` how many urges were there when anybody last acted
    on it; the caller keeps both between runs. `awaits(slot)` says whether something of a ticket waits for the
    actor's signature; it is asked only where the columns say that it may. A new filling of the columns needs
    a new `Facts`.
    """

    def __init__(
        self,
        store: Columns,
        actor: Actor,
        *,
        queue: bool = True,
        awaits: Callable[[int], bool] = lambda _slot: False,
    ) -> None:
        self.store = store
        self._awaits = awaits
        self.actor = actor
        self._queue = queue
        size = store.size
        self.hand = np.zeros(size, np.bool_)
        self.heard = np.zeros(size, np.int16)
        self.bits = np.zeros(size, np.uint16)
        """What was last taken note of."""
        self._version = np.zeros(size, np.int32)
        state, me = store.state, actor.id
        self._centre = _Set(state, CENTRE.__contains__)
        self._by_centre = _Set(state, BY_CENTRE.__contains__)
        self._at_unit = _Set(state, AT_UNIT.__contains__)
        self._over = _Set(state, OVER.__contains__)
        self._open = _Set(state, is_open)
        self._reported = _Set(state, "reported".__eq__)
        self._dispatched = _Set(state, "dispatched".__eq__)
        self._returned = _Set(state, "returned".__eq__)
        self._rework = _Set(state, "rework".__eq__)
        self._handled = _Set(state, "handled".__eq__)
        self._last_me = _Set(store.last_by, me.__eq__)
        self._claim_me = _Set(store.claim_by, me.__eq__)
        self._unit = _Set(store.unit_path, lambda path: in_path(path, actor.unit_path))
        self._area = _Set(store.area_path, lambda path: in_path(path, actor.area_path))
        self._to_go = _Set(state, WAITING.__contains__)
        own = actor.unit_path
        self._asked = _Set(
            store.unit_path, lambda path: path == own if own else path != "" and "/" not in path
        )

    def everywhere(self) -> Slots:
        """All slots."""
        return np.arange(self.store.size)

    def _grow(self) -> None:
        size = self.store.size
        self.hand, self.heard = grown(self.hand, size), grown(self.heard, size)
        self.bits, self._version = grown(self.bits, size), grown(self._version, size)

    def begin(self, hand: set[str], urges: dict[str, int] | None) -> None:
        """Takes note of how everything stands: what was in hand by what was kept, and how many urges were
        known of (None: those there are)."""
        self._grow()
        store, slots = self.store, self.everywhere()
        self._version[: store.size] = store.version
        if urges is None:
            self.heard[: store.size] = store.urges
        else:
            for ticket_id, known in urges.items():
                slot = store.slot(ticket_id)
                if slot >= 0:
                    self.heard[slot] = known
        for ticket_id in hand:
            slot = store.slot(ticket_id)
            if slot >= 0:
                self.hand[slot] = True
        self.learn(slots)

    def learn(self, slots: Slots) -> Learnt:
        """Takes note of changed slots: who has them in hand now, which urges are answered."""
        self._grow()
        store = self.store
        by_me = self._last_me.at(slots)
        gone = ~store.alive[slots]
        had = self.hand[slots]
        if self.actor.role in HAS_HAND:
            others = self._by_centre.at(slots) & ~by_me
            self.hand[slots] = (had | by_me) & ~(others | self._over.at(slots) | gone)
        acted = (store.version[slots] != self._version[slots]) | gone
        self._version[slots] = store.version[slots]
        told = had != self.hand[slots]
        told |= acted & (store.urges[slots] != self.heard[slots])
        self.heard[slots[acted]] = store.urges[slots[acted]]
        return Learnt(slots[acted & by_me & ~gone], slots[told])

    def in_mine(self, slots: Slots, now: int) -> Bools:
        """Which of the slots' tickets the actor is in at an instant."""
        found: Bools = (self.store.claim_until[slots] > now) & self._claim_me.at(slots)
        return found

    def find(self, slots: Slots, now: int) -> Bits:
        """What holds for the slots given, at an instant."""
        store = self.store
        self._grow()
        alive = store.alive[slots]
        mine_in = self.in_mine(slots, now)
        covered = (store.claim_until[slots] > now) & ~mine_in
        due = store.due[slots]
        past = now > due
        near = (now >= store.amber[slots]) & ~past & ~np.isnan(due)
        urged = store.urges[slots] > self.heard[slots]
        in_hand = self.hand[slots] | mine_in
        none = np.zeros(len(slots), np.bool_)
        match self.actor.role:
            case "seat":
                queue = self._centre.at(slots) if self._queue else none
                new = self._reported.at(slots) & ~self._last_me.at(slots) if self._queue else none
                limit_near = limit_past = in_hand | queue
                back = self._returned.at(slots) & self.hand[slots]
            case "duty":
                new, back = none, self._returned.at(slots) & self.hand[slots]
                limit_near, limit_past = in_hand, in_hand | self._open.at(slots)
            case "leader":
                new, back = none, none
                limit_near = limit_past = in_hand
            case "handler":
                unit = self._unit.at(slots)
                in_hand = limit_near = limit_past = unit & self._at_unit.at(slots)
                new, back = unit & self._dispatched.at(slots), unit & self._rework.at(slots)
            case "grid":
                in_hand = limit_near = limit_past = self._handled.at(slots) & self._area.at(slots)
                new, back = in_hand & ~self._last_me.at(slots), none
            case _:
                return np.zeros(len(slots), np.uint16)
        near, past = near & limit_near, past & limit_past
        visit = self._to_visit(slots)
        # It says more than that it is new or late, and is as urgent.
        near, past, new = near & ~visit, past & ~visit, new & ~visit
        # Where time presses, that it is new says nothing more: one ticket, one line.
        new = new & ~(near | past)
        bits: Bits = (
            new * np.uint16(NEW)
            | near * np.uint16(NEAR)
            | past * np.uint16(PAST)
            | back * np.uint16(BACK)
            | (urged & in_hand & self._open.at(slots)) * np.uint16(URGED)
            | self._to_sign(slots) * np.uint16(SIGN)
            | (self._overdue(slots, now) & self._watched(slots, in_hand)) * np.uint16(REPLY)
            | visit * np.uint16(VISIT)
        )
        bits[covered & (bits != 0)] |= COVERED
        bits[~alive] = 0
        return bits

    def _to_visit(self, slots: Slots) -> Bools:
        """Where somebody is to go because of a sensor's alarm, this person or their unit among the asked."""
        waits: Bools = ((self.store.beside[slots] & WELFARE) != 0) & self._to_go.at(slots)
        match self.actor.role:
            case "grid":
                return waits & self._area.at(slots)
            case "handler" | "duty":
                return waits & self._asked.at(slots)
            case "seat" if self.actor.unit_path:
                return waits & self._asked.at(slots)
            case _:
                return np.zeros(len(slots), np.bool_)

    def _to_sign(self, slots: Slots) -> Bools:
        """What awaits this person's signature. Most tickets ask for nothing, so whole rows are few."""
        flags = self.store.beside[slots]
        match self.actor.role:
            case "duty":
                first = ((flags & EXTENSION) != 0) & ((flags & EXTENSION_ENDORSED) == 0)
                first |= ((flags & FORCE) != 0) & ((flags & FORCE_ENDORSED) == 0)
            case "leader":
                first = (flags & (EXTENSION_ENDORSED | FORCE_ENDORSED)) != 0
            case _:
                return np.zeros(len(slots), np.bool_)
        may = (first | ((flags & (SUSPENSION | APPEAL)) != 0)) & self.store.alive[slots]
        found: Bools = may.copy()
        found[may] = [self._awaits(slot) for slot in slots[may].tolist()]
        return found

    def _overdue(self, slots: Slots, now: int) -> Bools:
        """Whose supervision should have been answered by now."""
        due = self.store.reply_due[slots].astype(np.int64) * _SECOND
        found: Bools = (due > 0) & (now > due)
        return found

    def _watched(self, slots: Slots, in_hand: Bools) -> Bools:
        """For whom an overdue answer waits."""
        match self.actor.role:
            case "handler":
                return self._unit.at(slots)
            case "duty":
                return np.ones(len(slots), np.bool_)
            case "leader":
                found: Bools = in_hand | ((self.store.beside[slots] & FOLLOWED) != 0)
                return found
            case _:
                return np.zeros(len(slots), np.bool_)

    def crossing(self, last: int, now: int) -> Slots:
        """Slots for which an instant of amber, due, a claim's end or an answer lies in (last, now]."""
        store = self.store
        amber, due, claim = store.amber, store.due, store.claim_until
        hit = (amber <= now) & (amber > last)
        hit |= (due < now) & (due >= last)
        hit |= (claim <= now) & (claim > last)
        reply = store.reply_due.astype(np.int64) * _SECOND
        hit |= (reply < now) & (reply >= last) & (reply > 0)
        hit &= store.alive
        return np.flatnonzero(hit)

    def next_crossing(self, now: int, slots: Slots | None = None) -> float:
        """The next such instant, of the slots given or of all; infinity for none."""
        store = self.store
        alive = store.alive if slots is None else store.alive[slots]
        found = math.inf
        # Past is what is later than due; the others hold from their instant on.
        for column, first, add in (
            (store.amber, now + 1, 0),
            (store.due, now, 1),
            (store.claim_until, now + 1, 0),
            (store.reply_due.astype(np.int64) * _SECOND, max(now, 1), 1),
        ):
            values = column if slots is None else column[slots]
            later = values[alive & (values >= first)]
            if len(later):
                found = min(found, float(later.min()) + add)
        return found
