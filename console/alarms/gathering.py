"""Conditions by slot become alarms: many of a kind at one time a crowd, the others one alarm each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace

from console.replica.columns import Slots

from . import facts as f
from .alarm import About, Alarm
from .board import Board
from .crowds import ALL, MANY_AT_ONCE, NOWHERE, Crowds, key_of, kind_of
from .facts import Bits, Facts
from .kinds import Kind
from .lines import SOURCES

SHOWN = 200
"""So many members of a crowd are laid open, the longest standing."""
OF_TICKETS = ("limit", "new", "back", "urged", "sign", "reply", "visit")
"""The families of alarms that are about a ticket."""
OWN = ("sign", "reply", "visit")
"""Families that another's being in the ticket does not cover."""
_SECOND = 1000
_FAMILIES = (("limit", f.PAST | f.NEAR), ("new", f.NEW))
_KINDS: tuple[tuple[str, Kind, int], ...] = (
    ("limit", "past", f.PAST),
    ("limit", "near", f.NEAR),
    ("new", "new", f.NEW),
)


class Gathering:
    """Between the facts of one filling of the columns and the board; `about(slot, since)` describes one."""

    def __init__(
        self, facts: Facts, board: Board, about: Callable[[int, int], About], *, many: int = MANY_AT_ONCE
    ) -> None:
        self._facts = facts
        self._board = board
        self._about = about
        self._many = many
        self.crowds = Crowds(facts.store, by_report=facts.actor.role == "seat")
        for alarm in board.alarms.values():
            slot = facts.store.slot(alarm.about.ticket_id) if alarm.about.ticket_id else -1
            if slot >= 0:
                self.crowds.single[slot] = True

    # --- coming and going --------------------------------------------------------------------------------
    def take(self, slots: Slots, bits: Bits, now: int, taken_at: int) -> Slots:
        """Of slots whose bits are other than before, makes crowds of what comes in crowds and lets go whose
        condition has ended; gives the slots that are to be heard of one by one."""
        crowds, store = self.crowds, self._facts.store
        crowds.grow()
        alone, covered = crowds.single[slots], (bits & f.COVERED) != 0
        for family, mask in _FAMILIES:
            self._leave(family, slots[crowds.inside(family, slots) & ((bits & mask) == 0)])
        rest = bits & np.uint16(0xFFFF ^ f.COVERED)
        for family, kind, bit in _KINDS:
            settled = crowds.of_kind(family, kind, slots) & ~covered
            # Whatever has an alarm of its own goes on alone.
            fresh = ((bits & bit) != 0) & ~(settled | alone | covered)
            found = np.maximum(crowds.since(kind, slots), store.changed_at[slots]) < taken_at
            for some, before in ((fresh & found, True), (fresh & ~found, False)):
                if int(some.sum()) >= self._many:
                    self._form(family, kind, slots[some], now, found=before)
                    settled |= some
            rest[settled] &= np.uint16(0xFFFF ^ bit)
        alone |= rest != 0
        return slots[alone]

    def rejoin(self, slots: Slots, bits: Bits, now: int) -> None:
        """A seat is taken up: crowds that were kept find their members again, which are those whose
        conditions began before the crowd was heard of."""
        crowds, board = self.crowds, self._board
        crowds.grow()
        free = ~crowds.single[slots] & ((bits & f.COVERED) == 0)
        for family, kind, bit in _KINDS:
            for key, as_of, source in crowds.kept(board.alarms, kind):
                some = free & ((bits & bit) != 0) & ~crowds.inside(family, slots)
                some &= (crowds.since(kind, slots) <= as_of) & crowds.is_from(source, slots)
                if some.any():
                    crowds.add(key, family, slots[some])
                    board.hear(key, kind, now, board.alarms[key].about)
                else:
                    board.forget(key)

    def _form(self, family: str, kind: Kind, slots: Slots, now: int, *, found: bool) -> None:
        crowds, board = self.crowds, self._board
        self._leave(family, slots)
        for source, some in crowds.by_source(slots, SOURCES):
            as_of = now
            while (key := key_of(kind, as_of, source)) in board.alarms:
                as_of += 1
            crowds.add(key, family, some)
            about = About(since=int(crowds.since(kind, some).max()))
            one = self._about(int(some[0]), 0)
            if source not in (ALL, NOWHERE):
                about = replace(about, unit_path=one.unit_path, unit_name=one.unit_name)
            board.hear(key, kind, now, about, found=found)

    def _leave(self, family: str, slots: Slots) -> None:
        for key in self.crowds.leave(family, slots):
            self._board.forget(key)

    # --- one of many -------------------------------------------------------------------------------------
    def hear(self, slot: int, bits: int, now: int, taken_at: int) -> None:
        """One slot that `take` gave: each of its conditions is an alarm of its own, where no crowd stands for
        it. What began before `taken_at` was found there, however late the replica heard of it."""
        store, board = self._facts.store, self._board
        self.crowds.single[slot] = True
        ticket_id, covered = store.ids[slot], bool(bits & f.COVERED)
        changed = int(store.changed_at[slot])
        limit: Kind | None = "past" if bits & f.PAST else "near" if bits & f.NEAR else None
        limited = store.due[slot] if limit == "past" else store.amber[slot]
        stages: tuple[tuple[str, Kind | None, float], ...] = (
            ("limit", limit, limited),
            ("new", "new" if bits & f.NEW else None, self.crowds.new_since[slot]),
            ("back", "back" if bits & f.BACK else None, changed),
            ("urged", "urged" if bits & f.URGED else None, now),
            ("sign", "sign" if bits & f.SIGN else None, int(store.asked_at[slot]) * _SECOND),
            ("reply", "reply" if bits & f.REPLY else None, int(store.reply_due[slot]) * _SECOND),
            ("visit", "visit" if bits & f.VISIT else None, int(store.reported_at[slot])),
        )
        for family, kind, since in stages:
            key = f"{family} {ticket_id}"
            if kind is None:
                board.end(key, now)
            elif not self._settled(family, slot, kind, covered=covered):
                about = self._about(slot, int(since))
                found = max(about.since, changed) < taken_at
                # Who is in it neither signs for this person, nor answers for this unit, nor goes there.
                theirs = covered and family not in OWN
                board.hear(key, kind, now, about, covered=theirs, found=found)

    def _settled(self, family: str, slot: int, kind: Kind, *, covered: bool) -> bool:
        """Whether a crowd stands for the condition as it is now. Where one did for what it was before, the
        slot has an alarm of its own from here on."""
        key = self.crowds.key(family, slot)
        if not key:
            return False
        if kind_of(key) == kind and not covered:
            return True
        self._single_out(family, slot)
        return False

    def alone(self, key: str) -> None:
        """Gives what the key of an alarm stands for an alarm of its own, if it is one of a crowd."""
        family, _, ticket_id = key.partition(" ")
        slot = self._facts.store.slot(ticket_id) if any(family == name for name, _ in _FAMILIES) else -1
        if slot >= 0 and self.crowds.key(family, slot):
            self._single_out(family, slot)

    def _single_out(self, family: str, slot: int) -> None:
        self._board.place(self._member(family, slot))
        self.crowds.single[slot] = True
        self._leave(family, np.array([slot]))

    def _member(self, family: str, slot: int) -> Alarm:
        crowd = self._board.alarms[self.crowds.key(family, slot)]
        since = int(self.crowds.since(crowd.kind, np.array([slot]))[0])
        about = self._about(slot, since)
        return replace(crowd, key=f"{family} {about.ticket_id}", about=about)

    def members(self, key: str, most: int = SHOWN) -> list[Alarm]:
        """The longest standing of a crowd as alarms, each in the crowd's state."""
        family, slots = self.crowds.members(key)
        return [self._member(family, slot) for slot in slots[:most].tolist()]
