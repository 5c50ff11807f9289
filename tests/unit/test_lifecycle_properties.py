"""The whole table walked at random by everybody, and every row held against an account of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from contract.lifecycle import TABLE
from contract.lifecycle_beside import AT_UNIT
from contract.machine import HELD, SAME, Transition
from contract.reference import Reference
from contract.ticket import Ticket
from tests.unit.lifecycle_account import STAGES
from tests.unit.lifecycle_district import reference
from tests.unit.lifecycle_steps import Steps

REF = reference()
PROFILES = (
    REF,
    reference(arrive="required"),
    reference(arrive="skipped", verify="skipped", evaluate="skipped"),
)
TICKETS = 4
PATIENCE = 40
"""After so many steps another goal is gone for."""
ASTRAY = 0.2
MOST_WORLDS = 200


class Lives(RuleBasedStateMachine):
    """Some tickets, drawn steps."""

    @initialize(data=st.data(), ref=st.sampled_from(PROFILES))
    def begin(self, data: st.DataObject, ref: Any) -> None:
        self.world = Steps(ref)
        self.world.settled()
        for _ in range(TICKETS):
            self.world.born(self.chooser(data))

    @staticmethod
    def chooser(data: st.DataObject) -> Any:
        def choose(of: Sequence[Any]) -> Any:
            return of[data.draw(st.integers(0, len(of) - 1))]

        return choose

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        choose = self.chooser(data)
        ticket = choose(list(self.world.tickets))
        self.world.passes(choose, ticket)
        who, row = choose(self.world.options(ticket))
        self.world.take(ticket, who, row, choose)

    @rule(data=st.data())
    def refused(self, data: st.DataObject) -> None:
        choose = self.chooser(data)
        self.world.refuses(choose(list(self.world.tickets)), choose)


class TestLives(Lives.TestCase):
    settings = settings(
        max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )


Cell = tuple[str, str, str]
"""A state, an action, an outcome."""
CELLS = {(source, row.action, row.outcome) for row in TABLE.transitions for source in row.sources or ("",)}
UNVERIFIED = {("handled", "close", "")}
"""What only a district without verification takes."""
BEFORE = {
    "approved": ("endorsed", "asked"),
    "endorsed": ("asked",),
    "refused": ("asked",),
    "replied": ("ordered",),
    "undone": ("made",),
    "agreed": ("set", "put_off"),
    "not_agreed": ("set", "put_off"),
    "put_off": ("set",),
    "lifted": ("ordered",),
    "done": ("taken", "given", "ordered"),
    "taken": ("given",),
    "withdrawn": ("given",),
}
"""What makes an outcome possible, the nearest first."""


def distances(target: str) -> dict[str, int]:
    """How many steps every state is from one."""
    found, edge = {target: 0}, [target]
    while edge:
        here = edge.pop(0)
        for row in TABLE.transitions:
            if row.target == here or (row.target == HELD and here in AT_UNIT):
                fresh = [source for source in row.sources if source not in found]
                found |= dict.fromkeys(fresh, found[here] + 1)
                edge += fresh
    return found


DISTANCES = {state.name: distances(state.name) for state in TABLE.states}


class Walk:
    """Tickets that are each led towards what was taken least of `aims`, and go astray now and then."""

    def __init__(self, ref: Reference, seed: int, aims: set[Cell] = CELLS) -> None:
        self.ref, self.rng, self.aims = ref, random.Random(seed), sorted(aims)
        self.taken: Counter[Cell] = Counter()

    def goal(self) -> Cell:
        least = min(self.taken[cell] for cell in self.aims)
        return self.rng.choice([cell for cell in self.aims if self.taken[cell] == least])

    def go(self, worlds: int, steps: int = 200) -> None:
        for _ in range(worlds):
            world = Steps(self.ref)
            world.taken = self.taken
            world.settled()
            goals = {world.born(self.rng.choice): self.goal() for _ in range(TICKETS)}
            since = dict.fromkeys(goals, 0)
            for _ in range(steps):
                id_ = self.rng.choice(list(goals))
                since[id_] += 1
                if self.taken[goals[id_]] or since[id_] > PATIENCE:
                    goals[id_], since[id_] = self.goal(), 0
                self.step(world, id_, goals[id_])

    def step(self, world: Steps, id_: str, goal: Cell) -> None:
        # More time is asked for before a limit has passed, an appeal made where one had.
        late = goal[1] == "appeal" and world.tickets[id_].state in AT_UNIT
        if goal[1] != "extend":
            world.passes((lambda of: of[-1]) if late else self.rng.choice, id_)
        world.refuses(id_, self.rng.choice)
        options = world.options(id_)
        if not options:
            return
        ticket = world.tickets[id_]
        led = [(who, row) for who, row in options if self.leads(ticket, row, goal)]
        of = options if not led or self.rng.random() < ASTRAY else led
        rare = [1 / (1 + self.taken[ticket.state, row.action, row.outcome]) for _, row in of]
        who, row = self.rng.choices(of, rare)[0]
        world.take(id_, who, row, self.rng.choice)

    def leads(self, ticket: Ticket, row: Transition, goal: Cell) -> bool:
        """Whether a row leads a ticket on to a goal."""
        state, action, outcome = goal
        held = ticket.beside.accountability
        if action == "accountability" and (held is None or held.settled_at is not None):
            state = "handled" if ticket.state == "rework" else "rework"
        if action == "appeal" and ticket.in_time is not False:
            state = "handled"
        if (ticket.state, row.action, row.outcome) == goal:
            return True
        if (
            (row.action in STAGES or row.action == "errand")
            and row.action == action
            and ticket.state != state
        ):
            return False  # each stage is once in a round, and over before the handling is
        if row.action == action == "extend" and ticket.state != state != "suspended":
            return False  # what is asked for is gone once the unit has handed it on, and it is twice at most
        if row.target == SAME:
            return row.action == action and row.outcome in BEFORE.get(outcome, ())
        far = DISTANCES[state]
        return far.get(row.target, 99) < far.get(ticket.state, 99)


def test_every_row_of_the_table_is_taken_from_every_state() -> None:
    walk, unverified = Walk(REF, 3, CELLS - UNVERIFIED), Walk(PROFILES[2], 1, UNVERIFIED)
    for one in (walk, unverified):
        for _ in range(MOST_WORLDS):
            if set(one.aims) <= set(one.taken):
                break
            one.go(1)
    assert CELLS - set(walk.taken) - set(unverified.taken) == set()


@pytest.mark.soak
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("ref", PROFILES)
def test_a_long_walk(ref: Reference) -> None:
    Walk(ref, 2).go(400)
