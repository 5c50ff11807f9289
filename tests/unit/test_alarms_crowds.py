"""Many conditions at one time: whatever happens to whichever of them, each stands in exactly one place, and a
hundred thousand of them are a handful of alarms."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from console.alarms import facts as f
from console.alarms.alarm import About, Alarm
from console.alarms.board import Board
from console.alarms.crowds import Crowds, is_crowd, key_of, kind_of
from console.alarms.facts import Facts
from console.alarms.gathering import Gathering
from console.alarms.lines import lines
from console.replica import lean
from console.replica.columns import Columns, Slots
from contract.clock import MINUTE
from contract.ticket import Claim, Ticket
from tests.console_matter import SEAT, T0, reported
from tests.work import calls

COUNT = 9
MANY = 3


class Gathered(RuleBasedStateMachine):
    """Tickets whose clocks run, that others come into and leave, that end and begin anew; taken, shelved."""

    @initialize(units=st.lists(st.sampled_from(("", "u1", "u2")), min_size=COUNT, max_size=COUNT))
    def begin(self, units: list[str]) -> None:
        self.now = T0
        self.kept: dict[str, Alarm] = {}
        self.store = Columns(lambda _id: None)
        self.rows = [
            replace(self.timed(reported(n + 1), n * 7 - 20), unit_path=unit, unit_name=unit.upper())
            for n, unit in enumerate(units)
        ]
        for row in self.rows:
            self.store.put(row)
        self.take_up()

    def timed(self, row: Ticket, minutes: int) -> Ticket:
        clock = row.stage
        assert clock is not None
        due = T0 + minutes * MINUTE
        return replace(row, stage=replace(clock, due_at=due, amber_at=due - 4 * MINUTE))

    def keep(self, key: str, alarm: Alarm | None) -> None:
        if alarm is None:
            self.kept.pop(key, None)
        else:
            self.kept[key] = alarm

    def about(self, slot: int, since: int) -> About:
        return About(
            since=since,
            ticket_id=self.store.ids[slot],
            unit_path=self.store.unit_path.at(slot),
            unit_name=self.store.unit_name.at(slot),
        )

    @rule()
    def take_up(self) -> None:
        """The seat is taken, again: what was kept is all that is needed."""
        self.board = Board(lambda _alarm, _what, _at: None, self.keep)
        self.board.load(list(self.kept.values()))
        self.taken_at = self.now
        self.facts = Facts(self.store, SEAT)
        self.facts.begin(set(), None)
        self.gathering = Gathering(self.facts, self.board, self.about, many=MANY)
        slots = self.facts.everywhere()
        bits = self.facts.find(slots, self.now)
        self.gathering.rejoin(slots[bits != 0], bits[bits != 0], self.now)
        self.look(slots)

    def look(self, slots: Slots) -> None:
        bits = self.facts.find(slots, self.now)
        self.facts.bits[slots] = bits
        for slot in self.gathering.take(slots, bits, self.now, self.taken_at).tolist():
            self.gathering.hear(slot, int(bits[slots == slot][0]), self.now, self.taken_at)

    def change(self, numbers: set[int], **values: Any) -> None:
        for n in numbers:
            row = self.rows[n]
            self.rows[n] = replace(
                row, version=row.version + 1, seq=row.seq + 1, changed_at=self.now, **values
            )
            self.store.put(self.rows[n])
        slots = np.array(sorted(numbers))
        self.facts.learn(slots)
        self.look(slots)

    some = st.sets(st.integers(0, COUNT - 1), min_size=1)

    @rule(numbers=some, held=st.booleans())
    def claim(self, numbers: set[int], held: bool) -> None:
        claim = Claim("other", "n", "07", self.now, self.now + 900 * MINUTE) if held else None
        self.change(numbers, claim=claim)

    @rule(numbers=some, state=st.sampled_from(("reported", "dispatched", "refused")))
    def move(self, numbers: set[int], state: str) -> None:
        self.change(numbers, state=state)

    @rule(numbers=some, minutes=st.integers(-30, 60))
    def due(self, numbers: set[int], minutes: int) -> None:
        for n in numbers:
            self.rows[n] = self.timed(self.rows[n], minutes)
        self.change(numbers)

    @rule(minutes=st.sampled_from((1, 5, 30)))
    def pass_time(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.board.tick(self.now)
        self.look(self.facts.everywhere())

    @rule(n=st.integers(0, COUNT - 1), family=st.sampled_from(("limit", "new")))
    def take_one(self, n: int, family: str) -> None:
        key = f"{family} {self.store.ids[n]}"
        self.gathering.alone(key)
        self.board.acknowledge([key], self.now)

    @rule(data=st.data(), shelve=st.booleans())
    def take_crowd(self, data: st.DataObject, shelve: bool) -> None:
        keys = sorted(key for key in self.board.alarms if is_crowd(key))
        if keys:
            key = data.draw(st.sampled_from(keys))
            if shelve:
                self.board.shelve([key], self.now + 20 * MINUTE, "停电", self.now)
            else:
                self.board.acknowledge([key], self.now)

    @invariant()
    def each_condition_stands_in_one_place(self) -> None:
        crowds, alarms = self.gathering.crowds, self.board.alarms
        bits = self.facts.find(self.facts.everywhere(), self.now)
        for slot in range(COUNT):
            covered = bool(bits[slot] & f.COVERED)
            limit = "past" if bits[slot] & f.PAST else "near" if bits[slot] & f.NEAR else None
            for family, kind in (("limit", limit), ("new", "new" if bits[slot] & f.NEW else None)):
                crowd = crowds.key(family, slot)
                own = alarms.get(f"{family} {self.store.ids[slot]}")
                if kind is None:
                    assert not crowd
                    assert own is None or not own.stands
                elif crowd:
                    assert not covered
                    assert (kind_of(crowd), alarms[crowd].kind) == (kind, kind)
                    assert own is None or not own.stands
                else:
                    assert own is not None
                    assert (own.kind, own.stands, own.covered) == (kind, True, covered)

    @invariant()
    def crowds_count_their_members_and_empty_ones_are_gone(self) -> None:
        crowds = self.gathering.crowds
        for key in self.board.alarms:
            if is_crowd(key):
                assert crowds.count(key) == len(self.gathering.members(key)) > 0

    @invariant()
    def what_is_kept_is_what_stands(self) -> None:
        assert self.kept == self.board.alarms


Gathered.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestGathered = Gathered.TestCase


def crowd(many: int) -> Columns:
    records = np.zeros(many, lean.RECORD)
    records["due"] = T0 - np.arange(many) * 60_000.0
    records["amber"] = records["due"] - 3 * MINUTE
    records["state"] = np.where(np.arange(many) % 2, 1, 2)
    words = {name: [""] for name in lean.CODED} | {"state": ["", "reported", "returned"]}
    store = Columns(lambda _id: None)
    ids = [f"t{n}" for n in range(many)]
    store.load(ids, list(ids), records, words)
    return store


def test_100_000_old_conditions_are_one_alarm_by_few_calls_and_in_a_mb() -> None:
    def found(store: Columns) -> tuple[Board, Gathering, int, int]:
        """How many calls it took, and how many bytes are held for it, too."""
        told: list[str] = []
        board = Board(lambda _alarm, what, _at: told.append(what))
        facts = Facts(store, SEAT)
        facts.begin(set(), None)
        slots = facts.everywhere()
        tracemalloc.start()
        made = Gathering(facts, board, lambda slot, since: About(since=since, ticket_id=store.ids[slot]))

        def take() -> None:
            bits = facts.find(slots, T0 + MINUTE)
            assert len(made.take(slots, bits, T0 + MINUTE, T0 + MINUTE)) == 0

        taken = calls(take)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert told == ["found"]
        return board, made, taken, held

    # What the first of all brings in, modules and caches, is not the work.
    found(crowd(1_000))
    store = crowd(100_000)
    board, gathering, taken, held = found(store)
    # None of them for a ticket: some 300.
    assert taken < 1_000
    assert held < 1_000_000
    crowds = gathering.crowds.sizes(T0 + MINUTE)
    (line,) = lines(board.alarms.values(), flood=False, crowds=crowds)
    assert (line.count, line.group, line.first.kind) == (100_000, True, "past")
    assert line.stale(T0 + MINUTE) == 100_000 - 1_440
    opened = lines(
        board.alarms.values(),
        flood=False,
        opened=frozenset((line.key,)),
        crowds=crowds,
        members=gathering.members,
    )
    assert len(opened) == 201
    # The longest standing first, each one's own.
    assert opened[1].first.key == f"limit {store.ids[99_999]}"
    gathering.alone(opened[1].key)
    board.acknowledge([opened[1].key], T0 + 2 * MINUTE)
    assert board.alarms[opened[1].key].state == "acknowledged"
    assert board.alarms[line.key].demands
    assert gathering.crowds.count(line.key) == 99_999


def test_crowds_that_come_and_go_leave_nothing_behind() -> None:
    store = crowd(4)
    crowds = Crowds(store, by_report=True)
    slots = np.arange(4)
    for n in range(5):
        key = key_of("past", T0 + n, "*")
        crowds.add(key, "limit", slots)
        assert crowds.members(key)[0] == "limit"
        assert crowds.leave("limit", slots) == [key]
    assert crowds.sizes(T0) == {}
    assert len(crowds._keys) == 2
